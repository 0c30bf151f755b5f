"""Targets handed down for the demonstration: they add up, and they are marked."""

from decimal import Decimal

import pytest

from yunjiang.demonstration import targets
from yunjiang.organizations import queries as organizations
from yunjiang.plans import library, queries, services
from yunjiang.plans.document import PlanDocument


@pytest.fixture
def plan(yunnan: PlanDocument) -> PlanDocument:
    return queries.document(services.load(library.text("yunnan-2021-2025"), "tests").version)


def test_every_shared_target_adds_up_to_the_whole_but_two(plan: PlanDocument) -> None:
    assert targets.hand_down(plan, "tests") > 20
    province = organizations.resolve("530000").pk
    left: dict[str, Decimal] = {}
    for indicator in plan.indicators:
        remainder = queries.remainder(indicator, province, targets.DECIDED_ON, is_demonstration=True)
        if remainder is not None and remainder.unit_count and remainder.left:
            left[indicator.code] = remainder.left
    assert left == {"2.2.1": 9000, "5.1.1": 50000}


def test_real_allocations_are_untouched(plan: PlanDocument) -> None:
    targets.hand_down(plan, "tests")
    kunming = organizations.resolve("530100").pk
    proposals = plan.indicator("2.2.1")
    assert queries.target_of(proposals, kunming, targets.DECIDED_ON) is None
    told = queries.target_of(proposals, kunming, targets.DECIDED_ON, is_demonstration=True)
    assert told is not None
    assert told.is_demonstration


def test_handing_down_again_changes_nothing(plan: PlanDocument) -> None:
    targets.hand_down(plan, "tests")
    assert targets.hand_down(plan, "tests") == 0
