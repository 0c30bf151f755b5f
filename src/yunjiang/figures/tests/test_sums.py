"""The files of sums: which there are, that they can be lost or damaged, and that nothing in them is a floating-point number."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from yunjiang.figures.answering import answer
from yunjiang.figures.engines.duck import DuckEngine
from yunjiang.figures.figure import Window
from yunjiang.figures.question import Ask, Kind, Request
from yunjiang.figures.reading import Holdings
from yunjiang.figures.sums import Shelf, cover
from yunjiang.figures.tests.journal import Journal, Line

ENGINE = DuckEngine(threads=1)
MONTHS = [date(2021 + n // 12, n % 12 + 1, 15) for n in range(26)]


@pytest.fixture
def holdings(tmp_path: Path) -> Holdings:
    """Twenty-six sealed months of one flow and one level at one unit."""
    journal = Journal()
    for day in MONTHS:
        journal.post(Line(11, 1, day, 10), Line(13, 1, day, day.month))
        journal.seal()
    return journal.holdings(tmp_path)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "sums", ENGINE, [13])


def asked(holdings: Holdings, shelf: Shelf, position: int = 26) -> list[int]:
    window = Window(date(2021, 1, 1), date(2023, 12, 31))
    asks = [Ask(0, 11, Kind.FLOW, window), Ask(1, 13, Kind.LEVEL, window)]
    found = answer(Request(0, position, asks, [1]), holdings, shelf, ENGINE)
    return [amount.quantity for amount in found.values()]


@pytest.mark.parametrize(
    ("count", "blocks"),
    [
        (0, []),
        (3, [(1, 1), (2, 2), (3, 3)]),
        (12, [(1, 12)]),
        (26, [(1, 12), (13, 24), (25, 25), (26, 26)]),
        (145, [(1, 144), (145, 145)]),
    ],
)
def test_segments_are_covered_by_the_fewest_blocks(count: int, blocks: list[tuple[int, int]]) -> None:
    assert cover(count) == blocks


def test_it_works(holdings: Holdings, shelf: Shelf) -> None:
    assert asked(holdings, shelf) == [260, 2]
    assert [(block.first_number, block.last_number) for block in shelf.blocks(holdings.sealed)] == cover(26)


def test_an_earlier_position_needs_no_new_files(holdings: Holdings, shelf: Shelf) -> None:
    asked(holdings, shelf)
    kept = set(shelf.directory.iterdir())
    assert asked(holdings, shelf, position=20) == [200, 8]
    assert set(shelf.directory.iterdir()) == kept


def test_only_a_new_segment_is_summed_after_a_seal(tmp_path: Path, shelf: Shelf) -> None:
    journal = Journal()
    for day in MONTHS[:12]:
        journal.post(Line(11, 1, day, 10))
        journal.seal()
    asked(journal.holdings(tmp_path), shelf)
    kept = set(shelf.directory.iterdir())
    journal.post(Line(11, 1, date(2022, 1, 1), 7))
    journal.seal()
    assert asked(journal.holdings(tmp_path), shelf, position=13) == [127]
    assert [path.name[:13] for path in set(shelf.directory.iterdir()) - kept] == ["000013-000013"]


def test_a_lost_file_is_made_again(holdings: Holdings, shelf: Shelf) -> None:
    asked(holdings, shelf)
    for path in shelf.directory.iterdir():
        path.unlink()
    assert asked(holdings, shelf) == [260, 2]


def test_a_damaged_file_is_made_again(holdings: Holdings, shelf: Shelf, tmp_path: Path) -> None:
    asked(holdings, shelf)
    for path in shelf.directory.iterdir():
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
    assert asked(holdings, Shelf(tmp_path / "sums", ENGINE, [13])) == [260, 2]


def test_files_of_another_chain_are_discarded(holdings: Holdings, shelf: Shelf) -> None:
    asked(holdings, shelf)
    assert shelf.discard(holdings.sealed) == 0
    assert shelf.discard(holdings.sealed[:12]) == 15
    assert shelf.discard([]) == 13


def test_nothing_is_a_floating_point_number(holdings: Holdings, shelf: Shelf) -> None:
    asked(holdings, shelf)
    schemas = {pq.read_schema(path).remove_metadata() for path in shelf.directory.iterdir()}
    [schema] = schemas
    assert not any(pa.types.is_floating(field.type) or pa.types.is_decimal(field.type) for field in schema)
