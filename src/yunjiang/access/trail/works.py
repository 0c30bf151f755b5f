"""Verifying the trail every night, and saying of whom jobs are done."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import time
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yunjiang.access.models import User
from yunjiang.background.models import Job
from yunjiang.background.progress import Progress
from yunjiang.background.works import Daily, Work

from . import situation
from .flaws import Flaw
from .recorder import note
from .verification import verify

TOLD_COUNT = 5


class TrailFlawed(RuntimeError):
    """That the audit trail is not what was written."""

    def __init__(self, flaws: list[Flaw]) -> None:
        self.flaws = flaws
        super().__init__(len(flaws))

    def __str__(self) -> str:
        told = " ".join(each.sentence() for each in self.flaws[:TOLD_COUNT])
        return gettext(
            "The audit trail is not what was written, in %(count)d places: %(flaws)s "
            "Keep the database as it is, and compare with the copy on the log host and with the backup."
        ) % {"count": len(self.flaws), "flaws": told}


def verify_trail(arguments: Mapping[str, Any], progress: Progress) -> dict[str, int]:
    """Verify the whole trail and record that. Raises TrailFlawed."""
    checked = 0

    def tell(count: int) -> None:
        nonlocal checked
        checked += count
        progress.report(checked)

    flaws = verify(on_progress=tell)
    note("trail.verify", facts={"records": checked, "flaws": [flaw.code for flaw in flaws]})
    if flaws:
        raise TrailFlawed(flaws)
    return {"records": checked, "flaws": 0}


def asked_for(job: Job) -> AbstractContextManager[object]:
    """Have what a job records be recorded of who asked for it; the job's number stands for the request's."""
    person = User.objects.filter(username=job.asked_by).first() if job.asked_by else None
    return situation.acting(job.asked_by or job.work, user=person, request_id=str(job.pk))


WORKS = (Work("trail.verify", _("Verify the audit trail"), verify_trail, recurs=Daily(time(3, 30))),)
