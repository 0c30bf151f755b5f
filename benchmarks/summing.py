"""Figures of members out of a ledger of as many entries, beside counting the rows of the register's own table.

The entries are written past the posting, as sealed segments: one more on the day on which somebody became a member, one less on
the day of leaving. Each question looks at the tree anew, as the figures room does, and each answer is compared with the table's.
"""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import asking
import filling
import polars as pl
import pyarrow.parquet as pq

SEGMENT = 500_000  # memberships
MEASURE, DATA_SET = 1, 0
WHOLE = "the province"


def measure(members: int, folder: Path, times: int, only: str = "") -> Iterator[dict[str, Any]]:
    """Yield for one union, one county, all counties, all prefectures and the province how long their figure takes."""
    from yunjiang.figures.answering import answer
    from yunjiang.figures.engines.duck import DuckEngine
    from yunjiang.figures.figure import Tree, Window
    from yunjiang.figures.question import Ask, Kind, Request
    from yunjiang.figures.reading import Holdings
    from yunjiang.figures.sums import Shelf
    from yunjiang.figures.trees import Trees

    day = date.today()
    sealed = written(members, folder / "segments")
    engine, trees = DuckEngine(memory_limit="2GB"), Trees()
    holdings, shelf = Holdings(sealed, []), Shelf(folder / "sums", engine)
    began = time.perf_counter()
    shelf.blocks(sealed)
    seconds = round(time.perf_counter() - began, 1)
    yield {
        "name": f"sums of {len(sealed)} segments, where there are none yet",
        "asked": 1,
        "seconds": seconds,
    }

    def figures(places: Sequence[int]) -> dict[int, int]:
        trees.renew()
        forest = trees.forest(Kind.BALANCE, Tree.RESTATED, day, None)
        ask = Ask(0, MEASURE, Kind.BALANCE, Window(day, day), forest)
        found = answer(Request(DATA_SET, len(sealed), [ask], places), holdings, shelf, engine)
        return {place: amount.quantity for (_ask, place, _label), amount in found.items()}

    levels, chance = _units(), random.Random(5)
    whole: tuple[dict[str, int], float] | None = None
    for name, choose in _questions(levels, chance):
        if only not in name:
            continue
        figures(list(choose()))
        taken = [asking.seconds(partial(figures, list(choose()))) for _ in range(times)]
        wanted = choose()
        if len(wanted) == 1 and name != WHOLE:
            began = time.perf_counter()
            rows, plain = _plain(day, members, *wanted.values()), time.perf_counter() - began
        else:  # the whole table, counted once
            rows, plain = whole = whole or _whole(day, members)
        said = {unit: count for unit, count in figures(list(wanted)).items() if count}
        assert said == _below(wanted, rows), f"{name}: the table says otherwise"
        line = {"name": f"figure: {name}", "asked": times, **asking.told(taken)}
        yield line | {
            "plain_ms": round(plain * 1000, 1),
            "times_as_fast": round(plain * 1000 / max(line["p50"] or 0, 0.001), 1),
        }


def written(members: int, folder: Path) -> list[Any]:
    """Return the segments, written where they are not there yet."""
    from yunjiang.figures.sums import Sealed
    from yunjiang.ledger.entry_tables import SCHEMA
    from yunjiang.standards.national_cryptography import sm3

    folder.mkdir(parents=True, exist_ok=True)
    found, make = [], None
    for number, first in enumerate(range(0, members, SEGMENT), 1):
        count = min(SEGMENT, members - first)
        path = folder / f"{number:03}-{first}-{count}.parquet"
        if not path.exists():
            make = make or filling.memberships(filling.unions())
            entries = _entries(make(first, count), number)
            pq.write_table(entries.to_arrow().select(SCHEMA.names).cast(SCHEMA), path, compression="zstd")
        found.append(Sealed(number, number, number, path, sm3(path.read_bytes())))
    return found


def _entries(rows: pl.DataFrame, position: int) -> pl.DataFrame:
    came = rows.filter(pl.col("since_on").is_not_null())
    left = came.filter(pl.col("ended_on").is_not_null())
    parts = [
        part.select(
            (pl.col("id") * 2 + place).alias("id"),
            (pl.col("id") * 2 + place).alias("origin"),
            pl.col("id").alias("posting"),
            pl.lit(position).alias("position"),
            pl.lit(DATA_SET).alias("data_set"),
            pl.lit(0).alias("channel"),
            pl.lit(MEASURE).alias("measure"),
            pl.col("organization_id").alias("organization"),
            pl.lit(None, pl.Date).alias("since_on"),
            pl.col(day).alias("happened_on"),
            (pl.col(day).dt.year() * 100 + pl.col(day).dt.month()).alias("period"),
            pl.lit(1 - 2 * place).alias("quantity"),
            pl.lit(1).alias("weight"),
            pl.lit(0).alias("bound"),
            pl.lit(0).alias("breakdown"),
            pl.lit(0).alias("person"),
        )
        for place, (part, day) in enumerate(((came, "since_on"), (left, "ended_on")))
    ]
    return pl.concat(parts).sort("happened_on", "organization", "id")


def _units() -> dict[str, dict[int, str]]:
    """Return the paths of the units of each level, by their number."""
    from yunjiang.organizations.models import Standing

    found: dict[str, dict[int, str]] = {}
    for kind, unit, path in Standing.objects.values_list("kind", "organization_id", "path"):
        found.setdefault(kind, {})[unit] = path
    return found


Units = dict[int, str]


def _questions(levels: dict[str, Units], chance: random.Random) -> Iterator[tuple[str, Callable[[], Units]]]:
    def one_of(kind: str) -> Callable[[], Units]:
        every = sorted(levels[kind].items())
        return lambda: dict([chance.choice(every)])

    yield "one union", one_of("union")
    yield "one county", one_of("county")
    yield f"all {len(levels['county'])} counties", lambda: levels["county"]
    yield f"all {len(levels['prefecture'])} prefectures", lambda: levels["prefecture"]
    yield WHOLE, lambda: levels["province"]


def _whole(day: date, members: int) -> tuple[dict[str, int], float]:
    began = time.perf_counter()
    rows = _plain(day, members)
    return rows, time.perf_counter() - began


def _plain(day: date, members: int, path: str = "") -> dict[str, int]:
    """Count the table's rows by path, below one path or all of them, in one statement."""
    from django.db import connection

    where = "since_on <= %s AND (ended_on IS NULL OR ended_on > %s) AND voided_at IS NULL AND id <= %s"
    values: list[Any] = [day, day, members]
    if path:
        where += " AND path >= %s AND path < %s"
        values += [path, f"{path[:-1]}0"]
    with closing(connection.cursor()) as cursor:
        cursor.execute(f"SELECT path, count(*) FROM members_membership WHERE {where} GROUP BY path", values)
        return dict(cursor.fetchall())


def _below(units: Units, rows: dict[str, int]) -> dict[int, int]:
    """Return how many there are at and below each unit that has any."""
    found: dict[int, int] = {}
    for unit, path in units.items():
        if count := sum(count for at, count in rows.items() if at.startswith(path)):
            found[unit] = count
    return found
