"""Writes documents: a kept run and an organization in, a .docx with its record out. Callers ask `access` first."""

import os
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from yunjiang.access import trail
from yunjiang.assessment.models import Run
from yunjiang.organizations.models import Organization
from yunjiang.returns.narrative import passages_for
from yunjiang.standards import periods
from yunjiang.standards.national_cryptography import sm3

from . import gathering, identities, printing
from .composing import Issuance, compose
from .models import Document

__all__ = ["Issuance", "print_pdf", "write"]


def write(
    kind: str,
    run: Run,
    organization: Organization,
    *,
    by: str,
    narrative: Mapping[str, str] | None = None,
    issuance: Issuance | None = None,
    written_at: datetime | None = None,
) -> Document:
    """Write a document of a kind from a run about one of its organizations, file it and return its record.

    `narrative` fills slots by their keys; the others take what the units told of the year in their returns. Raises UnknownKind,
    NotAssessed.
    """
    moment = written_at or timezone.now()
    material = gathering.of_run(run, organization)
    words = _told(run, organization) | dict(narrative or {})
    composed = compose(kind, material, narrative=words, issuance=issuance, written_at=moment)
    kept = Document.objects.filter(number=composed.number).first()
    if kept is not None and kept.path.exists():
        return kept
    file_name = f"{moment:%Y}/{kind}-{material.unit.key}-{material.on}-{composed.number[:12]}.docx"
    _filed(Path(settings.YUNJIANG_DOCUMENTS) / file_name, composed.content)
    if kept is not None:
        return kept
    count = len(composed.identities.numbers) + len(composed.identities.drawn)
    facts = {"by": by, "kind": kind, "title": composed.title, "run": run.pk, "numbers": count}
    subject = f"document:{composed.number}"
    with trail.recording(
        "documents.write", subject=subject, organization_id=organization.pk, facts=facts
    ) as deed:
        document = Document.objects.create(
            number=composed.number,
            kind=kind,
            title=composed.title,
            plan_version=run.plan_version,
            organization=organization,
            run=run,
            assessed_on=material.on,
            data_set=material.data_set,
            tree=material.tree,
            position=material.position,
            chain_digest=run.chain_digest,
            file_name=file_name,
            file_digest=sm3(composed.content),
            identities=identities.written(composed.identities).decode(),
            number_count=count,
            written_at=moment,
            written_by=by,
        )
        deed.changed(after={"file": file_name, "digest": document.file_digest})
    return document


def print_pdf(document: Document) -> Path:
    """Print a document's file to PDF beside it. Raises PrintingUnavailable, PrintingTooSlow, PrintingFailed."""
    return printing.pdf(document.path, document.path.with_suffix(".pdf"))


def _told(run: Run, organization: Organization) -> dict[str, str]:
    """Return what returns tell of the unit and of the year that the run judged, by the keys of slots."""
    year = periods.year_of(run.assessed_on)
    return passages_for(organization.pk, year, data_set=run.data_set, plan=run.plan_version.plan.code)


def _filed(path: Path, content: bytes) -> None:
    """Write a file so that nobody ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, scratch = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.chmod(scratch, 0o640)
    os.replace(scratch, path)
