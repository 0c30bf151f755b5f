"""The sheets of a workbook as they lie in its XML: every cell with content, its type, formula and number format; what is merged.

Only cells that hold something are kept, so that one stray blank at the end of a sheet costs nothing. Numbers stay the texts they
are in the file: how many digits somebody gave is seen there and nowhere else.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from .layout import letters, number
from .number_formats import Shown, shown_by_styles
from .package import Package
from .parsing import Parsing, shared_texts, unescaped
from .problems import WorkbookRefused

CELLS_AT_MOST = 200_000  # with content; five times those of a sheet for each of 129 counties
EMPTY_AT_MOST = 2_000_000  # on a sheet: whole columns that somebody has coloured
LARGEST_ROW, LARGEST_COLUMN = 1_048_576, 16_384
_TEXT_AT_MOST = 32_767
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?")
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")


class Sort(StrEnum):
    """What a cell holds."""

    NUMBER = "number"
    TEXT = "text"
    BOOLEAN = "boolean"
    ERROR = "error"
    NOTHING = "nothing"  # a formula whose result was not saved


@dataclass(frozen=True, slots=True)
class Raw:
    """One cell: its text (a number as the file writes it), and the formula it comes from ("" for none)."""

    sort: Sort
    text: str
    formula: str | None = None
    shown: Shown = Shown.PLAIN


@dataclass
class RawSheet:
    """One sheet: its cells by row and column counted from 0, and the ranges merged (first row, first column, last ...)."""

    name: str
    part: str
    is_hidden: bool
    cells: dict[tuple[int, int], Raw] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def merged_around(self, row: int, column: int) -> str:
        """Return the merged range that a cell is part of, or an empty text."""
        for first_row, first, last_row, last in self.merged:
            if first_row <= row <= last_row and first <= column <= last:
                return f"{letters(first)}{first_row + 1}:{letters(last)}{last_row + 1}"
        return ""


@dataclass
class Book:
    """All sheets of a workbook in order."""

    package: Package
    sheets: list[RawSheet]
    counts_from_1904: bool = False

    def day(self, number: str) -> str:
        """Return the day that a number is in this workbook's count."""
        zero = datetime(1904, 1, 1) if self.counts_from_1904 else datetime(1899, 12, 30)
        try:
            moment = zero + timedelta(days=float(number))
        except (OverflowError, ValueError):
            return number
        return f"{moment:%Y-%m-%d}" if moment.time() == datetime.min.time() else f"{moment:%Y-%m-%d %H:%M}"


def read(content: bytes) -> Book:
    """Return the sheets of a workbook. Raises WorkbookRefused."""
    package = Package(content)
    root = package.tree(package.workbook_part)
    relations = package.relations_of(package.workbook_part)
    properties = root.find("{*}workbookPr")
    counts_from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    texts = shared_texts(package, relations, CELLS_AT_MOST)
    shown = shown_by_styles(package, relations)
    book = Book(package, [], counts_from_1904)
    left = CELLS_AT_MOST
    for each in root.iterfind("{*}sheets/{*}sheet"):
        relation = next((each.get(name) for name in each.attrib if name.endswith("}id")), "") or ""
        kind, part = relations.get(relation, ("", ""))
        if kind != "worksheet":  # a chart of its own has no cells
            continue
        sheet = RawSheet(each.get("name", ""), part, each.get("state", "visible") != "visible")
        if part not in package.parts:
            raise WorkbookRefused("package_damaged", reason=part)
        _Filling(sheet, texts, shown, left).parse(package.parts[part])
        left -= len(sheet.cells)
        book.sheets.append(sheet)
    if not book.sheets:
        raise WorkbookRefused("package_damaged", reason="sheets")
    return book


def place(address: str) -> tuple[int, int] | None:
    """Return row and column, counted from 0, of an address such as C7; None for what is no cell."""
    match = _ADDRESS.fullmatch(address)
    if not match:
        return None
    row, column = int(match[2]), number(match[1])
    return (row - 1, column) if 0 < row <= LARGEST_ROW and column < LARGEST_COLUMN else None


class _Filling(Parsing):
    """Takes a sheet as it is parsed, and keeps what cells hold."""

    def __init__(self, sheet: RawSheet, texts: list[str], shown: list[Shown], left: int) -> None:
        super().__init__(sheet.part)
        self._sheet, self._texts, self._shown, self._left = sheet, texts, shown, left
        self._row, self._column, self._address = -1, -1, ""
        self._cell: dict[str, str] = {}
        self._formula: str | None = None
        self._value: str | None = None
        self._is_inline = False
        self._met = 0

    def _start(self, name: str, given: dict[str, str]) -> None:
        if name == "c":
            self._met += 1
            if self._met > EMPTY_AT_MOST:
                raise WorkbookRefused("cells_too_many", limit=EMPTY_AT_MOST)
            self._cell, self._formula, self._value, self._is_inline = given, None, None, False
            address = given.get("r", "")
            if address:
                self._address = address
            else:  # it follows the one before it
                self._row, self._column = place(self._address) or (self._row, self._column)
                self._column += 1
                self._address = f"{letters(self._column)}{self._row + 1}"
        elif name == "row":
            number = given.get("r", "")
            self._row = int(number) - 1 if number.isdecimal() else self._row + 1
            self._column, self._address = -1, ""
        elif name in ("v", "f", "t"):
            self._gathering = []
        elif name == "is":
            self._is_inline, self._value = True, ""
        elif name == "mergeCell":
            first, _colon, last = given.get("ref", "").partition(":")
            start, end = place(first), place(last or first)
            if start is not None and end is not None and start != end:
                self._sheet.merged.append((*start, *end))

    def _end(self, name: str) -> None:
        if name == "c":
            if self._value is not None or self._formula is not None:
                self._keep()
        elif name in ("v", "f", "t"):
            text = self._gathered()
            if name == "f":
                self._formula = text
            elif name == "v":
                self._value = text
            elif self._is_inline and not self._phonetic:
                self._value = (self._value or "") + text

    def _keep(self) -> None:
        raw = _raw(self._cell, self._value, self._formula, self._texts, self._shown)
        at = place(self._address)
        if raw is not None and at is not None:
            self._sheet.cells[at] = raw
            if len(self._sheet.cells) > self._left:
                raise WorkbookRefused("cells_too_many", limit=CELLS_AT_MOST)


def _raw(
    cell: dict[str, str], value: str | None, formula: str | None, texts: list[str], shown: list[Shown]
) -> Raw | None:
    if value is None:
        return None if formula is None else Raw(Sort.NOTHING, "", formula)
    sort = cell.get("t", "n")
    if sort == "s":
        number = int(value) if value.isdecimal() else -1
        return _text(texts[number] if 0 <= number < len(texts) else "", formula)
    if sort in ("inlineStr", "str"):
        return _text(unescaped(value), formula)
    if sort == "b":
        return Raw(Sort.BOOLEAN, "TRUE" if value.strip() in ("1", "true") else "FALSE", formula)
    if sort == "e":
        return Raw(Sort.ERROR, value.strip(), formula)
    if sort == "d":
        return Raw(Sort.TEXT, value.strip(), formula, Shown.DAY)
    value = value.strip()
    if not value:
        return None if formula is None else Raw(Sort.NOTHING, "", formula)
    if not _NUMBER.fullmatch(value):
        return Raw(Sort.TEXT, value[:_TEXT_AT_MOST], formula)
    style = cell.get("s", "0")
    at = int(style) if style.isdecimal() else 0
    return Raw(Sort.NUMBER, value, formula, shown[at] if at < len(shown) else Shown.PLAIN)


def _text(text: str, formula: str | None) -> Raw | None:
    return Raw(Sort.TEXT, text[:_TEXT_AT_MOST], formula) if text or formula is not None else None


def number_of(text: str) -> Decimal:
    """Return the number that a cell's text is, to the 15 digits that spreadsheet programs keep."""
    exact = Decimal(text)
    digits = exact.as_tuple().digits
    # 0.1 + 0.2 is saved as 0.30000000000000004: the digits after the 15th are the machine's, not the person's.
    return exact if len(digits) <= 15 else Decimal(f"{float(text):.15g}")
