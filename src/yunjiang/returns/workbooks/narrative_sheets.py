"""The sheet of words: a row for each unit and action, a column for each heading."""

from typing import Any

from django.utils.translation import pgettext

from .form import Form
from .layout import ACTION as ACTION_ROLE
from .layout import HEADING, NAME, NARRATIVE, ROLE, TOPIC, marker
from .looks import PROTECTION, Looks, page

IDS, UNIT_NAME, ACTION = range(3)
FIRST = 3
_HEAD = 3


def write(sheet: Any, looks: Looks, form: Form, *, title: str, told: str, mark: str) -> None:
    """Fill the sheet with every unit's rows, one for each action."""
    page(sheet, name=title, mark=mark, landscape=True)
    sheet.write_string(0, IDS, marker(NARRATIVE))
    sheet.set_row(0, None, None, {"hidden": True})
    sheet.set_column(IDS, IDS, 3, None, {"hidden": True})
    sheet.set_column(UNIT_NAME, UNIT_NAME, 14)
    sheet.set_column(ACTION, ACTION, 24)
    sheet.set_column(FIRST, FIRST + len(form.headings) - 1, 40)
    sheet.write_string(1, UNIT_NAME, f"{title}　{mark}" if mark else title, looks.of("title"))
    sheet.set_row(1, 30)
    sheet.write_string(2, UNIT_NAME, told, looks.of("plain"))
    sheet.write_string(_HEAD, UNIT_NAME, pgettext("workbook", "Unit"), looks.of("head"))
    sheet.write_string(_HEAD, ACTION, pgettext("workbook", "Action"), looks.of("head"))
    sheet.write_string(0, UNIT_NAME, ROLE + NAME)
    sheet.write_string(0, ACTION, ROLE + ACTION_ROLE)
    for place, (heading, name) in enumerate(form.headings):
        sheet.write_string(0, FIRST + place, HEADING + heading)
        sheet.write_string(_HEAD, FIRST + place, name, looks.of("head"))
    row = _HEAD + 1
    for unit in (each for each in form.units if each.owes_words):
        for topic in form.topics:
            sheet.write_string(row, IDS, f"{TOPIC}{unit.key}\t{topic.code}")
            sheet.write_string(row, UNIT_NAME, unit.short_name, looks.of("label"))
            name = f"{topic.code} {topic.name}".strip()
            sheet.write_string(row, ACTION, name, looks.of("label"))
            sheet.set_row(row, 60)
            for place, (heading, _name) in enumerate(form.headings):
                is_open = unit.is_open and form.takes_words(topic.code, heading)
                text = unit.passages.get((topic.code, heading), "")
                look = looks.of("passage" if is_open else "closed")
                sheet.write(row, FIRST + place, text or None, look)
            row += 1
    sheet.freeze_panes(_HEAD + 1, FIRST)
    sheet.repeat_rows(_HEAD)
    sheet.print_area(1, UNIT_NAME, max(row - 1, _HEAD), FIRST + max(len(form.headings) - 1, 0))
    sheet.protect("", dict(PROTECTION))
    sheet.set_selection(_HEAD + 1, FIRST, _HEAD + 1, FIRST)
