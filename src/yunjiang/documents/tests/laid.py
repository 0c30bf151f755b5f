"""Lays blocks and kinds out for tests and opens the bytes again."""

import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

from lxml import etree

from yunjiang.documents.composing import Composed, Issuance, compose
from yunjiang.documents.layout import package, paper
from yunjiang.documents.layout.blocks import Annex, Block
from yunjiang.documents.layout.namespaces import PREFIXES
from yunjiang.documents.layout.sheet import Front, Imprint, Sheet
from yunjiang.documents.material import Material

MOMENT = datetime(2024, 1, 5, 9, tzinfo=UTC)


def sheet(
    blocks: Sequence[Block] = (),
    annexes: Sequence[Annex] = (),
    imprint: Imprint | None = None,
    **front: object,
) -> Sheet:
    told = {"issuer": "云南省总工会", "title": ("关于", "实施情况的", "报告"), **front}
    return Sheet(Front(**told), blocks, date(2023, 12, 31), annexes, imprint)  # type: ignore[arg-type]


def packed(given: Sheet) -> "Parts":
    laid = paper.lay_out(given, MOMENT)
    return Parts(package.saved(laid.document, title="试", author="云南省总工会", written_at=MOMENT))


def written(
    kind: str,
    material: Material,
    narrative: Mapping[str, str] | None = None,
    issuance: Issuance | None = None,
) -> Composed:
    return compose(kind, material, narrative=narrative, issuance=issuance, written_at=MOMENT)


def filed(composed: Composed, folder: Path) -> Path:
    path = folder / "report.docx"
    path.write_bytes(composed.content)
    return path


class Parts:
    """The parts of a .docx."""

    def __init__(self, content: bytes) -> None:
        self.package = zipfile.ZipFile(BytesIO(content))

    def xml(self, name: str = "word/document.xml") -> etree._Element:
        return etree.fromstring(self.package.read(name))

    def find(self, path: str, name: str = "word/document.xml") -> list[etree._Element]:
        return self.xml(name).xpath(path, namespaces=PREFIXES)

    def values(self, path: str, name: str = "word/document.xml") -> list[str]:
        return [str(each) for each in self.find(path, name)]

    def names(self) -> list[str]:
        return self.package.namelist()


def edited(content: bytes, old: str, new: str, count: int = 1, part: str = "word/document.xml") -> bytes:
    """Edit a part of a document as a hand in Word would; a count of -1 edits every place."""
    source, result = zipfile.ZipFile(BytesIO(content)), BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            text = source.read(name)
            if name == part:
                assert old in text.decode(), old
                text = text.decode().replace(old, new, count).encode()
            target.writestr(name, text)
    return result.getvalue()


def without(content: bytes, *prefixes: str) -> bytes:
    """Drop parts whose names begin so, as a program does that does not know them."""
    source, result = zipfile.ZipFile(BytesIO(content)), BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if not name.startswith(prefixes):
                target.writestr(name, source.read(name))
    return result.getvalue()
