"""Tiny ledgers for the tests: postings and reversals become segments on disk, a tail in memory, and the reference's entries."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from yunjiang.figures.reading import Holdings
from yunjiang.figures.sums import Chunk, Sealed
from yunjiang.figures.tests.reference import Entry
from yunjiang.standards.national_cryptography import sm3

SCHEMA = pa.schema(
    [
        ("id", pa.int64()),
        ("origin", pa.int64()),
        ("posting", pa.int64()),
        ("position", pa.int64()),
        ("data_set", pa.int8()),
        ("channel", pa.int8()),
        ("measure", pa.int32()),
        ("organization", pa.int32()),
        ("since_on", pa.date32()),
        ("happened_on", pa.date32()),
        ("period", pa.int32()),
        ("quantity", pa.int64()),
        ("weight", pa.int8()),
        ("bound", pa.int8()),
        ("breakdown", pa.int32()),
        ("person", pa.int64()),
    ]
)


@dataclass(frozen=True)
class Line:
    """One quantity of a posting."""

    measure: int
    organization: int
    happened_on: date
    quantity: int
    since_on: date | None = None
    channel: int = 0
    bound: int = 0
    breakdown: int = 0
    person: int = 0
    data_set: int = 0


@dataclass
class Journal:
    """Postings in the order in which they were learned; `seal` closes a segment after the newest batch."""

    entries: list[Entry] = field(default_factory=list)
    position: int = 0
    seals: list[int] = field(default_factory=list)

    def post(self, *lines: Line) -> int:
        """Post the lines as one posting in a batch of its own; return the posting's id."""
        return self._write([[(line, None) for line in lines]])[0]

    def withdraw(self, posting: int) -> None:
        """Take a posting back."""
        self._write([self._reversal(posting)])

    def correct(self, posting: int, *lines: Line) -> int:
        """Take a posting back and post new lines, in one batch; return the new posting's id."""
        return self._write([self._reversal(posting), [(line, None) for line in lines]])[1]

    def seal(self) -> None:
        if self.position > (self.seals[-1] if self.seals else 0):
            self.seals.append(self.position)

    def _reversal(self, posting: int) -> list[tuple[Line, Entry | None]]:
        mine = [e for e in self.entries if e.posting == posting and e.weight > 0]
        return [(Line(e.measure, e.organization, e.happened_on, e.quantity), e) for e in mine]

    def _write(self, postings: Sequence[Sequence[tuple[Line, Entry | None]]]) -> list[int]:
        self.position += 1
        ids, number = [], 0
        for n, lines in enumerate(postings):
            ids.append(self.position << 24 | n)
            for line, original in lines:
                id_ = self.position << 24 | number
                number += 1
                if original is not None:
                    entry = replace(original, id=id_, posting=ids[-1], position=self.position, weight=-1)
                else:
                    entry = Entry(
                        id_, id_, ids[-1], self.position, line.data_set, line.channel, line.measure, line.organization,
                        line.since_on, line.happened_on, line.quantity, 1, line.bound, line.breakdown, line.person,
                    )  # fmt: skip
                self.entries.append(entry)
        return ids

    def holdings(self, directory: Path) -> Holdings:
        """Write the sealed segments and return them with the tail."""
        directory.mkdir(parents=True, exist_ok=True)
        sealed, after = [], 0
        for number, last in enumerate(self.seals, start=1):
            path = directory / f"{number:06}.parquet"
            write_segment(path, [e for e in self.entries if after < e.position <= last])
            sealed.append(Sealed(number, after + 1, last, path, sm3(path.read_bytes())))
            after = last
        middle = (after + self.position + 1) // 2
        tail = [
            Chunk(first, last, table([e for e in self.entries if first <= e.position <= last]))
            for first, last in ((after + 1, middle), (middle + 1, self.position))
            if first <= last
        ]
        return Holdings(sealed, tail)


def table(entries: Sequence[Entry]) -> pa.Table:
    """Return entries in the segments' schema and order."""
    rows = sorted(
        entries, key=lambda e: (e.data_set, e.channel, e.measure, e.happened_on, e.organization, e.id)
    )
    columns = {name: [getattr(e, name) for e in rows] for name in SCHEMA.names if name != "period"}
    columns["period"] = [e.happened_on.year * 100 + e.happened_on.month for e in rows]
    return pa.table({name: pa.array(columns[name], SCHEMA.field(name).type) for name in SCHEMA.names}, SCHEMA)


def write_segment(path: Path, entries: Sequence[Entry]) -> None:
    pq.write_table(table(entries), path, compression="zstd", row_group_size=64)
