"""The rows of a sheet while they are being understood: columns are added, and problems are told by row and column."""

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from .headings import DIMENSION, NAMES
from .problems import RowProblem, Wrong
from .sheets import ROW, Sheet


class Table:
    """Every known column by its English name, those that the file does not have empty; `rows` grows to the right."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.problems: list[RowProblem] = list(sheet.problems)
        places = sheet.headings.places
        self.dimensions = sorted(name for name in places if name.startswith(DIMENSION))
        texts = [
            (pl.col(str(places[name])) if name in places else pl.lit(None, pl.String)).alias(name)
            for name in (*NAMES, *self.dimensions)
        ]
        self.rows = sheet.rows.select(ROW, *texts)

    def heading(self, column: str) -> str:
        """Return a column's heading as it stands in the file."""
        place = self.sheet.headings.places.get(column)
        return (self.sheet.heading[place] if place is not None else None) or ""

    def tell(self, wrong: pl.Expr, code: str, at: str, given: Sequence[str] = (), **facts: Any) -> None:
        """Tell of every row where `wrong` holds; `given` are the columns whose values are among the facts."""
        heading = self.heading(at)
        for row, *values in self.rows.filter(wrong.fill_null(False)).select(ROW, *given).iter_rows():
            told = facts | dict(zip(given, values, strict=True))
            self.problems.append(RowProblem(code, told, row, heading))

    def require(self, column: str) -> None:
        """Tell of every row that says nothing in a column."""
        heading = self.heading(column)
        # A formula without a value, an error or a merged cell already says why the cell is empty.
        told = [problem.row for problem in self.sheet.problems if problem.column == heading]
        empty = pl.col(column).is_null() & ~pl.col(ROW).is_in(told)
        self.tell(empty, "cell_missing", column, column=heading)

    def look_up(
        self,
        columns: Sequence[str],
        understand: Callable[..., tuple[Any, ...]],
        found: dict[str, Any],
        *,
        at: str = "",
    ) -> None:
        """Understand every different combination of texts once and join what is found to the rows as new columns.

        Rows whose first column is empty get nothing. `understand` raises Wrong, which is told at its first column, or `at`.
        """
        given = self.rows.filter(pl.col(columns[0]).is_not_null()).select(columns).unique()
        results: list[tuple[Any, ...]] = []
        wrongs: dict[int, Wrong] = {}
        for place, values in enumerate(given.iter_rows()):
            try:
                results.append(understand(*values))
            except Wrong as wrong:
                results.append((None,) * len(found))
                wrongs[place] = wrong
        new = [
            pl.Series(name, [result[place] for result in results], kind)
            for place, (name, kind) in enumerate(found.items())
        ]
        places = [place if place in wrongs else None for place in range(len(results))]
        self.rows = self.rows.join(
            given.with_columns(*new, pl.Series("wrong", places, pl.Int64)),
            on=list(columns),
            how="left",
            nulls_equal=True,
            maintain_order="left",
        )
        heading = self.heading(at or columns[0])
        for row, place in self.rows.filter(pl.col("wrong").is_not_null()).select(ROW, "wrong").iter_rows():
            self.problems.append(RowProblem(wrongs[place].code, wrongs[place].facts, row, heading))
        self.rows = self.rows.drop("wrong")
