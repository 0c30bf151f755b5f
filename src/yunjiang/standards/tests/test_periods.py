"""Writing, reading, naming and walking through periods."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunjiang.standards import periods
from yunjiang.standards.periods import Period, PeriodKind, parse

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
CALENDAR_KINDS = st.sampled_from([each for each in PeriodKind if each != PeriodKind.DAYS])


@pytest.mark.parametrize(
    ("text", "first", "last", "label"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31), "2024年"),
        ("2024-H1", date(2024, 1, 1), date(2024, 6, 30), "2024年上半年"),
        ("2024-H2", date(2024, 7, 1), date(2024, 12, 31), "2024年下半年"),
        ("2024-Q3", date(2024, 7, 1), date(2024, 9, 30), "2024年第三季度"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024年2月"),
        ("2024-07-01..2024-09-30", date(2024, 7, 1), date(2024, 9, 30), "2024年7月1日至9月30日"),
        ("2021-01-01..2025-12-31", date(2021, 1, 1), date(2025, 12, 31), "2021年1月1日至2025年12月31日"),
        ("2024-07-01..2024-07-15", date(2024, 7, 1), date(2024, 7, 15), "2024年7月1日至15日"),
        ("2022-02-07..2022-02-07", date(2022, 2, 7), date(2022, 2, 7), "2022年2月7日"),
    ],
)
def test_it_works(text: str, first: date, last: date, label: str) -> None:
    period = parse(text)
    assert (period.first, period.last, period.label) == (first, last, label)
    assert str(period) == text


def test_a_single_day_is_a_period() -> None:
    assert parse(" 2022-02-07 ") == Period(date(2022, 2, 7), date(2022, 2, 7))


@pytest.mark.parametrize(
    "text", ["", "24", "2024-13", "2024-Q5", "2024-H3", "2024-02-30", "2024-09-30..2024-07-01", "二〇二四年"]
)
def test_what_is_no_period_is_refused_with_the_text(text: str) -> None:
    with pytest.raises(periods.UnknownPeriod) as refusal:
        parse(text)
    assert refusal.value.text == text


def test_a_period_of_the_calendar_has_the_days_of_the_calendar() -> None:
    with pytest.raises(ValueError):
        Period(date(2024, 1, 2), date(2024, 1, 31), PeriodKind.MONTH)
    with pytest.raises(ValueError):
        Period(date(2024, 1, 2), date(2024, 1, 1))


def test_parts_lie_wholly_within() -> None:
    assert [str(each) for each in parse("2024").parts(PeriodKind.QUARTER)] == [
        "2024-Q1",
        "2024-Q2",
        "2024-Q3",
        "2024-Q4",
    ]
    stretch = parse("2024-01-15..2024-04-15")
    assert [str(each) for each in stretch.parts(PeriodKind.MONTH)] == ["2024-02", "2024-03"]
    assert list(parse("2024-03").parts(PeriodKind.QUARTER)) == []


def test_free_ranges_cannot_be_walked_through() -> None:
    with pytest.raises(ValueError):
        list(periods.between(date(2024, 1, 1), date(2024, 2, 1), PeriodKind.DAYS))


def test_the_same_period_of_the_year_before() -> None:
    assert str(parse("2024-Q3").year_before()) == "2023-Q3"
    assert str(parse("2024-02").year_before()) == "2023-02"
    assert str(parse("2024-02-29").year_before()) == "2023-02-28..2023-02-28"


def test_the_year_to_date_begins_with_january() -> None:
    assert str(periods.year_to_date(date(2024, 5, 7))) == "2024-01-01..2024-05-07"


@given(DAYS, CALENDAR_KINDS)
def test_the_calendar_has_no_gaps(day: date, kind: PeriodKind) -> None:
    [period] = [each for each in periods.between(day, day + timedelta(days=366), kind) if day in each]
    assert parse(str(period)) == period
    assert period.next().first == period.last + timedelta(days=1)
    assert period.next().previous() == period
    assert sum(each.day_count for each in period.parts(PeriodKind.MONTH)) == period.day_count


@given(DAYS, DAYS)
def test_free_ranges_are_read_as_they_are_written(one: date, other: date) -> None:
    period = Period(min(one, other), max(one, other))
    assert parse(str(period)) == period
    assert period.next().previous() == period
