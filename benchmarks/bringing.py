"""Bringing a union's sheet into the register of members, first and again with one row in a hundred changed, beside a rival."""

import multiprocessing
import os
import resource
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import roster

PLAIN = [
    "pinyin", "name", "sex", "birth_on", "ethnic_group", "identity_kind", "education", "political_status", "skill_level",
    "household_kind", "household_place", "native_place", "is_migrant_worker",
]  # fmt: skip


@dataclass
class Spent:
    """Seconds that pass inside, by the clock and of processors: of this process, and of the database's that serves it."""

    seconds: float = 0.0
    processor: float = 0.0
    has_database: bool = True

    @classmethod
    def sum(cls, several: Sequence[Self]) -> Self:
        return cls(sum(each.seconds for each in several), sum(each.processor for each in several))

    def rates(self, rows: int) -> tuple[float, float]:
        """Return rows in a second, by the clock and of processors."""
        return rows / max(self.seconds, 1e-9), rows / max(self.processor, 1e-9)

    def __enter__(self) -> Self:
        self.seconds, self.processor = -time.perf_counter(), -self._processor()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds += time.perf_counter()
        self.processor += self._processor()

    def _processor(self) -> float:
        return time.process_time() + (_of_database() if self.has_database else 0.0)


def _of_database() -> float:
    """Return the processor seconds of PostgreSQL's process that serves this one; SQLite has none of its own."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (process,) = cursor.fetchone()
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(officer: Any, home: Path, rows: int, rival_rows: int, ending: str) -> Iterator[dict[str, Any]]:
    """Yield how long each step takes and how much memory the process has needed up to then; the people are new each time."""
    first, ours = _reserved(home, rows), {}
    for name, changed in (("first", False), ("again", True)):
        path = home / f"sheet-{name}{ending}"
        # Not in this process, whose memory is measured.
        with multiprocessing.get_context("spawn").Pool(1) as apart:
            apart.apply(roster.write_sheet, (path, first, rows), {"changed": changed})
            bare = apart.apply(_bare, (path,))
        size = f"{path.stat().st_size / 1e6:.0f} MB"
        yield _line(f"{name}: bare reading of the sheet", rows, bare, size)
        spent = []
        for step, note, each in _brought(officer, path, bare):
            spent.append(each)
            yield _line(f"{name}: {step}", rows, each, note)
        whole = Spent.sum(spent)
        yield _line(f"{name}: all three together", rows, whole)
        ours[name] = (whole.rates(rows), spent[-1].rates(rows))
        path.unlink()
    yield from _rivals(home, first, rival_rows, ours)


def _brought(officer: Any, path: Path, bare: Spent) -> Iterator[tuple[str, str, Spent]]:
    from yunjiang.organizations.models import Organization
    from yunjiang.registers.kit.intake import checking, committing, receiving
    from yunjiang.registers.members.register import Members

    union = Organization.objects.get(key="u000000")
    with path.open("rb") as file, Spent() as spent:
        batch = receiving.receive(Members, union, file, path.name, by=officer)
    yield "received", "", spent
    with Spent() as spent:
        checked = checking.check(batch)
    yield "checked", f"{spent.seconds / bare.seconds:.1f} × bare; {shares(checked.seconds)}", spent
    with Spent() as spent:
        written = committing.commit(batch, officer, leaves_faulty_out=True)
    told = f"{written.created_count} new, {written.changed_count} changed, {written.faulty_count} faulty"
    yield "committed", f"{told}; {shares(written.seconds)}", spent


def _rivals(home: Path, first: int, rows: int, ours: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Let django-import-export bring 13 plain columns of fewer of the rows into the table of persons, first and again.

    As its admin does it: the workbook is read and tried without writing, then read and written. It digests, seals, checks, posts
    and remembers nothing, and makes no membership. Each way of setting it up is held against us by itself.
    """
    from import_export import resources
    from import_export.formats.base_formats import XLSX
    from import_export.instance_loaders import CachedInstanceLoader

    from yunjiang.persons.models import Person

    plain: dict[str, Any] = {"model": Person, "fields": PLAIN, "import_id_fields": ["pinyin"]}
    bulk = {"use_bulk": True, "batch_size": 1000}
    ways: dict[str, dict[str, Any]] = {
        "as it comes": {"skip_unchanged": True},
        "in bulk": bulk | {"skip_diff": True},
        # Comparing needs the diff, so bulk and skipping go together only without `skip_diff`.
        "in bulk, cached, skipping": bulk
        | {
            "skip_unchanged": True,
            "skip_html_diff": True,
            "report_skipped": False,
            "instance_loader_class": CachedInstanceLoader,
        },
    }
    for way, options in ways.items():
        meta = type("Meta", (), plain | options)
        resource_of = type("Plain", (resources.ModelResource,), {"Meta": meta})
        for name, changed in (("first", False), ("again", True)):
            content = _plain_workbook(home, first, rows, changed)
            spent = []
            for is_rehearsal in (True, False):
                with Spent() as each:
                    sheet = XLSX().create_dataset(content)
                with Spent() as written:
                    resource_of().import_data(sheet, dry_run=is_rehearsal, raise_errors=True)
                spent += [each, written]
            for told, theirs, own in (
                ("read, tried, read, written", Spent.sum(spent), ours[name][0]),
                ("written", spent[-1], ours[name][1]),
            ):
                rates = theirs.rates(rows)
                times = [mine / rate for mine, rate in zip(own, rates, strict=True)]
                yield _line(
                    f"{name}: django-import-export {way}: {told}",
                    rows,
                    theirs,
                    f"ours {times[0]:.1f} times as fast, in processor time {times[1]:.1f}",
                )
        Person.objects.filter(pinyin__gte="r5", pinyin__lt="r6").delete()


def _plain_workbook(home: Path, first: int, rows: int, changed: bool) -> bytes:
    """Return a workbook of the plain columns, values as they are stored: nothing is left to be understood."""
    import xlsxwriter

    path = home / "plain.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, PLAIN)
        for number, row in enumerate(roster.sheet_rows(first, rows, changed=changed), 1):
            codes = ["1", row[2].replace("/", "-"), "01", "resident", "21", "13", "9", "1"]
            page.write_row(number, 0, [f"r{row[6]}", row[0], *codes, row[11], row[17], "1"])
    content = path.read_bytes()
    path.unlink()
    return content


def _bare(path: Path) -> Spent:
    """Return how long it takes to read the sheet's cells and do nothing with them."""
    import csv

    from python_calamine import CalamineWorkbook

    with Spent(has_database=False) as spent:
        if path.suffix == ".csv":
            with path.open(encoding="utf-8-sig", newline="") as file:
                sum(1 for _ in csv.reader(file))
        else:
            sum(1 for _ in CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).iter_rows())
    return spent


def _reserved(home: Path, rows: int) -> int:
    """Return the number of the first of so many people who are not there; the next one gets others."""
    from yunjiang.persons.models import Person

    path = home / "next-person"
    last = Person.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    first = max(int(path.read_text()) if path.exists() else 0, last)
    if first + rows > roster.PEOPLE:
        raise SystemExit("There are no more people to bring: fill another folder.")
    path.write_text(str(first + rows))
    return first


def shares(seconds: Any) -> str:
    """Say which part of the time each stage takes."""
    whole = sum(seconds.values()) or 1
    return ", ".join(
        f"{stage} {each / whole:.0%}" for stage, each in sorted(seconds.items(), key=lambda pair: -pair[1])
    )


def _line(name: str, rows: int, spent: Spent, note: str = "") -> dict[str, Any]:
    by_clock, by_processor = spent.rates(rows)
    return {
        "name": name,
        "rows": rows,
        "seconds": round(spent.seconds, 3),
        "processor": round(spent.processor, 3),
        "a_second": round(by_clock),
        "a_processor_second": round(by_processor),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
        "note": note,
    }
