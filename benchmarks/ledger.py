"""How fast the ledger takes quantities in, seals them and checks itself, on SQLite and on PostgreSQL.

    uv run python benchmarks/ledger.py             200,000 rows imported, a million entries sealed; about five minutes
    uv run python benchmarks/ledger.py --small     5,000 rows and 20,000 entries: whether everything runs, in seconds

An import is measured against the database's own bulk load in the same run: the very rows that the import wrote, ready in
memory, into tables of the same columns and indexes, by COPY on PostgreSQL and by one prepared statement on SQLite, with no
check, no digest, no lock. On a shared machine only such ratios mean anything.
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import apart
import django
import xlsxwriter
from rich.console import Console
from rich.table import Table

REPOSITORY = Path(__file__).resolve().parents[1]
RESULTS = Path(__file__).parent / "results" / "ledger.json"
ROUNDS = 3
MEASURES = 45


@dataclass(frozen=True)
class Declared:
    """A measure as a plan would declare it."""

    code: str
    scale: int
    name: str = "measured"
    unit: str = "人次"
    kind: str = "flow"
    counts_persons: bool = False
    is_additive: bool = True
    dimensions: tuple[str, ...] = ()
    definition: str = ""


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--small", action="store_true", help="whether everything runs, in seconds")
    arguments.add_argument("--database", choices=("sqlite", "postgresql"), help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.database:
        rows, entries = (5_000, 20_000) if given.small else (200_000, 1_000_000)
        print(json.dumps(measure(rows, entries)))
        return
    size = ["--small"] if given.small else []
    found = {
        name: apart.measured(__file__, name, ["--database", name, *size]) for name in ("sqlite", "postgresql")
    }
    show(found)
    if not given.small:
        RESULTS.write_text(
            json.dumps(
                {
                    "measured_on": date.today().isoformat(),
                    "machine": apart.machine(),
                    "databases": found,
                },
                ensure_ascii=False,
                indent=1,
            )
            + "\n"
        )


def measure(row_count: int, entry_count: int) -> list[dict[str, Any]]:
    """Measure everything on the database of this process."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "yunjiang.settings"
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, skip_checks=True)
    bench = Bench(row_count)
    bench.imports()
    bench.seal(entry_count)
    return bench.lines


class Bench:
    """The measurements, in the order in which they need each other."""

    def __init__(self, row_count: int) -> None:
        from yunjiang.ledger import measures
        from yunjiang.organizations import services
        from yunjiang.organizations.models import Organization

        services.load_yunnan()
        measures.declare([Declared(f"m{number}", number % 2 * 2) for number in range(MEASURES)])
        self.units = list(
            Organization.objects.filter(standings__kind="county", standings__valid_to=None).values_list(
                "key", "pk"
            )
        )
        self.row_count, self.lines, self.folder = (
            row_count,
            list[dict[str, Any]](),
            Path(os.environ["YUNJIANG_HOME"]),
        )

    def note(self, name: str, count: int, seconds: float, note: str = "") -> None:
        """Keep one line: what was done, how many of it, how long it took."""
        per_second = round(count / seconds)
        self.lines.append(
            {"name": name, "seconds": round(seconds, 3), "per_second": per_second, "note": note}
        )
        print(f"{name}: {per_second:,} a second ({seconds:.2f} s) {note}", file=sys.stderr)

    def file(self, tag: str) -> Path:
        """Write a CSV file of rows with sources."""
        path = self.folder / f"{tag}.csv"
        with path.open("w") as file:
            file.write("measure,organization,date,quantity,source\n")
            for number in range(self.row_count):
                file.write(",".join(self.row(number, tag)) + "\n")
        return path

    def row(self, number: int, tag: str) -> list[str]:
        day = date(2022, 1, 1) + timedelta(number % 1400)
        unit = self.units[number * 7 % len(self.units)][0]
        return [f"m{number % MEASURES}", unit, day.isoformat(), str(number % 1000), f"return:{tag}/{number}"]

    def imports(self) -> None:
        from yunjiang.ledger.intake import import_file
        from yunjiang.ledger.models import Batch

        given = {"data_set": "operational", "by": "benchmark"}
        imported, loaded = [], []
        for turn in range(ROUNDS):
            path = self.file(f"turn{turn}")
            imported.append(timed(lambda path=path: import_file(path, **given)))
            newest = Batch.objects.latest("position")
            assert newest.entry_count == self.row_count
            loaded.append(bulk_load(newest.pk))
        self.note("csv imported", self.row_count, statistics.median(imported))
        self.note("the same rows by the database's own bulk load", self.row_count, statistics.median(loaded))
        ratio = statistics.median(one / other for one, other in zip(imported, loaded, strict=True))
        self.lines.append({"name": "import ÷ bulk load", "ratio": round(ratio, 2)})
        print(f"import ÷ bulk load: {ratio:.2f}", file=sys.stderr)
        self.note(
            "the same csv again, nothing changed", self.row_count, timed(lambda: import_file(path, **given))
        )
        book = self.folder / "rows.xlsx"
        count = max(self.row_count // 4, 1)
        with xlsxwriter.Workbook(str(book), {"constant_memory": True}) as writer:
            page = writer.add_worksheet()
            page.write_row(0, 0, ["measure", "organization", "date", "quantity", "source"])
            for number in range(count):
                page.write_row(number + 1, 0, self.row(number, "xlsx"))
        self.note("xlsx imported", count, timed(lambda: import_file(book, **given)))

    def seal(self, entry_count: int) -> None:
        from yunjiang.ledger import posting, queries
        from yunjiang.ledger.models import Entry
        from yunjiang.ledger.seal import rebuild, seal, verify

        while seal():
            pass
        before, sealed = queries.position(), Entry.objects.count()
        parts = 5
        records = [self.records(f"part{part}", entry_count // parts) for part in range(parts)]
        seconds = 0.0
        for part in records:
            start = time.perf_counter()
            posting.post(part, data_set="operational", by="benchmark", title="records")
            seconds += time.perf_counter() - start
        self.note("records posted", entry_count, seconds)
        del records
        self.note("tail read as Arrow", entry_count, timed(lambda: queries.tail(before)))
        self.note("sealed", entry_count, timed(seal))
        size = sum(each.path.stat().st_size for each in queries.segments())
        self.lines[-1]["note"] = f"{size / (entry_count + sealed):.1f} bytes an entry"
        found: list[object] = []
        self.note(
            "verified",
            entry_count + sealed,
            timed(lambda: found.extend(verify())),
        )
        assert not found
        self.note("segments rebuilt", entry_count + sealed, timed(rebuild))

    def records(self, tag: str, count: int) -> list[Any]:
        from yunjiang.ledger.posting import Line, Record

        first = date(2022, 1, 1)
        return [
            Record(
                f"register:{tag}/{number}",
                [
                    Line(
                        f"m{number % MEASURES}",
                        self.units[number * 7 % len(self.units)][1],
                        first + timedelta(number % 1400),
                        number % 1000,
                    )
                ],
            )
            for number in range(count)
        ]


def timed(act: Callable[[], object]) -> float:
    """Return how many seconds an act takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def bulk_load(batch: int) -> float:
    """Return how long the database's own bulk load takes for the rows of a batch, into twins of the ledger's tables."""
    from django.db import connection, transaction

    seconds = 0.0
    for table in ("ledger_posting", "ledger_entry"):
        with connection.cursor() as cursor:
            make_twin(cursor, table)
            condition = f"FROM {table} WHERE id >> 24 = {batch} ORDER BY id"
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY (SELECT * {condition}) TO STDOUT") as copy:
                    content = b"".join(bytes(part) for part in copy)
                pieces = [content[start : start + (1 << 20)] for start in range(0, len(content), 1 << 20)]
            else:
                raw = cursor.connection.cursor()
                rows = raw.execute(f"SELECT * {condition}").fetchall()
                insert = f"INSERT INTO twin_{table} VALUES ({', '.join('?' * len(rows[0]))})"
            start = time.perf_counter()
            with transaction.atomic():
                if connection.vendor == "postgresql":
                    with cursor.copy(f"COPY twin_{table} FROM STDIN") as copy:
                        for piece in pieces:
                            copy.write(piece)
                else:
                    raw.executemany(insert, rows)
            seconds += time.perf_counter() - start
    return seconds


def make_twin(cursor: Any, table: str) -> None:
    """Make a table of the same columns and indexes, unless it is there; it grows as the ledger's does."""
    from django.db import connection

    if connection.vendor == "postgresql":
        cursor.execute(f"CREATE TABLE IF NOT EXISTS twin_{table} (LIKE {table} INCLUDING ALL)")
        return
    cursor.execute(
        "SELECT sql FROM sqlite_master WHERE tbl_name = %s AND type IN ('table', 'index') AND sql IS NOT NULL",
        [table],
    )
    for (statement,) in cursor.fetchall():
        twin = statement.replace("CREATE TABLE ", "CREATE TABLE IF NOT EXISTS ")
        for kind in ("UNIQUE INDEX ", "INDEX "):
            twin = twin.replace(f"CREATE {kind}", f"CREATE {kind}IF NOT EXISTS ")
        twin = twin.replace(f'"{table}', f'"twin_{table}')
        # Without the references: a foreign key is a check, and the bulk load has none.
        cursor.execute(without_references(twin))


def without_references(statement: str) -> str:
    """Return a statement of SQLite without its REFERENCES clauses."""
    import re

    return re.sub(r' REFERENCES "[^"]*" \("[^"]*"\)( DEFERRABLE INITIALLY DEFERRED)?', "", statement)


def show(found: dict[str, list[dict[str, Any]]]) -> None:
    """Print the lines of both databases side by side."""
    table = Table("", *(name for name in found))
    names = [line["name"] for line in next(iter(found.values()))]
    for name in names:
        cells = []
        for lines in found.values():
            line = next(each for each in lines if each["name"] == name)
            cells.append(
                f"{line['ratio']:.2f} ×"
                if "ratio" in line
                else f"{line['per_second']:,}/s, {line['seconds']:.2f} s {line['note']}"
            )
        table.add_row(name, *cells)
    Console().print(table)


if __name__ == "__main__":
    main()
