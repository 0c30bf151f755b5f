"""From amounts of terms to values: sums, ratios, increments; exact, in whole numbers and decimals, no query.

Missing is missing: a value is None unless every part it needs is known; zero is a value like any other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from enum import StrEnum
from fractions import Fraction

from yunjiang.figures.question import Amount

AT_LEAST, AT_MOST, ABOUT = 1, 2, 4
_DIVISION = Context(prec=28)


class Reason(StrEnum):
    """Why there is no value, or what a value leaves out."""

    DENOMINATOR_ZERO = "denominator_zero"
    DENOMINATOR_MISSING = "denominator_missing"
    NUMERATOR_MISSING = "numerator_missing"
    PART_MISSING = "part_missing"
    BASELINE_MISSING = "baseline_missing"
    PERSONS_UNNAMED = "persons_unnamed"


@dataclass(frozen=True)
class Part:
    """One term's amount with what turns it into a value. `apportioned` is what splits carried here or away, in quantities."""

    amount: Amount | None
    factor: Decimal = Decimal(1)
    scale: int = 0
    apportioned: Fraction = Fraction(0)

    @property
    def is_known(self) -> bool:
        return self.amount is not None and self.amount.entry_count > 0 and not self.names_nobody

    @property
    def names_nobody(self) -> bool:
        """Say whether persons were to be counted and no entry names any."""
        return self.amount is not None and self.amount.unnamed_count > 0 and self.amount.quantity == 0

    @property
    def value(self) -> Decimal:
        assert self.amount is not None
        quantity = Decimal(self.amount.quantity)
        if self.apportioned:
            quantity += _DIVISION.divide(
                Decimal(self.apportioned.numerator), Decimal(self.apportioned.denominator)
            )
        return quantity.scaleb(-self.scale) * self.factor

    @property
    def bound(self) -> int:
        """Return how exact the part is; a negative factor turns at least into at most."""
        assert self.amount is not None
        bound = self.amount.bound | (AT_LEAST if self.amount.unnamed_count else 0)
        return _turned(bound) if self.factor < 0 else bound


@dataclass(frozen=True)
class Sum:
    """The known parts added up; None when none is known."""

    value: Decimal | None
    bound: int = 0
    lacks: bool = False  # some parts are known and some are not


@dataclass(frozen=True)
class Composed:
    """A figure's value with its parts, how exact it is, and why it is as it is."""

    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    bound: str = "exact"
    reasons: tuple[Reason, ...] = ()


def add(parts: Sequence[Part]) -> Sum:
    """Add up the known parts."""
    known = [part for part in parts if part.is_known]
    if not known:
        return Sum(None)
    bound = 0
    for part in known:
        bound |= part.bound
    return Sum(sum((part.value for part in known), Decimal(0)), bound, len(known) < len(parts))


def total(parts: Sequence[Part]) -> Composed:
    """Return Σ parts. Unknown parts are left out and named among the reasons."""
    whole = add(parts)
    return Composed(whole.value, bound=word(whole.bound), reasons=_reasons(parts, whole))


def rate(numerator: Sequence[Part], denominator: Sequence[Part]) -> Composed:
    """Return Σ numerator ÷ Σ denominator in per cent (28 significant digits); None when either is unknown or it is zero."""
    above, below = add(numerator), add(denominator)
    reasons = [*_reasons(numerator, above), *_reasons(denominator, below)]
    value = None
    if above.value is None and below.value is not None:
        reasons.append(Reason.NUMERATOR_MISSING)
    elif below.value is None and above.value is not None:
        reasons.append(Reason.DENOMINATOR_MISSING)
    elif above.value is not None and below.value is not None:
        value = per_cent(above.value, below.value)
        if value is None:
            reasons.append(Reason.DENOMINATOR_ZERO)
    bound = above.bound | _turned(below.bound)
    return Composed(value, above.value, below.value, word(bound), tuple(dict.fromkeys(reasons)))


def per_cent(part: Decimal, whole: Decimal) -> Decimal | None:
    """Return a part of a whole in per cent (28 significant digits); None of nothing."""
    return _shortest(_DIVISION.divide(part * 100, whole)) if whole else None


def increment(parts: Sequence[Part], baseline: Decimal | Sequence[Part]) -> Composed:
    """Return Σ parts less the baseline: a given value, or parts that stood on the baseline's day."""
    whole = add(parts)
    if isinstance(baseline, Decimal):
        base = Sum(baseline)
    else:
        base = add(baseline)
        base = Sum(None) if base.lacks else base
    reasons = _reasons(parts, whole)
    if base.value is None:
        missing = (Reason.BASELINE_MISSING,) if whole.value is not None else ()
        return Composed(None, reasons=(*reasons, *missing))
    if whole.value is None:
        return Composed(None, reasons=reasons)
    return Composed(whole.value - base.value, bound=word(whole.bound | _turned(base.bound)), reasons=reasons)


def word(bound: int) -> str:
    """Return bound flags as one word; bounds that point both ways leave a value about right."""
    if bound in (0, AT_LEAST, AT_MOST):
        return {0: "exact", AT_LEAST: "at_least", AT_MOST: "at_most"}[bound]
    return "about"


def _reasons(parts: Sequence[Part], whole: Sum) -> tuple[Reason, ...]:
    reasons = [Reason.PART_MISSING] if whole.lacks else []
    if any(part.amount is not None and part.amount.unnamed_count for part in parts):
        reasons.append(Reason.PERSONS_UNNAMED)
    return tuple(reasons)


def _turned(bound: int) -> int:
    """Return the flags of a bound seen from the other side."""
    return (bound & ABOUT) | (AT_MOST if bound & AT_LEAST else 0) | (AT_LEAST if bound & AT_MOST else 0)


def _shortest(value: Decimal) -> Decimal:
    """Drop zeros at the end: 95, not 95.00000."""
    short = value.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short
