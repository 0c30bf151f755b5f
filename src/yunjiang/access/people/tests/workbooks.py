"""Filled-in workbooks for these tests, made as people make them."""

import io
from collections.abc import Sequence
from datetime import date

import xlsxwriter

HEADINGS = ("姓名 *", "登录名 *", "单位 *", "角色", "授权范围", "开始日期", "终止日期（不含）")


def filled(
    *rows: Sequence[object],
    headings: Sequence[str] = HEADINGS,
    title: str = "",
    is_1904: bool = False,
    sheet_name: str = "账号",
) -> bytes:
    """Return a workbook with these rows under the headings; days become cells formatted as dates."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "date_1904": is_1904}) as book:
        sheet = book.add_worksheet(sheet_name)
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        first = 0
        if title:
            sheet.write_string(0, 0, title)
            first = 2
        sheet.write_row(first, 0, headings)
        for number, row in enumerate(rows, first + 1):
            for place, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, place, cell, day)
                elif cell is not None:
                    sheet.write(number, place, cell)
    return file.getvalue()
