"""Whether parts fit in their wholes: measures with `part_of`, and indicators that each count one value of a dimension."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from yunjiang.plans.document import Comparator, Indicator, MeasureDeclaration, PlanDocument
from yunjiang.plans.problem import Problem, error, warning

_UPWARD = (Comparator.AT_LEAST, Comparator.MORE_THAN)
_DOWNWARD = (Comparator.AT_MOST, Comparator.LESS_THAN)


def problems(document: PlanDocument) -> Iterator[Problem]:
    """Yield what is wrong with measures that are parts of others, and with targets of parts and their whole."""
    measures = {each.code: each for each in document.measures}
    for part in document.measures:
        whole = measures.get(part.part_of)
        if whole is None:
            continue
        if (part.unit, part.kind) != (whole.unit, whole.kind):
            yield error(
                "part_unlike_whole",
                part.line,
                part=part.code,
                whole=whole.code,
                part_is=f"{part.unit}, {part.kind}",
                whole_is=f"{whole.unit}, {whole.kind}",
            )
        if any(each is part for each in _wholes(part, measures)):
            yield error("part_of_itself", part.line, measure=part.code)
    yield from _part_beyond_whole(document, measures)
    yield from _sums(document)


def _wholes(part: MeasureDeclaration, measures: dict[str, MeasureDeclaration]) -> list[MeasureDeclaration]:
    """Return the measures that contain the part, nearest first; in a circle, each once."""
    wholes: list[MeasureDeclaration] = []
    at = measures.get(part.part_of)
    while at is not None and at not in wholes:
        wholes.append(at)
        at = measures.get(at.part_of)
    return wholes


def _part_beyond_whole(document: PlanDocument, measures: dict[str, MeasureDeclaration]) -> Iterator[Problem]:
    promised: dict[str, list[Indicator]] = {}
    for indicator in document.indicators:
        terms = indicator.formula.numerator
        if len(terms) == 1 and not indicator.formula.denominator and not terms[0].breakdown:
            promised.setdefault(terms[0].measure, []).append(indicator)
    for code, parts in promised.items():
        wholes = [measure.code for measure in _wholes(measures[code], measures)] if code in measures else []
        for part in parts:
            for whole in [each for found in wholes for each in promised.get(found, ())]:
                if whole.basis is part.basis and part.target > whole.target:
                    yield error(
                        "part_beyond_whole",
                        part.line,
                        indicator=part.code,
                        whole=whole.code,
                        target=part.target,
                        whole_target=whole.target,
                        unit=part.unit,
                    )


def _sums(document: PlanDocument) -> Iterator[Problem]:
    """Compare a total with the indicators that count the same measure by the values of one dimension (江北, 江南)."""
    dimensions = {each.code: {value for value, _ in each.values} for each in document.dimensions}
    for whole in document.indicators:
        if not whole.adds_up or _slice(whole) != ():
            continue
        by_dimension: dict[str, dict[str, Indicator]] = {}
        for part in document.indicators:
            cut = _slice(part)
            if cut and part.measures() == whole.measures() and _alike(part, whole):
                dimension, value = cut
                by_dimension.setdefault(dimension, {})[value] = part
        for dimension, parts in by_dimension.items():
            is_complete = parts.keys() >= dimensions.get(dimension, set()) and dimension in dimensions
            yield from _sum(whole, list(parts.values()), is_complete)


def _slice(indicator: Indicator) -> tuple[str, str] | tuple[()] | None:
    """Return the one dimension and value an indicator is limited to; () when to none, None when it is no simple sum."""
    terms = indicator.formula.numerator
    if indicator.formula.denominator or len(terms) != 1 or len(terms[0].breakdown) > 1:
        return None
    return terms[0].breakdown[0] if terms[0].breakdown else ()


def _alike(part: Indicator, whole: Indicator) -> bool:
    return (part.basis, part.cadence, part.deadline, part.unit) == (
        whole.basis,
        whole.cadence,
        whole.deadline,
        whole.unit,
    ) and part.formula.numerator[0].counts == whole.formula.numerator[0].counts == "quantity"


def _sum(whole: Indicator, parts: Sequence[Indicator], is_complete: bool) -> Iterator[Problem]:
    together = sum((part.target for part in parts), Decimal(0))
    facts = {
        "whole": whole.code,
        "parts": ", ".join(part.code for part in parts),
        "together": together,
        "target": whole.target,
        "unit": whole.unit,
    }
    comparators = {part.comparator for part in (whole, *parts)}
    if comparators <= set(_UPWARD):
        if together > whole.target:
            yield error("parts_beyond_whole", whole.line, **facts)
        elif is_complete and together < whole.target:
            yield warning("parts_short_of_whole", whole.line, **facts)
    elif comparators <= set(_DOWNWARD) and is_complete and together > whole.target:
        yield warning("parts_short_of_whole", whole.line, **facts)
