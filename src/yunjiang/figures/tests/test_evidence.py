"""What units said beside what registers hold."""

from datetime import date
from decimal import Decimal

import pytest

from yunjiang.figures import services as figures
from yunjiang.figures.evidence import Evidence
from yunjiang.figures.tests.world import World
from yunjiang.ledger import posting
from yunjiang.ledger.models import DataSet
from yunjiang.ledger.posting import Line, Record

ON = date(2023, 6, 30)


def hold(world: World, measure: str, unit: str, on: str, quantity: int) -> None:
    """Post what a register holds."""
    line = Line(measure, world.id(unit), date.fromisoformat(on), quantity)
    record = Record(f"register:{measure}/{unit}/{on}", [line], channel="evidenced")
    posting.post([record], data_set=DataSet.OPERATIONAL, by="tests", title="台账")


def ask(world: World, code: str, unit: str = "province", data_set: str = DataSet.OPERATIONAL) -> Evidence:
    place = world.id(unit)
    found = figures.evidence([world.indicator(code)], [place], on=ON, data_set=data_set)
    return found[code, place]


def test_it_works(world: World) -> None:
    world.post("proposals", "wa", "2022-05-01", 40)
    hold(world, "proposals", "wa", "2022-05-01", 30)
    found = ask(world, "1.1.1")
    assert (found.reported.value, found.evidenced.value) == (40, 30)
    assert (found.rate, found.difference) == (75, 10)


def test_where_no_register_holds_it_there_is_no_rate(world: World) -> None:
    world.post("proposals", "wa", "2022-05-01", 40)
    found = ask(world, "1.1.1")
    assert not found.has_register
    assert found.rate is None


def test_nothing_reported_has_no_rate_however_much_is_held(world: World) -> None:
    hold(world, "proposals", "wa", "2022-05-01", 30)
    assert ask(world, "1.1.1").rate is None
    world.post("proposals", "wa", "2022-05-01", 0)
    assert ask(world, "1.1.1").rate is None


def test_a_register_that_holds_zero_is_a_register(world: World) -> None:
    world.post("proposals", "wa", "2022-05-01", 40)
    hold(world, "proposals", "wa", "2022-05-01", 0)
    found = ask(world, "1.1.1")
    assert found.has_register
    assert found.rate == 0


def test_more_held_than_told_is_more_than_hundred(world: World) -> None:
    world.post("proposals", "wa", "2022-05-01", 10)
    hold(world, "proposals", "wa", "2022-05-01", 25)
    assert ask(world, "1.1.1").rate == 250


def test_of_a_ratio_the_numerators_are_compared(world: World) -> None:
    for measure, told, held in (("unions", 60, 45), ("enterprises", 100, 50)):
        world.post(measure, "wa", "2023-05-01", told)
        hold(world, measure, "wa", "2023-05-01", held)
    found = ask(world, "1.1.3")
    assert (found.reported.value, found.evidenced.value) == (60, 90)
    assert found.rate == Decimal(75)
    assert found.difference == -30


@pytest.mark.parametrize("unit", ["province", "west"])
def test_it_sums_up_the_tree_like_any_figure(world: World, unit: str) -> None:
    world.post("proposals", "wa", "2022-05-01", 40)
    hold(world, "proposals", "wb", "2022-05-01", 30)
    assert ask(world, "1.1.1", unit).rate == 75


def test_published_values_have_no_register(world: World) -> None:
    world.post("proposals", "province", "2022-05-01", 40, data_set=DataSet.PUBLISHED)
    assert not ask(world, "1.1.1", data_set=DataSet.PUBLISHED).has_register
