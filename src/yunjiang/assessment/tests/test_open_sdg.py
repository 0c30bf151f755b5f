"""Open SDG's rule against numbers worked out by hand from the published formulas."""

from decimal import Decimal

import pytest

from yunjiang.assessment.rules.methods import open_sdg
from yunjiang.assessment.rules.methods.reading import Reading
from yunjiang.assessment.rules.methods.result import Leaning, MethodResult


def read(base, current, target=None, *, years=(2015, 2020, 2030), is_rising=True, limit=None):
    return Reading(
        base=Decimal(base),
        base_year=years[0],
        current=Decimal(current),
        current_year=years[1],
        target=None if target is None else Decimal(target),
        target_year=years[2],
        is_rising=is_rising,
        limit=None if limit is None else Decimal(limit),
    )


@pytest.mark.parametrize(
    ("given", "category", "ratio", "score"),
    [
        # 100 → 200 in 15 years asks for 2^(1/15) − 1 = 4.7294 % a year; 100 → 120 in 5 gave 1.2^(1/5) − 1 = 3.7137 %
        (read(100, 120, 200), "moderate_progress", "0.785241", "1.323199"),
        # 2^(1/3) in 5 years is exactly the required growth
        (read(100, "125.992104989487316", 200), "substantial_progress", "1", "2.8572"),
        # 100 → 110 in 5 years: 1.9245 % a year, R = 0.406919: 4.1667·R − 2.5
        (read(100, 110, 200), "limited_progress", "0.406919", "-0.804491"),
        # a fall where a rise was asked: −2.0852 % a year, R = −0.440893
        (read(100, 90, 200), "deterioration", "-0.440893", "-4.337068"),
        # a fall that is wanted: 100 → 80 of 50, −4.3648 of −4.5158 % a year
        (read(100, 80, 50, is_rising=False), "substantial_progress", "0.966542", "2.618215"),
        # the score stops at 5
        (read(100, 170, 200), "substantial_progress", "2.367347", "5"),
        # negative values: −100 → −80 of −50, rising
        (read(-100, -80, -50), "substantial_progress", "0.966542", "2.618215"),
    ],
)
def test_growth_against_required_growth(given, category, ratio, score):
    result = open_sdg.judge_reading(given)
    assert result.category == category
    assert result.component("ratio") == pytest.approx(Decimal(ratio), abs=Decimal("0.000002"))
    assert result.score == pytest.approx(Decimal(score), abs=Decimal("0.000002"))


def test_a_target_reached_is_achieved_whatever_the_growth():
    result = open_sdg.judge_reading(read(300, 200, 200))
    assert (result.category, result.score, result.leaning) == ("target_achieved", 5, Leaning.REACHED)


def test_zero_stands_for_a_thousandth():
    result = open_sdg.judge_reading(read(0, 10, 1000))
    # (10/0.001)^(1/5) − 1 = 5.309573; (1000/0.001)^(1/15) − 1 = 1.511886
    assert result.component("growth") == Decimal("5.309573")
    assert result.component("growth_required") == Decimal("1.511886")
    assert (result.category, result.why) == ("substantial_progress", "zero_base")
    assert open_sdg.judge_reading(read(10, "0.0009", 0, is_rising=False)).category == "target_achieved"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (read(100, 120, 200, years=(2020, 2020, 2030)), "one_year_only"),
        (read(-100, 120, 200), "opposite_signs"),
        (read(100, 120, 200, years=(2015, 2016, 2015)), "target_year_not_later"),
        (read(100, 120, -200, is_rising=False), "no_ratio"),
    ],
)
def test_where_growth_has_no_meaning_it_is_not_available(given, why):
    result = open_sdg.judge_reading(given)
    assert (result.category, result.score, result.why) == ("not_available", None, why)


def test_no_required_growth_makes_any_growth_infinite():
    # base 100 = target 100, current 90: −2.09 % ÷ 0 is −∞
    result = open_sdg.judge_reading(read(100, 90, 100))
    assert (result.category, result.score, result.component("ratio")) == ("deterioration", -5, None)


@pytest.mark.parametrize(
    ("current", "category", "score"),
    [
        ("110", "substantial_progress", "4.622438"),  # 1.9245 %: 500p − 5
        ("105", "moderate_progress", "1.201449"),  # 0.9806 %: 250p − 1.25
        ("102", "limited_progress", "-0.515811"),  # 0.3968 %: 500p − 2.5
        ("100", "limited_progress", "-2.5"),
        ("99", "deterioration", "-2.751006"),  # −0.2008 %: 125p − 2.5
        ("85", "deterioration", "-5"),  # −3.1979 %: 125p − 2.5 = −6.5, at least −5
    ],
)
def test_growth_without_a_target(current, category, score):
    result = open_sdg.judge_reading(read(100, current))
    assert result.category == category
    assert result.score == pytest.approx(Decimal(score), abs=Decimal("0.000002"))


@pytest.mark.parametrize(
    ("base", "limit", "coefficient"),
    [
        (200, 100, "1"),
        (250, 100, "1"),
        (0, 0, "1"),
        (50, 100, "0.953931"),  # 1 − 0.5^4.44
        (100, 100, "0"),
        (150, 100, "0.953931"),  # (2·100 − 150)/100 = 0.5
        (0, 100, "1"),
        (90, 100, "0.373622"),  # 1 − 0.9^4.44
    ],
)
def test_thresholds_shrink_near_a_limit(base, limit, coefficient):
    result = open_sdg.judge_reading(read(base, base + 1, limit=limit))
    assert result.component("limit_coefficient") == pytest.approx(
        Decimal(coefficient), abs=Decimal("0.000002")
    )


def test_holding_a_limit_is_full_marks():
    result = open_sdg.judge_reading(read(100, 100, limit=100))
    assert (result.category, result.score) == ("substantial_progress", 5)


def test_an_indicator_is_the_mean_of_its_series_and_groups():
    def scored(score, category="moderate_progress"):
        return MethodResult("open_sdg", "2.4.0", category, Leaning.SHORT, Decimal(score), (), "")

    assert open_sdg.indicator_result([scored(4), [scored(1), scored(-1)]]).score == 2
    assert open_sdg.indicator_result([scored(4), scored(2)]).category == "substantial_progress"
    assert open_sdg.indicator_result([scored(-3), scored(-1)]).category == "limited_progress"
    assert open_sdg.indicator_result([scored(-4)]).category == "deterioration"
    both = [scored(5, "target_achieved"), scored(5, "target_achieved")]
    assert open_sdg.indicator_result(both).category == "target_achieved"
    assert open_sdg.indicator_result([]).category == "not_available"
