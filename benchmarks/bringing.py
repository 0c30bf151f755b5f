"""Bringing a union's sheet into the register of members, first and again with one row in a hundred changed, beside a rival."""

import multiprocessing
import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import roster

PLAIN = [
    "pinyin", "name", "sex", "birth_on", "ethnic_group", "identity_kind", "education", "political_status", "skill_level",
    "household_kind", "household_place", "native_place", "is_migrant_worker",
]  # fmt: skip


def measure(officer: Any, home: Path, rows: int, rival_rows: int, ending: str) -> Iterator[dict[str, Any]]:
    """Yield how long each step takes and how much memory the process has needed up to then; the people are new each time."""
    first, rates = _reserved(home, rows), {}
    for name, changed in (("first", False), ("again", True)):
        path = home / f"sheet-{name}{ending}"
        # Not in this process, whose memory is measured.
        with multiprocessing.get_context("spawn").Pool(1) as apart:
            apart.apply(roster.write_sheet, (path, first, rows), {"changed": changed})
            bare = apart.apply(_bare, (path,))
        size = f"{path.stat().st_size / 1e6:.0f} MB"
        yield _line(f"{name}: bare reading of the sheet", rows, bare, size)
        for line in _brought(officer, path, bare):
            yield line | {"name": f"{name}: {line['name']}"}
            if line["name"] == "committed":
                rates[name] = line["a_second"]
        path.unlink()
    yield from _rival(first, rival_rows, rates)


def _brought(officer: Any, path: Path, bare: float) -> Iterator[dict[str, Any]]:
    from yunjiang.organizations.models import Organization
    from yunjiang.registers.kit.intake import checking, committing, receiving
    from yunjiang.registers.members.register import Members

    union = Organization.objects.get(key="u000000")
    began = time.perf_counter()
    with path.open("rb") as file:
        batch = receiving.receive(Members, union, file, path.name, by=officer)
    yield _line("received", batch.row_count, time.perf_counter() - began)
    began = time.perf_counter()
    checked = checking.check(batch)
    seconds = time.perf_counter() - began
    yield _line(
        "checked", batch.row_count, seconds, f"{seconds / bare:.1f} × bare; {shares(checked.seconds)}"
    )
    began = time.perf_counter()
    written = committing.commit(batch, officer, leaves_faulty_out=True)
    seconds = time.perf_counter() - began
    told = f"{written.created_count} new, {written.changed_count} changed, {written.faulty_count} faulty"
    yield _line("committed", batch.row_count, seconds, f"{told}; {shares(written.seconds)}")


def _rival(first: int, rows: int, rates: dict[str, float]) -> Iterator[dict[str, Any]]:
    """Let django-import-export write the plain columns of fewer rows of the same sheet into the same table, first and again."""
    import tablib
    from import_export import resources

    from yunjiang.persons.models import Person

    meta = type(
        "Meta", (), {"model": Person, "fields": PLAIN, "import_id_fields": ["pinyin"], "skip_unchanged": True}
    )
    resource_of = type("Plain", (resources.ModelResource,), {"Meta": meta})
    for name, changed in (("first", False), ("again", True)):
        sheet = tablib.Dataset(headers=PLAIN)
        for row in roster.sheet_rows(first, rows, changed=changed):
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
        told = f"ours {rates[name] * seconds / rows:.0f} times as fast" if name in rates else ""
        yield _line(f"{name}: django-import-export", rows, seconds, told)
    Person.objects.filter(pinyin__gte="r5", pinyin__lt="r6").delete()


def _bare(path: Path) -> float:
    """Return how long it takes to read the sheet's cells and do nothing with them."""
    import csv

    from python_calamine import CalamineWorkbook

    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return timed(lambda: sum(1 for _ in csv.reader(file)))
    return timed(
        lambda: sum(1 for _ in CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).iter_rows())
    )


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


def _line(name: str, rows: int, seconds: float, note: str = "") -> dict[str, Any]:
    return {
        "name": name,
        "rows": rows,
        "seconds": round(seconds, 3),
        "a_second": round(rows / max(seconds, 1e-9)),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
        "note": note,
    }
