"""What a figure is. Plain values: no query here."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Tree(StrEnum):
    """Which reporting tree sums are made in. What stands on a day (balances, levels) counts as then in the tree of that day."""

    AS_THEN = "as_then"  # each entry under the tree of the day it happened
    RESTATED = "restated"  # every entry under the tree of one day, today unless said


@dataclass(frozen=True)
class Window:
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"window ends before it begins: {self.first}..{self.last}")


@dataclass(frozen=True)
class Coverage:
    """How many of the units expected below have anything in the ledger for the figure, explicit zeros included."""

    reported: int
    expected: int


@dataclass(frozen=True)
class Footnote:
    """Why a series does not compare across a day, or what was left out."""

    on: date | None
    text: str


@dataclass(frozen=True)
class Figure:
    """The value of an indicator at an organization in a window, as of a ledger position.

    `value` is None when nothing is known (never for zero), in the indicator's unit; ratios and shares are in per cent
    (95 means 95 %) and carry numerator and denominator. `bound` says how exact the sources were.
    """

    indicator: str
    organization: int
    window: Window
    position: int
    data_set: str
    tree: Tree
    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    bound: str = "exact"
    entry_count: int = 0  # live entries behind it
    last_on: date | None = None  # day of the newest entry behind it
    coverage: Coverage | None = None
    straddling_count: int = 0  # entries that overlap the window's edge and are not counted
    overlap_count: int = 0  # pairs of entries of one organization whose stretches overlap: perhaps told twice
    stale_count: int = 0  # organizations whose last observation is older than the age limit
    footnotes: tuple[Footnote, ...] = ()
