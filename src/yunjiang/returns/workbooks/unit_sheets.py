"""One unit's sheet: a row a question, its unit, last time's number, the number, whether there is none, why, and a soft check."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from . import entries
from .form import UNAVAILABLE, Form, FormCell, FormQuestion, FormUnit, depth_of, parted
from .layout import EXPLANATION, NAME, QUESTION, REASON, ROLE, SHOWN, UNIT, VALUE, WITHOUT, address, marker
from .looks import PROTECTION, Looks, lines, page

IDS, NUMBER, LABEL, MEASURED_IN, EARLIER, AMOUNT, LACKING, WHY, WORDS, FROM, CHECK, MEANING = range(12)
_WIDTHS = {
    NUMBER: 5,
    LABEL: 30,
    MEASURED_IN: 8,
    EARLIER: 13,
    AMOUNT: 15,
    LACKING: 10,
    WHY: 17,
    WORDS: 32,
    FROM: 15,
    CHECK: 13,
    MEANING: 42,
}
_ROLES = {LABEL: NAME, AMOUNT: VALUE, LACKING: WITHOUT, WHY: REASON, WORDS: EXPLANATION} | dict.fromkeys(
    (NUMBER, MEASURED_IN, EARLIER, FROM, CHECK, MEANING), SHOWN
)
_HEAD = 4


def write(
    sheet: Any, looks: Looks, form: Form, unit: FormUnit, *, stamp: str, title: str, told: str, mark: str
) -> None:
    """Fill a sheet for a unit; `stamp` says what it is, `title` and `told` stand above the table."""
    asked = form.asked_of(unit)
    known = {each.code: each for each in asked}
    sheet.write_string(0, IDS, marker(UNIT, stamp))
    for column, role in _ROLES.items():
        sheet.write_string(0, column, ROLE + role)
    _set_up(sheet, title, mark)
    sheet.write_string(1, NUMBER, title, looks.of("title"))
    if mark:
        sheet.write_string(1, MEANING, mark, looks.of("mark", align="right"))
    sheet.set_row(1, 30)
    sheet.write_string(2, NUMBER, told, looks.of("plain"))
    _legend(sheet, looks)
    for column, text in _headings(form).items():
        sheet.write_string(_HEAD, column, text, looks.of("head"))
    sheet.set_row(_HEAD, 30)

    rows, heads = rows_of(asked)
    for row, code in heads.items():
        _section(sheet, looks, form, code, row)
    for number, question in enumerate(asked, 1):
        cell, depth = unit.cells[question.code], depth_of(question, known)
        _question(sheet, looks, question, cell, number, depth, rows)
    _validate(sheet, asked, unit, rows)
    last = max(rows.values(), default=_HEAD)
    sheet.print_area(1, NUMBER, last, MEANING)
    sheet.repeat_rows(_HEAD)
    sheet.freeze_panes(_HEAD + 1, MEASURED_IN)
    sheet.protect("", dict(PROTECTION))
    first = min(rows.values(), default=_HEAD)
    sheet.set_selection(first, AMOUNT, first, AMOUNT)


def rows_of(asked: list[FormQuestion]) -> tuple[dict[str, int], dict[int, str]]:
    """Return the row of each question, and the rows at which sections begin."""
    rows: dict[str, int] = {}
    heads: dict[int, str] = {}
    row, section = _HEAD + 1, None
    for question in asked:
        if question.section != section:
            section = heads[row] = question.section
            row += 1
        rows[question.code] = row
        row += 1
    return rows, heads


def _set_up(sheet: Any, title: str, mark: str) -> None:
    for column, width in _WIDTHS.items():
        sheet.set_column(column, column, width)
    sheet.set_column(IDS, IDS, 3, None, {"hidden": True})
    sheet.set_row(0, None, None, {"hidden": True})
    page(sheet, name=title, mark=mark, landscape=True)


def _headings(form: Form) -> dict[int, str]:
    return {
        NUMBER: pgettext("workbook", "No."),
        LABEL: pgettext("workbook", "Item"),
        MEASURED_IN: pgettext("workbook", "Unit of count"),
        EARLIER: form.last_time_name or pgettext("workbook", "Last time"),
        AMOUNT: pgettext("workbook", "This time"),
        LACKING: pgettext("workbook", "Not to be had"),
        WHY: pgettext("workbook", "Reason"),
        WORDS: pgettext("workbook", "Explanation"),
        FROM: pgettext("workbook", "Prefilled from"),
        CHECK: pgettext("workbook", "Check (display only)"),
        MEANING: pgettext("workbook", "What is counted"),
    }


def _legend(sheet: Any, looks: Looks) -> None:
    sheet.write_string(
        3, AMOUNT, pgettext("workbook", "to fill in"), looks.of("number", locked=True, align="center")
    )
    sheet.write_string(
        3, LACKING, pgettext("workbook", "from a register"), looks.of("offered", locked=True, align="center")
    )
    sheet.write_string(3, WHY, pgettext("workbook", "not open"), looks.of("closed_number", align="center"))


def _section(sheet: Any, looks: Looks, form: Form, code: str, row: int) -> None:
    section = form.section(code)
    text = f"{section.code} {section.name}"
    if section.lead:
        text += _(" (accepted by %(lead)s)") % {"lead": section.lead}
    sheet.write_string(row, NUMBER, text, looks.of("section"))
    for column in range(LABEL, MEANING + 1):
        sheet.write_blank(row, column, None, looks.of("section"))


def _question(
    sheet: Any,
    looks: Looks,
    question: FormQuestion,
    cell: FormCell,
    number: int,
    depth: int,
    rows: dict[str, int],
) -> None:
    row = rows[question.code]
    sheet.write_string(row, IDS, QUESTION + question.code)
    sheet.write_number(row, NUMBER, number, looks.of("centered"))
    sheet.write_string(row, LABEL, label(question, depth), looks.of("label", indent=depth))
    sheet.write_string(row, MEASURED_IN, question.unit, looks.of("centered"))
    amount(sheet, row, EARLIER, cell.last_time, looks.number("earlier", question.scale))
    shown = cell.said
    look = "offered" if cell.is_open and cell.is_prefilled else "number" if cell.is_open else "closed_number"
    value = shown.value
    amount(sheet, row, AMOUNT, value, looks.number(look, question.scale))
    choice, entry = ("choice", "entry") if cell.is_open else ("closed", "closed")
    sheet.write(row, LACKING, UNAVAILABLE if shown.is_unavailable else None, looks.of(choice))
    reason, words = parted(shown.explanation)
    for column, text in ((WHY, reason), (WORDS, words)):
        if text:
            sheet.write_string(row, column, text, looks.of(entry))
        else:
            sheet.write_blank(row, column, None, looks.of(entry))
    sheet.write_string(row, FROM, cell.offered_from if cell.is_prefilled else "", looks.of("small"))
    is_answered = value is not None or shown.is_unavailable
    sheet.write_formula(
        row,
        CHECK,
        _check(question, row, rows),
        looks.of("check"),
        "" if is_answered else pgettext("workbook", "not filled in"),
    )
    sheet.write_string(row, MEANING, question.definition, looks.of("small"))
    # Said outright: WPS and LibreOffice do not find the height of wrapped rows when they open a file.
    height = max(
        lines(label(question, depth), _WIDTHS[LABEL] - 2 * depth),
        lines(question.definition, _WIDTHS[MEANING] * 1.1),
        lines(shown.explanation, _WIDTHS[WORDS]),
    )
    sheet.set_row(row, 6 + 13 * height)


def labels(name: str) -> frozenset[str]:
    """Return everything that a row may call a question, in whatever language the workbook was written."""
    return frozenset((name, f"其中：{name}", f"of which: {name}"))


def label(question: FormQuestion, depth: int) -> str:
    """Return a question's name as its row says it: a part begins with 其中."""
    return _("of which: %(name)s") % {"name": question.name} if depth else question.name


def amount(sheet: Any, row: int, column: int, value: Decimal | None, look: Any) -> None:
    """Write a number or nothing; one with more digits than a workbook keeps is written as text."""
    if value is None:
        sheet.write_blank(row, column, None, look)
    elif len(value.normalize().as_tuple().digits) > 15:
        sheet.write_string(row, column, f"{value:f}", look)
    else:
        sheet.write_number(row, column, value, look)


def _check(question: FormQuestion, row: int, rows: dict[str, int]) -> str:
    """Return a formula that says in a word what the cells beside it lack. Nothing reads it; it only spares a way."""
    amount_at, lacking = address(row, AMOUNT), address(row, LACKING)
    words = _words_of_checks()
    inner = '""'
    whole = rows.get(question.part_of)
    if whole is not None:
        above = address(whole, AMOUNT)
        inner = f'IF(AND(ISNUMBER({above}),{amount_at}>{above}),"{words["part"]}","")'
    if not question.is_signed:
        inner = f'IF({amount_at}<0,"{words["negative"]}",{inner})'
    if not question.scale:
        inner = f'IF({amount_at}<>INT({amount_at}),"{words["whole"]}",{inner})'
    number = f'IF(NOT(ISNUMBER({amount_at})),"{words["number"]}",{inner})'
    both = f'IF({lacking}="{UNAVAILABLE}","{words["both"]}",{number})'
    return f'=IF({amount_at}="",IF({lacking}="{UNAVAILABLE}","","{words["empty"]}"),{both})'


def _words_of_checks() -> dict[str, str]:
    return {
        "part": pgettext("workbook", "more than its whole"),
        "negative": pgettext("workbook", "negative"),
        "whole": pgettext("workbook", "not a whole number"),
        "number": pgettext("workbook", "not a number"),
        "both": pgettext("workbook", "both a number and none"),
        "empty": pgettext("workbook", "not filled in"),
    }


def _validate(sheet: Any, asked: list[FormQuestion], unit: FormUnit, rows: dict[str, int]) -> None:
    opened = [each for each in asked if unit.cells[each.code].is_open]
    for question in opened:
        sheet.data_validation(
            rows[question.code], AMOUNT, rows[question.code], AMOUNT, entries.number(question)
        )
    for column, rule in ((LACKING, entries.unavailable()), (WHY, entries.reason())):
        for first, last in _runs([rows[each.code] for each in opened]):
            sheet.data_validation(first, column, last, column, rule)


def _runs(rows: list[int]) -> list[tuple[int, int]]:
    """Return rows as stretches from first to last."""
    runs: list[tuple[int, int]] = []
    for row in sorted(rows):
        if runs and row == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
