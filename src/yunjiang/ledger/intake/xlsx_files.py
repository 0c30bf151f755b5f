"""Reading Excel workbooks, and telling of every cell whose value is not what somebody typed.

The cells come from python-calamine, which keeps types: numbers that lost digits can be told from texts, dates follow the
workbook's own count (1900 or 1904). What it does not tell is taken from the sheet's XML: formulas whose result was not saved,
error values, and numbers shown as percentages (95% is stored as 0.95).
"""

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import IO, Literal, Protocol
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from .parquet_files import as_text
from .problems import FileRefused, RowProblem
from .sheets import Cells, Sheet, frame_of, sheet_of

UNPACKED = 1024  # MB that a workbook may have
_MAGIC_ZIP, _MAGIC_OLD = b"PK", b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_AT = rb'[^>]*?\br="([A-Z]{1,3})(\d+)"[^>]*'
WITHOUT_VALUE = re.compile(
    rb"<(?:\w+:)?c\b" + _AT + rb">\s*<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
ERROR = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")' + _AT + rb">(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<", re.DOTALL
)
_PERCENT_BUILT_IN = {"9", "10"}
_NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Opens(Protocol):
    """What opens a file again and again: a path, or a file that lies sealed."""

    def open(self, mode: Literal["rb"], /) -> IO[bytes]: ...


def read(path: Path, sheet_name: str | None = None) -> Sheet:
    """Return a workbook's sheet of this name, or its first one. Raises FileRefused."""
    refuse_what_is_no_workbook(path)
    try:
        with zipfile.ZipFile(path) as package:
            refuse_bombs(package)
            book = CalamineWorkbook.from_path(str(path))
            name = _chosen(book, sheet_name)
            inside = _Inside(package, name)
        return _sheet(book.get_sheet_by_name(name), inside)
    except PasswordError as error:
        raise FileRefused("workbook_locked") from error
    except (
        CalamineError,
        zipfile.BadZipFile,
        ElementTree.ParseError,
        KeyError,
        OSError,
        RuntimeError,
    ) as error:
        raise FileRefused("workbook_damaged", reason=str(error).splitlines()[0] or repr(error)) from error


def refuse_what_is_no_workbook(content: Opens) -> None:
    """Refuse what is empty, under a password, of an old Excel or no workbook at all. Raises FileRefused."""
    with content.open("rb") as file:
        start = file.read(8)
        if not start:
            raise FileRefused("file_empty")
        if start.startswith(_MAGIC_OLD):
            raise FileRefused("workbook_locked" if _LOCKED in file.read() else "workbook_old")
        if not start.startswith(_MAGIC_ZIP):
            raise FileRefused("workbook_damaged", reason=start.decode("latin-1").strip())


def refuse_bombs(package: zipfile.ZipFile) -> None:
    """Refuse a package that unpacks to too much, whatever it says of itself. Raises FileRefused, BadZipFile."""
    if sum(member.file_size for member in package.infolist()) > UNPACKED << 20:
        raise FileRefused("workbook_too_large", limit=UNPACKED)
    # Unpacked once piece by piece: a package that lies about its sizes is found out before it fills the memory.
    torn = package.testzip()
    if torn is not None:
        raise zipfile.BadZipFile(torn)


def _chosen(book: CalamineWorkbook, sheet_name: str | None) -> str:
    if sheet_name is None:
        return book.sheet_names[0]
    if sheet_name not in book.sheet_names:
        raise FileRefused("sheet_missing", sheet=sheet_name, sheets=", ".join(book.sheet_names))
    return sheet_name


def _sheet(sheet: CalamineSheet, inside: "_Inside") -> Sheet:
    # Cells are counted from the first one in use, rows from the first of the sheet.
    first_column = (sheet.start or (0, 0))[1]
    made = sheet_of(frame_of(_rows(sheet, inside, first_column)), name=sheet.name, day_zero=inside.day_zero)
    made.problems += _untrue_cells(made, inside, sheet, first_column)
    return made


def _rows(sheet: CalamineSheet, inside: "_Inside", first_column: int) -> Iterator[tuple[int, Cells]]:
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = [as_text(value) for value in row]
        for column in inside.percentages.get(number, ()):
            place = column - first_column
            value = row[place] if 0 <= place < len(row) else None
            if isinstance(value, int | float):
                cells[place] = f"{value * 100:.13g}%"
        yield number, cells


def _untrue_cells(
    made: Sheet, inside: "_Inside", sheet: CalamineSheet, first_column: int
) -> Iterator[RowProblem]:
    """Yield what is wrong with cells below the headings, in columns that are read."""
    read_places = set(made.headings.places.values())

    def problem(code: str, facts: dict[str, str], row: int, column: int) -> Iterator[RowProblem]:
        place = column - first_column
        if row > made.heading_row and place in read_places:
            yield RowProblem(code, facts, row, made.heading[place] or "")

    for row, column in inside.without_value:
        yield from problem("formula_without_value", {}, row, column)
    for (row, column), error in inside.errors.items():
        yield from problem("error_value", {"error": error}, row, column)
    for (first_row, first), (last_row, last) in sheet.merged_cell_ranges or ():
        merged = f"{letters(first)}{first_row + 1}:{letters(last)}{last_row + 1}"
        touched = [column for column in range(first, last + 1) if column - first_column in read_places]
        if touched:
            yield from problem("cell_merged", {"range": merged}, first_row + 1, touched[0])


def letters(column: int) -> str:
    """Return the name of a column counted from 0: A, B, ... AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_number(name: bytes) -> int:
    """Return the place, counted from 0, of a column by its letters."""
    column = 0
    for letter in name:
        column = column * 26 + letter - 64
    return column - 1


class _Inside:
    """What stands in a workbook's XML and not in its cells."""

    def __init__(self, package: zipfile.ZipFile, sheet_name: str) -> None:
        workbook = ElementTree.fromstring(package.read("xl/workbook.xml"))  # noqa: S314 - expat refuses entity bombs
        properties = workbook.find(f"{_NAMESPACE}workbookPr")
        counts_from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self.day_zero = date(1904, 1, 1) if counts_from_1904 else date(1899, 12, 30)
        xml = package.read(sheet_part(package, workbook, sheet_name))
        formulas = WITHOUT_VALUE.findall(xml) if b"<f" in xml or b":f" in xml else ()
        errors = ERROR.findall(xml) if b't="e"' in xml else ()
        self.without_value = [(int(row), column_number(name)) for name, row in formulas]
        self.errors = {
            (int(row), column_number(name)): error.decode(errors="replace") for name, row, error in errors
        }
        self.percentages: dict[int, list[int]] = {}
        styles = _percent_styles(package)
        if styles:
            shown = re.compile(rb'<(?:\w+:)?c\b(?=[^>]*\bs="(?:' + b"|".join(styles) + rb')")' + _AT)
            for name, row in shown.findall(xml):
                self.percentages.setdefault(int(row), []).append(column_number(name))


def sheet_part(package: zipfile.ZipFile, workbook: ElementTree.Element, sheet_name: str) -> str:
    """Return the name of the part of the package that holds a sheet."""
    relations = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    for sheet in workbook.iter(f"{_NAMESPACE}sheet"):
        if sheet.get("name") == sheet_name:
            target = targets[sheet.get(_RELATION)]
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    raise KeyError(sheet_name)


def _percent_styles(package: zipfile.ZipFile) -> list[bytes]:
    """Return the numbers of the cell styles that show a number as a percentage."""
    if "xl/styles.xml" not in package.namelist():
        return []
    styles = ElementTree.fromstring(package.read("xl/styles.xml"))  # noqa: S314
    percent = _PERCENT_BUILT_IN | {
        each.get("numFmtId", "")
        for each in styles.iter(f"{_NAMESPACE}numFmt")
        if "%" in each.get("formatCode", "")
    }
    formats = styles.find(f"{_NAMESPACE}cellXfs")
    if formats is None:
        return []
    return [str(place).encode() for place, each in enumerate(formats) if each.get("numFmtId") in percent]
