"""Whether a formula's terms can be summed and divided: units, kinds of measures, persons and person-times."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from yunjiang.plans.document import Basis, Indicator, MeasureDeclaration, PlanDocument, Term
from yunjiang.plans.problem import Problem, error, warning

PERSONS = ("人", "名", "位")  # three words for one unit; 人次 is another
PERSON_TIMES = "人次"

_SUMMED = (Basis.CUMULATIVE, Basis.ANNUAL, Basis.SHARE)
_RATES = (Basis.RATIO, Basis.SHARE)


def problems(document: PlanDocument, indicator: Indicator) -> Iterator[Problem]:
    """Yield what is wrong with the indicator's formula. Terms of unknown measures are left to `structure`."""
    measures = {each.code: each for each in document.measures}
    numerator = _known(indicator.formula.numerator, measures)
    denominator = _known(indicator.formula.denominator, measures)
    yield from _fraction(indicator)
    yield from _kinds(indicator, numerator + denominator)
    yield from _counts(indicator, numerator + denominator)
    yield from _units(indicator, numerator, denominator)


_Known = list[tuple[Term, MeasureDeclaration]]


def _known(terms: Sequence[Term], measures: dict[str, MeasureDeclaration]) -> _Known:
    return [(term, measures[term.measure]) for term in terms if term.measure in measures]


def _fraction(indicator: Indicator) -> Iterator[Problem]:
    has_denominator = bool(indicator.formula.denominator)
    if indicator.basis in _RATES and not has_denominator:
        yield error("denominator_missing", indicator.line, indicator=indicator.code, basis=indicator.basis)
    if indicator.basis not in _RATES and has_denominator:
        yield error("denominator_unwanted", indicator.line, indicator=indicator.code, basis=indicator.basis)
    if indicator.basis in _RATES and indicator.unit != "%":
        yield error("rate_not_in_per_cent", indicator.line, indicator=indicator.code, unit=indicator.unit)


def _kinds(indicator: Indicator, terms: _Known) -> Iterator[Problem]:
    wanted = ("flow",) if indicator.basis in _SUMMED else ("balance", "level")
    for _, measure in terms:
        if measure.kind not in wanted:
            yield error(
                "kind_unfit",
                indicator.line,
                indicator=indicator.code,
                basis=indicator.basis,
                measure=measure.code,
                kind=measure.kind,
                wanted="/".join(wanted),
            )
        if indicator.basis in _RATES and not measure.is_additive:
            yield error("rate_of_rates", indicator.line, indicator=indicator.code, measure=measure.code)


def _counts(indicator: Indicator, terms: _Known) -> Iterator[Problem]:
    for term, measure in terms:
        if term.counts == "persons" and not measure.counts_persons:
            yield error("persons_not_carried", indicator.line, indicator=indicator.code, measure=measure.code)


def _units(indicator: Indicator, numerator: _Known, denominator: _Known) -> Iterator[Problem]:
    above, below = _units_of(numerator), _units_of(denominator)
    together = above | below | (set() if indicator.basis in _RATES else {_family(indicator.unit)})
    if "人" in together and PERSON_TIMES in together:
        yield error(
            "persons_and_person_times", indicator.line, indicator=indicator.code, units=_named(together)
        )
        return
    for units in (above, below):
        if len(units) > 1:
            yield error("units_not_summable", indicator.line, indicator=indicator.code, units=_named(units))
    if len(above) > 1 or len(below) > 1:
        return
    if above and below and above != below:
        facts = {"numerator": _named(above), "denominator": _named(below)}
        yield error("ratio_of_units", indicator.line, indicator=indicator.code, **facts)
    if indicator.basis not in _RATES and above and _family(indicator.unit) not in above:
        facts = {"unit": indicator.unit, "measured": _named(above)}
        yield error("unit_differs", indicator.line, indicator=indicator.code, **facts)
    yield from _too_fine(indicator, numerator)


def _units_of(terms: _Known) -> set[str]:
    """Return the units the terms come in. A factor converts a unit into one that only its author knows."""
    return {
        "人" if term.counts == "persons" else _family(measure.unit)
        for term, measure in terms
        if term.factor == 1
    }


def _family(unit: str) -> str:
    return "人" if unit in PERSONS else unit


def _named(units: set[str]) -> str:
    return "、".join(sorted(units))


def _too_fine(indicator: Indicator, numerator: _Known) -> Iterator[Problem]:
    """Warn of a target with more decimals than what is counted can have, such as half a person."""
    if indicator.basis in _RATES or any(term.factor != 1 for term, _ in numerator) or not numerator:
        return
    step = Decimal(1).scaleb(-max(measure.scale for _, measure in numerator))
    if indicator.target % step != 0:
        yield warning("target_too_fine", indicator.line, indicator=indicator.code, target=indicator.target)
