"""Figures crossed, and totals only where values may be added."""

from datetime import date
from decimal import Decimal

from yunjiang.figures.crossing import Amount, Axis, Spot, addable, cross, total
from yunjiang.figures.figure import Window
from yunjiang.figures.tests.world import World
from yunjiang.ledger.models import DataSet

ON = date(2023, 12, 31)
YEARS = [Window(date(year, 1, 1), date(year, 12, 31)) for year in (2022, 2023)]


def ask(world: World, code: str, *units: str, **how: object) -> dict[Spot, Decimal | None]:
    indicator = world.indicator(code)
    found = cross(
        [indicator],
        [world.id(unit) for unit in units],
        [(indicator, window) for window in YEARS],
        on=ON,
        data_set=DataSet.OPERATIONAL,
        **how,  # type: ignore[arg-type]
    )
    return {spot: figure.value for spot, figure in found.items()}


def test_it_works(world: World) -> None:
    world.post("proposals", "wa", "2022-05-01", 30)
    world.post("proposals", "ea", "2023-05-01", 12)
    found = ask(world, "1.1.1", "west", "east")
    assert found[Spot("1.1.1", world.id("west"), YEARS[0])] == 30
    assert found[Spot("1.1.1", world.id("west"), YEARS[1])] is None
    assert found[Spot("1.1.1", world.id("east"), YEARS[1])] == 12


def test_by_breakdown_what_states_none_stands_apart(world: World) -> None:
    world.post("proposals", "wa", "2022-05-01", 30, breakdown={"sex": "male"})
    world.post("proposals", "wa", "2022-05-01", 5)
    found = ask(world, "1.1.1", "west", dimension="sex")
    by_label = {spot.label: value for spot, value in found.items() if spot.window == YEARS[0]}
    assert by_label == {"": 5, "male": 30, "female": None}


def test_the_two_channels_stand_side_by_side(world: World) -> None:
    world.post("proposals", "wa", "2022-05-01", 30)
    found = ask(world, "1.1.1", "west", channels=("reported", "evidenced"))
    by_channel = {spot.channel: value for spot, value in found.items() if spot.window == YEARS[0]}
    assert by_channel == {"reported": 30, "evidenced": None}


def test_what_may_be_added(world: World) -> None:
    every = [world.indicator(f"1.1.{n}") for n in range(1, 9)]
    found = addable(every, DataSet.OPERATIONAL)
    over_units, over_time = {Axis.UNIT, Axis.BREAKDOWN}, {Axis.UNIT, Axis.BREAKDOWN, Axis.PERIOD}
    assert found == {
        "1.1.1": over_time,  # a flow
        "1.1.2": over_time,
        "1.1.3": over_units,  # a ratio of levels
        "1.1.4": over_units,  # an increment of a level
        "1.1.5": over_units,  # a balance
        "1.1.6": frozenset(),  # stated percentages
        "1.1.7": over_time,
        "1.1.8": frozenset(),  # distinct persons
    }
    assert set(addable(every, DataSet.PUBLISHED).values()) == {frozenset()}


def test_quantities_are_summed_and_rates_made_anew() -> None:
    assert total([Amount(Decimal(3)), Amount(None), Amount(Decimal(4))], is_rate=False).value == 7
    rates = [
        Amount(Decimal(50), Decimal(1), Decimal(2)),
        Amount(Decimal(10), Decimal(1), Decimal(10)),
    ]
    assert total(rates, is_rate=True).value == Decimal(2) * 100 / Decimal(12)


def test_of_nothing_known_there_is_no_total_and_zero_is_one() -> None:
    assert total([Amount(None)], is_rate=False).value is None
    assert total([Amount(Decimal(0))], is_rate=False).value == 0
    assert total([Amount(None, Decimal(0), Decimal(0))], is_rate=True).value is None
