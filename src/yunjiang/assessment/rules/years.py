"""The finished years of a target that must be met in every year: each stands for itself."""

from datetime import date
from fractions import Fraction

from yunjiang.assessment.rules.distance import meets
from yunjiang.assessment.rules.exact import rounded
from yunjiang.assessment.rules.facts import Facts
from yunjiang.assessment.rules.judgement import YearResult
from yunjiang.assessment.rules.trajectory import course_of
from yunjiang.plans.document import Basis


def finished_years(facts: Facts) -> tuple[YearResult, ...]:
    """Return the result of each year of the plan that was over before the year of the assessment, oldest first.

    A year whose values end before the year does, below the target, is left open: what came later nobody has said.
    """
    promise = facts.promise
    if promise.basis is not Basis.ANNUAL:
        return ()
    results = []
    for year in range(promise.first_day.year, min(facts.on.year - 1, promise.last_day.year) + 1):
        course = course_of(promise, date(year, 12, 31))
        known = [each for each in facts.points if each.on.year == year]
        if not known:
            results.append(YearResult(year, None, rounded(course.target, 6), None))
            continue
        last = max(known, key=lambda each: each.on)
        is_kept = meets(promise, course, Fraction(last.value))
        is_open = course.target is None or (last.on < course.due_on and is_kept == course.is_ceiling)
        results.append(
            YearResult(
                year,
                rounded(Fraction(last.value), 6),
                rounded(course.target, 6),
                None if is_open else is_kept,
            )
        )
    return tuple(results)
