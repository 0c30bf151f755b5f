"""The text of a Word document: paragraphs with the numbers that Word counts by itself, rows of tables with tabs."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from .numbering import Counter
from .refusals import Damaged, Encrypted, Swollen, UnknownKind

UNPACKED = 300  # megabytes of what a Word file may unpack to
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WRAPPERS = {f"{_W}{each}" for each in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")}
# What of a paragraph is not its text: what was deleted, what fields compute from, boxes that float beside it.
_UNSAID = {f"{_W}{each}" for each in ("del", "moveFrom", "instrText", "pPr", "rPr", "txbxContent")}


def text(content: bytes, name: str) -> str:
    """Return the text of a Word document. Raises UnknownKind, Encrypted, Swollen, Damaged."""
    import docx  # a fifth of a second, for documents only
    from docx.exceptions import PythonDocxError
    from docx.opc.exceptions import OpcError

    try:
        packed = zipfile.ZipFile(io.BytesIO(content))
        parts = packed.infolist()
        unpacked = sum(each.file_size for each in parts)
        if unpacked > UNPACKED * 1024 * 1024:
            raise Swollen(name, -(-unpacked // (1024 * 1024)), UNPACKED)
        if any(each.flag_bits & 1 for each in parts):
            raise Encrypted(name)
        if "word/document.xml" not in packed.namelist():
            raise UnknownKind(name)
        document = docx.Document(io.BytesIO(content))
        return "\n".join(_blocks(document, document.element.body, Counter(document)))
    except (
        zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, OpcError, PythonDocxError,
        KeyError, ValueError, SyntaxError, AttributeError, TypeError,
    ) as error:  # fmt: skip
        # What python-docx and lxml say of a package that is not what it should be.
        raise Damaged(name) from error


def _blocks(document: Any, parent: Any, counter: Counter) -> Iterator[str]:
    """Yield the paragraphs and the rows of tables in their order, also those within content controls."""
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    for block in parent:
        if block.tag == f"{_W}tbl":
            yield from _rows(Table(block, document))
        elif block.tag == f"{_W}p":
            yield counter.mark(Paragraph(block, document._body)) + "".join(_said(block))
        elif block.tag in _WRAPPERS:
            yield from _blocks(document, block, counter)


def _rows(table: Any) -> Iterator[str]:
    for row in table.rows:
        cells, last = [], None
        for cell in row.cells:
            if cell._tc is last:  # a cell merged over several columns comes once for each
                continue
            last = cell._tc
            told = " ".join("".join(_said(each)) for each in cell._tc.iter(f"{_W}p"))
            cells.append(" ".join(told.split()))
        yield "\t".join(cells) if len(cells) > 1 else (cells[0] if cells else "")


def _said(element: Any) -> Iterator[str]:
    """Yield the text of a paragraph, inserted passages and content controls included."""
    for each in element:
        if each.tag == f"{_W}t":
            yield each.text or ""
        elif each.tag in (f"{_W}tab", f"{_W}ptab"):
            yield "\t"
        elif each.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif each.tag not in _UNSAID and isinstance(each.tag, str):
            yield from _said(each)
