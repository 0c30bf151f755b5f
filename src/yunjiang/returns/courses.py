"""What units must reach by the end of a cycle's period, and what they reach with the answers they give."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from yunjiang.ledger.models import DataSet
from yunjiang.plans import queries as plans
from yunjiang.plans.document import Basis, Formula, Indicator, PlanDocument, Term, TrajectoryKind

from .models import Counting, Cycle, Rhythm
from .questions import code_of
from .rules.spread import rounded

_DIGITS = 4


@dataclass(frozen=True)
class Course:
    """What one unit must have reached of one indicator by the period's last day. `is_from_start`: since the plan's first day."""

    formula: Formula
    required: Decimal
    is_from_start: bool = False


def courses(
    cycle: Cycle, document: PlanDocument, organizations: Sequence[int]
) -> dict[tuple[str, int], Course]:
    """Return the course of each indicator at each unit that was told a target and whose answers of one period tell where it is.

    Yearly sums are known from one answer when it covers the year so far and the year is over; sums since the plan's first day
    with what the ledger holds; stocks and rates by themselves.
    """
    is_whole_year = cycle.rhythm == Rhythm.ANNUAL or cycle.counting == Counting.TO_DATE
    is_year_end = (cycle.last_on.month, cycle.last_on.day) == (12, 31)
    indicators = [
        each
        for each in document.indicators
        if each.basis is not Basis.INCREMENT
        and (each.basis is not Basis.ANNUAL or (is_whole_year and is_year_end))
        and all(term.counts == "quantity" for term in each.formula.numerator + each.formula.denominator)
    ]
    targets = plans.targets(
        indicators,
        organizations,
        cycle.last_on,
        is_demonstration=cycle.data_set == DataSet.DEMONSTRATION,
    )
    found = {}
    for indicator in indicators:
        for organization in organizations:
            target = targets[indicator.code, organization]
            if target is None:
                continue
            required = _required(indicator, document, cycle, target.value)
            if required:
                is_from_start = indicator.basis is Basis.CUMULATIVE
                found[indicator.code, organization] = Course(indicator.formula, required, is_from_start)
    return found


def reached(
    course: Course, question: str, values: Mapping[str, Decimal | None], before: Decimal | None
) -> Decimal | None:
    """Return what an indicator comes to with the answers; None where one is missing.

    It is told at the question that the indicator begins with, and None at the others.
    """
    terms = course.formula.numerator
    if code_of(terms[0]) != question:
        return None
    if course.is_from_start and len(terms) > 1:
        return None  # what was done before is known of the first measure only
    above = _sum(course.formula.numerator, values)
    if above is None:
        return None
    if course.is_from_start:
        above += before or Decimal(0)
    if not course.formula.denominator:
        return above
    below = _sum(course.formula.denominator, values)
    return above * 100 / below if below else None


def _sum(terms: Sequence[Term], values: Mapping[str, Decimal | None]) -> Decimal | None:
    total = Decimal(0)
    for term in terms:
        value = values.get(code_of(term))
        if value is None:
            return None
        total += value * term.factor
    return total


def _required(indicator: Indicator, document: PlanDocument, cycle: Cycle, target: Decimal) -> Decimal | None:
    """Return what is required on the period's last day: the year's milestone, else an even share of the years gone by."""
    if indicator.basis is not Basis.CUMULATIVE:
        return target
    last = indicator.deadline or document.last_day
    if cycle.last_on >= last:
        return target
    for day, milestone in indicator.milestones:
        if day == cycle.last_on and indicator.target:
            return rounded(milestone * target / indicator.target, _DIGITS)
    if indicator.course.kind is not TrajectoryKind.LINEAR:
        return None
    gone = (cycle.last_on - document.first_day).days + 1
    return rounded(target * gone / ((last - document.first_day).days + 1), 0)
