"""Figures with their judgements for pages, kept as long as nothing that they rest on is posted."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import get_language

from yunjiang.assessment import judging
from yunjiang.assessment.rules.exact import rounded
from yunjiang.assessment.rules.facts import Facts, Point
from yunjiang.assessment.rules.judgement import Judgement
from yunjiang.assessment.rules.status import first_known
from yunjiang.assessment.rules.trajectory import course_of
from yunjiang.figures import services as figures
from yunjiang.figures.figure import Figure, Tree, Window
from yunjiang.figures.freshness import freshness
from yunjiang.figures.lineage import ExplainedTerm
from yunjiang.ledger.queries import StandingEntry
from yunjiang.plans.document import Indicator
from yunjiang.plans.models import Allocation
from yunjiang.web import kept
from yunjiang.web.components.trend import Dot
from yunjiang.web.pages.selection import Selection

Place = tuple[str, int]  # indicator and organization
COURSE_STEPS = 20  # drawn points of the required course


@dataclass(frozen=True)
class Judged:
    """One indicator at one unit on one day: the figure, what the rules knew, and what they say."""

    figure: Figure
    facts: Facts
    judgement: Judgement
    course: tuple[
        Dot, ...
    ] = ()  # what is required, from the plan's first day to its last or the day it is due

    @property
    def points(self) -> tuple[Point, ...]:
        """Return every value known, the present one last."""
        if self.facts.value is None:
            return self.facts.points
        now = Point(self.judgement.judged_on, self.facts.value)
        return (*(each for each in self.facts.points if each.on < now.on), now)


def of_unit(selection: Selection) -> dict[str, Judged]:
    """Return every indicator of the plan at the unit looked at, by code."""
    place = selection.place.organization_id
    found = _kept(selection, "unit", [place], selection.document.indicators)
    return {code: each for (code, _place), each in found.items()}


def below(selection: Selection, indicator: Indicator, organization_ids: Sequence[int]) -> dict[int, Judged]:
    """Return one indicator at each of the organizations, by organization id."""
    found = _kept(selection, f"below {indicator.code}", organization_ids, [indicator])
    return {place: each for (_code, place), each in found.items()}


def across(
    selection: Selection, indicators: Sequence[Indicator], organization_ids: Sequence[int]
) -> dict[tuple[str, int], Judged]:
    """Return some indicators at each of the organizations, by code and organization id."""
    return _kept(selection, "across", organization_ids, indicators)


def _kept(
    selection: Selection, name: str, places: Sequence[int], indicators: Sequence[Indicator]
) -> dict[Place, Judged]:
    """Return what is kept of exactly this question as far as it is fresh, and ask for the rest."""
    if not places or not indicators:
        return {}
    marks = freshness().marks(indicators, places, selection.data_set.value, selection.position)
    question = (
        name,
        selection.version.pk,
        selection.position if selection.is_past else "",
        selection.data_set.value,
        selection.on.isoformat(),
        # Targets handed down are not entries: marks do not know them.
        Allocation.objects.aggregate(newest=Max("pk"))["newest"],
        get_language(),  # figures carry footnotes in the reader's language
        timezone.localdate() if selection.is_restated else "",  # today's tree is another one tomorrow
        *places,
        *(each.code for each in indicators),
    )
    return kept.parts(":".join(map(str, question)), marks, lambda missing: _asked(selection, missing))


def _asked(selection: Selection, missing: Collection[Place]) -> dict[Place, Judged]:
    codes = {code for code, _ in missing}
    assessed = judging.judge(
        selection.version,
        list(dict.fromkeys(place for _, place in missing)),
        on=selection.on,
        data_set=selection.data_set.value,
        position=selection.position,
        tree=Tree.RESTATED if selection.is_restated else Tree.AS_THEN,
        known_at=selection.recorded_at if selection.is_past else None,
        codes=codes,
    )
    found = {
        (each.indicator, each.organization_id): Judged(
            each.figure or _nothing(selection, each), each.facts, each.judgement, _course(each)
        )
        for each in assessed
    }
    return {place: found[place] for place in missing}


def _course(assessed: judging.Assessed) -> tuple[Dot, ...]:
    """Return what is required at COURSE_STEPS even steps, and at the ends of years where a yearly sum begins anew."""
    facts = assessed.facts
    first, last = facts.promise.first_day, max(facts.promise.last_day, assessed.judgement.due_on)
    days = {
        first + timedelta(days=round(n * (last - first).days / COURSE_STEPS)) for n in range(COURSE_STEPS + 1)
    }
    for year in range(first.year, last.year + 1):
        days |= {day for day in (date(year, 12, 31), date(year, 1, 1)) if first <= day <= last}
    # Within a year one course is in force, also where every year has its own.
    courses = {
        year: course_of(facts.promise, day, first_known(facts)) for year, day in _by_year(days).items()
    }
    return tuple(Dot(day, rounded(courses[day.year].required_on(day), 4)) for day in sorted(days))


def _by_year(days: Iterable[date]) -> dict[int, date]:
    """Return the first of the days in each year."""
    return {day.year: day for day in sorted(days, reverse=True)}


def _nothing(selection: Selection, assessed: judging.Assessed) -> Figure:
    """Return the figure of which nothing is known."""
    return Figure(
        indicator=assessed.indicator,
        organization=assessed.organization_id,
        window=Window(min(selection.document.first_day, selection.on), selection.on),
        position=selection.position,
        data_set=selection.data_set.value,
        tree=Tree.RESTATED if selection.is_restated else Tree.AS_THEN,
        value=None,
    )


def evidence(selection: Selection, indicators: Sequence[Indicator]) -> dict[str, figures.Evidence]:
    """Return what was reported of each indicator at the unit looked at beside what registers hold, by code."""
    place = selection.place.organization_id
    marks = freshness().marks(indicators, [place], selection.data_set.value, selection.position)
    question = ("evidence", selection.data_set.value, selection.on.isoformat(), get_language(), place, *marks)

    def ask(missing: Collection[Place]) -> dict[Place, figures.Evidence]:
        codes = {code for code, _ in missing}
        return figures.evidence(
            [each for each in indicators if each.code in codes],
            [place],
            on=selection.on,
            data_set=selection.data_set.value,
            position=selection.position,
        )

    found = kept.parts(":".join(map(str, question)), marks, ask)
    return {code: each for (code, _place), each in found.items()}


def coverage(selection: Selection, indicator: Indicator) -> tuple[Sequence[int], Sequence[int]]:
    """Return which units have reported in the newest period that is due, and which not; two empty lists when none is."""
    owed = of_unit(selection)[indicator.code].facts.owed
    if owed is None:
        return [], []
    window = Window(owed.first, owed.last)
    return figures.coverage(
        indicator,
        selection.place.organization_id,
        window,
        data_set=selection.data_set.value,
        position=selection.position,
    )


def entries_behind(
    selection: Selection, indicator: Indicator, after: str, limit: int
) -> tuple[Sequence[StandingEntry], str]:
    """Return entries behind the figure, after a key, and the key to go on from; an empty key at the end."""
    figure = of_unit(selection)[indicator.code].figure
    rows = figures.entries_behind(indicator, figure, limit + 1, after)
    shown = rows[:limit]
    return shown, str(shown[-1].id) if len(rows) > limit else ""


def explained(selection: Selection, indicator: Indicator) -> Sequence[ExplainedTerm]:
    """Return the terms of the indicator's formula with what each came to at the unit looked at, numerator first."""
    figure = of_unit(selection)[indicator.code].figure
    place = selection.place.organization_id
    marks = freshness().marks([indicator], [place], selection.data_set.value, selection.position)
    question = ("explained", indicator.code, place, selection.version.pk, figure.window, selection.is_past)

    def ask(missing: Collection[Place]) -> dict[Place, Sequence[ExplainedTerm]]:
        terms = figures.explain(indicator, figure).terms
        return dict.fromkeys(missing, terms)

    [terms] = kept.parts(":".join(map(str, question)), marks, ask).values()
    return terms
