"""What a page shows of jobs. Reads only."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from .models import Job, JobState, Recurrence
from .progress import Reached, reached
from .works import recurring


def asked_by(username: str) -> QuerySet[Job]:
    """Return a person's jobs, newest first."""
    return Job.objects.filter(asked_by=username).order_by("-asked_at", "-pk")


def how_far(job: Job) -> Reached | None:
    """Return how far a running job is; None when it does not run or has not said."""
    return reached(job.pk) if job.state == JobState.RUNNING else None


def unfinished_count(username: str) -> int:
    """Return how many of a person's jobs wait or run."""
    return Job.objects.filter(asked_by=username, state__in=(JobState.WAITING, JobState.RUNNING)).count()


@dataclass(frozen=True)
class Recurring:
    """One recurring work: when it comes next and what its last time came to."""

    code: str
    name: str
    next_at: datetime | None
    last_job: Job | None


def recurrences() -> list[Recurring]:
    """Return every recurring work."""
    rows = {each.work: each for each in Recurrence.objects.select_related("last_job")}
    return [
        Recurring(
            work.code,
            str(work.name),
            rows[work.code].next_at if work.code in rows else None,
            rows[work.code].last_job if work.code in rows else None,
        )
        for work in recurring()
    ]
