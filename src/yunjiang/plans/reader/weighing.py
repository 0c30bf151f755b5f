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
COLUMNS = ("sign", "weight", "share")
ALWAYS = "总是"  # the sign that every reading has
LEAST = Decimal("0.3")  # what is less sure is passed over: see docs/decisions/plans-readings-weighed.md
_REASONS = 3
_WEIGHTY = 0.1  # what a sign must weigh to be told as a reason


@dataclass(frozen=True)
class Weights:
    """What each sign weighs, and at what share of all readings it is found: a sign that all have is no reason."""

    of: Mapping[str, float]
    shares: Mapping[str, float]

    def reasons(self, signs: Iterable[str]) -> str:
        """Return in words what weighs most in a reading, the heaviest first: ＋ speaks for it, － against it."""
        told = {each: self.of[each] * (1 - self.shares[each]) for each in signs if each in self.of}
        first = sorted(told, key=lambda each: (-abs(told[each]), each))[:_REASONS]
        return "，".join(
            f"{'＋' if told[each] > 0 else '－'}{each}" for each in first if abs(told[each]) >= _WEIGHTY
        )


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
    """Return the probability that signs come to."""
    return 1 / (1 + math.exp(-log_odds(weights, signs)))


def log_odds(weights: Mapping[str, float], signs: Iterable[str]) -> float:
    """Return what signs add up to: the logarithm of the odds."""
    return weights.get(ALWAYS, 0) + sum(weights.get(each, 0) for each in signs)


@cache
def ours() -> Weights:
    """Return the weights that come with Yunjiang."""
    return load(FILE)


def load(path: Path) -> Weights:
    """Return the weights of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    of, shares = ({row["sign"]: float(row[each]) for row in rows} for each in ("weight", "share"))
    return Weights(of, shares)
