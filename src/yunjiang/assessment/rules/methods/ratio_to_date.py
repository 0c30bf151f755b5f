"""The ratio of the value to the target to date over whole years gone by, as Mercy Corps' Tola shows it.

More than 15 % over or under counts, mirrored where falling is good; without a target, a value or a finished year the indicator
is not reporting. The target to date is taken from an even course.
"""

from decimal import Decimal

from yunjiang.assessment.rules import reporting
from yunjiang.assessment.rules.exact import rounded
from yunjiang.assessment.rules.facts import Facts
from yunjiang.assessment.rules.methods.reading import forgiving, shown
from yunjiang.assessment.rules.methods.result import Leaning, MethodResult
from yunjiang.assessment.rules.status import first_known
from yunjiang.assessment.rules.trajectory import course_of, rises

METHOD, VERSION = "ratio_to_date", "tola"
MARGIN = Decimal("0.15")
_LEANINGS = {
    "over": Leaning.IN_LINE,
    "on_track": Leaning.IN_LINE,
    "under": Leaning.SHORT,
    "non_reporting": Leaning.UNKNOWN,
}


def judge(facts: Facts) -> MethodResult:
    """Judge by the ratio of the value to the target to date at the end of the last finished year with a value."""
    if facts.value is None or reporting.is_missing(facts):
        return _result("non_reporting", None, "no_value")
    course = course_of(facts.promise, facts.on, first_known(facts))
    spoken = min(reporting.spoken_until(facts), course.due_on)
    known = [(each.on, each.value) for each in facts.points if each.on < spoken] + [(spoken, facts.value)]
    whole = [(day, value) for day, value in known if (day.month, day.day) == (12, 31)]
    if not whole:
        return _result("non_reporting", None, "no_finished_year")
    day, value = max(whole)
    to_date = rounded(course_of(facts.promise, day, first_known(facts)).required_on(day), 6)
    if to_date is None or to_date == 0:
        return _result("non_reporting", None, "no_target" if to_date is None else "zero_target")
    with forgiving():
        ratio = value / to_date
    return _result(category(ratio, rises(facts.promise)), ratio, "ratio")


def category(ratio: Decimal, is_rising: bool) -> str:
    """Return the band of a ratio to the target to date; over is always the good side."""
    if ratio > 1 + MARGIN:
        return "over" if is_rising else "under"
    if ratio < 1 - MARGIN:
        return "under" if is_rising else "over"
    return "on_track"


def _result(category: str, ratio: Decimal | None, why: str) -> MethodResult:
    return MethodResult(
        METHOD, VERSION, category, _LEANINGS[category], shown(ratio), (("ratio", shown(ratio)),), why
    )
