"""Who is late, and whom to call."""

from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client

from yunjiang.returns.tests.world import World, build
from yunjiang.web.pages.late import Round


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """Return the world of returns in the second week of January, its yearly cycle due since the end of December."""
    with time_machine.travel("2025-01-10T10:00:00+08:00", tick=False):
        caches["figures"].clear()
        made = build()
        made.open("2024")
        yield made


def rounds(world: World, person: str, **look: str) -> list[Round]:
    client = Client()
    client.force_login(world.people[person])
    answer = client.get("/", {"data": "operational", **look})
    assert answer.status_code == 200
    found: list[Round] = answer.context["rounds"]
    return found


def test_it_works(world: World) -> None:
    [annual] = rounds(world, "office")
    assert str(world.cycles["2024"]).endswith(annual.name)
    assert "应报" in annual.sentence
    assert "家逾期" in annual.sentence


def test_late_units_stand_below_their_prefecture_with_whom_to_call(world: World) -> None:
    [annual] = rounds(world, "office")
    kunming = next(each for each in annual.groups if each.name == "kunming")
    wuhua = next(each for each in kunming.units if each.name == "wuhua")
    assert wuhua.people == ["clerk", "clerks"]
    assert wuhua.days > 0


def test_who_has_reported_is_not_late(world: World) -> None:
    world.fill_all("wuhua")
    world.submit("wuhua")
    [annual] = rounds(world, "office")
    kunming = next(each for each in annual.groups if each.name == "kunming")
    assert "wuhua" not in [each.name for each in kunming.units]


def test_a_county_is_told_of_its_own_return(world: World) -> None:
    [annual] = rounds(world, "clerk")
    assert annual.own.startswith("本机构报表：未开始，已逾期")
    assert annual.groups == []


def test_a_prefecture_sees_its_own_counties_only(world: World) -> None:
    [annual] = rounds(world, "reviewer")
    names = {unit.name for group in annual.groups for unit in group.units}
    assert names == {"wuhua", "panlong"}


def test_before_the_day_nobody_is_late(world: World) -> None:
    with time_machine.travel("2024-12-20T10:00:00+08:00", tick=False):
        [annual] = rounds(world, "office")
    assert "逾期" not in annual.sentence
    assert annual.groups == []


def test_another_data_set_and_the_past_have_no_rounds(world: World) -> None:
    assert rounds(world, "office", data="demonstration") == []
    assert rounds(world, "office", asof="0") == []
