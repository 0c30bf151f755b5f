"""What a workbook asks: plain values, so that writing and reading need no database."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

UNAVAILABLE = (
    "无法提供"  # the one word that a cell may hold instead of a number; never translated, it is read back
)
REASONS = (
    "政策或任务调整",
    "统计口径变化",
    "行政区划或隶属变化",
    "集中完成或集中统计",
    "上期填报有误",
    "尚未开展",
    "其他",
)
BETWEEN = "："  # between a reason and the words that explain it

_UNWRITTEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class Shape(StrEnum):
    """How a workbook is laid out; one shape a file, so that no number stands in two places."""

    SHEETS = "sheets"  # one sheet a unit, one row a question
    WIDE = "wide"  # one sheet for all units: a row each, one column a question


@dataclass(frozen=True)
class FormQuestion:
    """One question of the cycle, as its row or column says it."""

    code: str
    rank: int
    section: str
    name: str
    unit: str
    scale: int = 0
    definition: str = ""
    part_of: str = ""
    is_signed: bool = False  # may be less than nothing, as the change of a balance may

    @property
    def is_rate(self) -> bool:
        """Say whether it is asked in per cent, so that the values of units do not add up."""
        return self.unit in ("%", "％")


@dataclass(frozen=True)
class FormSection:
    """The heading under which questions stand: an indicator, and who accepts it."""

    code: str
    name: str
    lead: str = ""


@dataclass(frozen=True)
class Topic:
    """An action of the plan that a unit writes about; an empty code is the whole."""

    code: str
    name: str


@dataclass(frozen=True)
class Said:
    """An answer: a number, or that there is none to be had, and the unit's explanation."""

    value: Decimal | None = None
    is_unavailable: bool = False
    explanation: str = ""

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was answered (an explanation alone is no answer)."""
        return self.value is None and not self.is_unavailable


@dataclass(frozen=True)
class FormCell:
    """One question put to one unit, as it stands when the workbook is written."""

    said: Said = Said()
    offered: Decimal | None = None  # what a register holds; as long as the cell says it, it is marked
    offered_from: str = ""
    last_time: Decimal | None = None
    is_own: bool = False  # whoever uploads put it there with a workbook before, or nobody but a register did
    is_open: bool = True  # False: accepted, or not open for filling

    @property
    def is_prefilled(self) -> bool:
        """Say whether it says what a register holds."""
        return self.offered is not None and self.said.value == self.offered


@dataclass(frozen=True)
class FormUnit:
    """One unit: its answers by question code, its words by action and heading."""

    key: str
    name: str
    short_name: str
    code: str = ""
    version: int = 0
    due_on: date | None = None
    is_open: bool = True
    cells: Mapping[str, FormCell] = field(default_factory=dict)
    passages: Mapping[tuple[str, str], str] = field(default_factory=dict)
    owes_words: bool = True


@dataclass(frozen=True)
class Form:
    """One cycle's questions and the units that are asked, in order."""

    cycle: str  # a key that stays the same for ever, such as yunnan-2021-2025/published/annual/2024
    cycle_name: str
    questions: tuple[FormQuestion, ...]
    sections: tuple[FormSection, ...]
    units: tuple[FormUnit, ...]
    topics: tuple[Topic, ...] = ()
    headings: tuple[tuple[str, str], ...] = ()  # key and name: progress, 工作进展
    slots: frozenset[tuple[str, str]] = frozenset()  # where words are asked: action and heading
    last_time_name: str = ""
    due_on: date | None = None
    is_due_provisional: bool = False
    is_demonstration: bool = False
    contacts: tuple[str, ...] = ()

    def asked_of(self, unit: FormUnit) -> list[FormQuestion]:
        """Return the questions that a unit is asked, parts right below their whole."""
        return _parts_below(each for each in self.questions if each.code in unit.cells)

    def in_order(self) -> list[FormQuestion]:
        """Return the questions that any of the units is asked, parts right beside their whole."""
        codes = {code for unit in self.units for code in unit.cells}
        return _parts_below(each for each in self.questions if each.code in codes)

    def takes_words(self, action: str, heading: str) -> bool:
        """Say whether words are asked of an action under a heading."""
        return (action, heading) in self.slots

    def section(self, code: str) -> FormSection:
        """Return a section by its code; one that is not declared is known by its code alone."""
        return next((each for each in self.sections if each.code == code), FormSection(code, code))


def _parts_below(questions: Iterable[FormQuestion]) -> list[FormQuestion]:
    """Order by section as first met and rank; a part follows its whole where both stand in one section."""
    sections: dict[str, dict[str, FormQuestion]] = {}
    for each in sorted(questions, key=lambda each: each.rank):
        sections.setdefault(each.section, {})[each.code] = each
    ordered: list[FormQuestion] = []
    for inside in sections.values():
        parts: dict[str, list[FormQuestion]] = {}
        for each in inside.values():
            parts.setdefault(each.part_of if each.part_of in inside else "", []).append(each)
        waiting = list(reversed(parts.pop("", [])))
        while waiting:
            each = waiting.pop()
            ordered.append(each)
            waiting += reversed(parts.pop(each.code, []))
        ordered += [each for left in parts.values() for each in left]  # parts of each other: a plan's slip
    return ordered


def depth_of(question: FormQuestion, questions: Mapping[str, FormQuestion]) -> int:
    """Return how many wholes of its own section a question stands below."""
    depth = 0
    while depth < 3 and (whole := questions.get(question.part_of)) and whole.section == question.section:
        question, depth = whole, depth + 1
    return depth


def tidy(text: str) -> str:
    """Return words as they are kept: lines ended by one character, nothing that cannot be written, no white edges."""
    return _UNWRITTEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def joined(reason: str, words: str) -> str:
    """Return an explanation made of a chosen reason and free words."""
    return f"{reason}{BETWEEN}{words}" if reason and words else reason or words


def parted(explanation: str) -> tuple[str, str]:
    """Return the reason and the words of an explanation, so that `joined` makes the same again."""
    reason, between, words = explanation.partition(BETWEEN)
    if reason in REASONS and (words or not between):
        return reason, words
    return "", explanation
