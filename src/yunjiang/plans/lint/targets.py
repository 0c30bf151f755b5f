"""Whether a target says what it needs to: from where, by when, who answers for it."""

from collections.abc import Iterator
from decimal import Decimal

from yunjiang.plans.document import Basis, Cadence, Comparator, Indicator, PlanDocument, TrajectoryKind
from yunjiang.plans.problem import Problem, error, warning

_UPWARD = (Comparator.AT_LEAST, Comparator.MORE_THAN)
_DOWNWARD = (Comparator.AT_MOST, Comparator.LESS_THAN)
_MOST_NAMED = 12
_STARTS_FROM_BASELINE = (Basis.STOCK, Basis.INCREMENT, Basis.RATIO)


def problems(document: PlanDocument, indicator: Indicator) -> Iterator[Problem]:
    """Yield what is wrong with the indicator's target, deadline, baseline, lead and reporters."""
    yield from _deadline(document, indicator)
    yield from _range(indicator)
    yield from _rate(indicator)
    yield from _baseline(indicator)
    yield from _people(document, indicator)


def open_fields(document: PlanDocument) -> Iterator[Problem]:
    """Yield one warning for each wanted field that is said to be not given, whatever the number of indicators."""
    wanting = {
        "lead": [each.code for each in document.indicators if not _leads(document, each)],
        "baseline": [each.code for each in document.indicators if _wants_baseline(each)],
    }
    for field, codes in wanting.items():
        said = [code for code in codes if field in document.indicator(code).not_given]
        if said:
            named = ", ".join(said[:_MOST_NAMED]) + (" …" if len(said) > _MOST_NAMED else "")
            yield warning("field_not_given", 0, field=field, count=len(said), indicators=named)


def _deadline(document: PlanDocument, indicator: Indicator) -> Iterator[Problem]:
    line, code, deadline = indicator.line, indicator.code, indicator.deadline
    if indicator.cadence is Cadence.DEADLINE and deadline is None:
        yield error("deadline_missing", line, indicator=code)
    if indicator.cadence is not Cadence.DEADLINE and deadline is not None:
        yield error("deadline_unwanted", line, indicator=code, cadence=indicator.cadence, deadline=deadline)
    if indicator.cadence is Cadence.ANNUAL and indicator.basis is Basis.CUMULATIVE:
        yield error("cumulative_every_year", line, indicator=code)
    if deadline is not None and deadline < document.first_day:
        yield error("deadline_before_term", line, indicator=code, deadline=deadline, first=document.first_day)
    if deadline is not None and deadline > document.last_day:
        yield warning("deadline_after_term", line, indicator=code, deadline=deadline, last=document.last_day)


def _range(indicator: Indicator) -> Iterator[Problem]:
    line, code = indicator.line, indicator.code
    is_range = indicator.comparator is Comparator.RANGE
    if is_range and indicator.target_max is None:
        yield error("range_open", line, indicator=code)
    if not is_range and indicator.target_max is not None:
        yield error("range_unwanted", line, indicator=code)
    if is_range and indicator.target_max is not None and indicator.target_max < indicator.target:
        yield error("range_reversed", line, indicator=code, low=indicator.target, high=indicator.target_max)
    against = _UPWARD if indicator.direction < 0 else _DOWNWARD
    if indicator.comparator in against:
        yield error("direction_against_comparator", line, indicator=code)


def _rate(indicator: Indicator) -> Iterator[Problem]:
    if not indicator.is_rate or 0 <= indicator.target <= 100:
        return
    facts = {"indicator": indicator.code, "target": indicator.target}
    # A ratio may lawfully pass 100 % (its parts need not be nested), a share of a whole cannot.
    is_impossible = indicator.basis is Basis.SHARE or indicator.target < 0
    yield (error if is_impossible else warning)("rate_beyond_whole", indicator.line, **facts)


def _baseline(indicator: Indicator) -> Iterator[Problem]:
    line, code, baseline = indicator.line, indicator.code, indicator.baseline
    if baseline is None:
        if indicator.basis is Basis.INCREMENT:
            # Without its baseline an increment cannot be computed at all: said to be open, it still deserves its own word.
            speak = warning if "baseline" in indicator.not_given else error
            yield speak("increment_without_baseline", line, indicator=code)
        elif _wants_baseline(indicator) and "baseline" not in indicator.not_given:
            yield warning("baseline_missing", line, indicator=code)
        return
    if indicator.deadline is not None and baseline.on >= indicator.deadline:
        yield error(
            "baseline_after_deadline", line, indicator=code, on=baseline.on, deadline=indicator.deadline
        )
    start = Decimal(0) if indicator.basis is Basis.INCREMENT else baseline.value
    is_held = indicator.course.kind is TrajectoryKind.HOLD
    if indicator.basis is not Basis.CUMULATIVE and not is_held and is_met(indicator, start):
        facts = {"baseline": baseline.value, "target": indicator.target}
        yield warning("met_at_baseline", line, indicator=code, **facts)


def is_met(indicator: Indicator, value: Decimal) -> bool:
    """Say whether the value meets the indicator's target by its comparator."""
    match indicator.comparator:
        case Comparator.AT_LEAST:
            return value >= indicator.target
        case Comparator.MORE_THAN:
            return value > indicator.target
        case Comparator.AT_MOST:
            return value <= indicator.target
        case Comparator.LESS_THAN:
            return value < indicator.target
        case Comparator.EQUAL:
            return value == indicator.target
        case Comparator.RANGE:
            high = indicator.target_max
            return indicator.target <= value and (high is None or value <= high)


def _wants_baseline(indicator: Indicator) -> bool:
    """Say whether the course starts at the baseline: a level that must move evenly, or within a profile, to its target."""
    needs = indicator.basis in _STARTS_FROM_BASELINE or indicator.direction < 0
    moves = indicator.course.kind in (TrajectoryKind.LINEAR, TrajectoryKind.MILESTONES)
    yearly = indicator.cadence is Cadence.ANNUAL
    return (
        indicator.baseline is None
        and needs
        and moves
        and not yearly
        and indicator.basis is not Basis.CUMULATIVE
    )


def _leads(document: PlanDocument, indicator: Indicator) -> tuple[str, ...] | None:
    by_action = {each.code: each.lead for each in document.actions}
    return indicator.lead or by_action.get(indicator.action)


def _people(document: PlanDocument, indicator: Indicator) -> Iterator[Problem]:
    if not _leads(document, indicator) and "lead" not in indicator.not_given:
        yield warning("lead_missing", indicator.line, indicator=indicator.code)
    if not indicator.reporters:
        yield warning("reporters_missing", indicator.line, indicator=indicator.code)
