"""Writing the rows that could not be posted into a file of the same columns, each with what is wrong with it."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

import xlsxwriter
from django.utils.translation import gettext as _

from .problems import RowProblem
from .sheets import ROW, Cells, Sheet


def write(sheet: Sheet, problems: Sequence[RowProblem], path: Path) -> int:
    """Write the rows with problems, .xlsx or else CSV by the path's ending; return how many they are."""
    reasons: dict[int, list[str]] = {}
    for problem in problems:
        if problem.row is not None:
            told = f"{problem.column}: {problem.sentence()}" if problem.column else problem.sentence()
            reasons.setdefault(problem.row, []).append(told)
    rows = _rows(sheet, reasons)
    if path.suffix.lower() == ".xlsx":
        _write_workbook(rows, path)
    else:
        # The mark tells Excel that the text is UTF-8.
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)
    return len(reasons)


def _rows(sheet: Sheet, reasons: dict[int, list[str]]) -> Iterator[Cells]:
    yield [*sheet.heading, _("What is wrong")]
    bad = sheet.rows.filter(sheet.rows[ROW].is_in(list(reasons)))
    for number, *cells in bad.iter_rows():
        yield [*cells, " ".join(reasons[number])]


def _write_workbook(rows: Iterator[Cells], path: Path) -> None:
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        page = book.add_worksheet()
        for place, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                page.write_string(place, column, cell or "")
