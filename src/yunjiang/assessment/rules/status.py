"""The status of one indicator at one organization on one day, in the official words. Defined on every input.

In this order: a plan not begun is not assessed; an owed report that is missing is 未报送 and an unowed silence is
尚无数据, never 滞后; where nothing was handed down there is nothing to assess; a target reached is 提前完成 before its
day and 完成 from its day on; a target not reached on its day is 未完成; and before it the gap to the required course
decides between 快于预期, 基本符合预期 and 滞后.
"""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from yunjiang.assessment.rules import forecast, pace, reporting
from yunjiang.assessment.rules.distance import Distance, distance, meets
from yunjiang.assessment.rules.exact import exact, rounded, rounded_known
from yunjiang.assessment.rules.facts import Facts, Point, Promise
from yunjiang.assessment.rules.judgement import WORST_FIRST, Judgement, Reason, Severity, Status
from yunjiang.assessment.rules.thresholds import Thresholds
from yunjiang.assessment.rules.trajectory import SUMS, Course, course_of, rises
from yunjiang.assessment.rules.years import finished_years
from yunjiang.plans.document import Basis, Cadence, Comparator, TrajectoryKind

VERSION = "2026-1"

_BAD = (Status.BEHIND, Status.NOT_MET)
_ADDITIVE = (*SUMS, Basis.STOCK, Basis.INCREMENT)


@dataclass(frozen=True)
class Outcome:
    """A status with its severity and what led to it."""

    status: Status
    severity: Severity | None = None
    reasons: tuple[Reason, ...] = ()

    @property
    def rank(self) -> int:
        """Return the place between the worst outcome and the best that a known value can have."""
        return WORST_FIRST.index((self.status, self.severity))


def assess(facts: Facts, thresholds: Thresholds | None = None) -> Judgement:
    """Judge how far a promise is kept. Never raises on finite numbers; every input has a named outcome."""
    limits = thresholds or Thresholds()
    promise = facts.promise
    course = course_of(promise, facts.on, first_known(facts))
    judged_on = min(reporting.spoken_until(facts), facts.on, course.due_on)
    value, is_worst = judged_value(facts, course)
    away = None if value is None else distance(promise, course, value, judged_on)
    outcome = _outcome(facts, course, value, away, judged_on, limits)
    reasons = outcome.reasons + ((Reason.WORST_OF_YEAR,) if is_worst else ())
    if value is not None and judged_on < min(facts.on, course.due_on):
        reasons += (Reason.DATA_OLDER,)
    is_certain = _is_certain(promise, facts.bound, outcome.status)
    if not is_certain:
        reasons += (Reason.INEXACT,)
    target = course.target
    return Judgement(
        indicator=promise.indicator,
        nature=promise.nature,
        status=outcome.status,
        severity=outcome.severity,
        reasons=tuple(dict.fromkeys(reasons)),
        rules_version=VERSION,
        on=facts.on,
        judged_on=judged_on,
        due_on=course.due_on,
        course=course.kind,
        value=rounded(value, 6),
        start=rounded(course.start, 6),
        target=rounded(target, 6),
        required=rounded(course.required_on(judged_on), 4),
        time_rate=rounded_known(course.time_share(judged_on) * 100, 2),
        completion_rate=None if value is None or not target else rounded(value / target * 100, 2),
        progress_rate=rounded(_scaled(away.progress if away else None, 100), 2),
        increment_ratio=rounded(away.increment if away else None, 4),
        gap_points=rounded(away.gap if away else None, 2),
        is_partial=reporting.is_partial(facts),
        reported_count=facts.reported_count,
        expected_count=facts.expected_count,
        is_certain=is_certain,
        forecast=forecast.forecast(facts, course, judged_on, outcome.status, limits),
        pace=pace.pace(promise, course, value, judged_on, facts.on),
        years=finished_years(facts),
    )


def judged_value(facts: Facts, course: Course) -> tuple[Fraction | None, bool]:
    """Return the value to be judged, and whether it is the worst of the calendar year instead of the newest.

    A target that must stand at every moment (动态保持) is kept only as well as in its worst moment of the year.
    """
    newest = exact(facts.value)
    is_held = facts.promise.cadence is Cadence.ONGOING and course.kind is TrajectoryKind.HOLD
    if newest is None or not is_held:
        return newest, False
    of_the_year = [
        Fraction(each.value) for each in facts.points if each.on.year == facts.on.year and each.on <= facts.on
    ]
    worst = min([newest, *of_the_year], key=lambda value: _goodness(facts.promise, course, value))
    return worst, worst != newest


def _goodness(promise: Promise, course: Course, value: Fraction) -> Fraction:
    """Return a number that is greater the better a value keeps the target."""
    if (
        promise.comparator in (Comparator.EQUAL, Comparator.RANGE)
        and course.low is not None
        and course.high is not None
    ):
        return -max(course.low - value, value - course.high, Fraction(0))
    return value if rises(promise) else -value


def first_known(facts: Facts) -> Point | None:
    """Return the earliest value known before the one to be judged."""
    earlier = [each for each in facts.points if each.on < (facts.newest_on or facts.on)]
    return min(earlier, key=lambda each: each.on, default=None)


def _outcome(
    facts: Facts,
    course: Course,
    value: Fraction | None,
    away: Distance | None,
    judged_on: date,
    limits: Thresholds,
) -> Outcome:
    promise = facts.promise
    if facts.on < promise.first_day:
        return Outcome(Status.NOT_ASSESSED, reasons=(Reason.NOT_BEGUN,))
    unset: tuple[Reason, ...] = ()
    if course.target is None:
        unset = (Reason.NO_TARGET if promise.target is None else Reason.NO_BASELINE,)
    if reporting.is_missing(facts):
        if (
            value is not None
            and promise.basis is Basis.CUMULATIVE
            and rises(promise)
            and meets(promise, course, value, facts.bound)
        ):
            return replace(_known(facts, course, value, judged_on, limits), reasons=(Reason.REPORT_MISSING,))
        return Outcome(Status.NOT_REPORTED, reasons=unset)
    if value is None or away is None:
        return Outcome(Status.NOT_REPORTED if _is_due(facts, course) else Status.NO_DATA, reasons=unset)
    if course.target is None:
        return Outcome(Status.NOT_ASSESSED, reasons=unset)
    outcome = _known(facts, course, value, judged_on, limits)
    if facts.is_scattered and promise.basis in SUMS and (outcome.status in _BAD) == rises(promise):
        return Outcome(Status.NOT_ASSESSED, reasons=(*outcome.reasons, Reason.SCATTERED))
    if reporting.is_partial(facts) and promise.basis in _ADDITIVE and promise.adds_up:
        return _under_silence(facts, course, value, outcome, judged_on, limits)
    return outcome


def _is_due(facts: Facts, course: Course) -> bool:
    """Say whether a report on days of the course itself is due: last year's says nothing of this year's sum."""
    return facts.owed is not None and not facts.is_continuous and facts.owed.last.toordinal() > course.begin


def _under_silence(
    facts: Facts, course: Course, value: Fraction, outcome: Outcome, judged_on: date, limits: Thresholds
) -> Outcome:
    """Judge a sum to which some units have not contributed: silence alone must not make it good or bad.

    It is judged a second time as if the silent units had done as much as the others on average; where the two readings part,
    nothing is said, and where both are bad the kinder stands.
    """
    if (
        facts.reported_count <= 0
    ):  # a value from elsewhere than those who owe it: nothing to fill the silence with
        return replace(
            outcome, status=Status.NOT_ASSESSED, severity=None, reasons=(*outcome.reasons, Reason.INCOMPLETE)
        )
    filled = value * facts.expected_count / facts.reported_count
    other = _known(facts, course, filled, judged_on, limits)
    if (outcome.status in _BAD) != (other.status in _BAD):
        return Outcome(Status.NOT_ASSESSED, reasons=(*outcome.reasons, Reason.INCOMPLETE))
    if outcome.status in _BAD and other.rank > outcome.rank:
        return other
    return outcome


def _known(facts: Facts, course: Course, value: Fraction, judged_on: date, limits: Thresholds) -> Outcome:
    """Judge a value against a target, both known."""
    promise = facts.promise
    away = distance(promise, course, value, judged_on)
    reasons = away.reasons
    if course.reason in (Reason.FIRST_OBSERVATION, Reason.NO_BASELINE):
        reasons = (course.reason, *reasons)
    is_kept = meets(promise, course, value, facts.bound)
    if is_kept and facts.on >= course.due_on:
        return Outcome(Status.MET, reasons=reasons)
    if judged_on >= course.due_on:
        return Outcome(Status.NOT_MET, reasons=reasons)
    if is_kept and not course.is_ceiling and course.reason is not Reason.HOLD:
        return Outcome(Status.ACHIEVED, reasons=reasons)
    if away.gap is None:
        return Outcome(Status.NOT_ASSESSED, reasons=reasons)
    status, severity = _by_gap(away, course, limits)
    if status is not Status.ON_COURSE and _is_within_one(promise, away, value):
        return Outcome(Status.ON_COURSE, reasons=(*reasons, Reason.WITHIN_ONE))
    hundredths = _hundredths_away(course, away, value)
    if status is not Status.ON_COURSE and hundredths < Fraction(limits.near_hundredths):
        return Outcome(Status.ON_COURSE, reasons=(*reasons, Reason.NEAR))
    if severity is Severity.SERIOUS and hundredths < Fraction(limits.serious_hundredths):
        severity = Severity.MARKED
    return Outcome(status, severity, reasons)


def _hundredths_away(course: Course, away: Distance, value: Fraction) -> Fraction:
    """Return how far a value is from its course in hundredths of the target: 79.4 % of 79.8 % towards 80 % are half of one.

    A way of one point is soon half behind. Without a target to measure by, and beyond a ceiling, nothing is near.
    """
    if not course.target or away.required is None or Reason.OVERSHOT in away.reasons:
        return Fraction(100)
    return abs(value - away.required) / abs(course.target) * 100


def _is_within_one(promise: Promise, away: Distance, value: Fraction) -> bool:
    """Say whether a count of whole things is less than one of them away from its course, however many points that makes."""
    return (
        promise.is_whole
        and away.required is not None
        and abs(value - away.required) < 1
        and Reason.OVERSHOT not in away.reasons
    )


def _by_gap(away: Distance, course: Course, limits: Thresholds) -> tuple[Status, Severity | None]:
    """Return the status that a gap to the course amounts to before the target's day. A course to hold is never run ahead of."""
    assert away.gap is not None
    gap = away.gap
    if gap < -Fraction(limits.behind_points) or (course.is_ceiling and Reason.OVERSHOT in away.reasons):
        return Status.BEHIND, _severity(away, course, limits)
    if gap >= Fraction(limits.ahead_points) and course.reason not in (Reason.HOLD, Reason.ALREADY_MET):
        return Status.AHEAD, None
    return Status.ON_COURSE, None


def _severity(away: Distance, course: Course, limits: Thresholds) -> Severity:
    assert away.gap is not None
    is_little = away.increment is not None and away.increment < Fraction(limits.serious_ratio)
    if away.gap < -Fraction(limits.serious_points) or Reason.OVERSHOT in away.reasons:
        return Severity.SERIOUS
    if is_little and not course.is_ceiling:
        return Severity.SERIOUS
    return Severity.MARKED if away.gap <= -Fraction(limits.marked_points) else Severity.SLIGHT


def _is_certain(promise: Promise, bound: str, status: Status) -> bool:
    """Say whether the exact value could not change the status for the worse or, if it is bad, for the better."""
    if bound == "exact" or status in (Status.NOT_REPORTED, Status.NO_DATA, Status.NOT_ASSESSED):
        return True
    if bound == "about" or promise.comparator in (Comparator.EQUAL, Comparator.RANGE):
        return False
    is_underestimate = bound == "at_least"
    return is_underestimate == rises(promise) if status not in _BAD else is_underestimate != rises(promise)


def _scaled(number: Fraction | None, factor: int) -> Fraction | None:
    return None if number is None else number * factor
