"""What is to be expected on the target's day, and how sure that is."""

import random
from decimal import Decimal
from fractions import Fraction
from math import sqrt

import pytest

from yunjiang.assessment.rules import student
from yunjiang.assessment.rules.forecast import Walk
from yunjiang.assessment.rules.judgement import Likelihood
from yunjiang.assessment.tests.journal import HIRING, judged


@pytest.mark.parametrize(
    ("confidence", "degrees", "quantile"),
    [
        (0.8, 1, 3.0777),
        (0.8, 2, 1.8856),
        (0.8, 3, 1.6377),
        (0.8, 4, 1.5332),
        (0.8, 10, 1.3722),
        (0.8, 30, 1.3104),
        (0.95, 1, 12.7062),
        (0.95, 2, 4.3027),
        (0.95, 5, 2.5706),
        (0.95, 60, 2.0003),
        (0.99, 9, 3.2498),
    ],
)
def test_students_t_agrees_with_the_printed_tables(confidence, degrees, quantile):
    assert student.two_sided_quantile(confidence, degrees) == pytest.approx(quantile, abs=5e-5)
    assert student.below(quantile, degrees) == pytest.approx((1 + confidence) / 2, abs=1e-5)
    assert student.below(-quantile, degrees) == pytest.approx((1 - confidence) / 2, abs=1e-5)


def steps(*pairs):
    return [(Fraction(time), Fraction(value)) for time, value in pairs]


@pytest.mark.parametrize(
    ("known", "ahead", "expected", "spread"),
    [
        # drift 3, changes off by −1 and +1: variance 2; two ahead: 2·(2 + 4/2)
        (steps((0, 0), (1, 2), (2, 6)), 2, 12, sqrt(8)),
        # drift 5/4; (0.75² + 0.75²/3) = 0.75; four ahead: 0.75·(4 + 16/4)
        (steps((0, 0), (1, 2), (4, 5)), 4, 10, sqrt(6)),
        # a perfect line has no spread
        (steps((0, 1), (1, 3), (3, 7)), 5, 17, 0),
    ],
)
def test_a_walk_ahead_by_hand(known, ahead, expected, spread):
    value, error = Walk(known).ahead(Fraction(ahead))
    assert value == expected
    assert float(error) == pytest.approx(spread)


def test_one_change_gives_an_expected_value_and_no_interval():
    assert Walk(steps((0, 0), (1, 5))).ahead(Fraction(2)) == (15, None)


def test_four_of_five_intervals_hold_the_truth_when_the_model_is_true():
    chance, inside, runs = random.Random(20251231), 0, 1500
    for _ in range(runs):
        lengths = [chance.choice([1, 1, 2, 3]) for _ in range(chance.randint(2, 5))]
        ahead, drift, sigma = chance.randint(1, 4), chance.uniform(-2, 5), chance.uniform(0.5, 3)
        known, time, value = [(Fraction(0), Fraction(0))], 0, 0.0
        for length in lengths:
            time, value = time + length, value + chance.gauss(drift * length, sigma * sqrt(length))
            known.append((Fraction(time), Fraction(value)))
        expected, error = Walk(known).ahead(Fraction(ahead))
        reach = float(error) * student.two_sided_quantile(0.8, len(lengths) - 1)
        truth = value + chance.gauss(drift * ahead, sigma * sqrt(ahead))
        inside += abs(truth - float(expected)) <= reach
    assert 0.77 < inside / runs < 0.83


def test_with_nothing_known_nothing_is_foreseen():
    forecast = judged("""
        ratio >= 95 % from 80 on 2020-12-31
        on 2023-12-31
    """).forecast
    assert (forecast.value, forecast.low, forecast.high, forecast.probability) == (None, None, None, None)
    assert forecast.likelihood is Likelihood.NOT_FORESEEABLE


def test_a_single_value_of_a_stock_foresees_nothing():
    forecast = judged("""
        stock >= 500 人
        2023-12-31 400
        on 2023-12-31
    """).forecast
    assert (forecast.value, forecast.step_count, forecast.likelihood) == (None, 0, Likelihood.NOT_FORESEEABLE)


def test_the_first_report_of_a_sum_gives_a_value_without_interval():
    forecast = judged("""
        cumulative >= 18260 名
        2021-12-31 3650
        on 2021-12-31
    """).forecast
    assert (forecast.value, forecast.low, forecast.step_count) == (18260, None, 1)
    assert forecast.likelihood is Likelihood.NOT_FORESEEABLE


def test_an_even_sum_short_of_its_course_is_unlikely_to_arrive():
    forecast = judged("""
        cumulative >= 18260 名
        2021-12-31 3000
        2022-12-31 6100
        2023-12-31 9000
        on 2023-12-31
    """).forecast
    assert 14900 < forecast.value < 15200
    assert 9000 <= forecast.low < forecast.value < forecast.high < 18260
    assert forecast.likelihood is Likelihood.UNLIKELY


def test_a_profile_tells_that_the_second_half_of_a_year_brings_less():
    even, shaped = (
        judged(f"""
            annual >= 11000000 人 every year {along}
            2022-03-31 2750000
            2022-06-30 6490000
            on 2022-06-30
        """).forecast
        for along in ("", f"along profile {HIRING}")
    )
    assert even.value > 13_000_000
    assert shaped.value == 11_000_000  # 59 % by June is exactly the profile: the year ends on its target


def test_past_years_foresee_a_year_that_has_no_report_yet():
    forecast = judged("""
        annual >= 365 场次 every year
        2021-12-31 365
        2022-12-31 365
        on 2023-06-30
    """).forecast
    assert (forecast.value, forecast.on.isoformat()) == (365, "2023-12-31")
    assert forecast.likelihood is Likelihood.LIKELY


def test_a_silent_year_is_not_a_year_of_zero():
    forecast = judged("""
        annual >= 365 场次 every year
        2021-12-31 365
        2023-06-30 181
        on 2023-06-30
    """).forecast
    assert (forecast.step_count, forecast.value) == (1, 365)


def test_a_sum_never_falls_and_a_part_never_exceeds_its_whole():
    falling = judged("""
        cumulative >= 1000 名
        2021-12-31 500
        2022-06-30 100
        2022-12-31 90
        on 2022-12-31
    """).forecast
    assert falling.low >= 90
    part = judged("""
        ratio >= 100 % from 60 on 2020-12-31
        2021-12-31 80
        2022-12-31 97
        on 2022-12-31
    """).forecast
    assert (part.value, part.high) == (100, 100)


def test_a_sum_that_has_its_target_has_it_for_good():
    forecast = judged("""
        cumulative >= 100 名
        2021-12-31 50
        2022-12-31 100
        on 2022-12-31
    """).forecast
    assert (forecast.probability, forecast.likelihood) == (1, Likelihood.REACHED)


def test_a_broken_ceiling_cannot_be_mended():
    forecast = judged("""
        cumulative <= 100 起
        2021-12-31 60
        2022-12-31 110
        on 2022-12-31
    """).forecast
    assert (forecast.probability, forecast.likelihood) == (0, Likelihood.UNLIKELY)


def test_on_its_day_a_target_needs_no_forecast():
    forecast = judged("""
        cumulative >= 100 名
        2024-12-31 90
        2025-12-31 99
        on 2025-12-31
    """).forecast
    assert (forecast.value, forecast.probability, forecast.likelihood) == (99, 0, Likelihood.UNLIKELY)


def test_likelihoods_by_probability():
    uncertain = judged("""
        cumulative >= 20000 名
        2021-12-31 3800
        2022-12-31 8000
        2023-12-31 12100
        on 2023-12-31
    """).forecast
    assert uncertain.likelihood is Likelihood.UNCERTAIN
    assert Decimal("0.2") < uncertain.probability < Decimal("0.8")


def test_what_is_expected_in_one_step_is_not_foreseen():
    forecast = judged("""
        cumulative >= 20 个 along step
        2021-12-31 0
        2022-12-31 0
        2023-12-31 0
        on 2023-12-31
    """).forecast
    assert (forecast.value, forecast.likelihood) == (None, Likelihood.NOT_FORESEEABLE)
