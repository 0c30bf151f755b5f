"""How fast it went so far, and how fast it must go from today to reach the target on its day."""

from datetime import date
from fractions import Fraction

from yunjiang.assessment.rules.distance import meets
from yunjiang.assessment.rules.elapsed import months_between
from yunjiang.assessment.rules.exact import rounded
from yunjiang.assessment.rules.facts import Promise
from yunjiang.assessment.rules.judgement import Pace, PaceUnit
from yunjiang.assessment.rules.trajectory import Course

_MONTHS = {PaceUnit.MONTH: 1, PaceUnit.QUARTER: 3, PaceUnit.YEAR: 12}


def pace(promise: Promise, course: Course, value: Fraction | None, judged_on: date, today: date) -> Pace:
    """Return the rate from the course's start to the day of the data, and the rate required from today to the target's day.

    Told per year while two years or more remain, per quarter from half a year, else per month. For a ceiling the required rate
    is the most that may still be used; 0 when the target is reached or nothing is left.
    """
    remaining = months_between(today.toordinal(), course.due)
    unit = PaceUnit.YEAR if remaining >= 24 else PaceUnit.QUARTER if remaining >= 6 else PaceUnit.MONTH
    size = _MONTHS[unit]
    gone = months_between(course.begin, judged_on.toordinal())
    so_far = (
        None if value is None or course.start is None or gone <= 0 else (value - course.start) / gone * size
    )
    required = None
    if value is not None and course.target is not None and remaining > 0:
        left = course.target - value
        is_done = left <= 0 if course.is_ceiling else meets(promise, course, value)
        required = Fraction(0) if is_done else left / remaining * size
    factor = required / so_far if required is not None and so_far and required / so_far >= 0 else None
    return Pace(unit, rounded(so_far, 4), rounded(required, 4), rounded(factor, 4))
