"""Handing a kept file out: as a download that no browser opens by itself. Whether the person may have it, the caller asks."""

from dataclasses import dataclass
from typing import IO, Literal

from django.utils.http import content_disposition_header

from yunjiang.standards.national_cryptography import Sm3

from . import naming, sealed
from .models import KeptFile
from .refusals import FileGone

_PIECE = 1 << 18


def headers(kept: KeptFile, name: str) -> dict[str, str]:
    """Return the headers of an answer that carries a file under a name.

    Always a download: the content came from outside and must not run as a page of this site, even if it were one.
    """
    disposition = content_disposition_header(True, naming.clean(name))
    assert disposition is not None
    return {
        "Content-Type": kept.media_type,
        "Content-Length": str(kept.size),
        "Content-Disposition": disposition,
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    }


def opened(kept: KeptFile) -> IO[bytes]:
    """Open a kept file for reading. Raises FileGone when it is not there or has another size.

    What is sealed is opened while it is read; where a piece does not open, reading raises `sealed.PieceUnopened`.
    """
    try:
        file = kept.path.open("rb")
    except OSError as no:
        raise FileGone(kept.digest) from no
    if file.seek(0, 2) != (sealed.length(kept.size) if kept.is_sealed else kept.size):
        file.close()
        raise FileGone(kept.digest)
    file.seek(0)
    return sealed.opened(file, kept.digest, kept.size) if kept.is_sealed else file


@dataclass(frozen=True)
class Content:
    """A kept file for what opens a file again and again, as it would open a path."""

    kept: KeptFile

    def open(self, mode: Literal["rb"] = "rb") -> IO[bytes]:
        """Open it for reading. Raises FileGone."""
        return opened(self.kept)


def content(kept: KeptFile) -> bytes:
    """Return a kept file's bytes, which are what was kept. Raises FileGone."""
    try:
        with opened(kept) as file:
            found = file.read()
    except sealed.PieceUnopened as no:
        raise FileGone(kept.digest) from no
    if Sm3(found).hexdigest() != kept.digest:
        raise FileGone(kept.digest)
    return found


def is_intact(kept: KeptFile) -> bool:
    """Say whether a file on the disk is still what was kept."""
    digest = Sm3()
    try:
        with opened(kept) as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
    except (FileGone, sealed.PieceUnopened):
        return False
    return digest.hexdigest() == kept.digest
