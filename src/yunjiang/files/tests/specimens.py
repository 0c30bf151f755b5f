"""Files to hand in: small, whole ones of every kind, and compound files put together sector by sector."""

import io
import struct
import zipfile
from collections.abc import Mapping

import docx
import xlsxwriter
from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
_SECTOR, _END, _FREE, _TABLE = 512, 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def workbook() -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    book.add_worksheet("表").write(0, 0, 12)
    book.close()
    return file.getvalue()


def document() -> bytes:
    file = io.BytesIO()
    made = docx.Document()
    made.add_paragraph("证明")
    made.save(file)
    return file.getvalue()


def package(parts: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """Return a package with one more part."""
    file = io.BytesIO(content)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, part)
    return file.getvalue()


def picture(format: str, *, turn: int = 1, gps: bool = True) -> bytes:
    """Return a picture that says where it was taken."""
    file = io.BytesIO()
    image = Image.new("RGB", (40, 20), (180, 30, 30))
    exif = Image.Exif()
    exif[0x010F] = "SecretPhone"
    exif[0x0112] = turn
    if gps:
        exif.get_ifd(0x8825)[2] = (25.0, 2.0, 0.0)
    image.save(file, format, exif=exif, comment=b"SecretComment")
    return file.getvalue()


def compound(streams: Mapping[str, bytes], *, is_small: bool = False) -> bytes:
    """Return a compound file with these streams: in sectors of their own, or all of them in the small stream.

    Sector 0 is the table, 1 the directory, 2 the table of small sectors; then what the streams hold.
    """
    sectors: list[bytes] = []
    table = [_TABLE, _END, _END]
    entries = []

    def chain(content: bytes) -> int:
        start, count = 3 + len(sectors), max(1, -(-len(content) // _SECTOR))
        sectors.extend(content[n * _SECTOR : (n + 1) * _SECTOR].ljust(_SECTOR, b"\0") for n in range(count))
        table.extend([*range(start + 1, start + count), _END])
        return start

    small, small_table = b"", []
    for name, content in streams.items():
        if is_small:
            first = len(small) // 64
            count = -(-len(content) // 64)
            small += content.ljust(count * 64, b"\0")
            small_table += [*range(first + 1, first + count), _END]
            entries.append((name, 2, first, len(content)))
        else:
            padded = content.ljust(4096, b"\0")
            entries.append((name, 2, chain(padded), len(padded)))
    entries.insert(0, ("Root Entry", 5, chain(small) if is_small else _END, len(small)))
    directory = b"".join(_entry(*each) for each in entries[:4]).ljust(_SECTOR, b"\0")
    small_sector = struct.pack("<128I", *(small_table + [_FREE] * 128)[:128])
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE, 9, 6, bytes(6),
        0, 1, 1, 0, 4096, 2, 1, _END, 0,
    )  # fmt: skip
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    tables = struct.pack("<128I", *(table + [_FREE] * 128)[:128])
    return header + tables + directory + small_sector + b"".join(sectors)


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII36sIQ", written, len(written), kind, 1, _FREE, _FREE, _FREE, bytes(36), start, size
    )


def record(kind: int, content: bytes) -> bytes:
    """Return a record of an old workbook."""
    return struct.pack("<HH", kind, len(content)) + content
