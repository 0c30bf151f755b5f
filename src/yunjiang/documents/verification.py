"""Verifies a document against the ledger: each number confirmed, changed since, altered by hand or removed; typed ones listed.

The record of the document says what each number was. What it is now is judged anew at the newest ledger position, for the same
plan version, day, data set, tree, rules and thresholds. The file may have been saved by Word, WPS or LibreOffice since.
"""

from pathlib import Path

from yunjiang.assessment.judging import judge, ledger_position
from yunjiang.assessment.rules import versions
from yunjiang.figures.figure import Tree

from . import gathering, identities
from .comparing import Finding, Outcome, findings
from .material import Material
from .models import Document
from .opening import Opened, opened
from .refusals import WithoutIdentities, WrittenElsewhere

__all__ = ["Finding", "Outcome", "present_material", "record_of", "verify"]


def verify(path: Path) -> list[Finding]:
    """Verify a .docx and return a finding for every number, in the order of the text, then of charts, then typed numerals.

    Raises NotADocument, WithoutIdentities, WrittenElsewhere.
    """
    file = opened(path)
    record = record_of(path, file)
    known = identities.read(record.identities.encode())
    present = present_material(record)
    return list(findings(file, known, present))


def record_of(path: Path, file: Opened | None = None) -> Document:
    """Return the record of the document that a file is, or was before it was edited.

    Raises NotADocument, WithoutIdentities, WrittenElsewhere.
    """
    read = file or opened(path)
    number = read.document
    if read.identities is not None:
        try:
            number = identities.read(read.identities).origin.document
        except ValueError:
            number = read.document
    if not number:
        raise WithoutIdentities(path)
    record = Document.objects.filter(number=number).first()
    if record is None:
        raise WrittenElsewhere(path, number)
    return record


def present_material(record: Document) -> Material:
    """Return the material of a document as it would be gathered now, under the rules of its run."""
    run = record.run
    position = ledger_position()
    judged = judge(
        run.plan_version,
        run.organization_ids,
        on=run.assessed_on,
        data_set=run.data_set,
        position=position,
        tree=Tree(run.tree),
        restated_on=run.restated_on,
        rules=versions.rules(run.rules_version),
        thresholds=run.limits(),
    )
    return gathering.of_judged(gathering.seen_by(run, position), record.organization, judged)
