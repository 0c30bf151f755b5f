"""Opening a file that came in: is it an .xlsx workbook, and can it be unpacked without harm?

What a file is, its content says, never its name. Everything is measured while it is unpacked, because a package may lie about
its sizes; no entity is ever declared or resolved.
"""

import io
import zipfile
import zlib
from collections.abc import Mapping

from lxml import etree

from .problems import WorkbookRefused

MEGABYTE = 1 << 20
FILE_AT_MOST = 20 * MEGABYTE
UNPACKED_AT_MOST = 100 * MEGABYTE
TREE_AT_MOST = 16 * MEGABYTE  # of a part that is held as a tree: twenty times that in memory
PARTS_AT_MOST = 2000
RATIO_AT_MOST = 400  # a sheet full of equal rows reaches about 200; deflate itself ends at 1032
_RATIO_FROM = MEGABYTE

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_KINDS = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "RTF"),
)
_TYPES = "[Content_Types].xml"
_DECLARES = tuple("<!DOCTYPE".encode(each) for each in ("ascii", "utf-16-le", "utf-16-be"))
_ACTIVE = ("xl/activex/", "xl/embeddings/", "xl/ctrlprops/", "xl/macrosheets/", "xl/dialogsheets/")


class Package:
    """The parts of a workbook, unpacked within limits. Raises WorkbookRefused."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        _refuse_what_is_no_package(content)
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                self.parts: Mapping[str, bytes] = _unpacked(archive)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
            raise WorkbookRefused("package_damaged", reason=_first_line(error)) from error
        _refuse_other_kinds(self.parts)
        _refuse_what_acts(self.parts)
        self.relations = _relations(self)
        main = [target for kind, target in self.relations.values() if kind == "officeDocument"]
        if not main or main[0] not in self.parts:
            raise WorkbookRefused("package_damaged", reason="workbook.xml")
        self.workbook_part = main[0]

    def tree(self, part: str) -> etree._Element:
        """Return a part's XML. Raises WorkbookRefused, also when it is missing."""
        if part not in self.parts:
            raise WorkbookRefused("package_damaged", reason=part)
        if len(self.parts[part]) > TREE_AT_MOST:
            raise WorkbookRefused("package_bomb", reason=f"{part}: > {TREE_AT_MOST // MEGABYTE} MB")
        return parse(self.parts[part], part)

    def relations_of(self, part: str) -> dict[str, tuple[str, str]]:
        """Return a part's relations: by id the last word of the kind and the target part; targets outside are left out."""
        return _relations(self, part)

    @property
    def has_external_links(self) -> bool:
        """Say whether the workbook refers to others."""
        return any(name.lower().startswith("xl/externallinks/") for name in self.parts)


def parse(xml: bytes, part: str) -> etree._Element:
    """Return the root of an XML text. Raises WorkbookRefused."""
    try:
        return etree.fromstring(xml, xml_parser())
    except etree.XMLSyntaxError as error:
        raise refused_xml(error, part) from error


def xml_parser() -> etree.XMLParser:
    """Return a parser that resolves nothing, fetches nothing and refuses what is nested too deep."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def refused_xml(error: Exception, part: str) -> WorkbookRefused:
    """Return the refusal for a part that cannot be parsed."""
    reason = _first_line(error)
    if "depth" in reason.lower():
        return WorkbookRefused("xml_too_deep", part=part)
    return WorkbookRefused("package_damaged", reason=f"{part}: {reason}")


def relations_part(part: str) -> str:
    """Return the name of the part that holds a part's relations."""
    folder, _slash, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def _refuse_what_is_no_package(content: bytes) -> None:
    if not content:
        raise WorkbookRefused("file_empty")
    if len(content) > FILE_AT_MOST:
        raise WorkbookRefused(
            "file_too_large", size=-(-len(content) // MEGABYTE), limit=FILE_AT_MOST // MEGABYTE
        )
    if content.startswith(_OLD):
        raise WorkbookRefused("password" if _ENCRYPTED in content else "kind_xls")
    if content.startswith(b"PK"):
        return
    start = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for magic, kind in _KINDS:
        if content.startswith(magic):
            raise WorkbookRefused("kind_other", kind=kind)
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta")):
        raise WorkbookRefused("kind_other", kind="HTML")
    if start.startswith(b"<?xml"):
        raise WorkbookRefused("kind_other", kind="XML")
    if b"\x00" not in content[:4096]:
        raise WorkbookRefused("kind_other", kind="CSV / TXT")
    raise WorkbookRefused("package_damaged", reason="ZIP")


def _unpacked(archive: zipfile.ZipFile) -> dict[str, bytes]:
    members = archive.infolist()
    if len(members) > PARTS_AT_MOST:
        raise WorkbookRefused("package_bomb", reason=f"{len(members)} > {PARTS_AT_MOST}")
    parts: dict[str, bytes] = {}
    seen: set[str] = set()
    total = 0
    for member in members:
        if member.is_dir():
            continue
        if member.flag_bits & 0x1:
            raise WorkbookRefused("password")
        # Parts are known by name without regard to case; two of one name are read differently by different programs.
        name = member.filename.lstrip("/")
        if ".." in name.split("/") or name.lower() in seen:
            raise WorkbookRefused("package_damaged", reason=member.filename[:80])
        seen.add(name.lower())
        content = _measured(archive, member, UNPACKED_AT_MOST - total)
        total += len(content)
        if name.lower().endswith((".xml", ".rels", ".vml")) and any(word in content for word in _DECLARES):
            raise WorkbookRefused("xml_entities", part=name)
        parts[name] = content
    return parts


def _measured(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> bytes:
    """Unpack a member piece by piece, never beyond what is left or out of proportion."""
    pieces = []
    size = 0
    with archive.open(member) as stream:
        while piece := stream.read(MEGABYTE):
            size += len(piece)
            if size > left:
                raise WorkbookRefused("package_bomb", reason=f"> {UNPACKED_AT_MOST // MEGABYTE} MB")
            if size > _RATIO_FROM and size > RATIO_AT_MOST * max(member.compress_size, 1):
                raise WorkbookRefused("package_bomb", reason=f"{member.filename[:80]}: > {RATIO_AT_MOST} : 1")
            pieces.append(piece)
    return b"".join(pieces)


def _refuse_other_kinds(parts: Mapping[str, bytes]) -> None:
    if parts.get("mimetype", b"").startswith(b"application/vnd.oasis"):
        raise WorkbookRefused("kind_ods")
    if _TYPES not in parts:
        raise WorkbookRefused("kind_other", kind="ZIP")
    types = parts[_TYPES]
    if b"sheet.binary" in types:
        raise WorkbookRefused("kind_xlsb")
    if b"spreadsheetml" not in types and b"ms-excel" not in types:
        kind = (
            "Word" if b"wordprocessingml" in types else "PowerPoint" if b"presentationml" in types else "ZIP"
        )
        raise WorkbookRefused("kind_other", kind=kind)


def _refuse_what_acts(parts: Mapping[str, bytes]) -> None:
    for name in parts:
        if name.lower().endswith("vbaproject.bin") or name.lower().startswith("xl/macrosheets/"):
            raise WorkbookRefused("macros")
    for name in parts:
        if name.lower().startswith(_ACTIVE):
            raise WorkbookRefused("embedded_objects", part=name)


def _relations(package: Package, part: str = "") -> dict[str, tuple[str, str]]:
    holder = relations_part(part) if part else "_rels/.rels"
    if holder not in package.parts:
        return {}
    folder = part.rpartition("/")[0]
    found: dict[str, tuple[str, str]] = {}
    for each in package.tree(holder):
        if not isinstance(each.tag, str) or each.get("TargetMode") == "External":
            continue
        target = each.get("Target", "")
        found[each.get("Id", "")] = (each.get("Type", "").rsplit("/", 1)[-1], _resolved(folder, target))
    return found


def _resolved(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    steps = folder.split("/") if folder else []
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step != ".":
            steps.append(step)
    return "/".join(steps)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [repr(error)])[0][:200]
