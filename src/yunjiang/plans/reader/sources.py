"""The text of a document: plain text in any usual encoding, Word, PDF with text. Tables keep their cells as tabs."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .refusals import Damaged, Encrypted, Scanned, TooLarge, UnknownKind

LIMIT = 50  # megabytes of a document
UNPACKED = 300  # megabytes of what a Word file may unpack to
_OLE = b"\xd0\xcf\x11\xe0"  # Word's old format, and what Office wraps encrypted files in
_ENCODINGS = ("utf-8-sig", "gb18030", "big5")
_FEW = 20  # characters a page: a scanned page with a stamp or a page number on it has fewer


def text_of(path: Path) -> str:
    """Return a document's text. Raises TooLarge, Encrypted, Scanned, UnknownKind, Damaged, and OSError as open does."""
    size = path.stat().st_size
    if size > LIMIT * 1024 * 1024:
        raise TooLarge(path.name, -(-size // (1024 * 1024)), LIMIT)
    return text_in(path.read_bytes(), path.name)


def text_in(content: bytes, name: str) -> str:
    """Return the text of a document brought as bytes; its content decides what it is. Raises as `text_of`, but OSError."""
    if len(content) > LIMIT * 1024 * 1024:
        raise TooLarge(name, -(-len(content) // (1024 * 1024)), LIMIT)
    if content.startswith(b"%PDF-"):
        return _of_pdf(content, name)
    if content.startswith(b"PK"):
        return _of_word(content, name)
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise Encrypted(name)
        raise UnknownKind(name)
    return _of_text(content, name)


def _of_text(content: bytes, name: str) -> str:
    encodings = ("utf-16", *_ENCODINGS) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else _ENCODINGS
    for each in encodings:
        try:
            text = content.decode(each)
        except UnicodeDecodeError:
            continue
        if "\x00" in text or sum(ord(letter) < 32 and letter not in "\r\n\t\f" for letter in text[:4000]) > 4:
            break
        return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    raise UnknownKind(name)


def _of_word(content: bytes, name: str) -> str:
    import docx  # a fifth of a second, for documents only

    try:
        packed = zipfile.ZipFile(io.BytesIO(content))
        if sum(each.file_size for each in packed.infolist()) > UNPACKED * 1024 * 1024:
            raise TooLarge(name, UNPACKED, LIMIT)
        if "word/document.xml" not in packed.namelist():
            raise UnknownKind(name)
        document = docx.Document(io.BytesIO(content))
        return "\n".join(_blocks(document))
    except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise Damaged(name) from error


def _blocks(document: Any) -> Iterator[str]:
    """Yield the paragraphs and the rows of tables in their order; numbers that Word counts by itself are written out."""
    from .numbering import Counter

    counter = Counter(document)
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            yield from _rows(block)
        else:
            yield counter.mark(block) + block.text


def _rows(table: Any) -> Iterator[str]:
    for row in table.rows:
        cells, last = [], None
        for cell in row.cells:
            if cell._tc is last:  # a cell merged over several columns comes once for each
                continue
            last = cell._tc
            cells.append(" ".join(cell.text.split()))
        yield "\t".join(cells) if len(cells) > 1 else (cells[0] if cells else "")


def _of_pdf(content: bytes, name: str) -> str:
    import pypdfium2  # a library of its own, for PDF only

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise (Encrypted if "password" in str(error).lower() else Damaged)(name) from error
    try:
        pages = [_of_page(document[number]) for number in range(len(document))]
    finally:
        document.close()
    if not pages or sum(len(each.strip()) for each in pages) < _FEW * len(pages):
        raise Scanned(name, len(pages))
    return "\n".join(_without_margins(pages))


def _of_page(page: Any) -> str:
    text = page.get_textpage()
    try:
        told: str = text.get_text_range()
    finally:
        text.close()
        page.close()
    return told.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "")


def _without_margins(pages: list[str]) -> Iterator[str]:
    """Yield the pages without their numbers and without the line that heads or foots nearly every page."""
    split = [[line for line in page.split("\n") if line.strip()] for page in pages]
    edges: dict[str, int] = {}
    for lines in split:
        for line in {*(lines[:1]), *(lines[-1:])}:
            edges[line.strip()] = edges.get(line.strip(), 0) + 1
    running = {line for line, count in edges.items() if len(pages) > 3 and count > len(pages) // 2}
    for lines in split:
        yield "\n".join(line for line in lines if line.strip() not in running and not _is_page_number(line))


def _is_page_number(line: str) -> bool:
    bare = line.strip(" -—–·第页共/")
    return bare.isascii() and bare.replace("/", "").isdigit() and len(bare) <= 4
