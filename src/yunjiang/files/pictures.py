"""Pictures without what they tell beside the picture: where and when it was taken, with whose telephone, what was cut away.

Pixels are not touched. JPEG: Exif (GPS in it), XMP, IPTC, comments and whatever follows the end are dropped; the colour profile
stays, and the turn of the camera is written anew, or the picture would lie on its side. PNG: only the parts that make the
picture stay.
"""

from collections.abc import Iterator
from struct import error, pack, unpack_from
from zlib import crc32

MOST_PIXELS = 120_000_000
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"bKGD", b"pHYs",
}  # fmt: skip
_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_STANDALONE = {0x01, *range(0xD0, 0xD8)}
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_APP1, _APP2, _APP14, _LAST_APP, _COMMENT = 0xE1, 0xE2, 0xEE, 0xEF, 0xFE
_ORIENTATION = 0x0112


class NotAPicture(ValueError):
    """The content is no whole picture of its kind, or has too many pixels."""


def stripped(content: bytes) -> bytes:
    """Return a JPEG or PNG with nothing but the picture. Raises NotAPicture."""
    try:
        return _png(content) if content.startswith(_PNG) else _jpeg(content)
    except (error, IndexError) as no:
        raise NotAPicture from no


def _png(content: bytes) -> bytes:
    kept, offset, kind = [_PNG], len(_PNG), b""
    while kind != b"IEND":
        length, kind = unpack_from(">I4s", content, offset)
        body = content[offset + 8 : offset + 8 + length]
        (check,) = unpack_from(">I", content, offset + 8 + length)
        if check != crc32(kind + body):
            raise NotAPicture
        if kind == b"IHDR":
            _refuse_too_many(*unpack_from(">II", body))
        if kind in _PNG_KEPT:
            kept.append(content[offset : offset + 12 + length])
        offset += 12 + length
    if not any(each[4:8] == b"IDAT" for each in kept[1:]):
        raise NotAPicture
    return b"".join(kept)


def _jpeg(content: bytes) -> bytes:
    kept, turn, has_frame = [b"\xff\xd8"], 1, False
    for marker, segment in _segments(content):
        if marker in _FRAMES:
            height, width = unpack_from(">HH", segment, 5)
            _refuse_too_many(width, height)
            has_frame = True
        if marker == _APP1 and segment[4:10] == b"Exif\0\0":
            turn = _turn(segment[10:]) or turn
        if _is_kept(marker, segment):
            kept.append(segment)
    if not has_frame:
        raise NotAPicture
    if turn != 1:
        kept.insert(1, _exif(turn))
    return b"".join(kept)


def _is_kept(marker: int, segment: bytes) -> bool:
    if marker == _APP2:
        return segment[4:16] == b"ICC_PROFILE\0"
    return marker in (0xE0, _APP14) or not (_APP1 <= marker <= _LAST_APP or marker == _COMMENT)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each marker with its segment, those of a scan with the scan's data, up to the end of the picture."""
    offset = 2
    while True:
        if content[offset] != 0xFF:
            raise NotAPicture
        marker = content[offset + 1]
        if marker == 0xFF:  # a filling byte
            offset += 1
            continue
        if marker == _EOI:
            yield marker, content[offset : offset + 2]
            return
        if marker in _STANDALONE:
            end = offset + 2
        else:
            (length,) = unpack_from(">H", content, offset + 2)
            end = offset + 2 + length
            if length < 2 or end > len(content):
                raise NotAPicture
            if marker == _SOS:
                end = _end_of_scan(content, end)
        yield marker, content[offset:end]
        offset = end


def _end_of_scan(content: bytes, offset: int) -> int:
    while True:
        offset = content.find(b"\xff", offset)
        if offset < 0 or offset + 1 >= len(content):
            raise NotAPicture
        if content[offset + 1] == 0 or content[offset + 1] in _STANDALONE or content[offset + 1] == 0xFF:
            offset += 1 if content[offset + 1] == 0xFF else 2
            continue
        return offset


def _turn(tiff: bytes) -> int | None:
    """Return how the camera was held (1 to 8), as the first directory of the Exif says; None when it does not."""
    try:
        order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
        if order is None:
            return None
        (start,) = unpack_from(order + "I", tiff, 4)
        (count,) = unpack_from(order + "H", tiff, start)
        for number in range(min(count, 200)):
            tag, _, _, value = unpack_from(order + "HHIH", tiff, start + 2 + number * 12)
            if tag == _ORIENTATION:
                return value if 1 <= value <= 8 else None
    except error:
        return None
    return None


def _exif(turn: int) -> bytes:
    """Return a segment that says how the camera was held and nothing else."""
    tiff = b"MM\0*" + pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, turn, 0, 0)
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + pack(">H", len(body) + 2) + body


def _refuse_too_many(width: int, height: int) -> None:
    if not width or not height or width * height > MOST_PIXELS:
        raise NotAPicture
