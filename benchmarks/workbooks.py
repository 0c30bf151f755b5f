"""How long the counties' workbooks take: written, read back, marked, taken; beside the bare libraries doing less.

    uv run python benchmarks/workbooks.py          129 counties in a temporary folder; about a minute
    uv run python benchmarks/workbooks.py --save   keeps the result in benchmarks/results/workbooks.json

"Bare" writing is XlsxWriter putting the same values into the same cells without formats, validation, ids or protection; "bare"
reading is calamine's `to_python` of the same file. Seconds are of processor time, so that a busy machine matters less. What is
read back is compared with what was written, cell by cell.
"""

import argparse
import io
import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import apart

RESULTS = Path(__file__).parent / "results" / "workbooks.json"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--save", action="store_true", help="keep the result")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="yunjiang-benchmark-") as home:
        os.environ["YUNJIANG_HOME"] = home
        os.environ["DJANGO_SETTINGS_MODULE"] = "yunjiang.settings"
        lines = measured()
    show(lines)
    if asked.save:
        RESULTS.parent.mkdir(exist_ok=True)
        kept = {
            "machine": apart.machine(),
            "lines": lines,
        }
        RESULTS.write_text(json.dumps(kept, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def measured() -> list[dict[str, object]]:
    """Open a year for the whole province and measure every step; return one line each."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from yunjiang.access import trail

    with trail.acting("benchmark"):
        return _measured()


def _measured() -> list[dict[str, object]]:
    from yunjiang.access import services as access
    from yunjiang.access.models import Role
    from yunjiang.ledger import measures
    from yunjiang.ledger.models import DataSet
    from yunjiang.organizations import services as organizations
    from yunjiang.organizations.models import Kind, Organization
    from yunjiang.plans import library
    from yunjiang.plans import queries as plans
    from yunjiang.plans import services as plans_services
    from yunjiang.returns import cycles, workbooks
    from yunjiang.returns.models import Rhythm
    from yunjiang.returns.workbooks import (
        Mode,
        Shape,
        answering,
        cells,
        gathering,
        reading,
        services,
        writing,
    )
    from yunjiang.standards import periods

    organizations.load_yunnan()
    version = plans_services.load(library.text("yunnan-2021-2025"), "benchmark").version
    plan = plans.document(version)
    measures.declare(plan.measures, dimensions=plan.dimensions)
    province = Organization.objects.get(key="530000")
    clerk = access.create_person("clerk", "", name="clerk", organization=province, is_password_checked=False)
    access.assign(clerk, Role.REPORTING_OFFICER, province, valid_from=plan.first_day)
    start = time.process_time()
    cycle = cycles.open_cycle(version, Rhythm.ANNUAL, periods.parse("2024"), DataSet.OPERATIONAL, by=clerk)
    opened = time.process_time() - start
    reports = [each for each in workbooks.fillable(cycle, province, clerk) if each.place.kind == Kind.COUNTY]
    key = services.keys()[0]
    form = gathering.form(cycle, reports, clerk)
    now = clerk.date_joined
    told = f"{len(form.units)} units, {sum(len(unit.cells) for unit in form.units)} cells"

    lines = [line("cycle opened for the province", opened, f"{cycle.returns.count()} returns")]

    def add(name: str, act: Callable[[], Any], times: int = 5, note: str = "", bare: float = 0.0) -> Any:
        seconds, came = median(act, times)
        lines.append(line(name, seconds, note, bare))
        return came

    add(
        "form gathered from the database",
        lambda: gathering.form(cycle, reports, clerk),
        note=told,
    )
    for shape in (Shape.WIDE, Shape.SHEETS):
        named = "one sheet for all" if shape is Shape.WIDE else "a sheet for each"
        content = writing.write(form, key=key, written_at=now, shape=shape)
        book = cells.read(content)
        values = [{at: raw.text for at, raw in sheet.cells.items()} for sheet in book.sheets]
        bare, _came = median(lambda values=values: bare_writing(values))
        add(f"written, {named}", lambda shape=shape: writing.write(form, key=key, written_at=now, shape=shape),
            note=f"{len(content) // 1024} kB", bare=bare)  # fmt: skip
        bare, _came = median(lambda content=content: bare_reading(content))
        add(f"cells read, {named}", lambda content=content: cells.read(content),
            note=f"{sum(map(len, values))} cells with content", bare=bare)  # fmt: skip
        found = add(f"read, checked and understood, {named}",
                    lambda content=content: reading.read(content, form, keys=[key]), bare=bare)  # fmt: skip
        assert found.problems == ()
        assert {
            unit.key: {code: cell.said for code, cell in unit.answers.items()} for unit in found.units
        } == {unit.key: {code: cell.said for code, cell in unit.cells.items()} for unit in form.units}

    content, wrong = filled(writing.write(form, key=key, written_at=now, shape=Shape.WIDE), seed=7)
    found = reading.read(content, form, keys=[key])
    assert sum(each.code == "inexact" for each in found.problems) == wrong
    assert found.book is not None
    add("marked copy", lambda: answering.answer(found.book, found.problems), note=f"{wrong} wrong cells")
    outcome = add(
        "taken: all units with nothing wrong",
        lambda: workbooks.take_content(cycle, province, content, "all.xlsx", by=clerk, mode=Mode.GOOD_UNITS),
        times=1,
    )
    lines[-1]["note"] = (
        f"{sum(each.state == 'unit_taken' for each in outcome.units)} units, {outcome.changed_count} changes"
    )
    again = add(
        "the same file once more: nothing changes",
        lambda: workbooks.take_content(cycle, province, content, "all.xlsx", by=clerk, mode=Mode.GOOD_UNITS),
        times=1,
    )
    assert again.changed_count == 0
    return lines


def filled(content: bytes, seed: int) -> tuple[bytes, int]:
    """Fill the sheet of all units in with numbers, a few of them wrong; return it and how many are wrong."""
    import openpyxl

    chance = random.Random(seed)
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[1]
    wrong = 0
    for row in sheet.iter_rows():
        for cell in row:
            if not cell.protection.locked:
                is_wrong = chance.random() < 0.002
                wrong += is_wrong
                cell.value = "约100" if is_wrong else chance.randrange(10_000)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue(), wrong


def bare_writing(sheets: list[dict[tuple[int, int], str]]) -> bytes:
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        for values in sheets:
            sheet = book.add_worksheet()
            for (row, column), text in values.items():
                if text.replace(".", "", 1).isdecimal():
                    sheet.write_number(row, column, Decimal(text))
                else:
                    sheet.write_string(row, column, text)
    return file.getvalue()


def bare_reading(content: bytes) -> None:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def median(act: Callable[[], Any], times: int = 5) -> tuple[float, Any]:
    """Return the median seconds that an act takes, after one that is not counted unless it is done once; and what it gave."""
    came = act() if times > 1 else None
    taken = []
    for _ in range(times):
        start = time.process_time()
        came = act()
        taken.append(time.process_time() - start)
    return statistics.median(taken), came


def line(name: str, seconds: float, note: str = "", bare: float = 0.0) -> dict[str, object]:
    return {
        "name": name,
        "seconds": round(seconds, 3),
        "bare": round(bare, 3) or None,
        "ratio": round(seconds / bare, 1) if bare else None,
        "note": note,
    }


def show(lines: list[dict[str, object]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("step", "seconds", "bare", "× bare", "note")
    for each in lines:
        table.add_row(
            *(
                str(each[name] if each[name] is not None else "")
                for name in ("name", "seconds", "bare", "ratio", "note")
            )
        )
    Console().print(table)


if __name__ == "__main__":
    main()
