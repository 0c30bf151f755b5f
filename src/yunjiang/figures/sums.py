"""The summed segments: one small file beside each sealed segment, and one for every twelve, every 144, and so on.

A file is named after the segments it sums (numbers, and SM3 of their digests and of the summing text) and after its own
bytes. What is missing, damaged or summed by another text is summed again from the segments; nothing here is ever truth.
"""

import io
import json
import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from pathlib import Path
from weakref import WeakKeyDictionary

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from yunjiang.figures import sql
from yunjiang.figures.engines import Engine, Rows, Scan
from yunjiang.standards.national_cryptography import sm3

FANOUT = 12


class Grain(IntEnum):
    """What one row of the sums tells; the numbers are those of the summing text."""

    YEAR = 0  # period YYYY00
    MONTH = 1  # period YYYYMM
    STRETCH = 2  # days beyond one month, from `since_on` to `until_on`
    NEWEST_OF_YEAR = 3  # an observation of a level on the newest day of its year; period -YYYY00
    OBSERVATION = 4  # an observation of a level on an earlier day; period -YYYYMM
    TAKEN_BACK = 5  # an observation taken back


ENTRY_COLUMNS = (
    "data_set",
    "channel",
    "measure",
    "organization",
    "breakdown",
    "person",
    "bound",
    "weight",
    "quantity",
    "origin",
    "posting",
    "position",
    "since_on",
    "happened_on",
    "period",
)
WHOLE = (*ENTRY_COLUMNS, "FALSE AS is_edge")
EDGE = (*ENTRY_COLUMNS, "TRUE AS is_edge")
ROW_GROUP = 64 * 1024


@dataclass(frozen=True)
class Sealed:
    """One sealed segment: its number from 1, the positions it holds, its file and the SM3 of the file's bytes."""

    number: int
    first_position: int
    last_position: int
    path: Path
    digest: bytes


@dataclass(frozen=True, eq=False)
class Chunk:
    """Entries not sealed yet, in the segments' schema: those of the positions from first to last, both included."""

    first_position: int
    last_position: int
    entries: pa.Table


Months = dict[int, date]  # month (YYYYMM) in which entries lie → the newest day of any


@dataclass(frozen=True)
class SummedChunk:
    """The sums of a chunk, in memory."""

    table: pa.Table
    months: Months
    grains: frozenset[Grain]
    has_returns: bool


@dataclass(frozen=True)
class Sums:
    """One file of sums. `months` tells for each segment in which months its entries lie that need no stretch of their own."""

    path: Path
    first_number: int
    last_number: int
    months: dict[int, Months]
    grains: frozenset[Grain]
    has_returns: bool
    stamp: tuple[int, int]  # size and modification time when its bytes were checked

    def holds(self, months: Collection[int]) -> bool:
        """Say whether entries of any of the months are summed here."""
        return any(month in days for days in self.months.values() for month in months)


def cover(count: int) -> list[tuple[int, int]]:
    """Return the fewest blocks of 1, 12, 144 ... segments that hold segments 1 to `count`, as (first, last)."""
    size = 1
    while size * FANOUT <= count:
        size *= FANOUT
    blocks, first = [], 1
    while size:
        while first + size - 1 <= count:
            blocks.append((first, first + size - 1))
            first += size
        size //= FANOUT
    return blocks


class Shelf:
    """Keeps the sums of a ledger's segments in a directory and makes those that are missing."""

    def __init__(self, directory: Path, engine: Engine, levels: Iterable[int] = ()) -> None:
        """`levels` are the measures whose observations are kept one by one."""
        self.directory = directory
        self.engine = engine
        self.levels = frozenset(levels)
        self._checked: dict[tuple[int, int, str], Sums] = {}
        self._chunks: WeakKeyDictionary[Chunk, SummedChunk] = WeakKeyDictionary()

    def blocks(self, sealed: Sequence[Sealed]) -> list[Sums]:
        """Return sums that together hold exactly these segments (1 to n, in order), made where they are missing."""
        return [self._block(sealed[first - 1 : last]) for first, last in cover(len(sealed))]

    def summed(self, chunk: Chunk) -> SummedChunk:
        """Return the sums of a chunk, kept as long as the chunk lives."""
        kept = self._chunks.get(chunk)
        if kept is None:
            table = self._sum_up(Rows(chunk.entries, WHOLE))
            kept = self._chunks[chunk] = SummedChunk(
                table, _months(table), _grains(table), _has_returns(table)
            )
        return kept

    def clear(self) -> int:
        """Delete all sums; return how many files there were."""
        self._checked.clear()
        paths = list(self.directory.glob("*.parquet")) if self.directory.exists() else []
        for path in paths:
            path.unlink(missing_ok=True)
        return len(paths)

    def discard(self, sealed: Sequence[Sealed]) -> int:
        """Delete sums that no longer belong to these segments; return how many files went."""
        if not self.directory.exists():
            return 0
        gone = 0
        for path in self.directory.glob("*.parquet"):
            numbers, inputs, _ = path.name.split(".", 2)
            first, last = (int(number) for number in numbers.split("-"))
            if last > len(sealed) or inputs != self._inputs(sealed[first - 1 : last]):
                path.unlink(missing_ok=True)
                gone += 1
        return gone

    def _block(self, sealed: Sequence[Sealed]) -> Sums:
        first, last, inputs = sealed[0].number, sealed[-1].number, self._inputs(sealed)
        checked = self._checked.get((first, last, inputs))
        if checked is None or _stamp(checked.path) != checked.stamp:
            checked = self._kept(first, last, inputs) or self._made(sealed, inputs)
            self._checked[first, last, inputs] = checked
        return checked

    def _inputs(self, sealed: Sequence[Sealed]) -> str:
        """Name what a block's content depends on: the summing texts and the segments' bytes."""
        texts = (sql.text("sum_up") + sql.text("merge")).encode()
        return sm3(texts, *(each.digest for each in sealed)).hex()[:16]

    def _kept(self, first: int, last: int, inputs: str) -> Sums | None:
        """Return the block from disk if a file of it is there and undamaged."""
        for path in self.directory.glob(f"{first:06}-{last:06}.{inputs}.*.parquet"):
            content = path.read_bytes()
            if path.name.split(".")[2] == sm3(content).hex()[:16]:
                return self._described(path, content)
            path.unlink(missing_ok=True)
        return None

    def _made(self, sealed: Sequence[Sealed], inputs: str) -> Sums:
        """Sum the block's entries, or merge its twelve parts, and write the file."""
        if len(sealed) == 1:
            table = self._sum_up(Scan((str(sealed[0].path),), WHOLE))
            months = {sealed[0].number: _months(table)}
        else:
            size = len(sealed) // FANOUT
            parts = [self._block(sealed[n : n + size]) for n in range(0, len(sealed), size)]
            scan = Scan(tuple(str(part.path) for part in parts), ("*",))
            table = self.engine.run(sql.text("merge"), {"sums": scan})
            months = {number: found for part in parts for number, found in part.months.items()}
        described: dict[str, object] = {
            "grains": sorted(_grains(table)),
            "has_returns": _has_returns(table),
            "months": {
                number: {month: day.isoformat() for month, day in sorted(found.items())}
                for number, found in months.items()
            },
        }
        content = _written(table, described)
        name = f"{sealed[0].number:06}-{sealed[-1].number:06}.{inputs}.{sm3(content).hex()[:16]}.parquet"
        self.directory.mkdir(parents=True, exist_ok=True)
        # Another process may be making the same block: each writes under a name of its own, the last rename wins.
        unfinished = self.directory / f".{name}.{os.getpid()}"
        unfinished.write_bytes(content)
        unfinished.replace(self.directory / name)
        return self._described(self.directory / name, content)

    def _sum_up(self, entries: Scan | Rows) -> pa.Table:
        levels = pa.table({"measure": pa.array(sorted(self.levels), pa.int32())})
        return self.engine.run(sql.text("sum_up"), {"entries": entries, "levels": levels})

    def _described(self, path: Path, content: bytes) -> Sums:
        metadata = pq.read_metadata(io.BytesIO(content)).metadata
        described = json.loads(metadata[b"yunjiang"])
        first, last = (int(number) for number in path.name.split(".")[0].split("-"))
        found = {
            int(number): {int(month): date.fromisoformat(day) for month, day in days.items()}
            for number, days in described["months"].items()
        }
        grains = frozenset(Grain(grain) for grain in described["grains"])
        return Sums(path, first, last, found, grains, described["has_returns"], _stamp(path))


def _months(table: pa.Table) -> Months:
    """Return the months of the entries summed by month. A day whose entries undo each other does not count as the newest."""
    of_months = table.filter(pc.equal(table["grain"], int(Grain.MONTH)))
    by_month = of_months.group_by("period").aggregate([("last_on", "max"), ("undone_on", "max")])
    months = {}
    for month, *days in zip(*(by_month[name].to_pylist() for name in by_month.column_names), strict=True):
        months[month] = max((day for day in days if day), default=date(month // 100, month % 100, 1))
    return months


def _grains(table: pa.Table) -> frozenset[Grain]:
    return frozenset(Grain(grain) for grain in pc.unique(table["grain"]).to_pylist())


def _has_returns(table: pa.Table) -> bool:
    """Say whether any row tells of returns, whose stretches may overlap."""
    told = pc.or_(pc.not_equal(table["months"], 0), pc.not_equal(table["month_count"], 0))
    return bool(pc.any(told).as_py())


def _written(table: pa.Table, described: dict[str, object]) -> bytes:
    """Return the table as bytes of a Parquet file."""
    table = table.replace_schema_metadata({"yunjiang": json.dumps(described)})
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd", row_group_size=ROW_GROUP)
    return sink.getvalue()


def _stamp(path: Path) -> tuple[int, int]:
    """Return size and modification time; (-1, -1) when there is no such file."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return (-1, -1)
    return (status.st_size, status.st_mtime_ns)
