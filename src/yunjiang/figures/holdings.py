"""What this process knows of the ledger: its sealed segments, the tail read so far, the engine and the sums.

The tail is read once and then only what was posted since; a chunk is trusted as long as the ledger's chain still has the digest
at its end.
"""

import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyarrow as pa
from django.conf import settings

from yunjiang.figures.engines import Engine
from yunjiang.figures.engines.duck import DuckEngine
from yunjiang.figures.reading import Holdings
from yunjiang.figures.sums import Chunk, Sealed, Shelf
from yunjiang.figures.trees import Trees
from yunjiang.ledger import queries as ledger
from yunjiang.ledger.models import Batch, Measure, MeasureKind


@dataclass
class _Tail:
    """The unsealed entries read so far, and the chain digest at the end of each chunk."""

    chunks: list[Chunk]
    digests: list[bytes]


class Room:
    """The figures room of one process."""

    def __init__(self) -> None:
        self.engine: Engine = DuckEngine(memory_limit=settings.YUNJIANG_ENGINE_MEMORY)
        self.trees = Trees()
        self._tail = _Tail([], [])
        self._shelf: Shelf | None = None
        self._lock = threading.Lock()

    def shelf(self) -> Shelf:
        """Return the shelf of sums beside the segments; the measures known as levels now are its levels."""
        levels = Measure.objects.filter(kind=MeasureKind.LEVEL).values_list("pk", flat=True)
        directory = Path(settings.YUNJIANG_SEGMENTS) / "sums"
        with self._lock:
            if self._shelf is None or self._shelf.directory != directory:
                self._shelf = Shelf(directory, self.engine)
            self._shelf.levels = frozenset(levels)
            return self._shelf

    def holdings(self, position: int) -> Holdings:
        """Return what the ledger holds up to a position, and perhaps a little more."""
        sealed = [
            Sealed(each.number, each.first_position, each.last_position, each.path, each.content_digest)
            for each in ledger.segments()
        ]
        after = sealed[-1].last_position if sealed else 0
        with self._lock:
            self._read_tail(after, position)
            return Holdings(sealed, tuple(self._tail.chunks))

    def _read_tail(self, after: int, position: int) -> None:
        """Read what the tail has not yet, from after the last sealed position."""
        tail = self._tail
        if tail.chunks and (tail.chunks[0].first_position != after + 1 or not self._is_true()):
            tail = self._tail = _Tail([], [])
        known = tail.chunks[-1].last_position if tail.chunks else after
        if position <= known:
            return
        tail.chunks.append(Chunk(known + 1, position, ledger.tail(known, position)))
        tail.digests.append(_chain_digest(position))
        # Each chunk stays more than twice as large as the next: few chunks, and none is summed anew for every posting.
        while len(tail.chunks) > 1 and len(tail.chunks[-2].entries) <= 2 * len(tail.chunks[-1].entries):
            earlier, later = tail.chunks[-2:]
            entries = pa.concat_tables([earlier.entries, later.entries]).combine_chunks()
            tail.chunks[-2:] = [Chunk(earlier.first_position, later.last_position, entries)]
            del tail.digests[-2]

    def _is_true(self) -> bool:
        """Say whether the ledger still has what the tail read (a transaction may have read its own, then come to nothing)."""
        last = [chunk.last_position for chunk in self._tail.chunks]
        found = Batch.objects.filter(position__in=last).values_list("position", "chain_digest")
        digests = {position: bytes(digest or b"") for position, digest in found}
        return all(
            digests.get(position) == digest for position, digest in zip(last, self._tail.digests, strict=True)
        )


def _chain_digest(position: int) -> bytes:
    return bytes(Batch.objects.values_list("chain_digest", flat=True).get(position=position) or b"")


@cache
def room() -> Room:
    """Return the room of this process."""
    return Room()
