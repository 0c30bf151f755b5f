"""The workbook that goes back after an import: the rows as they came, whether each succeeded, and the one-time passwords."""

import io
from collections.abc import Sequence

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunjiang.access.people.workbook.columns import COLUMNS
from yunjiang.access.people.workbook.importing import Imported


def write(imported: Sequence[Imported]) -> bytes:
    """Return the workbook. It carries passwords: whoever takes it is told to delete it within a day."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(pgettext("workbook", "Result"))
        bold, wrong = book.add_format({"bold": True, "bottom": 1}), book.add_format({"font_color": "#b42318"})
        sheet.write_string(0, 0, _("Hand the passwords over in person and delete this file within 24 hours."))
        headings = [
            pgettext("workbook", "Row"),
            *(str(column.heading) for column in COLUMNS),
            pgettext("workbook", "Succeeded"),
            pgettext("workbook", "What happened"),
            pgettext("workbook", "One-time password"),
        ]
        sheet.write_row(2, 0, headings, bold)
        for number, each in enumerate(imported, 3):
            texts = [str(each.row.number), *(each.row.text(column.key) for column in COLUMNS)]
            texts += [
                pgettext("workbook", "yes") if each.is_done else pgettext("workbook", "no"),
                each.sentence,
                each.password,
            ]
            for place, text in enumerate(texts):
                sheet.write_string(number, place, text, None if each.is_done else wrong)
        sheet.set_column(0, 0, 8)
        for place, column in enumerate(COLUMNS, 1):
            sheet.set_column(place, place, column.width)
        sheet.set_column(len(COLUMNS) + 2, len(COLUMNS) + 2, 50)
        sheet.set_column(len(COLUMNS) + 3, len(COLUMNS) + 3, 20)
        sheet.freeze_panes(3, 1)
    return file.getvalue()
