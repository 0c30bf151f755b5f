"""The rules by version. A run names the version it was made under and is replayed under that one, whatever rules came later.

A change of the rules is a new entry here beside the old, never an edit that makes an old run come out differently; changed
numbers alone are new thresholds of the same version, because a run keeps the thresholds it used.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from yunjiang.assessment.rules import status
from yunjiang.assessment.rules.facts import Facts
from yunjiang.assessment.rules.judgement import Judgement
from yunjiang.assessment.rules.thresholds import Thresholds


@dataclass(frozen=True)
class Rules:
    """One version of the rules: how to judge, and the thresholds it came with."""

    version: str
    decided_on: date
    assess: Callable[[Facts, Thresholds], Judgement]
    thresholds: Thresholds


class UnknownRules(LookupError):
    """A version of the rules that this installation does not have."""

    def __init__(self, version: str) -> None:
        known = ", ".join(RULES)
        super().__init__(
            f"There are no assessment rules “{version}” here. Known: {known}. Install a newer version."
        )
        self.version = version


RULES = {
    status.VERSION: Rules(status.VERSION, date(2026, 11, 22), status.assess, Thresholds()),
}
CURRENT = RULES[status.VERSION]


def rules(version: str) -> Rules:
    """Return the rules of a version. Raises UnknownRules."""
    try:
        return RULES[version]
    except KeyError:
        raise UnknownRules(version) from None
