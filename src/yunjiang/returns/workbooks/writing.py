"""Writing a workbook: instructions, the sheets to fill in, words, and the hidden sheet that says what the file is."""

import io
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import xlsxwriter
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from . import instructions, narrative_sheets, stamps, unit_sheets, wide_sheets
from .form import Form, Shape
from .layout import MANIFEST, MANIFEST_SHEET, PIECE, marker
from .looks import Looks

_SHEET_NAME = 31  # characters that Excel allows


def shape_of(form: Form) -> Shape:
    """Return the shape a form is written in where nobody chooses one."""
    return Shape.SHEETS if len(form.units) == 1 else Shape.WIDE


def write(form: Form, *, key: bytes, written_at: datetime, shape: Shape | None = None) -> bytes:
    """Return the workbook of a form as .xlsx. The same form at the same moment gives the same ids and checksums."""
    shape = shape or shape_of(form)
    file = io.BytesIO()
    # Texts stay texts: a name that begins with = is no formula, an address is no link.
    book = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_calc_mode("auto")
    looks = Looks(book)
    book.formats[0].set_font_name("宋体")
    book.formats[0].set_font_size(10)
    stamped = _stamps(form, key, written_at)
    mark = pgettext("workbook", "Demonstration data") if form.is_demonstration else ""
    names = _Names()
    title = form.cycle_name
    instructions.write(
        book.add_worksheet(names.of(pgettext("workbook", "Instructions"))),
        looks,
        form,
        shape,
        title=title,
        mark=mark,
    )
    told = "　".join(
        each
        for each in (
            instructions.due(form),
            _("taken from the system at %(moment)s") % {"moment": date_format(written_at, "Y-m-d H:i")},
        )
        if each
    )
    sheets: dict[str, str] = {}
    if shape is Shape.WIDE:
        _write_wide(book, looks, form, stamped, names, told, mark)
    else:
        for unit in form.units:
            sheets[unit.key] = names.of(unit.short_name, unit.code)
            sheet = book.add_worksheet(sheets[unit.key])
            unit_sheets.write(
                sheet,
                looks,
                form,
                unit,
                stamp=stamped[unit.key],
                title=f"{title}　{unit.name}",
                told=told,
                mark=mark,
            )
    if form.topics and form.headings and any(unit.owes_words for unit in form.units):
        name = pgettext("workbook", "Words")
        sheet = book.add_worksheet(names.of(name))
        narrative_sheets.write(sheet, looks, form, title=f"{title}　{name}", told=told, mark=mark)
    _write_manifest(book, form, shape, sheets, key, written_at)
    _properties(book, form, written_at, mark)
    book.close()
    return file.getvalue()


def _write_wide(
    book: Any, looks: Looks, form: Form, stamped: Mapping[str, str], names: "_Names", told: str, mark: str
) -> None:
    title = form.cycle_name
    name = pgettext("workbook", "Numbers of all units")
    sheet = book.add_worksheet(names.of(name))
    wide_sheets.write_amounts(
        sheet, looks, form, stamps=stamped, title=f"{title}　{name}", told=told, mark=mark
    )
    name = pgettext("workbook", "Explanations")
    sheet = book.add_worksheet(names.of(name))
    wide_sheets.write_remarks(sheet, looks, form, title=f"{title}　{name}", told=told, mark=mark)
    if any(cell.last_time is not None for unit in form.units for cell in unit.cells.values()):
        name = form.last_time_name or pgettext("workbook", "Last time")
        sheet = book.add_worksheet(names.of(name))
        told = _("For comparison only.")
        wide_sheets.write_earlier(sheet, looks, form, title=f"{title}　{name}", told=told, mark=mark)
    name = pgettext("workbook", "What is counted")
    sheet = book.add_worksheet(names.of(name))
    wide_sheets.write_meanings(sheet, looks, form, title=f"{title}　{name}", mark=mark)


def _stamps(form: Form, key: bytes, written_at: datetime) -> dict[str, str]:
    template = stamps.template_digest(form)
    ranks = {each.code: each.rank for each in form.questions}
    return {
        unit.key: stamps.written(
            stamps.Stamp(
                form.cycle,
                unit.key,
                template,
                unit.version,
                written_at.isoformat(timespec="seconds"),
                stamps.before(unit, ranks),
            ),
            key,
        )
        for unit in form.units
    }


def _write_manifest(
    book: Any, form: Form, shape: Shape, sheets: Mapping[str, str], key: bytes, written_at: datetime
) -> None:
    """Write what the file was when it left, for finding out what is missing; very hidden, so that no menu shows it."""
    sheet = book.add_worksheet(MANIFEST_SHEET)
    sheet.write_string(0, 0, marker(MANIFEST))
    content = {
        "cycle": form.cycle,
        "cycle_name": form.cycle_name,
        "template": stamps.template_digest(form),
        "shape": str(shape),
        "written_at": written_at.isoformat(timespec="seconds"),
        "units": [[unit.key, unit.short_name, sheets.get(unit.key, "")] for unit in form.units],
        "questions": [[each.code, each.name, each.unit, each.scale] for each in form.questions],
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    for row, start in enumerate(range(0, len(text), PIECE), 1):
        sheet.write_string(row, 0, text[start : start + PIECE])
    sheet.write_string(0, 1, stamps.sealed(text, key))
    sheet.protect("")
    sheet.very_hidden()


def _properties(book: Any, form: Form, written_at: datetime, mark: str) -> None:
    units = "、".join(unit.name for unit in form.units[:8])
    book.set_properties(
        {
            "title": form.cycle_name,
            "subject": units,
            "author": "云匠 Yunjiang",
            "keywords": mark,
            "comments": _("Template of a return; to be filled in and handed in again."),
            "created": written_at.replace(tzinfo=None),
        }
    )
    book.set_custom_property("yunjiang.cycle", form.cycle)
    book.set_custom_property("yunjiang.template", stamps.template_digest(form))


class _Names:
    """Names for sheets that Excel allows, each once."""

    def __init__(self) -> None:
        self._taken = {MANIFEST_SHEET, "history"}  # Excel keeps the name History for itself

    def of(self, name: str, code: str = "") -> str:
        """Return the name, told apart by a code or a number where it is taken."""
        plain = re.sub(r"[\[\]:*?/\\]", " ", name).strip("' ") or "1"
        number = 1
        chosen = plain[:_SHEET_NAME]
        while chosen.casefold() in self._taken:
            number += 1
            end = f" {code if code and number == 2 else number}"
            chosen = plain[: _SHEET_NAME - len(end)] + end
        self._taken.add(chosen.casefold())
        return chosen
