"""The rule of the United Nations SDG Progress Chart 2023: where the growth so far would lead by the target's year.

The value is carried on at its compound growth; of the way from base to target, 95 % or more is on track, 10 % or more fair
progress, less stagnation or regression. Without a target, growth of 2 % and 0.5 % a year separate the same three. A current
value at the target has reached it, and one within 1 of a target of 0 or 100 per cent too.
"""

from decimal import Decimal

from yunjiang.assessment.rules.facts import Facts
from yunjiang.assessment.rules.methods.open_sdg import compound_growth
from yunjiang.assessment.rules.methods.reading import Reading, forgiving, reading, shown
from yunjiang.assessment.rules.methods.result import Leaning, MethodResult

METHOD, VERSION = "un_progress_chart", "2023"
_LEANINGS = {
    "target_met": Leaning.REACHED,
    "on_track": Leaning.IN_LINE,
    "fair_progress": Leaning.SHORT,
    "stagnation_or_regression": Leaning.FAR,
    "not_available": Leaning.UNKNOWN,
}


def judge(facts: Facts) -> MethodResult:
    """Judge by the Progress Chart's rule."""
    read = reading(facts)
    return _result("not_available", (), "no_series") if read is None else judge_reading(read)


def judge_reading(read: Reading) -> MethodResult:
    """Judge one yearly series."""
    with forgiving():
        if read.is_achieved:
            return _result("target_met", (), "achieved")
        # only per cent have a limit: there 0 and 100 count as reached from 1 point away
        if read.limit is not None and read.target in (0, 100) and abs(read.current - read.target) <= 1:
            return _result("target_met", (), "within_one_of_the_end")
        if read.current_year - read.base_year < 1:
            return _result("not_available", (), "one_year_only")
        if read.base == 0:
            return _result("not_available", (), "zero_base")
        growth = compound_growth(read.base, read.current, read.current_year - read.base_year)
        parts = (("growth", growth),)
        if growth.is_nan():
            return _result("not_available", parts, "opposite_signs")
        if read.target is None:
            return _result(growth_category(read.direction * growth), parts, "growth_without_target")
        if read.target_year < read.current_year:
            return _result("not_available", parts, "target_year_past")
        years_left = read.target_year - read.current_year
        led_to = read.current * (1 + growth) ** years_left if years_left else read.current
        share = (led_to - read.base) / (read.target - read.base)
        if share.is_nan():
            return _result("not_available", parts, "no_ratio")
        return _result(
            target_category(share), (*parts, ("expected", led_to), ("ratio", share)), "extrapolated"
        )


def target_category(share: Decimal) -> str:
    """Return the category of the share of the way that is expected to be gone by the target's year."""
    if share >= Decimal("0.95"):
        return "on_track"
    return "fair_progress" if share >= Decimal("0.10") else "stagnation_or_regression"


def growth_category(growth: Decimal) -> str:
    """Return the category of growth in the desired direction where there is no target."""
    if growth >= Decimal("0.02"):
        return "on_track"
    return "fair_progress" if growth >= Decimal("0.005") else "stagnation_or_regression"


def _result(category: str, components: tuple[tuple[str, Decimal | None], ...], why: str) -> MethodResult:
    numbers = tuple((name, shown(number)) for name, number in components)
    return MethodResult(METHOD, VERSION, category, _LEANINGS[category], None, numbers, why)
