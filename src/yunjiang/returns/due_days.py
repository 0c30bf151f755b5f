"""When a return is due. Pure.

A plan that names a day (当年12月底前) is kept by whoever reports on that day at the latest. Nobody can be asked to work on a day
off, nor may the day move beyond the month the notice names: the return is due on the last working day not after it, and is late
only once the named day itself is over. Where the plan names no day, a stretch of days follows the period's end, and when its
last is a day off it ends on the next working day (Civil Code, article 203). See docs/decisions/returns-when-one-is-due.md.
"""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from yunjiang.plans.document import Duty
from yunjiang.standards.working_days import NONE, Overrides, is_provisional, is_working_day, next_working_day

GRACE_DAYS = 15  # after a month, quarter or half, where the plan names no day
_LONGEST_BREAK = 20  # days; no stretch of days off is longer


@dataclass(frozen=True)
class DueDay:
    """The last working day for a return, the last day that keeps the word of the notice, and whether a calendar may move it."""

    due_on: date
    in_time_until: date
    is_provisional: bool


def named_day(last_on: date, duties: Iterable[Duty]) -> date | None:
    """Return the day a plan names for the returns of a year, for the period that ends it; a day in spring is next year's."""
    known = sorted(
        (each for each in duties if each.kind in ("annual_return", "annual_summary")),
        key=lambda each: each.kind != "annual_return",
    )
    due = next((each.due for each in known if re.fullmatch(r"\d\d-\d\d", each.due)), "")
    if last_on.month != 12 or not due:
        return None
    month, day = min(max(int(due[:2]), 1), 12), int(due[3:])
    year = last_on.year if month == 12 else last_on.year + 1
    return date(year, month, min(max(day, 1), monthrange(year, month)[1]))


def due_day(last_on: date, named: date | None, overrides: Overrides = NONE) -> DueDay:
    """Return when the return on a period ending `last_on` is due, by the day named for it or else some days after."""
    if named is not None:
        return by(named, overrides)
    asked = last_on + timedelta(days=GRACE_DAYS)
    due_on = next_working_day(asked, overrides)
    return DueDay(due_on, due_on, _is_guessed(asked, due_on, overrides))


def by(named: date, overrides: Overrides = NONE) -> DueDay:
    """Return when a return is due that must be there by a named day."""
    due_on = named
    for _ in range(_LONGEST_BREAK):
        if is_working_day(due_on, overrides):
            break
        due_on -= timedelta(days=1)
    else:
        due_on = named
    return DueDay(due_on, named, _is_guessed(due_on, named, overrides))


def _is_guessed(first: date, last: date, overrides: Overrides) -> bool:
    return any(is_provisional(first + timedelta(days=n), overrides) for n in range((last - first).days + 1))
