"""Eurostat's rule, as coded in the Basque statistics office's Open SDG build: growth against required growth, other bands.

With a target the ratio R of actual to required compound annual growth is significant above 0.95, moderate from 0.60,
insufficient from 0, else a movement away. Without one: ±1 % a year is significant, within ±0.1 % there is no progress.
"""

from decimal import Decimal

from yunjiang.assessment.rules.facts import Facts
from yunjiang.assessment.rules.methods.open_sdg import TINY, compound_growth
from yunjiang.assessment.rules.methods.reading import Reading, forgiving, reading, shown
from yunjiang.assessment.rules.methods.result import Leaning, MethodResult

METHOD, VERSION = "eurostat", "eustat-build"
_TOP, _MIDDLE, _HALF_TOP = Decimal("0.95"), Decimal("0.6"), Decimal("1.3")
_STRONG, _STILL = Decimal("0.01"), Decimal("0.001")

_LEANINGS = {
    "significant_progress": Leaning.IN_LINE,
    "moderate_progress": Leaning.SHORT,
    "insufficient_progress": Leaning.FAR,
    "movement_away": Leaning.FAR,
    "no_progress": Leaning.FAR,
    "moderate_movement_away": Leaning.FAR,
    "significant_movement_away": Leaning.FAR,
    "not_available": Leaning.UNKNOWN,
}


def judge(facts: Facts) -> MethodResult:
    """Judge by Eurostat's rule."""
    read = reading(facts)
    return _result("not_available", None, (), "no_series") if read is None else judge_reading(read)


def judge_reading(read: Reading) -> MethodResult:
    """Judge one yearly series. Zero counts as 0.001, as in the build whose rule it is."""
    with forgiving():
        base = TINY if read.base == 0 else read.base
        target = TINY if read.target == 0 else read.target
        if read.current_year - read.base_year < 1:
            return _result("not_available", None, (), "one_year_only")
        if base * read.current < 0:
            return _result("not_available", None, (), "opposite_signs")
        sign = -1 if read.base < 0 else 1
        growth = sign * compound_growth(base, read.current, read.current_year - read.base_year)
        if target is None:
            return _without_target(growth, read.direction * growth)
        if read.target_year - read.base_year < 1:
            return _result("not_available", None, (("growth", growth),), "target_year_not_later")
        needed = compound_growth(base, target, read.target_year - read.base_year)
        ratio = read.direction * growth / abs(needed)
        parts = (("growth", growth), ("growth_required", needed), ("ratio", ratio))
        if ratio.is_nan():
            return _result("not_available", None, parts, "no_ratio")
        why = "zero_base" if read.base == 0 else "growth_ratio"
        return _result(target_category(ratio), target_score(ratio), parts, why)


def _without_target(growth: Decimal, way: Decimal) -> MethodResult:
    if way.is_nan():
        return _result("not_available", None, (), "no_growth")
    return _result(growth_category(way), growth_score(way), (("growth", growth),), "growth_without_target")


def target_category(ratio: Decimal) -> str:
    """Return the category of a ratio to the required growth."""
    if ratio > _TOP:
        return "significant_progress"
    if ratio >= _MIDDLE:
        return "moderate_progress"
    return "insufficient_progress" if ratio >= 0 else "movement_away"


def target_score(ratio: Decimal) -> Decimal:
    """Return the score of a ratio to the required growth, from −5 to 5."""
    if ratio > _HALF_TOP:
        return Decimal(5)
    if ratio >= _MIDDLE:
        return Decimal(5) / Decimal("0.7") * (ratio - _MIDDLE)
    if ratio > -_MIDDLE:
        return Decimal(5) / Decimal("1.2") * (ratio + _MIDDLE) - 5
    return Decimal(-5)


def growth_category(growth: Decimal) -> str:
    """Return the category of growth in the desired direction where there is no target."""
    if growth >= _STRONG:
        return "significant_progress"
    if growth > _STILL:
        return "moderate_progress"
    if growth >= -_STILL:
        return "no_progress"
    return "moderate_movement_away" if growth > -_STRONG else "significant_movement_away"


def growth_score(growth: Decimal) -> Decimal:
    """Return the score of growth where there is no target: 2 % a year is the full 5."""
    return max(min(growth / Decimal("0.02") * 5, Decimal(5)), Decimal(-5))


def indicator_category(score: Decimal) -> str:
    """Return the category of an indicator from the mean score of its series."""
    if score >= Decimal("2.5"):
        return "significant_progress"
    if score >= Decimal("0.25"):
        return "moderate_progress"
    if score >= Decimal("-0.25"):
        return "no_progress"
    return "moderate_movement_away" if score >= Decimal("-2.5") else "significant_movement_away"


def _result(
    category: str, score: Decimal | None, components: tuple[tuple[str, Decimal | None], ...], why: str
) -> MethodResult:
    numbers = tuple((name, shown(number)) for name, number in components)
    return MethodResult(METHOD, VERSION, category, _LEANINGS[category], shown(score), numbers, why)
