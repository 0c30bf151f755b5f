"""Published values as stated: of statements that speak about the same days, each day is told once.

A newspaper's "600 万人次 since 2021" and three yearly totals before it are not to be added. Of all sets of statements that do
not overlap, the one that covers the most days is taken; of equals the one with fewer statements, then the newest.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Statement:
    """What one posting says about the days from first to last, both included: the sum of its entries."""

    posting: int
    first_on: date
    last_on: date
    quantity: int
    entry_count: int
    bound: int

    @property
    def day_count(self) -> int:
        return (self.last_on - self.first_on).days + 1


def told_once(statements: Sequence[Statement]) -> list[Statement]:
    """Return the statements that together tell the most days, none of them twice, in the order of days."""
    ordered = sorted(statements, key=lambda each: (each.last_on, each.first_on, each.posting))
    ends = [each.last_on for each in ordered]
    best: list[tuple[tuple[int, int, int], list[Statement]]] = [((0, 0, 0), [])]
    for number, each in enumerate(ordered):
        days, fewness, newness = best[bisect_left(ends, each.first_on)][0]
        with_it = (days + each.day_count, fewness - 1, max(newness, each.posting))
        before = best[bisect_left(ends, each.first_on)][1]
        best.append(max(best[number], (with_it, [*before, each]), key=lambda choice: choice[0]))
    return best[-1][1]
