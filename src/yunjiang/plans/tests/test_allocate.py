"""Handing targets down: who may receive, sums and remainders, what each unit must reach on a day."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from yunjiang.organizations.models import Organization
from yunjiang.plans import queries, services
from yunjiang.plans.document import Comparator, Indicator
from yunjiang.plans.models import Allocation
from yunjiang.plans.queries import Remainder
from yunjiang.plans.refusals import (
    NestedUnits,
    NotBelow,
    NothingAllocated,
    NothingToAllocate,
    OverAllocated,
    UnfitTarget,
)
from yunjiang.plans.services import Allocated

from .conftest import LINJIANG, document_of

pytestmark = pytest.mark.django_db

ON = date(2026, 3, 1)
LATER = date(2027, 3, 1)
PLAN = document_of(LINJIANG)
FOREST = PLAN.indicator("C1-1")  # an increase of 5000 公顷: adds up
EMISSIONS = PLAN.indicator("B1-1")  # at most 12000 吨 a year, with cents: adds up
SEWAGE = PLAN.indicator("B1-3")  # at least 97.5 %
AIR = PLAN.indicator("A1-1")  # at most 29 µg/m³, an average

City = dict[str, Organization]


@pytest.fixture
def city(linjiang: City) -> City:
    services.load(LINJIANG, "tests")
    return linjiang


def allocate(
    city: City,
    indicator: Indicator,
    lines: dict[str, int | str],
    *,
    by: str = "linjiang",
    on: date = ON,
    reason: str = "",
    is_demonstration: bool = False,
) -> Allocated:
    return services.allocate(
        indicator,
        city[by],
        {city[key].pk: Decimal(target) for key, target in lines.items()},
        on,
        "tests",
        reason=reason,
        is_demonstration=is_demonstration,
    )


def target_at(
    city: City, indicator: Indicator, key: str, on: date = ON, *, is_demonstration: bool = False
) -> str | None:
    found = queries.target_of(indicator, city[key].pk, on, is_demonstration=is_demonstration)
    return None if found is None else format(found.value.normalize(), "f")


def test_it_works(city: City) -> None:
    done = allocate(city, FOREST, {"north": 3000, "south": 1500})
    assert (done.remainder.allocated, done.remainder.left, done.remainder.is_over) == (4500, 500, False)
    assert [target_at(city, FOREST, key) for key in ("linjiang", "north", "south")] == [
        "5000",
        "3000",
        "1500",
    ]
    assert queries.remainder(FOREST, city["linjiang"].pk, ON) == done.remainder


def test_the_owner_has_the_plans_target_and_others_none_until_told(city: City) -> None:
    whole = queries.target_of(FOREST, city["linjiang"].pk, ON)
    assert whole is not None
    assert (whole.value, whole.allocation_id) == (5000, None)
    assert target_at(city, FOREST, "north") is None
    assert queries.remainder(FOREST, city["north"].pk, ON) is None
    assert queries.remainder(FOREST, city["linjiang"].pk, ON) == Remainder(Decimal(5000), None, Decimal(0), 0)


def test_a_target_is_handed_further_down(city: City) -> None:
    allocate(city, FOREST, {"north": 3000, "south": 2000})
    done = allocate(city, FOREST, {"quay": 1000}, by="north")
    assert done.remainder.left == 2000
    assert target_at(city, FOREST, "quay") == "1000"


def test_more_than_the_whole_needs_a_reason_and_shows_below_zero(city: City) -> None:
    with pytest.raises(OverAllocated) as refusal:
        allocate(city, FOREST, {"north": 3000, "south": 3000})
    assert refusal.value.excess == 1000
    assert not Allocation.objects.exists()
    done = allocate(city, FOREST, {"north": 3000, "south": 3000}, reason="各区自加压力")
    assert (done.remainder.left, done.remainder.is_over) == (-1000, True)


def test_an_explicit_zero_is_a_target_and_silence_is_none(city: City) -> None:
    allocate(city, FOREST, {"north": 5000, "south": 0})
    assert target_at(city, FOREST, "south") == "0"
    assert target_at(city, FOREST, "mill") is None


def test_a_later_decision_replaces_an_earlier_one_from_its_day_on(city: City) -> None:
    allocate(city, FOREST, {"north": 3000, "south": 2000})
    allocate(city, FOREST, {"north": 4000}, on=LATER)
    day_before = LATER - timedelta(days=1)
    assert [target_at(city, FOREST, "north", on) for on in (ON, day_before, LATER)] == [
        "3000",
        "3000",
        "4000",
    ]
    assert target_at(city, FOREST, "south", day_before) == "2000"
    assert target_at(city, FOREST, "south", LATER) is None
    history = queries.allocations(FOREST, city["linjiang"].pk)
    assert [(each.decided_on, each.lines.count()) for each in history] == [(LATER, 1), (ON, 2)]


def test_nothing_is_in_force_before_its_day(city: City) -> None:
    allocate(city, FOREST, {"north": 3000})
    assert target_at(city, FOREST, "north", ON - timedelta(days=1)) is None


def test_a_decision_recorded_later_is_not_known_before(city: City) -> None:
    allocate(city, FOREST, {"north": 3000})
    known_at = timezone.now()
    allocate(city, FOREST, {"north": 4000})
    found = queries.target_of(FOREST, city["north"].pk, ON, known_at=known_at)
    assert found is not None
    assert found.value == 3000
    assert target_at(city, FOREST, "north") == "4000"


def test_everything_can_be_taken_back_with_a_reason(city: City) -> None:
    allocate(city, FOREST, {"north": 3000})
    with pytest.raises(NothingAllocated):
        allocate(city, FOREST, {}, on=LATER)
    allocate(city, FOREST, {}, on=LATER, reason="下达有误，收回")
    assert target_at(city, FOREST, "north", LATER) is None


def test_rates_apply_downwards_until_a_unit_is_told_its_own(city: City) -> None:
    assert [target_at(city, SEWAGE, key) for key in ("linjiang", "north", "quay")] == ["97.5", "97.5", "97.5"]
    done = allocate(city, SEWAGE, {"north": "98.25", "south": 96})
    assert (done.remainder.allocated, done.remainder.left, done.remainder.is_over) == (None, None, False)
    assert done.weaker_units == (city["south"].pk,)
    assert [target_at(city, SEWAGE, key) for key in ("north", "quay", "south")] == ["98.25", "98.25", "96"]
    inherited = queries.target_of(SEWAGE, city["quay"].pk, ON)
    assert inherited is not None
    assert inherited.given_to == city["north"].pk


def test_averages_are_compared_one_by_one_like_rates(city: City) -> None:
    done = allocate(city, AIR, {"north": 28, "south": 31})
    assert done.remainder.left is None
    assert done.weaker_units == (city["south"].pk,)


def test_parts_may_not_be_finer_than_what_is_counted(city: City) -> None:
    allocate(city, EMISSIONS, {"north": "1000.25"})
    with pytest.raises(UnfitTarget):
        allocate(city, FOREST, {"north": "0.5"})
    with pytest.raises(UnfitTarget):
        allocate(city, EMISSIONS, {"north": -1})
    with pytest.raises(UnfitTarget):
        allocate(city, EMISSIONS, {"north": "NaN"})


def test_only_units_below_may_receive(city: City) -> None:
    allocate(city, FOREST, {"north": 3000})
    with pytest.raises(NotBelow, match="South"):
        allocate(city, FOREST, {"south": 1000}, by="north")
    with pytest.raises(NotBelow):
        allocate(city, FOREST, {"linjiang": 1000})
    with pytest.raises(NotBelow):
        allocate(city, FOREST, {"north": 1000}, on=date(2019, 1, 1))


def test_a_unit_and_one_inside_it_do_not_both_receive(city: City) -> None:
    with pytest.raises(NestedUnits, match="Quay"):
        allocate(city, FOREST, {"north": 1000, "quay": 1000})


def test_who_received_nothing_has_nothing_to_hand_down(city: City) -> None:
    with pytest.raises(NothingToAllocate, match="North"):
        allocate(city, FOREST, {"quay": 1000}, by="north")


def test_demonstration_allocations_never_mix_with_real_ones(city: City) -> None:
    allocate(city, FOREST, {"north": 3000})
    allocate(city, FOREST, {"north": 1, "south": 2}, is_demonstration=True)
    assert target_at(city, FOREST, "north") == "3000"
    assert target_at(city, FOREST, "south") is None
    assert target_at(city, FOREST, "south", is_demonstration=True) == "2"
    demonstrated = queries.target_of(FOREST, city["south"].pk, ON, is_demonstration=True)
    assert demonstrated is not None
    assert demonstrated.is_demonstration


def test_all_targets_of_a_page_take_four_queries(city: City, django_assert_num_queries: object) -> None:
    allocate(city, FOREST, {"north": 3000, "south": 2000})
    units = [each.pk for each in city.values()]
    with django_assert_num_queries(4):  # type: ignore[operator]
        found = queries.targets(PLAN.indicators, units, ON)
    assert len(found) == len(PLAN.indicators) * len(units)
    assert {key: found[FOREST.code, unit.pk] is not None for key, unit in city.items() if "-" not in key} == {
        "linjiang": True,
        "north": True,
        "south": True,
        "quay": False,
        "mill": False,
    }


@given(
    target=st.decimals(0, 10**9, places=2),
    parts=st.lists(st.decimals(0, 10**9, places=2), max_size=20),
    extra=st.none() | st.decimals(0, 10**9, places=2),
)
def test_allocated_and_left_always_make_the_whole(
    target: Decimal, parts: list[Decimal], extra: Decimal | None
) -> None:
    high = None if extra is None else target + extra
    remainder = Remainder(target, high, sum(parts, Decimal(0)), len(parts))
    assert remainder.allocated is not None
    assert remainder.left is not None
    assert remainder.allocated + remainder.left == target
    assert not remainder.is_over or remainder.left < 0


@pytest.mark.parametrize(
    ("comparator", "weaker"),
    [
        (Comparator.AT_LEAST, 96),
        (Comparator.MORE_THAN, 96),
        (Comparator.AT_MOST, 99),
        (Comparator.LESS_THAN, 99),
    ],
)
def test_weaker_means_less_in_the_good_direction(comparator: Comparator, weaker: int) -> None:
    direction = -1 if comparator in (Comparator.AT_MOST, Comparator.LESS_THAN) else 1
    indicator = replace(SEWAGE, comparator=comparator, direction=direction)
    assert queries.is_weaker(indicator, Decimal(weaker), Decimal("97.5"))
    assert not queries.is_weaker(indicator, Decimal("97.5"), Decimal("97.5"))
