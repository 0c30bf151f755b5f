"""Medians, deviations and z, against values worked out by hand or published."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunjiang.returns.rules import spread

numbers = st.lists(st.integers(-(10**9), 10**9), min_size=2, max_size=30)
scales = st.fractions(min_value=Fraction(1, 1000), max_value=1000).filter(bool)


def test_medians() -> None:
    assert spread.median([3]) == 3
    assert spread.median([1, 9]) == 5
    assert spread.median([2, 9, 1]) == 2


def test_the_median_distance_of_a_published_example() -> None:
    # 1, 1, 2, 2, 4, 6, 9: median 2, distances 1 1 0 0 2 4 7, their median 1 (the usual textbook example of MAD).
    assert spread.median_distance([1, 1, 2, 2, 4, 6, 9]) == 1
    # R's own example, mad(c(1:9)) = 2.9652 = 1.4826 × 2.
    assert spread.median_distance(range(1, 10)) == 2


def test_z_of_a_published_series() -> None:
    # NIST StRD NumAcc1: mean 10000002, standard deviation exactly 1.
    series = [10000001, 10000003, 10000002]
    assert spread.mean(series) == 10000002
    assert spread.z(Decimal(10000005), series) == 3


def test_an_outlier_hides_behind_its_own_standard_deviation_but_not_from_medians() -> None:
    # Two wild numbers among ten: by z none of them reaches 2, by modified z both exceed 3.5 by far.
    series = [
        Decimal(each) for each in ["2.1", "2.6", "2.4", "2.5", "2.3", "2.1", "2.3", "2.6", "8.2", "8.3"]
    ]
    assert max(abs(spread.z(each, series)) for each in series) < 2
    assert spread.rounded(spread.modified_z(Decimal("8.2"), series), 3) == Decimal("25.856")
    assert spread.rounded(spread.modified_z(Decimal("8.3"), series), 3) == Decimal("26.306")


def test_where_half_of_the_numbers_are_the_same_the_mean_distance_takes_over() -> None:
    # Median 5, MAD 0, mean distance (0·4 + 10)/5 = 2: (15 − 5) ÷ (1.253314 × 2).
    assert spread.rounded(spread.modified_z(Decimal(15), [5, 5, 5, 5, 15]), 4) == Decimal("3.9894")


def test_without_any_difference_there_is_no_score() -> None:
    assert spread.z(Decimal(9), [5, 5, 5]) is None
    assert spread.modified_z(Decimal(9), [5, 5, 5]) is None
    assert spread.z(Decimal(9), [5]) is None
    assert spread.modified_z(Decimal(9), []) is None


@given(numbers, st.integers(-(10**9), 10**9), scales, st.integers(-(10**6), 10**6))
def test_scores_do_not_depend_on_unit_or_zero(
    series: list[int], number: int, scale: Fraction, shift: int
) -> None:
    for score in (spread.z, spread.modified_z):
        before = score(Fraction(number), series)
        after = score(number * scale + shift, [each * scale + shift for each in series])
        if before is None:
            assert after is None
        else:
            assert float(after) == pytest.approx(float(before), rel=1e-15, abs=1e-15)


@given(numbers, st.integers(-(10**6), 10**6), st.integers(1, 10**6))
def test_scores_rise_with_the_number(series: list[int], number: int, more: int) -> None:
    for score in (spread.z, spread.modified_z):
        lower, higher = score(Fraction(number), series), score(Fraction(number + more), series)
        assert (lower is None and higher is None) or lower < higher


@given(st.fractions(min_value=0, max_value=10**12))
def test_square_roots(number: Fraction) -> None:
    root = spread.square_root(number)
    assert float(root) == pytest.approx(float(number) ** 0.5, rel=1e-14)
    if number:
        assert abs(root * root / number - 1) < Fraction(1, 10**20)


@pytest.mark.parametrize(
    ("number", "digits", "result"), [("2.5", 0, "3"), ("-2.5", 0, "-3"), ("1.25", 1, "1.3"), ("7", 2, "7.00")]
)
def test_rounding(number: str, digits: int, result: str) -> None:
    assert str(spread.rounded(Decimal(number), digits)) == result
