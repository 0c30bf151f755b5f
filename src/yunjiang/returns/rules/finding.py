"""What the rules find, as values: a code, how severe it is, where it is, and the facts of which a sentence is made."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    HARD = "hard"  # the return cannot be submitted like this
    SOFT = "soft"  # the unit must say why; the reviewer reads it


@dataclass(frozen=True)
class Finding:
    """One thing that a rule found in one sheet. `question` is the code of the question where it is shown and explained.

    `questions` are all that it is about, where it is about several. Quantities among the facts are in the question's unit,
    which is a fact as well; `asked` is the question's name. A soft finding is explained once the unit has said anything at its
    question.
    """

    rule: str
    severity: Severity
    question: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    questions: tuple[str, ...] = ()
    is_explained: bool = False

    @property
    def is_hard(self) -> bool:
        return self.severity is Severity.HARD

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values; quantities as text."""
        return {
            "rule": self.rule,
            "severity": str(self.severity),
            "question": self.question,
            "facts": {name: _plain(fact) for name, fact in self.facts.items()},
            "is_explained": self.is_explained,
        }


@dataclass(frozen=True)
class Pattern:
    """Something noticed across the sheets of several units, or over all numbers of one: a question to ask, no verdict.

    `effect` says how strong it is, from 0 (nothing) to 1 (everywhere); `chance` how often pure chance would do as much, where
    that can be said; `count` how many numbers or units it rests on.
    """

    rule: str
    units: tuple[int, ...]
    questions: tuple[str, ...]
    effect: float
    count: int
    chance: float | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


def hard(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that stop a submission."""
    return [each for each in findings if each.is_hard]


def unexplained(findings: Iterable[Finding]) -> list[Finding]:
    """Return the soft findings on which the unit has not said a word yet."""
    return [each for each in findings if not each.is_hard and not each.is_explained]


def _plain(fact: Any) -> Any:
    if isinstance(fact, Decimal):
        return f"{fact:f}"
    return list(fact) if isinstance(fact, tuple) else fact
