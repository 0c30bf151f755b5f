"""One indicator at one unit: how it stands, what was promised in whose words, who has reported, what other rules would say."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunjiang.assessment import wording
from yunjiang.assessment.rules.methods.comparison import compare
from yunjiang.ledger.models import DataSet
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Standing
from yunjiang.plans.document import Indicator
from yunjiang.standards.numbers import round_half_up
from yunjiang.web import judged
from yunjiang.web.components import numbers, status
from yunjiang.web.components.numbers import Number
from yunjiang.web.components.overview import Clause, Places
from yunjiang.web.components.status import Mark
from yunjiang.web.judged import Judged
from yunjiang.web.pages import drawing, places, promise, screens
from yunjiang.web.pages import selection as selecting
from yunjiang.web.pages.places import Ranking
from yunjiang.web.pages.promise import Fact
from yunjiang.web.pages.selection import Selection


@dataclass(frozen=True)
class Told:
    """What one method says, and why it parts from ours if it does."""

    method: str
    mark: Mark
    own_word: str
    number: str
    causes: Sequence[str]


@dataclass(frozen=True)
class Named:
    """A unit with the address of the indicator there."""

    name: str
    href: str


@dataclass(frozen=True)
class Covered:
    """Which of the units that owe a report have reported."""

    reported: Sequence[Named]
    silent: Sequence[Named]

    @property
    def total(self) -> int:
        return len(self.reported) + len(self.silent)


@dataclass(frozen=True)
class Beside:
    """What was reported, what registers hold, and the evidence rate."""

    reported: Number
    held: Number
    has_register: bool
    rate: str


@dataclass(frozen=True)
class Portrait:
    """The view model of the page."""

    indicator: Indicator
    initiative: str
    action: str
    mark: Mark
    lead: Sequence[Clause]
    strip: Sequence[tuple[str, Number]]
    reasons: Sequence[str]
    footnotes: Sequence[str]
    chart: dict[str, Any]
    facts: Sequence[Fact]
    methods: Sequence[Told]
    covered: Covered | None
    places: Places | None
    entries_href: str
    entry_count: int
    evidence: Beside | None  # none of published values, which have no registers


def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """Show an indicator at a unit."""
    selection = selecting.choose(request, leads=selecting.leads_of(code))
    try:
        wanted = selection.document.indicator(code)
    except KeyError:
        raise Http404(_("The plan has no indicator %(code)s.") % {"code": code}) from None
    portrait = portray(selection, wanted, Ranking.asked(request.GET.dict()))
    if screens.is_asked(request):
        return screens.of_indicator(
            request, selection, code, portrait, has_places=portrait.places is not None
        )
    return render(request, "pages/indicator.html", {"selection": selection, "portrait": portrait})


def portray(selection: Selection, wanted: Indicator, ranking: Ranking) -> Portrait:
    """Make the page's view model."""
    known = judged.of_unit(selection)[wanted.code]
    document = selection.document
    action = next(each for each in document.actions if each.code == wanted.action)
    initiative = next(each for each in document.initiatives if each.code == action.initiative)
    has_below = organizations.children(selection.place.organization_id, selection.on).exists()
    return Portrait(
        indicator=wanted,
        initiative=f"{initiative.code} {initiative.name}",
        action=f"{action.code} {action.name}",
        mark=drawing.mark_of(known.judgement),
        lead=_lead(wanted, known),
        strip=_strip(selection, wanted, known),
        reasons=[str(wording.REASONS[each]) for each in known.judgement.reasons],
        footnotes=_footnotes(known),
        chart=_chart(selection, wanted, known),
        facts=promise.facts(selection, wanted),
        methods=_methods(known),
        covered=_covered(selection, wanted),
        places=places.places(selection, wanted, ranking, selection.query) if has_below else None,
        entries_href=reverse("entries", args=[wanted.code]) + selection.query,
        entry_count=known.figure.entry_count,
        evidence=_beside(selection, wanted),
    )


def _beside(selection: Selection, wanted: Indicator) -> Beside | None:
    if selection.data_set is DataSet.PUBLISHED:
        return None
    found = judged.evidence(selection, [wanted])[wanted.code]
    return Beside(
        numbers.number(found.reported.value, wanted.unit),
        numbers.number(found.evidenced.value, wanted.unit),
        found.has_register,
        numbers.rate(found.rate),
    )


def _lead(wanted: Indicator, known: Judged) -> list[Clause]:
    """Say in one sentence how it stands, what was required, and what is to be expected."""
    judgement, figure = known.judgement, known.figure
    mark = drawing.mark_of(judgement)
    if figure.value is None:
        return [
            Clause(wanted.name),
            Clause(pgettext("before what follows", ": ")),
            Clause(str(mark.word), mark.tone),
            Clause(pgettext("end of sentence", ".")),
        ]
    value = numbers.spoken(figure.value, wanted.unit)
    clauses = [Clause(_("%(name)s stands at %(value)s") % {"name": wanted.name, "value": value})]
    if judgement.completion_rate is not None and judgement.target is not None and not wanted.is_rate:
        facts = {
            "rate": numbers.rate(judgement.completion_rate),
            "target": numbers.spoken(judgement.target, wanted.unit),
        }
        clauses.append(Clause(_(", %(rate)s of the target of %(target)s") % facts))
    if judgement.required is not None and judgement.required != judgement.target:
        facts = {"required": numbers.spoken(numbers.about(judgement.required), wanted.unit)}
        clauses.append(Clause(_("; %(required)s is required by this day") % facts))
    clauses += [Clause(pgettext("between clauses", ", ")), Clause(str(mark.word), mark.tone)]
    outlook = drawing.outlook_of(judgement)
    if outlook is not None and judgement.forecast.value is not None:
        expected = numbers.about(judgement.forecast.value)
        facts = {"on": judgement.forecast.on.isoformat(), "value": numbers.spoken(expected, wanted.unit)}
        clauses.append(Clause(_("; at this pace %(value)s can be expected on %(on)s") % facts))
        clauses += [Clause(pgettext("between clauses", ", ")), Clause(str(outlook.word), outlook.tone)]
    return [*clauses, Clause(pgettext("end of sentence", "."))]


def _strip(selection: Selection, wanted: Indicator, known: Judged) -> list[tuple[str, Number]]:
    """Return the few numbers under the sentence, each with its label; what is not known is left out."""
    judgement = known.judgement
    strip = [(_("Value"), drawing.value_of(selection.query, wanted, known))]
    for label, value, unit in (
        (_("Required by this day"), judgement.required, wanted.unit),
        (_("Target"), judgement.target, wanted.unit),
        (_("Of target"), judgement.completion_rate, "%"),
        (_("Of the way"), judgement.progress_rate, "%"),
        (_("Points before (+) or behind (−) the course"), judgement.gap_points, _("points")),
    ):
        if value is not None:
            strip.append((label, numbers.estimate(value, unit)))
    pace = judgement.pace
    step = str(wording.PACES[pace.unit])
    for label, value in (
        (_("So far, %(step)s") % {"step": step}, pace.so_far),
        (_("Needed from now, %(step)s") % {"step": step}, pace.required),
    ):
        if value is not None:
            strip.append((label, numbers.estimate(value, _("points") if wanted.is_rate else wanted.unit)))
    return strip


def _footnotes(known: Judged) -> list[str]:
    figure = known.figure
    notes = [f"{note.on.isoformat()} {note.text}" if note.on else note.text for note in figure.footnotes]
    if figure.straddling_count:
        notes.append(
            _("%d entries overlap the edge of the period and are not counted.") % figure.straddling_count
        )
    if figure.overlap_count:
        notes.append(
            _("%d pairs of returns of one unit overlap in time: perhaps the same was told twice.")
            % figure.overlap_count
        )
    if figure.stale_count:
        notes.append(_("%d units have no observation young enough to count.") % figure.stale_count)
    return notes


def _chart(selection: Selection, wanted: Indicator, known: Judged) -> dict[str, Any]:
    """Return what trajectory.js draws: days as ISO texts, values as numbers in the indicator's unit."""
    document = selection.document
    fan = drawing.fan_of(known.judgement)
    last_known = known.points[-1] if known.points else None
    forecast: list[list[Any]] = []
    low: list[list[Any]] = []
    width: list[list[Any]] = []
    if fan is not None and last_known is not None:
        begin, end = last_known.on.isoformat(), fan.on.isoformat()
        forecast = [[begin, _plain(last_known.value)], [end, _plain(fan.value)]]
        if fan.low is not None and fan.high is not None:
            low = [[begin, _plain(last_known.value)], [end, _plain(fan.low)]]
            width = [[begin, 0], [end, _plain(fan.high - fan.low)]]
    last = max(document.last_day, known.judgement.due_on)
    return {
        "unit": wanted.unit,
        "first": document.first_day.isoformat(),
        "last": last.isoformat(),
        "scale": wanted.is_rate,
        "target": _plain(known.judgement.target),
        "actual": [[point.on.isoformat(), _plain(point.value)] for point in known.points],
        "required": [
            [dot.on.isoformat(), _plain(dot.value)] for dot in known.course if dot.value is not None
        ],
        "forecast": forecast,
        "low": low,
        "width": width,
        "words": {
            "actual": _("Value"),
            "required": _("Required"),
            "target": _("Target"),
            "forecast": _("Forecast"),
            "wan": _("万"),
            "described": _("%(name)s over time, with the required course and the forecast")
            % {"name": wanted.name},
        },
    }


def _plain(value: Decimal | None) -> float | None:
    """Return a number for drawing; figures themselves never become floating point."""
    return None if value is None else float(value)


def _methods(known: Judged) -> list[Told]:
    comparison = compare(known.facts)
    partings = {parting.method: parting.causes for parting in comparison.partings}
    return [
        Told(
            str(wording.METHODS.get(result.method, result.method)),
            status.leaning_of(result.leaning),
            result.category,
            "" if result.score is None else numbers.grouped(round_half_up(result.score, 2)),
            [str(wording.CAUSES[cause]) for cause in partings.get(result.method, ())],
        )
        for result in comparison.results
    ]


def _covered(selection: Selection, wanted: Indicator) -> Covered | None:
    reported, silent = judged.coverage(selection, wanted)
    if not reported and not silent:
        return None
    units = organizations.standings_of([*reported, *silent], selection.on)

    def named(ids: Sequence[int]) -> list[Named]:
        here = reverse("indicator", args=[wanted.code])
        return [
            Named(each.short_name or each.name, here + selection.at(each.organization.key))
            for each in _in_order(units, ids)
        ]

    return Covered(named(reported), named(silent))


def _in_order(units: dict[int, Standing], ids: Sequence[int]) -> list[Standing]:
    found = [units[each] for each in ids if each in units]
    return sorted(found, key=lambda each: (each.path.count("/"), each.rank, each.code))
