"""The kinds of files that are known, recognised by what they contain and never by their names.

Office files of before 2007 and those of WPS are compound files with the same streams inside: 文字 (.wps) cannot be told from
.doc, 表格 (.et) not from .xls, so each pair is one kind.
"""

import codecs
import re
import zipfile
from collections.abc import Collection
from enum import Enum
from pathlib import Path

from . import compound

_START = 1024  # bytes in which a PDF must say what it is (ISO 32000-1, annex H.3.4.1)


class Kind(Enum):
    """A kind of file: its media type, and the endings its name may have, the usual one first."""

    PDF = ("application/pdf", (".pdf",))
    DOCX = ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",))
    XLSX = ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",))
    TEXT = ("application/msword", (".wps", ".doc"))
    TABLE = ("application/vnd.ms-excel", (".et", ".xls"))
    OFD = ("application/ofd", (".ofd",))
    JPEG = ("image/jpeg", (".jpg", ".jpeg"))
    PNG = ("image/png", (".png",))
    CSV = ("text/csv", (".csv", ".txt", ".tsv"))

    @property
    def media_type(self) -> str:
        return self.value[0]

    @property
    def suffixes(self) -> tuple[str, ...]:
        return self.value[1]


PACKED = frozenset({Kind.DOCX, Kind.XLSX, Kind.OFD})
COMPOUND = frozenset({Kind.TEXT, Kind.TABLE})
PICTURES = frozenset({Kind.JPEG, Kind.PNG})
# A plain text proves nothing and may be anything: it is taken only where a list is asked for.
EVERY = frozenset(Kind) - {Kind.CSV}

_PARTS = {"word/document.xml": Kind.DOCX, "xl/workbook.xml": Kind.XLSX, "OFD.xml": Kind.OFD}
_NOT_IN_TEXTS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_STREAMS = {"WordDocument": Kind.TEXT, "Workbook": Kind.TABLE, "Book": Kind.TABLE}


def recognise(path: Path) -> Kind | None:
    """Return what a file is by its content; None for anything not known. Never raises on strange content."""
    with path.open("rb") as file:
        start = file.read(_START)
    if start.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if start.startswith(compound.MAGIC):
        return _of_streams(path)
    if start.startswith(b"PK"):
        return _of_parts(path)
    if b"%PDF-" in start:
        return Kind.PDF
    return Kind.CSV if _is_text(start) else None


def endings(kinds: Collection[Kind]) -> list[str]:
    """Return the endings of kinds, as people are told them."""
    return [ending for kind in Kind if kind in kinds for ending in kind.suffixes]


def _is_text(start: bytes) -> bool:
    """Say whether a file begins like a text, in whatever encoding: no byte that texts do not have, no program."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    bare = start.removeprefix(codecs.BOM_UTF8).lstrip()
    begins_otherwise = bare.startswith((b"<", b"{\\rtf", b"MZ", b"#!"))  # mark-up and programs
    return bool(bare) and not begins_otherwise and not _NOT_IN_TEXTS.search(start)


def _of_streams(path: Path) -> Kind | None:
    try:
        names = compound.Compound(path.read_bytes()).names()
    except compound.NotCompound:
        return None
    return next((kind for name, kind in _STREAMS.items() if name in names), None)


def _of_parts(path: Path) -> Kind | None:
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    return next((kind for name, kind in _PARTS.items() if name in names), None)
