"""How a return stands: whether it takes answers, whether it is locked, whether it was in time. Pure, apart from today's date."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from yunjiang.organizations.models import ids_in

from .models import Place, Return, State

FILLABLE = (State.NOT_STARTED, State.DRAFT, State.RETURNED)
HANDED_IN = (State.SUBMITTED, State.APPROVED, State.POSTED)


def is_filling_open(report: Return, today: date | None = None) -> bool:
    """Say whether the return takes answers on a day: by its state, and by the cycle's lock or its own extension."""
    return report.state in FILLABLE and not is_locked(report, today)


def is_locked(report: Return, today: date | None = None) -> bool:
    """Say whether lock or closing keep everybody out on a day; an extension that reaches the day lets its unit in."""
    return locked_since(report, today) is not None


def locked_since(report: Return, today: date | None = None) -> date | None:
    """Return the first day of the lock that holds on a day, if one holds."""
    today = today or timezone.localdate()
    if report.extended_to is not None and report.extended_to >= today:
        return None
    cycle = report.cycle
    if cycle.locks_on is not None and cycle.locks_on <= today:
        return cycle.locks_on
    return timezone.localtime(cycle.closed_at).date() if cycle.closed_at is not None else None


def last_day_in_time(report: Return) -> date:
    """Return the last day on which the return is in time, an extension counted."""
    return max(report.in_time_until, report.extended_to or report.in_time_until)


def is_handed_in(report: Return) -> bool:
    """Say whether it was ever submitted and has not been sent back or withdrawn since."""
    return report.state in HANDED_IN


def is_late(report: Return, today: date | None = None) -> bool:
    """Say whether it came too late, or has not come and its time is over; judged by when it was first submitted."""
    if report.first_submitted_at is not None:
        handed_in_on = timezone.localtime(report.first_submitted_at).date()
    else:
        handed_in_on = today or timezone.localdate()
    return handed_in_on > last_day_in_time(report)


def is_in_time(report: Return) -> bool:
    """Say whether it was first submitted in time."""
    return report.first_submitted_at is not None and not is_late(report)


def desks_above(place: Place, owner_id: int) -> list[int]:
    """Return the units that review a return on its way up: each above it, strictly below the plan's owner, the parent first.

    A unit directly below the owner, the owner itself and a unit outside the owner's tree have none.
    """
    above = ids_in(place.path)[:-1]
    if owner_id not in above:
        return []
    return above[above.index(owner_id) + 1 :][::-1]


def desk_after(place: Place, owner_id: int, desk_id: int | None) -> int | None:
    """Return the desk that follows another, or the first for None; None when all have been passed."""
    desks: Iterable[int] = iter(desks_above(place, owner_id))
    if desk_id is None:
        return next(iter(desks), None)
    for each in desks:
        if each == desk_id:
            return next(iter(desks), None)
    return None
