"""The text of a Word document: paragraphs with the numbers that Word counts by itself, rows of tables with tabs.

What stands in a box that floats beside a paragraph follows it, and so do its footnotes and endnotes, each as a note (注：).
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from .numbering import Counter
from .refusals import Damaged, Encrypted, FixedLayout, Swollen, UnknownKind

UNPACKED = 300  # megabytes of what a Word file may unpack to
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WRAPPERS = {f"{_W}{each}" for each in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")}
# What of a paragraph is not its text: what was deleted, what fields compute from, boxes that float beside it, and
# what stands in for new drawings in old programs, where the same box comes once more.
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_UNSAID = {f"{_W}{each}" for each in ("del", "moveFrom", "instrText", "pPr", "rPr", "txbxContent")} | {
    _FALLBACK
}
_NOTES = ("footnote", "endnote")


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
            raise (FixedLayout if "OFD.xml" in packed.namelist() else UnknownKind)(name)
        document = docx.Document(io.BytesIO(content))
        return "\n".join(_blocks(document, document.element.body, Counter(document), _notes(document)))
    except (
        zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, OpcError, PythonDocxError,
        KeyError, ValueError, SyntaxError, AttributeError, TypeError,
    ) as error:  # fmt: skip
        # What python-docx and lxml say of a package that is not what it should be.
        raise Damaged(name) from error


def _notes(document: Any) -> dict[tuple[str, str], str]:
    """Return the footnotes and endnotes of a document by their kind and number."""
    from lxml import etree  # python-docx has no name for them

    found = {}
    for relation in document.part.rels.values():
        kind = relation.reltype.rpartition("/")[2].removesuffix("s")
        if kind in _NOTES and not relation.is_external:
            for note in etree.fromstring(relation.target_part.blob).iter(f"{_W}{kind}"):
                told = "".join("".join(_said(each)) for each in note.iter(f"{_W}p")).strip()
                found[kind, note.get(f"{_W}id")] = told
    return found


def _blocks(document: Any, parent: Any, counter: Counter, notes: dict[tuple[str, str], str]) -> Iterator[str]:
    """Yield the paragraphs and the rows of tables in their order, also those within content controls."""
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    for block in parent:
        if block.tag == f"{_W}tbl":
            yield from _rows(Table(block, document))
        elif block.tag == f"{_W}p":
            yield counter.mark(Paragraph(block, document._body)) + "".join(_said(block))
            for box in _boxes(block):
                yield from _blocks(document, box, counter, notes)
            for kind in _NOTES:
                for mark in block.iter(f"{_W}{kind}Reference"):
                    if told := notes.get((kind, mark.get(f"{_W}id"))):
                        yield f"注：{told}"
        elif block.tag in _WRAPPERS:
            yield from _blocks(document, block, counter, notes)


def _boxes(element: Any) -> Iterator[Any]:
    """Yield the boxes that float beside a paragraph, each once."""
    for each in element:
        if each.tag == f"{_W}txbxContent":
            yield each
        elif each.tag != _FALLBACK and isinstance(each.tag, str):
            yield from _boxes(each)


def _rows(table: Any) -> Iterator[str]:
    for row in table.rows:
        cells, last = [], None
        for cell in row.cells:
            if cell._tc is last:  # a cell merged over several columns comes once for each
                continue
            last = cell._tc
            told = " ".join("".join(_said(each)) for each in _paragraphs(cell._tc))
            cells.append(" ".join(told.split()))
        yield "\t".join(cells) if len(cells) > 1 else (cells[0] if cells else "")


def _paragraphs(element: Any) -> Iterator[Any]:
    """Yield the paragraphs of a cell, those of tables and boxes within it included."""
    for each in element:
        if each.tag == f"{_W}p":
            yield each
            for box in _boxes(each):
                yield from _paragraphs(box)
        elif isinstance(each.tag, str):
            yield from _paragraphs(each)


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
