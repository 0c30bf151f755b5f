"""From indicators to asks and from amounts to values: what each indicator needs of the ledger, and what it makes of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from yunjiang.figures import composition
from yunjiang.figures.binding import BoundMeasure
from yunjiang.figures.composition import Composed, Part
from yunjiang.figures.figure import Window
from yunjiang.figures.question import Amount, Answer, Ask, Kind
from yunjiang.plans.document import Basis, Indicator, Term

Asking = Callable[
    [int, Indicator, Term, BoundMeasure, Window], Ask
]  # figure, indicator, term, its measure, window


@dataclass(frozen=True)
class Asked:
    """One term with the number of its ask; None when the ledger does not know its measure."""

    term: Term
    measure: BoundMeasure | None
    number: int | None


@dataclass(frozen=True)
class Posed:
    """One indicator over one window, its terms asked; `eve` is the numerator as it stood on the baseline's day."""

    indicator: Indicator
    window: Window
    numerator: tuple[Asked, ...]
    denominator: tuple[Asked, ...]
    eve: tuple[Asked, ...] = ()

    @property
    def numbers(self) -> list[int]:
        """Return the numbers of the asks behind the value, the baseline's left out."""
        return [each.number for each in self.numerator + self.denominator if each.number is not None]

    @property
    def is_increment(self) -> bool:
        """Say whether a baseline is to be taken off: of what stands at a day, not of what is summed."""
        return self.indicator.basis is Basis.INCREMENT and any(
            each.measure is not None and each.measure.kind is not Kind.FLOW for each in self.numerator
        )


@dataclass
class Poser:
    """Collects the asks of several indicators, for one run of the engine."""

    measures: Mapping[str, BoundMeasure]
    asking: Asking
    asks: list[Ask] = field(default_factory=list)
    figures: int = 0

    def pose(self, indicator: Indicator, window: Window, eve: date | None = None) -> Posed:
        """Ask for an indicator over a window; with `eve`, an increment's numerator on that day as well."""
        formula = indicator.formula
        figure = self._next()
        numerator = self._terms(figure, indicator, formula.numerator, window)
        denominator = self._terms(figure, indicator, formula.denominator, window)
        posed = Posed(indicator, window, numerator, denominator)
        if eve is None or not posed.is_increment:
            return posed
        before = self._terms(self._next(), indicator, formula.numerator, Window(eve, eve))
        return Posed(indicator, window, numerator, denominator, before)

    def _next(self) -> int:
        self.figures += 1
        return self.figures - 1

    def _terms(
        self, figure: int, indicator: Indicator, terms: Sequence[Term], window: Window
    ) -> tuple[Asked, ...]:
        asked = []
        for term in terms:
            measure = self.measures.get(term.measure)
            if measure is None:
                asked.append(Asked(term, None, None))
            else:
                self.asks.append(self.asking(figure, indicator, term, measure, window))
                asked.append(Asked(term, measure, len(self.asks) - 1))
        return tuple(asked)


Portions = Mapping[
    tuple[int, int], Fraction
]  # (number of the ask, place) → quantity that splits carry there or away


def compose(
    posed: Posed, answer: Answer, place: int, label: int, baseline: Decimal | None, portions: Portions
) -> Composed:
    """Return an indicator's value at a place from the amounts of its terms.

    `baseline` is the value to take off an increment; None takes what stood on the eve.
    """

    def parts(terms: Sequence[Asked]) -> list[Part]:
        return [_part(each, answer, place, label, portions) for each in terms]

    if posed.denominator:
        return composition.rate(parts(posed.numerator), parts(posed.denominator))
    if posed.is_increment:
        return composition.increment(
            parts(posed.numerator), parts(posed.eve) if baseline is None else baseline
        )
    return composition.total(parts(posed.numerator))


def _part(asked: Asked, answer: Answer, place: int, label: int, portions: Portions) -> Part:
    if asked.number is None or asked.measure is None:
        return Part(None, asked.term.factor)
    amount: Amount | None = answer.get((asked.number, place, label))
    scale = 0 if asked.term.counts == "persons" else asked.measure.scale
    return Part(amount, asked.term.factor, scale, portions.get((asked.number, place), Fraction(0)))
