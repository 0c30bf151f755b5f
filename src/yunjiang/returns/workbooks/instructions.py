"""The sheet that people read first: what to do, what never to do, until when, and whom to ask."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .form import UNAVAILABLE, Form, Shape
from .looks import PROTECTION, Looks, lines, page, refer


def write(sheet: Any, looks: Looks, form: Form, shape: Shape, *, title: str, mark: str) -> None:
    """Fill the sheet of instructions."""
    page(sheet, name=title, mark=mark, landscape=False)
    refer(sheet)
    sheet.set_column(0, 0, 5)
    sheet.set_column(1, 1, 86)
    sheet.write_string(0, 0, title, looks.of("title"))
    sheet.set_row(0, 34)
    row = 1
    if mark:
        sheet.write_string(row, 0, mark, looks.of("mark"))
        row += 1
    for heading, steps in _parts(form, shape):
        row += 1
        sheet.write_string(row, 0, heading, looks.of("plain", font_name="黑体", font_size=12))
        sheet.set_row(row, 24)
        row += 1
        for number, step in enumerate(steps, 1):
            sheet.write_number(row, 0, number, looks.of("step", align="center"))
            sheet.write_string(row, 1, step, looks.of("step"))
            sheet.set_row(row, 4 + 15 * lines(step, 84))
            row += 1
    sheet.fit_to_pages(1, 1)
    sheet.protect("", dict(PROTECTION))


def due(form: Form) -> str:
    """Return by when it is asked, or an empty text."""
    if form.due_on is None:
        return ""
    text = _("due by %(day)s") % {"day": date_format(form.due_on, "DATE_FORMAT")}
    return (
        text + _(" (provisional: the calendar of that year is not published yet)") * form.is_due_provisional
    )


def _parts(form: Form, shape: Shape) -> list[tuple[str, list[str]]]:
    units = "、".join(unit.short_name for unit in form.units[:8])
    if len(form.units) > 8:
        units = _("%(first)s and others, %(count)d units") % {"first": units, "count": len(form.units)}
    word = {"word": UNAVAILABLE}
    about = [f"{form.cycle_name}：{units}", due(form)]
    if shape is Shape.WIDE:
        how = [
            _(
                "Fill in the pale yellow cells: a row for each unit, a column for each item. Grey cells are not asked."
            ),
            _(
                "Numbers only, in the unit of count at the head of the column. "
                "Zero is written 0; an empty cell is not answered yet."
            ),
            _("Where a number cannot be had, write “%(word)s” into the cell instead of a number.") % word,
            _("Explain a number at the same place on the sheet of explanations."),
        ]
    else:
        how = [
            _(
                "Fill in the pale yellow cells of the column for this time: numbers only, in the unit of count beside them."
            ),
            _("Zero is written 0; an empty cell is not answered yet."),
            _("Where a number cannot be had, leave it empty and choose “%(word)s” in the next column.")
            % word,
            _(
                "Where a number looks odd (far from last time, less than before), choose a reason and explain it."
            ),
        ]
    how += [
        _(
            "Pale blue cells hold what a register has; compare and correct them. Handing the workbook in confirms them."
        ),
        _(
            "Rows, columns and sheets may be moved, sorted or renamed; every number is still found. "
            "Sort whole rows, never a part of them."
        ),
    ]
    if form.topics:
        how.append(_("On the sheet of words, write about each action under the headings given."))
    never = [
        _("Do not write units, 万 or signs such as “about” into a cell, and do not merge cells."),
        _("Do not copy cells of one unit over another's with hidden columns in between."),
        _(
            "Do not put numbers into the workbook of another unit, cycle or year; take that one's own workbook from the system."
        ),
        _(
            "Do not protect the file by a password, and do not save it as .xls, .et, .csv or with macros; keep .xlsx."
        ),
    ]
    afterwards = [
        _(
            "Upload the file in the system. Everything wrong is listed by cell, and the same workbook comes back "
            "with a note on each such cell: correct it and upload it again."
        ),
        _(
            "What was changed in the system after this workbook was taken from it is not overwritten without asking."
        ),
    ]
    parts = [
        (pgettext("workbook", "What this is"), [each for each in about if each]),
        (pgettext("workbook", "How to fill it in"), how),
        (pgettext("workbook", "What never to do"), never),
        (pgettext("workbook", "Handing it in"), afterwards),
    ]
    if form.contacts:
        parts.append((pgettext("workbook", "Whom to ask"), list(form.contacts)))
    return parts
