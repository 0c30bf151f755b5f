"""What makes a packed file (docx, xlsx, ofd) unfit to be kept: a password, too much inside, lies about sizes, programs."""

import re
import zipfile
from pathlib import Path

MOST_PARTS = 10_000
_PIECE = 1 << 16
_ENCRYPTED_FLAG = 0x1
_READ_WHOLE = 4 << 20  # bytes of a part that is looked into
_PROGRAM = re.compile(
    r"vbaProject\.bin$|vbaData\.xml$|/macrosheets/|/activeX/|/intlMacrosheets/"
    r"|\.(?:exe|dll|com|scr|msi|bat|cmd|ps1|vbs|js|hta|jar|lnk)$",
    re.IGNORECASE,
)
# An object that holds any file whatever ([MS-OLEDS] 2.3.6), be it a program.
_ANY_FILE = "Ole10Native".encode("utf-16-le")
_PROGRAM_TYPE = re.compile(rb"macroEnabled|vbaProject|activeX", re.IGNORECASE)
_ELSEWHERE = re.compile(
    rb"<(?:\w+:)?Relationship\b(?=[^>]*attachedTemplate)(?=[^>]*TargetMode\s*=\s*[\"']External)[^>]*>",
    re.IGNORECASE,
)


class TooMuch(Exception):
    """It unpacks to more than is allowed."""


class Locked(Exception):
    """Parts of it are encrypted."""


class Damaged(Exception):
    """It cannot be unpacked."""


def look_into(path: Path, most_bytes: int) -> str:
    """Unpack every part once, piece by piece, and return the name of the first part that is a program; "" when there is none.

    Sizes written in the package are not believed. Raises TooMuch, Locked, Damaged.
    """
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS:
                raise TooMuch
            if any(part.flag_bits & _ENCRYPTED_FLAG for part in parts):
                raise Locked
            return _programs(package, parts, most_bytes)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError) as no:
        raise Damaged from no
    except Exception as no:  # zlib.error and lzma.LZMAError have no ancestor in common
        if isinstance(no, TooMuch | Locked | Damaged):
            raise
        raise Damaged from no


def _programs(package: zipfile.ZipFile, parts: list[zipfile.ZipInfo], most_bytes: int) -> str:
    found, left = "", most_bytes
    for part in parts:
        is_object = part.filename.endswith(".bin") and "/embeddings/" in part.filename
        is_read = is_object or part.filename.endswith((".rels", "[Content_Types].xml"))
        kept = bytearray()
        with package.open(part) as file:
            while piece := file.read(_PIECE):
                left -= len(piece)
                if left < 0:
                    raise TooMuch
                if is_read and len(kept) < _READ_WHOLE:
                    kept += piece
        if found:
            continue
        is_program = _PROGRAM.search(part.filename) or (
            _ANY_FILE in kept
            if is_object
            else is_read and (_PROGRAM_TYPE.search(kept) or _ELSEWHERE.search(kept))
        )
        found = part.filename if is_program else ""
    return found
