"""Saving what was typed or pasted, cell by cell over one return or many, and saying what became of each.

What a cell refuses stays with who typed it, with its sentence; the rest is saved. Two who change different cells of one return
do not disturb each other; where both changed the same cell, both contents are told and nothing is overwritten.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from yunjiang.access.models import User
from yunjiang.returns import filling, rights
from yunjiang.returns.filling import Answer
from yunjiang.returns.models import Cell, Cycle, Heading, Origin, Passage, Return
from yunjiang.returns.refusals import AnswersRefused, ChangedMeanwhile, NotOpenForFilling
from yunjiang.returns.steps import written
from yunjiang.web.pages.returns import offers, texts

ORIGINS = {str(each): each for each in (Origin.TYPED, Origin.PASTED, Origin.REGISTER, Origin.LAST_TIME)}
_ATTEMPTS = 5  # how often others may save in between before one is told to try again


@dataclass(frozen=True)
class Content:
    """What a cell holds, as the page has it: text as typed."""

    text: str
    is_unavailable: bool = False
    explanation: str | None = None  # None: the page has no place for it


@dataclass(frozen=True)
class Sent:
    """One cell as the page sends it. `before` is what the page believed to stand there; None when it does not say."""

    report: int
    question: str
    content: Content
    before: Content | None = None
    origin: Origin = Origin.TYPED

    @property
    def key(self) -> str:
        return f"{self.report}|{self.question}"


@dataclass(frozen=True)
class Words:
    """Words under a heading as the page sends them."""

    report: int
    action: str
    heading: str
    text: str
    before: str | None = None

    @property
    def key(self) -> str:
        return f"{self.report}|{self.action}|{self.heading}"


@dataclass(frozen=True)
class Quarrel:
    """That somebody else changed a cell meanwhile: what stands there, by whom, since when."""

    stands: Content
    by: str
    at: datetime | None


@dataclass
class Outcome:
    """What became of everything sent, by key; `saved_count` counts what really changed."""

    problems: dict[str, str] = field(default_factory=dict)
    quarrels: dict[str, Quarrel] = field(default_factory=dict)
    stands: dict[str, Content] = field(default_factory=dict)
    versions: dict[int, int] = field(default_factory=dict)
    saved_count: int = 0
    sentences: list[str] = field(default_factory=list)  # refusals of whole returns
    opened: set[int] = field(default_factory=set)  # the returns that the person may fill in


def save(
    user: User, cycle: Cycle, sent: Sequence[Sent], words: Sequence[Words], versions: Mapping[int, int]
) -> Outcome:
    """Save cells and words of a cycle's returns as far as they can be. Nothing is raised: every refusal is in the outcome."""
    outcome = Outcome()
    cells: dict[int, list[Sent]] = defaultdict(list)
    passages: dict[int, list[Words]] = defaultdict(list)
    for each in sent:
        cells[each.report].append(each)
    for told in words:
        passages[told.report].append(told)
    numbers = {*cells, *passages}
    reports = Return.objects.filter(cycle=cycle, pk__in=numbers).select_related(
        "cycle__plan_version__plan__owner", "place", "organization", "desk"
    )
    known = {report.pk: report for report in reports}
    for number in sorted(numbers):
        report = known.get(number)
        if report is None or not rights.may_fill(user, report):
            seen = report if report is not None and rights.may_read_whole(user, report) else None
            _refuse_whole(outcome, seen, [*cells[number], *passages[number]])
            continue
        outcome.opened.add(number)
        _save_return(user, report, cells[number], passages[number], versions.get(number), outcome)
    return outcome


def _refuse_whole(outcome: Outcome, report: Return | None, sent: Iterable[Sent | Words]) -> None:
    sentence = _("You may not fill in this return.")
    if report is not None:
        try:
            filling.preview(report, {})
        except NotOpenForFilling as refusal:
            sentence = str(refusal)
    outcome.sentences.append(sentence)
    for each in sent:
        outcome.problems[each.key] = sentence


def _save_return(
    user: User,
    report: Return,
    sent: Sequence[Sent],
    words: Sequence[Words],
    version: int | None,
    outcome: Outcome,
) -> None:
    standing = _standing(report, [each.question for each in sent])
    answers = _answers(sent, standing, outcome)
    passages = _passages(report, words, outcome)
    by_origin: dict[Origin, dict[str, Answer]] = defaultdict(dict)
    for each in sent:
        if each.question in answers:
            answer = answers[each.question]
            origin = offers.origin_of(standing[each.question], answer.value, each.origin)
            by_origin[origin][each.question] = answer
    before = {each.question: each.before for each in sent}
    for origin in by_origin or {Origin.TYPED: {}}:
        version = _attempt(user, report, by_origin[origin], origin, version, passages, before, outcome)
        passages = {}
    fresh = _standing(report, [each.question for each in sent])
    for each in sent:
        if each.key not in outcome.problems and each.key not in outcome.quarrels and each.question in fresh:
            outcome.stands[each.key] = content_of(fresh[each.question])
    if version is not None:
        outcome.versions[report.pk] = version


def _attempt(
    user: User,
    report: Return,
    answers: dict[str, Answer],
    origin: Origin,
    version: int | None,
    passages: dict[tuple[str, str], str],
    before: Mapping[str, Content | None],
    outcome: Outcome,
) -> int | None:
    """Save what can be saved, leaving out what is refused; return the return's version now."""
    for _attempt_number in range(_ATTEMPTS):
        if not answers and not passages:
            return version
        try:
            saved = filling.save(report, answers, by=user, origin=origin, version=version, passages=passages)
        except AnswersRefused as refusal:
            for problem in refusal.problems:
                outcome.problems[f"{report.pk}|{problem.question}"] = problem.sentence()
                answers.pop(problem.question, None)
                action, _bar, heading = problem.question.rpartition("|")
                passages.pop((action, heading), None)
        except ChangedMeanwhile as refusal:
            version = refusal.version
            for code in _overtaken(report, answers, before, outcome):
                answers.pop(code)
        except NotOpenForFilling as refusal:
            outcome.sentences.append(str(refusal))
            for code in answers:
                outcome.problems[f"{report.pk}|{code}"] = str(refusal)
            return version
        else:
            outcome.saved_count += saved.changed_count
            return saved.version
    for code in answers:
        outcome.problems[f"{report.pk}|{code}"] = _("Others are saving this return at the moment; try again.")
    return version


def _overtaken(
    report: Return,
    answers: Mapping[str, Answer],
    before: Mapping[str, Content | None],
    outcome: Outcome,
) -> list[str]:
    """Return the questions whose cells read otherwise than the page believed, and otherwise than it wants."""
    standing = _standing(report, list(answers))
    found = []
    for code, answer in answers.items():
        cell, believed = standing.get(code), before[code]
        if cell is None or believed is None:
            continue
        if _says(cell) in (_believed(believed, cell), _wanted(answer, cell)):
            continue
        stands = content_of(cell)
        outcome.quarrels[f"{report.pk}|{code}"] = Quarrel(stands, str(cell.changed_by or ""), cell.changed_at)
        found.append(code)
    return found


def _says(cell: Cell) -> tuple[str | None, bool, str]:
    return written(cell.value), cell.is_unavailable, cell.explanation


def _wanted(answer: Answer, cell: Cell) -> tuple[str | None, bool, str]:
    explanation = cell.explanation if answer.explanation is None else answer.explanation.strip()
    return written(answer.value), answer.is_unavailable, explanation


def _believed(content: Content, cell: Cell) -> tuple[str | None, bool, str] | None:
    try:
        value = texts.number(content.text, cell.question)
    except texts.Unreadable:
        return None
    explanation = cell.explanation if content.explanation is None else content.explanation
    return written(value), content.is_unavailable or texts.is_unavailable(content.text), explanation


def _answers(sent: Sequence[Sent], standing: Mapping[str, Cell], outcome: Outcome) -> dict[str, Answer]:
    answers = {}
    for each in sent:
        cell = standing.get(each.question)
        if cell is None:
            outcome.problems[each.key] = _("This unit is not asked for this quantity.")
            continue
        is_unavailable = each.content.is_unavailable or texts.is_unavailable(each.content.text)
        try:
            value = None if is_unavailable else texts.number(each.content.text, cell.question)
        except texts.Unreadable as refusal:
            outcome.problems[each.key] = str(refusal)
            continue
        answers[each.question] = Answer(value, is_unavailable, each.content.explanation)
    return answers


def _passages(report: Return, words: Sequence[Words], outcome: Outcome) -> dict[tuple[str, str], str]:
    kept = {(each.action, each.heading): each for each in report.passages.select_related("changed_by")}
    wanted = {}
    for each in words:
        passage: Passage | None = (
            kept.get((each.action, Heading(each.heading))) if _is_heading(each) else None
        )
        stands = passage.text if passage else ""
        if each.before is not None and stands not in (each.before.strip(), each.text.strip()):
            by = str(passage.changed_by or "") if passage else ""
            outcome.quarrels[each.key] = Quarrel(Content(stands), by, passage.changed_at if passage else None)
        else:
            wanted[each.action, each.heading] = each.text
            outcome.stands[each.key] = Content(each.text.strip())
    return wanted


def _is_heading(words: Words) -> bool:
    return words.heading in Heading.values


def _standing(report: Return, codes: Sequence[str]) -> dict[str, Cell]:
    cells = Cell.objects.filter(report=report, question__code__in=codes).select_related(
        "question", "changed_by"
    )
    return {each.question.code: each for each in cells}


def content_of(cell: Cell) -> Content:
    """Return what a cell holds, as the page shows it."""
    return Content(texts.shown(cell.value), cell.is_unavailable, cell.explanation)


def as_json(content: Content) -> dict[str, Any]:
    """Return contents as the page's script knows them."""
    return {
        "text": content.text,
        "unavailable": content.is_unavailable,
        "explanation": content.explanation,
    }


def clock(at: datetime | None) -> str:
    """Return a moment as the page says it."""
    return f"{timezone.localtime(at):%H:%M}" if at else ""
