"""Reading an uploaded workbook into rows of texts, and refusing what is none, whatever its name says."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

import python_calamine as calamine

from yunjiang.access.people.workbook.columns import COLUMNS, IGNORED, KEYS, known, normal
from yunjiang.access.people.workbook.problems import WorkbookRefused

MEGABYTE = 1024 * 1024
LARGEST, LARGEST_UNPACKED = 5 * MEGABYTE, 60 * MEGABYTE
MOST_ROWS = 1000  # half a minute on a busy machine of two cores, all in one transaction
SEARCHED = 15  # rows in which the headings are looked for: titles may stand above them
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and .xlsx with a password


@dataclass(frozen=True)
class Row:
    """One row as texts by column key; `number` is the row's number in Excel."""

    number: int
    texts: Mapping[str, str]

    def text(self, key: str) -> str:
        return self.texts.get(key, "")


@dataclass(frozen=True)
class Sheet:
    """The rows of the sheet that has the headings."""

    name: str
    rows: Sequence[Row]
    is_1904: bool = False
    unknown_headings: Sequence[str] = field(default_factory=tuple)


def read(content: bytes) -> Sheet:
    """Return the rows of a workbook, with days as 2024-03-01 whatever its first day is. Raises WorkbookRefused."""
    _refuse_what_is_no_workbook(content)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [(each, book.get_sheet_by_name(each)) for each in book.sheet_names]
        tables = [(name, sheet.to_python(skip_empty_area=False)) for name, sheet in sheets]
    except calamine.PasswordError as error:
        raise WorkbookRefused("password") from error
    except (calamine.CalamineError, ValueError) as error:
        raise WorkbookRefused("not_a_workbook") from error
    for name, cells in tables:
        found = _headings(cells, name)
        if found is not None:
            return _sheet(name, cells, *found, is_1904=_begins_1904(content))
    required = "、".join(str(column.heading) for column in COLUMNS if column.is_required)
    raise WorkbookRefused("headings_missing", headings=required)


def _refuse_what_is_no_workbook(content: bytes) -> None:
    if not content:
        raise WorkbookRefused("empty")
    if len(content) > LARGEST:
        raise WorkbookRefused("too_large", size=len(content) // MEGABYTE, limit=LARGEST // MEGABYTE)
    if content.startswith(_COMPOUND_FILE):
        is_locked = "EncryptedPackage".encode("utf-16-le") in content
        raise WorkbookRefused("password" if is_locked else "not_a_workbook")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            sizes = [each.file_size for each in package.infolist()]
            is_workbook = "xl/workbook.xml" in package.namelist()
    except (zipfile.BadZipFile, ValueError) as error:
        raise WorkbookRefused("not_a_workbook") from error
    if sum(sizes) > LARGEST_UNPACKED:
        raise WorkbookRefused("unpacks_too_large", limit=LARGEST_UNPACKED // MEGABYTE)
    if not is_workbook:
        raise WorkbookRefused("not_a_workbook")


def _begins_1904(content: bytes) -> bool:
    """Say whether the workbook counts its days from 1904 on, as old ones from a Macintosh do."""
    with zipfile.ZipFile(io.BytesIO(content)) as package, package.open("xl/workbook.xml") as file:
        text = file.read(MEGABYTE)
    return b'date1904="1"' in text or b'date1904="true"' in text


def _headings(cells: Sequence[Sequence[object]], sheet: str) -> tuple[int, dict[str, int], list[str]] | None:
    """Return the row of the headings, the place of each known column, and what is headed otherwise; None: not this sheet."""
    meanings = known()
    required = {column.key for column in COLUMNS if column.is_required}
    for number, row in enumerate(cells[:SEARCHED]):
        places: dict[str, int] = {}
        unknown = []
        for place, cell in enumerate(row):
            key = meanings.get(normal(cell))
            if key in places:
                raise WorkbookRefused("heading_twice", sheet=sheet, heading=str(cell).strip())
            if key is not None:
                places[key] = place
            elif normal(cell) and normal(cell) not in IGNORED:
                unknown.append(str(cell).strip())
        if required <= set(places):
            return number, places, unknown
    return None


def _sheet(
    name: str,
    cells: Sequence[Sequence[object]],
    heading_row: int,
    places: Mapping[str, int],
    unknown: Sequence[str],
    *,
    is_1904: bool,
) -> Sheet:
    rows = []
    for number, row in enumerate(cells[heading_row + 1 :], heading_row + 2):
        texts = {key: _text(row[places[key]]) for key in KEYS if key in places and places[key] < len(row)}
        if any(texts.values()):
            rows.append(Row(number, texts))
    if not rows:
        raise WorkbookRefused("no_rows", sheet=name)
    if len(rows) > MOST_ROWS:
        raise WorkbookRefused("too_many_rows", sheet=name, count=len(rows), limit=MOST_ROWS)
    return Sheet(name, rows, is_1904, tuple(unknown))


def _text(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        # A code typed without an apostrophe is a number to Excel: 530102.0
        return format(Decimal(str(cell)).normalize(), "f")
    return " ".join(str(cell).split()) if cell is not None else ""
