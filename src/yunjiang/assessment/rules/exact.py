"""Exact numbers: decimals become fractions on the way in and rounded decimals on the way out, never floats."""

from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from fractions import Fraction

WIDE = Context(prec=40, Emin=MIN_EMIN, Emax=MAX_EMAX)


def exact(number: Decimal | int | None) -> Fraction | None:
    """Return the number as a fraction; None stays None. Numbers are finite."""
    return None if number is None else Fraction(number)


def rounded(number: Fraction | None, digits: int) -> Decimal | None:
    """Return the number with at most `digits` decimal places, halves away from zero, trailing zeros off."""
    return None if number is None else rounded_known(number, digits)


def rounded_known(number: Fraction, digits: int) -> Decimal:
    """Do what `rounded` does for a number that is known."""
    scaled = abs(number) * 10**digits
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    places = digits
    while places and whole % 10 == 0:
        whole //= 10
        places -= 1
    figures = tuple(int(figure) for figure in str(whole))
    return Decimal((int(number < 0 and whole != 0), figures, -places))


def square_root(number: Fraction) -> Fraction:
    """Return the square root of a number that is not negative, to 40 digits."""
    return Fraction(WIDE.sqrt(WIDE.divide(Decimal(number.numerator), Decimal(number.denominator))))
