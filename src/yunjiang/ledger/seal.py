"""Sealing: closed stretches of the ledger become sorted, chained files that can be read without the database.

A file is written under a name nobody reads, and gets its own name in the short transaction that records the segment, with the
head locked: two sealers cannot take the same stretch, and a crash leaves at most a file that the next seal replaces.
"""

import shutil
import tempfile
import time
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from yunjiang.access import trail
from yunjiang.organizations.models import Standing
from yunjiang.standards.national_cryptography import sm3

from . import entry_tables, segment_files
from .digests import canonical
from .flaws import Flaw
from .models import Batch, Breakdown, Head, Measure, Rewriting, Segment
from .queries import position
from .segment_files import Contents, WrittenFile
from .sorting import in_order
from .verification import verify

__all__ = ["Flaw", "rebuild", "seal", "verify"]

LIMIT = 5_000_000  # entries a segment holds at most, unless one batch alone has more
FORMAT = 1
NOTHING_BEFORE = bytes(32)
_ABANDONED_AFTER = 24 * 3600  # seconds


@dataclass(frozen=True)
class _Stretch:
    """The positions that the next segment is to hold, both ends included."""

    number: int
    first: int
    last: int
    previous: bytes


def seal(*, up_to: int | None = None, limit: int = LIMIT) -> Segment | None:
    """Seal what is not sealed yet, up to a position (default: the newest), into one segment of at most `limit` entries.

    Return the segment, or None when there is nothing to seal. Call again until None to seal everything. Not to be called
    inside a transaction.
    """
    _sweep(segment_files.folder())
    while (stretch := _next_stretch(up_to, limit)) is not None:
        with tempfile.TemporaryDirectory(dir=segment_files.folder(), prefix=".sealing-") as scratch:
            written = segment_files.write(
                in_order(entry_tables.read(stretch.first - 1, stretch.last), Path(scratch)),
                Path(scratch) / segment_files.name_of(stretch.number),
            )
            segment = _record(stretch, written)
        if segment is not None:
            return segment
    return None


def rebuild(*, numbers: Collection[int] | None = None) -> list[Flaw]:
    """Write the files of the segments anew from the database (all of them, or those with these numbers).

    A file is replaced only when the database still gives the rows that were sealed; otherwise it stays and is named in the
    result.
    """
    flaws = []
    rows = Segment.objects.order_by("number")
    for segment in rows if numbers is None else rows.filter(number__in=numbers):
        with tempfile.TemporaryDirectory(dir=segment_files.folder(), prefix=".sealing-") as scratch:
            written = segment_files.write(
                in_order(entry_tables.read(segment.first_position - 1, segment.last_position), Path(scratch)),
                Path(scratch) / segment.file_name,
            )
            if written.content_digest == bytes(segment.content_digest):
                _replace(segment, written)
            else:
                flaws.append(Flaw("segment_not_rebuilt", {"segment": segment.number}))
    return flaws


def _next_stretch(up_to: int | None, limit: int) -> _Stretch | None:
    newest = Segment.objects.order_by("-number").first()
    number = newest.number + 1 if newest else 1
    first = newest.last_position + 1 if newest else 1
    end = position() if up_to is None else min(up_to, position())
    last, entry_count = first - 1, 0
    rows = Batch.objects.filter(position__gte=first, position__lte=end).order_by("position")
    for reached, count in rows.values_list("position", "entry_count").iterator():
        entry_count += count
        if entry_count > limit and last >= first:
            break
        assert reached is not None
        last = reached
    if last < first:
        return None
    return _Stretch(number, first, last, bytes(newest.chain_digest) if newest else NOTHING_BEFORE)


@transaction.atomic(durable=True)
def _record(stretch: _Stretch, written: WrittenFile) -> Segment | None:
    """Give the file its name and the segment its row, or return None when another sealer was quicker."""
    Head.objects.select_for_update().get(pk=1)
    newest = Segment.objects.order_by("-number").values_list("number", flat=True).first()
    if (newest or 0) != stretch.number - 1:
        return None
    sealed_at = timezone.now()
    path = segment_files.folder() / segment_files.name_of(stretch.number)
    manifest = canonical(_manifest(stretch, written) | {"sealed_at": sealed_at.astimezone(UTC).isoformat()})
    chain = sm3(manifest.encode())
    written.path.replace(path)
    segment_files.write_manifest(path, manifest, chain, written.file_digest)
    segment_files.force_to_disk(path.parent)
    facts = {
        "first_position": stretch.first,
        "last_position": stretch.last,
        "entries": written.entry_count,
        "chain_digest": chain,
    }
    trail.note("ledger.seal", subject=f"segment:{stretch.number}", facts=facts)
    return Segment.objects.create(
        number=stretch.number,
        first_position=stretch.first,
        last_position=stretch.last,
        entry_count=written.entry_count,
        file_name=path.name,
        file_digest=written.file_digest,
        content_digest=written.content_digest,
        chain_digest=chain,
        sealed_at=sealed_at,
        manifest=manifest,
    )


def _manifest(stretch: _Stretch, written: WrittenFile) -> dict[str, Any]:
    """Say everything a reader without the database needs: what the numbers mean, and how the file hangs together."""
    chains = dict(
        Batch.objects.filter(position__in=(stretch.first - 1, stretch.last)).values_list(
            "position", "chain_digest"
        )
    )
    return {
        "format": FORMAT,
        "number": stretch.number,
        "first_position": stretch.first,
        "last_position": stretch.last,
        "entry_count": written.entry_count,
        "file_name": segment_files.name_of(stretch.number),
        "content_digest": written.content_digest.hex(),
        "previous": stretch.previous.hex(),
        "ledger_before": bytes(chains.get(stretch.first - 1) or NOTHING_BEFORE).hex(),
        "ledger_after": bytes(chains[stretch.last] or NOTHING_BEFORE).hex(),
        "columns": [[field.name, str(field.type)] for field in entry_tables.SCHEMA],
        "codes": {
            "data_set": entry_tables.DATA_SETS,
            "channel": entry_tables.CHANNELS,
            "bound": entry_tables.BOUNDS,
        },
        **explained(written.contents),
    }


def explained(contents: Contents) -> dict[str, Any]:
    """Return what the numbers of measures, organizations and breakdowns mean."""
    standings: dict[int, Standing] = {}
    for standing in Standing.objects.select_related("organization").order_by("valid_from"):
        if standing.organization_id in contents.organizations:
            standings[standing.organization_id] = standing
    return {
        "measures": {
            str(measure.pk): {
                "code": measure.code,
                "name": measure.name,
                "unit": measure.unit,
                "kind": measure.kind,
                "scale": measure.scale,
                "counts_persons": measure.counts_persons,
                "is_additive": measure.is_additive,
            }
            for measure in Measure.objects.filter(pk__in=contents.measures)
        },
        "organizations": {
            str(number): {
                "key": standing.organization.key,
                "code": standing.code,
                "name": standing.name,
            }
            for number, standing in standings.items()
        },
        "breakdowns": {
            str(breakdown.pk): breakdown.key
            for breakdown in Breakdown.objects.filter(pk__in=contents.breakdowns)
        },
    }


@transaction.atomic(durable=True)
def _replace(segment: Segment, written: WrittenFile) -> None:
    """Put a file written anew in its place; if its bytes differ from the old file's, their digest is recorded."""
    Head.objects.select_for_update().get(pk=1)
    path = segment_files.folder() / segment.file_name
    written.path.replace(path)
    segment_files.write_manifest(path, segment.manifest, bytes(segment.chain_digest), written.file_digest)
    segment_files.force_to_disk(path.parent)
    if written.file_digest != segment.current_file_digest():
        facts = {"file_digest": written.file_digest, "before": segment.current_file_digest()}
        trail.note("ledger.rewrite", subject=f"segment:{segment.number}", facts=facts)
        Rewriting.objects.create(
            segment=segment, file_digest=written.file_digest, rewritten_at=timezone.now()
        )


def _sweep(folder: Path) -> None:
    """Remove what sealers that died more than a day ago left behind."""
    for path in folder.glob(".sealing-*"):
        with suppress(FileNotFoundError):  # another sealer's, just done
            if time.time() - path.stat().st_mtime > _ABANDONED_AFTER:
                shutil.rmtree(path, ignore_errors=True)
