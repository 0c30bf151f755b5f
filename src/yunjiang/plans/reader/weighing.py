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

from .tones import Tones

FILE = Path(__file__).parent / "weights.tsv"
COLUMNS = ("sign", "weight")
ALWAYS = "总是"  # the sign that every reading has
LEAST = Decimal("0.3")  # what is less sure is passed over: see docs/decisions/plans-readings-weighed.md
_REASONS = 3


@dataclass(frozen=True)
class Scales:
    """What signs weigh, and what is known of the whole document: the signs that all of it shares, how its parts sound."""

    weights: Mapping[str, float]
    of_document: tuple[str, ...]
    tones: Tones

    def confidence(self, signs: Iterable[str]) -> Decimal:
        """Return how sure a reading is, from 0.01 to 0.99."""
        return Decimal(min(max(round(100 * probability(self.weights, signs)), 1), 99)) / 100


def probability(weights: Mapping[str, float], signs: Iterable[str]) -> float:
    """Return the probability that signs add up to."""
    return 1 / (1 + math.exp(-weights.get(ALWAYS, 0) - sum(weights.get(each, 0) for each in signs)))


def reasons(weights: Mapping[str, float], signs: Iterable[str]) -> list[tuple[str, float]]:
    """Return the signs that weigh most in a reading, with their weights, the heaviest first."""
    told = {each: weights[each] for each in signs if each in weights}
    return sorted(told.items(), key=lambda each: (-abs(each[1]), each[0]))[:_REASONS]


@cache
def ours() -> Mapping[str, float]:
    """Return the weights that come with Yunjiang."""
    return load(FILE)


def load(path: Path) -> Mapping[str, float]:
    """Return the weights of a file, in its order."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["sign"]: float(row["weight"])
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        }
