"""What every reader makes of its file: rows of texts, each with the number a spreadsheet gives it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice
from typing import Any

import polars as pl

from ..writing import LARGEST_NUMBER
from .headings import SEARCHED, Headings, find_row, meanings, understand
from .problems import FileRefused, RowProblem

ROW = "row"  # the column with the rows' numbers
_CHUNK = 50_000

Cells = list[str | None]


@dataclass
class Sheet:
    """The rows of a file as texts (None: an empty cell) in the columns "0", "1", ...; blank rows are left out."""

    heading: Cells
    heading_row: int
    headings: Headings
    rows: pl.DataFrame
    problems: list[RowProblem] = field(
        default_factory=list
    )  # of cells that cannot be read, by row and column
    name: str = ""  # of the sheet in its workbook
    day_zero: date | None = None  # where a workbook's count of days begins


def sheet_of(rows: Iterable[tuple[int, Cells]], *, name: str = "", day_zero: date | None = None) -> Sheet:
    """Return the sheet of numbered rows, the headings found among the first of them. Raises FileRefused."""
    source = iter(rows)
    first = list(islice(source, SEARCHED))
    if not any(any(cells) for _, cells in first):
        raise FileRefused("file_empty")
    known = meanings()
    place = find_row([cells for _, cells in first], known)
    heading_row, heading = first[place]
    headings = understand(heading, heading_row, known)
    sheet = Sheet(heading, heading_row, headings, pl.DataFrame(), [], name, day_zero)
    frames = list(_frames(sheet, chain(first[place + 1 :], source)))
    if not frames and not headings.problems:
        raise FileRefused("rows_missing")
    sheet.rows = pl.concat(frames) if frames else _frame([], [], len(heading))
    if sheet.rows.height > LARGEST_NUMBER:
        raise FileRefused("rows_too_many", limit=LARGEST_NUMBER)
    return sheet


def _frames(sheet: Sheet, rows: Iterator[tuple[int, Cells]]) -> Iterator[pl.DataFrame]:
    width = len(sheet.heading)
    while part := list(islice(rows, _CHUNK)):
        numbers, kept = [], []
        for number, cells in part:
            if not any(cells):
                continue
            if len(cells) > width:
                if any(cells[width:]):
                    facts = {"count": len(cells), "limit": width}
                    sheet.problems.append(RowProblem("cells_too_many", facts, number))
                cells = cells[:width]
            elif len(cells) < width:
                cells = cells + [None] * (width - len(cells))
            numbers.append(number)
            kept.append(cells)
        if kept:
            yield _frame(numbers, kept, width)


def _frame(numbers: list[int], rows: list[Cells], width: int) -> pl.DataFrame:
    columns: list[Any] = list(zip(*rows, strict=True)) if rows else [[] for _ in range(width)]
    return pl.DataFrame(
        [pl.Series(ROW, numbers, pl.Int64)]
        + [pl.Series(str(place), values, pl.String) for place, values in enumerate(columns)]
    )
