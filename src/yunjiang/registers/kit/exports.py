"""A register's list taken away as a file: what was filtered, as the reader may see it, row by row in bounded memory."""

import csv
import io
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from yunjiang.access import trail
from yunjiang.access.permission import Visitor
from yunjiang.standards.spreadsheets import MARK, ROWS, WHOLE_DIGITS, harmless

from . import columns, masks, plans, subjects
from .columns import EXTRA, ColumnKind, Kind
from .declaration import Register
from .filters import Wanted
from .keys import USUAL, Key, following
from .masks import Reader
from .plans import Plan
from .refusals import UnknownFormat
from .walking import beside

AT_A_TIME = 5_000  # rows in memory
PIECE = 1 << 16  # bytes of a finished workbook handed out at a time
FORMATS = ("csv", "xlsx")

Row = Sequence[Any]
Value = str | int | Decimal


def stream(
    register: type[Register],
    user: Visitor,
    wanted: Wanted,
    paths: Sequence[str],
    form: str = "csv",
    *,
    purpose: str | None = None,
) -> Iterator[bytes]:
    """Record the export with what was asked and how many rows, then return the file's bytes, the heading first.

    Masked columns stay masked unless a purpose is given for which the person may read them, row by row. A csv begins with the
    mark of its encoding. Raises UnknownFormat, UnknownColumn, FiltersUnreadable, UnknownPurpose, TrailUnwritable before any byte.
    """
    if form not in FORMATS:
        raise UnknownFormat(form, FORMATS)
    wanted.require_understood()
    reader = Reader(user, purpose)
    sources = [_source(register, columns.column(register, path), reader) for path in paths]
    plan = plans.make(register, user, wanted)
    trail.note(
        "registers.export",
        subject=register.code,
        facts={
            "rows": plan.all().count(),
            "columns": list(paths),
            "format": form,
            "purpose": reader.purpose.code if reader.purpose else "",
            "filter": wanted.facts(),
        },
    )
    rows = _texts(plan, sources, reader)
    heading = [str(each.column.label) for each in sources]
    return _csv(heading, sources, rows) if form == "csv" else _xlsx(str(register.name), heading, rows)


@dataclass(frozen=True)
class _Source:
    """Where a column's text comes from: which columns of the database, and what to make of their values."""

    column: ColumnKind
    reads: Sequence[str]
    write: Callable[[Any], Value]
    is_safe: bool  # no text of somebody's: nothing in it can be a formula
    whole: Callable[[str, Any, int | None], Value | None] | None = (
        None  # path of the row, value, person → the unmasked text, or None
    )


def _source(register: type[Register], column: ColumnKind, reader: Reader) -> _Source:
    path, mask = column.path, column.mask
    if mask is not None:
        hidden_at = beside(path, mask.column) if mask.column else path
        hide = str if mask.column else lambda value: masks.hidden_text(mask, value)

        def whole(place: str, value: Any, person: int | None) -> Value | None:
            return masks.whole(mask, value) if reader.sees_whole(register, path, place, person) else None

        if reader.purpose is None:
            return _Source(column, [hidden_at], hide, is_safe=False)
        link = subjects.link_of(register, path)
        reads = [hidden_at, path, *([f"{link}_id"] if link else [])]
        return _Source(column, reads, hide, is_safe=False, whole=whole)
    if path.startswith(EXTRA):
        key = path.removeprefix(EXTRA)
        return _Source(
            column, ["extra"], lambda extra: _plain(column, column.held(extra.get(key))), is_safe=False
        )
    if column.kind == Kind.UNIT:
        return _Source(column, [f"{path}_id"], reader.unit_name, is_safe=False)
    if column.kind == Kind.PERSON:
        return _Source(column, [f"{path}__name"], str, is_safe=False)
    if column.kind == Kind.RECORD:
        return _Source(column, [f"{path}_id"], _Named(column.field.related_model), is_safe=False)
    if column.kind == Kind.CHOICE:
        labels = {value: str(label) for value, label in column.choices.items()}
        return _Source(column, [path], lambda value: labels.get(value, str(value)), is_safe=False)
    return _Source(column, [path], lambda value: _plain(column, value), is_safe=column.kind != Kind.TEXT)


class _Named:
    """How rows of another table are called; each is asked for once."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self._names: dict[int, str] = {}

    def learn(self, numbers: set[int]) -> None:
        if len(self._names) > 10 * AT_A_TIME:
            self._names.clear()
        missing = numbers - self._names.keys()
        if missing:
            self._names |= {pk: str(row) for pk, row in self._model._default_manager.in_bulk(missing).items()}

    def __call__(self, number: int) -> str:
        return self._names.get(number, "")


def _plain(column: ColumnKind, value: Any) -> Value:
    """Return a value as a sheet holds it: numbers as numbers without marks, days and moments so that they sort."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, int | Decimal):
        return value
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _texts(plan: Plan, sources: Sequence[_Source], reader: Reader) -> Iterator[list[list[Value]]]:
    """Yield the rows' cells, AT_A_TIME at most."""
    links = {subjects.link_of(plan.register, each.column.path) for each in sources} - {""}
    limits = [f"{link}__restricted_at" for link in sorted(links)]
    reads = [*USUAL, *dict.fromkeys(read for each in sources for read in each.reads), *limits]
    at = {read: number for number, read in enumerate(reads)}
    places = [at[each.reads[0]] for each in sources]
    wholes = [
        (number, each.whole, [at[read] for read in each.reads[1:]])
        for number, each in enumerate(sources)
        if each.whole
    ]
    for rows in _batches(plan, reads):
        written = []
        for source, place in zip(sources, places, strict=True):
            _learn(source, reader, rows, place)
            write = source.write
            written.append(["" if (value := row[place]) is None else write(value) for row in rows])
        for number, whole, (place, *person) in wholes:
            if person:
                reader.learn_persons({row[person[0]] for row in rows} - {None})
            shown = (whole(row[0], row[place], row[person[0]] if person else None) for row in rows)
            written[number] = [
                masked if text is None else text for masked, text in zip(written[number], shown, strict=True)
            ]
        _leave_out(written, sources, rows, [at[each] for each in limits])
        yield [list(each) for each in zip(*written, strict=True)]


def _leave_out(
    written: list[list[Value]], sources: Sequence[_Source], rows: Sequence[Row], limits: Sequence[int]
) -> None:
    """Say of rows about a person whose data's use is restricted nothing but their units: 个人信息保护法 §47."""
    for number, row in enumerate(rows):
        if any(row[place] is not None for place in limits):
            for source, cells in zip(sources, written, strict=True):
                if source.column.kind != Kind.UNIT:
                    cells[number] = gettext("(restricted)")


def _learn(source: _Source, reader: Reader, rows: Sequence[Row], place: int) -> None:
    """Ask once what all rows of a batch lead to."""
    if source.column.is_relation and source.column.kind != Kind.PERSON:
        numbers = {row[place] for row in rows} - {None}
        source.write.learn(numbers) if isinstance(source.write, _Named) else reader.learn_units(numbers)


def _batches(plan: Plan, reads: Sequence[str]) -> Iterator[list[Row]]:
    """Yield what is read of every row, in the order of the list."""
    if plan.few is not None or tuple(plan.register.order) != USUAL:
        rows = plan.all().order_by(*plan.register.order).values_list(*reads)
        yield from _cut(rows.iterator(chunk_size=AT_A_TIME))
        return
    plan = plan if plan.leading is not None and len(plan.leading[1]) == 1 else plan.unled()
    for stretch in plan.stretches(None):
        yield from _windows(plan, stretch[0], reads)


def _windows(plan: Plan, stretch: QuerySet[Any], reads: Sequence[str]) -> Iterator[list[Row]]:
    """Yield a stretch a window at a time: no cursor is held open, and no window takes longer than another.

    Where there is something left to look at, a window's rows are named by their numbers (see `lists`).
    """
    at: Key | None = None
    wanted = reads if plan.rest is None else USUAL
    while True:
        rows: list[Row] = list(following(stretch, at).order_by(*USUAL).values_list(*wanted)[:AT_A_TIME])
        if not rows:
            return
        at, is_last = Key(*rows[-1][:2]), len(rows) < AT_A_TIME
        if plan.rest is not None:
            named = plan.rows.filter(plan.rest, pk__in=[pk for _path, pk in rows])
            rows = sorted(named.order_by().values_list(*reads), key=lambda row: (row[0], row[1]))
        if rows:
            yield rows
        if is_last:
            return


def _cut(rows: Iterator[Row]) -> Iterator[list[Row]]:
    part: list[Row] = []
    for row in rows:
        part.append(row)
        if len(part) == AT_A_TIME:
            yield part
            part = []
    if part:
        yield part


def _csv(
    heading: Sequence[str], sources: Sequence[_Source], batches: Iterator[list[list[Value]]]
) -> Iterator[bytes]:
    unsafe = [number for number, each in enumerate(sources) if not each.is_safe]
    yield _lines([[harmless(each) for each in heading]], MARK)
    for rows in batches:
        for row in rows:
            for number in unsafe:
                if isinstance(value := row[number], str):
                    row[number] = harmless(value)
        yield _lines(rows)


def _lines(rows: Sequence[Row], before: str = "") -> bytes:
    text = io.StringIO()
    text.write(before)
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


def _xlsx(name: str, heading: Sequence[str], batches: Iterator[list[list[Value]]]) -> Iterator[bytes]:
    """Write a workbook into a file of the temporary folder, a row at a time, and hand it out in pieces."""
    import xlsxwriter  # only when something is taken away

    with tempfile.TemporaryFile() as file:
        book = xlsxwriter.Workbook(
            file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet, line = None, ROWS
        for rows in batches:
            for row in rows:
                if line >= ROWS:
                    sheet, line = _sheet(book, name, heading, bold), 1
                _write(sheet, line, row)
                line += 1
        if sheet is None:
            _sheet(book, name, heading, bold)
        book.close()
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _sheet(book: Any, name: str, heading: Sequence[str], bold: Any) -> Any:
    number = len(book.worksheets()) + 1
    allowed = "".join(each for each in name if each not in "[]:*?/\\'")[:24]
    sheet = book.add_worksheet(allowed if number == 1 else f"{allowed} {number}")
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(len(heading) - 1, 0), 16)
    for place, text in enumerate(heading):
        sheet.write_string(0, place, text, bold)
    return sheet


def _write(sheet: Any, line: int, row: Row) -> None:
    for place, value in enumerate(row):
        if isinstance(value, str):
            if value:
                sheet.write_string(line, place, value)
        elif len(str(abs(value)).replace(".", "")) > WHOLE_DIGITS:
            sheet.write_string(line, place, str(value))
        else:
            sheet.write_number(line, place, value)
