"""Hold a site that was killed against what its officers wrote down, and against itself; print what is wrong, a line each.

Runs on the site's own database while nobody serves it: `python -m tests.killed.examination DIARY`.
"""

import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunjiang.settings")
LONG_ENOUGH = timedelta(minutes=5)  # after which a job whose machine was killed is taken up again

Acts = list[dict[str, Any]]


def examine(acts: Acts) -> Iterator[str]:
    yield from _whole_database()
    yield from _saved(acts)
    yield from _uploaded(acts)
    yield from _attached(acts)
    yield from _stepped(acts)
    yield from _cells()
    yield from _returns()
    yield from _ledger()
    yield from _files()
    yield from _documents(acts)
    yield from _verified()


def _whole_database() -> Iterator[str]:
    from django.db import connection

    connection.check_constraints()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            told = cursor.execute("PRAGMA integrity_check").fetchall()
        if told != [("ok",)]:
            yield f"the database: {told}"


def _records(action: str) -> list[Any]:
    from yunjiang.access.models import AuditRecord, Result

    return list(AuditRecord.objects.filter(action=action, result=Result.DONE).order_by("position"))


def _saved(acts: Acts) -> Iterator[str]:
    """Every number that was acknowledged came into its cell once, in the order it was sent, and is in the trail."""
    from yunjiang.access.trail import queries
    from yunjiang.returns.models import CellChange

    changes: dict[tuple[int, str], list[str | None]] = defaultdict(list)
    rows = CellChange.objects.order_by("id").values_list("cell__report", "cell__question__code", "after")
    for report, question, after in rows:
        changes[report, question].append(after["value"])
    told: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for record in _records("returns.save"):
        for question, content in queries.read(record.after).items():
            if isinstance(content, dict):
                told[record.subject].add((question, str(content["value"])))
    sent: dict[tuple[int, str], list[tuple[str, bool | None]]] = defaultdict(list)
    for act in acts:
        if act["act"] in ("save", "upload"):
            for question, value in act["values"].items():
                sent[act["report"], question].append((str(value), act["answered"]))
                recorded = (question, str(value)) in told[f"return:{act['report']}"]
                if act["act"] == "save" and act["answered"] and not recorded:
                    yield f"return {act['report']}: no record of {question}={value} (act {act['number']})"
    for (report, question), values in sent.items():
        came = changes.pop((report, question), [])
        missing = [value for value, answered in values if answered and value not in came]
        if missing:
            yield f"return {report} {question}: acknowledged and lost: {missing}"
        order = [value for value, _answered in values if value in came]
        if order != came:
            yield f"return {report} {question}: sent {order}, came {came}"
    if changes:
        yield f"changed by nobody: {dict(changes)}"


def _uploaded(acts: Acts) -> Iterator[str]:
    from yunjiang.access.trail import queries
    from yunjiang.returns.models import CellChange, Upload

    uploads = {each.pk: each for each in Upload.objects.select_related("file")}
    recorded = {queries.read(each.after).get("upload") for each in _records("returns.take_workbook")}
    sent = {act["name"]: act for act in acts if act["act"] == "upload"}
    for act in sent.values():
        if not act["answered"]:
            continue
        upload = uploads.get(act["upload"])
        if upload is None:
            yield f"the upload {act['upload']} was acknowledged and is lost"
            continue
        if (upload.name, upload.file.digest, upload.is_taken) != (act["name"], act["digest"], True):
            yield f"the upload {upload.pk}: {upload.name} {upload.file.digest} taken={upload.is_taken}, sent {act}"
        if upload.pk not in recorded:
            yield f"the upload {upload.pk} has no record"
    if recorded - set(uploads):
        yield f"recorded uploads that are not there: {recorded - set(uploads)}"
    for upload in uploads.values():
        values = sent[upload.name]["values"]
        changes = CellChange.objects.filter(upload=upload).select_related("cell__question")
        came = {each.cell.question.code: each.after["value"] for each in changes}
        if came != {question: str(value) for question, value in values.items()}:
            yield f"the upload {upload.pk} was taken in part: {came} of {values}"


def _attached(acts: Acts) -> Iterator[str]:
    from yunjiang.access.trail import queries
    from yunjiang.returns.models import Evidence

    attached = {each.name: each for each in Evidence.objects.select_related("file", "cell__question", "cell")}
    recorded = Counter(queries.read(each.facts).get("name") for each in _records("returns.attach"))
    if set(recorded) != set(attached) or any(count != 1 for count in recorded.values()):
        yield f"evidence and its records differ: {set(recorded) ^ set(attached)}"
    for act in acts:
        if act["act"] != "attach":
            continue
        found = attached.get(act["name"])
        if act["answered"] is False and found is not None:
            yield f"evidence {act['name']} was refused and is there"
        if act["answered"] and found is None:
            yield f"evidence {act['name']} was acknowledged and is lost"
        if found is not None:
            says = (found.cell.report_id, found.cell.question.code, found.file.digest)
            if says != (act["report"], act["question"], act["digest"]):
                yield f"evidence {act['name']}: {says}, sent {act}"


RECORD_OF_STEP = {
    "submitted": "returns.submit",
    "withdrawn": "returns.withdraw",
    "approved": "returns.approve",
    "sent_back": "returns.send_back",
    "accepted": "returns.accept",
    "reopened": "returns.reopen",
}


def _stepped(acts: Acts) -> Iterator[str]:
    """Every acknowledged act on a return left its step, in order; what nobody answered left one or none."""
    from yunjiang.returns.models import Return, Step

    sent: dict[int, list[tuple[str, list[str], bool | None]]] = defaultdict(list)
    for act in acts:
        if act["act"] == "step":
            sent[act["report"]].append((act["kind"], act["indicators"], act["answered"]))
    recorded = Counter(
        (each.action, each.subject) for action in RECORD_OF_STEP.values() for each in _records(action)
    )
    for report in Return.objects.all():
        found = [
            (kind, sorted(indicators) if kind in ("accepted", "reopened") else [])
            for kind, indicators in Step.objects.filter(report=report)
            .exclude(kind="opened")
            .order_by("id")
            .values_list("kind", "indicators")
        ]
        if not _accounts_for(sent.get(report.pk, []), found):
            yield f"return {report.pk}: sent {sent.get(report.pk)}, and its steps are {found}"
        for kind, action in RECORD_OF_STEP.items():
            count = sum(each[0] == kind for each in found)
            if recorded[action, f"return:{report.pk}"] != count:
                yield f"return {report.pk}: {count} steps {kind}, {recorded[action, f'return:{report.pk}']} records"


def _accounts_for(sent: list[tuple[str, list[str], bool | None]], found: list[tuple[str, list[str]]]) -> bool:
    """Say whether the steps are what was sent, in order: all that was acknowledged, and any of what nobody answered."""
    ends = {0}  # how many of the steps are accounted for by what was sent so far, each way it can be read
    for kind, indicators, answered in sent:
        came = {end + 1 for end in ends if found[end : end + 1] == [(kind, indicators)]}
        ends = came if answered else ends | came
    return len(found) in ends


def _cells() -> Iterator[str]:
    """Every cell says what its last change says, and each change begins where the one before ended."""
    from yunjiang.returns.models import Cell, CellChange
    from yunjiang.returns.steps import written

    changes: dict[int, list[CellChange]] = defaultdict(list)
    for change in CellChange.objects.order_by("id"):
        changes[change.cell_id].append(change)
    for cell in Cell.objects.select_related("question"):
        says: dict[str, Any] = {"value": None, "unavailable": False, "explanation": ""}
        for change in changes[cell.pk]:
            if change.before != says:
                yield f"cell {cell.pk}: change {change.pk} begins at {change.before}, and {says} stood there"
            says = change.after
        stands = {
            "value": written(cell.value),
            "unavailable": cell.is_unavailable,
            "explanation": cell.explanation,
        }
        if stands != says:
            yield f"cell {cell.pk} ({cell.question.code}): {stands}, and its last change says {says}"


def _returns() -> Iterator[str]:
    """Every return stands where its steps lead, and its steps are whole."""
    from yunjiang.returns import steps
    from yunjiang.returns.models import Return, StepKind
    from yunjiang.returns.standing import desk_after

    for report in Return.objects.select_related("place", "cycle__plan_version__plan"):
        if not steps.is_intact(report):
            yield f"return {report.pk}: the digests of its steps do not fit"
        owner = report.cycle.plan_version.plan.owner_id
        has_changes = report.cells.filter(changes__isnull=False).exists()
        state, desk, accepted = "draft" if has_changes else "not_started", None, set[str]()
        count = 0
        for step in report.steps.order_by("id"):
            match step.kind:
                case StepKind.SUBMITTED:
                    desk, count = desk_after(report.place, owner, None), count + 1
                    state = "submitted" if desk else "approved"
                case StepKind.APPROVED:
                    desk = desk_after(report.place, owner, desk)
                    state = "submitted" if desk else "approved"
                case StepKind.WITHDRAWN:
                    state, desk = "draft", None
                case StepKind.SENT_BACK:
                    state, desk = "returned", None
                case StepKind.ACCEPTED:
                    accepted |= set(step.indicators)
                    every = set(report.sections.values_list("indicator", flat=True))
                    state = "posted" if accepted == every else "approved"
                case StepKind.REOPENED:
                    accepted -= set(step.indicators)
                    state, desk = "returned", None
        if (report.state, report.desk_id, report.submitted_count) != (state, desk, count):
            stands = (report.state, report.desk_id, report.submitted_count)
            yield f"return {report.pk} stands at {stands}, its steps lead to {(state, desk, count)}"
        if (report.posted_at is not None) != (state == "posted"):
            yield f"return {report.pk} is {state} and was posted at {report.posted_at}"
        said = set(report.sections.filter(is_accepted=True).values_list("indicator", flat=True))
        if said != accepted:
            yield f"return {report.pk}: {said} are accepted, by its steps {accepted}"


def _ledger() -> Iterator[str]:
    """What stands in the ledger is exactly what was accepted last and not taken back; no batch without its step."""
    from yunjiang.ledger import leafing
    from yunjiang.ledger.models import Batch
    from yunjiang.returns.models import Section, Step, StepKind

    positions = set(Step.objects.filter(position__isnull=False).values_list("position", flat=True))
    batches = set(Batch.objects.values_list("position", flat=True))
    if batches != positions:
        yield f"batches without steps: {batches - positions}; steps without batches: {positions - batches}"
    for section in Section.objects.select_related("report"):
        due: dict[str, Decimal] = {}
        asked = list(section.cells.values_list("question__code", flat=True))
        for step in section.report.steps.order_by("id"):
            if section.indicator not in step.indicators:
                continue
            if step.kind == StepKind.ACCEPTED:
                due = {code: Decimal(step.content["cells"][code]["value"]) for code in asked}
            elif step.kind == StepKind.REOPENED and step.position is not None:
                due = {}
        stands: dict[str, Decimal] = defaultdict(Decimal)
        for entry in leafing.of_sources([section.source]):
            stands[entry.measure] += entry.weight * entry.quantity
        held = {code: amount for code, amount in stands.items() if amount}
        if held != due:
            yield f"{section.source}: {held} stands in the ledger, {due} was accepted"
        if section.is_accepted:
            says = {cell.question.code: cell.value for cell in section.cells.select_related("question")}
            if says != due:
                yield f"{section.source} is accepted and says {says}, {due} was accepted"


def _files() -> Iterator[str]:
    """Every file that something refers to is there, whole; what was cut off is referred to by nothing."""
    from yunjiang.documents.models import Document
    from yunjiang.files import shelf
    from yunjiang.files.models import KeptFile
    from yunjiang.standards.national_cryptography import sm3

    for row in KeptFile.objects.all():
        path = shelf.place(row.digest)
        if not path.exists():
            yield f"the kept file {row.pk} is not there: {path}"
        elif sm3(path.read_bytes()).hex() != row.digest or path.stat().st_size != row.size:
            yield f"the kept file {row.pk} is not whole"
    for path in shelf.folder().glob("??/*"):
        if sm3(path.read_bytes()).hex() != path.name:
            yield f"{path} lies in its place and is not whole"
    for document in Document.objects.all():
        if document.path.suffix == ".part" or not document.path.exists():
            yield f"the document {document.number} has no file: {document.path}"
        elif sm3(document.path.read_bytes()) != bytes(document.file_digest):
            yield f"the file of the document {document.number} is not what was written"


def _documents(acts: Acts) -> Iterator[str]:
    """Every job that was acknowledged is done once the machines run again, and each document was written once."""
    from django.utils import timezone

    from yunjiang.background import services, worker
    from yunjiang.background.models import Job, JobState
    from yunjiang.documents.models import Document

    jobs = {str(each.pk): each for each in Job.objects.all()}
    asked = [act for act in acts if act["act"] == "document"]
    for act in asked:
        if act["answered"] and act["job"] not in jobs:
            yield f"the job {act['job']} was acknowledged and is lost"
    unknown = [act for act in asked if act["answered"] is None]
    known = {act["job"] for act in asked if act["answered"]}
    own = {number for number, each in jobs.items() if each.work == "documents.write"}
    if len(own - known) > len(unknown):
        yield f"jobs that nobody asked for: {own - known}"
    for each in jobs.values():
        if each.state == JobState.DONE and each.attempt_count < 1:
            yield f"the job {each.pk} is done and was never begun"
    services.revive(timezone.now() + LONG_ENOUGH)
    worker.work(until_idle=True)
    for each in Job.objects.filter(pk__in=own):
        if each.state != JobState.DONE:
            yield f"the job {each.pk} is {each.state} ({each.attempt_count} attempts): {each.refusal}"
        elif not Document.objects.filter(number=each.outcome.get("document")).exists():
            yield f"the job {each.pk} is done and its document is not there: {each.outcome}"
    written = {each.outcome.get("document") for each in Job.objects.filter(pk__in=own)}
    orphans = set(Document.objects.values_list("number", flat=True)) - written
    if len(orphans) > len(unknown) + len(acts):
        yield f"documents of no job: {orphans}"
    yield from _files()


def _verified() -> Iterator[str]:
    from yunjiang.access import trail
    from yunjiang.ledger import seal, verification

    for flaw in trail.verify():
        yield f"the trail: {flaw}"
    for flaw in verification.verify():
        yield f"the ledger: {flaw}"
    seal.seal()
    for flaw in verification.verify():
        yield f"the ledger, once sealed: {flaw}"


if __name__ == "__main__":
    django.setup()
    from tests.killed import diary

    for line in examine(diary.read(Path(sys.argv[1]))):
        print(line)
