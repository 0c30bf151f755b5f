"""After a seal only what is new is summed; figures stay what they were, sealed or not."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from yunjiang.figures import services as figures
from yunjiang.figures.figure import Figure
from yunjiang.figures.holdings import room
from yunjiang.figures.tests import world as worlds
from yunjiang.figures.tests.world import World
from yunjiang.ledger import seal
from yunjiang.ledger.models import DataSet

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sealable(transactional_db: None, tmp_path: Path, settings: Any) -> World:
    """A world outside of any transaction: a seal must be one of its own."""
    settings.YUNJIANG_SEGMENTS = tmp_path / "segments"
    return worlds.build()


def everything(world: World, position: int | None = None) -> dict[tuple[str, int], Figure]:
    places = [unit.pk for unit in world.units.values()]
    return figures.compute(
        world.document.indicators,
        places,
        on=date(2023, 12, 31),
        data_set=DataSet.OPERATIONAL,
        position=position,
    )


def values(found: dict[tuple[str, int], Figure]) -> dict[tuple[str, int], object]:
    return {key: (figure.value, figure.entry_count, figure.last_on) for key, figure in found.items()}


def post_some(world: World, year: int) -> str:
    source = world.post("proposals", "wa", f"{year}-05-01", 10)
    world.post("unions", "wa", f"{year}-12-31", 4)
    world.post("enterprises", "wa", f"{year}-12-31", 5)
    world.post("members", "eb", f"{year}-02-01", 6)
    world.post("trained", "ea", f"{year}-02-01", 1, person="a")
    return source


def test_a_seal_changes_no_figure(sealable: World) -> None:
    source = post_some(sealable, 2022)
    before = everything(sealable)
    assert seal.seal() is not None
    assert figures.refresh().segment_count == 1
    assert everything(sealable) == before
    sealable.post("proposals", "wa", "2022-05-01", 9, source=source)
    corrected = everything(sealable)
    assert corrected["1.1.1", sealable.id("province")].value == 9
    assert values(everything(sealable, position=5)) == values(before)
    assert seal.seal() is not None
    figures.refresh()
    assert everything(sealable) == corrected


def test_rebuilt_figures_are_the_same(sealable: World) -> None:
    for year in (2021, 2022, 2023):
        post_some(sealable, year)
        assert seal.seal() is not None
    figures.refresh()
    before = everything(sealable)
    renewal = figures.rebuild()
    assert (renewal.segment_count, renewal.discarded_count) == (3, 3)
    assert everything(sealable) == before


def test_another_process_gives_the_same_figures(sealable: World) -> None:
    post_some(sealable, 2022)
    assert seal.seal() is not None
    post_some(sealable, 2023)
    before = everything(sealable)
    room.cache_clear()
    assert everything(sealable) == before


def test_the_tail_is_read_once_and_kept_in_few_chunks(sealable: World) -> None:
    for number in range(40):
        sealable.post("proposals", "wa", "2022-05-01", 1)
        if number % 3 == 0:
            everything(sealable)
    assert everything(sealable)["1.1.1", sealable.id("wa")].value == 40
    chunks = room().holdings(40).tail
    assert len(chunks) <= 6
    assert [chunk.first_position for chunk in chunks[1:]] == [
        chunk.last_position + 1 for chunk in chunks[:-1]
    ]
    assert sum(len(chunk.entries) for chunk in chunks) == 40
