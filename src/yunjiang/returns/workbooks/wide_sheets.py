"""All units on one sheet: a row each, a column a question in sections; explanations and last time's numbers on sheets of the same
layout, so that what explains a number stands at the same address."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import pgettext

from . import entries
from .form import UNAVAILABLE, Form, FormCell, FormQuestion, FormUnit, depth_of
from .layout import NAME, QUESTION, REFERENCE, REMARKS, ROLE, SHOWN, UNIT_ROW, WIDE, address, letters, marker
from .looks import PROTECTION, Looks, page, refer
from .unit_sheets import amount, label

IDS, NUMBER, UNIT_NAME = range(3)
FIRST = 3  # column of the first question
_SECTIONS, _NAMES, _UNITS, _BODY = 3, 4, 5, 6

OnCell = Callable[[Any, int, int, FormQuestion, FormCell | None], None]


def write_amounts(
    sheet: Any, looks: Looks, form: Form, *, stamps: Mapping[str, str], title: str, told: str, mark: str
) -> None:
    """Fill the sheet that takes the numbers; `stamps` by unit stand in its rows."""
    asked = form.in_order()
    _frame(sheet, looks, form, asked, title, told, mark)
    sheet.write_string(0, IDS, marker(WIDE))

    def cell(sheet: Any, row: int, column: int, question: FormQuestion, cell: FormCell | None) -> None:
        if cell is None:
            sheet.write_blank(row, column, None, looks.of("closed_number"))
            return
        said = cell.said
        name = (
            "offered" if cell.is_open and cell.is_prefilled else "number" if cell.is_open else "closed_number"
        )
        look = looks.number(name, question.scale)
        if said.is_unavailable:
            sheet.write_string(row, column, UNAVAILABLE, look)
        else:
            amount(sheet, row, column, said.value, look)

    _body(sheet, looks, form, asked, cell, {key: UNIT_ROW + stamp for key, stamp in stamps.items()})
    _totals(sheet, looks, form, asked)
    for place, question in enumerate(asked):
        column = FIRST + place
        opened = [
            _BODY + number
            for number, unit in enumerate(form.units)
            if question.code in unit.cells and unit.cells[question.code].is_open
        ]
        if opened:
            rule = entries.number_or_unavailable(question, address(opened[0], column))
            sheet.data_validation(opened[0], column, opened[-1], column, rule)
    sheet.set_selection(_BODY, FIRST, _BODY, FIRST)


def write_remarks(sheet: Any, looks: Looks, form: Form, *, title: str, told: str, mark: str) -> None:
    """Fill the sheet that takes the explanations."""
    asked = form.in_order()
    _frame(sheet, looks, form, asked, title, told, mark)
    sheet.write_string(0, IDS, marker(REMARKS))

    def cell(sheet: Any, row: int, column: int, question: FormQuestion, cell: FormCell | None) -> None:
        look = looks.of("entry" if cell is not None and cell.is_open else "closed")
        sheet.write(row, column, (cell.said.explanation if cell is not None else "") or None, look)

    _body(sheet, looks, form, asked, cell, {unit.key: UNIT_ROW + unit.key for unit in form.units})


def write_earlier(sheet: Any, looks: Looks, form: Form, *, title: str, told: str, mark: str) -> None:
    """Fill the sheet with last time's numbers; nothing is read from it."""
    asked = form.in_order()
    _frame(sheet, looks, form, asked, title, told, mark, with_ids=False)

    def cell(sheet: Any, row: int, column: int, question: FormQuestion, cell: FormCell | None) -> None:
        value = cell.last_time if cell is not None else None
        amount(sheet, row, column, value, looks.number("earlier", question.scale))

    _body(sheet, looks, form, asked, cell, {})


def write_meanings(sheet: Any, looks: Looks, form: Form, *, title: str, mark: str) -> None:
    """Fill the sheet that says what each question counts."""
    page(sheet, name=title, mark=mark, landscape=False)
    refer(sheet)
    sheet.write_string(0, 0, title, looks.of("title"))
    heads = (
        pgettext("workbook", "No."),
        pgettext("workbook", "Item"),
        pgettext("workbook", "Unit of count"),
        pgettext("workbook", "What is counted"),
        pgettext("workbook", "Section"),
    )
    for column, (text, width) in enumerate(zip(heads, (6, 34, 10, 70, 34), strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(1, column, text, looks.of("head"))
    for row, question in enumerate(form.in_order(), 2):
        section = form.section(question.section)
        sheet.write_number(row, 0, row - 1, looks.of("centered"))
        sheet.write_string(row, 1, question.name, looks.of("label"))
        sheet.write_string(row, 2, question.unit, looks.of("centered"))
        sheet.write_string(row, 3, question.definition, looks.of("label"))
        sheet.write_string(row, 4, f"{section.code} {section.name}", looks.of("label"))
    sheet.freeze_panes(2, 2)
    sheet.repeat_rows(1)
    sheet.protect("", dict(PROTECTION))


def _frame(
    sheet: Any,
    looks: Looks,
    form: Form,
    asked: list[FormQuestion],
    title: str,
    told: str,
    mark: str,
    *,
    with_ids: bool = True,
) -> None:
    page(sheet, name=title, mark=mark, landscape=True, wide=0)
    sheet.set_row(0, None, None, {"hidden": True})
    sheet.set_column(IDS, IDS, 3, None, {"hidden": True})
    sheet.set_column(NUMBER, NUMBER, 5)
    sheet.set_column(UNIT_NAME, UNIT_NAME, 16)
    if asked:
        sheet.set_column(FIRST, FIRST + len(asked) - 1, 14)
    sheet.write_string(1, NUMBER, f"{title}　{mark}" if mark else title, looks.of("title"))
    sheet.set_row(1, 30)
    sheet.write_string(2, NUMBER, told, looks.of("plain"))
    sheet.set_row(_SECTIONS, 30)
    sheet.set_row(_NAMES, 58)
    for column, text in ((NUMBER, pgettext("workbook", "No.")), (UNIT_NAME, pgettext("workbook", "Unit"))):
        for row in (_SECTIONS, _NAMES, _UNITS):
            sheet.write_string(row, column, text if row == _NAMES else "", looks.of("head"))
    if with_ids:
        sheet.write_string(0, UNIT_NAME, ROLE + NAME)
        sheet.write_string(0, NUMBER, ROLE + SHOWN)
        sheet.write_string(_NAMES, IDS, ROLE + NAME)
    else:
        sheet.write_string(0, IDS, marker(REFERENCE))
    known = {each.code: each for each in asked}
    for place, question in enumerate(asked):
        column = FIRST + place
        if with_ids:
            sheet.write_string(0, column, QUESTION + question.code)
        name = label(question, depth_of(question, known))
        sheet.write_string(_NAMES, column, name, looks.of("head", font_name="宋体"))
        sheet.write_string(_UNITS, column, question.unit, looks.of("head", font_name="宋体"))
    _sections(sheet, looks, form, asked)
    sheet.freeze_panes(_BODY, FIRST)
    sheet.repeat_rows(_SECTIONS, _UNITS)
    sheet.repeat_columns(NUMBER, UNIT_NAME)
    sheet.protect("", dict(PROTECTION))


def _sections(sheet: Any, looks: Looks, form: Form, asked: list[FormQuestion]) -> None:
    place = 0
    while place < len(asked):
        last = place
        while last + 1 < len(asked) and asked[last + 1].section == asked[place].section:
            last += 1
        section = form.section(asked[place].section)
        text, look = f"{section.code} {section.name}", looks.of("section_centered")
        if last > place:
            sheet.merge_range(_SECTIONS, FIRST + place, _SECTIONS, FIRST + last, text, look)
        else:
            sheet.write_string(_SECTIONS, FIRST + place, text, look)
        place = last + 1


def _body(
    sheet: Any, looks: Looks, form: Form, asked: list[FormQuestion], write: OnCell, ids: Mapping[str, str]
) -> None:
    for number, unit in enumerate(form.units, 1):
        row = _BODY + number - 1
        _unit(sheet, looks, unit, row, number, ids.get(unit.key, ""))
        for place, question in enumerate(asked):
            write(sheet, row, FIRST + place, question, unit.cells.get(question.code))


def _unit(sheet: Any, looks: Looks, unit: FormUnit, row: int, number: int, row_id: str) -> None:
    if row_id:
        sheet.write_string(row, IDS, row_id)
    sheet.write_number(row, NUMBER, number, looks.of("centered"))
    sheet.write_string(row, UNIT_NAME, unit.short_name, looks.of("label"))


def _totals(sheet: Any, looks: Looks, form: Form, asked: list[FormQuestion]) -> None:
    """Write sums below the units, for the eye only; percentages do not add up."""
    if len(form.units) < 2:
        return
    row = _BODY + len(form.units)
    sheet.write_string(row, NUMBER, "", looks.of("total"))
    sheet.write_string(
        row, UNIT_NAME, pgettext("workbook", "Sum (display only)"), looks.of("total", align="left")
    )
    for place, question in enumerate(asked):
        column, look = FIRST + place, looks.number("total", question.scale)
        if question.is_rate:
            sheet.write_string(row, column, "—", look)
            continue
        name = letters(column)
        shown = [unit.cells[question.code].said.value for unit in form.units if question.code in unit.cells]
        total = sum(value for value in shown if value is not None)
        sheet.write_formula(row, column, f"=SUM({name}{_BODY + 1}:{name}{row})", look, total)
