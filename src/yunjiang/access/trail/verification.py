"""Is the trail still what was written? Every digest worked out again, record by record, whether or not the locks stand."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from itertools import islice

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from yunjiang.access.models import AuditRecord, TrailHead
from yunjiang.permanence import locks

from . import texts
from .flaws import Flaw
from .writing import WORDS, trail_key

TOLD = 50  # flaws; after so many there is no doubt
CHUNK = 2000
HEAD_TABLE = TrailHead._meta.db_table


def verify(
    *,
    noted: Mapping[int, str] | None = None,
    limit: int = TOLD,
    on_progress: Callable[[int], None] | None = None,
) -> list[Flaw]:
    """Check locks, records and head; return the flaws in the order of the trail, at most `limit`; none when all is well.

    `noted` are digests (hexadecimal) by position that were noted elsewhere, on paper or on a log host: they alone give away that
    the newest records were cut off, or that somebody who has the key wrote the trail anew. `on_progress` gets how many more
    records are checked. Others may go on recording meanwhile; what they add is not looked at.
    """
    table = AuditRecord._meta.db_table
    missing = [*locks.missing(connection, table), *locks.missing(connection, HEAD_TABLE, may_change=True)]
    flaws = [Flaw("lock_missing", {"trigger": trigger}) for trigger in missing]
    flaws += islice(_Checking(noted or {}, on_progress or (lambda count: None)).flaws(), limit)
    return flaws[:limit]


class _Checking:
    def __init__(self, noted: Mapping[int, str], on_progress: Callable[[int], None]) -> None:
        self._noted, self._on_progress = dict(noted), on_progress
        self._key = trail_key()

    def flaws(self) -> Iterator[Flaw]:
        head = TrailHead.objects.filter(pk=1).first()
        if head is None:
            yield Flaw("head_missing")
            last = AuditRecord.objects.aggregate(last=Max("position"))["last"] or 0
        else:
            last = head.position
        yield from self._records(last)
        if head is not None:
            yield from self._head(head)

    def _records(self, last: int) -> Iterator[Flaw]:
        """Yield what is wrong with the records up to the last, each held against the digest that stands before it."""
        columns = ("position", "recorded_at", "user_id", "organization_id", *WORDS, "digest")
        rows = (
            AuditRecord.objects.filter(position__lte=last)
            .order_by("position")
            .values_list(*columns)
            .iterator(chunk_size=CHUNK)
        )
        previous, expected, moment, good_count = bytes(32), 1, None, 0
        altered: list[Flaw] = []
        for position, recorded_at, user_id, organization_id, *words, digest in rows:
            if position > expected:
                yield Flaw("records_missing", {"first": expected, "last": position - 1})
            text = texts.record_text(position, recorded_at, user_id, organization_id, *words)
            digest = bytes(digest)
            if texts.chained(self._key, previous, text) == digest:
                good_count += 1
            elif position == expected:
                # After a gap the first record cannot fit; the gap is told already.
                altered.append(_altered(position, recorded_at, words[WORDS.index("action")]))
            if good_count:
                yield from altered
                altered.clear()
            if moment and recorded_at < moment:
                yield Flaw("moment_falls", {"position": position})
            yield from self._against_noted(position, digest)
            previous, expected, moment = digest, position + 1, recorded_at
            if position % CHUNK == 0:
                self._on_progress(CHUNK)
        self._on_progress((expected - 1) % CHUNK)
        if len(altered) > 1:
            yield Flaw("key_differs")
        else:
            yield from altered
        if expected <= last:
            yield Flaw("records_missing", {"first": expected, "last": last})
        for position in sorted(self._noted):
            yield Flaw("records_missing", {"first": position, "last": position})

    def _against_noted(self, position: int, digest: bytes) -> Iterator[Flaw]:
        noted = self._noted.pop(position, "").lower()
        if not digest.hex().startswith(noted):
            facts = {"position": position, "found": digest.hex(), "noted": noted}
            yield Flaw("noted_digest_differs", facts)

    def _head(self, head: TrailHead) -> Iterator[Flaw]:
        newest = AuditRecord.objects.filter(position=head.position).first()
        digest, moment = (bytes(newest.digest), newest.recorded_at) if newest else (bytes(32), None)
        if (newest or head.position == 0) and (bytes(head.digest), head.recorded_at) != (digest, moment):
            yield Flaw("head_altered", {"head": head.position})
        # The highest record is read first: who records meanwhile moves the head on with it.
        highest = AuditRecord.objects.aggregate(highest=Max("position"))["highest"] or 0
        now = TrailHead.objects.filter(pk=1).values_list("position", flat=True).first() or 0
        if highest > now:
            yield Flaw("record_beyond_head", {"position": highest, "head": now})


def _altered(position: int, recorded_at: datetime, action: str) -> Flaw:
    moment = timezone.localtime(recorded_at).isoformat(sep=" ", timespec="seconds")
    return Flaw("record_altered", {"position": position, "recorded_at": moment, "action": action})
