"""Moving units, with all below them."""

from datetime import date

import pytest

from yunjiang.organizations import queries
from yunjiang.organizations.refusals import AlreadyClosed, Circle, NothingChanges, NotYetOpen, ParentNotOpen

from .journal import picture, play, unit


def test_it_works(province: None) -> None:
    play("2022-07-01 move east under west")
    assert (
        picture("2022-07-01")
        == """\
province
  west
    east
      east1
      east2
    west1"""
    )
    assert "    east1" in picture("2022-06-30").splitlines()


def test_the_standings_below_are_split_at_the_day(province: None) -> None:
    play("2022-07-01 move east under west")
    before, after = unit("east1").standings.order_by("valid_from")
    assert (before.valid_to, after.valid_from) == (date(2022, 7, 1), date(2022, 7, 1))
    assert before.parent == after.parent == unit("east")
    assert before.path != after.path


def test_moving_back_and_forth_leaves_three_stretches(province: None) -> None:
    play("""
2022-01-01 move east under west
2023-01-01 move east under province
""")
    assert unit("east1").standings.count() == 3
    assert picture("2023-01-01") == picture("2021-12-31")


def test_a_unit_may_become_a_root(province: None) -> None:
    play("2022-07-01 move east out")
    assert [each.name for each in queries.ancestors(unit("east1").pk, date(2022, 7, 1))] == ["east"]


def test_two_units_may_change_places_over_time(province: None) -> None:
    play("""
2022-01-01 move east under west
2023-01-01 move east under province
2023-01-01 move west under east
""")
    assert picture("2023-01-01").splitlines()[:2] == ["province", "  east"]
    assert "    west" in picture("2023-01-01").splitlines()


def test_no_unit_stands_below_itself(province: None) -> None:
    for line in ("2022-01-01 move east under east1", "2022-01-01 move east under east"):
        with pytest.raises(Circle):
            play(line)


def test_a_circle_years_later_is_seen_too(province: None) -> None:
    play("2024-01-01 move west under east")
    with pytest.raises(Circle, match="2024-01-01"):
        play("2022-01-01 move east under west1")


def test_the_new_parent_must_stay_open(province: None) -> None:
    play("2024-01-01 close west1")
    with pytest.raises(ParentNotOpen, match="2024-01-01"):
        play("2022-01-01 move east1 under west1")


def test_a_unit_moves_while_it_is_open(province: None) -> None:
    with pytest.raises(NotYetOpen):
        play("2019-01-01 move east1 under west")
    play("2022-01-01 close east1")
    with pytest.raises(AlreadyClosed):
        play("2023-01-01 move east1 under west")


def test_standing_there_already_is_no_move(province: None) -> None:
    with pytest.raises(NothingChanges):
        play("2022-01-01 move east1 under east")


def test_the_days_of_moves_are_known(province: None) -> None:
    play("""
2022-07-01 move east1 under west
2022-08-01 rename east1 to orient
2022-09-01 open east3 under east
2023-07-01 move east1 under east
""")
    assert queries.break_dates() == [date(2022, 7, 1), date(2023, 7, 1)]
