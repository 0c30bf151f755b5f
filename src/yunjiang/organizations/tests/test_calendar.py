"""Days off beside the published calendar: everywhere, for a unit, and for all below it."""

from datetime import date

import pytest

from yunjiang.organizations import calendar
from yunjiang.organizations.models import DayOff

from .journal import play, unit

TORCH = date(2025, 7, 20)


@pytest.fixture(autouse=True)
def tree(db: None) -> None:
    play("""
        2020-01-01 open province
        2020-01-01 open west under province
        2020-01-01 open town under west
        2020-01-01 open east under province
    """)


def off(key: str | None, day: date = TORCH) -> bool | None:
    """Return what is declared of the day for a unit; None when nothing is."""
    return calendar.overrides(unit(key).pk if key else None, day).get(day)


def test_a_prefectures_day_off_holds_below_it_and_nowhere_else() -> None:
    calendar.declare(TORCH, is_working=False, name="火把节", organization=unit("west"))
    assert (off("west"), off("town"), off("east"), off("province"), off(None)) == (
        False,
        False,
        None,
        None,
        None,
    )


def test_what_is_declared_everywhere_holds_everywhere() -> None:
    calendar.declare(TORCH, is_working=False, name="放假")
    assert off("town") is off("east") is off(None) is False


def test_the_nearest_word_wins() -> None:
    calendar.declare(TORCH, is_working=False, name="放假")
    calendar.declare(TORCH, is_working=True, name="不放", organization=unit("west"))
    calendar.declare(TORCH, is_working=False, name="还是放", organization=unit("town"))
    assert (off("east"), off("west"), off("town")) == (False, True, False)


@pytest.mark.parametrize("where", [None, "west"])
def test_a_second_word_replaces_the_first(where: str | None) -> None:
    organization = unit(where) if where else None
    calendar.declare(TORCH, is_working=False, name="放假", organization=organization)
    calendar.declare(TORCH, is_working=True, name="改上班", organization=organization, document_number="1号")
    assert DayOff.objects.get().name == "改上班"


def test_what_is_withdrawn_holds_no_longer() -> None:
    calendar.declare(TORCH, is_working=False, name="放假")
    assert calendar.withdraw(TORCH)
    assert off(None) is None
    assert not calendar.withdraw(TORCH)


def test_many_units_cost_one_query(django_assert_num_queries) -> None:
    calendar.declare(TORCH, is_working=False, name="火把节", organization=unit("west"))
    paths = {each.organization_id: each.path for each in unit("town").standings.all()} | {0: ""}
    with django_assert_num_queries(1):
        found = calendar.overrides_of(paths)
    assert (found[unit("town").pk], found[0]) == ({TORCH: False}, {})


def test_a_unit_not_open_that_day_has_what_holds_everywhere() -> None:
    calendar.declare(TORCH, is_working=False, name="火把节", organization=unit("west"))
    assert calendar.overrides(unit("west").pk, date(2019, 1, 1)) == {}


def test_a_year_is_entered_once_a_day_is_declared_everywhere() -> None:
    calendar.declare(date(2031, 1, 1), is_working=False, name="元旦", organization=unit("west"))
    assert not calendar.is_entered(2031)
    calendar.declare(date(2031, 1, 1), is_working=False, name="元旦")
    assert calendar.is_entered(2031)
