"""From a ledger source back to where its numbers came from: return, cell, change, file, sheet, row, person, moment.

What the posting carries beside it says which change of which cell each number was, so that the way back is exact for every
revision ever posted, whatever the return says by now.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yunjiang.ledger.standing import postings_of

from .models import Cell, CellChange, Return, Section, Step, Upload


@dataclass(frozen=True)
class CellOrigin:
    """Where the number of one cell came from. What is None was not: no change for an empty cell, no upload for a typed one."""

    report: Return
    section: Section
    cell: Cell
    question: str
    value: str  # as posted, or "" for not available
    origin: str
    change: CellChange | None
    upload: Upload | None
    sheet: str
    row: int | None
    column: str
    by: str
    at: datetime | None
    submitted: Step | None  # the step with which it went up
    revision: int
    is_live: bool


def origin_of(source: str, revision: int | None = None) -> list[CellOrigin]:
    """Return where each number of a posted source came from, in the order of questions.

    It is that of the newest revision unless one is named. Empty for a source that no return posted.
    """
    postings = postings_of([source]).get(source, [])
    posted = next((each for each in reversed(postings) if revision in (None, each.revision)), None)
    section = (
        Section.objects.filter(source=source)
        .select_related("report__cycle", "report__place", "report__organization", "lead", "accepted_by")
        .first()
    )
    if posted is None or section is None:
        return []
    evidence: Mapping[str, Any] = json.loads(posted.evidence) if posted.evidence else {}
    said: Mapping[str, Any] = evidence.get("cells", {})
    numbers = [each["change"] for each in said.values() if "change" in each]
    changes = {
        each.pk: each
        for each in CellChange.objects.filter(pk__in=numbers).select_related("by", "upload__file")
    }
    submitted = Step.objects.filter(pk=evidence.get("step", 0)).select_related("by").first()
    cells = section.cells.select_related("question").order_by("question__rank")
    return [
        _origin(section, cell, said[cell.question.code], changes, submitted, posted.revision, posted.is_live)
        for cell in cells
        if cell.question.code in said
    ]


def _origin(
    section: Section,
    cell: Cell,
    said: Mapping[str, Any],
    changes: Mapping[int, CellChange],
    submitted: Step | None,
    revision: int,
    is_live: bool,
) -> CellOrigin:
    change = changes.get(said.get("change", 0))
    return CellOrigin(
        report=section.report,
        section=section,
        cell=cell,
        question=cell.question.code,
        value=said.get("value", ""),
        origin=said.get("origin", ""),
        change=change,
        upload=change.upload if change else None,
        sheet=change.sheet if change else "",
        row=change.row if change else None,
        column=change.column if change else "",
        by=str(change.by or "") if change else "",
        at=change.at if change else None,
        submitted=submitted,
        revision=revision,
        is_live=is_live,
    )
