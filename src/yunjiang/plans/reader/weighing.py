"""Weighing what the rules found: how sure each reading is, and why, by a sum of weights that was learnt.

The weights are those of a logistic model: a sign's weight is added to the logarithm of the odds.
`benchmarks/plan_reader_weights.py` learns them from documents that people have read, and writes the file; reading only adds up.
"""

import csv
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "weights.tsv"
COLUMNS = ("sign", "read", "passed")
ALWAYS = ""  # the sign that every quantity has
_REASONS = 3


@dataclass(frozen=True)
class Weights:
    """What each sign weighs, for readings by the rules (`read`) and for quantities that the rules passed over (`passed`)."""

    read: Mapping[str, float]
    passed: Mapping[str, float]
    least_read: float = 0.0  # what is less probable than this is no promise, whatever the rules say
    least_passed: float = 1.0  # what is at least so probable is one

    def confidence(self, signs: Iterable[str]) -> Decimal:
        """Return how sure a reading by the rules is, from 0.01 to 0.99."""
        return Decimal(min(max(round(100 * probability(self.read, signs)), 1), 99)) / 100

    def is_taken(self, signs: Iterable[str]) -> bool:
        """Say whether a quantity that the rules passed over is taken all the same."""
        return self.least_passed < 1 and probability(self.passed, signs) >= self.least_passed


def probability(weights: Mapping[str, float], signs: Iterable[str]) -> float:
    """Return the probability that signs add up to."""
    return 1 / (1 + math.exp(-weights.get(ALWAYS, 0) - sum(weights.get(each, 0) for each in signs)))


def reasons(weights: Mapping[str, float], signs: Iterable[str]) -> list[tuple[str, float]]:
    """Return the signs that weigh most in a reading, with their weights, the heaviest first."""
    told = {each: weights[each] for each in signs if each in weights}
    return sorted(told.items(), key=lambda each: (-abs(each[1]), each[0]))[:_REASONS]


@dataclass(frozen=True)
class Scales:
    """The weights in force, and the signs that all of a document shares."""

    weights: Weights
    of_document: tuple[str, ...]


@cache
def ours() -> Weights:
    """Return the weights that come with Yunjiang."""
    return load(FILE)


def load(path: Path) -> Weights:
    """Return the weights of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    read, passed = (
        {row["sign"]: float(row[each]) for row in rows if row[each]} for each in ("read", "passed")
    )
    return Weights(read, passed)
