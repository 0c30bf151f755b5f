"""Events learned long after their day, out of order: the standings come out as if they had been told in order."""

from datetime import date
from itertools import permutations

import pytest

from yunjiang.organizations import queries, services
from yunjiang.organizations.models import Standing
from yunjiang.organizations.refusals import AlreadyClosed, ParentNotOpen, UnitsBelow

from .journal import picture, play, unit

STORY = (
    "2021-01-01 move east1 under west",
    "2022-01-01 rename east1 to orient",
    "2023-01-01 move east1 under west1",
    "2024-01-01 move west under east",
)


@pytest.mark.parametrize("order", list(permutations(STORY)))
def test_it_works_in_any_order(province: None, order: tuple[str, ...]) -> None:
    play("\n".join(order))
    above = [
        [each.name for each in queries.ancestors(unit("east1").pk, date(year, 6, 1))]
        for year in range(2020, 2025)
    ]
    assert above == [
        ["province", "east"],
        ["province", "west"],
        ["province", "west"],
        ["province", "west", "west1"],
        ["province", "east", "west", "west1"],
    ]
    stretches = unit("east1").standings.order_by("valid_from")
    assert [(each.valid_from.year, each.name) for each in stretches] == [
        (2020, "east1"),
        (2021, "east1"),
        (2022, "orient"),
        (2023, "orient"),
        (2024, "orient"),
    ]


def test_an_earlier_name_learned_later_ends_where_the_later_one_begins(province: None) -> None:
    play("""
2023-01-01 rename east1 to third
2022-01-01 rename east1 to second
""")
    stretches = unit("east1").standings.order_by("valid_from")
    assert [(each.valid_from.year, each.name) for each in stretches] == [
        (2020, "east1"),
        (2022, "second"),
        (2023, "third"),
    ]


def test_an_earlier_move_carries_units_that_opened_since(province: None) -> None:
    play("""
2023-01-01 open east3 under east
2022-01-01 move east under west
""")
    assert "      east3" in picture("2023-01-01").splitlines()


def test_a_merger_learned_late_respects_later_moves(province: None) -> None:
    play("""
2023-01-01 move east1 under province
2022-01-01 merge east into west
""")
    assert "    east1" in picture("2022-06-01").splitlines()
    assert "  east1" in picture("2023-01-01").splitlines()


def test_a_closing_before_other_known_events_is_refused(province: None) -> None:
    play("2023-01-01 rename east1 to orient")
    with pytest.raises(AlreadyClosed):
        play("2022-01-01 close east1")


def test_a_merger_before_others_joined_the_unit_is_refused(province: None) -> None:
    play("2023-01-01 move west1 under east")
    with pytest.raises(ParentNotOpen, match="west1"):
        play("2022-01-01 merge east into west")


def test_a_refusal_leaves_no_trace(province: None) -> None:
    before = list(Standing.objects.order_by("id").values_list())
    with pytest.raises(UnitsBelow):
        play("2022-01-01 close east")
    assert list(Standing.objects.order_by("id").values_list()) == before


def test_standings_are_rebuilt_from_the_events_alone(province: None) -> None:
    play("\n".join(STORY))
    columns = ("organization", "parent", "path", "code", "name", "valid_from", "valid_to")
    before = set(Standing.objects.values_list(*columns))
    Standing.objects.all().delete()
    assert services.rebuild() == len(before)
    assert set(Standing.objects.values_list(*columns)) == before


def test_a_rebuild_repairs_what_someone_meddled_with(province: None) -> None:
    Standing.objects.filter(name="east1").update(name="forged")
    assert services.rebuild() == 2
    assert "forged" not in picture("2024-01-01")
