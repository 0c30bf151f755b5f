"""Does the ledger still say what was posted? Every digest worked out again, from the database's rows and from the files.

`batches` follows the chain of batches down to each entry, `segments` the chain of segments down to each sealed row. What is
found is told row by row, in the order of the ledger.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from django.db import connection

from .. import locks
from ..flaws import Flaw
from .batches import flaws_of_batches
from .segments import flaws_of_segments

__all__ = ["verify"]

TOLD = 200  # flaws; after so many there is no doubt


def verify(
    *,
    noted: Mapping[int, str] | None = None,
    limit: int = TOLD,
    on_progress: Callable[[int], None] | None = None,
) -> list[Flaw]:
    """Check the locks, the batches, their postings and entries, the segments and their files; return the flaws, at most `limit`.

    `noted` are chain digests (hexadecimal) by position that were noted outside the database, in an issued report or on paper:
    the only thing that gives away somebody who wrote database and files anew as a whole. `on_progress` is called with the
    number of entries checked since it was called last.
    """
    return list(islice(_flaws(noted or {}, on_progress or (lambda count: None)), limit))


def _flaws(noted: Mapping[int, str], on_progress: Callable[[int], None]) -> Iterator[Flaw]:
    for trigger in locks.missing(connection):
        yield Flaw("lock_missing", {"trigger": trigger})
    yield from flaws_of_batches(noted, on_progress)
    yield from flaws_of_segments(on_progress)
