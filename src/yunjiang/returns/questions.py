"""Which quantities the indicators of a plan ask of which units: each measure once, however many indicators need it. Pure.

A measure is asked in the most frequent rhythm in which a unit owes it, and in that alone, or it would be posted twice. Its
breakdowns stand in the same section as the whole, because what is posted for the whole is what its parts leave over.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from yunjiang.plans.document import Indicator, PlanDocument, Term

_PER_YEAR = {"month": 12, "quarter": 4, "half": 2, "annual": 1}
LARGEST_SCALE = 4  # decimal digits that a cell keeps


@dataclass(frozen=True)
class Asked:
    """One quantity that a cycle asks for. `serves` are the indicators that need it, in the plan's order."""

    code: str
    measure: str
    breakdown: Mapping[str, str]
    serves: tuple[str, ...]
    name: str
    unit: str
    kind: str
    scale: int
    definition: str
    part_of: str = ""

    @property
    def indicator(self) -> str:
        """Return the indicator in whose section it stands, where a unit owes them all."""
        return self.serves[0]


@dataclass(frozen=True)
class Owing:
    """What one unit owes in a rhythm: its indicators in order, and for each question the section it stands in."""

    indicators: tuple[str, ...] = ()
    sections: Mapping[str, str] = field(default_factory=dict)  # question code → indicator code


def is_reported(indicator: Indicator) -> bool:
    """Say whether anybody is asked for the indicator; what comes from a register is not asked for."""
    return indicator.channel == "reported" and bool(indicator.reporters)


def rhythm_of(indicator: Indicator) -> str:
    """Return how often an indicator is reported; a word that names no rhythm is taken as annual."""
    return indicator.report_by if indicator.report_by in _PER_YEAR else "annual"


def is_owed_by(reporters: Iterable[str], kind: str, key: str) -> bool:
    """Say whether a unit of this kind and key is among reporters: kinds of organizations, or keys."""
    return not {kind, key}.isdisjoint(reporters)


def owing(plan: PlanDocument, rhythm: str, kind: str, key: str) -> Owing:
    """Return what a unit owes in a rhythm."""
    mine = [each for each in plan.indicators if is_reported(each) and is_owed_by(each.reporters, kind, key)]
    fastest: dict[str, str] = {}
    for indicator in mine:
        for term in askable(plan, indicator):
            known = fastest.get(term.measure)
            if known is None or _PER_YEAR[known] < _PER_YEAR[rhythm_of(indicator)]:
                fastest[term.measure] = rhythm_of(indicator)
    section_of: dict[str, str] = {}
    sections: dict[str, str] = {}
    for indicator in mine:
        if rhythm_of(indicator) != rhythm:
            continue
        for term in askable(plan, indicator):
            if fastest[term.measure] == rhythm:
                section = section_of.setdefault(term.measure, indicator.code)
                sections.setdefault(code_of(term), section)
    here = set(sections.values())
    return Owing(tuple(each.code for each in mine if each.code in here), sections)


def asked(plan: PlanDocument, rhythm: str, codes: Iterable[str]) -> list[Asked]:
    """Return the questions with these codes, as a cycle of the rhythm puts them, by indicator."""
    wanted = set(codes)
    terms: dict[str, Term] = {}
    serves: dict[str, list[str]] = {}
    for indicator in plan.indicators:
        if not is_reported(indicator) or rhythm_of(indicator) != rhythm:
            continue
        for term in askable(plan, indicator):
            code = code_of(term)
            if code in wanted:
                terms.setdefault(code, term)
                serves.setdefault(code, []).append(indicator.code)
    place = {each.code: number for number, each in enumerate(plan.indicators)}
    found = [_asked(plan, term, tuple(serves[code]), terms) for code, term in terms.items()]
    return sorted(found, key=lambda each: place[each.indicator])


def askable(plan: PlanDocument, indicator: Indicator) -> list[Term]:
    """Return the terms of a formula that a total can answer, each once; the whole of a measure before its parts.

    Measures that count persons are known by their persons: no total of them can be reported.
    """
    seen: dict[str, Term] = {}
    for term in (*indicator.formula.numerator, *indicator.formula.denominator):
        measure = plan.measure(term.measure)
        if term.counts != "persons" and not measure.counts_persons and measure.scale <= LARGEST_SCALE:
            seen.setdefault(code_of(term), term)
    first = {term.measure: number for number, term in reversed([*enumerate(seen.values())])}
    return sorted(seen.values(), key=lambda term: (first[term.measure], bool(term.breakdown)))


def unaskable(plan: PlanDocument, indicator: Indicator) -> list[str]:
    """Return the measures of a formula that no return can answer."""
    answered = {term.measure for term in askable(plan, indicator)}
    return [each for each in indicator.measures() if each not in answered]


def code_of(term: Term) -> str:
    """Return the question's code: the measure, with its breakdown if any (`measure;dimension=value`)."""
    return ";".join((term.measure, *(f"{name}={value}" for name, value in sorted(term.breakdown))))


def overlapping(codes: Sequence[str]) -> list[str]:
    """Return the measures of which parts are asked that may hold the same quantity, such as 女 and 制造业.

    Such parts cannot be posted beside each other: they would be counted twice.
    """
    parts: dict[str, list[dict[str, str]]] = {}
    for code in codes:
        measure, *values = code.split(";")
        if values:
            parts.setdefault(measure, []).append(dict(value.split("=", 1) for value in values))
    return [
        measure
        for measure, given in parts.items()
        if any(
            all(one[name] == other[name] for name in one.keys() & other.keys())
            for number, one in enumerate(given)
            for other in given[number + 1 :]
        )
    ]


def _asked(plan: PlanDocument, term: Term, serves: tuple[str, ...], terms: Mapping[str, Term]) -> Asked:
    measure = plan.measure(term.measure)
    labels = [_label(plan, name, value) for name, value in sorted(term.breakdown)]
    return Asked(
        code=code_of(term),
        measure=term.measure,
        breakdown=dict(sorted(term.breakdown)),
        serves=serves,
        name=f"{measure.name}（{'、'.join(labels)}）" if labels else measure.name,
        unit=measure.unit,
        kind=measure.kind,
        scale=measure.scale,
        definition=measure.definition,
        part_of=_whole(plan, term, terms),
    )


def _label(plan: PlanDocument, dimension: str, value: str) -> str:
    for each in plan.dimensions:
        if each.code == dimension:
            return dict(each.values).get(value, value)
    return value


def _whole(plan: PlanDocument, term: Term, terms: Mapping[str, Term]) -> str:
    """Return the nearest question asked whose answer contains the term's: the whole measure, or what that is part of."""
    if term.breakdown and term.measure in terms:
        return term.measure
    parts = [f"{name}={value}" for name, value in sorted(term.breakdown)]
    measure, seen = plan.measure(term.measure).part_of, {term.measure}
    while measure and measure not in seen:
        for code in (";".join((measure, *parts)), measure):
            if code in terms:
                return code
        seen.add(measure)
        measure = plan.measure(measure).part_of
    return ""
