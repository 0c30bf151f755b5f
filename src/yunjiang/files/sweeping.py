"""Clearing away files that nobody refers to: handed in and never saved, or their row rolled back.

Who refers to files is read from the models: every foreign key to a kept file counts, so none can be forgotten.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Field, Model, OuterRef, ProtectedError, QuerySet
from django.utils import timezone

from . import shelf
from .models import KeptFile


@dataclass(frozen=True)
class Swept:
    """What a sweep came to."""

    row_count: int = 0
    file_count: int = 0
    size: int = 0  # bytes


def referrers() -> list[tuple[type[Model], str]]:
    """Return every model that refers to kept files, with the name of the field."""
    found = []
    for relation in KeptFile._meta.get_fields(include_hidden=True):
        remote = getattr(relation, "field", None)
        if relation.auto_created and not relation.concrete and isinstance(remote, Field):
            found.append((remote.model, remote.name))
    return sorted(found, key=lambda each: (each[0]._meta.label, each[1]))


def unused(before: datetime) -> QuerySet[KeptFile]:
    """Return the files last handed in before a moment to which nobody refers."""
    rows = KeptFile.objects.filter(kept_at__lt=before)
    for model, field in referrers():
        rows = rows.exclude(Exists(model._default_manager.filter(**{field: OuterRef("pk")})))
    return rows


def sweep(days: int | None = None, *, now: datetime | None = None) -> Swept:
    """Remove what nobody has referred to for so many days (the site's number, unless given); safe beside people at work."""
    days = settings.YUNJIANG_UNUSED_FILE_DAYS if days is None else days
    before = (now or timezone.now()) - timedelta(days=max(1, days))
    row_count = 0
    for number in unused(before).values_list("pk", flat=True):
        try:
            with transaction.atomic():
                # Asked again while deleting: somebody may have handed the same file in meanwhile.
                row_count += unused(before).filter(pk=number).delete()[0]
        except ProtectedError:
            continue
    file_count, size = 0, 0
    for path in _orphans(before):
        with shelf.locked():
            if path.exists() and path.stat().st_mtime < before.timestamp():
                size += path.stat().st_size
                path.unlink()
                file_count += 1
    return Swept(row_count, file_count, size)


def _orphans(before: datetime) -> Iterator[Path]:
    """Yield files on the disk, last handed in before a moment, that no row knows."""
    for directory in sorted(shelf.folder().glob("*")):
        if not directory.is_dir():
            continue
        old = [path for path in sorted(directory.iterdir()) if path.stat().st_mtime < before.timestamp()]
        known = set(
            KeptFile.objects.filter(digest__in=[path.name for path in old]).values_list("digest", flat=True)
        )
        yield from (path for path in old if path.name not in known)
