"""Fills material from a kept run, or from judgements made anew: figures and verdicts are read, never computed here.

Two things are asked beside the verdicts: what the year itself brought to sums, and the published statements behind the values.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from yunjiang.assessment.models import Run
from yunjiang.assessment.queries import verdicts
from yunjiang.assessment.rules.exact import rounded
from yunjiang.assessment.rules.facts import Facts, Point
from yunjiang.assessment.rules.judgement import Judgement, Status
from yunjiang.assessment.rules.trajectory import Course, course_of
from yunjiang.figures import services as figures
from yunjiang.figures.figure import Figure, Tree, Window
from yunjiang.ledger.models import Batch, DataSet
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Organization
from yunjiang.plans import queries as plans
from yunjiang.plans.document import Basis, Indicator, PlanDocument
from yunjiang.plans.models import PlanVersion

from .material import Appraisal, CourseDay, Footnote, Material, NextYear, Unit
from .offices import issuer_and_receiver
from .publications import statements
from .refusals import NotAssessed
from .wording import quoted

_DONE = (Status.ACHIEVED, Status.MET)


class Judged(Protocol):
    """One indicator at one organization as judged: a fresh judgement, or a kept verdict read again."""

    @property
    def organization_id(self) -> int: ...

    @property
    def facts(self) -> Facts: ...

    @property
    def judgement(self) -> Judgement: ...

    @property
    def figure(self) -> Figure | None: ...


@dataclass(frozen=True)
class Kept:
    """A verdict read again."""

    organization_id: int
    facts: Facts
    judgement: Judgement
    figure: Figure | None


@dataclass(frozen=True)
class Seen:
    """From where the judgements were made: version, day, data set, tree, ledger position, rules."""

    version: PlanVersion
    on: date
    data_set: str
    tree: Tree
    restated_on: date | None
    position: int
    rules_version: str


def of_run(run: Run, organization: Organization) -> Material:
    """Return the material of a kept run for one of its organizations. Raises NotAssessed."""
    below = organizations.children(organization.pk, run.assessed_on)
    places = [organization.pk, *(each.organization_id for each in below)]
    judged = [
        Kept(each.organization_id, each.known(), each.judged(), each.measured())
        for each in verdicts(run).filter(organization__in=places)
    ]
    return of_judged(seen_by(run, run.position), organization, judged)


def seen_by(run: Run, position: int) -> Seen:
    """Return from where a run saw, at its own position or another."""
    return Seen(
        run.plan_version,
        run.assessed_on,
        run.data_set,
        Tree(run.tree),
        run.restated_on,
        position,
        run.rules_version,
    )


def of_judged(seen: Seen, organization: Organization, judged: Iterable[Judged]) -> Material:
    """Return the material of judgements for one organization. Raises NotAssessed."""
    by_place: dict[int, list[Judged]] = defaultdict(list)
    for each in judged:
        by_place[each.organization_id].append(each)
    document = plans.document(seen.version)
    places = [organization.pk, *_below(organization, seen.on, by_place)]
    units = _units(places, seen.on)
    if organization.pk not in by_place or organization.pk not in units:
        raise NotAssessed(str(organization), f"{seen.version} {seen.on}")
    years = _year_figures(document, places, seen)
    appraised = {
        place: tuple(_appraisal(document, units[place], each, years) for each in by_place[place])
        for place in places
    }
    standing = organizations.standing(organization.pk, seen.on)
    assert standing is not None
    issuer, receiver = issuer_and_receiver(document, standing, seen.on)
    batch = Batch.objects.filter(position=seen.position).first()
    return Material(
        plan=document,
        plan_version=seen.version.number,
        unit=units[organization.pk],
        on=seen.on,
        data_set=seen.data_set,
        position=seen.position,
        chain_digest=bytes(batch.chain_digest or b"").hex() if batch else "",
        rules_version=seen.rules_version,
        appraisals=appraised[organization.pk],
        tree=seen.tree.value,
        below=tuple((units[place], appraised[place]) for place in places[1:]),
        statements=tuple(statements(seen.position, units.values()))
        if seen.data_set == DataSet.PUBLISHED
        else (),
        footnotes=_footnotes(appraised[organization.pk]),
        names=_names(document, seen.on),
        issuer=issuer,
        receiver=receiver,
    )


def _below(organization: Organization, on: date, judged: Mapping[int, object]) -> list[int]:
    """Return the judged units directly below, in the order of rank and code."""
    return [
        each.organization_id
        for each in organizations.children(organization.pk, on)
        if each.organization_id in judged
    ]


def _units(places: Sequence[int], on: date) -> dict[int, Unit]:
    return {
        place: Unit(place, each.organization.key, each.name, each.short_name, each.kind)
        for place, each in organizations.standings_of(places, on).items()
    }


def _names(document: PlanDocument, on: date) -> dict[str, str]:
    """Return the short names of the organizations that the plan mentions as leads, supporters or receivers."""
    keys = {document.owner, *(duty.owed_to for duty in document.duties)}
    for each in document.indicators:
        keys |= {*(each.lead or ()), *(each.support or ())}
    found = organizations.at(on).filter(organization__key__in=keys)
    return {each.organization.key: each.short_name for each in found}


def _year_figures(
    document: PlanDocument, places: Sequence[int], seen: Seen
) -> Mapping[tuple[str, int], Figure]:
    """Return what the calendar year of the day brought to sums; nothing for published values, which are as stated."""
    sums = [each for each in document.indicators if each.basis is Basis.CUMULATIVE]
    if not sums or seen.data_set == DataSet.PUBLISHED:
        return {}

    def this_year(_: Indicator) -> Window:
        return Window(max(min(document.first_day, seen.on), date(seen.on.year, 1, 1)), seen.on)

    return figures.compute(
        sums,
        places,
        this_year,
        on=seen.on,
        data_set=seen.data_set,
        position=seen.position,
        tree=seen.tree,
        restated_on=seen.restated_on,
    )


def _appraisal(
    document: PlanDocument, unit: Unit, judged: Judged, years: Mapping[tuple[str, int], Figure]
) -> Appraisal:
    judgement, facts = judged.judgement, judged.facts
    indicator = document.indicator(judgement.indicator)
    course = course_of(facts.promise, facts.on, _first_known(facts))
    return Appraisal(
        unit,
        indicator,
        judgement,
        judged.figure,
        years.get((indicator.code, unit.id)),
        _course(facts, judgement, course),
        _next_year(document, indicator, facts, judgement),
    )


def _first_known(facts: Facts) -> Point | None:
    """Return the earliest value known before the one that is judged, as the rules choose it."""
    earlier = [each for each in facts.points if each.on < (facts.newest_on or facts.on)]
    return min(earlier, key=lambda each: each.on, default=None)


def _course(facts: Facts, judgement: Judgement, course: Course) -> tuple[CourseDay, ...]:
    """Return the way at year ends, on the day itself and on the target's day; yearly sums have no way across years."""
    if facts.promise.basis is Basis.ANNUAL:
        return ()
    known = {each.on: each.value for each in facts.points if each.on < facts.on}
    if facts.value is not None:
        known[facts.on] = facts.value
    last = max(judgement.forecast.on, facts.on)
    ends = {date(year, 12, 31) for year in range(facts.promise.first_day.year, last.year + 1)}
    days = sorted(day for day in {*ends, facts.on, judgement.forecast.on} if day <= last)
    return tuple(
        CourseDay(
            day,
            _standing_on(known, day, facts),
            rounded(course.required_on(day), 4),
            judgement.forecast.value if day == judgement.forecast.on and day > facts.on else None,
        )
        for day in days
    )


def _standing_on(known: Mapping[date, Decimal], day: date, facts: Facts) -> Decimal | None:
    """Return the value known at the end of a day; of reports, only when one came within the year before it."""
    if day > facts.on:
        return None
    before = [each for each in known if each <= day and each.year == day.year]
    return known[max(before)] if before else None


def _next_year(
    document: PlanDocument, indicator: Indicator, facts: Facts, judgement: Judgement
) -> NextYear | None:
    """Return what next year asks; None after the plan's last year, without a target, or once the target is reached."""
    ends_on = date(facts.on.year + 1, 12, 31)
    if ends_on > document.last_day or facts.promise.target is None:
        return None
    is_yearly = facts.promise.basis is Basis.ANNUAL
    if judgement.status in _DONE and not is_yearly:
        return None
    required = course_of(facts.promise, ends_on, _first_known(facts)).required_on(ends_on)
    if required is None:
        return None
    stand = rounded(required, 4)
    assert stand is not None
    if is_yearly:
        return NextYear(ends_on, stand, stand)
    if indicator.is_rate or indicator.basis is Basis.STOCK or facts.value is None:
        return NextYear(ends_on, stand, None)
    return NextYear(ends_on, stand, rounded(max(required - Fraction(facts.value), Fraction(0)), 4))


def _footnotes(appraisals: Iterable[Appraisal]) -> tuple[Footnote, ...]:
    """Return the footnotes of the unit's own figures, each once, by day; those without a day name their indicator."""
    found = {}
    for appraisal in appraisals:
        for each in appraisal.figure.footnotes if appraisal.figure is not None else ():
            text = each.text if each.on else f"{quoted(appraisal.indicator.name)}：{each.text}"
            found[each.on, text] = Footnote(text, each.on)
    return tuple(found[key] for key in sorted(found, key=lambda key: (key[0] or date.min, key[1])))
