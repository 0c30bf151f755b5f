"""Reading CSV files as people save them: UTF-8 with or without a mark, GB18030, UTF-16; commas, semicolons or tabs."""

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

from .problems import FileRefused
from .sheets import Cells, Sheet, sheet_of

_MARKED = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read(path: Path) -> Sheet:
    """Return the sheet of a CSV file. Raises FileRefused."""
    content = path.read_bytes()
    if not content.strip():
        raise FileRefused("file_empty")
    text = _decoded(content)
    del content
    delimiter = max(",;\t", key=text[: text.find("\n")].count)
    return sheet_of(_rows(text, delimiter))


def _decoded(content: bytes) -> str:
    encodings = [name for mark, name in _MARKED if content.startswith(mark)] or ["utf-8", "gb18030"]
    reached = 0
    for encoding in encodings:
        try:
            return content.decode(encoding).replace("\x00", "")
        except UnicodeDecodeError as error:
            reached = max(reached, error.start)
    raise FileRefused("encoding_unknown", byte=reached)


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, Cells]]:
    number = 0
    try:
        for number, row in enumerate(
            csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1
        ):
            yield number, [cell.strip() or None for cell in row]
    except csv.Error as error:
        raise FileRefused("csv_damaged", row=number + 1, reason=str(error)) from error
