"""From a plan's words to the ledger's numbers: its measures declared, its terms looked up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from yunjiang.figures.question import Kind
from yunjiang.ledger import measures
from yunjiang.ledger.models import Breakdown, Measure, MeasureKind
from yunjiang.plans.document import Indicator, PlanDocument, Term

KINDS = {MeasureKind.FLOW: Kind.FLOW, MeasureKind.BALANCE: Kind.BALANCE, MeasureKind.LEVEL: Kind.LEVEL}


def declare_measures(document: PlanDocument) -> None:
    """Declare the dimensions and measures of a plan in the ledger; again and again changes nothing.

    Raises the ledger's refusals when a measure with entries would get another meaning.
    """
    measures.declare(document.measures, dimensions=document.dimensions)


@dataclass(frozen=True)
class BoundMeasure:
    """What figures need to know of a measure."""

    id: int
    code: str
    name: str
    kind: Kind
    scale: int
    unit: str
    is_additive: bool


def bound_measures(indicators: Iterable[Indicator]) -> dict[str, BoundMeasure]:
    """Return the ledger's measures that indicators count, by code; a measure never declared is missing."""
    codes = {code for indicator in indicators for code in indicator.measures()}
    return {
        row.code: BoundMeasure(
            row.pk, row.code, row.name, KINDS[MeasureKind(row.kind)], row.scale, row.unit, row.is_additive
        )
        for row in Measure.objects.filter(code__in=codes)
    }


class Breakdowns:
    """The combinations of dimension values in the ledger, read once when a term first asks for some."""

    def __init__(self) -> None:
        self._rows: list[tuple[int, Mapping[str, str]]] | None = None

    def admitted(self, term: Term) -> dict[int, int] | None:
        """Return the breakdowns that a term's filter admits, all in class 0; None when it has no filter."""
        if not term.breakdown:
            return None
        wanted = dict(term.breakdown)
        return {number: 0 for number, values in self._all() if _agrees(values, wanted)}

    def classed(self, term: Term, dimension: str, classes: Mapping[str, int]) -> dict[int, int]:
        """Return the class of each breakdown that the term admits by its value of a dimension; class 0 where it has none."""
        wanted = dict(term.breakdown)
        labels = {
            number: classes.get(values.get(dimension, ""), 0)
            for number, values in self._all()
            if _agrees(values, wanted)
        }
        return labels if wanted else {0: 0, **labels}

    def _all(self) -> list[tuple[int, Mapping[str, str]]]:
        if self._rows is None:
            self._rows = list(Breakdown.objects.values_list("pk", "values"))
        return self._rows


def _agrees(values: Mapping[str, str], wanted: Mapping[str, str]) -> bool:
    return all(values.get(dimension) == value for dimension, value in wanted.items())
