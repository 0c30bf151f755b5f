"""What the rules are told: values, past values, who owes and who has reported."""

from datetime import date
from decimal import Decimal

import pytest

from yunjiang.assessment.gathering import gather
from yunjiang.assessment.rules.facts import Point
from yunjiang.assessment.rules.judgement import Status
from yunjiang.assessment.rules.status import assess
from yunjiang.assessment.rules.thresholds import Thresholds
from yunjiang.assessment.tests.world import World, indicator, plan
from yunjiang.plans.document import Baseline, Basis, Cadence
from yunjiang.plans.queries import Target

PROVINCE, NORTH, SOUTH = 1, 2, 3


@pytest.fixture
def world():
    return World({PROVINCE: (NORTH, SOUTH), NORTH: (NORTH,), SOUTH: (SOUTH,)})


def known(world, document, on, *, organizations=(PROVINCE, NORTH, SOUTH), targets=None, is_owed=True):
    given = {(each.code, PROVINCE): Target(each.target, None, PROVINCE) for each in document.indicators}
    found = gather(
        document,
        organizations,
        date.fromisoformat(on),
        measure=world.measure,
        targets=given | (targets or {}),
        owner_id=PROVINCE,
        is_owed=is_owed,
        thresholds=Thresholds(),
    )
    return {(each.organization_id, each.facts.promise.indicator): each.facts for each in found}


def day(text):
    return date.fromisoformat(text)


def test_a_yearly_report_becomes_a_value_and_its_past(world):
    for year, value in (("2021", "3000"), ("2022", "4000"), ("2023", "4000")):
        world.tell(NORTH, "1.1.1", f"{year}-12-31", value)
        world.tell(SOUTH, "1.1.1", f"{year}-11-20", "100")
    facts = known(world, plan(indicator()), "2023-12-31")[PROVINCE, "1.1.1"]
    assert facts.value == 11300
    assert facts.points == (Point(day("2021-12-31"), Decimal(3100)), Point(day("2022-12-31"), Decimal(7200)))
    assert (facts.reported_count, facts.expected_count) == (2, 2)
    assert facts.owed.last == facts.newest_on == day("2023-12-31")
    assert assess(facts).status is Status.ON_COURSE


def test_a_unit_that_fell_silent_has_not_reported_and_makes_the_whole_partial(world):
    world.tell(NORTH, "1.1.1", "2022-12-31", "4000")
    world.tell(SOUTH, "1.1.1", "2022-12-31", "4000")
    world.tell(NORTH, "1.1.1", "2023-12-31", "3000")
    found = known(
        world,
        plan(indicator()),
        "2023-12-31",
        targets={("1.1.1", SOUTH): Target(Decimal(9130), None, SOUTH)},
    )
    assert assess(found[SOUTH, "1.1.1"]).status is Status.NOT_REPORTED
    whole = assess(found[PROVINCE, "1.1.1"])
    assert (whole.is_partial, whole.reported_count, whole.expected_count) == (True, 1, 2)


def test_an_old_observation_of_a_stock_is_not_this_years_report(world):
    stock = indicator(basis=Basis.STOCK, age_limit_days=731)
    world.tell(NORTH, "1.1.1", "2022-12-31", "4000")
    world.tell(SOUTH, "1.1.1", "2023-12-31", "4000")
    found = known(world, plan(stock), "2023-12-31")
    assert found[PROVINCE, "1.1.1"].value == 8000
    assert found[PROVINCE, "1.1.1"].reported_count == 1
    assert assess(found[NORTH, "1.1.1"]).status is Status.NOT_REPORTED


def test_before_the_first_report_is_due_nothing_is_owed(world):
    facts = known(world, plan(indicator()), "2021-06-30")[NORTH, "1.1.1"]
    assert (facts.owed, facts.expected_count) == (None, 0)
    assert assess(facts).status is Status.NO_DATA


def test_published_values_are_owed_by_nobody_and_stand_on_their_own_days(world):
    stock = indicator(basis=Basis.STOCK)
    world.tell(NORTH, "1.1.1", "2020-10-31", "10000")
    world.tell(NORTH, "1.1.1", "2022-05-07", "14000")
    world.tell(NORTH, "1.1.1", "2024-05-07", "18000")
    facts = known(world, plan(stock), "2025-12-31", is_owed=False)[PROVINCE, "1.1.1"]
    assert facts.owed is None
    assert [(point.on, point.value) for point in facts.points] == [
        (day("2020-10-31"), 10000),
        (day("2022-05-07"), 14000),
        (day("2024-05-07"), 18000),
    ]
    assert facts.newest_on == day("2024-05-07")
    judgement = assess(facts)
    assert judgement.judged_on == day("2024-05-07")
    assert judgement.start == 10000


def test_a_register_speaks_every_quarter_even_when_nothing_happened(world):
    held = indicator(channel="evidenced")
    world.tell(NORTH, "1.1.1", "2021-02-01", "10")
    facts = known(world, plan(held), "2021-12-31")[NORTH, "1.1.1"]
    assert [(point.on.month, point.value) for point in facts.points] == [(3, 10), (6, 10), (9, 10)]
    assert (facts.is_continuous, facts.owed) == (True, None)


def test_a_quarter_without_a_report_is_no_point(world):
    quarterly = indicator(report_by="quarter")
    for quarter_end in ("2021-03-31", "2021-09-30"):
        world.tell(NORTH, "1.1.1", quarter_end, "10")
    facts = known(world, plan(quarterly), "2021-11-30")[NORTH, "1.1.1"]
    assert [point.on for point in facts.points] == [day("2021-03-31"), day("2021-09-30")]


def test_values_after_the_deadline_do_not_count(world):
    world.tell(NORTH, "1.1.1", "2023-12-31", "100")
    world.tell(NORTH, "1.1.1", "2024-12-31", "100")
    early = indicator(deadline=day("2023-12-31"), target=250)
    facts = known(world, plan(early), "2025-12-31")[PROVINCE, "1.1.1"]
    assert facts.value == 100
    assert assess(facts).status is Status.NOT_MET


def test_a_years_sum_starts_anew_and_its_past_years_are_kept(world):
    yearly = indicator(basis=Basis.ANNUAL, target=10, cadence=Cadence.ANNUAL, deadline=None)
    world.tell(NORTH, "1.1.1", "2021-12-31", "12")
    world.tell(NORTH, "1.1.1", "2022-12-31", "7")
    world.tell(NORTH, "1.1.1", "2023-12-31", "10")
    facts = known(world, plan(yearly), "2023-12-31")[PROVINCE, "1.1.1"]
    assert facts.value == 10
    assert [each.is_met for each in assess(facts).years] == [True, False]


def test_baseline_is_the_owners_and_milestones_go_down_in_proportion(world):
    given = indicator(
        basis=Basis.STOCK,
        target=100,
        baseline=Baseline(Decimal(40), day("2020-12-31")),
        milestones=((day("2023-12-31"), Decimal(60)),),
    )
    found = known(
        world, plan(given), "2023-12-31", targets={("1.1.1", NORTH): Target(Decimal(25), None, NORTH)}
    )
    assert found[PROVINCE, "1.1.1"].promise.baseline is not None
    assert found[PROVINCE, "1.1.1"].promise.milestones == ((day("2023-12-31"), Decimal(60)),)
    assert found[NORTH, "1.1.1"].promise.baseline is None
    assert found[NORTH, "1.1.1"].promise.milestones == ((day("2023-12-31"), Decimal(15)),)
    assert found[SOUTH, "1.1.1"].promise.target is None


def test_a_page_of_45_by_16_is_asked_in_one_question(world):
    many = [indicator(f"1.1.{n}", report_by="quarter" if n % 3 else "annual") for n in range(45)]
    known(world, plan(*many), "2025-12-31", organizations=range(1, 18))
    assert len(world.questions) == 1
