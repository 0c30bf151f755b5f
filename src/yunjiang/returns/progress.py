"""How far a cycle has come: for every unit of its tree, of itself and all below it, in two queries."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from yunjiang.organizations.models import ids_in

from .models import Cycle, Place, Return, State
from .standing import is_handed_in, is_in_time, is_late, last_day_in_time


@dataclass(frozen=True)
class Tally:
    """Returns counted. Completeness is handed in ÷ owed, timeliness is in time ÷ owed; nothing owed has neither."""

    owed_count: int = 0
    handed_in_count: int = 0  # submitted or further
    in_time_count: int = 0  # first submitted in time, whatever became of it
    late_count: int = 0  # came too late, or has not come and its time is over
    by_state: Mapping[str, int] | None = None

    @property
    def completeness_rate(self) -> Decimal | None:
        return Decimal(self.handed_in_count) / self.owed_count if self.owed_count else None

    @property
    def timeliness_rate(self) -> Decimal | None:
        return Decimal(self.in_time_count) / self.owed_count if self.owed_count else None

    def in_state(self, state: State) -> int:
        """Return how many are in a state."""
        return (self.by_state or {}).get(state, 0)


@dataclass(frozen=True)
class UnitProgress:
    """One unit of the cycle's tree: its own return if it owes one, and the tally of itself and all below."""

    place: Place
    report: Return | None
    tally: Tally
    depth: int  # below the unit asked about, or below the root


@dataclass(frozen=True)
class Progress:
    """The whole, and unit by unit with parents first."""

    total: Tally
    units: tuple[UnitProgress, ...]


def progress(cycle: Cycle, organization_id: int | None = None, *, today: date | None = None) -> Progress:
    """Return how far a cycle has come, in all or for one unit and those below it, as of a day (today unless given)."""
    today = today or timezone.localdate()
    places = Place.objects.filter(cycle=cycle).order_by("rank")
    reports = Return.objects.filter(cycle=cycle)
    if organization_id is not None:
        places = places.filter(path__contains=f"/{organization_id}/")
        reports = reports.filter(place__path__contains=f"/{organization_id}/")
    found = list(places)
    report_of = {each.place_id: each for each in reports}
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    total: Counter[str] = Counter()
    for place in found:
        report = report_of.get(place.pk)
        if report is not None:
            counted = _counted(report, today)
            total.update(counted)
            for above in ids_in(place.path):
                counts[above].update(counted)
    top = min((len(ids_in(each.path)) for each in found), default=0)
    units = tuple(
        UnitProgress(
            place,
            report_of.get(place.pk),
            _tally(counts[place.organization_id]),
            len(ids_in(place.path)) - top,
        )
        for place in found
    )
    return Progress(_tally(total), units)


@dataclass(frozen=True)
class Late:
    """A return that came too late or has not come; `days` from its last day in time until it came, or until the day asked."""

    report: Return
    place: Place
    days: int
    has_come: bool


def late(cycle: Cycle, day: date | None = None) -> list[Late]:
    """Return what was late by a day (today unless given), what has not come first, the longest overdue first; one query."""
    day = day or timezone.localdate()
    found = []
    for report in Return.objects.filter(cycle=cycle).select_related("place").order_by("place__rank"):
        came_on = timezone.localtime(report.first_submitted_at).date() if report.first_submitted_at else None
        has_come = came_on is not None and came_on <= day
        days = ((came_on if has_come and came_on else day) - last_day_in_time(report)).days
        if days > 0:
            found.append(Late(report, report.place, days, has_come))
    return sorted(found, key=lambda each: (each.has_come, -each.days, each.place.rank))


def _counted(report: Return, today: date) -> dict[str, int]:
    return {
        "owed": 1,
        "handed_in": int(is_handed_in(report)),
        "in_time": int(is_in_time(report)),
        "late": int(is_late(report, today)),
        f"state:{report.state}": 1,
    }


def _tally(counts: Mapping[str, int]) -> Tally:
    return Tally(
        counts.get("owed", 0),
        counts.get("handed_in", 0),
        counts.get("in_time", 0),
        counts.get("late", 0),
        {state.value: counts.get(f"state:{state}", 0) for state in State},
    )
