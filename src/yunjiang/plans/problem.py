"""What is wrong with a plan file, as a value: a code, the facts and the line. No Django, no wording.

The sentence for a person is written by `plans.sentences`, which the app hands over when Django starts.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar


class Severity(StrEnum):
    ERROR = "error"  # the plan cannot be loaded
    WARNING = "warning"  # the plan can be loaded; somebody should look


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a plan file, at a line (0: no one line)."""

    severity: Severity
    code: str
    line: int
    facts: Mapping[str, Any] = field(default_factory=dict)

    wording: ClassVar[Callable[["Problem"], str] | None] = None

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR

    def sentence(self) -> str:
        """Say what is wrong, where, and what to do, in the language in force."""
        if Problem.wording is not None:
            return Problem.wording(self)
        return ", ".join([self.code, *(f"{name}={fact}" for name, fact in self.facts.items())])


def error(code: str, line: int, **facts: Any) -> Problem:
    return Problem(Severity.ERROR, code, line, facts)


def warning(code: str, line: int, **facts: Any) -> Problem:
    return Problem(Severity.WARNING, code, line, facts)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems by line, errors before warnings on the same line, each once."""
    unique = {
        (each.line, each.severity, each.code, repr(sorted(each.facts.items()))): each for each in problems
    }
    return [unique[key] for key in sorted(unique)]
