"""Figures are kept under marks: a posting changes the marks of what it touches, and of nothing else."""

from datetime import date

import pytest
from django.db import transaction

from yunjiang.figures import freshness
from yunjiang.figures.freshness import Freshness
from yunjiang.figures.tests.world import World
from yunjiang.ledger import posting
from yunjiang.ledger.models import DataSet
from yunjiang.organizations import services as organizations

PLACES = ("province", "west", "east", "wa", "ea")


def marks(world: World, known: Freshness, *codes: str, position: int | None = None) -> dict[str, str]:
    """Return the marks of some indicators, by unit and code."""
    names = {world.id(name): name for name in PLACES}
    found = known.marks(
        [world.indicator(code) for code in codes or ("1.1.1",)],
        list(names),
        DataSet.OPERATIONAL,
        posting.position() if position is None else position,
    )
    return {f"{names[place]} {code}": mark for (code, place), mark in found.items()}


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {name for name in before if before[name] != after[name]}


def test_a_posting_touches_its_unit_and_those_above(world: World) -> None:
    known = Freshness()
    before = marks(world, known)
    world.post("proposals", "wa", "2022-05-01", 30)
    assert changed(before, marks(world, known)) == {"province 1.1.1", "west 1.1.1", "wa 1.1.1"}


def test_a_posting_touches_the_indicators_of_its_measure(world: World) -> None:
    known = Freshness()
    before = marks(world, known, "1.1.1", "1.1.2", "1.1.3")
    world.post("enterprises", "wa", "2022-05-01", 30)
    assert {name[-5:] for name in changed(before, marks(world, known, "1.1.1", "1.1.2", "1.1.3"))} == {
        "1.1.3"
    }


def test_another_data_set_touches_nothing(world: World) -> None:
    known = Freshness()
    before = marks(world, known)
    world.post("proposals", "wa", "2022-05-01", 30, data_set=DataSet.DEMONSTRATION)
    assert changed(before, marks(world, known)) == set()


def test_taking_back_touches_too(world: World) -> None:
    known = Freshness()
    source = world.post("proposals", "wa", "2022-05-01", 30)
    before = marks(world, known)
    posting.withdraw([source], data_set=DataSet.OPERATIONAL, by="tests", title="冲销", reason="重复")
    assert "wa 1.1.1" in changed(before, marks(world, known))


def test_what_a_closed_unit_says_touches_who_took_it_over(world: World) -> None:
    organizations.merge(world.units["wa"], into=world.units["ea"], on=date(2022, 1, 1))
    known = Freshness()
    before = marks(world, known)
    world.post("proposals", "wa", "2021-05-01", 30)
    assert changed(before, marks(world, known)) == set(before)


def test_processes_started_at_different_times_agree(world: World) -> None:
    early = Freshness()
    marks(world, early)
    world.post("proposals", "wa", "2022-05-01", 30)
    world.post("proposals", "ea", "2022-05-01", 30)
    assert marks(world, early) == marks(world, Freshness())


def test_who_reads_an_earlier_position_gets_no_mark_of_a_later_one(world: World) -> None:
    known = Freshness()
    world.post("proposals", "wa", "2022-05-01", 30)
    earlier = posting.position()
    before = marks(world, Freshness())
    world.post("proposals", "wa", "2022-06-01", 5)
    after = marks(world, known)
    then = marks(world, known, position=earlier)
    assert then == before
    assert then["wa 1.1.1"] != after["wa 1.1.1"]


def test_a_batch_that_came_to_nothing_leaves_no_mark(world: World) -> None:
    known = Freshness()
    with transaction.atomic():
        world.post("proposals", "wa", "2022-05-01", 30)
        undone = marks(world, known)
        transaction.set_rollback(True)
    world.post("proposals", "ea", "2022-05-01", 30)
    now = marks(world, known)
    assert now["wa 1.1.1"] != undone["wa 1.1.1"]
    assert now == marks(world, Freshness())


def test_a_new_stretch_begins_with_everything_touched(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freshness, "STRETCH", 2)
    known = Freshness()
    world.post("proposals", "wa", "2022-05-01", 30)
    before = marks(world, known)
    world.post("proposals", "wa", "2022-06-01", 30)
    assert changed(before, marks(world, known)) == set(before)


def test_a_change_of_the_tree_is_seen(world: World) -> None:
    known = Freshness()
    world.post("proposals", "wa", "2022-05-01", 30)
    marks(world, known)
    organizations.move(world.units["wa"], on=date(2022, 1, 1), parent=world.units["east"])
    after = marks(world, known)
    assert after["east 1.1.1"] == after["wa 1.1.1"]
