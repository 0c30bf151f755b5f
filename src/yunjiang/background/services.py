"""Asking for long work, and calling it off."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django_tasks_db.models import DBTaskResult

from . import progress
from .models import Job, JobState, Recurrence
from .performing import perform
from .works import UnknownWork, find, recurring

LOST_AFTER = timedelta(seconds=60)
ATTEMPTS = 3


@transaction.atomic
def start(work: str, title: str, arguments: Mapping[str, Any], *, by: str) -> Job:
    """Ask for a work and return its job at once; it begins when this transaction is committed and a worker is free.

    `arguments` are texts, whole numbers, lists and objects. Raises UnknownWork.
    """
    find(work)
    job = Job.objects.create(
        work=work,
        title=title[:200],
        arguments=dict(arguments),
        asked_by=by,
        language=get_language() or "zh-hans",
    )
    perform.enqueue(str(job.pk))
    return job


def cancel(job: Job) -> None:
    """Call a job off: a waiting one never begins; a running one stops at its next report, with nothing half done."""
    waiting = Job.objects.filter(pk=job.pk, state=JobState.WAITING)
    if not waiting.update(state=JobState.CANCELLED, is_cancel_asked=True, finished_at=timezone.now()):
        Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(is_cancel_asked=True)
    job.refresh_from_db()


def revive(now: datetime | None = None) -> list[Job]:
    """Queue again the jobs whose machine stopped in the middle; end those that may not be repeated or failed too often.

    A machine may also stop between taking a job from the queue and beginning it: such jobs wait, and nothing would come for them.
    """
    moment = now or timezone.now()
    revived = _forgotten(moment)
    for job in revived:
        perform.enqueue(str(job.pk))
    for job in Job.objects.filter(state=JobState.RUNNING):
        alive = progress.alive_at(job.pk)
        seen = datetime.fromtimestamp(alive, UTC) if alive else job.started_at
        if seen is not None and moment - seen < LOST_AFTER:
            continue
        may_repeat = job.attempt_count < ATTEMPTS and _is_repeatable(job)
        with transaction.atomic():
            lost = Job.objects.select_for_update().filter(pk=job.pk, state=JobState.RUNNING).first()
            if lost is None or lost.attempt_count != job.attempt_count:
                continue  # another worker saw it first
            lost.state = JobState.WAITING if may_repeat else JobState.FAILED
            lost.finished_at = None if may_repeat else moment
            lost.refusal = "" if may_repeat else _interrupted()
            lost.save(update_fields=["state", "finished_at", "refusal"])
            if may_repeat:
                perform.enqueue(str(job.pk))
        revived.append(lost)
    return revived


def start_due(now: datetime | None = None) -> list[Job]:
    """Start the recurring works whose time has come, each once however many workers look."""
    moment = now or timezone.now()
    started = []
    for work in recurring():
        assert work.recurs is not None
        comes = work.recurs.after(moment)
        row, _is_new = Recurrence.objects.get_or_create(work=work.code, defaults={"next_at": comes})
        if row.next_at > moment:
            continue
        with transaction.atomic():
            mine = Recurrence.objects.filter(pk=row.pk, next_at=row.next_at).update(next_at=comes)
            if mine:
                job = start(work.code, str(work.name), {}, by="")
                Recurrence.objects.filter(pk=row.pk).update(last_job=job)
                started.append(job)
    return started


def prune(before: datetime) -> int:
    """Remove jobs that were over before a moment; return how many."""
    over = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)
    count, _by_model = Job.objects.filter(state__in=over, finished_at__lt=before).delete()
    return count


def _forgotten(moment: datetime) -> list[Job]:
    """Return the jobs that have waited for long and stand in no queue; being queued twice does a job no harm."""
    waiting = Job.objects.filter(state=JobState.WAITING, asked_at__lt=moment - LOST_AFTER)
    return [each for each in waiting if not _is_queued(each)]


def _is_queued(job: Job) -> bool:
    return DBTaskResult.objects.ready().filter(args_kwargs__args__0=str(job.pk)).exists()


def _is_repeatable(job: Job) -> bool:
    try:
        return find(job.work).is_repeatable
    except UnknownWork:  # of a version of the site that is no more
        return False


def _interrupted() -> str:
    return gettext(
        "The machine stopped while this was being done. Look at what is there, and ask for it again."
    )
