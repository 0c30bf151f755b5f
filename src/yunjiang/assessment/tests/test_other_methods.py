"""Eurostat, the Progress Chart, the regional commissions and the two ratios, by hand."""

from decimal import Decimal

import pytest

from yunjiang.assessment.rules.methods import (
    escap,
    eurostat,
    ratio_to_date,
    ratio_to_target,
    un_progress_chart,
)
from yunjiang.assessment.rules.methods.result import Leaning
from yunjiang.assessment.tests.journal import facts
from yunjiang.assessment.tests.test_open_sdg import read

CLOSE = Decimal("0.000002")


@pytest.mark.parametrize(
    ("given", "category", "score"),
    [
        (read(100, 120, 200), "moderate_progress", "1.323151"),  # R = 0.785241: 5/0.7·(R − 0.6)
        (read(100, "125.992104989487316", 200), "significant_progress", "2.857143"),
        (read(100, 110, 200), "insufficient_progress", "-0.804504"),  # R = 0.406919: 5/1.2·(R + 0.6) − 5
        (read(100, 90, 200), "movement_away", "-4.337053"),  # R = −0.440893
        (read(100, 170, 200), "significant_progress", "5"),  # R = 2.37
        (read(100, 80, 200), "movement_away", "-5"),  # R = −0.92
    ],
)
def test_eurostat_with_a_target(given, category, score):
    result = eurostat.judge_reading(given)
    assert result.category == category
    assert result.score == pytest.approx(Decimal(score), abs=CLOSE)


@pytest.mark.parametrize(
    ("current", "category"),
    [
        ("105.2", "significant_progress"),  # 1.019 % a year
        ("105", "moderate_progress"),  # 0.981
        ("100.4", "no_progress"),  # 0.080
        ("99.6", "no_progress"),
        ("98", "moderate_movement_away"),  # −0.403
        ("94", "significant_movement_away"),  # −1.230
    ],
)
def test_eurostat_without_a_target(current, category):
    assert eurostat.judge_reading(read(100, current)).category == category


def test_eurostats_indicator_bands():
    words = [eurostat.indicator_category(Decimal(score)) for score in ("2.5", "0.25", "0", "-2.5", "-2.6")]
    assert words == [
        "significant_progress",
        "moderate_progress",
        "no_progress",
        "moderate_movement_away",
        "significant_movement_away",
    ]


@pytest.mark.parametrize(
    ("given", "category", "expected", "ratio"),
    [
        # 100 → 120 in 5 years leads to 120·1.2² = 172.8 in 2030: 72.8 % of the way
        (read(100, 120, 200), "fair_progress", "172.8", "0.728"),
        (read(100, 126, 200), "on_track", "200.0376", "1.000376"),
        (read(100, 102, 200), "stagnation_or_regression", "106.1208", "0.061208"),
        # 100 → 80 leads to 51.2: 97.6 % of the way to 50
        (read(100, 80, 50, is_rising=False), "on_track", "51.2", "0.976"),
    ],
)
def test_the_progress_chart_extrapolates_growth(given, category, expected, ratio):
    result = un_progress_chart.judge_reading(given)
    assert result.category == category
    assert result.component("expected") == pytest.approx(Decimal(expected), abs=CLOSE)
    assert result.component("ratio") == pytest.approx(Decimal(ratio), abs=CLOSE)


def test_the_progress_charts_exceptions():
    assert un_progress_chart.judge_reading(read(50, "99.2", 100, limit=100)).why == "within_one_of_the_end"
    assert un_progress_chart.judge_reading(read(50, "98.9", 100, limit=100)).category == "on_track"
    assert un_progress_chart.judge_reading(read(50, "99.2", 100)).why == "extrapolated"
    assert un_progress_chart.judge_reading(read(0, 10, 100)).why == "zero_base"
    assert (
        un_progress_chart.judge_reading(read(100, 80, 200, years=(2015, 2020, 2018))).why
        == "target_year_past"
    )


@pytest.mark.parametrize(
    ("current", "is_rising", "category"),
    [
        (111, True, "on_track"),
        (105, True, "fair_progress"),
        (102, True, "stagnation_or_regression"),
        (90, False, "on_track"),
        (97, False, "fair_progress"),
        (99, False, "stagnation_or_regression"),
    ],
)
def test_the_progress_chart_without_a_target(current, is_rising, category):
    assert un_progress_chart.judge_reading(read(100, current, is_rising=is_rising)).category == category


def test_the_current_status_index():
    assert escap.judge_reading(read(100, 120, 200)).score == 2
    assert escap.judge_reading(read(100, 80, 50, is_rising=False)).score == 4
    assert escap.judge_reading(read(100, 90, 200)).score == -1
    assert escap.parity_status(Decimal("0.8"), Decimal("1.1"), Decimal(1)) == 5
    assert escap.parity_status(Decimal(1), Decimal(1), Decimal(1)) is None


def test_the_weighted_regression_by_hand():
    # years 0, 1, 2 weigh 1, 2, 3: mean time 8/6, mean value (0 + 2·3 + 3·4)/6 = 3
    # Σw(t−t̄)² = 10/3, Σw(t−t̄)(v−v̄) = 6, slope 1.8; in year 5: 3 + 1.8·(5 − 4/3) = 9.6
    series = [(2020, Decimal(0)), (2021, Decimal(3)), (2022, Decimal(4))]
    assert escap.predict(series, 2025) == pytest.approx(Decimal("9.6"), abs=CLOSE)
    assert escap.predict(series[:1], 2025) is None


@pytest.mark.parametrize(
    ("values", "category"),
    [
        ((200, 400, 600), "maintain"),
        ((100, 200, 300), "accelerate"),
        ((-10, -30, -60), "reverse"),
        ((900, 950, 1000), "achieved"),
    ],
)
def test_the_anticipated_progress_index(values, category):
    journal = facts(f"""
        cumulative >= 1000 名
        2021-12-31 {values[0]}
        2022-12-31 {values[1]}
        2023-12-31 {values[2]}
        on 2023-12-31
    """)
    assert escap.judge(journal).category == category


@pytest.mark.parametrize(
    ("value", "category", "leaning"),
    [
        ("49", "low", Leaning.FAR),
        ("50", "medium", Leaning.SHORT),
        ("84.9", "medium", Leaning.SHORT),
        ("85", "high", Leaning.IN_LINE),
        ("100", "high", Leaning.REACHED),
    ],
)
def test_the_ratio_to_the_final_target(value, category, leaning):
    result = ratio_to_target.judge(facts(f"cumulative >= 100 名\n2023-12-31 {value}\non 2023-12-31"))
    assert (result.category, result.leaning) == (category, leaning)


def test_the_ratio_to_the_target_to_date_counts_whole_years():
    half_year = facts("cumulative >= 1826 名\n2022-12-31 730\n2023-06-30 731\non 2023-06-30")
    assert ratio_to_date.judge(half_year).component("ratio") == 1
    assert (
        ratio_to_date.judge(facts("cumulative >= 1826 名\n2021-06-30 90\non 2021-06-30")).why
        == "no_finished_year"
    )


@pytest.mark.parametrize(
    ("ratio", "rising", "falling"),
    [
        ("1.16", "over", "under"),
        ("1.15", "on_track", "on_track"),
        ("0.85", "on_track", "on_track"),
        ("0.84", "under", "over"),
    ],
)
def test_fifteen_per_cent_over_or_under(ratio, rising, falling):
    assert ratio_to_date.category(Decimal(ratio), True) == rising
    assert ratio_to_date.category(Decimal(ratio), False) == falling
