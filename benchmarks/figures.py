"""How fast figures are: a page of 45 × 16 to date and what it is made of, beside PostgreSQL and SQLite.

    uv run python benchmarks/figures.py            20 million entries; about five minutes, 6 GB in the temporary folder
    uv run python benchmarks/figures.py --small    200,000 entries: whether everything runs and agrees, in seconds

Everything is measured in one run, as a multiple of one plain scan (the sum of one column of one Parquet file by DuckDB) taken
between the rounds: the best round over the best scan, and the same of processor time, which other people's work on the machine
disturbs least. Every answer is checked against direct SQL over all entries.
"""

import argparse
import json
import platform
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb
import province
import rivals
from province import Size
from rich.console import Console
from rich.table import Table

from yunjiang.figures.answering import answer, entry_ids
from yunjiang.figures.cube import cube
from yunjiang.figures.engines.duck import DuckEngine
from yunjiang.figures.figure import Window
from yunjiang.figures.question import Ask, Forest, Kind, Request
from yunjiang.figures.reading import Holdings
from yunjiang.figures.sums import Shelf

RESULTS = Path(__file__).parent / "results" / "figures.json"
DATA_SET = 2


@dataclass
class Measured:
    """One line of the table: seconds at best, and how many plain scans that is, by the clock and by processor time."""

    name: str
    seconds: float
    scans: float
    processor_scans: float | None = None
    note: str = ""


class Bench:
    """Measures against the plain scan of one file."""

    def __init__(self, entries: Path) -> None:
        self.lines: list[Measured] = []
        self._connection = duckdb.connect()
        self._scan = f"SELECT sum(quantity) FROM '{entries}'"
        for _ in range(5):
            self.scan()
        self.measure("plain scan of one column, one file", self.scan)

    def scan(self) -> None:
        self._connection.sql(self._scan).fetchall()

    def measure(self, name: str, act: Callable[[], object], rounds: int = 15, note: str = "") -> object:
        """Take an act several times, warm, with a plain scan beside each; return what it gave last."""
        result = act()
        taken, scans = [], []
        for _ in range(rounds):
            scans.append(_timed(self.scan)[:2])
            *seconds, result = _timed(act)
            taken.append(seconds)
        self.record(name, *_best(taken), *_best(scans), note)
        return result

    def once(self, name: str, act: Callable[[], object], note: str = "") -> object:
        """Take an act that cannot be repeated."""
        scans = [_timed(self.scan)[:2] for _ in range(5)]
        *seconds, result = _timed(act)
        self.record(name, *seconds, *_best(scans), note)
        return result

    def record(
        self, name: str, seconds: float, used: float, scan: float, scan_used: float, note: str
    ) -> None:
        self.lines.append(Measured(name, seconds, seconds / scan, used / scan_used, note))


def _timed(act: Callable[[], object]) -> tuple[float, float, object]:
    """Return the seconds an act took by the clock and of processor time, and what it gave."""
    begun, used = time.perf_counter(), time.process_time()
    result = act()
    return time.perf_counter() - begun, time.process_time() - used, result


def _best(taken: Sequence[Sequence[float]]) -> tuple[float, float]:
    return min(each[0] for each in taken), min(each[1] for each in taken)


def page(size: Size, forest: Forest, on: date, *, with_coverage: bool) -> Request:
    """Return the page: 25 sums since the plan began, 10 of the year, what stands of 2 balances and 8 levels; 16 prefectures."""
    asks = []
    for measure, kind in province.KINDS.items():
        first = date(2021, 1, 1) if measure <= 25 else date(on.year, 1, 1)
        window = Window(first, on) if kind is Kind.FLOW else Window(on, on)
        limit = 400 if kind is Kind.LEVEL else None
        asks.append(
            Ask(len(asks), measure, kind, window, forest, age_limit_days=limit, roster=int(with_coverage))
        )
    counties = tuple((province.prefecture_of(county), county) for county in province.COUNTIES)
    return Request(DATA_SET, size.month_count + 1, asks, list(province.PREFECTURES), ((), counties))


def values(found: dict) -> rivals.Values:
    return {(term, place): amount.quantity for (term, place, _), amount in found.items()}


def run(size: Size, scratch: Path) -> list[Measured]:
    """Make the ledger, measure everything, check everything."""
    with duckdb.connect(str(scratch / "work.duckdb"), config={"memory_limit": "8GB"}) as maker:
        holdings = province.write(scratch, size, maker)
    (scratch / "work.duckdb").unlink()
    entries, forest = scratch / "all.parquet", province.forest(size)
    engine = DuckEngine(memory_limit="4GB", spill_directory=scratch / "spill")
    shelf = Shelf(scratch / "sums", engine, province.LEVELS)
    bench = Bench(entries)
    blocks = bench.once("sums of all segments, from nothing", lambda: shelf.blocks(holdings.sealed))
    size_of_sums = sum(path.stat().st_size for path in (scratch / "sums").iterdir())
    bench.lines[-1].note = f"{len(blocks)} files in use; {size_of_sums / 1e6:.0f} MB of sums on disk"  # type: ignore[arg-type]

    def ask(request: Request) -> dict:
        return answer(request, holdings, shelf, engine)

    to_date = page(size, forest, province.end(size), with_coverage=False)
    covered = page(size, forest, province.end(size), with_coverage=True)
    earlier = page(size, forest, province.last_day(size), with_coverage=True)
    found = bench.measure("page of 45 × 16 to date", lambda: ask(to_date), note="target: at most 3")
    bench.measure("page of 45 × 16 to date, with coverage", lambda: ask(covered))
    bench.measure("page of 45 × 16 to an earlier mid-month day, with coverage", lambda: ask(earlier))
    one = to_date.only(to_date.asks[:1], to_date.places[:1])
    bench.measure("one figure", lambda: ask(one))
    points = [
        replace(to_date.asks[0], figure=n, window=Window(date(2021, 1, 1), day))
        for n, day in enumerate(_months(size))
    ]
    bench.measure("series of month ends, one indicator", lambda: ask(to_date.only(points, [province.ROOT])))
    bench.measure(
        "the first 100 entries behind a figure",
        lambda: entry_ids(one, holdings, shelf, engine, after=0, limit=100),
        rounds=5,
    )

    places = [
        (unit, place)
        for unit in province.units(size)
        for place in province.chain(unit)
        if place in to_date.places
    ]
    expected = rivals.direct(entries, list(to_date.asks), places)
    assert values(found) == expected, "the page differs from direct SQL over all entries"  # type: ignore[arg-type]
    assert values(ask(earlier)) == rivals.direct(entries, list(earlier.asks), places)

    _rivals(bench, entries, scratch, to_date, places, expected, lambda: ask(to_date))
    counts = bench.measure(
        "cube: every flow × organization × month, with running sums",
        lambda: cube(holdings, shelf, engine, data_set=DATA_SET, forest=forest).num_rows,
        rounds=3,
    )
    bench.lines[-1].note = f"{counts:,} cells"
    person_asks = [replace(ask_, counts_persons=True) for ask_ in to_date.asks if 6 <= ask_.measure <= 35]
    persons = bench.measure(
        "exact distinct persons, 30 measures × 16, to date",
        lambda: ask(to_date.only(person_asks, to_date.places)),
        rounds=3,
    )
    _check_persons(entries, person_asks, places, persons)  # type: ignore[arg-type]
    _seal(bench, size, scratch, holdings, shelf)
    return bench.lines


def _months(size: Size) -> list[date]:
    months = [(2021 + n // 12, n % 12 + 1) for n in range(1, size.month_count)]
    return [date.fromordinal(date(year, month, 1).toordinal() - 1) for year, month in months]


def _rivals(
    bench: Bench,
    entries: Path,
    scratch: Path,
    request: Request,
    places: list[tuple[int, int]],
    expected: rivals.Values,
    ours: Callable[[], object],
) -> None:
    """Ask the databases; each of their pages is compared with ours taken just before and just after it."""

    def our_page() -> float:
        return min(_timed(ours)[0] for _ in range(7))

    def between(page: Callable[[], rivals.Values]) -> tuple[float, float, rivals.Values]:
        before = our_page()
        begun = time.perf_counter()
        found = page()
        taken = time.perf_counter() - begun
        return taken, taken / statistics.mean([before, our_page()]), found

    for name, target, ask in (("PostgreSQL", 20, rivals.postgresql), ("SQLite", 100, rivals.sqlite)):
        rival = ask(entries, scratch, list(request.asks), places, between)
        if rival is None:
            continue
        assert rival.values == expected, f"{name} differs"
        seconds = min(rival.page_seconds)
        note = f"{min(rival.times_ours):.0f} times ours; target: at least {target}"
        loading = f"load {rival.load_seconds:.0f} s, indexes {rival.index_seconds:.0f} s"
        scan = min(_timed(bench.scan)[0] for _ in range(7))
        line = Measured(
            f"the same page, indexed SQL over {name}", seconds, seconds / scan, None, f"{note}; {loading}"
        )
        bench.lines.append(line)


def _check_persons(entries: Path, asks: list[Ask], places: list[tuple[int, int]], found: dict) -> None:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE term (term int, measure int, first_on date, last_on date)")
    connection.execute("CREATE TABLE place (organization int, place int)")
    rows = [(term, ask.measure, ask.first_on, ask.last_on) for term, ask in enumerate(asks)]
    connection.executemany("INSERT INTO term VALUES (?, ?, ?, ?)", rows)
    connection.executemany("INSERT INTO place VALUES (?, ?)", places)
    counted = connection.sql(f"""
        SELECT term, place, count(*) FROM (
            SELECT t.term, p.place, e.person FROM term t
            JOIN '{entries}' e ON e.measure = t.measure AND e.happened_on BETWEEN t.first_on AND t.last_on
            JOIN place p ON p.organization = e.organization
            GROUP BY ALL HAVING sum(e.weight) > 0
        ) GROUP BY ALL
    """).fetchall()
    assert values(found) == {(term, place): count for term, place, count in counted}, "persons differ"


def _seal(bench: Bench, size: Size, scratch: Path, holdings: Holdings, shelf: Shelf) -> None:
    """Measure the sums of one more segment, as after a seal, and the first page after it."""
    more = province.one_more(scratch, size, holdings)
    count = more.sealed[-1]
    bench.once(
        "sums of one more segment after a seal",
        lambda: shelf.blocks(more.sealed),
        f"{province.one_more_count(size):,} entries; segment {count.number}",
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--small", action="store_true", help="200,000 entries; keeps no results")
    parser.add_argument("--scratch", type=Path, help="where to put gigabytes (default: the temporary folder)")
    options = parser.parse_args()
    size = province.SMALL if options.small else Size()
    scratch = Path(tempfile.mkdtemp(prefix="yunjiang-figures-", dir=options.scratch))
    try:
        lines = run(size, scratch)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    table = Table("what", "seconds", "× plain scan", "× its processor time", "note")
    for line in lines:
        used = "" if line.processor_scans is None else f"{line.processor_scans:.1f}"
        table.add_row(line.name, f"{line.seconds:.4f}", f"{line.scans:.1f}", used, line.note)
    Console(width=160).print(table)
    if not options.small:
        RESULTS.parent.mkdir(exist_ok=True)
        machine = {
            "python": platform.python_version(),
            "duckdb": duckdb.__version__,
            "processors": _processors(),
        }
        kept = {
            "measured_on": date.today().isoformat(),
            "machine": machine,
            "lines": [vars(line) for line in lines],
        }
        RESULTS.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n")


def _processors() -> int:
    return int(duckdb.connect().sql("SELECT current_setting('threads')").fetchall()[0][0])


if __name__ == "__main__":
    main()
