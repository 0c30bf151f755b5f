"""What if these units reported? A plan judged as it would be, beside what is. Reads the ledger and writes nothing.

The figures measured for the judgement are altered as postings would alter them: what a unit would report of a period is added
wherever the period lies within what is summed, and takes the place of what stands of the unit where the newest counts. Everything
else is done by the same rules on the same facts, so with no unit chosen nothing differs.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from yunjiang.assessment import judging
from yunjiang.assessment.gathering import Asked
from yunjiang.assessment.judging import Assessed, ledger_position
from yunjiang.assessment.rules import reporting
from yunjiang.assessment.rules.supposing import NOTHING, Amounts, Assumption, ratio, supposed
from yunjiang.assessment.silences import Silence
from yunjiang.figures.asking import Question
from yunjiang.figures.binding import bound_measures
from yunjiang.figures.figure import Coverage, Figure, Tree, Window
from yunjiang.figures.question import Kind
from yunjiang.organizations import queries as organizations
from yunjiang.plans import queries as plans
from yunjiang.plans.document import Indicator
from yunjiang.plans.models import PlanVersion


@dataclass(frozen=True)
class Supposed:
    """What is supposed of one unit; `amounts` is None where there is nothing to go on from."""

    organization_id: int
    amounts: Amounts | None
    previous: Amounts


@dataclass(frozen=True)
class Rehearsed:
    """One indicator as it is and as it would be, on the same day and at the same position."""

    silence: Silence
    units: tuple[Supposed, ...]
    real: Assessed
    supposed: Assessed

    @property
    def counted(self) -> int:
        """Return how many units something could be supposed of."""
        return sum(each.amounts is not None for each in self.units)


def rehearse(
    version: PlanVersion,
    organization_id: int,
    silent: Sequence[Silence],
    *,
    on: date,
    data_set: str,
    assumption: Assumption,
    units: Collection[int] | None = None,
    numbers: Mapping[int, Decimal] | None = None,
    position: int | None = None,
) -> list[Rehearsed]:
    """Return each of the indicators as it is and as it would be if silent units (all, unless `units` names some) reported.

    `numbers` are the asker's own, by unit, in the indicator's unit. Both sides are judged on the day `on`, which counts as over.
    """
    if not silent:
        return []
    seen = ledger_position(position)
    rehearsal = _Rehearsal(version, on, data_set, seen, assumption, numbers or {})
    for each in silent:
        rehearsal.suppose(each, [unit for unit in each.silent if units is None or unit in units])
    rehearsal.look()
    codes = {each.indicator.code for each in silent}
    measure = judging.measuring([organization_id], on=on, data_set=data_set, position=seen)
    measured: list[Mapping[int, Figure]] = []

    def as_it_is(asked: Sequence[Asked]) -> Sequence[Mapping[int, Figure]]:
        measured[:] = measure(asked)
        return measured

    def as_it_would_be(asked: Sequence[Asked]) -> Sequence[Mapping[int, Figure]]:
        return rehearsal.altered(asked, measured)  # the same is asked again

    real, would = (
        {
            each.indicator: each
            for each in judging.judge(
                version,
                [organization_id],
                on=on,
                data_set=data_set,
                position=seen,
                codes=codes,
                measure=measuring,
            )
        }
        for measuring in (as_it_is, as_it_would_be)
    )
    return [
        Rehearsed(each, tuple(rehearsal.supposed[code]), real[code], would[code])
        for code, each in rehearsal.silences.items()
    ]


@dataclass
class _Rehearsal:
    """Units with what is supposed of them, and the figures that postings of it would make."""

    version: PlanVersion
    on: date
    data_set: str
    position: int
    assumption: Assumption
    numbers: Mapping[int, Decimal]
    silences: dict[str, Silence] = field(default_factory=dict)
    chosen: dict[str, list[int]] = field(default_factory=dict)
    supposed: dict[str, list[Supposed]] = field(default_factory=lambda: defaultdict(list))
    # The chosen units, and those below them that report themselves.
    places: list[int] = field(default_factory=list)
    inner: Mapping[int, Sequence[int]] = field(default_factory=dict)
    flows: frozenset[str] = frozenset()

    def suppose(self, silence: Silence, units: list[int]) -> None:
        """Take up an indicator with the units that are supposed to report it."""
        self.silences[silence.indicator.code] = silence
        self.chosen[silence.indicator.code] = units

    def look(self) -> None:
        """Read what the chosen units reported before, and suppose what they would report, all in one run of the engine."""
        chosen = {unit for units in self.chosen.values() for unit in units}
        if not chosen:
            return
        reporting_units = {unit for each in self.silences.values() for unit in each.expected}
        self.inner = _inner(chosen | reporting_units, self.on)
        self.places = sorted(chosen | {each for unit in chosen for each in self.inner.get(unit, ())})
        measures = bound_measures([each.indicator for each in self.silences.values()])
        self.flows = frozenset(
            code
            for code, each in self.silences.items()
            if all(measures[term.measure].kind is Kind.FLOW for term in each.indicator.formula.numerator)
        )
        asked = [(each.indicator, window) for each in self.silences.values() for window in _before(each)]
        found = iter(self._figures(asked))
        scales = {each.code: each.scale for each in plans.document(self.version).measures}
        for code, silence in self.silences.items():
            previous, earlier = next(found), next(found)
            indicator = silence.indicator
            for unit in self.chosen[code]:
                before = _own(unit, previous, self.inner)
                amounts = supposed(
                    self.assumption,
                    before,
                    _own(unit, earlier, self.inner),
                    is_flow=code in self.flows,
                    days=_days(silence.period),
                    previous_days=_days(_before(silence)[0]),
                    number=self.numbers.get(unit),
                    is_whole=all(scales.get(term.measure, 1) == 0 for term in indicator.formula.numerator),
                    is_rate=bool(indicator.formula.denominator),
                )
                self.supposed[code].append(Supposed(unit, amounts, before))

    def altered(
        self, asked: Sequence[Asked], measured: Sequence[Mapping[int, Figure]]
    ) -> list[dict[int, Figure]]:
        """Return the measured figures as they would be, had the units reported."""
        standing = self._standing(asked)
        return [
            {
                place: self._altered(each, window, figure, standing.get(number, {}))
                for place, figure in row.items()
            }
            for number, ((each, window), row) in enumerate(zip(asked, measured, strict=True))
        ]

    def _standing(self, asked: Sequence[Asked]) -> dict[int, dict[int, Amounts]]:
        """Return what stands of each chosen unit where the newest counts: that is what its report would replace."""
        touched = [
            number
            for number, (each, window) in enumerate(asked)
            if self._reaches(each, window) and each.code not in self.flows
        ]
        if not touched or not self.places:
            return {}
        rows = self._figures([asked[number] for number in touched])
        return {
            number: {unit: _own(unit, row, self.inner) for unit in self.chosen[asked[number][0].code]}
            for number, row in zip(touched, rows, strict=True)
        }

    def _altered(
        self, indicator: Indicator, window: Window, figure: Figure, standing: Mapping[int, Amounts]
    ) -> Figure:
        if not self._reaches(indicator, window):
            return figure
        silence = self.silences[indicator.code]
        known = [each for each in self.supposed[indicator.code] if each.amounts is not None]
        if not known:
            return figure
        amounts = _of(figure)
        for each in known:
            assert each.amounts is not None
            amounts = amounts.plus(each.amounts)
            amounts = amounts.plus(standing.get(each.organization_id, NOTHING), -1)
        coverage = figure.coverage
        if coverage is not None and window == silence.period:
            coverage = Coverage(min(coverage.reported + len(known), coverage.expected), coverage.expected)
        return replace(
            figure,
            value=amounts.value,
            numerator=amounts.numerator if amounts.is_ratio else figure.numerator,
            denominator=amounts.denominator if amounts.is_ratio else figure.denominator,
            entry_count=figure.entry_count + len(known),
            last_on=max(filter(None, [figure.last_on, silence.period.last])),
            coverage=coverage,
        )

    def _reaches(self, indicator: Indicator, window: Window) -> bool:
        """Say whether a report of the supposed period would count in a window."""
        silence = self.silences.get(indicator.code)
        if silence is None or silence.period.last > window.last:
            return False
        return indicator.code not in self.flows or window.first <= silence.period.first

    def _figures(self, asked: Sequence[Asked]) -> list[dict[int, Figure]]:
        question = Question(
            list(dict.fromkeys(each for each, _ in asked)),
            self.on,
            self.data_set,
            self.position,
            Tree.AS_THEN,
            None,
        )
        posed = [question.pose(*each) for each in asked]
        answer = question.answer(self.places)
        rows = []
        for each, (indicator, _) in zip(posed, asked, strict=True):
            chosen = self.chosen[indicator.code]
            needed = [*chosen, *(inner for unit in chosen for inner in self.inner.get(unit, ()))]
            rows.append({figure.organization: figure for figure in question.figures([each], needed, answer)})
        return rows


def _inner(units: Collection[int], on: date) -> dict[int, list[int]]:
    """Return for each unit the nearest others of them below it: what those say is theirs, not its own."""
    standings = organizations.standings_of(units, on)
    below: dict[int, list[int]] = defaultdict(list)
    for unit, each in standings.items():
        above = next((up for up in reversed(organizations.ids_in(each.path)[:-1]) if up in standings), None)
        if above is not None:
            below[above].append(unit)
    return below


def _before(silence: Silence) -> tuple[Window, Window]:
    """Return the period before the silent one, and the one before that; what stands at a day is read at their ends."""
    months = reporting.MONTHS.get(silence.indicator.report_by, 12)
    last = silence.period.first - timedelta(days=1)
    first = _months_back(silence.period.first, months)
    earlier = _months_back(first, months)
    return Window(first, last), Window(earlier, first - timedelta(days=1))


def _months_back(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


def _days(window: Window) -> int:
    return (window.last - window.first).days + 1


def _of(figure: Figure) -> Amounts:
    if figure.denominator is not None or figure.numerator is not None:
        return ratio(figure.numerator, figure.denominator)
    return Amounts(figure.value)


def _own(unit: int, row: Mapping[int, Figure], inner: Mapping[int, Sequence[int]]) -> Amounts:
    """Return what a unit itself said: its figure less those of the chosen units below it."""
    own = _of(row[unit])
    for each in inner.get(unit, ()):
        own = own.plus(_of(row[each]), -1)
    return own
