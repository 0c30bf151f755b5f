"""Sealing what has gathered in the ledger, with the sums that figures keep beside each segment."""

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any

from django.db.models import Min, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yunjiang.background.progress import Progress
from yunjiang.background.works import Daily, Work
from yunjiang.ledger import queries, seal
from yunjiang.ledger.models import Batch

from . import services

WORTH_SEALING = 20_000  # entries: reading fewer from the database costs a page less than one more file
OLD_ENOUGH = timedelta(days=30)


def seal_what_gathered(arguments: Mapping[str, Any], progress: Progress) -> dict[str, int]:
    """Seal when enough has gathered, or when what was posted a month ago is still open. Returns how many segments it made."""
    sealed = queries.segments()
    last = sealed[-1].last_position if sealed else 0
    open_batches = Batch.objects.filter(position__gt=last).aggregate(
        count=Sum("entry_count"), oldest=Min("recorded_at")
    )
    is_old = open_batches["oldest"] is not None and open_batches["oldest"] < timezone.now() - OLD_ENOUGH
    made = 0
    if is_old or (open_batches["count"] or 0) >= WORTH_SEALING:
        while seal.seal() is not None:
            made += 1
            progress.report(made)
        services.refresh()
    return {"segments": made}


WORKS = (Work("figures.seal", _("Seal the ledger"), seal_what_gathered, recurs=Daily(time(2))),)
