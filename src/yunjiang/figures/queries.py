"""What indicators amount to, for everybody upstairs. Every figure is asked within one data set and as of one ledger position.

Published values are read as stated: an organization's figure is what was said about that very organization, nothing is
rolled up, and statements about the same days are not added.
"""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from yunjiang.figures.asking import Question, WindowOf
from yunjiang.figures.figure import Figure, Tree, Window
from yunjiang.figures.posing import compose as composed
from yunjiang.figures.rosters import Rosters
from yunjiang.ledger.models import Dimension
from yunjiang.plans.document import Indicator

TO_DATE = "to_date"


def compute(
    indicators: Sequence[Indicator],
    organizations: Sequence[int],
    window_of: WindowOf = TO_DATE,
    *,
    on: date,
    data_set: str,
    position: int | None = None,
    tree: Tree = Tree.AS_THEN,
    restated_on: date | None = None,
) -> dict[tuple[str, int], Figure]:
    """Return the figure of every indicator at every organization, by (code, organization id), in one run of the engine.

    `window_of` is one window, a function of the indicator, or "to_date": from the plan's first day (annual: the year's) until
    `on`. Who owes figures is decided by the tree of `on`. `position` is the newest unless given.
    """
    [found] = compute_many(
        [(indicators, window_of)],
        organizations,
        on=on,
        data_set=data_set,
        position=position,
        tree=tree,
        restated_on=restated_on,
    )
    return found


def compute_many(
    asked: Sequence[tuple[Sequence[Indicator], WindowOf]],
    organizations: Sequence[int],
    *,
    on: date,
    data_set: str,
    position: int | None = None,
    tree: Tree = Tree.AS_THEN,
    restated_on: date | None = None,
) -> list[dict[tuple[str, int], Figure]]:
    """Return what `compute` returns for each of several (indicators, windows), in one run of the engine for all of them.

    Over a small ledger planning a run takes longer than running it: twenty period ends asked at once cost little more than one.
    """
    every = [indicator for indicators, _ in asked for indicator in indicators]
    question = Question(every, on, data_set, position, tree, restated_on)
    posed = [
        [question.pose(each, question.window(each, window_of)) for each in indicators]
        for indicators, window_of in asked
    ]
    answer = question.answer(organizations)
    return [
        {
            (figure.indicator, figure.organization): figure
            for figure in question.figures(group, organizations, answer)
        }
        for group in posed
    ]


def values(
    asked: Sequence[tuple[Indicator, Window]],
    organizations: Sequence[int],
    *,
    on: date,
    data_set: str,
    position: int | None = None,
) -> dict[tuple[int, int], Decimal]:
    """Return bare values of many indicators over many windows, by (number in `asked`, organization), in one run of the engine.

    For whoever compares thousands of numbers and shows none of them: no coverage, no footnotes, and nothing where nothing is
    known.
    """
    question = Question([indicator for indicator, _ in asked], on, data_set, position, Tree.AS_THEN, None)
    question.rosters = Rosters(on, is_owed=False)
    posed = [question.pose(*each) for each in asked]
    answer = question.answer(organizations)
    places: dict[int, list[int]] = {}
    for number, place, _ in answer:
        places.setdefault(number, []).append(place)
    found = {}
    for index, each in enumerate(posed):
        for place in {place for number in each.numbers for place in places.get(number, ())}:
            value = composed(each, answer, place, 0, question.baseline(each.indicator, place), {}).value
            if value is not None:
                found[index, place] = value
    return found


def series(
    indicator: Indicator,
    organization: int,
    points: Sequence[date],
    *,
    data_set: str,
    position: int | None = None,
    tree: Tree = Tree.AS_THEN,
    restated_on: date | None = None,
    window_at: Callable[[date], Window] | None = None,
) -> list[Figure]:
    """Return an indicator's figures to date at the end of several days, in one run of the engine.

    `window_at` gives another window for a day, such as its month.
    """
    if not points:
        return []
    question = Question([indicator], max(points), data_set, position, tree, restated_on)
    posed = [
        question.pose(indicator, window_at(day) if window_at else question.to_date(indicator, day))
        for day in points
    ]
    return question.figures(posed, [organization], question.answer([organization]))


def by_dimension(
    indicator: Indicator,
    organization: int,
    dimension: str,
    window_of: WindowOf = TO_DATE,
    *,
    on: date,
    data_set: str,
    position: int | None = None,
    tree: Tree = Tree.AS_THEN,
    restated_on: date | None = None,
) -> dict[str, Figure]:
    """Return an indicator broken down by a dimension: a figure for each value's code, and for "" where entries state none.

    Raises Dimension.DoesNotExist.
    """
    values = ["", *Dimension.objects.get(code=dimension).values]
    question = Question([indicator], on, data_set, position, tree, restated_on)
    question.classes = (dimension, {value: number for number, value in enumerate(values)})
    posed = question.pose(indicator, question.window(indicator, window_of))
    answer = question.answer([organization])
    return {
        value: question.figures([posed], [organization], answer, label)[0]
        for label, value in enumerate(values)
    }


def coverage(
    indicator: Indicator,
    organization: int,
    window: Window,
    *,
    data_set: str,
    position: int | None = None,
) -> tuple[list[int], list[int]]:
    """Return which of the units below that owe an indicator have anything in the ledger for it, zeros included, and which not.

    Those owe it that are of the kinds or keys the indicator names, otherwise the units directly below. Of published values
    nobody owes any.
    """
    question = Question([indicator], window.last, data_set, position, Tree.AS_THEN, None)
    expected = question.rosters.units(indicator, organization)
    posed = question.pose(indicator, window)
    figures = question.figures([posed], expected, question.answer(expected))
    reported = {figure.organization for figure in figures if figure.entry_count}
    return [unit for unit in expected if unit in reported], [
        unit for unit in expected if unit not in reported
    ]
