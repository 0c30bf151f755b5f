"""What a silent unit would report if it went on as before: amounts from amounts. Pure arithmetic; whoever asks says what for."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum


class Assumption(StrEnum):
    """What is supposed of the units that have not reported."""

    LAST = "last"  # the same as in the period before
    RATE = "rate"  # the pace of the period before, for as many days
    OWN = "own"  # a number that the asker gives


@dataclass(frozen=True)
class Amounts:
    """What a value is made of: the value itself, or numerator and denominator where it is a ratio."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    @property
    def is_ratio(self) -> bool:
        return self.denominator is not None

    @property
    def is_known(self) -> bool:
        """Say whether the amounts are there; of a ratio both."""
        if self.is_ratio:
            return self.numerator is not None
        return self.value is not None

    def plus(self, other: "Amounts", sign: int = 1) -> "Amounts":
        """Return the sums, or with sign −1 the differences; of a ratio the value is made anew of its parts."""
        if self.is_ratio or other.is_ratio:
            return ratio(
                _added(self.numerator, other.numerator, sign),
                _added(self.denominator, other.denominator, sign),
            )
        return Amounts(_added(self.value, other.value, sign))


NOTHING = Amounts()


def ratio(numerator: Decimal | None, denominator: Decimal | None) -> Amounts:
    """Return a ratio in per cent of its parts; without a value where a part is missing or the whole is zero."""
    value = None if numerator is None or not denominator else numerator * 100 / denominator
    return Amounts(value, numerator, denominator)


def supposed(
    assumption: Assumption,
    previous: Amounts,
    earlier: Amounts,
    *,
    is_flow: bool,
    days: int,
    previous_days: int,
    number: Decimal | None = None,
    is_whole: bool = False,
    is_rate: bool = False,
) -> Amounts | None:
    """Return what a unit would report of a period of so many days, or None where nothing is known to go on from.

    `previous` is what it reported of the period before (of `previous_days`), `earlier` of the one before that: what stands at a
    day goes on by the change between them. `number` is the asker's own, of a ratio in per cent of the denominator before.
    """
    if assumption is Assumption.OWN:
        return _own(number, previous, is_rate)
    if not previous.is_known:
        return None
    if assumption is Assumption.LAST:
        return previous
    share = Decimal(days) / Decimal(previous_days)
    if is_flow:
        return _scaled(previous, share, is_whole)
    if not earlier.is_known:
        return previous
    return previous.plus(_scaled(previous.plus(earlier, -1), share, is_whole))


def _own(number: Decimal | None, previous: Amounts, is_rate: bool) -> Amounts | None:
    if number is None:
        return None
    if not is_rate:
        return Amounts(number)
    if not previous.denominator:
        return None
    return ratio(number * previous.denominator / 100, previous.denominator)


def _scaled(amounts: Amounts, share: Decimal, is_whole: bool) -> Amounts:
    def part(amount: Decimal | None) -> Decimal | None:
        if amount is None:
            return None
        scaled = amount * share
        return scaled.quantize(Decimal(1), ROUND_HALF_UP) if is_whole or amounts.is_ratio else scaled

    if amounts.is_ratio:
        return ratio(part(amounts.numerator), part(amounts.denominator))
    return Amounts(part(amounts.value))


def _added(one: Decimal | None, other: Decimal | None, sign: int) -> Decimal | None:
    if one is None and other is None:
        return None
    return (one or Decimal(0)) + sign * (other or Decimal(0))
