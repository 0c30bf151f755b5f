"""Clearing away files that nobody refers to: handed in and never saved, or their row rolled back.

Who refers to files is read from the models: every foreign key to a kept file counts, so none can be forgotten.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Field, Model, OuterRef, ProtectedError, QuerySet
from django.utils import timezone

from . import shelf
from .models import KeptFile

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Swept:
    """What a sweep came to."""

    row_count: int = 0
    file_count: int = 0
    size: int = 0  # bytes

    def __add__(self, other: "Swept") -> "Swept":
        return Swept(
            self.row_count + other.row_count, self.file_count + other.file_count, self.size + other.size
        )


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
    now = now or timezone.now()
    before = now - timedelta(days=max(1, days))
    rows = _rows_taken(unused(before))
    return _files_taken(_orphans(before), before, rows) + _files_taken(_broken_off(), now - DAY, 0)


def clear(files: Collection[int], *, now: datetime | None = None) -> Swept:
    """Remove files by their numbers now, where nobody refers to them and nobody handed them in within a day."""
    before = (now or timezone.now()) - DAY
    wanted = unused(before).filter(pk__in=files)
    paths = [each.path for each in wanted]
    return _files_taken(paths, before, _rows_taken(wanted))


def _rows_taken(wanted: QuerySet[KeptFile]) -> int:
    count = 0
    for number in wanted.values_list("pk", flat=True):
        try:
            with transaction.atomic():
                # Asked again while deleting: somebody may have handed the same file in meanwhile.
                count += wanted.filter(pk=number).delete()[0]
        except ProtectedError:
            continue
    return count


def _files_taken(paths: Iterable[Path], before: datetime, row_count: int) -> Swept:
    """Remove what no row knows of these files, unless it was handed in since a moment."""
    file_count, size = 0, 0
    for path in paths:
        with shelf.locked():
            if path.exists() and path.stat().st_mtime < before.timestamp() and not _known([path]):
                size += path.stat().st_size
                path.unlink()
                file_count += 1
    return Swept(row_count, file_count, size)


def _broken_off() -> Iterator[Path]:
    """Yield what lies where files come in: it lies open there, and nobody needs a day to hand one in."""
    beside = shelf.folder() / shelf.INCOMING
    yield from sorted(beside.iterdir()) if beside.is_dir() else ()


def _orphans(before: datetime) -> Iterator[Path]:
    """Yield files on the disk, last handed in before a moment, that no row knows."""
    for directory in sorted(shelf.folder().glob("*")):
        if not directory.is_dir() or directory.name == shelf.INCOMING:
            continue
        old = [path for path in sorted(directory.iterdir()) if path.stat().st_mtime < before.timestamp()]
        known = _known(old)
        yield from (path for path in old if path not in known)


def _known(paths: Collection[Path]) -> set[Path]:
    """Return those of the paths at which a row's file lies."""
    digests = [path.name.removesuffix(shelf.SEALED) for path in paths]
    return {each.path for each in KeptFile.objects.filter(digest__in=digests)} & {*paths}
