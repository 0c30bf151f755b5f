"""Silence: who owes what by when, and up to which day the data speak. Zero is not silence.

A period ends and a report on it falls due: a year's on the day that the plan's duty of yearly returns names (for
12-31 the last day of the year itself), a month's, quarter's or half's some days after its end. The period that ends a year is
due with the year's report.
"""

import re
from calendar import monthrange
from datetime import date, timedelta

from yunjiang.assessment.rules.facts import Facts, Owed
from yunjiang.assessment.rules.thresholds import Thresholds
from yunjiang.plans.document import Duty, Indicator

MONTHS = {"month": 1, "quarter": 3, "half": 6, "annual": 12}


def owed(
    indicator: Indicator,
    kinds: tuple[str, ...],
    on: date,
    *,
    first_day: date,
    last_day: date,
    duties: tuple[Duty, ...] = (),
    thresholds: Thresholds | None = None,
) -> Owed | None:
    """Return the newest report on an indicator that is due on a day, or None when nothing is owed or due yet.

    `kinds` are what the unit answers to: its kind (county, department ...) and its key. It owes the indicator when one of them
    is among the indicator's reporters; an indicator without reporters is owed by nobody, and what comes from a register is
    never owed. Periods lie within the plan, from `first_day` to `last_day`. `duties` name the day of the yearly return.
    """
    if indicator.channel != "reported" or not set(indicator.reporters) & set(kinds):
        return None
    newest = None
    for first, last in periods(indicator.report_by, first_day, min(last_day, on)):
        due_on = due_day(last, indicator.report_by, duties, thresholds or Thresholds())
        if due_on <= on:
            newest = Owed(first, last, due_on)
    return newest


def periods(report_by: str, first_day: date, until: date) -> list[tuple[date, date]]:
    """Return the reporting periods (month, quarter, half, annual) that end within the days given, in order.

    A word that names no rhythm is taken as annual.
    """
    months = MONTHS.get(report_by, 12)
    found = []
    for year in range(first_day.year, until.year + 1):
        for start in range(1, 13, months):
            first, last = date(year, start, 1), _month_end(year, start + months - 1)
            if first_day <= last <= until:
                found.append((max(first, first_day), last))
    return found


def due_day(last: date, report_by: str, duties: tuple[Duty, ...], thresholds: Thresholds) -> date:
    """Return the day by which the report on the period ending `last` must be there."""
    named = next((duty.due for duty in duties if duty.kind == "annual_return" and duty.due), "")
    if last.month == 12 and re.fullmatch(r"\d\d-\d\d", named):
        month, day = min(max(int(named[:2]), 1), 12), int(named[3:])
        year = (
            last.year if month == 12 else min(last.year + 1, date.max.year)
        )  # a day in spring is the next year's
        return date(year, month, min(max(day, 1), monthrange(year, month)[1]))
    if date.max - last < timedelta(days=thresholds.grace_days):
        return date.max
    return last + timedelta(days=thresholds.grace_days)


def is_missing(facts: Facts) -> bool:
    """Say whether the newest report due is not there: owed, due, and nothing since the period it is about began.

    Where units below owe it, it is missing when none of them has reported; some of them silent is another matter.
    """
    if facts.owed is None or facts.is_continuous:
        return False
    if facts.expected_count:
        return facts.reported_count <= 0
    newest_on = facts.newest_on or (None if facts.value is None else facts.on)
    return newest_on is None or newest_on < facts.owed.first


def spoken_until(facts: Facts) -> date:
    """Return the last day the data speak for, never after `on`.

    A register speaks up to `on`: silence there is zero. Reports speak up to the end of the period they are about, and up to
    their newest entry at least.
    """
    if facts.is_continuous or facts.newest_on is None:
        return facts.on
    until = facts.newest_on
    if facts.owed is not None and not is_missing(facts):
        until = max(until, facts.owed.last)
    return min(until, facts.on)


def is_partial(facts: Facts) -> bool:
    """Say whether some of the units that owe the indicator are silent; in a register silence is zero."""
    return facts.reported_count < facts.expected_count and not facts.is_continuous


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
