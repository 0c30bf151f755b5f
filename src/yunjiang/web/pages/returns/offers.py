"""What stands beside a cell: last time's value, what the registers show; and which of them may be taken with one click."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from yunjiang.returns.models import Cell, Origin
from yunjiang.returns.sheets import SheetCell
from yunjiang.web.pages.returns import texts


@dataclass(frozen=True)
class Offer:
    """One value beside a cell. What happened in a period is never taken over from another: it only stands there to compare."""

    origin: str
    name: str
    text: str
    can_be_taken: bool


def of(cell: SheetCell) -> list[Offer]:
    """Return what stands beside a cell, the registers' word first."""
    found = []
    offered = _offered(cell.cell.prefilled)
    if offered is not None and offered[1] == Origin.REGISTER:
        found.append(_offer(Origin.REGISTER, _("Register"), offered[0], cell.cell, can_be_taken=True))
    if cell.last is not None:
        is_offered = offered == (cell.last, Origin.LAST_TIME)
        found.append(
            _offer(Origin.LAST_TIME, _("Last period"), cell.last, cell.cell, can_be_taken=is_offered)
        )
    return found


def origin_of(cell: Cell, value: Decimal | None, told: Origin) -> Origin:
    """Return how a value came into its cell: from an offer only where it is what was offered."""
    if told not in (Origin.REGISTER, Origin.LAST_TIME):
        return told
    return told if _offered(cell.prefilled) == (value, told) else Origin.TYPED


def _offer(origin: Origin, name: str, value: Decimal, cell: Cell, *, can_be_taken: bool) -> Offer:
    return Offer(str(origin), name, texts.shown(value), can_be_taken and cell.value != value)


def _offered(kept: Mapping[str, Any] | None) -> tuple[Decimal, Origin] | None:
    if not kept or kept.get("value") is None:
        return None
    return Decimal(str(kept["value"])), Origin(kept["origin"])
