"""Opens a .docx that may come from anywhere and reads what verification needs: text with its bound numbers, charts, identities.

The file is foreign: sizes are limited, entities are not resolved, nothing is fetched.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from .identities import DOCUMENT_PROPERTY, NAMESPACE
from .layout.markup import NUMBER_BOOKMARK, NUMBER_TAG, SLOT_TAG
from .layout.namespaces import MC, C, R, W
from .numerals import PLACEHOLDER
from .refusals import NotADocument

_MOST_PARTS = 5_000
_MOST_BYTES = 400 * 1024 * 1024
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_CUSTOM = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}property"
_SKIPPED = {f"{{{W}}}del", f"{{{W}}}moveFrom", f"{{{MC}}}Fallback", f"{{{W}}}instrText", f"{{{W}}}sectPr"}


@dataclass
class Held:
    """One bound number as found: its order, and the text that now stands in its control or bookmark."""

    order: int
    text: str = ""


@dataclass
class Line:
    """One paragraph: its text with a placeholder for each bound number, and whether it lies in a slot."""

    text: str = ""
    held: list[Held] = field(default_factory=list)
    is_slot: bool = False


@dataclass(frozen=True)
class Opened:
    """What a file holds. `charts` are the drawn values by chart (in document order, from 1), series and point."""

    lines: list[Line]
    charts: dict[tuple[int, int, int], str]
    identities: bytes | None
    document: str | None  # the document's number from the file's properties


def opened(path: Path) -> Opened:
    """Open a file. Raises NotADocument when it is no .docx or is too large to be one of ours."""
    try:
        with zipfile.ZipFile(path) as package:
            if (
                len(package.infolist()) > _MOST_PARTS
                or sum(each.file_size for each in package.infolist()) > _MOST_BYTES
            ):
                raise NotADocument(path)
            name = _main_part(package)
            body = _parsed(package.read(name))
            identities = _identities(package)
            document = _document_number(package)
            charts = _charts(package, name, body)
    except (
        OSError,
        KeyError,
        zipfile.BadZipFile,
        etree.XMLSyntaxError,
        NotImplementedError,
        RuntimeError,
    ) as no:
        raise NotADocument(path) from no
    if body.tag != f"{{{W}}}document":
        raise NotADocument(path)
    return Opened(list(_lines(body)), charts, identities, document)


def lines_of(body: etree._Element) -> list[Line]:
    """Return the paragraphs of a document's body element."""
    return list(_lines(body))


def _parsed(content: bytes) -> etree._Element:
    return etree.fromstring(
        content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    )


def _relationships(package: zipfile.ZipFile, part: str) -> list[tuple[str, str, str]]:
    """Return (id, type, absolute target) of a part's relationships; none when it has none."""
    folder, _, name = part.rpartition("/")
    path = f"{folder}/_rels/{name}.rels".lstrip("/")
    if path not in package.namelist():
        return []
    found = []
    for each in _parsed(package.read(path)).iterfind(f"{{{_PACKAGE}}}Relationship"):
        target = each.get("Target", "")
        if each.get("TargetMode") != "External":
            found.append((each.get("Id", ""), each.get("Type", ""), _absolute(folder, target)))
    return found


def _absolute(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    parts = [part for part in folder.split("/") if part]
    for part in target.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _main_part(package: zipfile.ZipFile) -> str:
    for _, kind, target in _relationships(package, ""):
        if kind.endswith("/officeDocument"):
            return target
    raise KeyError("officeDocument")


def _identities(package: zipfile.ZipFile) -> bytes | None:
    marker = NAMESPACE.encode()
    for name in package.namelist():
        if name.startswith("customXml/item") and name.endswith(".xml") and "Props" not in name:
            content = package.read(name)
            if marker in content[:400]:
                return content
    return None


def _document_number(package: zipfile.ZipFile) -> str | None:
    if "docProps/custom.xml" not in package.namelist():
        return None
    for each in _parsed(package.read("docProps/custom.xml")).iterfind(_CUSTOM):
        if each.get("name") == DOCUMENT_PROPERTY:
            return "".join(each.itertext()).strip()
    return None


def _lines(body: etree._Element) -> Iterator[Line]:
    for paragraph in body.iter(f"{{{W}}}p"):
        if any(each.tag in _SKIPPED for each in paragraph.iterancestors()):
            continue
        line = Line(
            is_slot=any(_tag(each).startswith(SLOT_TAG) for each in paragraph.iterancestors(f"{{{W}}}sdt"))
        )
        _Reader(line).read(paragraph)
        yield line


class _Reader:
    """Reads one paragraph, keeping in mind in which number's control or bookmark it stands."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.marked: dict[str, int] = {}  # open bookmarks: id → order of the number

    def read(self, element: etree._Element, order: int | None = None) -> None:
        for child in element:
            if not isinstance(child.tag, str) or child.tag in _SKIPPED or child.tag == f"{{{W}}}txbxContent":
                continue
            if child.tag == f"{{{W}}}t":
                self._take(child.text or "", order)
            elif child.tag in (f"{{{W}}}tab", f"{{{W}}}br"):
                self.line.text += " "
            elif child.tag == f"{{{W}}}bookmarkStart":
                number = _order(child.get(f"{{{W}}}name", ""), NUMBER_BOOKMARK)
                if number is not None:
                    self.marked[child.get(f"{{{W}}}id", "")] = number
                    self._hold(number)
            elif child.tag == f"{{{W}}}bookmarkEnd":
                self.marked.pop(child.get(f"{{{W}}}id", ""), None)
            elif child.tag == f"{{{W}}}sdt":
                number = _order(_tag(child), NUMBER_TAG)
                if number is not None:
                    self._hold(number)
                self.read(child, order if number is None else number)
            elif child.tag != f"{{{W}}}p":
                self.read(child, order)

    def _hold(self, order: int) -> None:
        """Begin a number, unless the bookmark only repeats the control around it."""
        if self.line.held and self.line.held[-1].order == order and not self.line.held[-1].text:
            return
        self.line.held.append(Held(order))
        self.line.text += PLACEHOLDER

    def _take(self, text: str, order: int | None) -> None:
        within = order if order is not None else next(iter(self.marked.values()), None)
        if within is None:
            self.line.text += text
            return
        for held in reversed(self.line.held):
            if held.order == within:
                held.text += text
                return


def _tag(control: etree._Element) -> str:
    found = control.find(f"{{{W}}}sdtPr/{{{W}}}tag")
    return "" if found is None else found.get(f"{{{W}}}val", "")


def _order(name: str, prefix: str) -> int | None:
    rest = name.removeprefix(prefix)
    return int(rest) if rest != name and rest.isdigit() else None


def _charts(package: zipfile.ZipFile, main: str, body: etree._Element) -> dict[tuple[int, int, int], str]:
    """Return the cached values of the charts in the order in which the body shows them."""
    targets = {key: target for key, _, target in _relationships(package, main)}
    found: dict[tuple[int, int, int], str] = {}
    count = 0
    for reference in body.iter(f"{{{C}}}chart"):
        target = targets.get(reference.get(f"{{{R}}}id", ""))
        if target is None or target not in package.namelist():
            continue
        count += 1
        chart = _parsed(package.read(target))
        series = sorted(chart.iter(f"{{{C}}}ser"), key=_series_order)
        for order, each in enumerate(series):
            for point in each.iterfind(f"{{{C}}}val//{{{C}}}pt"):
                value = point.findtext(f"{{{C}}}v")
                if value is not None:
                    found[count, order, int(point.get("idx", "0"))] = value
    return found


def _series_order(series: etree._Element) -> int:
    order = series.find(f"{{{C}}}order")
    return 0 if order is None else int(order.get("val", "0"))
