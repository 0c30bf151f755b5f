"""Reading a CSV file as people save it: UTF-8 with or without a mark, GB18030, UTF-16; commas, semicolons or tabs."""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date

from yunjiang.ledger.intake.problems import FileRefused
from yunjiang.ledger.intake.xlsx_files import Opens

_PIECE = 1 << 20
_MARKED = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class Text:
    """A CSV file. Raises FileRefused."""

    sheet_name = ""
    sheet_names: Sequence[str] = ()
    day_zero: date | None = None
    row_count = 0  # nobody knows before the end

    def __init__(self, content: Opens) -> None:
        self._content = content
        self._encoding = _encoding(content)
        with self._opened() as file:
            first = file.readline(1 << 16)
        self._delimiter = max(",;\t", key=first.count)

    def rows(self) -> Iterator[Sequence[object]]:
        """Yield the cells of every line. Raises FileRefused where a line is no CSV."""
        number = 0
        with self._opened() as file:
            # The database keeps no NUL, and no program means anything by one.
            lines = (line.replace("\x00", "") for line in file)
            try:
                for row in csv.reader(lines, delimiter=self._delimiter, strict=True):
                    number += 1
                    yield row
            except csv.Error as error:
                raise FileRefused("csv_damaged", row=number + 1, reason=str(error)) from error

    def _opened(self) -> io.TextIOWrapper:
        return io.TextIOWrapper(self._content.open("rb"), encoding=self._encoding, newline="")


def _encoding(content: Opens) -> str:
    with content.open("rb") as file:
        start = file.read(4)
    if not start:
        raise FileRefused("file_empty")
    marked = [name for mark, name in _MARKED if start.startswith(mark)]
    reached = 0
    for encoding in marked or ["utf-8", "gb18030"]:
        decoder = codecs.getincrementaldecoder(encoding)()
        done = 0
        try:
            with content.open("rb") as file:
                while piece := file.read(_PIECE):
                    decoder.decode(piece)
                    done += len(piece)
                decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            reached = max(reached, done + error.start)
            continue
        return encoding
    raise FileRefused("encoding_unknown", byte=reached)
