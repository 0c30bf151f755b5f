"""Performing one job: claimed, done, and written down as done, refused or failed."""

import logging
import uuid

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext
from django_tasks import task

from . import progress
from .models import Job, JobState
from .progress import JobCancelled, Progress
from .works import find, surroundings

logger = logging.getLogger(__name__)


@task()
def perform(job_id: str) -> None:
    """Perform a job that waits; one that is already performed, or was cancelled, is left alone."""
    job = _claimed(job_id)
    if job is None:
        return
    with translation.override(job.language):
        try:
            with Progress(job.pk, lambda: _is_cancel_asked(job.pk)) as reporting, surroundings(job):
                outcome = find(job.work).perform(job.arguments, reporting)
        except JobCancelled:
            _over(job, JobState.CANCELLED)
        except Exception as failure:
            _over(job, JobState.FAILED, refusal=_sentence(job, failure))
        else:
            _over(job, JobState.DONE, outcome=dict(outcome or {}))
    progress.forget(job.pk)


@transaction.atomic
def _claimed(job_id: str) -> Job | None:
    job = Job.objects.select_for_update().filter(pk=job_id, state=JobState.WAITING).first()
    if job is None:
        return None
    job.state = JobState.RUNNING
    job.attempt_count += 1
    job.started_at = timezone.now()
    job.save(update_fields=["state", "attempt_count", "started_at"])
    return job


def _over(job: Job, state: JobState, *, outcome: dict[str, object] | None = None, refusal: str = "") -> None:
    job.state, job.outcome, job.refusal, job.finished_at = state, outcome or {}, refusal, timezone.now()
    job.save(update_fields=["state", "outcome", "refusal", "finished_at"])


def _sentence(job: Job, failure: Exception) -> str:
    """Return what to tell who asked: our own refusals speak for themselves, anything else is a fault of ours and is logged."""
    if type(failure).__module__.startswith("yunjiang."):
        return str(failure)
    logger.error("job %s (%s) failed", job.pk, job.work, exc_info=failure)
    return gettext(
        "The work could not be finished because of a fault in the system; nothing was changed. "
        "Tell the system administrator the number %(number)s."
    ) % {"number": str(job.pk)[:8]}


def _is_cancel_asked(job: uuid.UUID) -> bool:
    return Job.objects.filter(pk=job, is_cancel_asked=True).exists()
