"""The workbook embedded behind a chart, so that Word and WPS can open its numbers for editing."""

from datetime import datetime
from io import BytesIO

import xlsxwriter

from .charts import SHEET, Drawing


def workbook(drawing: Drawing, written_at: datetime) -> bytes:
    """Write categories in column A and one series a column beside it. Equal input gives equal bytes."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"created": written_at.replace(tzinfo=None)})
        sheet = book.add_worksheet(SHEET)
        sheet.set_column(0, 0, 24)
        for row, label in enumerate(drawing.categories):
            sheet.write_string(row + 1, 0, label)
        for order, series in enumerate(drawing.series):
            sheet.write_string(0, order + 1, series.name)
            for row in range(len(series.values)):
                value = series.drawn(row)
                if value is not None:
                    sheet.write_number(row + 1, order + 1, float(value))
    return stream.getvalue()
