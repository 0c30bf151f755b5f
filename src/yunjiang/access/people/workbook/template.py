"""The empty workbook to fill in: the sheet of accounts with drop-downs, the units to choose from, and how to fill it in."""

import io
from datetime import date

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunjiang.access import permission
from yunjiang.access.models import Role
from yunjiang.access.people.authority import By
from yunjiang.access.people.workbook.columns import COLUMNS, KEYS
from yunjiang.access.people.workbook.reading import MOST_ROWS
from yunjiang.access.permission import Act
from yunjiang.organizations import queries as organizations

MOST_UNITS = 5000


def write(by: By) -> bytes:
    """Return the template with the units whose accounts this administrator keeps."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"title": _("Accounts to import")})
        sheet = book.add_worksheet(pgettext("workbook", "Accounts"))
        units = _units(by)
        _units_sheet(book, units)
        _instructions(book)
        heading = book.add_format(
            {"bold": True, "bottom": 1, "bg_color": "#f6f5f1", "text_wrap": True, "valign": "top"}
        )
        text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
        for place, column in enumerate(COLUMNS):
            form = day if column.key.startswith("valid") else text
            sheet.set_column(place, place, column.width, form)
            title = f"{column.heading} *" if column.is_required else str(column.heading)
            sheet.write_string(0, place, title, heading)
            sheet.write_comment(0, place, str(column.help))
        _validations(sheet, len(units))
        sheet.freeze_panes(1, 1)
        sheet.activate()
    return file.getvalue()


def _validations(sheet: xlsxwriter.worksheet.Worksheet, unit_count: int) -> None:
    def validate(key: str, **options: object) -> None:
        place = KEYS.index(key)
        sheet.data_validation(1, place, MOST_ROWS, place, {"ignore_blank": True, **options})

    validate("role", validate="list", source=[str(role.label) for role in Role])
    if unit_count:
        units = pgettext("workbook", "Units")
        names = f"='{units}'!$B$2:$B${unit_count + 1}"
        for key in ("unit", "scope"):
            # Codes are right as well, so the list only helps.
            validate(key, validate="list", source=names, error_type="information", show_error=False)
    for key in ("valid_from", "valid_to"):
        validate(
            key, validate="date", criteria="between", minimum=date(2000, 1, 1), maximum=date(2100, 12, 31),
            error_title=_("Not a day"), error_message=_("Write the day like 2024-03-01."),
        )  # fmt: skip


def _units(by: By) -> list[tuple[str, str]]:
    today = timezone.localdate()
    found = organizations.at(today)
    if by is not None:
        found = permission.visible_organizations(by, today, Act.MANAGE_PEOPLE)
    return list(found.values_list("code", "name")[:MOST_UNITS])


def _units_sheet(book: xlsxwriter.Workbook, units: list[tuple[str, str]]) -> None:
    sheet = book.add_worksheet(pgettext("workbook", "Units"))
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 40)
    bold = book.add_format({"bold": True, "bottom": 1})
    sheet.write_row(0, 0, [pgettext("workbook", "Code"), pgettext("workbook", "Full name")], bold)
    for number, (code, name) in enumerate(units, 1):
        sheet.write_string(number, 0, code)
        sheet.write_string(number, 1, name)
    sheet.freeze_panes(1, 0)


def _instructions(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet(_("How to fill it in"))
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 90)
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    lines = [
        ("", _("One person a row, one account a person. Columns with * must be filled in; leave the heading row as it is.")),
        *((str(column.heading), str(column.help)) for column in COLUMNS),
        ("", _("Roles from this file only hold once the security administrator has confirmed them.")),
        ("", _("After the upload everything that is wrong is listed by row and column; nothing is changed before you agree.")),
        ("", _("One-time passwords are shown once, after the import. Hand them over in person, not by message.")),
    ]  # fmt: skip
    for number, (title, sentence) in enumerate(lines):
        sheet.write_string(number, 0, title, bold)
        sheet.write_string(number, 1, sentence, wrapped)
