"""Who has not reported what: for every indicator that reports of units below add up to, the units that are silent."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from yunjiang.assessment.gathering import newest_due, until
from yunjiang.assessment.judging import ledger_position
from yunjiang.assessment.rules import reporting
from yunjiang.assessment.rules.thresholds import Thresholds
from yunjiang.figures.asking import Question
from yunjiang.figures.binding import BoundMeasure, bound_measures
from yunjiang.figures.figure import Tree, Window
from yunjiang.figures.question import Kind
from yunjiang.ledger.models import DataSet
from yunjiang.plans import queries as plans
from yunjiang.plans.document import Indicator, PlanDocument
from yunjiang.plans.models import PlanVersion


@dataclass(frozen=True)
class Silence:
    """Which units below a place have not reported an indicator of a period; `is_due` when the report had to be there."""

    indicator: Indicator
    period: Window
    is_due: bool
    expected: tuple[int, ...]
    silent: tuple[int, ...]


def silences(
    version: PlanVersion,
    organization_id: int,
    *,
    on: date,
    data_set: str,
    position: int | None = None,
    codes: Collection[str] | None = None,
) -> list[Silence]:
    """Return who is silent on the newest report due on a day, for every indicator that can be rehearsed, in plan order.

    Where all reports due are there, it is the period that runs on the day. What nobody owes, what is no sum of the units below
    and what registers count is left out: nobody's report would change it. Published values have none.
    """
    if data_set == DataSet.PUBLISHED:
        return []
    document = plans.document(version)
    measures = bound_measures(document.indicators)
    rehearsable = [
        each
        for each in document.indicators
        if (codes is None or each.code in codes) and _can_be_rehearsed(each, measures)
    ]
    due: dict[str, Window] = {}
    running: dict[str, Window] = {}
    for each in rehearsable:
        owed = newest_due(document, each, on, Thresholds())
        if owed is not None:
            due[each.code] = Window(owed.first, owed.last)
        period = _running(document, each, on)
        if period is not None:
            running[each.code] = period
    question = Question(rehearsable, on, data_set, ledger_position(position), Tree.AS_THEN, None)
    expected = {each.code: tuple(question.rosters.units(each, organization_id)) for each in rehearsable}
    asked = [
        (each, period, is_due)
        for periods, is_due in ((due, True), (running, False))
        for each in rehearsable
        if (period := periods.get(each.code)) is not None and expected[each.code]
    ]
    posed = [
        question.pose(replace(each, age_limit_days=(period.last - period.first).days), period)
        for each, period, _ in asked
    ]
    places = sorted({unit for units in expected.values() for unit in units})
    answer = question.answer(places)
    said = {
        (number, place): True
        for number, each in enumerate(posed)
        for place in places
        if any((ask, place, 0) in answer and answer[ask, place, 0].entry_count for ask in each.numbers)
    }
    found: dict[str, Silence] = {}
    for number, (each, period, is_due) in enumerate(asked):
        silent = tuple(unit for unit in expected[each.code] if (number, unit) not in said)
        if silent and each.code not in found:  # what is due comes first
            found[each.code] = Silence(each, period, is_due, expected[each.code], silent)
    return [found[each.code] for each in rehearsable if each.code in found]


def _can_be_rehearsed(indicator: Indicator, measures: Mapping[str, BoundMeasure]) -> bool:
    """Say whether reports of units below would add up to it."""
    if indicator.channel != "reported" or not indicator.reporters:
        return False
    terms = (*indicator.formula.numerator, *indicator.formula.denominator)
    if any(term.counts == "persons" for term in terms):
        return False  # how many of the persons are known already, nobody can suppose
    known = [measures[term.measure] for term in terms if term.measure in measures]
    kinds = {each.kind is Kind.FLOW for each in known}
    return len(known) == len(terms) and len(kinds) == 1 and all(each.is_additive for each in known)


def _running(document: PlanDocument, indicator: Indicator, on: date) -> Window | None:
    """Return the reporting period that the day lies in, from its first day to that day; None outside the plan."""
    months = reporting.MONTHS.get(indicator.report_by, 12)
    first = date(on.year, (on.month - 1) // months * months + 1, 1)
    last = min(on, until(document, indicator, document.last_day))
    return Window(max(first, document.first_day), last) if max(first, document.first_day) <= last else None
