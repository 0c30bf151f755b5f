"""Values reported for the year to date: what an accepted one adds to those accepted before it, and which later ones hang on it.

Whatever the order of acceptance, what the ledger holds of a year is the newest accepted cumulative value.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet

from yunjiang.ledger.models import MeasureKind

from .models import Cell, Counting, Cycle, Return, Section

Key = tuple[int, str]  # organization id and question code


@dataclass(frozen=True)
class Known:
    """A cumulative value accepted for the period that ends on a day."""

    last_on: date
    value: Decimal


def is_to_date(cell: Cell, cycle: Cycle) -> bool:
    """Say whether a cell's value covers the year up to the period's end."""
    return cycle.counting == Counting.TO_DATE and cell.question.kind == MeasureKind.FLOW


def accepted(reports: Iterable[Return]) -> dict[Key, list[Known]]:
    """Return the cumulative values accepted in the year of the reports' cycle, for their units, in the order of periods."""
    reports = list(reports)
    found: dict[Key, list[Known]] = defaultdict(list)
    if not reports or reports[0].cycle.counting != Counting.TO_DATE:
        return found
    rows = (
        Cell.objects.filter(
            section__is_accepted=True,
            value__isnull=False,
            question__kind=MeasureKind.FLOW,
            report__cycle__in=_same_year(reports[0].cycle),
            report__organization__in={each.organization_id for each in reports},
        )
        .order_by("report__cycle__last_on")
        .values_list("report__organization", "question__code", "report__cycle__last_on", "value")
    )
    for organization, code, last_on, value in rows:
        assert value is not None
        found[organization, code].append(Known(last_on, value))
    return found


def increment(value: Decimal, cycle: Cycle, known: Sequence[Known]) -> tuple[Decimal, date]:
    """Return what a cumulative value adds to the newest accepted before it, and from which day on."""
    before = [each for each in known if each.last_on < cycle.last_on]
    if not before:
        return value, date(cycle.last_on.year, 1, 1)
    return value - before[-1].value, before[-1].last_on + timedelta(days=1)


def falls(report: Return, cells: Iterable[Cell], known: Mapping[Key, Sequence[Known]]) -> list[str]:
    """Return the questions whose cumulative value is below an accepted earlier one, or above an accepted later one."""
    cycle = report.cycle
    return [
        cell.question.code
        for cell in cells
        if cell.value is not None
        and is_to_date(cell, cycle)
        and any(
            (each.last_on < cycle.last_on and each.value > cell.value)
            or (each.last_on > cycle.last_on and each.value < cell.value)
            for each in known.get((report.organization_id, cell.question.code), ())
        )
    ]


def followers(sections: Sequence[Section]) -> list[Section]:
    """Return the accepted sections of later periods of the year whose increments hang on these."""
    reports = {each.report_id: each.report for each in sections}
    cycle = next(iter(reports.values())).cycle
    if cycle.counting != Counting.TO_DATE:
        return []
    rows = Section.objects.filter(
        is_accepted=True,
        report__cycle__in=_same_year(cycle).filter(last_on__gt=cycle.last_on),
        report__organization__in={each.organization_id for each in reports.values()},
    )
    return list(
        rows.select_related(
            "report__cycle__plan_version__plan", "report__place", "report__organization"
        ).order_by("report__cycle__last_on", "report", "rank")
    )


def _same_year(cycle: Cycle) -> QuerySet[Cycle]:
    return Cycle.objects.filter(
        plan_version__plan=cycle.plan_version.plan_id,
        data_set=cycle.data_set,
        rhythm=cycle.rhythm,
        counting=Counting.TO_DATE,
        last_on__year=cycle.last_on.year,
    )
