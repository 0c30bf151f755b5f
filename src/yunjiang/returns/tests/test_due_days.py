"""When a return is due: on the last working day not after a named day, else on the next working day after some days."""

from datetime import date

import pytest

from yunjiang.plans.document import Duty
from yunjiang.returns.due_days import by, due_day, named_day

RETURN = Duty("D1", "", "annual_return", "year", "12-31")
SUMMARY = Duty("D2", "", "annual_summary", "year", "12-20")


@pytest.mark.parametrize(
    ("named", "due_on"),
    [
        ("2024-12-31", "2024-12-31"),  # a Tuesday
        ("2022-12-31", "2022-12-30"),  # a Saturday; 2 January 2023 was a day off, and another year
        ("2023-12-31", "2023-12-29"),  # a Sunday
        ("2026-10-10", "2026-10-10"),  # a Saturday that is worked
        ("2026-10-07", "2026-09-30"),  # within the break of National Day
    ],
)
def test_a_named_day_is_kept_on_the_last_working_day_not_after_it(named, due_on):
    due = by(date.fromisoformat(named))
    assert due.due_on == date.fromisoformat(due_on)
    assert due.in_time_until == date.fromisoformat(named)
    assert not due.is_provisional


@pytest.mark.parametrize(
    ("last_on", "due_on"),
    [
        ("2024-03-31", "2024-04-15"),
        ("2024-09-30", "2024-10-15"),
        ("2024-11-30", "2024-12-16"),  # the 15th was a Sunday
    ],
)
def test_without_a_named_day_some_days_pass_and_a_day_off_moves_on(last_on, due_on):
    due = due_day(date.fromisoformat(last_on), None)
    assert due.due_on == due.in_time_until == date.fromisoformat(due_on)


def test_a_days_off_of_a_place_moves_it_there():
    assert by(date(2024, 12, 31), {date(2024, 12, 31): False}).due_on == date(2024, 12, 30)


def test_a_year_without_a_calendar_is_provisional():
    assert by(date(2031, 12, 31)).is_provisional
    assert not by(date(2031, 12, 31), {date(2031, 12, 31): True}).is_provisional


def test_a_calendar_of_days_off_only_still_names_a_day():
    every_day = {date(2030, 12, each): False for each in range(1, 32)}
    assert by(date(2030, 12, 31), every_day).due_on == date(2030, 12, 31)


@pytest.mark.parametrize(
    ("last_on", "duties", "named"),
    [
        ("2024-12-31", [RETURN], date(2024, 12, 31)),
        ("2024-12-31", [SUMMARY], date(2024, 12, 20)),
        ("2024-12-31", [SUMMARY, RETURN], date(2024, 12, 31)),
        ("2024-09-30", [RETURN], None),
        ("2024-12-31", [], None),
        ("2024-12-31", [Duty("D", "", "annual_return", "year", "02-30")], date(2025, 2, 28)),
        ("2024-12-31", [Duty("D", "", "annual_return", "once", "2024-06-30")], None),
    ],
)
def test_the_plan_names_the_day_for_the_period_that_ends_the_year(last_on, duties, named):
    assert named_day(date.fromisoformat(last_on), duties) == named
