from datetime import date
from fractions import Fraction

import pytest

from yunjiang.assessment.rules.elapsed import months_between, share_of_year, time_progress

FIRST, LAST = date(2021, 1, 1), date(2025, 12, 31)


@pytest.mark.parametrize(
    ("on", "share"),
    [
        (date(2020, 12, 31), Fraction(0)),
        (date(2021, 1, 1), Fraction(1, 1826)),
        (date(2023, 12, 31), Fraction(1095, 1826)),
        (date(2025, 12, 30), Fraction(1825, 1826)),
        (date(2025, 12, 31), Fraction(1)),
        (date(2031, 7, 1), Fraction(1)),
    ],
)
def test_a_day_counts_once_it_is_over(on, share):
    assert time_progress(FIRST, LAST, on) == share


def test_a_plan_of_one_day_is_over_at_the_end_of_it():
    assert time_progress(FIRST, FIRST, date(2020, 12, 31)) == 0
    assert time_progress(FIRST, FIRST, FIRST) == 1


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2020, 12, 31), date(2025, 12, 31), Fraction(60)),
        (date(2023, 1, 31), date(2023, 2, 28), Fraction(1)),
        (date(2023, 12, 31), date(2024, 1, 15), Fraction(15, 31)),
        (date(2024, 3, 1), date(2024, 1, 31), -Fraction(1) - Fraction(1, 31)),
    ],
)
def test_months_are_calendar_months_and_parts_of_them_by_days(first, last, months):
    assert months_between(first.toordinal(), last.toordinal()) == months


def test_a_profile_runs_evenly_within_a_month():
    profile = tuple(Fraction(month * month, 144) for month in range(1, 13))
    assert share_of_year(date(2023, 6, 30), profile) == Fraction(36, 144)
    assert share_of_year(date(2023, 7, 31), profile) == Fraction(49, 144)
    assert share_of_year(date(2023, 6, 15), profile) == (Fraction(25, 144) + Fraction(36, 144)) / 2
    assert share_of_year(date(2023, 12, 31), profile) == 1
