"""Asking a register's list as its page does: by users of a province, a county and one union, of everything that can be asked."""

import gc
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import roster

ASKED_COLD = 10
COUNTED = 100  # of them how often the rows are counted too, as the page does, and the next page is turned to
LIMIT = 0.050  # seconds, for 99 of 100 pages
# name, whose list, what is asked of the n-th person
Ask = tuple[str, str, Callable[[dict[str, Any]], dict[str, list[str]]]]


def asks(units: dict[str, str]) -> Iterator[Ask]:
    """Yield what is asked; `units` are keys of units by what they are."""
    searches: dict[str, Callable[[dict[str, Any]], str]] = {
        "identity number": lambda each: each["identity"],
        "telephone": lambda each: each["phone"],
        "card number": lambda each: f"6221{each['n']:012}",
        "whole name": lambda each: each["name"],
        "surname and a half": lambda each: each["name"][:2],
        "common surname": lambda each: "王李张刘陈"[each["n"] % 5],
        "any surname": lambda each: each["surname"],
        "rare surname": lambda each: ("欧阳", "刀", "木", "司马", "普", "岩")[each["n"] % 6],
        "pinyin, whole": lambda each: each["pinyin"],
        "pinyin, beginning": lambda each: each["pinyin"][:4],
        "nobody's name": lambda each: each["name"] + "某",
    }
    rare = ("whole name", "any surname", "pinyin, beginning")
    for scope in ("province", "county", "union"):
        yield f"{scope}: list", scope, lambda each: {}
        yield (
            f"{scope}: one filter",
            scope,
            lambda each: _among(each, state=("retained", "left"), quality=("incomplete", "stale")),
        )
        yield (
            f"{scope}: two filters",
            scope,
            lambda each: {"state": ["current"], "quality": [("stale", "invalid")[each["n"] % 2]]},
        )
        yield (
            f"{scope}: two rare filters",
            scope,
            lambda each: {"state": ["retained"], "quality": [("stale", "invalid")[each["n"] % 2]]},
        )
        yield f"{scope}: name and filter", scope, lambda each: {"q": [each["name"][:2]], "quality": ["stale"]}
        for name, typed in searches.items():
            if scope != "county" or name in rare:
                yield f"{scope}: {name}", scope, lambda each, typed=typed: {"q": [typed(each)]}
    yield "province: the page of one union", "province", lambda each: {"organization": [units["union"]]}
    yield (
        "province: one union, one quality",
        "province",
        lambda each: {"organization": [units["union"]], "quality": ["stale"]},
    )
    yield "province: two counties' new jobs", "province", lambda each: {
        "organization": [units["county"]], "new_form_job": ["courier", "food_rider"]
    }  # fmt: skip


def _among(each: dict[str, Any], **choices: Sequence[str]) -> dict[str, list[str]]:
    """Return one filter of several, another for each person."""
    pairs = [(name, value) for name, values in choices.items() for value in values]
    name, value = pairs[each["n"] % len(pairs)]
    return {name: [value]}


def measure(
    users: dict[str, Any],
    units: dict[str, str],
    members: int,
    files: Sequence[Path],
    times: int = 300,
    only: str = "",
) -> Iterator[dict[str, Any]]:
    """Yield for each ask how long its pages take with the files in memory, then some after the system has let them go.

    `first` is the very first time that this process asks so, before anything is warm but the files.
    """
    from django.db import connection

    from yunjiang.access.people.latin import spelled
    from yunjiang.registers.kit import filters, lists
    from yunjiang.registers.members.register import Members

    fetch(files)
    settle()
    chance = random.Random(3)
    some = [roster.people(chance.randrange(members), 1).row(0, named=True) for _ in range(times)]
    for each in some:
        each["pinyin"] = spelled(each["name"])[0]

    def page(user: Any, query: dict[str, list[str]], after: str = "") -> tuple[Taken, Any]:
        begin = Taken(time.perf_counter(), time.process_time())
        found = lists.page(Members, user, filters.parse(Members, query), after=after)
        return Taken(time.perf_counter() - begin.seconds, time.process_time() - begin.processor), found

    for name, scope, query in asks(units):
        if only not in name:
            continue
        user = users[scope]
        first, _page = page(user, query(some[-1]))
        pages: list[Taken] = []
        counts, further, rows = [], [], 0
        for each in some:
            taken, found = page(user, query(each))
            pages.append(taken)
            rows += len(found.rows)
            if len(counts) < COUNTED:
                counts.append(seconds(lambda found=found: found.told_count))
            if found.further and len(further) < COUNTED:
                further.append(page(user, query(each), found.further)[0].seconds)
        yield {
            "name": name,
            "asked": len(pages),
            "rows": round(rows / len(pages), 1),
            **told([each.seconds for each in pages]),
            "processor_p99": at([each.processor for each in pages], 99),
            "first": round(first.seconds * 1000, 1),
            "count_p99": at(counts, 99),
            "next_page_p99": at(further, 99),
        }
    name, scope, query = next(asks(units))
    if only in name:
        connected = []
        for each in some[:COUNTED]:
            connection.close()
            connected.append(page(users[scope], query(each))[0].seconds)
        yield {"name": f"{name}, on a new connection", "asked": len(connected), **told(connected)}
    for name, scope, query in asks(units):
        if scope == "province" and only in name:
            let_go(files)
            cold = [page(users[scope], query(each))[0].seconds for each in some[:ASKED_COLD]]
            yield {"name": f"cold {name}", "asked": len(cold), "p50": at(cold, 50), "p99": at(cold, 99)}


class Taken(NamedTuple):
    """How long something took by the clock, and of this process's processor time: the rest is waiting, or the database's."""

    seconds: float
    processor: float


def settle() -> None:
    """Have the collector leave alone what was loaded by now, as the server does when it has started (yunjiang.wsgi)."""
    gc.collect()
    gc.freeze()


def fetch(files: Sequence[Path]) -> None:
    """Have the system keep files in its memory, as it does on a server that has been running for a while."""
    for path in files:
        with path.open("rb", buffering=0) as file:
            while file.read(1 << 23):
                pass


def let_go(files: Sequence[Path]) -> None:
    """Have the system forget what it keeps of files in memory; a database server keeps what is in its own buffers."""
    for path in files:
        try:
            file = os.open(path, os.O_RDONLY)
        except OSError:
            continue
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(file)


def seconds(act: Callable[[], object]) -> float:
    """Return how long an act takes."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def told(taken: Sequence[float]) -> dict[str, Any]:
    """Return what a line says of times: milliseconds, and whether 99 of 100 are within the limit."""
    last = at(taken, 99)
    within = None if last is None else last < LIMIT * 1000
    return {"p50": at(taken, 50), "p95": at(taken, 95), "p99": last, "within_50_ms": within}


def at(taken: Sequence[float], part: int) -> float | None:
    """Return the milliseconds below which so many of a hundred lie."""
    if len(taken) < 2:
        return None
    return round(statistics.quantiles(taken, n=100, method="inclusive")[part - 1] * 1000, 1)
