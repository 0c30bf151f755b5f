"""What every reader makes of its file: rows of texts, each with the number a spreadsheet gives it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice, zip_longest

import polars as pl

from ..writing import LARGEST_NUMBER
from .headings import SEARCHED, Headings, find_row, meanings, understand
from .problems import FileRefused, RowProblem

ROW = "row"  # the column with the rows' numbers
# What may stand around a text in its cell; every reader takes off the same.
WHITE = " \t\r\n\x0b\x0c\x85\xa0\u2002\u2003\u2009\u200b\u2028\u2029\u202f\u3000\ufeff"
_CHUNK = 50_000

Cells = list[str | None]


@dataclass
class Sheet:
    """The rows of a file as texts (null: an empty cell) in the columns "0", "1", ...; blank rows are left out."""

    heading: Cells
    heading_row: int
    headings: Headings
    rows: pl.DataFrame
    problems: list[RowProblem] = field(
        default_factory=list
    )  # of cells that cannot be read, by row and column
    name: str = ""  # of the sheet in its workbook
    day_zero: date | None = None  # where a workbook's count of days begins


def frame_of(rows: Iterable[tuple[int, Cells]]) -> pl.DataFrame:
    """Return numbered rows of cells as a frame, some thousands at a time; short rows are filled up with empty cells."""
    frames = list(_frames(iter(rows)))
    return pl.concat(frames, how="diagonal") if frames else pl.DataFrame({ROW: []}, {ROW: pl.Int64})


def _frames(rows: Iterator[tuple[int, Cells]]) -> Iterator[pl.DataFrame]:
    while part := list(islice(rows, _CHUNK)):
        columns = zip_longest(*(cells for _, cells in part))
        yield pl.DataFrame(
            [pl.Series(ROW, [number for number, _ in part], pl.Int64)]
            + [pl.Series(str(place), values, pl.String) for place, values in enumerate(columns)]
        )


def sheet_of(frame: pl.DataFrame, *, name: str = "", day_zero: date | None = None) -> Sheet:
    """Return the sheet of a file's rows, the headings found among the first of them. Raises FileRefused."""
    cells = [column for column in frame.columns if column != ROW]
    frame = frame.filter(pl.any_horizontal(pl.col(cells).is_not_null())) if cells else frame.clear()
    if not frame.height:
        raise FileRefused("file_empty")
    known = meanings()
    first = frame.head(SEARCHED).select(cells).rows()
    place = find_row(first, known)
    heading_row, heading = frame[ROW][place], _trimmed(list(first[place]))
    headings = understand(heading, heading_row, known)
    rows = frame.slice(place + 1)
    if not rows.height and not headings.problems:
        raise FileRefused("rows_missing")
    if rows.height > LARGEST_NUMBER:
        raise FileRefused("rows_too_many", limit=LARGEST_NUMBER)
    read, beyond = cells[: len(heading)], cells[len(heading) :]
    sheet = Sheet(heading, heading_row, headings, rows.select(ROW, *read), [], name, day_zero)
    if beyond:
        sheet.problems += _too_long(rows, beyond, len(heading))
    return sheet


def _trimmed(heading: Cells) -> Cells:
    while heading and heading[-1] is None:
        heading.pop()
    return heading


def _too_long(rows: pl.DataFrame, beyond: list[str], limit: int) -> Iterator[RowProblem]:
    """Yield the rows that have cells where the headings have ended."""
    long = rows.filter(pl.any_horizontal(pl.col(beyond).is_not_null()))
    for row in long.iter_rows(named=True):
        count = 1 + max(int(column) for column in beyond if row[column] is not None)
        yield RowProblem("cells_too_many", {"count": count, "limit": limit}, row[ROW])
