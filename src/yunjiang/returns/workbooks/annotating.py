"""Marks on one sheet of a workbook: a fill by conditional formatting, which leaves the cells' own styles alone, and notes.

Classic notes need two parts: the texts, and a drawing (VML) that says where each is shown. People's own notes stay.
"""

import re
from collections.abc import Mapping, Sequence

from lxml import etree

from .layout import CHECKED, address
from .package import Package

_AUTHOR = "云匠 Yunjiang"
_SENTINEL = 'LEN("yunjiang")>0'  # always true, and never anybody else's
_AFTER = {
    "conditionalFormatting": (
        "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks",
        "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing",
        "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
    ),
    "legacyDrawing": (
        "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
    ),
}  # fmt: skip
# Programs give the namespaces prefixes of their own.
_SHAPE = re.compile(rb"<(?P<name>(?:\w+:)?shape)\b.*?</(?P=name)\s*>", re.DOTALL)
_ROW, _COLUMN = re.compile(rb"<(?:\w+:)?Row>\s*(\d+)\s*<"), re.compile(rb"<(?:\w+:)?Column>\s*(\d+)\s*<")
_SHAPE_ID = re.compile(rb'id="_x0000_s(\d+)"')
_SPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_TYPE = (
    f'<v:shapetype {_SPACES} id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_START = f'<xml {_SPACES}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="%d"/></o:shapelayout></xml>'


def has_traces(package: Package, part: str) -> bool:
    """Say whether an earlier answer has left marks on a sheet."""
    if b"LEN(&quot;yunjiang&quot;)" in package.parts[part] or b'LEN("yunjiang")' in package.parts[part]:
        return True
    notes = [target for kind, target in package.relations_of(part).values() if kind == "comments"]
    return any(CHECKED.encode() in package.parts.get(each, b"") for each in notes)


def fill(sheet: etree._Element, cells: Sequence[tuple[int, int]], look: int) -> None:
    """Fill the cells with a differential style, and no others any more."""
    namespace = sheet.tag[1:].partition("}")[0]
    for each in list(sheet.iterfind("{*}conditionalFormatting")):
        for rule in list(each):
            if any(_SENTINEL in (formula.text or "") for formula in rule.iterfind("{*}formula")):
                each.remove(rule)
        if not len(each):
            sheet.remove(each)
    if not cells:
        return
    for rule in sheet.iterfind("{*}conditionalFormatting/{*}cfRule"):
        if rule.get("priority", "").isdecimal():
            rule.set("priority", str(int(rule.get("priority")) + 1))
    new = insert(
        sheet,
        "conditionalFormatting",
        {"sqref": " ".join(address(row, column) for row, column in sorted(cells))},
    )
    rule = etree.SubElement(new, f"{{{namespace}}}cfRule", type="expression", dxfId=str(look), priority="1")
    etree.SubElement(rule, f"{{{namespace}}}formula").text = _SENTINEL


def insert(sheet: etree._Element, name: str, given: Mapping[str, str]) -> etree._Element:
    """Put a new element where the order of a worksheet's elements has it, and return it."""
    new = etree.Element(f"{{{sheet.tag[1:].partition('}')[0]}}}{name}", attrib=dict(given))
    for place, each in enumerate(sheet):
        if isinstance(each.tag, str) and each.tag.rpartition("}")[2] in _AFTER[name]:
            sheet.insert(place, new)
            return new
    sheet.append(new)
    return new


class Notes:
    """The notes of one sheet, as they come and as they go back."""

    def __init__(self, comments: etree._Element | None, drawing: bytes | None, namespace: str) -> None:
        self._namespace = namespace
        self._drawing = drawing
        self._new: dict[tuple[int, int], str] = {}
        self._off: set[str] = set()
        if comments is not None:
            self._tree = comments
        else:
            self._tree = etree.Element(self._name("comments"), nsmap={None: namespace})
            etree.SubElement(self._tree, self._name("authors"))
            etree.SubElement(self._tree, self._name("commentList"))
        self._list = self._tree.find("{*}commentList")
        self._had = comments is not None

    @property
    def is_needed(self) -> bool:
        """Say whether there is anything to write."""
        return bool(self._new or self._off)

    def take_ours_off(self) -> None:
        """Take off what an earlier answer has noted, and keep what people wrote beside it."""
        for note in list(self._list):
            texts = list(note.iterfind("{*}text//{*}t"))
            whole = "".join(each.text or "" for each in texts)
            if CHECKED not in whole:
                continue
            self._off.add(note.get("ref", ""))
            kept = whole[: whole.index(CHECKED)].rstrip("\n")
            if not kept:
                self._list.remove(note)
                continue
            for each in texts:
                each.text, kept = kept[: len(each.text or "")], kept[len(each.text or "") :]

    def put(self, at: tuple[int, int], sentences: Sequence[str]) -> None:
        """Note what is wrong with a cell, below what people noted there."""
        reference = address(*at)
        text = CHECKED + "\n".join(sentences)
        note = next((each for each in self._list if each.get("ref") == reference), None)
        if note is None:
            note = etree.SubElement(self._list, self._name("comment"), ref=reference, authorId=self._author())
            etree.SubElement(note, self._name("text"))
            self._new[at] = text
        else:
            text = "\n" + text
            self._off.discard(reference)
            self._new.setdefault(at, "")
        run = etree.SubElement(note.find("{*}text"), self._name("r"))
        told = etree.SubElement(run, self._name("t"))
        told.text = text
        told.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    def comments(self) -> bytes:
        """Return the part with the texts."""
        return etree.tostring(self._tree, xml_declaration=True, encoding="UTF-8", standalone=True)

    def drawing(self, number: int) -> bytes:
        """Return the part that says where the notes are shown; `number` is for the ids of a new one."""
        drawing = self._drawing if self._drawing is not None else (_START % number).encode()
        left = {each.get("ref") for each in self._list}
        # VML of some programs is no XML, so it is edited as text.
        drawing = _SHAPE.sub(lambda match: match[0] if _is_kept(match[0], left) else b"", drawing)
        shown = {_place(match[0]) for match in _SHAPE.finditer(drawing)}
        ids = [int(each) for each in _SHAPE_ID.findall(drawing)]
        first = max(ids, default=number * 1024) + 1
        missing = [at for at in sorted(self._new) if at not in shown]
        shapes = "".join(_shape(first + place, at, self._new[at]) for place, at in enumerate(missing))
        if shapes and b'"_x0000_t202"' not in drawing:
            shapes = _TYPE + shapes
        end = drawing.rindex(b"</")
        return drawing[:end] + shapes.encode() + drawing[end:]

    def _name(self, name: str) -> str:
        return f"{{{self._namespace}}}{name}"

    def _author(self) -> str:
        authors = self._tree.find("{*}authors")
        for place, each in enumerate(authors):
            if each.text == _AUTHOR:
                return str(place)
        etree.SubElement(authors, self._name("author")).text = _AUTHOR
        return str(len(authors) - 1)


def _place(shape: bytes) -> tuple[int, int] | None:
    row, column = _ROW.search(shape), _COLUMN.search(shape)
    return (int(row[1]), int(column[1])) if row and column else None


def _is_kept(shape: bytes, left: set[str | None]) -> bool:
    at = _place(shape)
    return at is None or address(*at) in left


def _shape(number: int, at: tuple[int, int], text: str) -> str:
    row, column = at
    lines = 2 + sum(1 + len(line) // 18 for line in text.split("\n"))
    last = row + max(4, lines)
    return (
        f'<v:shape {_SPACES} id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:80pt;margin-top:2pt;'
        'width:240pt;height:90pt;z-index:1;visibility:hidden" fillcolor="#fdecea" o:insetmode="auto">'
        '<v:fill color2="#fdecea"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        f'<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div>'
        '</v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{column + 1}, 15, {max(row - 1, 0)}, 10, {column + 4}, 15, {last}, 4</x:Anchor>"
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )
