"""Clearing away what was brought and never imported: after so many days the sheet, what was unpacked of it and what was told.

What was imported keeps its sheet, sealed, so that the file can go back. Of a batch that was given up its row stays: who brought
what, and when.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from yunjiang.background.models import JobState
from yunjiang.background.progress import Progress
from yunjiang.files import sweeping

from ..models import IntakeBatch, IntakeState
from . import unpacked, verdicts

WAITING = (IntakeState.RECEIVED, IntakeState.CHECKED)
_KEPT = ("headings", "sheets")  # of what a batch's summary says; all else is about its rows


def lasts_until(batch: IntakeBatch) -> date | None:
    """Return the last day on which a batch that waits can still be imported; None for one that does not wait."""
    if batch.state not in WAITING:
        return None
    return timezone.localdate(batch.received_at) + timedelta(days=settings.YUNJIANG_INTAKE_DAYS)


def perform(arguments: Mapping[str, Any], progress: Progress) -> dict[str, int]:
    """Give up what has waited too long, and clear away what given up batches had; begun again, it does what is left."""
    return clear(timezone.now())


def clear(now: datetime) -> dict[str, int]:
    """Clear away what there is to clear at a moment; return how many batches were given up and files removed."""
    given_up = 0
    for number in _lapsed(now).values_list("pk", flat=True):
        with transaction.atomic():
            # Asked again while it is held: somebody may be importing it.
            batch = _lapsed(now).select_for_update(of=("self",)).filter(pk=number).first()
            if batch is not None:
                _drop(batch)
        if batch is not None:
            _forget(batch)
            given_up += 1
    left = IntakeBatch.objects.filter(
        state=IntakeState.DROPPED, received_at__lt=now - sweeping.DAY, file__isnull=False
    )
    files = {each for pair in left.values_list("file", "answer") for each in pair if each is not None}
    left.update(file=None, answer=None)
    swept = sweeping.clear(files, now=now)
    return {"given_up": given_up, "files": swept.file_count, "left_over": _clear_shelf()}


def give_up(batch: IntakeBatch) -> None:
    """Give a batch up, and forget what was told of its rows."""
    _drop(batch)
    _forget(batch)


def _drop(batch: IntakeBatch) -> None:
    batch.state = IntakeState.DROPPED
    batch.summary = {name: batch.summary[name] for name in _KEPT if name in batch.summary}
    batch.save(update_fields=["state", "summary"])


def _forget(batch: IntakeBatch) -> None:
    verdicts.forget(batch)
    unpacked.forget(batch)


def _lapsed(now: datetime) -> QuerySet[IntakeBatch]:
    day = timezone.localdate(now) - timedelta(days=settings.YUNJIANG_INTAKE_DAYS)
    waiting = IntakeBatch.objects.filter(state__in=WAITING, received_at__date__lt=day)
    return waiting.exclude(job__state__in=[JobState.WAITING, JobState.RUNNING])


def _clear_shelf() -> int:
    """Clear away what lies on the disk for batches that need it no more; return how many things that were."""
    count = 0
    for path, number in unpacked.shelved():
        batch = IntakeBatch.objects.filter(pk=number).exclude(state=IntakeState.DROPPED).first()
        if batch is not None and (batch.state in WAITING or path == verdicts.place(batch)):
            continue
        unpacked.remove(path)
        count += 1
    return count
