"""The rule of UNESCAP and the other regional commissions: the current status index and the anticipated progress index.

The status index says how much of the way from base to target is gone, in tenths. The anticipated index holds the value that a
time-weighted linear regression predicts for the target's year against the target: a gap of at most 10 % of the required
progress says maintain, of at most 100 % accelerate, more reverse. The published notes say only that recent values weigh more;
here the weight of a value is 1 for the first year and grows by 1 a year.
"""

from collections.abc import Sequence
from decimal import Decimal

from yunjiang.assessment.rules.facts import Facts
from yunjiang.assessment.rules.methods.reading import Reading, forgiving, reading, shown
from yunjiang.assessment.rules.methods.result import Leaning, MethodResult

METHOD, VERSION = "escap", "2022-2026"
_LEANINGS = {
    "achieved": Leaning.REACHED,
    "maintain": Leaning.IN_LINE,
    "accelerate": Leaning.SHORT,
    "reverse": Leaning.FAR,
    "not_available": Leaning.UNKNOWN,
}


def judge(facts: Facts) -> MethodResult:
    """Judge by the commissions' rule."""
    read = reading(facts)
    return _result("not_available", None, (), "no_series") if read is None else judge_reading(read)


def judge_reading(read: Reading) -> MethodResult:
    """Judge one yearly series; the score is the current status index."""
    with forgiving():
        if read.target is None:
            return _result("not_available", None, (), "no_target")
        if read.target == read.base:
            known = ("achieved", "achieved") if read.is_achieved else ("not_available", "no_way_to_go")
            return _result(known[0], None, (), known[1])
        status = current_status(read)
        if read.is_achieved:
            return _result("achieved", status, (), "achieved")
        predicted = predict(read.series, read.target_year)
        if predicted is None:
            return _result("not_available", status, (), "one_year_only")
        is_reached = predicted >= read.target if read.is_rising else predicted <= read.target
        gap = Decimal(0) if is_reached else abs(read.target - predicted) / abs(read.target - read.base) * 100
        category = "maintain" if gap <= 10 else "accelerate" if gap <= 100 else "reverse"
        return _result(category, status, (("expected", predicted), ("gap", gap)), "regression")


def current_status(read: Reading) -> Decimal:
    """Return the current status index: 0 at the base, 10 at the target. Within `forgiving()`."""
    assert read.target is not None
    return read.direction * 10 * (read.current - read.base) / abs(read.target - read.base)


def parity_status(base: Decimal, current: Decimal, target: Decimal) -> Decimal | None:
    """Return the status index of an indicator that is best at its target from either side; None when base is target."""
    with forgiving():
        return None if base == target else 10 - 10 * abs(target - current) / abs(target - base)


def predict(series: Sequence[tuple[int, Decimal]], year: int) -> Decimal | None:
    """Return the value of the weighted regression line in a year; None with fewer than two years."""
    if len(series) < 2:
        return None
    first = series[0][0]
    weighted = [(Decimal(each - first + 1), Decimal(each - first), value) for each, value in series]
    total = sum((weight for weight, _, _ in weighted), Decimal(0))
    mean_time = sum((weight * time for weight, time, _ in weighted), Decimal(0)) / total
    mean_value = sum((weight * value for weight, _, value in weighted), Decimal(0)) / total
    spread = sum((weight * (time - mean_time) ** 2 for weight, time, _ in weighted), Decimal(0))
    common = sum(
        (weight * (time - mean_time) * (value - mean_value) for weight, time, value in weighted), Decimal(0)
    )
    return mean_value + common / spread * (year - first - mean_time)


def _result(
    category: str, score: Decimal | None, components: tuple[tuple[str, Decimal | None], ...], why: str
) -> MethodResult:
    numbers = tuple((name, shown(number)) for name, number in components)
    return MethodResult(METHOD, VERSION, category, _LEANINGS[category], shown(score), numbers, why)
