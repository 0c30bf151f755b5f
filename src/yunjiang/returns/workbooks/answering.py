"""The workbook that goes back: as it came, with a note and a fill on each wrong cell, and a first sheet that lists everything.

The package is edited part by part; what has nothing wrong stays byte for byte. What an earlier answer left is taken off first, so
that a workbook may go back and forth as often as it likes.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence

from lxml import etree

from . import annotating, listing
from .cells import Book
from .layout import PROBLEMS, marker_in
from .package import relations_part
from .problems import Weight, WorkbookProblem

_TYPES = "[Content_Types].xml"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_SELECTED = re.compile(rb'(<(?:\w+:)?sheetView\b[^>]*?)\stabSelected="(?:1|true)"')
_FIRST_COLUMN = 2  # of a row that is wrong as a whole


def answer(book: Book, problems: Sequence[WorkbookProblem]) -> bytes:
    """Return the workbook with everything said marked in it."""
    return _Answer(book).written(problems)


class _Answer:
    def __init__(self, book: Book) -> None:
        self._book, self._package = book, book.package
        self._changed: dict[str, bytes] = {}
        self._types = self._package.tree(_TYPES)
        self._relations: dict[str, etree._Element] = {}
        root = self._package.tree(self._package.workbook_part)
        self._workbook = root
        self._namespace = root.tag[1:].partition("}")[0]
        first = root.find("{*}sheets")[0]
        self._id = next(name for name in first.attrib if name.endswith("}id"))
        self._strict = "purl.oclc.org" in self._namespace

    def written(self, problems: Sequence[WorkbookProblem]) -> bytes:
        styles, looks = self._styles()
        wrong: dict[str, dict[tuple[int, int], list[str]]] = {}
        for each in problems:
            if each.row is not None and each.weight is Weight.PROBLEM:
                column = _FIRST_COLUMN if each.column is None else each.column
                wrong.setdefault(each.sheet, {}).setdefault((each.row, column), []).append(each.sentence())
        for sheet in self._book.sheets:
            marked = wrong.get(sheet.name, {})
            if marked or annotating.has_traces(self._package, sheet.part):
                self._annotate(sheet.part, marked, looks["fill"])
        self._list(problems, looks)
        self._changed[styles] = self._serialized(self._style_tree)
        for part, tree in self._relations.items():
            self._changed[part] = self._serialized(tree)
        self._changed[_TYPES] = self._serialized(self._types)
        self._changed[self._package.workbook_part] = self._serialized(self._workbook)
        return self._zipped()

    def _annotate(self, part: str, wrong: dict[tuple[int, int], list[str]], fill: int) -> None:
        sheet = self._package.tree(part)
        annotating.fill(sheet, list(wrong), fill)
        related = self._package.relations_of(part)
        comments = next((target for kind, target in related.values() if kind == "comments"), "")
        drawing_id = next((each.get(self._id) for each in sheet.iterfind("{*}legacyDrawing")), None)
        drawing = related.get(drawing_id, ("", ""))[1] if drawing_id else ""
        notes = annotating.Notes(
            self._package.tree(comments) if comments in self._package.parts else None,
            self._package.parts.get(drawing),
            self._namespace,
        )
        notes.take_ours_off()
        for at, sentences in sorted(wrong.items()):
            notes.put(at, sentences)
        if notes.is_needed:
            if not comments:
                comments = self._new_name("xl/yunjiangComments", ".xml")
                self._relate(part, "comments", comments)
                self._declare(comments, _COMMENTS_TYPE)
            if not drawing:
                drawing = self._new_name("xl/drawings/yunjiangNotes", ".vml")
                relation = self._relate(part, "vmlDrawing", drawing)
                self._declare_ending("vml", _VML_TYPE)
                annotating.insert(sheet, "legacyDrawing", {self._id: relation})
            self._changed[comments] = notes.comments()
            self._changed[drawing] = notes.drawing(self._drawing_number())
        self._changed[part] = self._serialized(sheet)

    def _list(self, problems: Sequence[WorkbookProblem], looks: dict[str, int]) -> None:
        old = next((sheet for sheet in self._book.sheets if _kind(sheet.cells.values()) == PROBLEMS), None)
        names = {each.name.casefold() for each in self._book.sheets}
        xml = listing.sheet(problems, looks, self._namespace)
        if old is not None:
            self._changed[old.part] = xml
            self._show_first([each.name for each in self._book.sheets].index(old.name), old.part)
            return
        part = self._new_name("xl/worksheets/yunjiangProblems", ".xml")
        self._changed[part] = xml
        self._declare(part, _SHEET_TYPE)
        sheets = self._workbook.find("{*}sheets")
        name = listing.name()
        while name.casefold() in names:
            name += "1"
        new = etree.Element(f"{{{self._namespace}}}sheet")
        new.set("name", name)
        new.set("sheetId", str(1 + max(int(each.get("sheetId", "0")) for each in sheets)))
        new.set(self._id, self._relate(self._package.workbook_part, "worksheet", part))
        sheets.insert(0, new)
        # Names that belong to one sheet say which by its place, and every place has moved by one.
        for each in self._workbook.iterfind("{*}definedNames/{*}definedName"):
            if each.get("localSheetId", "").isdecimal():
                each.set("localSheetId", str(int(each.get("localSheetId")) + 1))
        self._show_first(0, part)

    def _show_first(self, place: int, part: str) -> None:
        """Open the workbook at the list; a second selected sheet would make both be edited at once."""
        for view in self._workbook.iterfind("{*}bookViews/{*}workbookView"):
            view.set("activeTab", str(place))
            view.set("firstSheet", "0")
        for sheet in self._book.sheets:
            if sheet.part == part:
                continue
            xml = self._changed.get(sheet.part, self._package.parts[sheet.part])
            if _SELECTED.search(xml):
                self._changed[sheet.part] = _SELECTED.sub(rb"\1", xml)

    def _styles(self) -> tuple[str, dict[str, int]]:
        related = self._package.relations_of(self._package.workbook_part)
        part = next((target for kind, target in related.values() if kind == "styles"), "")
        self._style_tree = self._package.tree(part)
        return part, listing.add_styles(self._style_tree, self._namespace)

    def _relate(self, part: str, kind: str, target: str) -> str:
        """Add a relation from a part to another and return its id."""
        holder = relations_part(part)
        if holder not in self._relations:
            if holder in self._package.parts:
                self._relations[holder] = self._package.tree(holder)
            else:
                self._relations[holder] = etree.Element(
                    "{http://schemas.openxmlformats.org/package/2006/relationships}Relationships",
                    nsmap={None: "http://schemas.openxmlformats.org/package/2006/relationships"},
                )
        tree = self._relations[holder]
        taken = {each.get("Id") for each in tree}
        number = next(number for number in range(1, 100_000) if f"yj{number}" not in taken)
        base = (
            "http://purl.oclc.org/ooxml/officeDocument/relationships"
            if self._strict
            else "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        )
        new = etree.SubElement(tree, tree.tag.replace("Relationships", "Relationship"))
        new.set("Id", f"yj{number}")
        new.set("Type", f"{base}/{kind}")
        new.set("Target", f"/{target}")
        return f"yj{number}"

    def _declare(self, part: str, kind: str) -> None:
        new = etree.SubElement(self._types, self._types.tag.replace("Types", "Override"))
        new.set("PartName", f"/{part}")
        new.set("ContentType", kind)

    def _declare_ending(self, ending: str, kind: str) -> None:
        if any((each.get("Extension") or "").lower() == ending for each in self._types):
            return
        new = etree.Element(self._types.tag.replace("Types", "Default"))
        new.set("Extension", ending)
        new.set("ContentType", kind)
        self._types.insert(0, new)

    def _new_name(self, start: str, end: str) -> str:
        taken = {*self._package.parts, *self._changed}
        return next(name for number in range(1, 100_000) if (name := f"{start}{number}{end}") not in taken)

    def _drawing_number(self) -> int:
        """Return a number for the ids of shapes that no other drawing of the workbook has."""
        drawings = {**self._package.parts, **self._changed}
        taken = {
            int(number)
            for name, content in drawings.items()
            if name.endswith(".vml")
            for number in re.findall(rb'idmap[^>]*?data="(\d+)', content)
        }
        return next(number for number in range(1, 100_000) if number not in taken)

    def _serialized(self, tree: etree._Element) -> bytes:
        return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)

    def _zipped(self) -> bytes:
        file = io.BytesIO()
        left = dict(self._changed)
        before = zipfile.ZipFile(io.BytesIO(self._package.content))
        with before, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after:
            for member in before.infolist():
                if not member.is_dir():
                    name = member.filename.lstrip("/")
                    after.writestr(member.filename, left.pop(name, self._package.parts[name]))
            for name, content in left.items():
                after.writestr(name, content)
        return file.getvalue()


def _kind(cells: Iterable[object]) -> str:
    for raw in cells:
        found = marker_in(getattr(raw, "text", ""))
        if found is not None:
            return found.kind
    return ""
