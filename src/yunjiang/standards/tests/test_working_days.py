"""Working days and deadlines, with the vectors checked by hand against the State Council's notices."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunjiang.standards import working_days
from yunjiang.standards.working_days import Due, Unit, add_working_days, due, is_working_day


@pytest.mark.parametrize(
    ("start", "count", "ends_on"),
    [
        ("2026-02-12", 5, "2026-02-26"),
        ("2025-01-24", 5, "2025-02-07"),
        ("2026-09-30", 5, "2026-10-13"),
        ("2026-04-30", 5, "2026-05-11"),
        ("2025-09-26", 7, "2025-10-13"),
        ("2026-12-28", 3, "2026-12-31"),
    ],
)
def test_it_works(start: str, count: int, ends_on: str) -> None:
    expected = Due(date.fromisoformat(ends_on), is_provisional=False)
    assert due(date.fromisoformat(start), count, Unit.WORKING_DAY) == expected


@pytest.mark.parametrize(
    ("start", "count", "ends_on"),
    [("2026-02-02", 15, "2026-02-24"), ("2026-08-20", 45, "2026-10-08"), ("2026-09-18", 15, "2026-10-08")],
)
def test_days_that_end_on_a_day_off_move_on(start: str, count: int, ends_on: str) -> None:
    expected = Due(date.fromisoformat(ends_on), is_provisional=False)
    assert due(date.fromisoformat(start), count, Unit.DAY) == expected


def test_months_end_on_the_same_day_or_on_the_last() -> None:
    assert due(date(2025, 8, 29), 1, Unit.MONTH).on == date(2025, 9, 29)
    assert due(date(2025, 1, 31), 1, Unit.MONTH).on == date(2025, 2, 28)
    assert due(date(2025, 10, 15), 3, Unit.MONTH).on == date(2026, 1, 15)


@pytest.mark.parametrize(
    ("year", "count"),
    [(2020, 249), (2021, 250), (2022, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248)],
)
def test_years_have_as_many_working_days_as_the_notices_give(year: int, count: int) -> None:
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
    assert sum(is_working_day(day) for day in days if day.year == year) == count


def test_make_up_days_are_worked() -> None:
    assert is_working_day(date(2026, 2, 14))
    assert not is_working_day(date(2026, 2, 16))


def test_a_year_without_a_calendar_is_guessed_and_says_so() -> None:
    assert due(date(2026, 12, 28), 4, Unit.WORKING_DAY).is_provisional
    assert not due(date(2026, 12, 28), 3, Unit.WORKING_DAY).is_provisional
    monday = date(2031, 3, 3)
    assert is_working_day(monday)
    assert not is_working_day(monday - timedelta(days=1))
    assert working_days.is_provisional(monday)


def test_an_override_wins_over_the_calendar() -> None:
    torch_festival = date(2026, 8, 6)
    overrides = {torch_festival: False, date(2026, 8, 8): True}
    assert is_working_day(torch_festival)
    assert not is_working_day(torch_festival, overrides)
    assert add_working_days(date(2026, 8, 5), 2, overrides) == date(2026, 8, 8)


def test_overrides_make_an_unknown_year_certain() -> None:
    overrides = {date(2027, 1, n): n > 3 for n in range(1, 6)}
    assert due(date(2026, 12, 30), 2, Unit.WORKING_DAY, overrides) == Due(
        date(2027, 1, 4), is_provisional=False
    )


def test_a_deadline_lasts_at_least_one_day() -> None:
    with pytest.raises(ValueError):
        due(date(2026, 1, 5), 0, Unit.DAY)


@given(st.dates(date(2010, 1, 1), date(2026, 6, 30)), st.integers(1, 60))
def test_going_forward_and_back_ends_where_it_began(start: date, count: int) -> None:
    begin = working_days.next_working_day(start)
    end = add_working_days(begin, count)
    assert is_working_day(end)
    assert add_working_days(end, -count) == begin
    assert sum(is_working_day(begin + timedelta(days=n + 1)) for n in range((end - begin).days)) == count
