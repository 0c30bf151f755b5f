"""Who owes which report by when."""

from datetime import date
from decimal import Decimal

import pytest

from yunjiang.assessment.rules.facts import Owed
from yunjiang.assessment.rules.reporting import owed, periods
from yunjiang.plans.document import Basis, Cadence, Comparator, Duty, Formula, Indicator, Nature

FIRST, LAST = date(2021, 1, 1), date(2025, 12, 31)
YEARLY_RETURN = Duty("D1", "每年12月底前报送", "annual_return", "year", "12-31")


def indicator(report_by="annual", reporters=("county",), channel="reported"):
    return Indicator(
        code="1.1.1",
        name="产业工人党员新增数量",
        action="1.1",
        basis=Basis.CUMULATIVE,
        comparator=Comparator.AT_LEAST,
        target=Decimal(20000),
        target_max=None,
        unit="名",
        cadence=Cadence.DEADLINE,
        deadline=LAST,
        nature=Nature.NOT_GIVEN,
        formula=Formula(()),
        channel=channel,
        reporters=reporters,
        report_by=report_by,
    )


def due(each, on, kinds=("county", "530102"), duties=(YEARLY_RETURN,)):
    return owed(each, kinds, date.fromisoformat(on), first_day=FIRST, last_day=LAST, duties=duties)


@pytest.mark.parametrize(
    ("on", "year"),
    [
        ("2021-12-30", None),
        ("2021-12-31", 2021),
        ("2023-12-30", 2022),
        ("2023-12-31", 2023),
        ("2027-01-01", 2025),
    ],
)
def test_the_years_report_is_due_by_the_end_of_december(on, year):
    expected = None if year is None else Owed(date(year, 1, 1), date(year, 12, 31), date(year, 12, 31))
    assert due(indicator(), on) == expected


@pytest.mark.parametrize(
    ("on", "last"),
    [
        ("2023-04-14", "2022-12-31"),
        ("2023-04-15", "2023-03-31"),
        ("2023-12-30", "2023-09-30"),
        ("2023-12-31", "2023-12-31"),
    ],
)
def test_a_quarters_report_is_due_after_its_grace_and_the_last_with_the_years(on, last):
    assert due(indicator("quarter"), on).last == date.fromisoformat(last)


def test_without_a_yearly_duty_the_years_report_has_its_grace_too():
    assert due(indicator(), "2022-01-14", duties=()) is None
    assert due(indicator(), "2022-01-15", duties=()).due_on == date(2022, 1, 15)


def test_a_return_due_in_spring_is_about_the_year_before():
    spring = Duty("D1", "次年1月15日前报送", "annual_return", "year", "01-15")
    assert due(indicator(), "2022-01-14", duties=(spring,)) is None
    assert due(indicator(), "2022-01-15", duties=(spring,)).last == date(2021, 12, 31)


@pytest.mark.parametrize(
    ("reporters", "is_owed"),
    [(("county",), True), (("530102",), True), (("prefecture",), False), (("yn-zgh",), False), ((), False)],
)
def test_only_those_named_owe_it_by_kind_or_by_key(reporters, is_owed):
    assert (due(indicator(reporters=reporters), "2023-12-31") is not None) is is_owed


def test_what_registers_hold_is_owed_by_nobody():
    assert due(indicator(channel="evidenced"), "2023-12-31") is None


def test_periods_are_whole_and_within_the_plan():
    assert len(periods("month", FIRST, LAST)) == 60
    assert periods("half", date(2021, 2, 10), date(2021, 12, 30)) == [(date(2021, 2, 10), date(2021, 6, 30))]
    assert periods("annual", FIRST, date(2021, 12, 30)) == []
