"""The same page asked of PostgreSQL and SQLite: one narrow table, the best covering indexes, everything analysed.

They are asked for less than the figures say: the sums alone, without counts, bounds, days or coverage.
"""

import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import psycopg

from yunjiang.figures.question import Ask, Kind

COLUMNS = "id, origin, measure, organization, since_on, happened_on, quantity, weight"
TABLE = """
    CREATE TABLE entry (
        id bigint NOT NULL, origin bigint NOT NULL, measure int NOT NULL, organization int NOT NULL,
        since_on date, happened_on date NOT NULL, quantity bigint NOT NULL, weight smallint NOT NULL
    )
"""
FIRST_LEVEL = 38
SUMS = """
    SELECT t.term, p.place, sum(e.quantity * e.weight)
    FROM term t
    JOIN entry e ON e.measure = t.measure AND e.happened_on BETWEEN t.first_on AND t.last_on
        AND coalesce(e.since_on, e.happened_on) >= t.first_on
    JOIN place p ON p.organization = e.organization
    WHERE t.is_level = 0
    GROUP BY t.term, p.place
"""
LEVELS = f"""
    SELECT term, place, sum(quantity)
    FROM (
        SELECT t.term, e.organization, e.quantity,
            row_number() OVER (PARTITION BY t.term, e.organization ORDER BY e.happened_on DESC, e.id DESC) AS age
        FROM term t
        JOIN entry e ON e.measure = t.measure AND e.happened_on <= t.last_on
        WHERE t.is_level = 1 AND e.measure >= {FIRST_LEVEL} AND e.weight > 0
            AND e.id NOT IN (SELECT origin FROM entry WHERE weight < 0)
    ) newest
    JOIN place p ON p.organization = newest.organization
    WHERE age = 1
    GROUP BY term, place
"""
INDEXES = (
    "CREATE INDEX sums ON entry (measure, happened_on) INCLUDE (organization, quantity, weight, since_on)",
    f"CREATE INDEX levels ON entry (measure, organization, happened_on, id) INCLUDE (quantity, weight)"
    f" WHERE measure >= {FIRST_LEVEL}",
    "CREATE INDEX reversals ON entry (origin) WHERE weight < 0",
)

ROUNDS = 2  # the first also warms the database's own memory

Values = dict[tuple[int, int], int]
Between = Callable[
    [Callable[[], Values]], tuple[float, float, Values]
]  # seconds, times ours, what was answered


@dataclass(frozen=True)
class Rival:
    """What one database took, in seconds and as a multiple of our page beside it, and what it answered."""

    load_seconds: float
    index_seconds: float
    page_seconds: list[float]
    times_ours: list[float]
    values: Values


def postgresql(
    entries: Path, scratch: Path, asks: list[Ask], places: list[tuple[int, int]], between: Between
) -> Rival | None:
    """Ask a PostgreSQL of its own (Debian's); None where there is none."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if not programs:
        return None
    csv = scratch / "entries.csv"
    duckdb.connect().execute(
        f"COPY (SELECT {COLUMNS} FROM '{entries}') TO '{csv}' (FORMAT csv, HEADER false)"
    )
    with _server(programs[0], scratch) as address, psycopg.connect(address, autocommit=True) as connection:
        cursor = connection.cursor()
        started = time.perf_counter()
        cursor.execute(TABLE)
        with cursor.copy("COPY entry FROM STDIN (FORMAT csv)") as copy, csv.open("rb") as file:
            while block := file.read(1 << 20):
                copy.write(block)
        loaded = time.perf_counter()
        csv.unlink()
        for index in INDEXES:
            cursor.execute(index)
        cursor.execute("VACUUM (ANALYZE) entry")
        indexed = time.perf_counter()
        cursor.execute("CREATE TABLE term (term int, measure int, is_level int, first_on date, last_on date)")
        cursor.execute("CREATE TABLE place (organization int, place int)")
        cursor.executemany("INSERT INTO term VALUES (%s, %s, %s, %s, %s)", _terms(asks))
        cursor.executemany("INSERT INTO place VALUES (%s, %s)", places)
        cursor.execute("ANALYZE term")
        cursor.execute("ANALYZE place")
        for setting in ("work_mem = '1GB'", "jit = off", "max_parallel_workers_per_gather = 2"):
            cursor.execute(f"SET {setting}")
        pages = [
            between(lambda: _gathered([*cursor.execute(SUMS).fetchall(), *cursor.execute(LEVELS).fetchall()]))
            for _ in range(ROUNDS)
        ]
    return _rival(loaded - started, indexed - loaded, pages)


def sqlite(
    entries: Path, scratch: Path, asks: list[Ask], places: list[tuple[int, int]], between: Between
) -> Rival:
    """Ask SQLite; days are whole numbers there (days since 1970), the cheapest form it has."""
    source = duckdb.connect()
    epoch = "DATE '1970-01-01'"
    columns = COLUMNS.replace("since_on", f"since_on - {epoch}").replace(
        "happened_on", f"happened_on - {epoch}"
    )
    connection = sqlite3.connect(scratch / "entries.sqlite3", isolation_level=None)
    for setting in (
        "journal_mode = OFF",
        "synchronous = OFF",
        "cache_size = -2000000",
        "mmap_size = 4000000000",
    ):
        connection.execute(f"PRAGMA {setting}")
    started = time.perf_counter()
    connection.execute(TABLE)
    connection.execute("BEGIN")
    found = source.execute(f"SELECT {columns} FROM '{entries}'")
    while rows := found.fetchmany(100_000):
        connection.executemany("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    connection.execute("COMMIT")
    loaded = time.perf_counter()
    for index in INDEXES:
        head, _, tail = index.partition(") INCLUDE (")
        connection.execute(f"{head}, {tail}" if tail else head)
    connection.execute("CREATE TABLE term (term int, measure int, is_level int, first_on int, last_on int)")
    connection.execute("CREATE TABLE place (organization INTEGER PRIMARY KEY, place int)")
    days = [(*row[:3], *((day - date(1970, 1, 1)).days for day in row[3:])) for row in _terms(asks)]
    connection.executemany("INSERT INTO term VALUES (?, ?, ?, ?, ?)", days)
    connection.executemany("INSERT INTO place VALUES (?, ?)", places)
    connection.execute("ANALYZE")
    indexed = time.perf_counter()
    pages = [
        between(lambda: _gathered([*connection.execute(SUMS), *connection.execute(LEVELS)]))
        for _ in range(ROUNDS)
    ]
    connection.close()
    return _rival(loaded - started, indexed - loaded, pages)


def direct(entries: Path, asks: list[Ask], places: list[tuple[int, int]]) -> Values:
    """Ask DuckDB over all entries in one file, without sums: what every answer must equal."""
    connection = duckdb.connect()
    connection.execute(f"CREATE VIEW entry AS SELECT {COLUMNS} FROM '{entries}'")
    connection.execute("CREATE TABLE term (term int, measure int, is_level int, first_on date, last_on date)")
    connection.execute("CREATE TABLE place (organization int, place int)")
    connection.executemany("INSERT INTO term VALUES (?, ?, ?, ?, ?)", _terms(asks))
    connection.executemany("INSERT INTO place VALUES (?, ?)", places)
    return _gathered([*connection.sql(SUMS).fetchall(), *connection.sql(LEVELS).fetchall()])


def _rival(load_seconds: float, index_seconds: float, pages: list[tuple[float, float, Values]]) -> Rival:
    seconds, times, values = zip(*pages, strict=True)
    return Rival(load_seconds, index_seconds, list(seconds), list(times), values[-1])


def _terms(asks: list[Ask]) -> list[tuple[int, int, int, date, date]]:
    return [
        (term, ask.measure, int(ask.kind is Kind.LEVEL), ask.first_on, ask.last_on)
        for term, ask in enumerate(asks)
    ]


def _gathered(rows: list[tuple[int, int, int]]) -> Values:
    return {(int(term), int(place)): int(quantity) for term, place, quantity in rows}


@contextmanager
def _server(programs: Path, scratch: Path) -> Iterator[str]:
    """Run a PostgreSQL in the scratch folder, as user postgres where the benchmark runs as root."""
    data = scratch / "postgresql"
    data.mkdir()
    become = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if become:
        scratch.chmod(0o755)
        shutil.chown(data, "postgres")
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([*become, programs / "initdb", "-D", data, "-A", "trust", "-U", "postgres"], **quiet)  # type: ignore[call-overload]
    options = (
        f"-c listen_addresses='' -c unix_socket_directories={data} -c shared_buffers=4GB -c fsync=off"
        " -c maintenance_work_mem=2GB -c max_wal_size=20GB -c wal_level=minimal -c max_wal_senders=0"
    )
    control = [*become, programs / "pg_ctl", "-D", data, "-w"]
    subprocess.run([*control, "-o", options, "-l", data / "log", "start"], **quiet)  # type: ignore[call-overload]
    try:
        yield f"host={data} user=postgres dbname=postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], **quiet)  # type: ignore[call-overload]
