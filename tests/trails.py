"""What tests ask of the audit trail: the newest records of an act, and a trail that cannot be written."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.db import DatabaseError

from yunjiang.access.models import AuditRecord


def records(action: str) -> list[AuditRecord]:
    """Return the records of an act, the oldest first."""
    return list(AuditRecord.objects.filter(action=action).order_by("position"))


@contextmanager
def unwritable() -> Iterator[None]:
    """Let no record be written, as on a full disk."""
    with patch.object(AuditRecord.objects, "bulk_create", side_effect=DatabaseError("no space left")):
        yield
