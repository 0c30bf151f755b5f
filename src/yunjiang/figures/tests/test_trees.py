"""Figures while the reporting tree changes: as then, restated, merged, split, moved; and Yunnan's own changes."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from yunjiang.figures import services as figures
from yunjiang.figures.figure import Coverage, Figure, Tree
from yunjiang.figures.tests import world as worlds
from yunjiang.figures.tests.world import World
from yunjiang.ledger.models import DataSet
from yunjiang.organizations import queries
from yunjiang.organizations import services as organizations

ON = date(2023, 12, 31)
RESTATED = {"tree": Tree.RESTATED, "restated_on": ON}


def ask(world: World, code: str, *units: str, on: date = ON, **how: object) -> list[Figure]:
    places = [world.id(unit) for unit in units]
    found = figures.compute(
        [world.indicator(code)],
        places,
        on=on,
        data_set=DataSet.OPERATIONAL,
        **how,  # type: ignore[arg-type]
    )
    return [found[code, place] for place in places]


def values(*found: Figure) -> list[Decimal | None]:
    return [figure.value for figure in found]


@pytest.fixture
def moved(world: World) -> World:
    """County wb moves from west to east in the middle of July 2022, with proposals before and after in that very month."""
    organizations.move(world.units["wb"], on=date(2022, 7, 15), parent=world.units["east"])
    for unit, on, quantity in (
        ("wa", "2022-03-01", 1),
        ("wb", "2021-05-01", 10),
        ("wb", "2022-07-14", 100),
        ("wb", "2022-07-15", 1000),
        ("wb", "2023-01-01", 10000),
    ):
        world.post("proposals", unit, on, quantity)
    return world


def test_as_then_a_flow_counts_where_the_unit_hung_on_its_day(moved: World) -> None:
    assert values(*ask(moved, "1.1.1", "west", "east", "province")) == [111, 11000, 11111]


def test_restated_everything_counts_where_the_unit_hangs_now(moved: World) -> None:
    assert values(*ask(moved, "1.1.1", "west", "east", **RESTATED)) == [1, 11110]


def test_a_move_leaves_its_footnote_as_then_and_none_restated(moved: World) -> None:
    [west, province] = ask(moved, "1.1.1", "west", "province")
    assert [note.on for note in west.footnotes] == [date(2022, 7, 15)]
    assert province.footnotes == ()
    assert ask(moved, "1.1.1", "west", **RESTATED)[0].footnotes == ()


def test_what_stands_on_a_day_counts_in_the_tree_of_that_day(moved: World) -> None:
    moved.post("members", "wb", "2021-01-01", 50)
    assert values(*ask(moved, "1.1.5", "west", "east", on=date(2022, 7, 14))) == [50, None]
    assert values(*ask(moved, "1.1.5", "west", "east", on=date(2022, 7, 15))) == [None, 50]


def test_coverage_counts_the_units_below_on_the_day_asked(moved: World) -> None:
    [west, east] = ask(moved, "1.1.1", "west", "east")
    assert west.coverage is not None
    assert east.coverage is not None
    assert (west.coverage.expected, east.coverage.expected) == (1, 3)


def test_a_merged_unit_counts_at_its_successor(world: World) -> None:
    world.post("proposals", "wb", "2021-05-01", 10)
    world.post("members", "wb", "2021-05-01", 4)
    organizations.merge(world.units["wb"], into=world.units["wa"], on=date(2022, 1, 1))
    world.post("proposals", "wa", "2022-05-01", 7)
    assert values(*ask(world, "1.1.1", "wa", "west")) == [7, 17]
    assert values(*ask(world, "1.1.1", "wa", **RESTATED)) == [17]
    assert values(*ask(world, "1.1.5", "wa")) == [4]


def test_a_merged_units_last_observation_stands_until_its_successor_reports(world: World) -> None:
    for unit, count in (("wa", 70), ("wb", 30)):
        world.post("enterprises", unit, "2021-12-31", count)
        world.post("unions", unit, "2021-12-31", count)
    organizations.merge(world.units["wb"], into=world.units["wa"], on=date(2022, 1, 1))
    before = ask(world, "1.1.3", "west", on=date(2022, 6, 30))
    assert [figure.denominator for figure in before] == [100]
    for measure in ("enterprises", "unions"):
        world.post(measure, "wa", "2022-06-30", 101)
    after = ask(world, "1.1.3", "west", on=date(2022, 6, 30))
    assert [figure.denominator for figure in after] == [101]


def test_a_split_with_a_known_share_carries_it_on_the_restated_tree_only(world: World) -> None:
    world.post("proposals", "wa", "2021-05-01", 100)
    new = organizations.open_organization(
        "530199",
        on=date(2022, 1, 1),
        kind="county",
        code="530199",
        name="new",
        short_name="new",
        parent=world.units["east"],
    )
    world.units["new"] = new
    organizations.split(world.units["wa"], off=new, on=date(2022, 1, 1), share=Decimal("0.3"))
    world.post("proposals", "wa", "2022-05-01", 1)
    world.post("proposals", "new", "2022-05-01", 2)
    assert values(*ask(world, "1.1.1", "wa", "new", "west", "east")) == [101, 2, 101, 2]
    assert values(*ask(world, "1.1.1", "wa", "new", "west", "east", "province", **RESTATED)) == [
        71,
        32,
        71,
        32,
        103,
    ]


@pytest.fixture
def yunnan(db: None, tmp_path: Path, settings: Any) -> World:
    """The real province with its departments, and the small plan."""
    settings.YUNJIANG_SEGMENTS = tmp_path / "segments"
    organizations.load_yunnan()
    codes = {"province": "530000", "diqing": "533400", "lufeng": "532302", "chuxiong": "532300"}
    units = {name: queries.resolve(code) for name, code in codes.items()}
    units |= {"weixi": queries.resolve("533423"), "deqin": queries.resolve("533422")}
    return worlds.plan_for(units)


def test_lufeng_is_one_series_under_both_its_codes(yunnan: World) -> None:
    assert queries.resolve("532331") == yunnan.units["lufeng"]
    yunnan.post("proposals", "lufeng", "2021-01-15", 10)
    yunnan.post("proposals", "lufeng", "2021-03-15", 5)
    for how in ({}, RESTATED):
        [lufeng, chuxiong] = ask(yunnan, "1.1.1", "lufeng", "chuxiong", **how)
        assert values(lufeng, chuxiong) == [15, 15]
        assert lufeng.footnotes == ()


def test_the_boundary_change_of_weixi_and_deqin_breaks_their_series_and_not_the_prefectures(
    yunnan: World,
) -> None:
    yunnan.post("proposals", "weixi", "2021-05-01", 100)
    for how in ({}, {"tree": Tree.RESTATED}):
        found = ask(yunnan, "1.1.1", "weixi", "deqin", "diqing", on=date(2024, 12, 31), **how)
        assert [[note.on for note in figure.footnotes] for figure in found] == [
            [date(2024, 9, 27)],
            [date(2024, 9, 27)],
            [],
        ]


def test_all_counties_of_yunnan_owe_the_province(yunnan: World) -> None:
    [province] = ask(yunnan, "1.1.1", "province")
    assert province.coverage == Coverage(0, 129)
