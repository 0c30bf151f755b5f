"""Answers and words as they come in: what is wrong with them, and what they would change. Nothing is written here."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from yunjiang.ledger.models import MeasureKind

from . import narrative
from .models import Cell, Heading, Passage, Return, Upload
from .refusals import CellProblem
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
class Change:
    """One cell that would read otherwise: what stands, and what is to stand."""

    cell: Cell
    before: Mapping[str, Any]
    after: Mapping[str, Any]


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


def changes_of(
    cells: Mapping[str, Cell], answers: Mapping[str, Answer]
) -> tuple[list[Change], list[CellProblem]]:
    """Return what answers would change in a return's cells, and every problem with them."""
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
        before, after = said(cell), would_say(cell, answer)
        if before == after:
            continue
        if cell.section.is_accepted:
            problems.append(CellProblem(code, "accepted_already"))
        else:
            changes.append(Change(cell, before, after))
    return changes, problems


def said(cell: Cell) -> dict[str, Any]:
    """Return what a cell says, as changes and steps keep it."""
    return {
        "value": written(cell.value),
        "unavailable": cell.is_unavailable,
        "explanation": cell.explanation,
    }


def would_say(cell: Cell, answer: Answer) -> dict[str, Any]:
    """Return what a cell would say with an answer."""
    kept = cell.explanation if answer.explanation is None else answer.explanation.strip()
    return {"value": written(answer.value), "unavailable": answer.is_unavailable, "explanation": kept}


def texts_of(
    report: Return, passages: Mapping[PassageKey, str], kept: Mapping[PassageKey, Passage]
) -> tuple[list[Passage], list[CellProblem]]:
    """Return the passages that words would change or add, and every problem with them."""
    if not passages:
        return [], []
    asked = {(action, heading) for action, _name, heading in narrative.places(report.cycle)}
    texts, problems = [], []
    for (action, heading), text in passages.items():
        where = f"{action}|{heading}"
        if not report.owes_narrative or not _is_asked(asked, action, heading):
            problems.append(CellProblem(where, "unknown_passage", {"action": action}))
        elif len(text) > PASSAGE_LENGTH:
            problems.append(CellProblem(where, "passage_too_long", {"limit": PASSAGE_LENGTH}))
        else:
            passage = kept.get((action, heading)) or Passage(report=report, action=action, heading=heading)
            if passage.text != text.strip():
                passage.text = text.strip()
                texts.append(passage)
    return texts, problems


def _is_asked(asked: Collection[tuple[str, Heading]], action: str, heading: str) -> bool:
    """Say whether there is a place for words; an action takes problems and next steps too, where a unit tells of them there."""
    if action and heading in (Heading.PROBLEMS, Heading.NEXT_STEPS):
        return (action, Heading.PROGRESS) in asked
    return (action, heading) in asked
