"""A made-up province for measuring: millions of entries as sealed segments, a tail, and its reporting tree. DuckDB only.

Everything follows from `hash(number)`, so two runs write the same ledger. What is in it, per 20 million entries:

- 45 measures: 35 flows, 2 balances, 8 levels; 2,000 leaf units below 129 counties, 16 prefectures, 1 province; 2021 to 2025.
- Flows 1 to 5 are monthly returns (a stretch each, no person), 6 to 35 and the balances single days with one of 5 million
  persons, 6 to 15 broken down by sex. Levels are monthly observations.
- Five in a hundred entries are learned a month late; one in two hundred is corrected the month after (a reversal and a new
  entry), so months lie in several segments, as they do in life.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from yunjiang.figures.question import Forest, Kind
from yunjiang.figures.reading import Holdings
from yunjiang.figures.sums import Chunk, Sealed
from yunjiang.standards.national_cryptography import sm3

FLOWS, BALANCES, LEVELS = range(1, 36), range(36, 38), range(38, 46)
KINDS = {
    **dict.fromkeys(FLOWS, Kind.FLOW),
    **dict.fromkeys(BALANCES, Kind.BALANCE),
    **dict.fromkeys(LEVELS, Kind.LEVEL),
}
ROOT, PREFECTURES, COUNTIES = 1, range(2, 18), range(18, 147)
FIRST_LEAF = 147
ORDER = "data_set, channel, measure, happened_on, organization, id"


@dataclass(frozen=True)
class Size:
    """How large a ledger to make."""

    entry_count: int = 20_000_000
    unit_count: int = 2_000
    month_count: int = 60
    person_count: int = 5_000_000
    tail_count: int = 100_000


SMALL = Size(entry_count=200_000, unit_count=200, month_count=24, person_count=50_000, tail_count=2_000)


def county_of(unit: int) -> int:
    return COUNTIES[(unit - FIRST_LEAF) % len(COUNTIES)]


def prefecture_of(county: int) -> int:
    return PREFECTURES[(county - COUNTIES[0]) % len(PREFECTURES)]


def chain(unit: int) -> list[int]:
    """Return a unit and all above it."""
    if unit == ROOT:
        return [ROOT]
    if unit in PREFECTURES:
        return [unit, ROOT]
    if unit in COUNTIES:
        return [unit, prefecture_of(unit), ROOT]
    county = county_of(unit)
    return [unit, county, prefecture_of(county), ROOT]


def units(size: Size) -> list[int]:
    """Return every organization of the tree."""
    return [ROOT, *PREFECTURES, *COUNTIES, *range(FIRST_LEAF, FIRST_LEAF + size.unit_count)]


def forest(size: Size) -> Forest:
    pairs = [(0, unit, place) for unit in units(size) for place in chain(unit)]
    names = ("era", "organization", "place")
    return Forest(
        rollup=pa.table(
            {name: pa.array([pair[n] for pair in pairs], pa.int32()) for n, name in enumerate(names)}
        )
    )


def write(directory: Path, size: Size, connection: duckdb.DuckDBPyConnection) -> Holdings:
    """Write the segments and one file of everything (`all.parquet`, sorted by measure and day); return the holdings."""
    connection.execute(_made(size))
    connection.execute(_corrected())
    first_tail, last = size.entry_count - size.tail_count, size.month_count
    in_tail = f"(id >= {first_tail} AND id < 1000000000) OR segment > {last}"
    connection.execute(f"UPDATE entry SET segment = {last + 1} WHERE {in_tail}")
    connection.execute("UPDATE entry SET position = segment")
    columns = "* EXCLUDE (segment)"
    connection.execute(
        f"COPY (SELECT {columns} FROM entry ORDER BY measure, happened_on, organization, id) TO '{directory}/all.parquet'"
        " (FORMAT parquet, COMPRESSION zstd)"
    )
    sealed = []
    for number in range(1, size.month_count + 1):
        path = directory / f"{number:06}.parquet"
        connection.execute(
            f"COPY (SELECT {columns} FROM entry WHERE segment = {number} ORDER BY {ORDER}) TO '{path}'"
            " (FORMAT parquet, COMPRESSION zstd)"
        )
        sealed.append(Sealed(number, number, number, path, sm3(path.read_bytes())))
    tail = connection.sql(f"SELECT {columns} FROM entry WHERE segment > {size.month_count} ORDER BY {ORDER}")
    last = size.month_count + 1
    holdings = Holdings(sealed, [Chunk(last, last, tail.to_arrow_table())])
    connection.execute("DROP TABLE entry")
    return holdings


def last_day(size: Size) -> date:
    """Return a day in the middle of the last month but one."""
    months = size.month_count - 2
    return date(2021 + months // 12, months % 12 + 1, 20)


def end(size: Size) -> date:
    """Return the last day of all."""
    months = size.month_count
    return date.fromordinal(date(2021 + months // 12, months % 12 + 1, 1).toordinal() - 1)


def one_more_count(size: Size) -> int:
    """Return how many entries the one more segment has: a million beside 20 million."""
    return size.entry_count // 20


def one_more(directory: Path, size: Size, holdings: Holdings) -> Holdings:
    """Write one more segment, with entries numbered and dated anew out of the ledger's own; return the holdings with it."""
    number = len(holdings.sealed) + 1
    path = directory / f"{number:06}.parquet"
    renumbered = "id + 3000000000 AS id, origin + 3000000000 AS origin, posting + 3000000000 AS posting"
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT * REPLACE ({renumbered}, {number + 1}::BIGINT AS position) FROM '{directory}/all.parquet'"
            f" WHERE id % 20 = 7 AND id < 1000000000 ORDER BY {ORDER}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)"
        )
    sealed = Sealed(number, number, number + 1, path, sm3(path.read_bytes()))
    return Holdings([*holdings.sealed, sealed], [])


def _made(size: Size) -> str:
    """Return the statement that makes the entries; months follow each other in the order of numbers."""
    leaf = f"(hash(i * 3 + 1) % {size.unit_count})::INT + {FIRST_LEAF}"
    level_count = len(LEVELS) * size.unit_count
    return_count = 5 * size.unit_count
    per_month = size.entry_count // size.month_count
    return f"""
        CREATE TABLE entry AS
        WITH numbered AS (
            SELECT i, (i // {per_month})::INT AS month, (i % {per_month})::INT AS n
            FROM range({per_month * size.month_count}) t(i)
        ),
        kinds AS (
            SELECT *, CASE WHEN n < {level_count} THEN 'level' WHEN n < {level_count + return_count} THEN 'return'
                ELSE 'single' END AS sort,
                make_date(2021 + month // 12, month % 12 + 1, 1) AS begins
            FROM numbered
        ),
        entries AS (
            SELECT i, month, sort, begins,
                CASE sort
                    WHEN 'level' THEN {LEVELS[0]} + n % {len(LEVELS)}
                    WHEN 'return' THEN 1 + (n - {level_count}) % 5
                    ELSE 6 + (hash(i) % 32)::INT
                END AS measure,
                CASE sort
                    WHEN 'level' THEN {FIRST_LEAF} + n // {len(LEVELS)}
                    WHEN 'return' THEN {FIRST_LEAF} + (n - {level_count}) // 5
                    ELSE {leaf}
                END AS organization,
                CASE sort WHEN 'single' THEN begins + (hash(i * 7 + 2) % 28)::INT ELSE last_day(begins) END AS happened_on
            FROM kinds
        )
        SELECT
            i::BIGINT AS id, i::BIGINT AS origin, i::BIGINT AS posting, 0::BIGINT AS position,
            2::TINYINT AS data_set, 0::TINYINT AS channel, measure::INT AS measure, organization::INT AS organization,
            CASE sort WHEN 'return' THEN begins END AS since_on,
            happened_on::DATE AS happened_on,
            (year(happened_on) * 100 + month(happened_on))::INT AS period,
            CASE
                WHEN sort = 'single' THEN 1 + (hash(i * 11 + 3) % 9)::BIGINT ELSE (hash(i * 13 + 5) % 5000)::BIGINT
            END AS quantity,
            1::TINYINT AS weight,
            CASE WHEN hash(i * 17 + 4) % 1000 = 0 THEN 1 ELSE 0 END::TINYINT AS bound,
            CASE WHEN sort = 'single' AND measure <= 15 THEN 1 + (hash(i * 19) % 2)::INT ELSE 0 END AS breakdown,
            CASE WHEN sort = 'single' THEN 1 + (hash(i * 23) % {size.person_count})::BIGINT ELSE 0 END AS person,
            (month + 1 + CASE WHEN hash(i * 29) % 20 = 0 THEN 1 ELSE 0 END)::INT AS segment
        FROM entries
    """


def _corrected() -> str:
    """Return the statement that corrects one entry in two hundred a segment later."""
    columns = (
        "data_set, channel, measure, organization, since_on, happened_on, period, {quantity}, {weight}, bound,"
        " breakdown, person, segment + 1"
    )
    chosen = "FROM entry WHERE hash(id * 31) % 200 = 0"
    return f"""
        INSERT INTO entry
        SELECT 1000000000 + id, id, 1000000000 + id, 0, {columns.format(quantity="quantity", weight="-1::TINYINT")} {chosen}
        UNION ALL
        SELECT 2000000000 + id, 2000000000 + id, 2000000000 + id, 0,
            {columns.format(quantity="quantity + 1", weight="1::TINYINT")} {chosen}
    """
