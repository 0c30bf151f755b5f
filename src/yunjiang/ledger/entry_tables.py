"""Entries as Arrow tables: the one schema of sealed segments and of the tail that is not sealed yet.

Nothing in it is a DOUBLE and nothing needs another table to be summed: codes are small numbers, days are dates, the month
stands beside the day so that engines need no date arithmetic.
"""

from collections.abc import Iterator
from itertools import islice

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection
from pyarrow.csv import ConvertOptions, ReadOptions, read_csv

from .key_lookups import along_keys
from .models import Bound, Channel, DataSet

DATA_SETS = {DataSet.OPERATIONAL.value: 0, DataSet.PUBLISHED.value: 1, DataSet.DEMONSTRATION.value: 2}
CHANNELS = {Channel.REPORTED.value: 0, Channel.EVIDENCED.value: 1}
BOUNDS = {  # flags: the bound of a sum is the union of its parts'
    Bound.EXACT.value: 0,
    Bound.AT_LEAST.value: 1,
    Bound.AT_MOST.value: 2,
    Bound.ABOUT.value: 4,
}

SCHEMA = pa.schema(
    [
        pa.field("id", pa.int64(), nullable=False),
        pa.field("origin", pa.int64(), nullable=False),
        pa.field("posting", pa.int64(), nullable=False),
        pa.field("position", pa.int64(), nullable=False),
        pa.field("data_set", pa.int8(), nullable=False),
        pa.field("channel", pa.int8(), nullable=False),
        pa.field("measure", pa.int32(), nullable=False),
        pa.field("organization", pa.int32(), nullable=False),
        pa.field("since_on", pa.date32()),  # null: the one day `happened_on`
        pa.field("happened_on", pa.date32(), nullable=False),
        pa.field("period", pa.int32(), nullable=False),  # YYYYMM of `happened_on`
        pa.field("quantity", pa.int64(), nullable=False),
        pa.field("weight", pa.int8(), nullable=False),
        pa.field("bound", pa.int8(), nullable=False),
        pa.field("breakdown", pa.int32(), nullable=False),  # 0: not broken down
        pa.field("person", pa.int64(), nullable=False),  # 0: none
    ]
)
CHUNK = 100_000  # entries held at once while reading

_READ = [field for field in SCHEMA if field.name != "period"]
_PLAIN = {  # days arrive as whole numbers, which both databases agree on
    field.name: pa.int32() if pa.types.is_date32(field.type) else field.type for field in _READ
}
_NO_DAY = -(2**31)  # where a day is not given, in what databases hand out and in digests
_NUMBERS = (1 << 24) - 1  # of one batch


def read(after_position: int, up_to_position: int) -> Iterator[pa.RecordBatch]:
    """Yield the entries of the batches after one position up to and including another, in no order, a chunk at a time.

    Sees what the caller's own transaction has posted. Until the last chunk is taken the connection belongs to the reading.

    Both databases hand the rows out as text in large pieces, because fetching a million rows one by one takes three times as
    long. Never read a SQLite file through another driver's own copy of SQLite (ADBC, DuckDB) in this process: when that one
    closes the file, the operating system drops this process's locks on it, and the next writer destroys the database.
    """
    parts = _copied_out if connection.vendor == "postgresql" else _put_together
    for part in parts(after_position, up_to_position):
        table = read_csv(
            pa.BufferReader(part),
            read_options=ReadOptions(column_names=list(_PLAIN), use_threads=False),
            convert_options=ConvertOptions(column_types=_PLAIN),
        )
        yield from _typed(table).to_batches(max_chunksize=CHUNK)


def _columns() -> list[str]:
    """Return what to select, in the order of `_PLAIN`."""
    day = (
        "CAST(julianday({0}) - 2440587.5 AS integer)"
        if connection.vendor == "sqlite"
        else "{0} - DATE '1970-01-01'"
    )
    return [
        "e.id",
        "e.origin",
        "e.posting_id",
        "b.position",
        _coded("b.data_set", DATA_SETS),
        _coded("p.channel", CHANNELS),
        "e.measure_id",
        "e.organization_id",
        f"coalesce({day.format('e.since_on')}, {_NO_DAY})",
        day.format("e.happened_on"),
        "e.quantity",
        "e.weight",
        _coded("e.bound", BOUNDS),
        "coalesce(e.breakdown_id, 0)",
        "coalesce(e.person_id, 0)",
    ]


def _coded(column: str, codes: dict[str, int]) -> str:
    cases = " ".join(f"WHEN '{text}' THEN {number}" for text, number in codes.items())
    return f"CASE {column} {cases} END"


def _typed(table: pa.Table) -> pa.Table:
    """Give the columns their types, put the month beside the day and take the mark for "no day" out again."""
    columns = {name: table.column(position).cast(_PLAIN[name]) for position, name in enumerate(_PLAIN)}
    since_on, happened_on = columns["since_on"], columns["happened_on"].cast(pa.date32())
    columns["since_on"] = pc.if_else(pc.equal(since_on, _NO_DAY), pa.scalar(None, pa.int32()), since_on).cast(
        pa.date32()
    )
    columns["happened_on"] = happened_on
    columns["period"] = pc.add(
        pc.multiply(pc.year(happened_on).cast(pa.int32()), pa.scalar(100, pa.int32())),
        pc.month(happened_on).cast(pa.int32()),
    )
    return pa.Table.from_arrays([columns[name] for name in SCHEMA.names], schema=SCHEMA)


def _copied_out(after_position: int, up_to_position: int) -> Iterator[bytes]:
    """Yield what PostgreSQL copies out."""
    # Entries are found by the range of numbers that belongs to a batch, not row by row through their postings.
    query = (
        f"SELECT {', '.join(_columns())} FROM ledger_batch b"  # noqa: S608
        f" JOIN ledger_entry e ON e.id BETWEEN (b.id << 24) AND ((b.id << 24) | {_NUMBERS})"
        " JOIN ledger_posting p ON p.id = e.posting_id"
        f" WHERE b.position > {int(after_position)} AND b.position <= {int(up_to_position)}"
    )
    with (
        along_keys(),
        connection.cursor() as cursor,
        cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv)") as copy,
    ):
        rows = iter(copy)
        while part := list(islice(rows, CHUNK)):
            yield b"".join(part)


def _put_together(after_position: int, up_to_position: int) -> Iterator[bytes]:
    """Yield what SQLite puts together into one text for every `CHUNK` numbers of entries."""
    marks = ",".join(["%%d"] * len(_PLAIN))
    query = (
        f"SELECT group_concat(printf('{marks}', {', '.join(_columns())}), char(10))"  # noqa: S608
        " FROM ledger_entry e JOIN ledger_batch b ON b.id = e.id >> 24 JOIN ledger_posting p ON p.id = e.posting_id"
        " WHERE e.id > %s AND e.id <= %s AND b.position > %s AND b.position <= %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(id) << 24, (max(id) << 24) | %s FROM ledger_batch WHERE position > %s AND position <= %s",
            [_NUMBERS, after_position, up_to_position],
        )
        last, end = cursor.fetchone()
        while last is not None:
            cursor.execute(
                "SELECT id FROM ledger_entry WHERE id > %s AND id <= %s ORDER BY id LIMIT 1 OFFSET %s",
                [last, end, CHUNK - 1],
            )
            (reached,) = cursor.fetchone() or (end,)
            cursor.execute(query, [last, reached, after_position, up_to_position])
            (part,) = cursor.fetchone()
            if part is not None:
                yield part.encode()
            last = reached if reached < end else None
