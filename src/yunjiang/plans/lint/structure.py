"""Whether codes are unique and every reference meets something, and parts fit in their wholes."""

import difflib
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from yunjiang.plans.document import Indicator, MeasureDeclaration, PlanDocument
from yunjiang.plans.problem import Problem, error, warning


class _Coded(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def line(self) -> int: ...


def problems(document: PlanDocument) -> Iterator[Problem]:
    """Yield what is wrong with codes, references and parts of wholes."""
    if document.last_day < document.first_day:
        yield error("term_reversed", 0, first=document.first_day, last=document.last_day)
    for kind in ("initiatives", "actions", "indicators", "safeguards", "milestones", "relations", "duties"):
        yield from _duplicates(kind, getattr(document, kind))
    yield from _unknown_references(document)
    yield from _unused(document)
    yield from _parts(document)


def _duplicates(kind: str, coded: Sequence[_Coded]) -> Iterator[Problem]:
    first_lines: dict[str, int] = {}
    for each in coded:
        if each.code in first_lines:
            yield error("duplicate_code", each.line, kind=kind, given=each.code, first=first_lines[each.code])
        first_lines.setdefault(each.code, each.line)


def _unknown_references(document: PlanDocument) -> Iterator[Problem]:
    measures = {each.code: each for each in document.measures}
    dimensions = {each.code: dict(each.values) for each in document.dimensions}
    for measure in document.measures:
        if measure.part_of and measure.part_of not in measures:
            yield _unknown("unknown_measure", measure.line, measure.part_of, measures, measure.code)
        for dimension in measure.dimensions:
            if dimension not in dimensions:
                yield _unknown("unknown_dimension", measure.line, dimension, dimensions, measure.code)
    for indicator in document.indicators:
        for term in indicator.formula.numerator + indicator.formula.denominator:
            if term.measure not in measures:
                yield _unknown("unknown_measure", indicator.line, term.measure, measures, indicator.code)
                continue
            for dimension, value in term.breakdown:
                if dimension not in dimensions:
                    yield _unknown("unknown_dimension", indicator.line, dimension, dimensions, indicator.code)
                elif dimension not in measures[term.measure].dimensions:
                    facts = {"indicator": indicator.code, "measure": term.measure, "dimension": dimension}
                    yield error("dimension_not_carried", indicator.line, **facts)
                elif value not in dimensions[dimension]:
                    yield _unknown(
                        "unknown_value",
                        indicator.line,
                        value,
                        dimensions[dimension],
                        f"{indicator.code} {dimension}",
                    )


def _unknown(problem: str, line: int, given: str, known: Iterable[str], where: str) -> Problem:
    suggestion = next(iter(difflib.get_close_matches(given, list(known), n=1)), "")
    return error(problem, line, given=given, where=where, suggestion=suggestion)


def _unused(document: PlanDocument) -> Iterator[Problem]:
    wholes = {each.part_of for each in document.measures}
    used = wholes.union(*(each.measures() for each in document.indicators))
    for measure in document.measures:
        if measure.code not in used:
            yield warning("unused_measure", measure.line, measure=measure.code)
    carried = {dimension for each in document.measures for dimension in each.dimensions}
    for each in document.dimensions:
        if each.code not in carried:
            yield warning("unused_dimension", each.line, dimension=each.code)


def _parts(document: PlanDocument) -> Iterator[Problem]:
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
    yield from _parts_beyond_wholes(document, measures)


def _wholes(part: MeasureDeclaration, measures: dict[str, MeasureDeclaration]) -> list[MeasureDeclaration]:
    """Return the measures that contain the part, nearest first; in a circle, each once."""
    wholes: list[MeasureDeclaration] = []
    at = measures.get(part.part_of)
    while at is not None and at not in wholes:
        wholes.append(at)
        at = measures.get(at.part_of)
    return wholes


def _parts_beyond_wholes(
    document: PlanDocument, measures: dict[str, MeasureDeclaration]
) -> Iterator[Problem]:
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
