"""Reads of cycles and returns."""

from yunjiang.organizations.models import Organization

from .inbox import Inbox, ToAccept, asked_of
from .lists import Page, Wanted, count, page, readable
from .models import Cycle, Return
from .progress import Late, Progress, Tally, UnitProgress, late, progress
from .sheets import FromRegister, Sheet, SheetCell, SheetSection, Slot, last_time, previous, sheet

__all__ = [
    "FromRegister",
    "Inbox",
    "Late",
    "Page",
    "Progress",
    "Sheet",
    "SheetCell",
    "SheetSection",
    "Slot",
    "Tally",
    "ToAccept",
    "UnitProgress",
    "Wanted",
    "asked_of",
    "count",
    "last_time",
    "late",
    "of_unit",
    "page",
    "previous",
    "progress",
    "readable",
    "sheet",
]


def of_unit(cycle: Cycle, organization: Organization) -> Return | None:
    """Return what a unit reports in a cycle, with cycle and place, or None when it owes nothing there."""
    return (
        Return.objects.filter(cycle=cycle, organization=organization)
        .select_related("cycle__plan_version__plan__owner", "place", "organization", "desk", "submitted_by")
        .first()
    )
