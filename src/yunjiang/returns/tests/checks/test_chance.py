"""Tails and many tests at once, against printed tables and worked examples."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunjiang.returns.rules import chance


@pytest.mark.parametrize(
    ("statistic", "degrees", "probability"),
    [  # the printed critical values
        (3.841, 1, 0.05), (6.635, 1, 0.01), (5.991, 2, 0.05), (7.815, 3, 0.05), (11.070, 5, 0.05),
        (16.919, 9, 0.05), (21.666, 9, 0.01), (27.877, 9, 0.001), (18.307, 10, 0.05), (29.588, 10, 0.001),
    ],
)  # fmt: skip
def test_chi_square(statistic: float, degrees: int, probability: float) -> None:
    assert chance.chi_square_tail(statistic, degrees) == pytest.approx(probability, rel=2e-3)


def test_chi_square_of_nothing_is_certain() -> None:
    assert chance.chi_square_tail(0, 9) == 1


def test_chi_square_of_counts() -> None:
    # 120 throws of a die, 20 expected of each: (25 + 9 + 1 + 4 + 16 + 1) ÷ 20
    assert chance.chi_square_of_uniform([15, 23, 21, 22, 24, 15]) == pytest.approx(4.0)
    assert chance.chi_square_of_uniform([7] * 10) == 0


@pytest.mark.parametrize(
    ("successes", "trials", "probability", "tail"),
    [
        (0, 5, 0.2, 1.0),
        (6, 5, 0.2, 0.0),
        (5, 5, 0.5, 1 / 32),
        (8, 10, 0.5, 56 / 1024),  # 45 + 10 + 1
        (3, 4, 0.2, 4 * 0.2**3 * 0.8 + 0.2**4),
        (10, 10, 0.2, 0.2**10),
    ],
)
def test_binomial_tails(successes: int, trials: int, probability: float, tail: float) -> None:
    assert chance.binomial_tail(successes, trials, probability) == pytest.approx(tail, rel=1e-12)


def test_the_worked_example_of_benjamini_and_hochberg() -> None:
    # Their 15 comparisons of two treatments: at a rate of 0.05 four stand, where Bonferroni leaves three.
    given_chances = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
        0.7590, 1.0000,
    ]  # fmt: skip
    assert chance.discoveries(given_chances, 0.05) == [True] * 4 + [False] * 11
    assert chance.discoveries(given_chances[::-1], 0.05) == [False] * 11 + [True] * 4


def test_no_tests_no_discoveries() -> None:
    assert chance.discoveries([], 0.05) == []


@given(st.integers(1, 400), st.floats(0.01, 0.99), st.data())
def test_more_is_never_likelier(trials: int, probability: float, data: st.DataObject) -> None:
    successes = data.draw(st.integers(0, trials))
    more = chance.binomial_tail(successes + 1, trials, probability)
    assert 0 <= more <= chance.binomial_tail(successes, trials, probability) + 1e-12


@given(st.floats(0, 200), st.floats(0, 50), st.integers(1, 30))
def test_farther_out_is_never_likelier(statistic: float, more: float, degrees: int) -> None:
    farther = chance.chi_square_tail(statistic + more, degrees)
    assert 0 <= farther <= chance.chi_square_tail(statistic, degrees) + 1e-9


@given(st.lists(st.floats(0, 1), max_size=40), st.floats(0.001, 0.5))
def test_what_stands_is_always_the_least_likely(chances: list[float], rate: float) -> None:
    stands = chance.discoveries(chances, rate)
    kept = [each for each, stand in zip(chances, stands, strict=True) if stand]
    dropped = [each for each, stand in zip(chances, stands, strict=True) if not stand]
    assert not kept or not dropped or max(kept) < min(dropped)
