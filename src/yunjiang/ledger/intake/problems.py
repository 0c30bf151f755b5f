"""What can be wrong with a file of quantities: where, a stable code, and the sentence it is told in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from .. import problems

SENTENCES: dict[str, str] = {
    # the file
    "file_missing": gettext_noop("There is no file %(path)s."),
    "file_empty": gettext_noop("The file is empty."),
    "file_kind_unknown": gettext_noop(
        "Files ending in “%(suffix)s” cannot be read; give a .csv, .xlsx or .parquet file."
    ),
    "workbook_old": gettext_noop(
        "This is a workbook of an old Excel (.xls) or not a workbook at all; save it as .xlsx."
    ),
    "workbook_locked": gettext_noop("The workbook is protected by a password; save it without one."),
    "workbook_damaged": gettext_noop("The workbook is damaged or not an .xlsx file: %(reason)s."),
    "workbook_too_large": gettext_noop(
        "Unpacked, the workbook has more than %(limit)d MB; split it or save it as .csv."
    ),
    "sheet_missing": gettext_noop("The workbook has no sheet “%(sheet)s”; it has: %(sheets)s."),
    "parquet_damaged": gettext_noop("The file is not a Parquet file that can be read: %(reason)s."),
    "encoding_unknown": gettext_noop(
        "The file is neither UTF-8 nor GB18030 text: it breaks off at byte %(byte)d. Save it as CSV UTF-8."
    ),
    "csv_damaged": gettext_noop("Row %(row)d is not CSV: %(reason)s."),
    "rows_missing": gettext_noop("Below the headings there are no rows."),
    "rows_too_many": gettext_noop("The file has more than %(limit)d rows; split it."),
    # the headings
    "column_missing": gettext_noop("A column is missing; give one of them the heading %(names)s."),
    "column_twice": gettext_noop(
        "The column “%(column)s” means the same as the column “%(other)s”; keep one."
    ),
    "column_unknown": gettext_noop(
        "The column “%(column)s” is not known and would be lost; rename it or take it out. Known are: %(names)s."
    ),
    # the cells
    "cell_missing": gettext_noop("The cell is empty; it must say the %(column)s."),
    "cells_too_many": gettext_noop(
        "The row has %(count)d cells and the headings only %(limit)d: perhaps a comma in a text without quotes."
    ),
    "cell_merged": gettext_noop(
        "The cell is part of the merged cells %(range)s; undo the merge and fill every cell."
    ),
    "formula_without_value": gettext_noop(
        "The cell holds a formula whose result was not saved; open and save the workbook in Excel, or paste the value."
    ),
    "error_value": gettext_noop("The cell holds the error %(error)s."),
    "organization_unknown": gettext_noop("No unit is known as “%(text)s”.%(near)s"),
    "organization_ambiguous": gettext_noop("“%(text)s” may mean several units: %(names)s. Give the code."),
    "day_ambiguous": gettext_noop(
        "“%(text)s” can be read as more than one day; write year-month-day, such as 2024-03-31."
    ),
    "day_is_a_number": gettext_noop(
        "“%(text)s” looks like a day in Excel's inner count; format the cell as a date, or write 2024-03-31."
    ),
    "day_out_of_range": gettext_noop(
        "The year of “%(text)s” is out of range; it must lie in %(first)d to %(last)d."
    ),
    "days_contradict": gettext_noop("Give either a date, or a first and a last day, not both."),
    "quantity_missing": gettext_noop(
        "“%(text)s” is not a quantity. Zero is written 0; if nothing is known, take the row out."
    ),
    "quantity_unreadable": gettext_noop("“%(text)s” cannot be read as a quantity."),
    "quantity_scientific": gettext_noop(
        "“%(text)s” is a number in scientific notation or with more than 15 digits, so its last digits are lost; "
        "write it out as text."
    ),
    "quantity_separators": gettext_noop(
        "The commas in “%(text)s” do not divide thousands; write the number without commas."
    ),
    "percent_sign": gettext_noop(
        "“%(text)s” is a percentage, but measure %(measure)s is counted in %(unit)s; give the count itself."
    ),
    "unit_differs": gettext_noop(
        "“%(text)s” is in another unit than measure %(measure)s, which is counted in %(unit)s."
    ),
    "bound_contradicts": gettext_noop(
        "The quantity “%(text)s” and the column of bounds say different things."
    ),
    "person_as_number": gettext_noop(
        "“%(text)s” was typed as a number, so its last digits are lost; format the column as text and enter it again."
    ),
    "row_twice": gettext_noop(
        "The row counts the same as row %(row)s (same source, measure, unit, days, breakdown and person); "
        "join them or give each a source."
    ),
    "source_divided": gettext_noop(
        "The rows of source %(source)s differ in revision or channel (see row %(row)s); they must agree."
    ),
    "source_incomplete": gettext_noop(
        "Another row of source %(source)s (row %(row)s) has a problem; a source is posted whole or not at all."
    ),
}


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing wrong with a file: in a row as a spreadsheet counts them (1 is the first), in a column by its heading."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    row: int | None = None  # None: the file as a whole
    column: str = ""

    def sentence(self) -> str:
        """Say what is wrong and what to do, in the reader's language, without the place."""
        return _(SENTENCES.get(self.code) or problems.SENTENCES[self.code]) % self.facts

    def placed(self) -> str:
        """Say where it is and what is wrong."""
        if self.row is None:
            return self.sentence()
        place = _("Row %(row)d") % {"row": self.row}
        if self.column:
            place = _("Row %(row)d, column %(column)s") % {"row": self.row, "column": self.column}
        return _("%(place)s: %(sentence)s") % {"place": place, "sentence": self.sentence()}


class FileRefused(Exception):
    """A file that cannot be read at all; carries the problem."""

    def __init__(self, code: str, row: int | None = None, **facts: Any) -> None:
        self.problem = RowProblem(code, facts if row is None else {"row": row, **facts}, row)
        super().__init__(self.problem.sentence())


class Wrong(Exception):
    """A text in a cell that cannot be understood: code and facts of the problem, without the place."""

    def __init__(self, code: str, **facts: Any) -> None:
        self.code, self.facts = code, facts
        super().__init__(code)
