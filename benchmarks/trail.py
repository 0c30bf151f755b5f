"""What the audit trail costs: one act with and without its record, records a second, verifying, searching, exporting.

    uv run python benchmarks/trail.py             50,000 records on each database; about three minutes
    uv run python benchmarks/trail.py --small     2,000 records: whether everything runs, in seconds

The act is one UPDATE of a person's row in one transaction: nothing in the house is smaller, so nothing pays a larger share.
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import apart
import django
from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).parent / "results" / "trail.json"
ROUNDS = 5
WRITERS = 4


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--small", action="store_true", help="whether everything runs, in seconds")
    arguments.add_argument("--database", choices=("sqlite", "postgresql"), help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.database:
        acts, records = (50, 2_000) if given.small else (300, 50_000)
        print(json.dumps(measure(acts, records)))
        return
    size = ["--small"] if given.small else []
    found = {
        name: apart.measured(__file__, name, ["--database", name, *size]) for name in ("sqlite", "postgresql")
    }
    table = Table("what", *found)
    for lines in zip(*found.values(), strict=True):
        table.add_row(lines[0]["name"], *(f"{line['value']:,} {line['unit']}" for line in lines))
    Console().print(table)
    if not given.small:
        told = {
            "measured_on": date.today().isoformat(),
            "machine": apart.machine(),
            "databases": found,
        }
        RESULTS.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n")


def measure(act_count: int, record_count: int) -> list[dict[str, Any]]:
    """Measure everything on the database of this process."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "yunjiang.settings"
    django.setup()
    from django.core.management import call_command
    from django.db import connections, transaction
    from django.db.models import Q

    call_command("migrate", verbosity=0, skip_checks=True)
    from yunjiang.access import trail
    from yunjiang.access.models import AuditRecord, User
    from yunjiang.access.trail import export, queries
    from yunjiang.access.trail.queries import Reach, Sought

    user = User.objects.create(username="li", last_name="李四")
    lines: list[dict[str, Any]] = []

    def note(name: str, value: float, unit: str) -> None:
        lines.append({"name": name, "value": round(value, 2 if value < 10 else None), "unit": unit})
        print(f"{name}: {value:,.2f} {unit}", file=sys.stderr)

    def bare(number: int) -> None:
        with transaction.atomic():
            User.objects.filter(pk=user.pk).update(first_name=str(number))

    def recorded(number: int) -> None:
        with trail.recording("access.assign", subject=f"user:{number}", facts={"reason": "年度考核"}) as deed:
            User.objects.filter(pk=user.pk).update(first_name=str(number))
            deed.changed(before={"first_name": str(number - 1)}, after={"first_name": str(number)})

    def rounds(act: Callable[[int], None]) -> float:
        """Return the milliseconds of one act, the best of some rounds."""
        return min(timed(lambda: [act(n) for n in range(act_count)]) for _ in range(ROUNDS)) / act_count * 1e3

    with trail.acting("", user=user):
        recorded(0)  # whatever a process asks once
        without, within = rounds(bare), rounds(recorded)
        note("one act, not recorded", without, "ms")
        note("the same act, recorded", within, "ms")
        note("overhead", within - without, "ms")
        alone = rounds(lambda n: trail.note("trail.read", subject=f"record:{n}"))
        note("one reading noted", alone, "ms")

    def writer(number: int) -> None:
        try:
            for turn in range(act_count):
                trail.note("trail.read", subject=f"record:{number}-{turn}")
        finally:
            connections.close_all()

    def together() -> None:
        with ThreadPoolExecutor(WRITERS) as pool:
            list(pool.map(writer, range(WRITERS)))

    note(f"readings noted by {WRITERS} writers at once", WRITERS * act_count / timed(together), "a second")

    def fill() -> None:
        for begun in range(0, record_count, 1000):
            with trail.recording("trail.verify"):
                for n in range(begun, begun + 999):
                    trail.note(
                        "trail.read", subject=f"record:{n % 5000}", facts={"n": n, "sheet": "五华区.xlsx"}
                    )

    note("records of one large act", record_count / timed(fill), "a second")
    count = AuditRecord.objects.count()
    seconds = statistics.median(timed(lambda: trail.verify()) for _ in range(3))
    note("verified", count / seconds, "records a second")
    everything = Reach(Q(), True, frozenset())
    for name, sought in (
        ("a page, the newest", Sought()),
        ("a page by subject", Sought(subject="record:17")),
        ("a page by person", Sought(person="李四")),
        ("a page by a text that is nowhere, every record looked at", Sought(text="没有这句话")),
    ):
        page = statistics.median(timed(lambda s=sought: queries.search(s, everything)) for _ in range(3))
        note(name, page * 1e3, "ms")
    exported = timed(
        lambda: sum(len(line) for line in export.lines(Sought(), everything, reason="benchmark"))
    )
    note("exported", count / exported, "lines a second")
    return lines


def timed(work: Callable[[], object]) -> float:
    """Return how many seconds the work takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
