"""The sheets of a workbook as they lie in its XML: every cell with content, its type, formula and number format; what is merged.

Only cells that hold something are kept, so that one stray blank at the end of a sheet costs nothing. Numbers stay the texts they
are in the file: how many digits somebody gave is seen there and nowhere else.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from xml.parsers import expat

from lxml import etree

from .layout import letters, number
from .number_formats import Shown, shown_by_styles
from .package import Package, refused_xml
from .problems import WorkbookRefused

CELLS_AT_MOST = 500_000
DEEPEST = 64  # elements within elements; a sheet has eight
LARGEST_ROW, LARGEST_COLUMN = 1_048_576, 16_384
_TEXT_AT_MOST = 32_767
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
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
    texts = _shared_texts(package, relations)
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
        _Filling(sheet, texts, shown, left).fill(package.parts[part])
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


class _Filling:
    """Takes a sheet's XML as it is parsed, and keeps what cells hold. By expat: five times as fast as lxml's events."""

    def __init__(self, sheet: RawSheet, texts: list[str], shown: list[Shown], left: int) -> None:
        self._sheet, self._texts, self._shown, self._left = sheet, texts, shown, left
        self._row, self._column, self._depth, self._address = -1, -1, 0, ""
        self._cell: dict[str, str] = {}
        self._formula: str | None = None
        self._value: str | None = None
        self._is_inline = False
        self._phonetic = 0
        self._gathering: list[str] | None = None

    def fill(self, xml: bytes) -> None:
        """Parse the XML. Raises WorkbookRefused."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        try:
            parser.Parse(xml, True)
        except expat.ExpatError as error:
            raise refused_xml(error, self._sheet.part) from error

    def _refuse_doctype(self, *_declared: object) -> None:
        raise WorkbookRefused("xml_entities", part=self._sheet.part)

    def _start(self, tag: str, given: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise WorkbookRefused("xml_too_deep", part=self._sheet.part)
        name = tag.rpartition(":")[2]
        if name == "c":
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
        elif name == "rPh":
            self._phonetic += 1
        elif name == "mergeCell":
            first, _colon, last = given.get("ref", "").partition(":")
            start, end = place(first), place(last or first)
            if start is not None and end is not None and start != end:
                self._sheet.merged.append((*start, *end))

    def _characters(self, text: str) -> None:
        if self._gathering is not None:
            self._gathering.append(text)

    def _end(self, tag: str) -> None:
        self._depth -= 1
        name = tag.rpartition(":")[2]
        if name == "c":
            if self._value is not None or self._formula is not None:
                self._keep()
        elif name in ("v", "f", "t"):
            text = "".join(self._gathering or ())
            self._gathering = None
            if name == "f":
                self._formula = text
            elif name == "v":
                self._value = text
            elif self._is_inline and not self._phonetic:
                self._value = (self._value or "") + text
        elif name == "rPh":
            self._phonetic -= 1

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
        return _text(_unescaped(value), formula)
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


def _text_of(item: etree._Element) -> str:
    """Return the text of a string item: of itself or its runs, without the phonetic ones."""
    pieces = []
    for child in item:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if name == "t":
            pieces.append(child.text or "")
        elif name == "r":
            pieces += [each.text or "" for each in child.iterfind("{*}t")]
    return _unescaped("".join(pieces))


def _unescaped(text: str) -> str:
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def _shared_texts(package: Package, relations: dict[str, tuple[str, str]]) -> list[str]:
    part = next((part for kind, part in relations.values() if kind == "sharedStrings"), None)
    if part is None or part not in package.parts:
        return []
    return [_text_of(each) for each in package.tree(part).iterfind("{*}si")]


def number_of(text: str) -> Decimal:
    """Return the number that a cell's text is, to the 15 digits that spreadsheet programs keep."""
    exact = Decimal(text)
    digits = exact.as_tuple().digits
    # 0.1 + 0.2 is saved as 0.30000000000000004: the digits after the 15th are the machine's, not the person's.
    return exact if len(digits) <= 15 else Decimal(f"{float(text):.15g}")
