"""Working days of the mainland with their make-up days, and deadlines counted in days, working days or months.

The calendar comes from the State Council's yearly notices through `chinesecalendar` (2004 up to the last notice it knows).
Overrides, kept by the site's administrators, win over it: prefectures have days off of their own, such as 火把节. In a year
that neither knows, working days are Monday to Friday for the time being, and every answer about it is *provisional* (预估).

Civil Code, articles 201 to 203: the first day is not counted; a month ends on the same day of the month, or on its last; a
deadline that falls on a day off moves to the next working day.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

import chinese_calendar

Overrides = Mapping[date, bool]  # True: work is done that day
NONE: Overrides = MappingProxyType({})


class Unit(StrEnum):
    """What a deadline is counted in."""

    DAY = "day"
    WORKING_DAY = "working_day"
    MONTH = "month"


@dataclass(frozen=True)
class Due:
    """The last day of a deadline, and whether a calendar not yet published may still move it."""

    on: date
    is_provisional: bool


def is_working_day(day: date, overrides: Overrides = NONE) -> bool:
    """Tell whether work is done on the day; in a year without a calendar, on every Monday to Friday."""
    if day in overrides:
        return overrides[day]
    known = _known(day)
    return day.weekday() < 5 if known is None else known


def is_provisional(day: date, overrides: Overrides = NONE) -> bool:
    """Tell whether `is_working_day` guesses: no calendar is published for the year and no override names the day."""
    return day not in overrides and _known(day) is None


def next_working_day(day: date, overrides: Overrides = NONE) -> date:
    """Return the day itself when it is a working day, else the first working day after it."""
    while not is_working_day(day, overrides):
        day += timedelta(days=1)
    return day


def add_working_days(day: date, count: int, overrides: Overrides = NONE) -> date:
    """Return the working day that is `count` working days after the day, which is not counted itself.

    A negative count goes back; 0 is the day itself or, when it is a day off, the next working day.
    """
    if count == 0:
        return next_working_day(day, overrides)
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day, overrides)
    return day


def due(start: date, count: int, unit: Unit, overrides: Overrides = NONE) -> Due:
    """Return when a deadline ends that begins after `start` and lasts `count` (1 or more) days, working days or months.

    Days and months that end on a day off move to the next working day. Raises ValueError for a count below 1.
    """
    if count < 1:
        raise ValueError(f"a deadline lasts at least one {unit}: {count}")
    if unit == Unit.WORKING_DAY:
        ends_on = add_working_days(start, count, overrides)
        asked = start + timedelta(days=1)
    else:
        asked = start + timedelta(days=count) if unit == Unit.DAY else _months_later(start, count)
        ends_on = next_working_day(asked, overrides)
    return Due(ends_on, _guessed(asked, ends_on, overrides))


def _guessed(first: date, last: date, overrides: Overrides) -> bool:
    days = ((first + timedelta(days=n)) for n in range((last - first).days + 1))
    return any(is_provisional(day, overrides) for day in days)


def _known(day: date) -> bool | None:
    """Return what the published calendar says of the day; None when none is published for its year."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


def _months_later(day: date, count: int) -> date:
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
