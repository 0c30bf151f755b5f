"""Just enough of the compound file format ([MS-CFB]) to see what streams a file has and to read the first bytes of one.

Everything is bounded: a file whose tables run in circles or out of the file is refused, not followed.
"""

from dataclasses import dataclass
from struct import Struct, error, unpack_from

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage"  # the stream of an Office file under a password
_END = 0xFFFFFFFA  # sector numbers from here on are marks
_NONE = 0xFFFFFFFF
_ENTRY = Struct("<64sHBBIII36sIQ")
_STREAM, _ROOT = 2, 5
_MOST_ENTRIES = 20_000


class NotCompound(ValueError):
    """Not a compound file, or one whose tables lead nowhere."""


@dataclass(frozen=True)
class Entry:
    """One stream or storage."""

    name: str
    kind: int
    start: int
    size: int


class Compound:
    """A compound file in memory."""

    def __init__(self, content: bytes) -> None:
        if not content.startswith(MAGIC) or len(content) < 512:
            raise NotCompound
        self._content = content
        version, _, shift, mini_shift = unpack_from("<HHHH", content, 26)
        if version not in (3, 4) or shift not in (9, 12) or mini_shift != 6:
            raise NotCompound
        self._size = 1 << shift
        directory, _, self._cutoff, mini_table, _, master, master_count = unpack_from("<IIIIIII", content, 48)
        try:
            self._table = self._read_table(list(unpack_from("<109I", content, 76)), master, master_count)
            self.entries = self._read_entries(directory)
            self._mini_table = _numbers(self._chain(mini_table))
        except error as no:
            raise NotCompound from no

    def names(self) -> set[str]:
        """Return the names of all streams and storages, at whatever depth."""
        return {each.name for each in self.entries}

    def first_bytes(self, name: str, count: int) -> bytes:
        """Return up to so many bytes of the first stream of this name; none when there is none."""
        found = next((each for each in self.entries if each.name == name and each.kind == _STREAM), None)
        if found is None:
            return b""
        wanted = min(count, found.size)
        if found.size >= self._cutoff:
            return self._chain(found.start, wanted)[:wanted]
        root = next((each for each in self.entries if each.kind == _ROOT), None)
        if root is None:
            return b""
        whole, sector = self._chain(root.start), found.start
        parts: list[bytes] = []
        while sector < _END and len(parts) * 64 < wanted:
            if sector >= len(self._mini_table):
                raise NotCompound
            parts.append(whole[sector * 64 : sector * 64 + 64])
            sector = self._mini_table[sector]
        return b"".join(parts)[:wanted]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        found = self._content[start : start + self._size]
        if not found:
            raise NotCompound
        return found

    def _read_table(self, numbers: list[int], master: int, master_count: int) -> list[int]:
        for _ in range(min(master_count, len(self._content) // self._size)):
            if master >= _END:
                break
            more = _numbers(self._sector(master))
            numbers += more[:-1]
            master = more[-1]
        table: list[int] = []
        for number in numbers:
            if number < _END:
                table += _numbers(self._sector(number))
        return table

    def _chain(self, sector: int, wanted: int | None = None) -> bytes:
        parts: list[bytes] = []
        seen: set[int] = set()
        while sector < _END and (wanted is None or len(parts) * self._size < wanted):
            if sector in seen or sector >= len(self._table):
                raise NotCompound
            seen.add(sector)
            parts.append(self._sector(sector))
            sector = self._table[sector]
        return b"".join(parts)

    def _read_entries(self, directory: int) -> list[Entry]:
        content = self._chain(directory)
        entries = []
        for offset in range(0, min(len(content), _MOST_ENTRIES * 128) - 127, 128):
            raw, length, kind, _, _, _, _, _, start, size = _ENTRY.unpack_from(content, offset)
            if kind and 2 <= length <= 64:
                name = raw[: length - 2].decode("utf-16-le", "replace")
                entries.append(Entry(name, kind, start, size & 0xFFFFFFFF))
        return entries


def _numbers(content: bytes) -> list[int]:
    return list(unpack_from(f"<{len(content) // 4}I", content))
