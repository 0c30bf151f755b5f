"""Sealing files as fields are: the room of files brings the pieces, this one the keys."""

from yunjiang.files.sealed import PieceUnopened

from .ciphers import NONCE, TAG
from .envelope import HEAD, open_bytes, seal_bytes
from .refusals import SealRefusal


class FileSeal:
    """Seals pieces of files under the current key, and opens them under any of the ring."""

    overhead = HEAD + NONCE + TAG

    def close(self, content: bytes, context: str) -> bytes:
        """Return a piece sealed."""
        return seal_bytes(content, context)

    def open(self, sealed: bytes, context: str) -> bytes:
        """Return what was sealed. Raises PieceUnopened."""
        try:
            return open_bytes(sealed, context)
        except SealRefusal as refusal:
            raise PieceUnopened(str(refusal)) from refusal
