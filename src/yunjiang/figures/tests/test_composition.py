"""Amounts become values: sums, ratios, increments, and what is said where there is none."""

from decimal import Decimal
from fractions import Fraction

import pytest

from yunjiang.figures.composition import Part, Reason, increment, rate, total, word
from yunjiang.figures.question import Amount


def part(quantity: int | None, *, factor: int = 1, scale: int = 0, bound: int = 0) -> Part:
    amount = None if quantity is None else Amount(quantity, 1, bound)
    return Part(amount, Decimal(factor), scale)


def test_a_total_adds_what_is_known_and_names_what_is_not() -> None:
    assert total([part(3), part(4, factor=-2)]).value == -5
    assert total([part(3), part(None)]).reasons == (Reason.PART_MISSING,)
    assert total([part(None), part(None)]).value is None
    assert total([part(None)]).reasons == ()


def test_a_total_keeps_its_decimals() -> None:
    assert total([part(1235, scale=2)]).value == Decimal("12.35")


def test_a_rate_is_in_per_cent() -> None:
    assert rate([part(19)], [part(20)]).value == 95
    assert str(rate([part(19)], [part(20)]).value) == "95"
    assert str(rate([part(1)], [part(3)]).value).startswith("33.333333333333333333")


@pytest.mark.parametrize(
    ("numerator", "denominator", "reasons"),
    [
        (1, 0, (Reason.DENOMINATOR_ZERO,)),
        (0, 0, (Reason.DENOMINATOR_ZERO,)),
        (None, 5, (Reason.NUMERATOR_MISSING,)),
        (5, None, (Reason.DENOMINATOR_MISSING,)),
        (None, None, ()),
    ],
)
def test_a_rate_that_cannot_be_says_why(
    numerator: int | None, denominator: int | None, reasons: tuple[Reason, ...]
) -> None:
    found = rate([part(numerator)], [part(denominator)])
    assert (found.value, found.reasons) == (None, reasons)


def test_no_numerator_over_zero_is_zero_per_cent() -> None:
    assert rate([part(0)], [part(7)]).value == 0


def test_an_increment_is_less_the_baseline() -> None:
    assert increment([part(140)], Decimal(100)).value == 40
    assert increment([part(140)], [part(100)]).value == 40
    assert increment([part(140)], [part(None)]).reasons == (Reason.BASELINE_MISSING,)
    assert increment([part(None)], Decimal(100)).value is None


def test_bounds_turn_round_where_a_part_is_taken_off_or_divided_by() -> None:
    assert total([part(3, bound=1)]).bound == "at_least"
    assert total([part(3, factor=-1, bound=1)]).bound == "at_most"
    assert rate([part(3)], [part(4, bound=1)]).bound == "at_most"
    assert rate([part(3, bound=1)], [part(4, bound=1)]).bound == "about"
    assert increment([part(3)], [part(1, bound=2)]).bound == "at_least"
    assert word(4) == "about"


def test_entries_that_name_nobody_leave_a_count_of_persons_open() -> None:
    some = Part(Amount(2, 3, unnamed_count=1))
    assert (total([some]).value, total([some]).bound) == (2, "at_least")
    nobody = total([Part(Amount(0, 3, unnamed_count=3))])
    assert (nobody.value, nobody.reasons) == (None, (Reason.PERSONS_UNNAMED,))


def test_what_a_split_carried_is_added_exactly() -> None:
    assert total([Part(Amount(100, 1), apportioned=Fraction(-3, 10) * 100)]).value == 70
