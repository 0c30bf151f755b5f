"""The value to expect on the target's day, from the values known so far.

The model is a random walk with drift observed at unequal steps: the change over a stretch of length τ has mean μτ and variance
σ²τ, each stretch independent. Then the best estimate of μ is (last − first) ÷ (whole length), that of σ² the mean of
(change − μτ)² ÷ τ with one degree of freedom spent on μ, and the value h farther on is

    last + μh  ±  t · σ · √(h + h² ÷ whole length)

with t from Student's distribution: an exact interval if the model is true. Lengths are told on the course's own clock, so where
a profile says that most of a year's work is done by June, the half-year after June is short. Sums of a year are laid end to end.
One change gives an expected value but no interval; none gives nothing, and neither does a sum that silence may have cut short
or what the plan expects in one step.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from yunjiang.assessment.rules import student
from yunjiang.assessment.rules.exact import exact, rounded, square_root
from yunjiang.assessment.rules.facts import Facts, Promise
from yunjiang.assessment.rules.judgement import Forecast, Likelihood, Status
from yunjiang.assessment.rules.reporting import is_partial
from yunjiang.assessment.rules.thresholds import Thresholds
from yunjiang.assessment.rules.trajectory import SUMS, Course, rises
from yunjiang.plans.document import Basis, Comparator, TrajectoryKind

Step = tuple[Fraction, Fraction]  # a reading of the clock, and the value then


def forecast(facts: Facts, course: Course, judged_on: date, status: Status, limits: Thresholds) -> Forecast:
    """Return the forecast to the day the target is due. Defined for any number of known values, none included."""
    value = exact(facts.value)
    if judged_on >= course.due_on and value is not None:
        is_kept = status is Status.MET
        likelihood = Likelihood.REACHED if is_kept else Likelihood.UNLIKELY
        if course.target is None or status not in (Status.MET, Status.NOT_MET):
            return _nothing(course, limits, value)
        end = rounded(value, 4)
        return Forecast(course.due_on, end, end, end, limits.confidence, Decimal(int(is_kept)), likelihood)
    walk = Walk(known_steps(facts, course, judged_on))
    if not walk.count or _is_unforeseeable(facts, course, status):
        return _nothing(course, limits, None, status)
    horizon = course.clock(course.due) - walk.last[0]
    expected, spread = walk.ahead(horizon)
    bounds = _bounds(facts, walk)
    low = high = probability = None
    if spread is not None:
        reach = spread * Fraction(student.two_sided_quantile(float(limits.confidence), walk.count - 1))
        low, high = _within(expected - reach, bounds), _within(expected + reach, bounds)
        probability = _probability(facts.promise, course, expected, spread, walk.count - 1)
    if facts.promise.basis in SUMS and value is not None:
        probability = _settled(course, rises(facts.promise), value, probability)
    return Forecast(
        on=course.due_on,
        value=rounded(_within(expected, bounds), 4),
        low=rounded(low, 4),
        high=rounded(high, 4),
        confidence=limits.confidence,
        probability=None if probability is None else rounded(Fraction(probability), 4),
        likelihood=_likelihood(status, probability, limits),
        step_count=walk.count,
    )


def _is_unforeseeable(facts: Facts, course: Course, status: Status) -> bool:
    """Say whether past changes tell nothing of the end: they were cut short by silence, or all is expected in one step."""
    if status is Status.NOT_REPORTED or (status is Status.NOT_ASSESSED and is_partial(facts)):
        return True
    if facts.is_scattered and facts.promise.basis in SUMS:
        return True
    return course.kind is TrajectoryKind.STEP and len(course.anchors) == 1


class Walk:
    """A random walk with drift through known values, in order of the clock."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self.first, self.last = (steps[0], steps[-1]) if steps else ((Fraction(0), Fraction(0)),) * 2
        self.changes = [(after[0] - before[0], after[1] - before[1]) for before, after in pairwise(steps)]
        self.count = len(self.changes)

    def ahead(self, horizon: Fraction) -> tuple[Fraction, Fraction | None]:
        """Return the expected value so far ahead and its standard error; None with fewer than two changes."""
        length = self.last[0] - self.first[0]
        drift = (self.last[1] - self.first[1]) / length
        expected = self.last[1] + drift * horizon
        if self.count < 2:
            return expected, None
        squares = sum(((change - drift * size) ** 2 / size for size, change in self.changes), Fraction(0))
        return expected, square_root(squares / (self.count - 1) * (horizon + horizon**2 / length))


def known_steps(facts: Facts, course: Course, judged_on: date) -> list[Step]:
    """Return what is known as (clock, value) in order, one value to a reading of the clock, the later one winning."""
    until = min(facts.on, course.due_on) if facts.value is None else judged_on
    points = {each.on.toordinal(): Fraction(each.value) for each in facts.points if each.on <= until}
    if facts.value is not None:
        points[judged_on.toordinal()] = Fraction(facts.value)
    if facts.promise.basis is Basis.ANNUAL:
        points = _end_to_end(facts.promise, course, points)
    elif facts.promise.basis in (Basis.CUMULATIVE, Basis.INCREMENT) and course.start is not None:
        points = {course.begin: course.start} | {
            day: value for day, value in points.items() if day > course.begin
        }
    elif facts.promise.baseline is not None and facts.promise.baseline.on < judged_on:
        points = {facts.promise.baseline.on.toordinal(): Fraction(facts.promise.baseline.value)} | points
    by_clock = {course.clock(day): points[day] for day in sorted(points)}
    return list(by_clock.items())


def _end_to_end(promise: Promise, course: Course, points: dict[int, Fraction]) -> dict[int, Fraction]:
    """Lay sums of years end to end, back to the last year of which nothing is known, and count from this year's start.

    So the value told for a day is the year's own sum less what all the years before came to, and today's is today's sum.
    """
    by_year: dict[int, dict[int, Fraction]] = {}
    for day in sorted(points):
        by_year.setdefault(date.fromordinal(day).year, {})[day] = points[day]
    this_year, offset = course.due_on.year, Fraction(0)
    laid = dict(by_year.get(this_year, {})) | {course.begin: offset}
    for year in range(this_year - 1, promise.first_day.year - 1, -1):
        if year not in by_year:
            break
        offset -= by_year[year][max(by_year[year])]
        laid |= {day: value + offset for day, value in by_year[year].items()}
        laid[max(date(year, 1, 1), promise.first_day).toordinal() - 1] = offset
    return laid


def _bounds(facts: Facts, walk: Walk) -> tuple[Fraction | None, Fraction | None]:
    """Return what values can be: sums never fall, and parts of a whole stay within 0 and 100 per cent."""
    if facts.promise.basis in SUMS:
        return walk.last[1], None
    if (
        facts.promise.basis in (Basis.RATIO, Basis.SHARE)
        and facts.promise.unit.startswith("%")
        and walk.last[1] <= 100
    ):
        return Fraction(0), Fraction(100)
    return None, None


def _within(number: Fraction, bounds: tuple[Fraction | None, Fraction | None]) -> Fraction:
    low, high = bounds
    number = number if low is None else max(number, low)
    return number if high is None else min(number, high)


def _probability(
    promise: Promise, course: Course, expected: Fraction, spread: Fraction, degrees: int
) -> float | None:
    """Return the probability of meeting the target on its day; an equality is met on a line without spread only."""
    low, high = course.low, course.high
    if low is None or high is None:
        return None
    if promise.comparator is Comparator.EQUAL:
        return None if spread else float(expected == low)
    if promise.comparator is Comparator.RANGE:
        return _below(high, expected, spread, degrees) - _below(
            low, expected, spread, degrees, is_strict=True
        )
    if rises(promise):
        return 1 - _below(low, expected, spread, degrees, is_strict=True)
    return _below(high, expected, spread, degrees)


def _below(
    limit: Fraction, expected: Fraction, spread: Fraction, degrees: int, is_strict: bool = False
) -> float:
    if not spread:
        return float(expected < limit or (expected == limit and not is_strict))
    return student.below(
        float(min(max((limit - expected) / spread, Fraction(-(10**9))), Fraction(10**9))), degrees
    )


def _settled(course: Course, is_rising: bool, value: Fraction, probability: float | None) -> float | None:
    """Return 1 or 0 where a sum has decided the matter already: it can only grow."""
    if course.low is None or course.high is None:
        return probability
    if value > course.high and (course.is_ceiling or not is_rising or course.low != course.high):
        return 0.0
    return 1.0 if is_rising and value >= course.low and course.low == course.high else probability


def _likelihood(status: Status, probability: float | None, limits: Thresholds) -> Likelihood:
    if status in (Status.MET, Status.ACHIEVED):
        return Likelihood.REACHED
    if probability is None or status is Status.NOT_ASSESSED:
        return Likelihood.NOT_FORESEEABLE
    if probability >= limits.likely_from:
        return Likelihood.LIKELY
    return Likelihood.UNLIKELY if probability < limits.unlikely_below else Likelihood.UNCERTAIN


def _nothing(
    course: Course, limits: Thresholds, value: Fraction | None, status: Status | None = None
) -> Forecast:
    reached = status in (Status.MET, Status.ACHIEVED)
    likelihood = Likelihood.REACHED if reached else Likelihood.NOT_FORESEEABLE
    return Forecast(course.due_on, rounded(value, 4), None, None, limits.confidence, None, likelihood)
