"""Writing documents beside the pages."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from yunjiang.background.progress import Progress
from yunjiang.background.works import Work
from yunjiang.organizations import queries as organizations
from yunjiang.plans import queries as plans

from . import ordering

WRITE = "documents.write"


def write(arguments: Mapping[str, Any], progress: Progress) -> dict[str, str]:
    """Write a document: kind, plan, unit, on, data_set, by. Returns its number."""
    on = date.fromisoformat(arguments["on"])
    unit = organizations.resolve(arguments["unit"], on)
    document = ordering.order(
        arguments["kind"],
        plans.current(arguments["plan"]),
        unit,
        on=on,
        data_set=arguments["data_set"],
        by=arguments["by"],
    )
    return {"document": document.number}


# A document written twice from the same state of the ledger is two records of the same content: harmless.
WORKS = (Work(WRITE, _("Write a document"), write),)
