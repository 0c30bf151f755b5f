"""Which units a question is about, and as of when: what `figure`, `assess` and `document` take alike."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Annotated

import typer
from django.utils import timezone
from django.utils.translation import gettext as _

from yunjiang.ledger import queries as ledger
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Kind, Organization
from yunjiang.plans.document import PlanDocument

UnitsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--unit",
        "-u",
        metavar="UNIT",
        help=_(
            "Code, key, name or pinyin of a unit, may be given several times; by default the plan's owner."
        ),
    ),
]
BelowOption = Annotated[bool, typer.Option("--below", help=_("Also the units directly below."))]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="POSITION|DAY|MOMENT",
        help=_(
            "What was known by then: a ledger position, a day (all of it) or a moment; by default everything."
        ),
    ),
]


def places(units: Sequence[str] | None, below: bool, document: PlanDocument, on: date) -> list[int]:
    """Return the ids of the units asked about, those directly below behind each. Raises a TreeRefusal."""
    found: list[int] = []
    for text in units or [document.owner]:
        unit = organizations.resolve(text, on).pk
        found.append(unit)
        if below:
            found += [each.organization_id for each in organizations.children(unit, on)]
    return list(dict.fromkeys(found))


def regions_below(organization_id: int, on: date) -> list[int]:
    """Return the regions directly below a unit, whom its reports compare; where there are none, all units directly below."""
    below = list(organizations.children(organization_id, on))
    regions = [each for each in below if each.kind in (Kind.PREFECTURE, Kind.COUNTY)]
    return [each.organization_id for each in regions or below]


def position(text: str | None) -> int | None:
    """Return the ledger position that a text means; None for everything. Raises BadParameter."""
    if text is None:
        return None
    if text.isdigit():
        return int(text)
    try:
        moment = datetime.fromisoformat(text)
        if len(text) == len("2023-12-31"):
            moment = datetime.combine(moment.date() + timedelta(days=1), time()) - timedelta(microseconds=1)
    except ValueError as error:
        raise typer.BadParameter(
            _("“%(text)s” is neither a position nor a moment; write 120, 2023-12-31 or 2023-12-31T18:00.")
            % {"text": text}
        ) from error
    return ledger.position_at(moment if timezone.is_aware(moment) else timezone.make_aware(moment))


def key_of(organization_id: int) -> str:
    """Return the key of a unit."""
    return Organization.objects.values_list("key", flat=True).get(pk=organization_id)
