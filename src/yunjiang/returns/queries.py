"""Reads of cycles and returns."""

from yunjiang.organizations.models import Organization

from .models import Cycle, Return
from .sheets import FromRegister, Sheet, SheetCell, SheetSection, Slot, last_time, previous, sheet

__all__ = [
    "FromRegister",
    "Sheet",
    "SheetCell",
    "SheetSection",
    "Slot",
    "last_time",
    "of_unit",
    "previous",
    "sheet",
]


def of_unit(cycle: Cycle, organization: Organization) -> Return | None:
    """Return what a unit reports in a cycle, with cycle and place, or None when it owes nothing there."""
    return (
        Return.objects.filter(cycle=cycle, organization=organization)
        .select_related("cycle__plan_version__plan__owner", "place", "organization", "desk", "submitted_by")
        .first()
    )
