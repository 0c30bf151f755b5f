"""A table of a page taken away as a workbook: its cells as texts and numbers, and in the trail who took it."""

import re
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from yunjiang.access import trail
from yunjiang.web import exporting
from yunjiang.web.components.numbers import Number
from yunjiang.web.components.status import Mark
from yunjiang.web.components.tables import Cell, Row, Table
from yunjiang.web.exporting import Export, Value

_DIGITS = re.compile(r"-?[\d,]+(?:\.\d+)?")


def taken(request: HttpRequest, table: Table, subject: str, about: str) -> HttpResponse:
    """Return a table as a download under a head that says what it is about, by whom and when; noted in the trail before."""
    facts = {"title": f"{about} {table.title}", "rows": len(table.rows)}
    trail.note("web.export", subject=subject, facts=facts)
    head = [(_("About"), about), (_("Taken"), f"{timezone.localtime():%Y-%m-%d %H:%M} {request.user}")]
    columns = [f"{each.name}（{each.unit}）" if each.unit else each.name for each in table.columns]
    totals = _values(table.totals) if table.totals else []
    export = Export(table.title, head, columns, [_values(each) for each in table.rows], totals)
    response = HttpResponse(exporting.as_xlsx(export), content_type=exporting.XLSX)
    name = f"{about} {table.title}.xlsx".replace("/", "-")
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _values(row: Row) -> list[Value]:
    return [value(cell) for cell in row.cells]


def value(cell: Cell) -> Value:
    """Return what a cell says: a number where it is one, with every digit; a text otherwise."""
    match cell.shown:
        case Number() as number:
            text = number.title.split(" ")[0] if number.title else number.text
        case Mark() as mark:
            return str(mark.word)
        case str() as plain:
            text = plain
        case _:
            return None
    return Decimal(text.replace(",", "")) if _DIGITS.fullmatch(text) else text
