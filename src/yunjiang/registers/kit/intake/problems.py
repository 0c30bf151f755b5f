"""What can be wrong with a row of a sheet: a stable code, and the sentence, made for a whole column of rows at once."""

import re
from collections.abc import Iterator
from typing import Any

import polars as pl
from django.utils.translation import gettext, gettext_noop

ROW = "row"
_HARMLESS = 3  # characters that say nothing of anybody
OTHERWISE = "otherwise"  # a sheet says something else than is on record, and does not change it
NOTES = ("unlisted", "possibly_twice", OTHERWISE)  # what is told and holds nothing up
SCHEMA = {ROW: pl.Int64, "column": pl.String, "code": pl.String, "text": pl.String}

SENTENCES: dict[str, str] = {
    "cell_missing": gettext_noop("“%(column)s” is empty; it must be filled in."),
    "text_too_long": gettext_noop("“%(given)s” has more than %(limit)s characters; shorten it."),
    "text_unreadable": gettext_noop("The cell holds characters that cannot be kept; type it again."),
    "typed_as_number": gettext_noop(
        "%(given)s was typed as a number, so leading zeros and digits after the 15th are lost; "
        "format the column as text and enter it again."
    ),
    "digits_lost": gettext_noop(
        "%(given)s has more than 15 digits and was typed as a number, so the last ones are lost; "
        "format the column as text and enter it again."
    ),
    "not_whole": gettext_noop("“%(given)s” is not a whole number."),
    "not_a_number": gettext_noop("“%(given)s” is not a number."),
    "too_large": gettext_noop("%(given)s is larger than this field can keep."),
    "too_fine": gettext_noop("%(given)s has more than %(limit)s decimals; round it."),
    "not_a_day": gettext_noop("“%(given)s” is not a day; write it like 2024-03-31."),
    "not_yes_no": gettext_noop("“%(given)s” is neither yes nor no; write 是 or 否."),
    "unknown_choice": gettext_noop("“%(given)s” is not one of: %(allowed)s."),
    "unit_unknown": gettext_noop("No unit that you keep is known as “%(given)s”."),
    "unit_ambiguous": gettext_noop("“%(given)s” may mean several units; give the code."),
    "unit_elsewhere": gettext_noop("“%(given)s” is not among the units whose records you keep."),
    "link_unknown": gettext_noop("Nothing is known as “%(given)s”."),
    "link_ambiguous": gettext_noop("“%(given)s” may mean several records; give its number."),
    "extra_elsewhere": gettext_noop(
        "“%(column)s” is no column of the unit of this row; leave the cell empty."
    ),
    "formula_without_value": gettext_noop(
        "The cell holds a formula whose result was not saved; open and save the workbook in Excel, or paste the value."
    ),
    "error_value": gettext_noop("The cell holds the error %(given)s."),
    "cells_too_many": gettext_noop(
        "The row has more cells than there are headings: perhaps a comma in a text without quotes."
    ),
    "row_twice": gettext_noop("Row %(given)s of the sheet has the same %(column)s; keep one of them."),
    "record_elsewhere": gettext_noop(
        "There is a record with this %(column)s, but it is not among those that you keep; ask who keeps it."
    ),
    "record_voided": gettext_noop("The record with this %(column)s was voided; restore it first."),
    "record_exists": gettext_noop("There is a record with this %(column)s already."),
    "guarded": gettext_noop(
        "“%(column)s” differs from what is on record and is changed only on request; ask for the change there."
    ),
    "column_needed": gettext_noop("A new record needs “%(column)s”, which the sheet does not say."),
    "unlisted": gettext_noop("“%(given)s” is in no list; it is kept as it is written."),
    "possibly_twice": gettext_noop("Possibly twice: %(given)s."),
}


def worded(code: str, /, **facts: str | int | pl.Expr) -> pl.Expr:
    """Return the sentence for a code as an expression; facts are texts or columns."""
    return phrased(gettext(SENTENCES[code]), **facts)


def phrased(sentence: str, /, **facts: str | int | pl.Expr) -> pl.Expr:
    """Return a sentence with `%(name)s` in it as an expression; facts are texts or columns."""
    parts: list[pl.Expr] = []
    for place, part in enumerate(re.split(r"%\((\w+)\)s", sentence)):
        fact: str | int | pl.Expr = facts[part] if place % 2 else part
        parts.append(fact.cast(pl.String) if isinstance(fact, pl.Expr) else pl.lit(str(fact)))
    return pl.concat_str(parts, ignore_nulls=True)


def told(
    rows: pl.DataFrame, wrong: pl.Expr, column: str, code: str, text: pl.Expr | None = None, /, **facts: Any
) -> pl.DataFrame:
    """Return the problem of every row where `wrong` holds, in the words of the code unless `text` is given."""
    found = rows.filter(wrong.fill_null(False))
    if not found.height:
        return none()
    sentence = worded(code, **facts) if text is None else text
    return found.select(
        pl.col(ROW).cast(pl.Int64),
        pl.lit(column).alias("column"),
        pl.lit(code).alias("code"),
        sentence.alias("text"),
    )


def none() -> pl.DataFrame:
    """Return no problems."""
    return pl.DataFrame(schema=SCHEMA)


class Problems:
    """Everything said of some rows, by row and column."""

    def __init__(self) -> None:
        self._frames: list[pl.DataFrame] = []

    def add(self, *frames: pl.DataFrame) -> None:
        """Add problems: frames of row, column, code and text."""
        self._frames += [
            each.select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())
            for each in frames
            if each.height
        ]

    def hide(self, texts: pl.DataFrame, path: str) -> None:
        """Leave out of the sentences about a column what stands in its cells: problems are kept, and the column is masked."""
        every = self.frame()
        if path not in texts.columns or not every.filter(pl.col("column") == path).height:
            return
        beside = every.join(texts.select(ROW, pl.col(path).alias(" cell")), on=ROW, how="left")
        told = [
            text.replace(cell, "…") if column == path and cell and len(cell) > _HARMLESS else text
            for column, text, cell in beside.select("column", "text", " cell").iter_rows()
        ]
        self._frames = [beside.drop(" cell").with_columns(pl.Series("text", told, pl.String))]

    def frame(self) -> pl.DataFrame:
        """Return them all by row."""
        if not self._frames:
            return none()
        return pl.concat(self._frames).unique(maintain_order=True).sort(ROW, maintain_order=True)

    def cells(self) -> pl.DataFrame:
        """Return the row and column of every cell of which something is told."""
        return self.frame().filter(pl.col("column") != "").select(ROW, "column").unique()

    def rows(self) -> pl.Series:
        """Return the numbers of the rows that have any."""
        return self.frame()[ROW].unique()

    def __bool__(self) -> bool:
        return bool(self._frames)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return self.frame().iter_rows(named=True)
