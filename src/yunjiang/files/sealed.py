"""Files that lie sealed: pieces of a megabyte, each sealed by itself, so that any part is read without opening the whole.

What seals lies above this room and is brought by `use`. Each piece is bound to the file's digest, to its place and to being the
last or not: none can be exchanged, moved, added or cut off unseen.
"""

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import IO, Any, Protocol

PIECE = 1 << 20  # bytes before sealing
_OPEN_PIECES = 4  # held in memory: the end of a package is read again and again between its parts


class Seal(Protocol):
    """What seals and opens a piece under a context; `overhead` bytes longer than what it was given. Raises PieceUnopened."""

    overhead: int

    def close(self, content: bytes, context: str) -> bytes: ...

    def open(self, sealed: bytes, context: str) -> bytes: ...


class PieceUnopened(OSError):
    """That a piece is not what was sealed, or its key is gone; the message says which."""


@dataclass
class _Brought:
    seal: Seal | None = None


_brought = _Brought()


def use(seal: Seal) -> None:
    """Seal and open with this from now on; called when the room that has the keys starts."""
    _brought.seal = seal


def write(content: IO[bytes], target: IO[bytes], digest: str, size: int) -> None:
    """Write a file's content, from where it is read on, sealed into another."""
    seal = _seal()
    count = _count(size)
    for number in range(count):
        target.write(seal.close(content.read(PIECE), _context(digest, number, count)))


def length(size: int) -> int:
    """Return how many bytes a file of a size has when it is sealed."""
    return size + _count(size) * _seal().overhead


def opened(file: IO[bytes], digest: str, size: int) -> IO[bytes]:
    """Return what is sealed in a file as one that is open for reading; closing it closes the file."""
    return io.BufferedReader(_Opened(file, digest, size))


class _Opened(io.RawIOBase):
    """The content of a sealed file, opened piece by piece where it is read."""

    def __init__(self, file: IO[bytes], digest: str, size: int) -> None:
        self._file, self._size, self._at = file, size, 0
        seal, count = _seal(), _count(size)

        @lru_cache(maxsize=_OPEN_PIECES)
        def piece(number: int) -> bytes:
            file.seek(number * (PIECE + seal.overhead))
            return seal.open(file.read(PIECE + seal.overhead), _context(digest, number, count))

        self._piece = piece

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        begin = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if begin + offset < 0:
            raise ValueError(offset)
        self._at = begin + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        wanted = memoryview(buffer).cast("B")
        if self._at >= self._size or not len(wanted):
            return 0
        number, begin = divmod(self._at, PIECE)
        found = self._piece(number)[begin : begin + len(wanted)]
        wanted[: len(found)] = found
        self._at += len(found)
        return len(found)

    def close(self) -> None:
        self._file.close()
        super().close()


def _seal() -> Seal:
    assert _brought.seal is not None, "the room that has the keys has not started"
    return _brought.seal


def _count(size: int) -> int:
    return max(1, -(-size // PIECE))


def _context(digest: str, number: int, count: int) -> str:
    return f"files:{digest}:{number}:{'last' if number == count - 1 else 'further'}"
