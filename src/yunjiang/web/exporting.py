"""A table taken away as a file: exactly what is shown, under a head that says what it is, of which day, for whom and when."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from yunjiang.standards.spreadsheets import WHOLE_DIGITS, harmless

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"

Value = str | Decimal | None


@dataclass(frozen=True)
class Export:
    """`head` are lines of label and text; `columns` and `rows` the table, texts and numbers; `totals` its last row, if any."""

    title: str
    head: Sequence[tuple[str, str]]
    columns: Sequence[str]
    rows: Sequence[Sequence[Value]]
    totals: Sequence[Value] = ()


def as_csv(export: Export) -> bytes:
    """Return the table as text that opens in Excel and WPS alike; nothing in it is taken for a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([harmless(export.title)])
    writer.writerows([harmless(label), harmless(told)] for label, told in export.head)
    writer.writerow([])
    writer.writerow([harmless(each) for each in export.columns])
    for row in (*export.rows, *([export.totals] if export.totals else [])):
        writer.writerow([_plain(each) for each in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_xlsx(export: Export) -> bytes:
    """Return the table as a workbook; texts are kept as texts and numbers as numbers."""
    import xlsxwriter  # only when something is taken away

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet()
    bold, heading = (
        book.add_format({"bold": True, "font_size": 14}),
        book.add_format({"bold": True, "bottom": 1}),
    )
    summed = book.add_format({"bold": True, "top": 1})
    sheet.write_string(0, 0, export.title, bold)
    for number, (label, told) in enumerate(export.head, start=1):
        sheet.write_string(number, 0, label)
        sheet.write_string(number, 1, told)
    top = len(export.head) + 2
    for column, name in enumerate(export.columns):
        sheet.write_string(top, column, name, heading)
    lines = [(row, None) for row in export.rows] + ([(export.totals, summed)] if export.totals else [])
    for number, (row, look) in enumerate(lines, start=top + 1):
        for column, value in enumerate(row):
            if value is None:
                sheet.write_blank(number, column, None, look)
            elif isinstance(value, str) or len(value.as_tuple().digits) > WHOLE_DIGITS:
                sheet.write_string(number, column, _text(value), look)
            else:
                sheet.write_number(number, column, value, look)
    sheet.freeze_panes(top + 1, 1)
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, max(len(export.columns) - 1, 1), 16)
    book.close()
    return stream.getvalue()


def _plain(value: Value) -> str:
    return harmless(value) if isinstance(value, str) else "" if value is None else _text(value)


def _text(value: str | Decimal) -> str:
    return value if isinstance(value, str) else f"{value:f}"
