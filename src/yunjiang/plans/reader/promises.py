"""What reading comes to: the promises of a document, and the quantities that are none."""

from dataclasses import dataclass, field
from decimal import Decimal

from .periods import By
from .quantities import Quantity
from .structure import Part


@dataclass(frozen=True)
class Target:
    """One promise: `start` to `end` is the span it was read from, in the plain text; `rule` says what made it a promise."""

    name: str
    comparator: str
    value: Decimal
    value_max: Decimal | None
    unit: str
    by: By
    basis: str
    direction: int
    start: int
    end: int
    confidence: Decimal
    rule: str
    part: Part
    is_about: bool = False
    nature: str = ""
    baseline: Decimal | None = None
    baseline_year: int | None = None
    also: tuple[tuple[int, int], ...] = ()  # other places that say the same
    responsible: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()  # what speaks for and against it


@dataclass(frozen=True)
class Passed:
    """A quantity that is no promise, and why."""

    quantity: Quantity
    reason: str
    part: Part
    at: int = 0  # where the text begins that the quantity's places are counted in


@dataclass
class Found:
    targets: list[Target] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)
    unlikely: list[Target] = field(default_factory=list)  # what rules took and too much speaks against
