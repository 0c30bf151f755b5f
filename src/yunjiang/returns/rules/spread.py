"""Where numbers lie and how far they spread, exactly: medians, deviations, and how unlike the others one number is.

z: (x − mean) ÷ standard deviation (n − 1). Modified z: 0.6745 (x − median) ÷ MAD, with MAD the median of the distances from the
median (B. Iglewicz, D. C. Hoaglin, How to Detect and Handle Outliers, ASQC Quality Press 1993, who call 3.5 and more potential
outliers). Where half of the numbers are the same MAD is zero and says nothing; then the mean distance takes its place,
(x − median) ÷ (1.253314 × mean distance), whose factor √(π/2) makes it agree with a standard deviation just as 1/0.6745 does.
Within n numbers no z can exceed (n − 1)/√n (R. E. Shiffler, The American Statistician 42, 1988): in a short series an outlier
hides behind itself. So a number is compared with a unit's earlier ones without it; among many peers, by medians, it does not
matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import isqrt, log
from typing import TypeVar

Numbers = Sequence[Fraction | Decimal | int]
N = TypeVar("N", Fraction, float)

_NORMAL_QUARTILE = Fraction(6745, 10000)
_MEAN_DISTANCE = Fraction(1253314, 1000000)
_ROUNDING = 1e-12


def mean(numbers: Numbers) -> Fraction:
    """Return the mean of at least one number."""
    return sum((Fraction(each) for each in numbers), Fraction(0)) / len(numbers)


def median(numbers: Numbers) -> Fraction:
    """Return the median of at least one number: the middle one, or the mean of the two in the middle."""
    return _median([Fraction(each) for each in numbers])


def median_distance(numbers: Numbers) -> Fraction:
    """Return MAD: the median distance from the median."""
    return _distances([Fraction(each) for each in numbers])[1]


def z(number: Fraction | Decimal, others: Numbers) -> Fraction | None:
    """Return by how many standard deviations of the others a number lies above their mean; None when they do not differ."""
    if len(others) < 2:
        return None
    centre = mean(others)
    away = [Fraction(each) - centre for each in others]
    variance = sum((each * each for each in away), Fraction(0)) / (len(others) - 1)
    return None if variance == 0 else (Fraction(number) - centre) / square_root(variance)


@dataclass(frozen=True)
class Spread:
    """Where the middle of some numbers lies and what counts as one step away from it; no step when they do not differ."""

    count: int
    middle: Fraction
    step: Fraction | None

    @classmethod
    def of(cls, numbers: Numbers) -> "Spread":
        """Return the spread of at least one number, exactly."""
        exact = [Fraction(each) for each in numbers]
        middle, distance, mean_distance = _distances(exact)
        if distance:
            return cls(len(exact), middle, distance / _NORMAL_QUARTILE)
        return cls(len(exact), middle, _MEAN_DISTANCE * mean_distance if mean_distance else None)

    @classmethod
    def of_logarithms(cls, numbers: Numbers) -> "Spread":
        """Return the spread of the logarithms of at least one positive number.

        Amounts of units small and large differ by factors: half as much is as far away as twice as much.
        """
        middle, distance, mean_distance = _distances([log(each) for each in numbers])
        step = distance / float(_NORMAL_QUARTILE) if distance else float(_MEAN_DISTANCE) * mean_distance
        # Equal numbers have equal logarithms; what is left of the mean distance then is rounding.
        return cls(len(numbers), Fraction(middle), Fraction(step) if step > _ROUNDING else None)

    def modified_z(self, number: Fraction | Decimal) -> Fraction | None:
        """Return the modified z of a number; None when the numbers do not differ at all."""
        return None if self.step is None else (Fraction(number) - self.middle) / self.step


def _median(numbers: list[N]) -> N:
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _distances(numbers: list[N]) -> tuple[N, N, N]:
    """Return the median, the median distance from it and the mean distance from it."""
    middle = _median(numbers)
    away = [abs(each - middle) for each in numbers]
    total = away[0]
    for each in away[1:]:
        total = total + each
    return middle, _median(away), total / len(away)


def modified_z(number: Fraction | Decimal, others: Numbers) -> Fraction | None:
    """Return the modified z of a number among others; None when there are none, or they do not differ at all."""
    return Spread.of(others).modified_z(number) if others else None


def square_root(number: Fraction) -> Fraction:
    """Return the square root of a number that is not negative, to more than 20 significant digits."""
    if number == 0:
        return Fraction(0)
    product = number.numerator * number.denominator
    shift = max(0, 80 - product.bit_length() // 2)
    return Fraction(isqrt(product << (2 * shift)), number.denominator << shift)


def rounded(number: Fraction | Decimal, digits: int) -> Decimal:
    """Return a number as a decimal with so many digits, halves away from zero."""
    exact = Fraction(number)
    scaled = abs(exact) * 10**digits
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    value = Decimal(whole).scaleb(-digits)
    return (-value if exact < 0 else value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
