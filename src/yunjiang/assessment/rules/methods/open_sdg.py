"""The rule of Open SDG 2.4.0 (sdg-build `ProgressMeasure`, also used by Statistics Canada): growth against required growth.

With a target: R, the compound annual growth so far over the growth required from base to target, is substantial from 0.95,
moderate from 0.60, limited from 0, else deterioration. Without one: the growth itself against 1.5 %, 0.5 % and 0, thresholds
that shrink near a natural limit. Scores run from −5 to 5. A base or target of zero counts as 0.001.
"""

from collections.abc import Sequence
from decimal import Decimal

from yunjiang.assessment.rules.facts import Facts
from yunjiang.assessment.rules.methods.reading import Reading, forgiving, reading, shown
from yunjiang.assessment.rules.methods.result import Leaning, MethodResult

METHOD, VERSION = "open_sdg", "2.4.0"
TINY = Decimal("0.001")  # what stands for zero, which growth cannot start from
HIGH, MEDIUM, LOW = Decimal("0.95"), Decimal("0.60"), Decimal(0)
GROWTH_HIGH, GROWTH_MEDIUM, GROWTH_LOW = Decimal("0.015"), Decimal("0.005"), Decimal(0)
LIMIT_POWER = Decimal("4.44")

_LEANINGS = {
    "target_achieved": Leaning.REACHED,
    "substantial_progress": Leaning.IN_LINE,
    "moderate_progress": Leaning.SHORT,
    "limited_progress": Leaning.FAR,
    "deterioration": Leaning.FAR,
    "not_available": Leaning.UNKNOWN,
}


def judge(facts: Facts) -> MethodResult:
    """Judge by Open SDG's rule."""
    read = reading(facts)
    return _result("not_available", None, (), "no_series") if read is None else judge_reading(read)


def judge_reading(read: Reading) -> MethodResult:
    """Judge one yearly series."""
    with forgiving():
        target = TINY if read.target == 0 else read.target
        if target is not None and (read.current >= target if read.is_rising else read.current <= target):
            return _result("target_achieved", Decimal(5), (), "achieved")
        base = TINY if read.base == 0 else read.base
        if read.current_year - read.base_year < 1:
            return _result("not_available", None, (), "one_year_only")
        if base * read.current < 0:
            return _result("not_available", None, (), "opposite_signs")
        sign = -1 if read.base < 0 else 1
        growth = compound_growth(base, read.current, read.current_year - read.base_year)
        progress = sign * read.direction * growth
        if target is None:
            return _without_target(read, progress)
        if read.target_year - read.base_year < 1:
            return _result("not_available", None, (("growth", growth),), "target_year_not_later")
        needed = compound_growth(base, target, read.target_year - read.base_year)
        ratio = progress / abs(needed)
        parts = (("growth", growth), ("growth_required", needed), ("ratio", ratio))
        if ratio.is_nan():
            return _result("not_available", None, parts, "no_ratio")
        why = "zero_base" if read.base == 0 else "growth_ratio"
        return _result(category(ratio, HIGH, MEDIUM, LOW), target_score(ratio), parts, why)


def compound_growth(base: Decimal, value: Decimal, years: int) -> Decimal:
    """Return the compound annual growth rate; not-a-number where there is none. Within `forgiving()`."""
    ratio = value / base
    if ratio == 0:
        return Decimal(-1)
    return ratio ** (Decimal(1) / Decimal(years)) - 1


def category(progress: Decimal, high: Decimal, medium: Decimal, low: Decimal) -> str:
    """Return the category of a progress measure between three thresholds."""
    if progress >= high:
        return "substantial_progress"
    if progress >= medium:
        return "moderate_progress"
    return "limited_progress" if progress >= low else "deterioration"


def target_score(ratio: Decimal) -> Decimal:
    """Return the score of a ratio to the required growth."""
    if ratio >= MEDIUM:
        return min(Decimal("7.1429") * ratio - Decimal("4.2857"), Decimal(5))
    return max(Decimal("4.1667") * ratio - Decimal("2.5"), Decimal(-5))


def limit_coefficient(base: Decimal, limit: Decimal | None) -> Decimal:
    """Return by how much thresholds shrink near a limit: 1 far from it, 0 at it."""
    if limit is None:
        return Decimal(1)
    near, edge = abs(base), abs(limit)
    if near >= 2 * edge:
        return Decimal(1)
    share = near / edge if near <= edge else (2 * edge - near) / edge
    return 1 - (share**LIMIT_POWER if share else Decimal(0))


def growth_score(progress: Decimal, coefficient: Decimal) -> Decimal:
    """Return the score of growth where there is no target."""
    if progress < 0:
        return max(125 * progress - Decimal("2.5"), Decimal(-5))
    if coefficient == 0:
        return Decimal(5)
    if progress >= GROWTH_HIGH * coefficient:
        return min(500 * progress / coefficient - 5, Decimal(5))
    if progress >= GROWTH_MEDIUM * coefficient:
        return 250 * progress / coefficient - Decimal("1.25")
    return 500 * progress / coefficient - Decimal("2.5")


def indicator_result(series: Sequence[MethodResult | Sequence[MethodResult]]) -> MethodResult:
    """Return the result of an indicator of several series: the mean of scores, members of a group averaged first.

    A group is a sequence within the sequence. Achieved only when every series with a score is.
    """
    flat = [each for group in series for each in ([group] if isinstance(group, MethodResult) else group)]
    groups = [[group] if isinstance(group, MethodResult) else group for group in series]
    with forgiving():
        means = [_mean([each.score for each in group if each.score is not None]) for group in groups]
        score = _mean([mean for mean in means if mean is not None])
    if score is None:
        return _result("not_available", None, (), "no_scores")
    if all(each.category == "target_achieved" for each in flat if each.score is not None):
        return _result("target_achieved", score, (), "mean_of_scores")
    return _result(category(score, Decimal("2.5"), Decimal(0), Decimal("-2.5")), score, (), "mean_of_scores")


def _without_target(read: Reading, progress: Decimal) -> MethodResult:
    coefficient = limit_coefficient(read.base, read.limit)
    parts = (("growth", progress * read.direction), ("limit_coefficient", coefficient))
    if progress.is_nan():
        return _result("not_available", None, parts, "no_growth")
    thresholds = (GROWTH_HIGH * coefficient, GROWTH_MEDIUM * coefficient, GROWTH_LOW)
    return _result(
        category(progress, *thresholds), growth_score(progress, coefficient), parts, "growth_without_target"
    )


def _mean(scores: Sequence[Decimal]) -> Decimal | None:
    return sum(scores, Decimal(0)) / len(scores) if scores else None


def _result(
    category: str, score: Decimal | None, components: tuple[tuple[str, Decimal | None], ...], why: str
) -> MethodResult:
    numbers = tuple((name, shown(number)) for name, number in components)
    return MethodResult(METHOD, VERSION, category, _LEANINGS[category], shown(score), numbers, why)
