"""Figures crossed by indicator, unit, period, breakdown and channel, with totals only where values may be added.

Quantities of several units or of periods that do not meet are added; rates are made anew of their sums. What stands at a day is
not added over time, distinct persons are not added at all, and neither are indicators or the two channels.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from yunjiang.figures import composition
from yunjiang.figures.asking import Question
from yunjiang.figures.binding import BoundMeasure, bound_measures
from yunjiang.figures.figure import Figure, Tree, Window
from yunjiang.figures.question import Kind
from yunjiang.ledger.models import DataSet, Dimension
from yunjiang.plans.document import Indicator


class Axis(StrEnum):
    """What figures can be laid out by."""

    INDICATOR = "indicator"
    UNIT = "unit"
    PERIOD = "period"
    BREAKDOWN = "breakdown"
    CHANNEL = "channel"


@dataclass(frozen=True)
class Spot:
    """Where one figure stands: which indicator, at which organization, in which window, of which class, on which channel.

    `label` is the code of a dimension's value, empty where entries state none; `channel` is empty for the indicator's own.
    """

    indicator: str
    organization: int
    window: Window
    label: str = ""
    channel: str = ""


def cross(
    indicators: Sequence[Indicator],
    organizations: Sequence[int],
    windows: Sequence[tuple[Indicator, Window]],
    *,
    on: date,
    data_set: str,
    position: int | None = None,
    dimension: str = "",
    channels: Sequence[str] = ("",),
) -> dict[Spot, Figure]:
    """Return the figure at every spot, in one run of the engine.

    `windows` are the windows asked of each indicator. With a dimension, every figure is cut into its values and what states none.
    Raises Dimension.DoesNotExist.
    """
    question = Question(indicators, on, data_set, position, Tree.AS_THEN, None)
    labels = ["", *Dimension.objects.get(code=dimension).values] if dimension else [""]
    if dimension:
        question.classes = (dimension, {label: number for number, label in enumerate(labels)})
    posed = [
        (channel, question.pose(replace(each, channel=channel) if channel else each, window))
        for channel in channels
        for each, window in windows
    ]
    answer = question.answer(organizations)
    found: dict[Spot, Figure] = {}
    for number, label in enumerate(labels):
        figures = iter(question.figures([each for _, each in posed], organizations, answer, number))
        for channel, each in posed:
            for organization in organizations:
                spot = Spot(each.indicator.code, organization, each.window, label, channel)
                found[spot] = next(figures)
    return found


def addable(indicators: Iterable[Indicator], data_set: str) -> dict[str, frozenset[Axis]]:
    """Return over which axes the figures of each indicator may be added, by code.

    Published values are stated, each about its own unit and days: they are not added at all.
    """
    every = list(indicators)
    measures = bound_measures(every)
    return {
        each.code: frozenset() if data_set == DataSet.PUBLISHED else _addable(each, measures)
        for each in every
    }


def _addable(indicator: Indicator, measures: Mapping[str, BoundMeasure]) -> frozenset[Axis]:
    terms = (*indicator.formula.numerator, *indicator.formula.denominator)
    known = [measures[term.measure] for term in terms if term.measure in measures]
    if len(known) < len(terms) or any(term.counts == "persons" for term in terms):
        return frozenset()
    if not all(each.is_additive for each in known):
        return frozenset()
    axes = {Axis.UNIT, Axis.BREAKDOWN}
    if all(each.kind is Kind.FLOW for each in known):
        axes.add(Axis.PERIOD)
    return frozenset(axes)


@dataclass(frozen=True)
class Amount:
    """A value with what it is made of where it is a rate, so that totals can be made of the parts."""

    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    @classmethod
    def of(cls, figure: Figure) -> "Amount":
        return cls(figure.value, figure.numerator, figure.denominator)


def total(parts: Iterable[Amount], *, is_rate: bool) -> Amount:
    """Return the sum of the known parts, of rates Σ numerator ÷ Σ denominator; nothing where none is known."""
    known = [each for each in parts if _is_known(each, is_rate)]
    if not known:
        return Amount(None)
    if not is_rate:
        return Amount(sum((each.value for each in known if each.value is not None), Decimal(0)))
    above = sum((each.numerator or Decimal(0) for each in known), Decimal(0))
    below = sum((each.denominator or Decimal(0) for each in known), Decimal(0))
    return Amount(composition.per_cent(above, below), above, below)


def _is_known(part: Amount, is_rate: bool) -> bool:
    if is_rate:
        return part.numerator is not None and part.denominator is not None
    return part.value is not None
