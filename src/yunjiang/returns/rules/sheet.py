"""What the rules may know: one unit's answers in one cycle, and beside each what is known from elsewhere."""

from dataclasses import dataclass
from decimal import Decimal

from yunjiang.returns.rules.spread import Spread

PER_CENT = ("%", "％")


@dataclass(frozen=True)
class Peers:
    """What units of the same kind and size group answered to the same question.

    For each unit of their size if `is_by_size`; the spread of the logarithms if `is_by_factors`.
    """

    spread: Spread
    is_by_size: bool = False
    is_by_factors: bool = False


@dataclass(frozen=True)
class Line:
    """One question put to one unit, the answer, and what is known beside it. None is unknown everywhere, never zero.

    `last` is what the unit said of the period to compare with: the one before, or the same days of last year for sums of the
    year to date. `standing` is the sum of the year that it had told by the end of the period before.
    """

    question: str
    name: str
    unit: str
    kind: str  # flow, balance, level
    measure: str = ""
    breakdown: tuple[tuple[str, str], ...] = ()
    basis: str = ""  # of the indicator in whose section it stands
    scale: int = 0
    part_of: str = ""  # the question whose answer contains this one
    adds_up: bool = True  # the answers of the units below sum to that of the unit above
    value: Decimal | None = None
    is_unavailable: bool = False
    explanation: str = ""
    is_settled: bool = False  # accepted already: the unit cannot change it
    last: Decimal | None = None
    last_period: str = ""
    standing: Decimal | None = None
    standing_period: str = ""
    history: tuple[Decimal, ...] = ()  # of earlier periods of the same length, oldest first
    register: Decimal | None = None  # what the registers show for the unit and period
    reached: Decimal | None = None  # what the indicator comes to with this answer, in the target's unit
    target: Decimal | None = None  # what it must come to by the end of the period
    is_target_rate: bool = False
    below: tuple[Decimal | None, ...] = ()  # answers of the units directly below that are asked the same
    peers: Peers | None = None

    @property
    def is_per_cent(self) -> bool:
        return self.unit in PER_CENT


@dataclass(frozen=True)
class Sheet:
    """All that one unit reports in one cycle."""

    unit: int
    name: str
    kind: str = ""  # of the unit: county, department ...
    above: int | None = None  # the unit directly above
    period: str = ""
    rhythm: str = ""
    is_to_date: bool = False  # flows are sums of the year up to the period's end
    size: Decimal | None = None  # how large the unit is, to compare it with others
    lines: tuple[Line, ...] = ()

    def line(self, question: str) -> Line | None:
        """Return the line of a question; None when it is not asked."""
        return next((each for each in self.lines if each.question == question), None)
