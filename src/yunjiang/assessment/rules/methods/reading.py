"""How methods made for yearly statistics read a plan's indicator: one value a year, a base, a target and its year.

Sums to date and increments start from zero in the year before the plan; sums of a year are compared between finished years;
stocks and ratios start from the baseline or else the first value known. A year that is not over counts as a whole one, as it
does in those tools: they know years only.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal, localcontext
from fractions import Fraction

from yunjiang.assessment.rules import reporting
from yunjiang.assessment.rules.exact import rounded
from yunjiang.assessment.rules.facts import Facts
from yunjiang.assessment.rules.status import first_known
from yunjiang.assessment.rules.trajectory import Course, course_of, rises
from yunjiang.plans.document import Basis


@dataclass(frozen=True)
class Reading:
    """One yearly series as the methods want it: `series` in order of years, its last year the current one."""

    base: Decimal
    base_year: int
    current: Decimal
    current_year: int
    target: Decimal | None
    target_year: int
    is_rising: bool = True
    limit: Decimal | None = None  # a natural bound of the values, such as 100 per cent
    series: tuple[tuple[int, Decimal], ...] = ()

    @property
    def direction(self) -> int:
        return 1 if self.is_rising else -1

    @property
    def is_achieved(self) -> bool:
        """Say whether the current value is at the target or beyond it."""
        if self.target is None:
            return False
        return self.current >= self.target if self.is_rising else self.current <= self.target


@contextmanager
def forgiving() -> Iterator[None]:
    """Compute in decimals that answer with infinity or not-a-number instead of raising, as array arithmetic does."""
    with localcontext(Context(prec=34, traps=[])):
        yield


def shown(number: Decimal | None) -> Decimal | None:
    """Return a number rounded to 6 decimal places; None for infinity and not-a-number."""
    return None if number is None or not number.is_finite() else rounded(Fraction(number), 6)


def reading(facts: Facts) -> Reading | None:
    """Read facts as a yearly series; None when there is no value, or nothing to compare it with."""
    promise = facts.promise
    if reporting.is_missing(facts) or (facts.value is None and promise.basis is not Basis.ANNUAL):
        return None
    course = course_of(promise, facts.on, first_known(facts))
    judged_on = min(reporting.spoken_until(facts), facts.on, course.due_on)
    series = _series(facts, course, judged_on)
    base = _base(facts, series)
    if base is None or not series:
        return None
    base_year, base_value = base
    current_year = max(series)
    is_percent = promise.basis in (Basis.RATIO, Basis.SHARE) and promise.unit.startswith("%")
    return Reading(
        base=base_value,
        base_year=base_year,
        current=series[current_year],
        current_year=current_year,
        target=rounded(course.target, 6),
        target_year=(promise.deadline or promise.last_day).year,
        is_rising=rises(promise),
        limit=Decimal(100 if rises(promise) else 0) if is_percent else None,
        series=tuple(sorted(({base_year: base_value} | series).items())),
    )


def _series(facts: Facts, course: Course, judged_on: date) -> dict[int, Decimal]:
    """Return one value a year, the last known in it; the sum of an unfinished year does not compare with whole ones."""
    in_order = sorted(facts.points, key=lambda each: each.on)
    if facts.promise.basis is Basis.ANNUAL:
        series = {each.on.year: each.value for each in in_order if each.on.year < course.due_on.year}
        is_whole = judged_on >= course.due_on
    else:
        series = {each.on.year: each.value for each in in_order if each.on < judged_on}
        is_whole = True
    return series | {judged_on.year: facts.value} if is_whole and facts.value is not None else series


def _base(facts: Facts, series: dict[int, Decimal]) -> tuple[int, Decimal] | None:
    """Return the base year and value."""
    promise = facts.promise
    if promise.baseline is not None and promise.basis is not Basis.INCREMENT:
        return promise.baseline.on.year, promise.baseline.value
    if promise.basis in (Basis.CUMULATIVE, Basis.INCREMENT):
        return promise.first_day.year - 1, Decimal(0)
    return min(series.items(), default=None)
