"""The burden meter: how many cells and forms a unit is asked in a year, how many fill themselves, and how that changed."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Count, Q

from yunjiang.ledger.models import DataSet

from .models import Cell, Cycle, Origin, Place, Return

_TAKEN = (Origin.REGISTER, Origin.LAST_TIME)


@dataclass(frozen=True)
class Asked:
    """What one unit was asked in one year, counted once a cycle."""

    form_count: int = 0  # returns
    narrative_count: int = 0  # of them with words
    cell_count: int = 0
    by_hand_count: int = 0  # cells typed, pasted or uploaded
    taken_count: int = 0  # cells taken over from registers or from last time
    upload_count: int = 0  # of those by hand, read from a workbook


@dataclass(frozen=True)
class Burden:
    """A unit's year beside the year before; the change is None where it was asked nothing then."""

    organization_id: int
    name: str
    kind: str
    path: str
    asked: Asked
    before: Asked = field(default_factory=Asked)

    @property
    def change(self) -> int:
        """Return how many cells more it is asked than the year before; below zero when fewer."""
        return self.asked.cell_count - self.before.cell_count


def of_year(
    year: int, *, data_set: str = DataSet.OPERATIONAL, organization_ids: Collection[int] | None = None
) -> list[Burden]:
    """Return the burden of every unit asked anything in cycles that end in the year, the most burdened first; five queries."""
    now = _asked(year, data_set, organization_ids)
    before = _asked(year - 1, data_set, organization_ids)
    places = (
        Place.objects.filter(cycle__data_set=data_set, cycle__last_on__year=year, organization__in=now)
        .order_by("cycle__last_on", "cycle__opened_at")
        .only("organization_id", "short_name", "kind", "path")
    )
    newest = {each.organization_id: each for each in places}
    found = [
        Burden(
            organization,
            newest[organization].short_name,
            newest[organization].kind,
            newest[organization].path,
            asked,
            before.get(organization, Asked()),
        )
        for organization, asked in now.items()
    ]
    return sorted(found, key=lambda each: (-each.asked.cell_count, -each.asked.form_count, each.path))


def total(burdens: Collection[Burden]) -> Asked:
    """Return what all of them are asked together."""
    return Asked(*(sum(getattr(each.asked, name) for each in burdens) for name in Asked.__dataclass_fields__))


def _asked(year: int, data_set: str, organization_ids: Collection[int] | None) -> dict[int, Asked]:
    cycles = Cycle.objects.filter(data_set=data_set, last_on__year=year).values("pk")
    returns = Return.objects.filter(cycle__in=cycles)
    cells = Cell.objects.filter(report__cycle__in=cycles)
    if organization_ids is not None:
        returns = returns.filter(organization__in=organization_ids)
        cells = cells.filter(report__organization__in=organization_ids)
    forms = {
        unit: (form_count, narrative_count)
        for unit, form_count, narrative_count in returns.values("organization")
        .annotate(forms=Count("pk"), narratives=Count("pk", filter=Q(owes_narrative=True)))
        .values_list("organization", "forms", "narratives")
    }
    said = Q(value__isnull=False) | Q(is_unavailable=True)
    counted = {
        unit: counts
        for unit, *counts in cells.values("report__organization")
        .annotate(
            cells=Count("pk"),
            by_hand=Count("pk", filter=said & ~Q(origin__in=_TAKEN)),
            taken=Count("pk", filter=said & Q(origin__in=_TAKEN)),
            uploaded=Count("pk", filter=said & Q(origin=Origin.WORKBOOK)),
        )
        .values_list("report__organization", "cells", "by_hand", "taken", "uploaded")
    }
    return {unit: Asked(*of_forms, *counted.get(unit, ())) for unit, of_forms in forms.items()}
