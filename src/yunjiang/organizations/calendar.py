"""Days off and days worked otherwise than the published calendar says: everywhere, or for one unit and all below it.

The nearest word wins: a unit's own over that of a unit above, that over the one for everywhere.
"""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from yunjiang.standards.working_days import Overrides

from .models import DayOff, Organization, ids_in
from .queries import standing


def overrides(organization_id: int | None, day: date) -> Overrides:
    """Return what holds for a unit, by the tree of the day; for None, or a unit not open that day, what holds everywhere."""
    own = standing(organization_id, day) if organization_id is not None else None
    return overrides_of({0: own.path if own else ""})[0]


def overrides_of(paths: Mapping[int, str]) -> dict[int, Overrides]:
    """Return what holds for each unit, given its path in a tree (an empty path: everywhere), in one query."""
    declared: dict[int | None, dict[date, bool]] = {}
    for day, organization, is_working in DayOff.objects.values_list("day", "organization", "is_working"):
        declared.setdefault(organization, {})[day] = is_working
    found: dict[int, Overrides] = {}
    for unit, path in paths.items():
        days: dict[date, bool] = {}
        for each in (None, *(ids_in(path) if path else ())):
            days.update(declared.get(each, {}))
        found[unit] = days
    return found


def is_entered(year: int) -> bool:
    """Say whether somebody has entered a calendar for the year: days declared for everywhere."""
    return DayOff.objects.filter(organization=None, day__year=year).exists()


@transaction.atomic
def declare(
    day: date,
    *,
    is_working: bool,
    name: str,
    organization: Organization | None = None,
    document_number: str = "",
) -> DayOff:
    """Say that a day is worked or not, for a unit and all below it, or everywhere; a second word replaces the first."""
    # A unique constraint lets NULL stand twice: the row for everywhere is found by hand.
    standing_word = DayOff.objects.select_for_update().filter(day=day, organization=organization).first()
    declared = standing_word or DayOff(day=day, organization=organization)
    declared.is_working, declared.name, declared.document_number = is_working, name, document_number
    declared.save()
    return declared


def withdraw(day: date, organization: Organization | None = None) -> bool:
    """Let the published calendar hold again on a day; say whether there was anything to withdraw."""
    count, _ = DayOff.objects.filter(day=day, organization=organization).delete()
    return bool(count)
