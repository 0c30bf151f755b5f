"""For tests of other rooms: what waits is done at once, within the test's own transaction."""

from yunjiang.background.models import Job, JobState
from yunjiang.background.performing import perform


def perform_all() -> None:
    """Perform every waiting job, the oldest first."""
    for job in Job.objects.filter(state=JobState.WAITING).order_by("asked_at"):
        perform.call(str(job.pk))
