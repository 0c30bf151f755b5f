"""How fast sheets come into the register of members and how fast it is read, at a province's size; beside django-import-export.

    uv run --group rivals python benchmarks/registers.py            10 million members, 30 million events; hours
    uv run --group rivals python benchmarks/registers.py --members 100000 --events 300000 --rows 20000
    uv run --group rivals python benchmarks/registers.py --small    whether everything runs, in a minute

A sheet of 20 columns is imported, first and again with one row in a hundred changed: read, understood, checked, met by keyed
digest among everybody who is there, sealed, written with its history and posted to the ledger. The rival writes 13 plain columns
of the same rows and does none of that. "Bare" is python-calamine handing the same cells out. Lists are asked as the pages ask.
"""

import argparse
import json
import os
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from ledger import address_of  # the same servers as the ledger's benchmark
from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).parent / "results" / "registers.json"
ASKED = 200  # times each list is asked for
SMALL = {"members": 20_000, "events": 60_000, "rows": 5_000, "rival_rows": 500}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--members", type=int, default=10_000_000)
    parser.add_argument("--events", type=int, default=30_000_000)
    parser.add_argument("--rows", type=int, default=200_000, help="of the sheet")
    parser.add_argument("--rival-rows", type=int, default=5_000)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), action="append")
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--save", action="store_true", help="keep the result")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.small:
        vars(asked).update(SMALL)
    if asked.here:
        print(json.dumps(measure(asked)))
        return
    found = {name: in_process(name, asked) for name in asked.database or ("sqlite", "postgresql")}
    for name, lines in found.items():
        show(name, lines)
    if asked.save:
        machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
        sizes = {name: getattr(asked, name) for name in ("members", "events", "rows", "rival_rows")}
        told = {
            "measured_on": date.today().isoformat(),
            "machine": machine,
            "sizes": sizes,
            "databases": found,
        }
        RESULTS.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def in_process(database: str, asked: argparse.Namespace) -> list[dict[str, Any]]:
    """Measure on one database, in a process and a folder of its own that go away afterwards."""
    sizes = [
        part
        for name in ("members", "events", "rows", "rival_rows")
        for part in (f"--{name.replace('_', '-')}", str(getattr(asked, name)))
    ]
    with (
        tempfile.TemporaryDirectory(prefix="yunjiang-benchmark-") as folder,
        address_of(database, folder) as address,
    ):
        run = subprocess.run(
            [sys.executable, __file__, "--here", *sizes],
            env=os.environ | {"YUNJIANG_HOME": folder, "YUNJIANG_DATABASE": address},
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        )
    lines: list[dict[str, Any]] = json.loads(run.stdout.splitlines()[-1])
    return lines


def measure(asked: argparse.Namespace) -> list[dict[str, Any]]:
    """Measure everything on the database of this process."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "yunjiang.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, skip_checks=True)
    from yunjiang.access import trail

    with trail.acting("benchmark"):
        bench = Bench(asked)
        bench.fill()
        bench.imports()
        bench.rival()
        bench.lists()
    return bench.lines


class Bench:
    """The measurements, in the order in which they need each other."""

    def __init__(self, asked: argparse.Namespace) -> None:
        self.asked = asked
        self.lines: list[dict[str, Any]] = []
        self.folder = Path(os.environ["YUNJIANG_HOME"])
        self.rate: dict[str, float] = {}

    def note(self, name: str, count: int, seconds: float, note: str = "") -> None:
        """Keep one measurement, and tell of it at once."""
        self.lines.append({"name": name, "count": count, "seconds": round(seconds, 4), "note": note})
        print(
            f"{name}: {seconds:.3f} s, {count / max(seconds, 1e-9):,.0f}/s {note}",
            file=sys.stderr,
            flush=True,
        )

    def fill(self) -> None:
        """Make the province and everybody in it."""
        import roster
        from django.db import connection, transaction

        from yunjiang.access import services
        from yunjiang.access.models import Role

        began = time.perf_counter()
        self.home, self.unions = roster.plant()
        self.officer = services.create_person(
            "officer", "a long enough pass phrase", name="officer", organization=self.home
        )
        services.assign(self.officer, Role.REGISTER_OFFICER, self.home, valid_from=date(2020, 1, 1))
        province = self.home.standings.get().path.split("/")[1]
        self.above = services.create_person(
            "above", "a long enough pass phrase", name="above", organization=self.home
        )
        top = type(self.home).objects.get(pk=int(province))
        services.assign(self.above, Role.REGISTER_OFFICER, top, valid_from=date(2020, 1, 1))
        with transaction.atomic():
            roster.settle(self.asked.members, self.asked.events, self.unions)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        self.note("province generated", self.asked.members, time.perf_counter() - began)

    def imports(self) -> None:
        """Import the sheet, and again with one row in a hundred changed."""
        import roster
        from python_calamine import CalamineWorkbook

        from yunjiang.registers.kit.intake import checking, committing, receiving
        from yunjiang.registers.members.register import Members

        rows = self.asked.rows
        for name, changed in (("first", False), ("again", True)):
            path = self.folder / f"{name}.xlsx"
            roster.write_sheet(path, rows, changed=changed)
            bare = timed(
                lambda path=path: sum(
                    1 for _ in CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).iter_rows()
                )
            )
            self.note(f"{name}: bare calamine", rows, bare, f"{path.stat().st_size >> 20} MB")
            with path.open("rb") as file:
                began = time.perf_counter()
                batch = receiving.receive(Members, self.home, file, path.name, by=self.officer)
                self.note(f"{name}: received", rows, time.perf_counter() - began)
            began = time.perf_counter()
            checked = checking.check(batch)
            seconds = time.perf_counter() - began
            self.note(
                f"{name}: checked", rows, seconds, f"{seconds / bare:.1f} × bare; {shares(checked.seconds)}"
            )
            began = time.perf_counter()
            written = committing.commit(batch, self.officer, leaves_faulty_out=True)
            seconds = time.perf_counter() - began
            self.rate[name] = rows / seconds
            told = (
                f"{written.created_count} new, {written.changed_count} changed, {written.faulty_count} faulty"
            )
            self.note(f"{name}: committed", rows, seconds, f"{told}; {shares(written.seconds)}")
        self.note("peak memory, MB", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10, 1)

    def rival(self) -> None:
        """Let django-import-export write the plain columns of fewer rows of the same sheet, first and again."""
        try:
            import roster
            import tablib
            from import_export import resources
        except ImportError:
            print("no django-import-export: uv run --group rivals", file=sys.stderr)
            return
        from yunjiang.persons.models import Person

        fields = [
            "pinyin", "name", "sex", "birth_on", "ethnic_group", "identity_kind", "education", "political_status",
            "skill_level", "household_kind", "household_place", "native_place", "is_migrant_worker",
        ]  # fmt: skip
        meta = type(
            "Meta",
            (),
            {"model": Person, "fields": fields, "import_id_fields": ["pinyin"], "skip_unchanged": True},
        )
        resource_of = type("Plain", (resources.ModelResource,), {"Meta": meta})
        for name, changed in (("first", False), ("again", True)):
            sheet = tablib.Dataset(headers=fields)
            for row in roster.sheet_rows(self.asked.rival_rows, changed=changed):
                plain = [
                    f"r{row[6]}",
                    row[0],
                    "1",
                    row[2].replace("/", "-"),
                    "01",
                    "resident",
                    "21",
                    "13",
                    "9",
                    "1",
                ]
                sheet.append([*plain, row[11], row[17], "1"])
            seconds = timed(lambda sheet=sheet: resource_of().import_data(sheet, raise_errors=True))
            rate = self.asked.rival_rows / seconds
            self.note(
                f"{name}: django-import-export",
                self.asked.rival_rows,
                seconds,
                f"ours {self.rate[name] / rate:.0f} × as fast",
            )

    def lists(self) -> None:
        """Ask for pages of the list as the site does."""
        import roster

        from yunjiang.registers.kit import filters, lists
        from yunjiang.registers.members.register import Members

        chance = random.Random(3)
        people = roster.names(ASKED, chance)
        numbers = [row[6] for row in roster.sheet_rows(ASKED, changed=False)]
        asks: dict[str, Callable[[int], tuple[Any, dict[str, list[str]]]]] = {
            "list of the province": lambda n: (self.above, {}),
            "filtered by state": lambda n: (self.above, {"state": ["current"]}),
            "filtered by quality": lambda n: (self.above, {"quality": ["incomplete"]}),
            "name prefix": lambda n: (self.above, {filters.SEARCH: [people[n]]}),
            "identity number": lambda n: (self.above, {filters.SEARCH: [numbers[n]]}),
            "one union": lambda n: (self.officer, {}),
        }
        for name, ask in asks.items():
            seconds = []
            for number in range(ASKED):
                user, query = ask(number)
                wanted = filters.parse(Members, query)
                seconds.append(timed(lambda user=user, wanted=wanted: lists.page(Members, user, wanted)))
            told = f"p50 {statistics.median(seconds) * 1000:.1f} ms, p99 {statistics.quantiles(seconds, n=100)[98] * 1000:.1f} ms"
            self.note(f"page: {name}", ASKED, sum(seconds), told)


def timed(act: Callable[[], object]) -> float:
    """Return how many seconds an act takes."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def shares(seconds: Any) -> str:
    """Say which part of the time each stage takes."""
    whole = sum(seconds.values()) or 1
    return ", ".join(
        f"{stage} {each / whole:.0%}" for stage, each in sorted(seconds.items(), key=lambda pair: -pair[1])
    )


def show(database: str, lines: list[dict[str, Any]]) -> None:
    """Print the measurements on one database."""
    table = Table("what", "seconds", "a second", "", title=database)
    for each in lines:
        table.add_row(
            each["name"],
            f"{each['seconds']:.3f}",
            f"{each['count'] / max(each['seconds'], 1e-9):,.0f}",
            each["note"],
        )
    Console(width=150).print(table)


if __name__ == "__main__":
    main()
