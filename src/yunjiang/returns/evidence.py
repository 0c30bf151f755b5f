"""Files that prove a number: attached to its cell while the return is open, taken back, listed, handed out.

A file taken back stays kept, because a step may already speak of it. Callers ask `rights` first: may_fill to change, may_read to
read.
"""

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import IO

from django.conf import settings
from django.db.models import Sum
from django.utils import timezone

from yunjiang.access import trail
from yunjiang.access.models import User
from yunjiang.files import answering, keeping, naming
from yunjiang.files.keeping import Source
from yunjiang.files.kinds import EVERY, endings

from .held import hold
from .models import Cell, Evidence, Return
from .refusals import (
    EvidenceGone,
    EvidenceSettled,
    EvidenceThere,
    NoSuchCell,
    NotOpenForFilling,
    TooMuchEvidence,
)
from .standing import FILLABLE, locked_since

ALLOWED = EVERY
MOST_PER_CELL = 20


@dataclass(frozen=True)
class Allowance:
    """What may be attached, for the page that asks for files."""

    endings: tuple[str, ...]
    file_limit: int  # bytes of one file
    return_limit: int  # bytes of all files of a return
    used: int


def allowance(report: Return) -> Allowance:
    """Return what may still be attached to a return."""
    return Allowance(
        tuple(endings(ALLOWED)),
        settings.YUNJIANG_FILE_LIMIT,
        settings.YUNJIANG_EVIDENCE_LIMIT,
        _used(report),
    )


def attach(report: Return, question: str, stream: Source, name: str, *, by: User | None) -> Evidence:
    """Attach a file to the cell of a question and return it.

    Raises NotOpenForFilling, NoSuchCell, EvidenceSettled, EvidenceThere, TooMuchEvidence, and the refusals of `files`.
    """
    _cell(report, question)
    if _used(report) >= settings.YUNJIANG_EVIDENCE_LIMIT:
        raise TooMuchEvidence(report.place.short_name, settings.YUNJIANG_EVIDENCE_LIMIT)
    # Before the transaction: nobody waits for a slow upload or scanner. What is refused afterwards is swept away some day.
    kept = keeping.keep(stream, name, allowed=ALLOWED)
    with trail.recording(
        "returns.attach",
        subject=f"return:{report.pk}",
        organization_id=report.organization_id,
        facts={"question": question, "name": naming.clean(name)},
    ) as deed:
        held = hold(report)
        cell = _cell(held, question)
        if kept.size > settings.YUNJIANG_EVIDENCE_LIMIT - _used(held):
            raise TooMuchEvidence(held.place.short_name, settings.YUNJIANG_EVIDENCE_LIMIT)
        there = Evidence.objects.filter(cell=cell, removed_at__isnull=True)
        if there.filter(file=kept).exists():
            raise EvidenceThere(naming.clean(name))
        if there.count() >= MOST_PER_CELL:
            raise TooMuchEvidence(held.place.short_name, count=MOST_PER_CELL)
        attached = Evidence.objects.create(cell=cell, file=kept, name=naming.clean(name), by=by)
        deed.changed(before={}, after={"digest": kept.digest, "size": kept.size})
    return attached


def remove(attached: Evidence, *, by: User | None) -> None:
    """Take a file back from its cell. Raises NotOpenForFilling, EvidenceSettled, EvidenceGone."""
    report = attached.cell.report
    with trail.recording(
        "returns.remove_evidence",
        subject=f"return:{report.pk}",
        organization_id=report.organization_id,
        facts={"question": attached.cell.question.code, "name": attached.name, "by": str(by or "")},
    ) as deed:
        _cell(hold(report), attached.cell.question.code)
        changed = Evidence.objects.filter(pk=attached.pk, removed_at__isnull=True).update(
            removed_at=timezone.now()
        )
        if not changed:
            raise EvidenceGone(attached.name)
        deed.changed(before={"digest": attached.file.digest}, after={})
    attached.refresh_from_db()


def of_report(report: Return) -> dict[str, list[Evidence]]:
    """Return what is attached to a return now, by question, the oldest first."""
    return of_many([report]).get(report.pk, {})


def of_many(reports: Iterable[Return]) -> dict[int, dict[str, list[Evidence]]]:
    """Return what is attached to returns now, by return and question, in one query."""
    rows = (
        Evidence.objects.filter(cell__report__in=[each.pk for each in reports], removed_at__isnull=True)
        .select_related("cell__question", "file", "by")
        .order_by("id")
    )
    found: dict[int, dict[str, list[Evidence]]] = {}
    for each in rows:
        found.setdefault(each.cell.report_id, {}).setdefault(each.cell.question.code, []).append(each)
    return found


def handed_out(attached: Evidence) -> tuple[dict[str, str], IO[bytes]]:
    """Return headers and open file of an answer that carries a file, with its reading recorded. Raises FileGone."""
    with ExitStack() as stack:
        file = stack.enter_context(answering.opened(attached.file))
        trail.note(
            "returns.read_evidence",
            subject=f"evidence:{attached.pk}",
            organization_id=attached.cell.report.organization_id,
            facts={"name": attached.name, "digest": attached.file.digest},
        )
        stack.pop_all()  # recorded: the file stays open for the answer
    return answering.headers(attached.file, attached.name), file


def _cell(report: Return, question: str) -> Cell:
    """Return the cell of a question, if something may be attached to it now."""
    if report.state not in FILLABLE:
        raise NotOpenForFilling(report.place.short_name, report.state)
    locked = locked_since(report)
    if locked is not None:
        raise NotOpenForFilling(report.place.short_name, report.state, locked)
    cell = report.cells.filter(question__code=question).select_related("section").first()
    if cell is None:
        raise NoSuchCell(report.place.short_name, question)
    if cell.section.is_accepted:
        raise EvidenceSettled(cell.section.name)
    return cell


def _used(report: Return) -> int:
    rows = Evidence.objects.filter(cell__report=report, removed_at__isnull=True)
    return rows.aggregate(total=Sum("file__size"))["total"] or 0
