"""Values of the year to date: what is posted is the increment, and the ledger always holds the newest accepted value."""

from itertools import permutations

import pytest

from yunjiang.ledger.models import Entry
from yunjiang.returns import workflow
from yunjiang.returns.models import Counting, State
from yunjiang.returns.refusals import CumulativeFalls, HardFindings
from yunjiang.returns.tests.test_way import standing

QUARTERS = ("2024-Q1", "2024-Q2", "2024-Q3")


@pytest.fixture
def year(world):
    for code in QUARTERS:
        world.open(code, counting=Counting.TO_DATE)
    return world


def approve(world, code, jobs):
    world.fill("wuhua", code, jobs=jobs)
    world.submit("wuhua", code)
    world.approve("wuhua", code)


def live(world):
    """Return what stands, as (first day, last day, quantity)."""
    found = {}
    for each in Entry.objects.all():
        key = str(each.since_on), str(each.happened_on), each.quantity
        found[key] = found.get(key, 0) + each.weight
    return sorted(key for key, weight in found.items() if weight)


def test_it_works(year):
    for code, jobs in zip(QUARTERS, (40, 100, 100), strict=True):
        year.post("wuhua", code, jobs=jobs)
    assert live(year) == [
        ("2024-01-01", "2024-03-31", 40),
        ("2024-04-01", "2024-06-30", 60),
        ("2024-07-01", "2024-09-30", 0),
    ]


@pytest.mark.parametrize("order", list(permutations(QUARTERS)))
def test_the_order_of_acceptance_does_not_matter(year, order):
    for code, jobs in zip(QUARTERS, (40, 100, 130), strict=True):
        approve(year, code, jobs)
    for code in order:
        year.accept("wuhua", code=code)
    assert live(year) == [
        ("2024-01-01", "2024-03-31", 40),
        ("2024-04-01", "2024-06-30", 60),
        ("2024-07-01", "2024-09-30", 30),
    ]


def test_a_period_not_reported_is_covered_by_the_next(year):
    year.post("wuhua", "2024-Q2", jobs=100)
    assert live(year) == [("2024-01-01", "2024-06-30", 100)]


@pytest.mark.parametrize("takes_back", [True, False])
def test_reopening_a_period_leaves_the_years_sum_as_it_was(year, takes_back):
    year.post("wuhua", "2024-Q1", jobs=40)
    year.post("wuhua", "2024-Q2", jobs=100)
    workflow.reopen(year.report("wuhua", "2024-Q1"), ["1.2.2"], year.people["office"], "报错了", takes_back)
    assert live(year) == [("2024-01-01", "2024-06-30", 100)]
    approve(year, "2024-Q1", 50)
    year.accept("wuhua", code="2024-Q1")
    assert standing(year) == {("wuhua", "jobs"): 100}
    assert live(year)[0] == ("2024-01-01", "2024-03-31", 50)


def test_a_cumulative_value_never_falls(year):
    year.post("wuhua", "2024-Q1", jobs=40)
    year.fill("wuhua", "2024-Q2", jobs=39)
    with pytest.raises((CumulativeFalls, HardFindings)):
        year.submit("wuhua", "2024-Q2")


def test_an_earlier_period_accepted_late_does_not_exceed_a_later_one(year):
    approve(year, "2024-Q2", 100)
    approve(year, "2024-Q1", 140)
    year.accept("wuhua", code="2024-Q1")
    with pytest.raises(CumulativeFalls):
        year.accept("wuhua", code="2024-Q2")
    assert standing(year) == {("wuhua", "jobs"): 140}


def test_another_year_begins_anew(year):
    year.post("wuhua", "2024-Q3", jobs=100)
    year.open("2025-Q1", counting=Counting.TO_DATE)
    assert year.post("wuhua", "2025-Q1", jobs=20).state == State.POSTED
    assert standing(year) == {("wuhua", "jobs"): 120}
