"""What can be said of a workbook that came in: a stable code, where, the facts, and the sentence with what to do."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from .layout import letters, number


class Weight(StrEnum):
    """What follows from a problem."""

    REFUSAL = "refusal"  # the file cannot be read at all
    PROBLEM = "problem"  # the unit it concerns is not taken
    NOTICE = "notice"  # taken; told so that nobody is surprised


REFUSALS: dict[str, str] = {
    "file_empty": gettext_noop("The file is empty; save the workbook again and upload it."),
    "file_too_large": gettext_noop(
        "The file has %(size)d MB, more than the %(limit)d MB that a workbook may have; take pictures and other sheets out."
    ),
    "kind_xls": gettext_noop(
        "This is a workbook of an old Excel or of WPS (.xls, .et), whatever its name; open it and save it as .xlsx."
    ),
    "kind_xlsb": gettext_noop("This is a binary workbook (.xlsb); save it as .xlsx."),
    "kind_ods": gettext_noop("This is an OpenDocument file (.ods, .odt); save it as .xlsx."),
    "kind_other": gettext_noop(
        "This is no workbook but %(kind)s, whatever its name; upload the .xlsx template filled in."
    ),
    "password": gettext_noop(
        "The workbook is protected by a password; take the password off (File, Info) and upload it again."
    ),
    "macros": gettext_noop("The workbook holds macros; save it as .xlsx, which takes them out."),
    "embedded_objects": gettext_noop(
        "The workbook holds embedded objects or controls (%(part)s); delete them and upload it again."
    ),
    "package_damaged": gettext_noop(
        "The file is damaged or not an .xlsx workbook (%(reason)s); open it in Excel or WPS and save it again."
    ),
    "package_bomb": gettext_noop(
        "Unpacked, the file would be out of all proportion (%(reason)s); copy the numbers into a fresh template."
    ),
    "xml_entities": gettext_noop(
        "A part of the file (%(part)s) declares entities, which no spreadsheet program writes; it is not read."
    ),
    "xml_too_deep": gettext_noop(
        "A part of the file (%(part)s) is nested deeper than any spreadsheet program writes; it is not read."
    ),
    "cells_too_many": gettext_noop(
        "The workbook has more than %(limit)d cells with content; take everything out that is not the template."
    ),
    "ids_missing": gettext_noop(
        "The workbook carries no ids: it was not taken from this system, or its hidden rows, columns and sheets were deleted. "
        "Take the template again and copy your numbers into it."
    ),
    "format_newer": gettext_noop(
        "The workbook was written by a newer version of this system; take the template again."
    ),
}

PROBLEMS: dict[str, str] = {
    # the unit's sheet or row as a whole
    "checksum_wrong": gettext_noop(
        "The hidden ids were altered, or the template is from another installation; take the template again."
    ),
    "cycle_differs": gettext_noop(
        "This belongs to “%(cycle)s”, and here “%(expected)s” is filled in; upload it there, or take this one's template."
    ),
    "template_old": gettext_noop(
        "The template is of an earlier version, and the questions have changed since:%(changes)s "
        "Take the new template and copy your numbers."
    ),
    "format_old": gettext_noop("The template was written by an older version of this system; take it again."),
    "unit_elsewhere": gettext_noop(
        "This is the sheet of %(name)s, which is not below %(here)s; upload it for that unit."
    ),
    "unit_twice": gettext_noop(
        "%(name)s stands in the workbook more than once (%(places)s); keep one of them."
    ),
    "sheet_without_ids": gettext_noop(
        "The sheet “%(sheet)s” has lost its hidden ids and cannot be read; take the template again and copy the numbers into it."
    ),
    "columns_missing": gettext_noop(
        "The hidden row of ids lacks the columns: %(columns)s; take the template again and copy the numbers into it."
    ),
    "row_twice": gettext_noop("The row “%(name)s” is there twice (rows %(rows)s); delete one of them."),
    "column_twice": gettext_noop("The column “%(name)s” is there twice (%(columns)s); delete one of them."),
    "row_without_id": gettext_noop(
        "There is a number in an inserted row without an id; write it into the row of its question."
    ),
    "column_without_id": gettext_noop(
        "There is a number in an inserted column without an id; write it into the column of its question."
    ),
    "ids_shifted": gettext_noop(
        "The row or column says “%(said)s”, but its hidden id is that of “%(meant)s”: a part of the table was sorted or moved "
        "without its hidden column. Undo the sorting, or take the template again."
    ),
    "not_asked": gettext_noop("“%(name)s” is not asked of %(whose)s; delete what was written here."),
    "section_closed": gettext_noop(
        "“%(name)s” is not open any more, but was changed here from %(before)s; ask for it to be reopened, or put it back."
    ),
    "unit_closed": gettext_noop("The return of %(whose)s is not open for filling: %(reason)s"),
    "unit_forbidden": gettext_noop(
        "You may not fill in the return of %(whose)s; ask whoever may to upload it."
    ),
    # the cells
    "not_a_number": gettext_noop("“%(text)s” is not a number; write digits only."),
    "word_for_missing": gettext_noop(
        "“%(text)s” says neither how many nor that it is not known: nothing is 0; what cannot be had is “%(word)s”; what is not "
        "known yet stays empty."
    ),
    "inexact": gettext_noop(
        "“%(text)s” is not an exact number; write the number itself, "
        "and what is uncertain into the explanation."
    ),
    "other_unit": gettext_noop(
        "“%(text)s” names another unit of count; write the number in %(counted_in)s alone. That would be %(meaning)s."
    ),
    "unit_unclear": gettext_noop(
        "“%(text)s” names a unit, but here is counted in %(counted_in)s; write the number in %(counted_in)s alone."
    ),
    "separators": gettext_noop(
        "The separators in “%(text)s” do not divide thousands; write the number without them."
    ),
    "scientific": gettext_noop(
        "“%(text)s” is in scientific notation, so digits may be lost; write the number out."
    ),
    "digits_lost": gettext_noop(
        "%(text)s has more digits than a workbook keeps (15), so the last ones are lost; "
        "check the number, or fill it in on the page."
    ),
    "too_large": gettext_noop("%(text)s is larger than any quantity that can be kept."),
    "negative": gettext_noop("%(text)s is less than nothing; this cannot be negative."),
    "fraction": gettext_noop("%(text)s is not a whole number, and %(counted_in)s are counted whole."),
    "too_fine": gettext_noop("%(text)s has more than %(scale)d decimals; round it."),
    "percent_format": gettext_noop(
        "The cell is formatted as a percentage and shows %(text)s, but here is counted in %(counted_in)s; format it as a number."
    ),
    "date_in_cell": gettext_noop(
        "The cell holds the date %(text)s, not a number; format it as a number and write the number."
    ),
    "boolean": gettext_noop("The cell holds %(text)s, not a number; write the number."),
    "error_value": gettext_noop("The cell holds the error %(text)s; write the number instead."),
    "formula_without_value": gettext_noop(
        "The cell holds a formula whose result was not saved; open the file in Excel or WPS and save it, or write the number."
    ),
    "formula_external": gettext_noop(
        "The cell's formula reads another workbook (%(formula)s), which is not here; paste the number itself."
    ),
    "merged": gettext_noop(
        "The cell is part of the merged cells %(range)s; undo the merge and fill in each cell."
    ),
    "both": gettext_noop("There is a number and also “%(word)s”; keep one of them."),
    "mark_unknown": gettext_noop(
        "“%(text)s” is none of the choices; choose “%(word)s” or leave the cell empty."
    ),
    "text_too_long": gettext_noop("The text has %(length)d characters; at most %(limit)d are kept."),
    "words_not_asked": gettext_noop(
        "No words are asked here; write them under one of the headings with a pale yellow cell."
    ),
    "not_kept": gettext_noop("The file is not kept: %(reason)s"),
    "not_saved": gettext_noop("It cannot be saved: %(reason)s"),
    "conflict": gettext_noop(
        "In the system it was changed to %(now)s after this workbook was taken from it (%(before)s then); here stands %(here)s. "
        "Decide which is right: correct one of them, or say on uploading that the workbook counts."
    ),
}

NOTICES: dict[str, str] = {
    # what became of each unit
    "unit_taken": gettext_noop("%(name)s: taken; %(count)d cells and passages changed."),
    "unit_unchanged": gettext_noop("%(name)s: everything stands in the system already; nothing changed."),
    "unit_wrong": gettext_noop("%(name)s: not taken; %(count)d things are to be put right."),
    "unit_left": gettext_noop(
        "%(name)s: nothing is wrong, but it was not taken, because the workbook is taken whole and other units are wrong."
    ),
    # the file, its sheets and cells
    "text_number": gettext_noop("“%(text)s” was written as text; it is taken as %(value)s."),
    "unit_repeated": gettext_noop("“%(text)s” repeats the unit of count; it is taken as %(value)s."),
    "percent_taken": gettext_noop("The cell shows %(text)s; it is taken as %(value)s."),
    "formula_taken": gettext_noop(
        "The cell holds the formula %(formula)s; its saved result %(value)s is taken."
    ),
    "sheet_renamed": gettext_noop("The sheet was called “%(before)s”; it was found by its ids."),
    "sheet_missing": gettext_noop(
        "The sheet of %(name)s is not in the workbook any more; nothing of that unit is taken."
    ),
    "row_missing": gettext_noop("The row “%(name)s” is not there any more; what the system has stays."),
    "column_missing": gettext_noop("The column “%(name)s” is not there any more; what the system has stays."),
    "moved": gettext_noop(
        "Rows or columns were inserted, deleted or sorted; everything was found by its ids."
    ),
    "label_changed": gettext_noop(
        "The name “%(meant)s” was changed to “%(said)s”; that changes nothing here."
    ),
    "sheet_unknown": gettext_noop("The sheet “%(sheet)s” is no part of the template and is not read."),
    "hidden_sheet_missing": gettext_noop(
        "The hidden sheet of the template is gone or altered; whether a sheet is missing cannot be told."
    ),
    "counts_from_1904": gettext_noop(
        "The workbook counts days from 1904, as old Macs did; numbers are the same, and no days are asked."
    ),
    "external_links": gettext_noop("The workbook has links to other workbooks; they are not followed."),
    "newer_kept": gettext_noop(
        "In the system this reads %(now)s by now; the workbook was not touched here, so that stays."
    ),
    "prefill_confirmed": gettext_noop(
        "%(count)d numbers stand as the registers offered them; handing in confirms them."
    ),
    "words_without_unit": gettext_noop(
        "Words stand here for %(name)s, but its numbers are not in the workbook; they are not taken."
    ),
}

SENTENCES = REFUSALS | PROBLEMS | NOTICES


@dataclass(frozen=True, slots=True)
class WorkbookProblem:
    """One thing to say of a workbook: which sheet, which cell (counted from 0; None: the sheet or file), of which unit."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    sheet: str = ""
    row: int | None = None
    column: int | None = None
    unit: str = ""  # key
    question: str = ""  # code

    @property
    def weight(self) -> Weight:
        """Return what follows from it."""
        if self.code in REFUSALS:
            return Weight.REFUSAL
        return Weight.NOTICE if self.code in NOTICES else Weight.PROBLEM

    @property
    def cell(self) -> str:
        """Return the cell's address as a spreadsheet says it, or an empty text."""
        if self.row is None:
            return ""
        return f"{letters(self.column)}{self.row + 1}" if self.column is not None else str(self.row + 1)

    def sentence(self) -> str:
        """Say what is wrong and what to do, in the reader's language, without the place."""
        return _(SENTENCES[self.code]) % dict(self.facts)

    def placed(self) -> str:
        """Say where it is and what is wrong."""
        place = "!".join(each for each in (self.sheet, self.cell) if each)
        return (
            _("%(place)s: %(sentence)s") % {"place": place, "sentence": self.sentence()}
            if place
            else self.sentence()
        )

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept with an upload."""
        return {
            "code": self.code,
            "weight": str(self.weight),
            "facts": dict(self.facts),
            "sheet": self.sheet,
            "cell": self.cell,
            "unit": self.unit,
            "question": self.question,
        }


def from_json(kept: Mapping[str, Any]) -> WorkbookProblem:
    """Return a problem as `as_json` kept it."""
    column, digits = re.fullmatch(r"([A-Z]*)(\d*)", kept["cell"]).groups()  # type: ignore[union-attr]
    return WorkbookProblem(
        kept["code"],
        kept["facts"],
        kept["sheet"],
        int(digits) - 1 if digits else None,
        number(column) if column else None,
        kept["unit"],
        kept["question"],
    )


class WorkbookRefused(Exception):
    """A file that cannot be read at all; carries the problem."""

    def __init__(self, code: str, **facts: Any) -> None:
        assert code in REFUSALS
        self.problem = WorkbookProblem(code, facts)
        super().__init__(self.problem.sentence())
