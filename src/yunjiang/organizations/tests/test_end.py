"""Units that cease: merged into another, closed with a successor or without; and units of which part leaves."""

from datetime import date
from decimal import Decimal

import pytest

from yunjiang.organizations import queries, services
from yunjiang.organizations.models import Event, EventKind
from yunjiang.organizations.refusals import (
    AlreadyClosed,
    Circle,
    CounterpartNotOpen,
    NotYetOpen,
    OwnCounterpart,
    ParentNotOpen,
    ShareOutOfRange,
    UnitsBelow,
)

from .journal import picture, play, unit


def test_a_merger_hands_over_the_units_below(province: None) -> None:
    play("2022-01-01 merge east into west")
    assert (
        picture("2022-01-01")
        == """\
province
  west
    east1
    east2
    west1"""
    )
    assert queries.standing(unit("east").pk, date(2021, 12, 31)) is not None


def test_units_that_left_before_are_not_handed_over(province: None) -> None:
    play("""
2021-01-01 move east1 under province
2022-01-01 merge east into west
""")
    assert "  east1" in picture("2022-01-01").splitlines()


def test_a_unit_does_not_merge_into_its_own_branch(province: None) -> None:
    with pytest.raises(Circle):
        play("2022-01-01 merge east into east1")


def test_a_unit_does_not_merge_into_one_that_is_not_there(province: None) -> None:
    play("2021-01-01 close west1")
    with pytest.raises(CounterpartNotOpen, match="west1"):
        play("2022-01-01 merge east1 into west1")


def test_what_others_merged_into_cannot_have_closed_before(province: None) -> None:
    play("2022-01-01 merge east1 into west1")
    with pytest.raises(CounterpartNotOpen):
        play("2021-01-01 close west1")


def test_nothing_is_its_own_counterpart(province: None) -> None:
    for line in (
        "merge west1 into west1",
        "split west1 off west1",
        "boundary west1 to west1",
        "close west1 for west1",
    ):
        with pytest.raises(OwnCounterpart):
            play(f"2022-01-01 {line}")


def test_a_unit_closes_when_nothing_is_left_below(province: None) -> None:
    with pytest.raises(UnitsBelow, match="east1"):
        play("2022-01-01 close east")
    play("""
2022-01-01 close east1
2022-01-01 move east2 under west
2022-01-01 close east for west
""")
    assert "east" not in picture("2022-01-01").split()


def test_a_unit_below_may_not_open_after_the_closing(province: None) -> None:
    play("""
2022-01-01 close east1
2022-01-01 close east2
2023-01-01 open east3 under east
""")
    with pytest.raises(ParentNotOpen, match="east3"):
        play("2022-06-01 close east")


def test_a_unit_lives_at_least_one_day_and_ends_once(province: None) -> None:
    with pytest.raises(NotYetOpen):
        play("2020-01-01 close east1")
    play("2022-01-01 close east1")
    with pytest.raises(AlreadyClosed):
        play("2023-01-01 close east1")


def test_a_part_leaves_for_a_unit_that_is_open(province: None) -> None:
    with pytest.raises(CounterpartNotOpen):
        play("""
2023-01-01 open east3 under east
2022-01-01 split east3 off east1
""")
    play("2023-01-01 split east3 off east1 0.25")
    assert Event.objects.get(kind=EventKind.SPLIT).share == Decimal("0.25")


@pytest.mark.parametrize("share", ["0", "1", "-0.5", "1.5"])
def test_a_share_lies_between_nothing_and_everything(province: None, share: str) -> None:
    with pytest.raises(ShareOutOfRange):
        play(f"2022-01-01 split east2 off east1 {share}")


def test_the_shares_of_a_day_leave_something_behind(province: None) -> None:
    play("2022-01-01 split east2 off east1 0.6")
    with pytest.raises(ShareOutOfRange):
        play("2022-01-01 split west1 off east1 0.4")
    play("2022-01-02 split west1 off east1 0.4")


def test_a_boundary_changes_between_open_units(province: None) -> None:
    play("2022-01-01 close east2")
    with pytest.raises(CounterpartNotOpen):
        play("2022-06-01 boundary east1 to east2")
    with pytest.raises(AlreadyClosed):
        play("2022-06-01 boundary east2 to east1")
    before = list(unit("east1").standings.values_list())
    services.change_boundary(unit("east1"), counterpart=unit("west1"), on=date(2022, 6, 1), note="a village")
    assert list(unit("east1").standings.values_list()) == before
