"""Figures with their judgements for pages, kept by ledger position: what a position shows never changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.cache import cache
from django.db.models import Max

from yunjiang.assessment import judging
from yunjiang.assessment.rules.exact import rounded
from yunjiang.assessment.rules.facts import Facts, Point
from yunjiang.assessment.rules.judgement import Judgement
from yunjiang.assessment.rules.status import first_known
from yunjiang.assessment.rules.trajectory import Course, course_of
from yunjiang.figures import services as figures
from yunjiang.figures.figure import Figure, Tree, Window
from yunjiang.ledger.queries import StandingEntry
from yunjiang.organizations.models import Event
from yunjiang.plans.document import Indicator
from yunjiang.plans.models import Allocation
from yunjiang.web.pages.selection import Selection

KEEP_SECONDS = 24 * 60 * 60


@dataclass(frozen=True)
class Judged:
    """One indicator at one unit on one day: the figure, what the rules knew, and what they say."""

    figure: Figure
    facts: Facts
    judgement: Judgement

    @property
    def points(self) -> tuple[Point, ...]:
        """Return every value known, the present one last."""
        if self.facts.value is None:
            return self.facts.points
        now = Point(self.judgement.judged_on, self.facts.value)
        return (*(each for each in self.facts.points if each.on < now.on), now)

    def required_over(self, days: Iterable[date]) -> list[Decimal | None]:
        """Return what is required at the end of each day; None where the course cannot say."""
        courses: dict[
            int, Course
        ] = {}  # within a year one course is in force, also where every year has its own
        required = []
        for day in days:
            if day.year not in courses:
                courses[day.year] = course_of(self.facts.promise, day, first_known(self.facts))
            required.append(rounded(courses[day.year].required_on(day), 4))
        return required


def of_unit(selection: Selection) -> dict[str, Judged]:
    """Return every indicator of the plan at the unit looked at, by code."""
    place = selection.place.organization_id
    found = _kept(selection, "unit", [place], [each.code for each in selection.document.indicators])
    return {code: each for (code, _place), each in found.items()}


def below(selection: Selection, indicator: Indicator, organization_ids: Sequence[int]) -> dict[int, Judged]:
    """Return one indicator at each of the organizations, by organization id."""
    if not organization_ids:
        return {}
    found = _kept(selection, "below", organization_ids, [indicator.code])
    return {place: each for (_code, place), each in found.items()}


def _kept(
    selection: Selection, name: str, places: Sequence[int], codes: Sequence[str]
) -> dict[tuple[str, int], Judged]:
    """Return what the cache has for exactly this question, or ask it and keep the answer."""
    asked = (
        selection.version.pk,
        selection.position,
        selection.is_past,
        selection.data_set.value,
        selection.on.isoformat(),
        # Targets handed down and changes of the tree are not entries: the position alone does not know them.
        Allocation.objects.aggregate(newest=Max("pk"))["newest"],
        Event.objects.aggregate(newest=Max("pk"))["newest"],
        *places,
        *(codes if name == "below" else ()),
    )
    key = f"judged:{name}:" + ":".join(map(str, asked))
    found: dict[tuple[str, int], Judged] | None = cache.get(key)
    if found is None:
        found = _asked(selection, places, codes)
        cache.set(key, found, KEEP_SECONDS)
    return found


def _asked(
    selection: Selection, places: Sequence[int], codes: Sequence[str]
) -> dict[tuple[str, int], Judged]:
    assessed = judging.judge(
        selection.version,
        places,
        on=selection.on,
        data_set=selection.data_set.value,
        position=selection.position,
        known_at=selection.recorded_at if selection.is_past else None,
        codes=codes,
    )
    return {
        (each.indicator, each.organization_id): Judged(
            each.figure or _nothing(selection, each), each.facts, each.judgement
        )
        for each in assessed
    }


def _nothing(selection: Selection, assessed: judging.Assessed) -> Figure:
    """Return the figure of which nothing is known."""
    return Figure(
        indicator=assessed.indicator,
        organization=assessed.organization_id,
        window=Window(min(selection.document.first_day, selection.on), selection.on),
        position=selection.position,
        data_set=selection.data_set.value,
        tree=Tree.AS_THEN,
        value=None,
    )


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
