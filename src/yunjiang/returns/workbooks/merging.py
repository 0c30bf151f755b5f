"""What a workbook would change, held against what stands now: three texts a cell, as when two people edit one paper. Pure.

What the workbook has as it left was not touched, and what stands now stays. What changed on one side only is taken from that
side. What changed on both, differently, is a conflict: somebody must say which is right. What the same person's earlier workbook
put there is no other side: correcting a file and sending it again is how people work; nor is what a register put there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from . import stamps
from .form import UNAVAILABLE, FormQuestion, FormUnit, Said, tidy
from .problems import WorkbookProblem
from .understood import ReadCell, ReadPassage, ReadUnit


@dataclass(frozen=True)
class CellAnswer:
    """What is to stand in a cell; `keeps_words` leaves the explanation as it stands."""

    said: Said
    keeps_words: bool
    read: ReadCell


@dataclass
class Merged:
    """What comes of one unit: answers by question, words by action and heading, conflicts and what was kept."""

    key: str
    answers: dict[str, CellAnswer] = field(default_factory=dict)
    passages: dict[tuple[str, str], ReadPassage] = field(default_factory=dict)
    conflicts: list[WorkbookProblem] = field(default_factory=list)
    notices: list[WorkbookProblem] = field(default_factory=list)

    @property
    def changed_count(self) -> int:
        """Return how many cells and passages would change."""
        return len(self.answers) + len(self.passages)


def merge(
    read: ReadUnit, unit: FormUnit, questions: Mapping[str, FormQuestion], *, overwrites: bool = False
) -> Merged:
    """Return what a unit's part of a workbook changes; with `overwrites` the workbook counts wherever it was touched."""
    merged = Merged(read.key)
    for code, cell in read.answers.items():
        _cell(merged, read, cell, unit, questions[code], overwrites)
    for (action, heading), passage in read.passages.items():
        now = tidy(unit.passages.get((action, heading), ""))
        before = read.before.get(f"{action}\t{heading}", "")
        here = stamps.words_briefly(passage.text)
        if here in (stamps.words_briefly(now), before):
            continue
        if overwrites or stamps.words_briefly(now) == before:
            merged.passages[action, heading] = passage
        else:
            facts = {
                "now": _cut(now) or "—",
                "before": "…" if before else "—",
                "here": _cut(passage.text) or "—",
            }
            merged.conflicts.append(
                WorkbookProblem("conflict", facts, passage.sheet, passage.row, passage.column, read.key)
            )
    return merged


def _cell(
    merged: Merged,
    read: ReadUnit,
    cell: ReadCell,
    unit: FormUnit,
    question: FormQuestion,
    overwrites: bool,
) -> None:
    stands = unit.cells[question.code]
    before = read.before_of(question)
    value = _side(_value(cell.said), stamps.said_without_words(before), _value(stands.said))
    words = "kept"
    if cell.has_words:
        words = _side(_words(cell.said), stamps.words_of(before), _words(stands.said))
    sides = {value, words}
    is_free = overwrites or stands.is_own
    if "conflict" in sides and not is_free:
        facts = {"now": _told(stands.said), "before": _told_briefly(before), "here": _told(cell.said)}
        merged.conflicts.append(
            WorkbookProblem("conflict", facts, cell.sheet, cell.row, cell.column, read.key, question.code)
        )
        return
    if "newer" in sides:
        merged.notices.append(
            WorkbookProblem(
                "newer_kept",
                {"now": _told(stands.said)},
                cell.sheet,
                cell.row,
                cell.column,
                read.key,
                question.code,
            )
        )
    takes_value, takes_words = value in ("changed", "conflict"), words in ("changed", "conflict")
    if takes_value or takes_words:
        said = cell.said if takes_value else stands.said
        whole = Said(said.value, said.is_unavailable, cell.said.explanation)
        merged.answers[question.code] = CellAnswer(whole, not takes_words, cell)


def _side(here: str, before: str, now: str) -> str:
    """Say which side changed: "kept" (none, or both alike), "changed" (the workbook), "newer" (the system), "conflict"."""
    if here == now:
        return "kept"
    if here == before:
        return "newer"
    return "changed" if now == before else "conflict"


def _value(said: Said) -> str:
    return stamps.said_briefly(Said(said.value, said.is_unavailable))


def _words(said: Said) -> str:
    return stamps.words_briefly(said.explanation)


def _told(said: Said) -> str:
    value = _told_briefly(stamps.said_briefly(Said(said.value, said.is_unavailable)))
    return f"{value}（{_cut(said.explanation)}）" if said.explanation else value


def _told_briefly(brief: str) -> str:
    value = stamps.said_without_words(brief)
    return UNAVAILABLE if value == "!" else value or "—"


def _cut(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
