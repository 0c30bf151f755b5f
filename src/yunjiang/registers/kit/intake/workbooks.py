"""Reading an .xlsx file with the types of its cells, and what the cells do not tell: formulas without a result, errors.

python-calamine keeps a number a number, so that one typed into a column of codes is seen. The sheet lies packed in memory while
it is read (some 50 bytes a cell); what a file may unpack to is limited, and with it the memory.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import IO
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from yunjiang.ledger.intake import xlsx_files
from yunjiang.ledger.intake.problems import FileRefused
from yunjiang.ledger.intake.xlsx_files import Opens

_PIECE = 4 << 20
_PIECE_OF_HEAD = 64 << 10
_ROW_END = b"</row>"
_ROW_ENDS, _TEXT_ENDS = re.compile(rb"</((?:\w+:)?)row>"), re.compile(rb"</((?:\w+:)?)si>")
_SHARED = re.compile(rb'\bt="s"[^>]*>\s*<(?:\w+:)?v>(\d+)<')  # which of the workbook's texts a cell holds
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_TEXTS = "xl/sharedStrings.xml"
_BESIDE = ("xl/media/", "xl/drawings/", "xl/embeddings/", "xl/charts/")  # whatever it is, no cell is in it
_NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass
class Untrue:
    """Cells whose value is not what somebody sees: by the sheet's row, the columns counted from 0."""

    without_value: list[tuple[int, int]] = field(default_factory=list)
    errors: list[tuple[int, int, str]] = field(default_factory=list)


class Workbook:
    """One sheet of a workbook that was kept: what it unpacks to was measured then. Raises FileRefused.

    Of its head alone only the first rows are unpacked: to find headings nobody waits for the whole.
    """

    def __init__(self, content: Opens, sheet_name: str = "", *, head: int = 0) -> None:
        self._content = content
        xlsx_files.refuse_what_is_no_workbook(content)
        try:
            with content.open("rb") as file, zipfile.ZipFile(file) as package:
                self._workbook = ElementTree.fromstring(package.read("xl/workbook.xml"))  # noqa: S314 - expat refuses entity bombs
            with content.open("rb") as file:
                self._book = CalamineWorkbook.from_filelike(_heads(file, head) if head else file)
            self.sheet_names: Sequence[str] = self._book.sheet_names
            if sheet_name and sheet_name not in self.sheet_names:
                raise FileRefused("sheet_missing", sheet=sheet_name, sheets=", ".join(self.sheet_names))
            self._sheet = self._book.get_sheet_by_name(sheet_name) if sheet_name else self._first()
        except PasswordError as error:
            raise FileRefused("workbook_locked") from error
        except (
            CalamineError,
            zipfile.BadZipFile,
            ElementTree.ParseError,
            KeyError,
            OSError,
            IndexError,
        ) as error:
            raise FileRefused(
                "workbook_damaged", reason=str(error).splitlines()[0] if str(error) else repr(error)
            ) from error
        self.sheet_name = self._sheet.name
        self.row_count = 0 if head else self._sheet.total_height  # nobody knows from the head
        self._first_column = (self._sheet.start or (0, 0))[1]

    def rows(self) -> Iterator[Sequence[object]]:
        """Yield the cells of every row from the sheet's first, as Python holds them; "" for an empty cell."""
        yield from self._sheet.iter_rows()

    @property
    def day_zero(self) -> date:
        """Return the day on which the workbook's count of days begins."""
        properties = self._workbook.find(f"{_NAMESPACE}workbookPr")
        counts_from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        return date(1904, 1, 1) if counts_from_1904 else date(1899, 12, 30)

    def untrue(self) -> Untrue:
        """Return the cells that hold an error or a formula without a result, columns counted from the first one in use."""
        found = Untrue()
        with self._content.open("rb") as file, zipfile.ZipFile(file) as package:
            part = xlsx_files.sheet_part(package, self._workbook, self.sheet_name)
            for piece in _pieces(package, part):
                if b"<f" in piece or b":f" in piece:
                    for name, row in xlsx_files.WITHOUT_VALUE.findall(piece):
                        found.without_value.append(
                            (int(row), xlsx_files.column_number(name) - self._first_column)
                        )
                if b't="e"' in piece:
                    for name, row, error in xlsx_files.ERROR.findall(piece):
                        place = xlsx_files.column_number(name) - self._first_column
                        found.errors.append((int(row), place, error.decode(errors="replace")))
        return found

    def _first(self) -> CalamineSheet:
        """Return the first sheet that has anything in it, or the first."""
        for name in self.sheet_names[:5]:
            sheet = self._book.get_sheet_by_name(name)
            if sheet.height:
                return sheet
        return self._book.get_sheet_by_name(self.sheet_names[0])


def _heads(file: IO[bytes], rows: int) -> IO[bytes]:
    """Return a workbook with the first rows of each sheet, the texts that stand in them, and all else that it has of cells."""
    made = io.BytesIO()
    with zipfile.ZipFile(file) as package, zipfile.ZipFile(made, "w") as shorter:
        names = [each for each in package.namelist() if not each.startswith(_BESIDE)]
        heads = {each: _first(package, each, rows, _ROW_ENDS) for each in names if _SHEET.fullmatch(each)}
        texts = [int(each) for head in heads.values() for each in _SHARED.findall(head)]
        for name in names:
            if name in heads:
                content = heads[name]
            elif name == _TEXTS:
                content = _first(package, name, max(texts, default=0) + 1, _TEXT_ENDS)
            else:
                content = package.read(name)
            shorter.writestr(name, content)
    made.seek(0)
    return made


def _first(package: zipfile.ZipFile, part: str, count: int, ends: re.Pattern[bytes]) -> bytes:
    """Return the first so many elements of a part that end in a way, and the part's end; all of it where there are no more."""
    read, found, last = b"", 0, 0
    with package.open(part) as file:
        while piece := file.read(_PIECE_OF_HEAD):
            read += piece
            for each in islice(ends.finditer(read, last), count - found):
                found, last = found + 1, each.end()
            if found == count:
                prefix = each[1]
                after = (b"sst",) if ends is _TEXT_ENDS else (b"sheetData", b"worksheet")
                return read[:last] + b"".join(b"</%s%s>" % (prefix, name) for name in after)
    return read


def _pieces(package: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield a sheet's XML in pieces that end with a row."""
    left = b""
    with package.open(part) as file:
        while piece := file.read(_PIECE):
            piece = left + piece
            end = piece.rfind(_ROW_END)
            if end < 0:
                left = piece
                continue
            end += len(_ROW_END)
            yield piece[:end]
            left = piece[end:]
    if left:
        yield left
