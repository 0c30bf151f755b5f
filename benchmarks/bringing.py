"""Bringing a union's sheet into the register of members, first and again with one row in a hundred changed, beside a rival."""

import multiprocessing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import rival_imports
import roster
from spending import Spent, line, shares


def measure(officer: Any, home: Path, rows: int, rival_rows: int, ending: str) -> Iterator[dict[str, Any]]:
    """Yield how long each step takes and how much memory the process has needed up to then; the people are new each time."""
    first, ours = _reserved(home, rows + rival_rows), {}
    for name, changed in (("first", False), ("again", True)):
        path = home / f"sheet-{name}{ending}"
        # Not in this process, whose memory is measured.
        with multiprocessing.get_context("spawn").Pool(1) as apart:
            apart.apply(roster.write_sheet, (path, first, rows), {"changed": changed})
            bare = apart.apply(_bare, (path,))
        size = f"{path.stat().st_size / 1e6:.0f} MB"
        yield line(f"{name}: bare reading of the sheet", rows, bare, size)
        spent = []
        for step, note, each in _brought(officer, path, bare):
            spent.append(each)
            yield line(f"{name}: {step}", rows, each, note)
        whole = Spent.sum(spent)
        yield line(f"{name}: all three together", rows, whole)
        ours[name] = (whole.rates(rows), spent[-1].rates(rows))
        path.unlink()
    yield from rival_imports.measure(home, first + rows, rival_rows, ours)


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
