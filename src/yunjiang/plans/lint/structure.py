"""Whether codes are unique and every reference meets something."""

import difflib
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from yunjiang.plans.document import PlanDocument
from yunjiang.plans.problem import Problem, error, warning


class _Coded(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def line(self) -> int: ...


def problems(document: PlanDocument) -> Iterator[Problem]:
    """Yield what is wrong with codes and references."""
    if document.last_day < document.first_day:
        yield error("term_reversed", 0, first=document.first_day, last=document.last_day)
    for kind in ("initiatives", "actions", "indicators", "safeguards", "milestones", "relations", "duties"):
        yield from _duplicates(kind, getattr(document, kind))
    yield from _unknown_references(document)
    yield from _unused(document)


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
