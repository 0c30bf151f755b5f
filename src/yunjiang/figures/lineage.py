"""From a figure back to what it was made of: the entries behind it, and how they came to be a value."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yunjiang.figures import answering
from yunjiang.figures.asking import Question
from yunjiang.figures.figure import Figure
from yunjiang.figures.holdings import room
from yunjiang.ledger import queries as ledger
from yunjiang.ledger.queries import StandingEntry
from yunjiang.plans.document import Indicator


@dataclass(frozen=True)
class ExplainedTerm:
    """One term of a formula: what it counts, and what it came to in the measure's unit."""

    measure: str
    name: str
    unit: str
    kind: str
    counts: str
    factor: Decimal
    is_denominator: bool
    value: Decimal | None
    entry_count: int
    last_on: date | None


@dataclass(frozen=True)
class Explanation:
    """How a figure came to be: formula, terms, window, tree and position. Computed anew, so it can be held against the figure."""

    figure: Figure
    basis: str
    terms: Sequence[ExplainedTerm]
    baseline: Decimal | None


def entries_behind(
    indicator: Indicator,
    figure: Figure | None,
    limit: int = 100,
    after: str | int = "",
    *,
    restated_on: date | None = None,
) -> list[StandingEntry]:
    """Return the live entries behind a figure, a page at a time, with posting, evidence and who posted them.

    In the order of their numbers; `after` is the last number of the page before. Corrected and withdrawn entries are not
    behind it. `restated_on` is the day whose tree a restated figure was asked on, today unless said.
    """
    if figure is None or limit < 1:
        return []
    question = Question.again(indicator, figure, restated_on)
    here = room()
    ids = answering.entry_ids(
        question.request([figure.organization]),
        here.holdings(figure.position),
        here.shelf(),
        here.engine,
        after=int(after or 0),
        limit=limit,
    )
    found = {each.id: each for each in ledger.entries(ids)}
    return [found[each] for each in ids if each in found]


def explain(indicator: Indicator, figure: Figure, *, restated_on: date | None = None) -> Explanation:
    """Return what a figure was made of. The figure within is computed anew; it equals the given one if nothing was altered."""
    question = Question.again(indicator, figure, restated_on)
    answer = question.answer([figure.organization])
    [posed] = question.posed
    [anew] = question.figures([posed], [figure.organization], answer)
    terms = []
    for asked in (*posed.numerator, *posed.denominator):
        amount = None if asked.number is None else answer.get((asked.number, figure.organization, 0))
        measure = asked.measure
        is_known = amount is not None and amount.entry_count > 0
        scale = 0 if measure is None or asked.term.counts == "persons" else measure.scale
        terms.append(
            ExplainedTerm(
                measure=asked.term.measure,
                name=measure.name if measure else asked.term.measure,
                unit=measure.unit if measure else "",
                kind=measure.kind.name.lower() if measure else "",
                counts=asked.term.counts,
                factor=asked.term.factor,
                is_denominator=asked in posed.denominator,
                value=Decimal(amount.quantity).scaleb(-scale) if amount and is_known else None,
                entry_count=amount.entry_count if amount else 0,
                last_on=amount.last_on if amount else None,
            )
        )
    return Explanation(anew, indicator.basis.value, terms, question.baseline(indicator, figure.organization))
