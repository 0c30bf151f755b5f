"""Taking a file in: measured, recognised, looked into, stripped, scanned, and only then put in its place."""

import io
import os
from collections.abc import Collection
from functools import partial
from pathlib import Path
from typing import IO, Protocol

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from yunjiang.standards.national_cryptography import Sm3, sm3

from . import compound, naming, office, packages, pdf, pictures, scanning, sealed, shelf
from .kinds import COMPOUND, EVERY, PACKED, PICTURES, Kind, endings, recognise
from .models import KeptFile
from .refusals import (
    FileDamaged,
    FileEmpty,
    FileHasPrograms,
    FileInfected,
    FileLocked,
    FileTooLarge,
    KindNotAllowed,
    NameContradictsContent,
    ScannerSilent,
    UnpacksTooLarge,
)

_PIECE = 1 << 18


class Source(Protocol):
    """Anything that bytes can be read from: an open file, an uploaded file."""

    def read(self, size: int, /) -> bytes: ...


def keep(
    stream: Source,
    name: str,
    *,
    allowed: Collection[Kind] = EVERY,
    limit: int | None = None,
    is_sealed: bool = False,
) -> KeptFile:
    """Keep a file and return its row; the same content handed in again is the same row.

    `limit` is in bytes (the site's, unless given). With `is_sealed` it lies encrypted. Pictures are kept without what they tell
    beside the picture. Raises a FileRefused. To be called before a transaction begins, or others wait for the upload and the
    scanner; what is not referred to afterwards is swept away some day.
    """
    shown = naming.clean(name)
    limit = settings.YUNJIANG_FILE_LIMIT if limit is None else limit
    with shelf.incoming() as (path, file):
        _take(stream, file, shown, limit)
        kind = _kind(path, shown, allowed)
        _look_into(path, kind, shown)
        if naming.parted(shown)[1].lower() not in kind.suffixes:
            raise NameContradictsContent(shown, kind.suffixes)
        if kind in PICTURES:
            _strip(file, path, shown)
        _scan(path, shown)
        size, digest = _measured(file)
        file.seek(0)
        return _put(file, path, KeptFile(digest=digest, size=size, media_type=kind.media_type), is_sealed)


def keep_ours(content: bytes, kind: Kind, *, is_sealed: bool = False) -> KeptFile:
    """Keep a file that the house itself has written."""
    wanted = KeptFile(digest=sm3(content).hex(), size=len(content), media_type=kind.media_type)
    if is_sealed:
        return _put(io.BytesIO(content), None, wanted, is_sealed)
    with shelf.incoming() as (path, file):
        file.write(content)
        _reach_disk(file)
        return _put(file, path, wanted, is_sealed)


def _put(content: IO[bytes], path: Path | None, wanted: KeptFile, is_sealed: bool) -> KeptFile:
    """Put a file in its place, where it lies at `path` or sealed, and return its row.

    What somebody wanted sealed stays so, whoever hands it in again; what lies open is sealed as soon as one wants it sealed.
    """
    there = KeptFile.objects.filter(digest=wanted.digest).first()
    is_sealed = is_sealed or (there is not None and there.is_sealed)
    if is_sealed:
        with shelf.incoming() as (beside, file):
            sealed.write(content, file, wanted.digest, wanted.size)
            _reach_disk(file)
            shelf.put(beside, wanted.digest, is_sealed=True)
    elif path is not None:
        shelf.put(path, wanted.digest)
    row, is_new = KeptFile.objects.get_or_create(
        digest=wanted.digest,
        defaults={"size": wanted.size, "media_type": wanted.media_type, "is_sealed": is_sealed},
    )
    if not is_new:  # wanted again: the sweep's time begins anew
        KeptFile.objects.filter(pk=row.pk).update(kept_at=timezone.now(), is_sealed=is_sealed)
        if is_sealed and not row.is_sealed:
            transaction.on_commit(partial(shelf.place(row.digest).unlink, missing_ok=True))
        row.is_sealed = is_sealed
    return row


def _take(stream: Source, file: IO[bytes], name: str, limit: int) -> None:
    size = 0
    while piece := stream.read(_PIECE):
        size += len(piece)
        if size > limit:
            raise FileTooLarge(name, limit)
        file.write(piece)
    if not size:
        raise FileEmpty(name)
    file.flush()


def _kind(path: Path, name: str, allowed: Collection[Kind]) -> Kind:
    if _is_locked_package(path):
        raise FileLocked(name)
    kind = recognise(path)
    if kind is None or kind not in allowed:
        raise KindNotAllowed(name, endings(allowed))
    return kind


def _look_into(path: Path, kind: Kind, name: str) -> None:
    if kind in PACKED:
        _look_into_package(path, name)
    elif kind in COMPOUND:
        _look_into_compound(path, name)
    elif kind is Kind.PDF:
        content = path.read_bytes()
        if not pdf.is_whole(content):
            raise FileDamaged(name)
        if pdf.is_locked(content):
            raise FileLocked(name)
        if pdf.has_scripts(content):
            raise FileHasPrograms(name, "JavaScript")


def _look_into_package(path: Path, name: str) -> None:
    most = settings.YUNJIANG_UNPACKED_LIMIT
    try:
        program = packages.look_into(path, most)
    except packages.TooMuch as no:
        raise UnpacksTooLarge(name, most) from no
    except packages.Locked as no:
        raise FileLocked(name) from no
    except packages.Damaged as no:
        raise FileDamaged(name) from no
    if program:
        raise FileHasPrograms(name, program)


def _look_into_compound(path: Path, name: str) -> None:
    try:
        file = compound.Compound(path.read_bytes())
        if office.is_locked(file):
            raise FileLocked(name)
        if office.has_programs(file):
            raise FileHasPrograms(name, "VBA")
    except compound.NotCompound as no:
        raise FileDamaged(name) from no


def _is_locked_package(path: Path) -> bool:
    """Say whether it is a docx or xlsx under a password: then it is a compound file, whatever its name ends in."""
    with path.open("rb") as file:
        if file.read(len(compound.MAGIC)) != compound.MAGIC:
            return False
    try:
        return compound.ENCRYPTED in compound.Compound(path.read_bytes()).names()
    except compound.NotCompound:
        return False


def _strip(file: IO[bytes], path: Path, name: str) -> None:
    try:
        content = pictures.stripped(path.read_bytes())
    except pictures.NotAPicture as no:
        raise FileDamaged(name) from no
    file.seek(0)
    file.truncate()
    file.write(content)
    file.flush()


def _scan(path: Path, name: str) -> None:
    match scanning.scan(settings.YUNJIANG_FILE_SCANNER, path):
        case scanning.Verdict.INFECTED:
            raise FileInfected(name)
        case scanning.Verdict.SILENT:
            raise ScannerSilent(name)


def _measured(file: IO[bytes]) -> tuple[int, str]:
    """Bring what was written to the disk and return its size and SM3."""
    _reach_disk(file)
    digest = Sm3()
    file.seek(0)
    while piece := file.read(_PIECE):
        digest.update(piece)
    return file.tell(), digest.hexdigest()


def _reach_disk(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())
