"""The empty sheet of a register: its headings, what may be chosen, and which columns must be filled in."""

import io
from collections.abc import Sequence

import xlsxwriter
from django.utils.translation import gettext as _

from ..declaration import Register
from . import columns, local
from .columns import Sort

_ROWS = 5_000  # rows that offer choices
_LONGEST_LIST = 255  # characters that Excel takes in a list of choices


def write(register: type[Register], paths: Sequence[str] = ()) -> bytes:
    """Return an empty workbook for a register, with the local columns of units at these paths. Raises NoIntake."""
    wanted = {**columns.of(register), **local.offered(register, paths)}
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet(str(register.name)[:31])
        must = book.add_format({"bold": True, "bottom": 1, "bg_color": "#fdf3e1"})
        may = book.add_format({"bold": True, "bottom": 1})
        as_text = book.add_format({"num_format": "@"})
        for place, column in enumerate(wanted.values()):
            sheet.write_string(0, place, column.names[0], must if column.is_required else may)
            # Codes are kept as text, so that no program takes their zeros and last digits away.
            is_text = column.is_code or column.sort in (Sort.TEXT, Sort.OWN)
            sheet.set_column(
                place, place, max(12, 2 * len(column.names[0]) + 4), as_text if is_text else None
            )
            choices = column.allowed.split("、") if column.sort is Sort.CHOICE else []
            if column.sort is Sort.YES_NO:
                choices = ["是", "否"]
            if choices and len(",".join(choices)) <= _LONGEST_LIST:
                sheet.data_validation(1, place, _ROWS, place, {"validate": "list", "source": choices})
            if column.is_required:
                sheet.write_comment(0, place, _("Must be filled in for a new record."))
        sheet.freeze_panes(1, 0)
    return file.getvalue()
