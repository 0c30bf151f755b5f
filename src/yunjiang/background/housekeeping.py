"""What the room clears away behind itself, once a day."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from . import services
from .progress import Progress

KEEP = timedelta(days=90)


def prune(arguments: Mapping[str, Any], progress: Progress) -> dict[str, int]:
    """Remove jobs and their queue entries that were over 90 days ago, and sessions that have run out."""
    before = timezone.now() - KEEP
    jobs = services.prune(before)
    DBTaskResult.objects.filter(enqueued_at__lt=before).delete()
    call_command("clearsessions")
    return {"jobs": jobs}
