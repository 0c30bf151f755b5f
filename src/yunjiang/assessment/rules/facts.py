"""What the rules may know about one indicator at one organization on one day: what was promised, and what is known."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yunjiang.plans.document import Baseline, Basis, Cadence, Comparator, Nature, Trajectory


@dataclass(frozen=True)
class Promise:
    """What is promised of an indicator at one organization: the plan's words with the organization's own target.

    `target` is None where nothing was handed down to the organization (未下达). Ratios and shares are in per cent.
    """

    indicator: str
    basis: Basis
    comparator: Comparator
    cadence: Cadence
    nature: Nature
    unit: str
    first_day: date
    last_day: date
    target: Decimal | None
    target_max: Decimal | None = None  # upper end of a range
    deadline: date | None = None  # None when annual or ongoing
    direction: int = (
        1  # decides for equalities and ranges only: elsewhere the comparator says which way is good
    )
    baseline: Baseline | None = None
    trajectory: Trajectory | None = None  # None: the default of basis and cadence
    milestones: tuple[tuple[date, Decimal], ...] = ()
    is_whole: bool = False  # counted in whole things: half a member, half a competition does not exist
    adds_up: bool = True  # False for averages: the values of units below do not sum to the whole


@dataclass(frozen=True)
class Point:
    """The value of an indicator at the end of a day."""

    on: date
    value: Decimal


@dataclass(frozen=True)
class Owed:
    """The newest report that is due: the days it is about, and the day by which it had to be there."""

    first: date
    last: date
    due_on: date


@dataclass(frozen=True)
class Facts:
    """A promise and what is known of its keeping on the day `on` (end of that day).

    `value` is what the figure says up to `on`: None when nothing is known, never for zero. `points` are past values in
    order of their days, without `value` itself; those of annual indicators count from 1 January of their own year.
    """

    promise: Promise
    on: date
    value: Decimal | None
    bound: str = "exact"  # how exact the sources put it: exact, at_least, at_most, about
    newest_on: date | None = None  # day of the newest entry known for the indicator, in any year of the plan
    is_continuous: bool = (
        False  # silence means zero, as in a register; otherwise the data speak up to `newest_on`
    )
    is_scattered: bool = False  # sums of what was published about some of the days only
    owed: Owed | None = None  # None: nothing is owed, or nothing is due yet
    reported_count: int = 0  # units below that reported in the owed period, explicit zeros included
    expected_count: int = 0  # units below that owe it; 0: nobody is expected to
    points: tuple[Point, ...] = ()
