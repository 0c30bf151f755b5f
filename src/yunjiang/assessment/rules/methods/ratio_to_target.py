"""The ratio of the value to the final target, as results frameworks show it (Akvo RSR): no base, no time, no direction.

Up to 49 % is low, from 85 % high, between them medium.
"""

from decimal import Decimal

from yunjiang.assessment.rules import reporting
from yunjiang.assessment.rules.facts import Facts
from yunjiang.assessment.rules.methods.reading import forgiving, shown
from yunjiang.assessment.rules.methods.result import Leaning, MethodResult

METHOD, VERSION = "ratio_to_target", "akvo"
_LEANINGS = {
    "low": Leaning.FAR,
    "medium": Leaning.SHORT,
    "high": Leaning.IN_LINE,
    "not_available": Leaning.UNKNOWN,
}


def judge(facts: Facts) -> MethodResult:
    """Judge by the ratio of value to target."""
    target = facts.promise.target
    if facts.value is None or reporting.is_missing(facts):
        return _result("not_available", None, "no_value")
    if target is None or target == 0:
        return _result("not_available", None, "no_target" if target is None else "zero_target")
    with forgiving():
        ratio = facts.value / target * 100
    return _result(category(ratio), ratio, "ratio")


def category(ratio: Decimal) -> str:
    """Return the band of a ratio in per cent."""
    if ratio <= 49:
        return "low"
    return "high" if ratio >= 85 else "medium"


def _result(category: str, ratio: Decimal | None, why: str) -> MethodResult:
    number = shown(ratio)
    leaning = Leaning.REACHED if number is not None and number >= 100 else _LEANINGS[category]
    return MethodResult(METHOD, VERSION, category, leaning, number, (("ratio", number),), why)
