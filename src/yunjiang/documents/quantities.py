"""What stands at an address: the exact quantity that material gives for it, or nothing.

Both the writing of a document and its verification ask here, so a number can be found again as it was meant.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yunjiang.assessment.rules.elapsed import time_progress
from yunjiang.assessment.rules.judgement import Likelihood
from yunjiang.assessment.rules.thresholds import Thresholds
from yunjiang.plans.document import Nature

from . import ranking, states
from .material import Appraisal, Material
from .number import Address, What


@dataclass(frozen=True)
class Quantity:
    """An exact value with its unit; `bound` says how exact the sources were."""

    value: Decimal
    unit: str
    bound: str = "exact"


def quantity(material: Material, address: Address) -> Quantity | None:
    """Return what the material gives for an address; None when it knows nothing there."""
    if address.what in _OF_PLAN:
        return _OF_PLAN[address.what](material, address)
    appraisal = material.appraisal(address.indicator, address.organization)
    if appraisal is None:
        return None
    return _OF_APPRAISAL[address.what](appraisal, address)


def _exact(value: Decimal | None, unit: str) -> Quantity | None:
    return None if value is None else Quantity(value, unit)


def _value(appraisal: Appraisal, address: Address) -> Quantity | None:
    figure = appraisal.figure
    if address.on is not None:
        return _of_day(appraisal, address.on, "actual")
    if figure is None or figure.value is None:
        return None
    return Quantity(figure.value, appraisal.indicator.unit, figure.bound)


def _year_value(appraisal: Appraisal, _: Address) -> Quantity | None:
    figure = appraisal.year_figure
    if figure is None or figure.value is None:
        return None
    return Quantity(figure.value, appraisal.indicator.unit, figure.bound)


def _required(appraisal: Appraisal, address: Address) -> Quantity | None:
    if address.on is not None:
        return _of_day(appraisal, address.on, "required")
    return _exact(appraisal.judgement.required, appraisal.indicator.unit)


def _forecast(appraisal: Appraisal, address: Address) -> Quantity | None:
    if address.on is not None:
        return _of_day(appraisal, address.on, "forecast")
    return _exact(appraisal.judgement.forecast.value, appraisal.indicator.unit)


def _of_day(appraisal: Appraisal, day: date | None, line: str) -> Quantity | None:
    for each in appraisal.course:
        if each.on == day:
            return _exact(getattr(each, line), appraisal.indicator.unit)
    return None


def _course_done(appraisal: Appraisal, _: Address) -> Quantity | None:
    judgement = appraisal.judgement
    return _exact(judgement.progress_rate if _has_way(appraisal) else judgement.completion_rate, "%")


def _course_required(appraisal: Appraisal, _: Address) -> Quantity | None:
    judgement = appraisal.judgement
    required, target = judgement.required, judgement.target
    if required is None or target is None:
        return None
    start = judgement.start if _has_way(appraisal) and judgement.start is not None else Decimal(0)
    return None if target == start else Quantity((required - start) / (target - start) * 100, "%")


def _has_way(appraisal: Appraisal) -> bool:
    """Say whether a bar shows the way from the plan's own baseline; rates and the rest show the part of the target."""
    return (
        appraisal.indicator.baseline is not None
        and not appraisal.indicator.is_rate
        and appraisal.judgement.progress_rate is not None
    )


def _lead(appraisal: Appraisal, _: Address) -> Quantity | None:
    judgement = appraisal.judgement
    if judgement.value is None or judgement.required is None:
        return None
    sign = -1 if _falls(appraisal) else 1
    return Quantity((judgement.value - judgement.required) * sign, _difference_unit(appraisal))


def _difference_unit(appraisal: Appraisal) -> str:
    return "个百分点" if appraisal.indicator.is_rate else appraisal.indicator.unit


def _short(appraisal: Appraisal, sign: int) -> Quantity | None:
    """Return by how much the value misses (+1) or passes (−1) the target, None when it does not."""
    value, target = appraisal.value, appraisal.judgement.target
    if value is None or target is None:
        return None
    way = (target - value) * sign * (-1 if _falls(appraisal) else 1)
    return Quantity(way, _difference_unit(appraisal)) if way > 0 else None


def _falls(appraisal: Appraisal) -> bool:
    return appraisal.indicator.comparator.value in ("<=", "<")


def _indicator_count(material: Material, address: Address) -> Quantity:
    among, _, narrower = address.among.partition("/")
    given = [
        each for each in material.appraisals if not address.indicator or _lies_in(material, each, address)
    ]
    if among.startswith("likelihood:"):
        likelihood = Likelihood(among.partition(":")[2])
        given = [each for each in given if each.judgement.forecast.likelihood is likelihood]
    else:
        given = states.chosen(given, among)
    if narrower:
        given = [each for each in given if each.indicator.nature is Nature(narrower)]
    return Quantity(Decimal(len(given)), "项")


def _lies_in(material: Material, appraisal: Appraisal, address: Address) -> bool:
    """Say whether an indicator belongs to the initiative or action that a count's address names."""
    code = address.indicator
    action = appraisal.indicator.action
    return action == code or any(
        each.code == action and each.initiative == code for each in material.plan.actions
    )


def _unit_count(material: Material, address: Address) -> Quantity:
    peers = ranking.peers(material)
    if not address.indicator:
        counted = [all_of for _, all_of in peers if not address.among or states.chosen(all_of, address.among)]
        return Quantity(Decimal(len(counted)), "个")
    keys = {unit.key for unit, _ in peers}
    known = [each for each in material.of_indicator(address.indicator) if each.unit.key in keys]
    return Quantity(Decimal(len(states.chosen(known, address.among))), "个")


def _count_at(material: Material, address: Address) -> Quantity:
    """Count the indicators of one unit below in a set of states."""
    for unit, appraisals in material.below:
        if unit.key == address.organization:
            return Quantity(Decimal(len(states.chosen(appraisals, address.among))), "项")
    return Quantity(Decimal(len(states.chosen(material.appraisals, address.among))), "项")


def _in_line_rate(material: Material, address: Address) -> Quantity | None:
    rate = ranking.in_line_rate(material, address.organization)
    return None if rate is None else Quantity(rate, "%")


def _rank(material: Material, address: Address) -> Quantity | None:
    place = ranking.places(material).get(address.organization)
    return None if place is None else Quantity(Decimal(place), "")


def _plan_count(material: Material, address: Address) -> Quantity | None:
    parts = getattr(material.plan, address.among, None)
    return None if parts is None else Quantity(Decimal(len(parts)), "项")


def _elapsed(material: Material, _: Address) -> Quantity:
    share = time_progress(material.plan.first_day, material.plan.last_day, material.on)
    return Quantity(Decimal(share.numerator * 100) / Decimal(share.denominator), "%")


def _threshold(_: Material, address: Address) -> Quantity | None:
    limit = getattr(Thresholds(), address.among, None)
    unit = "%" if address.among.endswith("_hundredths") else "个百分点"
    return None if limit is None else Quantity(Decimal(limit), unit)


def _statement(material: Material, address: Address) -> Quantity | None:
    for each in material.statements:
        if each.source == address.among:
            return Quantity(each.value, each.unit, each.bound)
    return None


def _statement_count(material: Material, address: Address) -> Quantity:
    told = len(material.statements_until_day())
    count = len(material.statements) - told if address.among == "later" else told
    return Quantity(Decimal(count), "条")


def _judged(field: str, unit: str | None = None) -> Callable[[Appraisal, Address], Quantity | None]:
    def read(appraisal: Appraisal, _: Address) -> Quantity | None:
        return _exact(getattr(appraisal.judgement, field), unit or appraisal.indicator.unit)

    return read


_OF_PLAN: dict[What, Callable[[Material, Address], Quantity | None]] = {
    What.ELAPSED: _elapsed,
    What.INDICATOR_COUNT: _indicator_count,
    What.UNIT_COUNT: _unit_count,
    What.COUNT_AT: _count_at,
    What.PLAN_COUNT: _plan_count,
    What.IN_LINE_RATE: _in_line_rate,
    What.RANK: _rank,
    What.THRESHOLD: _threshold,
    What.STATEMENT: _statement,
    What.STATEMENT_COUNT: _statement_count,
}

_OF_APPRAISAL: dict[What, Callable[[Appraisal, Address], Quantity | None]] = {
    What.VALUE: _value,
    What.JUDGED_VALUE: _judged("value"),
    What.YEAR_VALUE: _year_value,
    What.TARGET: _judged("target"),
    What.TARGET_MAX: lambda each, _: _exact(each.indicator.target_max, each.indicator.unit),
    What.REQUIRED: _required,
    What.COMPLETION: _judged("completion_rate", "%"),
    What.COURSE_DONE: _course_done,
    What.COURSE_REQUIRED: _course_required,
    What.GAP: _judged("gap_points", "个百分点"),
    What.LEAD: _lead,
    What.REMAINING: lambda each, _: _short(each, 1),
    What.BEYOND: lambda each, _: _short(each, -1),
    What.FORECAST: _forecast,
    What.PACE_REQUIRED: lambda each, _: _exact(each.judgement.pace.required, _difference_unit(each)),
    What.PACE_FACTOR: lambda each, _: _exact(each.judgement.pace.factor, "倍"),
    What.NEXT_YEAR_STAND: lambda each, _: _exact(
        each.next_year.stand if each.next_year else None, each.indicator.unit
    ),
    What.NEXT_YEAR_ADD: lambda each, _: _exact(
        each.next_year.add if each.next_year else None, each.indicator.unit
    ),
    What.REPORTED_COUNT: lambda each, _: Quantity(Decimal(each.judgement.reported_count), "个"),
    What.SILENT_COUNT: lambda each, _: Quantity(
        Decimal(max(each.judgement.expected_count - each.judgement.reported_count, 0)), "个"
    ),
    What.EXPECTED_COUNT: lambda each, _: Quantity(Decimal(each.judgement.expected_count), "个"),
}
