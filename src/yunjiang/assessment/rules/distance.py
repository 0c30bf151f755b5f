"""How far a value is from its course, in three numbers that are defined wherever they mean something.

The ratio of increments says how much of what was required so far is done; the gap says how many percentage points of the whole
way it is before (+) or behind (−) the course. Where there is no way to go, a value is held against the target itself and points
are hundredths of it: 91.7 of 100 % are 8.3 points behind, and so are 5.5 of 6 %.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from yunjiang.assessment.rules.facts import Promise
from yunjiang.assessment.rules.judgement import Reason
from yunjiang.assessment.rules.trajectory import Course, rises
from yunjiang.plans.document import Comparator, TrajectoryKind


@dataclass(frozen=True)
class Distance:
    """Exact numbers; None where a number has no meaning. `gap` is in points, `progress` and `increment` are ratios."""

    required: Fraction | None
    progress: Fraction | None = None
    increment: Fraction | None = None
    gap: Fraction | None = None
    reasons: tuple[Reason, ...] = ()


def meets(promise: Promise, course: Course, value: Fraction, bound: str = "exact") -> bool:
    """Say whether a value keeps the target of the course; without a target it does not.

    超500 (bound at_least) is more than 500, 不足500 (at_most) is less than 500: at the target itself this decides.
    """
    low, high = course.low, course.high
    if low is None or high is None:
        return False
    match promise.comparator:
        case Comparator.AT_LEAST:
            return value > low or (value == low and bound != "at_most")
        case Comparator.MORE_THAN:
            return value > low or (value == low and bound == "at_least")
        case Comparator.AT_MOST:
            return value < low or (value == low and bound != "at_least")
        case Comparator.LESS_THAN:
            return value < low or (value == low and bound == "at_most")
        case Comparator.EQUAL:
            return value == low
        case Comparator.RANGE:
            return low <= value <= high


def distance(promise: Promise, course: Course, value: Fraction, on: date) -> Distance:
    """Hold a value against the course at the end of a day."""
    required = course.required_on(on)
    if course.target is None or required is None:
        return Distance(required)
    overshoot = _overshoot(promise, course, value)
    if course.kind is TrajectoryKind.HOLD:
        return _from_target(promise, course, value, required, overshoot)
    if (
        course.start is None or not course.way
    ):  # a target's own day, or a milestone's, with nothing known before it
        return _from_target(promise, course, value, required, overshoot)
    way = course.target - course.start
    progress = (value - course.start) / way
    increment = None if required == course.start else (value - course.start) / (required - course.start)
    gap = (value - required) / way * 100
    reasons = () if increment is not None else (Reason.NOTHING_REQUIRED,)
    if course.is_ceiling:
        gap = -gap
    if overshoot:
        return Distance(
            required, progress, increment, -overshoot / abs(way) * 100, (*reasons, Reason.OVERSHOT)
        )
    return Distance(required, progress, increment, gap, reasons)


def _overshoot(promise: Promise, course: Course, value: Fraction) -> Fraction:
    """Return by how much a value lies beyond what an equality, a range or a ceiling allows, seen along the course; else 0."""
    low, high = course.low, course.high
    if low is None or high is None:
        return Fraction(0)
    if course.is_ceiling:
        return max(value - high, Fraction(0))
    if promise.comparator not in (Comparator.EQUAL, Comparator.RANGE):
        return Fraction(0)
    is_upward = rises(promise) if not course.way else course.way > 0
    return max(value - high if is_upward else low - value, Fraction(0))


def _from_target(
    promise: Promise, course: Course, value: Fraction, required: Fraction, overshoot: Fraction
) -> Distance:
    """Hold a value against the target itself."""
    low, high = course.low, course.high
    if promise.comparator in (Comparator.EQUAL, Comparator.RANGE) and low is not None and high is not None:
        short = -max(low - value, value - high, Fraction(0))
    else:
        short = value - required if rises(promise) else required - value
    reasons: tuple[Reason, ...] = (
        Reason.ALREADY_MET if course.reason is Reason.ALREADY_MET else Reason.HOLD,
    )
    if overshoot:
        reasons += (Reason.OVERSHOT,)
    if required == 0:
        gap = Fraction(0) if short >= 0 else Fraction(-100)
        return Distance(required, gap=gap, reasons=(*reasons, Reason.ZERO_TARGET))
    return Distance(required, gap=short / abs(required) * 100, reasons=reasons)
