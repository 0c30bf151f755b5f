"""What may be read of the ledger. Figures are made by `figures` from `segments` and `tail`; drill-down asks `entries`."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.conf import settings

from .entry_tables import SCHEMA, read
from .models import Batch, Entry, Head, Segment

__all__ = ["SealedSegment", "StandingEntry", "entries", "position", "position_at", "segments", "tail"]


def position() -> int:
    """Return the position of the newest batch: everything posted so far, and nothing else, is at or before it."""
    return Head.objects.values_list("position", flat=True).get(pk=1)


def position_at(moment: datetime) -> int:
    """Return the last position recorded at or before the moment; 0 before the first batch."""
    found = (
        Batch.objects.filter(recorded_at__lte=moment)
        .order_by("-position")
        .values_list("position", flat=True)
        .first()
    )
    return found or 0


@dataclass(frozen=True)
class SealedSegment:
    """A sealed file and the positions it holds, both ends included."""

    number: int
    path: Path
    first_position: int
    last_position: int
    entry_count: int
    content_digest: bytes


def segments(up_to_position: int | None = None) -> list[SealedSegment]:
    """Return the segments that hold anything at or before the position, oldest first; all of them without a position.

    The last one may reach beyond the position: read it with a condition on its column `position`. What is not sealed comes
    from `tail(last_position of the last segment, up_to_position)`.
    """
    rows = Segment.objects.order_by("number")
    if up_to_position is not None:
        rows = rows.filter(first_position__lte=up_to_position)
    return [
        SealedSegment(
            row.number,
            Path(settings.YUNJIANG_SEGMENTS) / row.file_name,
            row.first_position,
            row.last_position,
            row.entry_count,
            bytes(row.content_digest),
        )
        for row in rows
    ]


def tail(after_position: int, up_to_position: int | None = None) -> pa.Table:
    """Return the entries of the batches after one position up to and including another (default: the newest).

    The table has the columns of a segment (`entry_tables.SCHEMA`) and no order. Within a transaction it holds what that
    transaction has posted.
    """
    last = position() if up_to_position is None else up_to_position
    return pa.Table.from_batches(read(after_position, last), schema=SCHEMA)


@dataclass(frozen=True)
class StandingEntry:
    """An entry with all that stands behind it: where it was read, who posted it when, and whether it still counts."""

    id: int
    origin: int
    measure: str
    organization_id: int
    since_on: date | None
    happened_on: date
    quantity: Decimal  # in the measure's unit
    unit: str
    weight: int
    bound: str
    breakdown: Mapping[str, str]
    person_id: int | None
    posting_id: int
    source: str
    revision: int
    channel: str
    evidence: Mapping[str, Any] | None
    position: int
    recorded_at: datetime
    recorded_by: str
    data_set: str
    title: str
    reason: str
    reversed_at_position: int | None  # None: it stands; otherwise the batch that took it back
    reversed_at: datetime | None


def entries(ids: Collection[int]) -> list[StandingEntry]:
    """Return the entries with these numbers, in the order of days and numbers. Unknown numbers are left out."""
    rows = (
        Entry.objects.filter(pk__in=list(ids), posting__batch__position__isnull=False)
        .select_related("measure", "breakdown", "posting__batch", "posting__reversed_by__batch")
        .order_by("happened_on", "id")
    )
    return [_standing(row) for row in rows]


def _standing(row: Entry) -> StandingEntry:
    posting, batch = row.posting, row.posting.batch
    reversal = getattr(posting, "reversed_by", None)
    assert batch.position is not None
    assert batch.recorded_at is not None
    return StandingEntry(
        id=row.pk,
        origin=row.origin,
        measure=row.measure.code,
        organization_id=row.organization_id,
        since_on=row.since_on,
        happened_on=row.happened_on,
        quantity=Decimal(row.quantity).scaleb(-row.measure.scale),
        unit=row.measure.unit,
        weight=row.weight,
        bound=row.bound,
        breakdown=row.breakdown.values if row.breakdown else {},
        person_id=row.person_id,
        posting_id=posting.pk,
        source=posting.source,
        revision=posting.revision,
        channel=posting.channel,
        evidence=posting.evidence,
        position=batch.position,
        recorded_at=batch.recorded_at,
        recorded_by=batch.recorded_by,
        data_set=batch.data_set,
        title=batch.title,
        reason=batch.reason,
        reversed_at_position=reversal.batch.position if reversal else None,
        reversed_at=reversal.batch.recorded_at if reversal else None,
    )
