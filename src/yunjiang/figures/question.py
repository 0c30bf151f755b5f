"""What can be asked of the sums: terms over windows, places, trees. Numbers for keys throughout; no Django, no SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import IntEnum

import pyarrow as pa

from yunjiang.figures.figure import Window

BEGINNING = date(1, 1, 1)
END = date(9999, 12, 31)


class Kind(IntEnum):
    """How quantities of a measure gather over time."""

    FLOW = 0  # summed within the window
    BALANCE = 1  # running sum up to the window's last day
    LEVEL = 2  # newest observation of each organization on the window's last day


@dataclass(frozen=True, eq=False)
class Forest:
    """Which organization's quantities count at which places, through time.

    `breaks` cut time into eras (the first day of each era but the first). `rollup` has columns era, organization, place:
    in each era every organization with its ancestors, itself among them; without it the forest is bare and every
    organization stands alone. `succession` lists what ended: (organization, successor, first day it was no more).
    """

    breaks: tuple[date, ...] = ()
    rollup: pa.Table | None = None
    succession: tuple[tuple[int, int | None, date], ...] = ()

    def eras(self) -> list[tuple[date, date]]:
        """Return first and last day of each era."""
        first = [BEGINNING, *self.breaks]
        last = [*(day - timedelta(days=1) for day in self.breaks), END]
        return list(zip(first, last, strict=True))


BARE = Forest()


@dataclass(frozen=True)
class Ask:
    """One term of one figure: a measure over a window, summed in a forest.

    `figure` groups the terms of one figure (coverage is counted over all of them). For a balance or a level only the
    window's last day matters. `labels` maps each admitted breakdown to the class it counts in; None admits all in class 0.
    """

    figure: int
    measure: int
    kind: Kind
    window: Window
    forest: Forest = BARE
    channel: int = 0
    age_limit_days: int | None = None
    counts_persons: bool = False
    labels: Mapping[int, int] | None = None
    roster: int = 0
    is_as_stated: bool = False  # statements about the same days are not added: `statements.told_once`

    def __post_init__(self) -> None:
        if self.counts_persons and self.kind is Kind.LEVEL:
            raise ValueError("persons are counted by flows and balances; a level says how many there are")

    @property
    def first_on(self) -> date:
        return self.window.first if self.kind is Kind.FLOW else BEGINNING

    @property
    def last_on(self) -> date:
        return self.window.last

    @property
    def fresh_on(self) -> date | None:
        """Return the oldest day on which an observation still counts; None without an age limit."""
        if self.age_limit_days is None:
            return None
        return self.last_on - timedelta(days=self.age_limit_days)


@dataclass(frozen=True)
class Request:
    """Terms asked at places, in one data set, from what the ledger knew at a position.

    `rosters[n]` holds (place, unit) pairs: the units that owe roster n's figures to a place.
    """

    data_set: int
    position: int
    asks: Sequence[Ask]
    places: Sequence[int]
    rosters: Sequence[Sequence[tuple[int, int]]] = field(default=((),))

    def only(self, asks: Sequence[Ask], places: Sequence[int]) -> "Request":
        """Return the same request for fewer terms and places."""
        return replace(self, asks=asks, places=places)


@dataclass(slots=True)
class Amount:
    """What stands behind one term at one place: quantity in 10^-scale units, or distinct persons where they are counted."""

    quantity: int
    entry_count: int
    bound: int = 0  # bit flags: 1 at least, 2 at most, 4 about
    last_on: date | None = None
    straddling_count: int = 0
    overlap_count: int = 0
    stale_count: int = 0
    unit_count: int = 0  # units of the roster with entries for any term of the figure
    unnamed_count: int = 0  # entries that name nobody where persons are counted


Answer = dict[tuple[int, int, int], Amount]  # (index of the ask, place, label) → amount
