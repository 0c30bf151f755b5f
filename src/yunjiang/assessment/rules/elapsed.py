"""Time gone by. A day counts when it is over: on 31 December all of December has passed.

Days are also told as ordinals (`date.toordinal`), so that the evening before a plan begins is the ordinal of its first day
less one, whatever the calendar.
"""

from calendar import monthrange
from datetime import date
from fractions import Fraction


def time_progress(first_day: date, last_day: date, on: date) -> Fraction:
    """Return the share of the days from `first_day` to `last_day` (both included) gone by at the end of `on`, in 0..1.

    2023-12-31 of 2021-01-01..2025-12-31 is 1095/1826.
    """
    return share_between(first_day.toordinal() - 1, last_day.toordinal(), on.toordinal())


def share_between(begin: int, end: int, now: int) -> Fraction:
    """Return how much of the way from the evening of `begin` to the evening of `end` is gone by at `now`, in 0..1."""
    if now >= end:
        return Fraction(1)
    if now <= begin:
        return Fraction(0)
    return Fraction(now - begin, end - begin)


def months_between(first: int, last: int) -> Fraction:
    """Return the calendar months between the evenings of two days given as ordinals; a part of a month by its days.

    From 2020-12-31 to 2025-12-31 there are exactly 60.
    """
    return _months(last) - _months(first)


def share_of_year(day: date, profile: tuple[Fraction, ...]) -> Fraction:
    """Return the cumulative share that a profile of 12 month-end shares gives the end of a day, evenly within months."""
    before = profile[day.month - 2] if day.month > 1 else Fraction(0)
    return before + (profile[day.month - 1] - before) * Fraction(day.day, monthrange(day.year, day.month)[1])


def _months(ordinal: int) -> Fraction:
    if ordinal < 1:  # the evening before the calendar's first day
        return Fraction(12)
    day = date.fromordinal(ordinal)
    return day.year * 12 + day.month - 1 + Fraction(day.day, monthrange(day.year, day.month)[1])
