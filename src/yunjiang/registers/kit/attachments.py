"""Files that belong to a record, or to a change that was asked for.

Taken off, a file stays kept: somebody may have decided with it in view.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import IO

from django.db.models import QuerySet
from django.utils import timezone

from yunjiang.access import trail
from yunjiang.access.models import User
from yunjiang.files import answering, keeping, naming
from yunjiang.files.keeping import Source
from yunjiang.files.models import KeptFile

from . import registry, scope
from .declaration import Register
from .models import Attachment, ChangeRequest, Record
from .putting import hold, title
from .undertaking import undertaken
from .writing import refuse_voided
from .writing_refusals import AttachedAlready, AttachmentGone, TooManyAttachments

MOST = 30  # of one record


@dataclass(frozen=True)
class Upload:
    """A file as it comes: its bytes, what it is called, and what is said of it."""

    stream: Source
    name: str
    note: str = ""


@dataclass(frozen=True)
class Kept:
    """A file that was taken in and belongs to nothing yet."""

    file: KeptFile
    name: str
    note: str


def attach(register: type[Register], record: Record, upload: Upload, *, by: User | None) -> Attachment:
    """Attach a file to a record and return it.

    Raises permission.Refused, RecordVoided, AttachedAlready, TooManyAttachments, and the refusals of `files`.
    """
    if by is not None:
        scope.require(register, by, register.keeps, record)
    kept = keep([upload])
    with undertaken(
        "registers.attach",
        register,
        record.pk,
        by=by,
        organization_id=record.organization_id,
        facts={"name": kept[0].name},
    ) as act:
        held = hold(register, record)
        if by is not None:
            scope.require(register, by, register.keeps, held)
        refuse_voided(register, held)
        [attached] = enclose(register, held, kept, by=by)
        act.changed(after={"digest": kept[0].file.digest, "size": kept[0].file.size})
    return attached


def keep(uploads: Sequence[Upload]) -> list[Kept]:
    """Take files in before any transaction begins, so that nobody waits for a slow upload or scanner."""
    return [
        Kept(keeping.keep(each.stream, each.name, is_sealed=True), naming.clean(each.name), each.note[:200])
        for each in uploads
    ]


def enclose(
    register: type[Register],
    held: Record,
    kept: Sequence[Kept],
    *,
    by: User | None,
    request: ChangeRequest | None = None,
) -> list[Attachment]:
    """Write down that kept files belong to a held record; the caller has asked permission.

    Raises AttachedAlready, TooManyAttachments.
    """
    there = Attachment.objects.filter(
        register=register.code, record=held.pk, request=request, removed_at__isnull=True
    )
    digests = set(there.values_list("file__digest", flat=True))
    if len(digests) + len(kept) > MOST:
        raise TooManyAttachments(title(register, held), MOST)
    for each in kept:
        if each.file.digest in digests:
            raise AttachedAlready(each.name)
        digests.add(each.file.digest)
    return [
        Attachment.objects.create(
            register=register.code,
            record=held.pk,
            request=request,
            file=each.file,
            name=each.name,
            note=each.note,
            attached_by=by,
        )
        for each in kept
    ]


def detach(attached: Attachment, *, by: User | None) -> None:
    """Take a file off its record. Raises permission.Refused, RecordVoided, AttachmentGone."""
    register = registry.of(attached.register)
    with undertaken(
        "registers.detach", register, attached.record, by=by, facts={"name": attached.name}
    ) as act:
        held = hold(register, attached.record)
        act.organization_id = held.organization_id
        if by is not None:
            scope.require(register, by, register.keeps, held)
        refuse_voided(register, held)
        changed = Attachment.objects.filter(
            pk=attached.pk, removed_at__isnull=True, request__isnull=True
        ).update(removed_at=timezone.now(), removed_by=by)
        if not changed:
            raise AttachmentGone(attached.name)
        act.changed(before={"digest": attached.file.digest})
    attached.refresh_from_db()


def of_record(register: type[Register], record: Record) -> QuerySet[Attachment]:
    """Return what is attached to a record now, the oldest first, without the files of requests."""
    rows = Attachment.objects.filter(
        register=register.code, record=record.pk, removed_at__isnull=True, request__isnull=True
    )
    return rows.select_related("file", "attached_by").order_by("id")


def handed_out(attached: Attachment, *, by: User) -> tuple[dict[str, str], IO[bytes]]:
    """Return headers and open file of an answer that carries a file, with its reading recorded.

    Raises permission.Refused, files.FileGone.
    """
    register = registry.of(attached.register)
    record: Record = register.model._default_manager.select_related("organization").get(pk=attached.record)
    scope.require(register, by, register.reads, record)
    with ExitStack() as stack:
        file = stack.enter_context(answering.opened(attached.file))
        trail.note(
            "registers.read",
            subject=f"{register.code}:{record.pk}",
            organization_id=record.organization_id,
            facts={"name": attached.name, "digest": attached.file.digest},
        )
        stack.pop_all()  # recorded: the file stays open for the answer
    return answering.headers(attached.file, attached.name), file
