"""From figures, targets and duties to facts: what the rules are told of every indicator at every organization.

Figures are asked for the day itself, for the ends of the reporting periods before it (the series that forecasts, finished
years and worst values are made of), and for the newest period whose report is due (who has reported it): all in one question,
for all organizations at once, because planning a run of the engine takes longer than running it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from yunjiang.assessment.rules import reporting
from yunjiang.assessment.rules.facts import Facts, Owed, Point, Promise
from yunjiang.assessment.rules.thresholds import Thresholds
from yunjiang.figures.figure import Coverage, Figure, Window
from yunjiang.plans.document import Basis, Indicator, PlanDocument
from yunjiang.plans.queries import Target

Place = tuple[str, int]  # indicator and organization
Asked = tuple[Indicator, Window]
Measure = Callable[
    [Sequence[Asked]], Sequence[Mapping[int, Figure]]
]  # for each asked, figures by organization

_FLOWS = (Basis.CUMULATIVE, Basis.ANNUAL, Basis.SHARE)


@dataclass(frozen=True)
class Known:
    """What is known of one indicator at one organization: the facts for the rules, and the figure they rest on."""

    organization_id: int
    facts: Facts
    figure: Figure | None


@dataclass
class Series:
    """The past values of one indicator at one organization, gathered in order of days."""

    points: list[Point] = field(default_factory=list)
    newest_on: date | None = None

    def see(self, indicator: Indicator, day: date, figure: Figure | None, since: date | None) -> None:
        """Take up the figure of a period's end, unless it brings nothing new.

        In a register every period's end is a value. What is reported is a value of the period's end when something was
        reported `since` its first day; without a duty to report (`since` is None), and for stocks, of its newest entry's day.
        """
        if figure is None or figure.value is None:
            return
        seen = min(figure.last_on or day, day)
        is_news = self.newest_on is None or seen > self.newest_on
        self.newest_on = seen if is_news else self.newest_on
        if indicator.channel == "evidenced":
            self.points.append(Point(day, figure.value))
        elif not is_news:
            return
        elif since is not None and indicator.basis in _FLOWS:
            if seen >= since:
                self.points.append(Point(day, figure.value))
        else:
            self.points.append(Point(seen, figure.value))


def gather(
    document: PlanDocument,
    organization_ids: Sequence[int],
    on: date,
    *,
    measure: Measure,
    targets: Mapping[Place, Target | None],
    owner_id: int | None,
    is_owed: bool,
    thresholds: Thresholds,
) -> list[Known]:
    """Return what is known of every indicator at every organization at the end of a day, by organization, in plan order.

    `is_owed` is False for published values: nobody owes them, and they tell only of the days they tell of. `owner_id` is the unit
    whose plan it is: the plan's baselines are its own.
    """
    past = {each.code: _past(document, each, on, is_owed) for each in document.indicators}
    past_ends = [
        (each, window(document, each, day))
        for each in document.indicators
        for day in (*(last for _, last in past[each.code]), until(document, each, on))
    ]
    due = (
        {each.code: newest_due(document, each, on, thresholds) for each in document.indicators}
        if is_owed
        else {}
    )
    reports = _reports(document.indicators, due)
    found = measure([*past_ends, *reports])
    figures = {
        (each.code, organization_id, days): figure
        for (each, days), by_organization in zip(past_ends, found, strict=False)
        for organization_id, figure in by_organization.items()
    }
    covered = {
        (each.code, organization_id): figure.coverage
        for (each, _), by_organization in zip(reports, found[len(past_ends) :], strict=True)
        for organization_id, figure in by_organization.items()
    }
    known = []
    for organization_id in organization_ids:
        for indicator in document.indicators:
            place = (indicator.code, organization_id)
            figure = figures.get((*place, window(document, indicator, until(document, indicator, on))))
            series = Series()
            for since, last in past[indicator.code]:
                series.see(indicator, last, figures.get((*place, window(document, indicator, last))), since)
            promised = promise(document, indicator, targets.get(place), organization_id == owner_id)
            facts = _facts(indicator, promised, on, figure, series)
            if is_owed:
                facts = _with_reports(facts, due[indicator.code], covered.get(place))
            elif (
                figure is not None
            ):  # a bound says that what was published leaves days out, or is no exact number itself
                facts = replace(facts, is_scattered=figure.bound != "exact")
            known.append(Known(organization_id, facts, figure))
    return known


def _facts(indicator: Indicator, promised: Promise, on: date, figure: Figure | None, series: Series) -> Facts:
    value = None if figure is None else figure.value
    last_on = figure.last_on if figure is not None and value is not None else None
    return Facts(
        promise=promised,
        on=on,
        value=value,
        bound="exact" if figure is None else figure.bound,
        newest_on=max(filter(None, [series.newest_on, last_on]), default=None),
        is_continuous=indicator.channel == "evidenced",
        points=tuple(series.points),
    )


def _with_reports(facts: Facts, due: Owed | None, coverage: Coverage | None) -> Facts:
    """Add what is owed, where anybody at the organization or below owes it, and how many have reported."""
    if coverage is None or not coverage.expected:
        return facts
    return replace(facts, owed=due, reported_count=coverage.reported, expected_count=coverage.expected)


def promise(document: PlanDocument, indicator: Indicator, target: Target | None, is_owner: bool) -> Promise:
    """Return what an organization was promised to reach.

    The plan's baseline is its owner's alone, and of no use for sums since the plan began, which start from zero. Its milestones
    go down with the target: in proportion to a quantity; a rate keeps them where it was handed down unchanged.
    """
    value = None if target is None else target.value
    return Promise(
        indicator=indicator.code,
        basis=indicator.basis,
        comparator=indicator.comparator,
        cadence=indicator.cadence,
        nature=indicator.nature,
        unit=indicator.unit,
        first_day=document.first_day,
        last_day=document.last_day,
        target=value,
        target_max=None if target is None else target.value_max,
        deadline=indicator.deadline,
        direction=indicator.direction,
        baseline=indicator.baseline if is_owner and indicator.basis is not Basis.CUMULATIVE else None,
        trajectory=indicator.trajectory,
        milestones=_handed_down(indicator, value),
        is_whole=_is_whole(document, indicator),
        adds_up=indicator.adds_up,
    )


def window(document: PlanDocument, indicator: Indicator, day: date) -> Window:
    """Return the days that an indicator's value at the end of a day is made of."""
    first = document.first_day
    if indicator.basis is Basis.ANNUAL:
        first = max(first, date(day.year, 1, 1))
    return Window(min(first, day), day)


def until(document: PlanDocument, indicator: Indicator, on: date) -> date:
    """Return the day up to which values count: the day of the assessment, but not beyond the target's own day."""
    return min(on, max(document.first_day, indicator.deadline or document.last_day))


def _is_whole(document: PlanDocument, indicator: Indicator) -> bool:
    """Say whether an indicator counts whole things: no rate, and only measures without decimals."""
    scales = {each.code: each.scale for each in document.measures}
    return not indicator.formula.denominator and all(
        scales.get(term.measure, 1) == 0 and term.factor == term.factor.to_integral_value()
        for term in indicator.formula.numerator
    )


def _handed_down(indicator: Indicator, value: Decimal | None) -> tuple[tuple[date, Decimal], ...]:
    if value is None:
        return ()
    if value == indicator.target:
        return indicator.milestones
    if not indicator.adds_up or not indicator.target:
        return ()
    return tuple((day, milestone * value / indicator.target) for day, milestone in indicator.milestones)


def newest_due(document: PlanDocument, indicator: Indicator, on: date, thresholds: Thresholds) -> Owed | None:
    """Return the newest report on an indicator that is due on a day."""
    return reporting.owed(
        indicator,
        indicator.reporters,
        on,
        first_day=document.first_day,
        last_day=until(document, indicator, document.last_day),
        duties=document.duties,
        thresholds=thresholds,
    )


def _reports(indicators: Iterable[Indicator], due: Mapping[str, Owed | None]) -> list[Asked]:
    """Return what to ask for who has reported in the newest period due; an observation from before it does not count."""
    return [
        (replace(each, age_limit_days=(owed.last - owed.first).days), Window(owed.first, owed.last))
        for each in indicators
        if (owed := due.get(each.code)) is not None
    ]


def _past(
    document: PlanDocument, indicator: Indicator, on: date, is_owed: bool
) -> list[tuple[date | None, date]]:
    """Return the reporting periods that ended before the day; quarters where nobody owes reports.

    Stocks and ratios are also asked for the evening before the plan begins.
    """
    is_reported = is_owed and indicator.channel == "reported" and bool(indicator.reporters)
    rhythm = indicator.report_by if is_reported else "quarter"
    end = until(document, indicator, on) - timedelta(days=1)
    past = [
        (first if is_reported else None, last)
        for first, last in reporting.periods(rhythm, document.first_day, end)
    ]
    if indicator.basis in _FLOWS or document.first_day > end:
        return past
    return [(None, document.first_day - timedelta(days=1)), *past]
