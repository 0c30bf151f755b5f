"""From a kept file to parts of some thousands of rows, a text column for each column that is wanted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import islice
from typing import Any, Protocol

import polars as pl

from yunjiang.files.refusals import FileGone
from yunjiang.files.sealed import PieceUnopened
from yunjiang.ledger.intake.problems import FileRefused
from yunjiang.ledger.intake.sheets import WHITE
from yunjiang.ledger.intake.xlsx_files import Opens

from ..declaration import Register
from . import columns, headings
from .headings import Headings
from .problems import ROW, Problems, told, worded
from .refusals import SheetRefused
from .staged import PART
from .texts import Text
from .workbooks import Untrue, Workbook

_ROWS_AT_ONCE = 500
_SAMPLE = 40  # rows among which the headings are looked for, and of which some are shown


class File(Protocol):
    """A sheet, whatever file it came in."""

    sheet_name: str
    sheet_names: Sequence[str]
    row_count: int

    @property
    def day_zero(self) -> date | None: ...

    def rows(self) -> Iterator[Sequence[object]]: ...


@dataclass
class Part:
    """Rows of a sheet as texts: each column under its heading, and whether its cells were typed as numbers."""

    texts: pl.DataFrame
    problems: Problems


class Sheet:
    """The rows of a file below its headings; of its head alone there are only the first. Raises SheetRefused."""

    def __init__(
        self,
        content: Opens,
        register: type[Register],
        sheet_name: str = "",
        *,
        is_text: bool = False,
        is_head: bool = False,
    ) -> None:
        head = _SAMPLE if is_head else 0
        try:
            self._file: File = Text(content) if is_text else Workbook(content, sheet_name, head=head)
            first = [[_text(cell) for cell in row] for row in islice(self._file.rows(), _SAMPLE)]
        except FileRefused as refusal:
            raise SheetRefused(refusal.problem.sentence()) from refusal
        except (FileGone, PieceUnopened) as gone:
            raise SheetRefused(str(gone)) from gone
        known = [name for each in columns.of(register).values() for name in each.names]
        self.headings: Headings = headings.find(first, known)
        if not any(any(row) for row in first):
            raise SheetRefused(FileRefused("file_empty").problem.sentence())
        self.samples = [row for row in first[self.headings.row :] if any(row)][:3]

    @property
    def names(self) -> Sequence[str]:
        """Return the names of the file's sheets; none for a CSV file."""
        return self._file.sheet_names

    @property
    def name(self) -> str:
        return self._file.sheet_name

    @property
    def day_zero(self) -> date | None:
        return self._file.day_zero

    @property
    def row_count(self) -> int:
        """Return about how many rows there are; 0 where nobody knows."""
        return max(0, self._file.row_count - self.headings.row)

    def parts(self, mapping: Mapping[str, str], *, size: int = PART) -> Iterator[Part]:
        """Yield the rows, blank ones left out, of the columns that the mapping (path by heading) names, by path."""
        wanted = {place: mapping[name] for place, name in enumerate(self.headings.names) if mapping.get(name)}
        number = self.headings.row
        rows = islice(self._file.rows(), number, None)
        try:
            while True:
                columns, long, count = self._gathered(rows, wanted, number + 1, size)
                if not count:
                    return
                yield self._part(columns, long, number + 1, count, wanted)
                number += count
        except FileRefused as refusal:
            raise SheetRefused(refusal.problem.sentence()) from refusal

    def whole(self, *, size: int = PART) -> Iterator[tuple[int, list[list[object]]]]:
        """Yield all rows with all cells as they came, titles too, in parts, each with its first row's number."""
        number = 1
        rows = self._file.rows()
        while part := list(islice(rows, size)):
            yield number, [list(row) for row in part]
            number += len(part)

    def _gathered(
        self, rows: Iterator[Sequence[object]], wanted: Mapping[int, str], first: int, size: int
    ) -> tuple[dict[int, list[object]], list[int], int]:
        """Return the wanted columns of the next rows, which rows have cells beyond the headings, and how many rows there were.

        A few hundred rows at a time: rows that live on would be looked through again and again by the garbage collector, which
        takes longer than reading them.
        """
        columns: dict[int, list[object]] = {place: [] for place in wanted}
        width, count = len(self.headings.names), 0
        long: list[int] = []
        while count < size and (part := list(islice(rows, min(_ROWS_AT_ONCE, size - count)))):
            if set(map(len, part)) != {width}:
                long += [first + count + n for n, row in enumerate(part) if any(row[width:])]
                part = [[*row[:width], *[""] * (width - len(row))] for row in part]
            turned = list(zip(*part, strict=True))
            for place, values in columns.items():
                values.extend(turned[place])
            count += len(part)
        return columns, long, count

    def _part(
        self,
        columns: Mapping[int, list[object]],
        long: list[int],
        first: int,
        count: int,
        wanted: Mapping[int, str],
    ) -> Part:
        made = [pl.Series(ROW, range(first, first + count), pl.Int64)]
        for place, values in columns.items():
            made += _column(wanted[place], values)
        texts = pl.DataFrame(made)
        paths = list(wanted.values())
        problems = Problems()
        texts = texts.filter(pl.any_horizontal(pl.col(paths).is_not_null()))
        problems.add(told(texts, pl.col(ROW).is_in(long), "", "cells_too_many"))
        self._tell_untrue(problems, texts, wanted)
        return Part(texts, problems)

    @cached_property
    def _untrue(self) -> Untrue:
        return self._file.untrue() if isinstance(self._file, Workbook) else Untrue()

    def _tell_untrue(self, problems: Problems, texts: pl.DataFrame, wanted: Mapping[int, str]) -> None:
        if not self._untrue.without_value and not self._untrue.errors:
            return
        formulas = [(row, place, "") for row, place in self._untrue.without_value]
        for code, cells in (("formula_without_value", formulas), ("error_value", self._untrue.errors)):
            found = pl.DataFrame(
                {
                    ROW: [row for row, place, _error in cells if place in wanted],
                    "column": [wanted[place] for _row, place, _error in cells if place in wanted],
                    "given": [error for _row, place, error in cells if place in wanted],
                },
                {ROW: pl.Int64, "column": pl.String, "given": pl.String},
            ).join(texts.select(ROW), on=ROW, how="semi")
            problems.add(
                found.select(
                    ROW,
                    "column",
                    pl.lit(code).alias("code"),
                    worded(code, given=pl.col("given")).alias("text"),
                )
            )


def _column(path: str, values: Sequence[object]) -> list[pl.Series]:
    """Return a column's texts and, where there are numbers in it, which cells were typed as such."""
    kinds = set(map(type, values))
    if kinds <= {str}:
        return [_stripped(pl.Series(path, values, pl.String))]
    if kinds <= {str, float, int}:
        numbers = pl.Series(f"{path} number", [type(each) is not str for each in values], pl.Boolean)
    elif float in kinds or int in kinds:
        numbers = pl.Series(f"{path} number", [type(each) in (float, int) for each in values], pl.Boolean)
    else:
        return [_stripped(pl.Series(path, [_as_text(each) for each in values], pl.String))]
    return [_stripped(pl.Series(path, [_as_text(each) for each in values], pl.String)), numbers]


def _stripped(texts: pl.Series) -> pl.Series:
    bare = texts.str.strip_chars(WHITE)
    return bare.to_frame().select(pl.when(pl.col(texts.name) != "").then(pl.col(texts.name)))[texts.name]


def _as_text(value: object) -> str | None:
    """Return a cell as text: days in ISO form, numbers with the digits that are certain."""
    kind = type(value)
    if kind is str:
        return str(value)
    if kind is float:
        # 15 digits are what a double holds for certain and what Excel shows; 0.1 + 0.2 is 0.3 again.
        return f"{value:.15g}"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ") if value.time() != datetime.min.time() else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if kind is bool:
        return "1" if value else "0"
    if value is None:
        return None
    return str(value.total_seconds() / 86400) if isinstance(value, timedelta) else str(value)


def _text(value: Any) -> str | None:
    text = _as_text(value)
    return (text.strip(WHITE) or None) if text is not None else None
