"""Filling a return in: answers to its cells and words under its headings, all of them saved or none.

What cannot be a number of its question is refused here, each with a sentence; what is merely odd is for the rules to find. Two
who fill at once learn of each other by the return's version. Callers ask `rights.may_fill` first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from yunjiang.access import trail
from yunjiang.access.models import User
from yunjiang.ledger.models import MeasureKind
from yunjiang.plans import queries as plans

from .held import hold
from .models import Cell, CellChange, Heading, Origin, Passage, Return, State, Upload
from .refusals import AnswersRefused, CellProblem, ChangedMeanwhile, Conflict, NotOpenForFilling
from .standing import FILLABLE, locked_since
from .steps import written

EXPLANATION_LENGTH = 500
PASSAGE_LENGTH = 8000
LARGEST = Decimal(10) ** 15  # what a cell and, in its smallest unit, the ledger can hold

PassageKey = tuple[str, str]  # action ("" for the whole) and heading


@dataclass(frozen=True)
class Answer:
    """What a unit says to one question. `explanation` None leaves the explanation that stands; "" takes it away."""

    value: Decimal | None
    is_unavailable: bool = False
    explanation: str | None = None


@dataclass(frozen=True)
class Spot:
    """Where in a file an answer was read."""

    upload: Upload
    sheet: str
    row: int
    column: str


@dataclass(frozen=True)
class Saved:
    """What saving came to: the return's version now, and how many cells and passages changed."""

    version: int
    changed_count: int


@dataclass(frozen=True)
class Change:
    """One cell that would read otherwise: what stands, and what is to stand."""

    cell: Cell
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def save(
    report: Return,
    answers: Mapping[str, Answer],
    *,
    by: User | None,
    origin: Origin,
    version: int | None = None,
    spots: Mapping[str, Spot] | None = None,
    passages: Mapping[PassageKey, str] | None = None,
) -> Saved:
    """Save answers by the questions' codes, and words by action and heading; what stays the same is no change.

    `version` is the one the person had open; without it whatever was saved meanwhile is overwritten where answers are given.
    Raises NotOpenForFilling, ChangedMeanwhile, AnswersRefused.
    """
    facts = {"answers": len(answers), "origin": str(origin)}
    with trail.recording(
        "returns.save", subject=f"return:{report.pk}", organization_id=report.organization_id, facts=facts
    ) as deed:
        held = hold(report)
        _refuse_unless_open(held)
        cells = _cells(held)
        if version is not None and version != held.version:
            raise _changed_meanwhile(held, cells, answers)
        changes, problems = _changes(cells, answers)
        texts, misplaced = _texts(held, passages or {})
        if problems or misplaced:
            raise AnswersRefused([*problems, *misplaced])
        changed_count = len(changes) + len(texts)
        if changed_count:
            _write(held, changes, texts, by, origin, spots or {})
            deed.changed(
                before={each.cell.question.code: each.before for each in changes},
                after={each.cell.question.code: each.after for each in changes},
            )
        return Saved(held.version, changed_count)


def preview(
    report: Return, answers: Mapping[str, Answer], today: date | None = None
) -> tuple[list[Change], list[CellProblem]]:
    """Return what saving answers would change, and every problem with them; nothing is written.

    Raises NotOpenForFilling.
    """
    _refuse_unless_open(report, today)
    return _changes(_cells(report), answers)


def problems_of(cell: Cell, answer: Answer) -> list[CellProblem]:
    """Return everything about an answer that makes it impossible for its question."""
    found = []
    question, value = cell.question, answer.value

    def wrong(code: str, **facts: Any) -> None:
        found.append(CellProblem(question.code, code, facts))

    if value is not None:
        if not isinstance(value, Decimal) or not value.is_finite():
            wrong("not_a_number", value=str(value))
        else:
            if answer.is_unavailable:
                wrong("value_and_unavailable")
            if abs(value) >= LARGEST:
                wrong("too_large", value=str(value))
            elif value != round(value, question.scale):
                wrong("too_fine", value=written(value), scale=question.scale)
            # What changed a balance may be less than nothing; a quantity that was counted may not.
            if value < 0 and question.kind != MeasureKind.BALANCE:
                wrong("negative", value=written(value))
    if answer.explanation is not None and len(answer.explanation) > EXPLANATION_LENGTH:
        wrong("explanation_too_long", limit=EXPLANATION_LENGTH)
    return found


def _refuse_unless_open(report: Return, today: date | None = None) -> None:
    if report.state not in FILLABLE:
        raise NotOpenForFilling(report.place.short_name, report.state)
    locked = locked_since(report, today)
    if locked is not None:
        raise NotOpenForFilling(report.place.short_name, report.state, locked)


def _cells(report: Return) -> dict[str, Cell]:
    rows = report.cells.select_related("question", "section", "changed_by")
    return {each.question.code: each for each in rows}


def _changes(
    cells: Mapping[str, Cell], answers: Mapping[str, Answer]
) -> tuple[list[Change], list[CellProblem]]:
    changes, problems = [], []
    for code, answer in answers.items():
        cell = cells.get(code)
        if cell is None:
            problems.append(CellProblem(code, "unknown_question", {"question": code}))
            continue
        found = problems_of(cell, answer)
        if found:
            problems += found
            continue
        before, after = _said(cell), _would_say(cell, answer)
        if before == after:
            continue
        if cell.section.is_accepted:
            problems.append(CellProblem(code, "accepted_already"))
        else:
            changes.append(Change(cell, before, after))
    return changes, problems


def _said(cell: Cell) -> dict[str, Any]:
    return {
        "value": written(cell.value),
        "unavailable": cell.is_unavailable,
        "explanation": cell.explanation,
    }


def _would_say(cell: Cell, answer: Answer) -> dict[str, Any]:
    kept = cell.explanation if answer.explanation is None else answer.explanation.strip()
    return {"value": written(answer.value), "unavailable": answer.is_unavailable, "explanation": kept}


def _changed_meanwhile(
    held: Return, cells: Mapping[str, Cell], answers: Mapping[str, Answer]
) -> ChangedMeanwhile:
    last_text = held.passages.filter(changed_at__isnull=False).select_related("changed_by")
    changed: list[Cell | Passage] = [
        *(each for each in cells.values() if each.changed_at),
        *last_text.order_by("-changed_at")[:1],
    ]
    newest = max(changed, key=lambda each: each.changed_at or held.cycle.opened_at, default=None)
    conflicts = [
        Conflict(code, _said(cells[code]), _would_say(cells[code], answer))
        for code, answer in answers.items()
        if code in cells and _said(cells[code]) != _would_say(cells[code], answer)
    ]
    return ChangedMeanwhile(
        held.version,
        str(newest.changed_by or "") if newest else "",
        newest.changed_at if newest else None,
        conflicts,
    )


def _write(
    held: Return,
    changes: Sequence[Change],
    texts: Sequence[Passage],
    by: User | None,
    origin: Origin,
    spots: Mapping[str, Spot],
) -> None:
    moment = timezone.now()
    rows = []
    for change in changes:
        cell, code = change.cell, change.cell.question.code
        value = change.after["value"]
        cell.value = None if value is None else Decimal(value)
        cell.is_unavailable = change.after["unavailable"]
        cell.explanation = change.after["explanation"]
        cell.origin, cell.changed_at, cell.changed_by = origin, moment, by
        spot = spots.get(code)
        rows.append(
            CellChange(
                cell=cell,
                at=moment,
                by=by,
                origin=origin,
                before=change.before,
                after=change.after,
                upload=spot.upload if spot else None,
                sheet=spot.sheet if spot else "",
                row=spot.row if spot else None,
                column=spot.column if spot else "",
            )
        )
    Cell.objects.bulk_update(
        [change.cell for change in changes],
        ["value", "is_unavailable", "explanation", "origin", "changed_at", "changed_by"],
    )
    CellChange.objects.bulk_create(rows)
    for text in texts:
        text.changed_at, text.changed_by = moment, by
        text.save()
    held.version += 1
    if held.state == State.NOT_STARTED:
        held.state = State.DRAFT
    held.save(update_fields=["version", "state"])


def _texts(report: Return, passages: Mapping[PassageKey, str]) -> tuple[list[Passage], list[CellProblem]]:
    if not passages:
        return [], []
    plan = plans.document(report.cycle.plan_version)
    actions = {"", *(each.code for each in plan.actions), *(each.code for each in plan.safeguards)}
    kept = {(each.action, each.heading): each for each in report.passages.all()}
    texts, problems = [], []
    for (action, heading), text in passages.items():
        where = f"{action}|{heading}"
        is_asked = action in actions and heading in Heading.values
        if not report.owes_narrative or not is_asked or (action and heading == Heading.NEXT_YEAR):
            problems.append(CellProblem(where, "unknown_passage", {"action": action}))
        elif len(text) > PASSAGE_LENGTH:
            problems.append(CellProblem(where, "passage_too_long", {"limit": PASSAGE_LENGTH}))
        else:
            passage = kept.get((action, heading)) or Passage(report=report, action=action, heading=heading)
            if passage.text != text.strip():
                passage.text = text.strip()
                texts.append(passage)
    return texts, problems
