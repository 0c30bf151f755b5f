"""What changed since a moment: which indicators have another value or status, by how much, and by whose postings.

The plan is judged twice, as the ledger stood then and as it stands now, and the judgements are compared.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from yunjiang.assessment import wording
from yunjiang.assessment.rules import changes as rules
from yunjiang.assessment.rules.changes import Turn
from yunjiang.assessment.rules.trajectory import rises
from yunjiang.ledger import touches
from yunjiang.ledger.models import Measure
from yunjiang.ledger.touches import Learned, News
from yunjiang.organizations import queries as organizations
from yunjiang.plans.document import Indicator
from yunjiang.web import judged
from yunjiang.web.components import numbers
from yunjiang.web.components.news import Cause, Change
from yunjiang.web.components.overview import Clause, Tab
from yunjiang.web.components.status import Tone
from yunjiang.web.judged import Judged
from yunjiang.web.pages import drawing, since
from yunjiang.web.pages import selection as selecting
from yunjiang.web.pages.selection import Selection
from yunjiang.web.pages.since import Since
from yunjiang.web.pages.wording import NEWS

BRIEF = 5  # changes on the first page; all of them on this one

_TONES: dict[Turn, Tone] = {
    Turn.WORSENED: Tone.SERIOUS,
    Turn.FELL_SILENT: Tone.SILENT,
    Turn.REPORTED: Tone.WELL,
    Turn.IMPROVED: Tone.DONE,
}


@dataclass(frozen=True)
class Told:
    """The view model: one sentence, then every change, the worst news first."""

    since: Since
    lead: Sequence[Clause]
    changes: Sequence[Change]
    tabs: Sequence[Tab]
    href: str
    more_count: int
    is_beginning: bool  # the ledger was empty then: everything is new, and listing it says nothing
    gap: str


def changes(request: HttpRequest) -> HttpResponse:
    """Show what changed at a unit since a moment: a page, or the first few as a part of another one."""
    selection = selecting.choose(request)
    moment = since.choose(request, selection)
    is_part = request.GET.get("part") == "brief"
    told = tell(selection, moment, limit=BRIEF if is_part else None)
    template = "components/changes_brief.html" if is_part else "pages/changes.html"
    return render(request, template, {"selection": selection, "told": told})


def tell(selection: Selection, moment: Since, limit: int | None = None) -> Told:
    """Make the view model, with at most `limit` changes."""
    now = judged.of_unit(selection)
    before = moment.before(selection)
    is_beginning = before.position == 0
    then = now if is_beginning else judged.of_unit(before)
    place = selection.place.organization_id
    found = rules.changes(
        {(place, code): each.judgement for code, each in then.items()},
        {(place, code): each.judgement for code, each in now.items()},
    )
    shown = found[:limit]
    indicators = {each.code: each for each in selection.document.indicators}
    causes = _causes(selection, before, [indicators[each.indicator] for each in shown])
    href = reverse("changes") + selection.query
    return Told(
        since=moment,
        lead=_lead(moment, [each.turn for each in found], is_beginning),
        changes=[
            _change(
                selection,
                before,
                indicators[each.indicator],
                each.turn,
                then[each.indicator],
                now[each.indicator],
                causes[each.indicator],
            )
            for each in shown
        ],
        tabs=since.tabs(moment, href),
        href=f"{href}&since={moment.key}",
        more_count=len(found) - len(shown),
        is_beginning=is_beginning,
        gap=numbers.rate(rules.NOTABLE_POINTS),
    )


def _lead(moment: Since, turns: Sequence[Turn], is_beginning: bool) -> list[Clause]:
    end = Clause(pgettext("end of sentence", "."))
    if is_beginning:
        return [
            Clause(_("The ledger was empty at %(since)s; everything is new") % {"since": moment.name}),
            end,
        ]
    if not turns:
        return [Clause(_("Nothing has changed since %(since)s") % {"since": moment.name}), end]
    count = len(turns)
    clauses = [
        Clause(
            ngettext(
                "Since %(since)s %(count)d indicator has changed",
                "Since %(since)s %(count)d indicators have changed",
                count,
            )
            % {"since": moment.name, "count": count}
        )
    ]
    worse = sum(turn in (Turn.WORSENED, Turn.FELL_SILENT) for turn in turns)
    better = sum(turn in (Turn.IMPROVED, Turn.REPORTED) for turn in turns)
    for number, text, tone in (
        (worse, ngettext("%d has a worse status", "%d have a worse status", worse), "serious"),
        (better, ngettext("%d has a better status", "%d have a better status", better), ""),
    ):
        if number:
            clauses += [Clause(pgettext("between clauses", ", ")), Clause(text % number, tone)]
    return [*clauses, end]


def _change(
    selection: Selection,
    past: Selection,
    indicator: Indicator,
    turn: Turn,
    before: Judged,
    after: Judged,
    causes: Sequence[Cause],
) -> Change:
    one, other = before.judgement, after.judgement
    difference = None if one.value is None or other.value is None else other.value - one.value
    is_notable = rules.is_notable(one, other, is_rate=indicator.is_rate)
    return Change(
        code=indicator.code,
        name=indicator.name,
        href=reverse("indicator", args=[indicator.code]) + selection.query,
        word=str(wording.TURNS[turn]),
        tone=_tone(turn, difference, before),
        before=drawing.value_of(past.query, indicator, before),
        after=drawing.value_of(selection.query, indicator, after),
        difference=signed(difference, indicator),
        arrow="" if not difference or not is_notable else "↑" if difference > 0 else "↓",
        mark_before=drawing.mark_of(one),
        mark=drawing.mark_of(other),
        causes=causes,
        is_by_calendar=not causes and turn is not Turn.RETARGETED,
    )


def _tone(turn: Turn, difference: Decimal | None, before: Judged) -> Tone:
    if turn in _TONES:
        return _TONES[turn]
    if not difference:
        return Tone.QUIET
    return Tone.DONE if (difference > 0) == rises(before.facts.promise) else Tone.LATE


def signed(difference: Decimal | None, indicator: Indicator) -> str:
    """Write a difference with its sign and unit; of rates in points."""
    if difference is None:
        return ""
    text, unit = numbers.shortened(abs(difference), _("points") if indicator.is_rate else indicator.unit)
    sign = "+" if difference > 0 else "−" if difference else "±"
    return f"{sign}{text} {unit}".rstrip()


def _causes(
    selection: Selection, before: Selection, indicators: Sequence[Indicator]
) -> dict[str, list[Cause]]:
    """Return what was posted between for each of the indicators, by code; three queries for all."""
    measures = {measure for each in indicators for measure in each.measures()}
    found = touches.learned(
        before.position,
        selection.position,
        data_set=selection.data_set.value,
        measures=measures,
        below=selection.place.path,
    )
    units = organizations.standings_of({each.organization_id for each in found}, selection.on)
    known = {each.code: each for each in Measure.objects.filter(code__in=measures)} if found else {}
    by_measure: dict[str, list[Cause]] = defaultdict(list)
    for each in found:
        unit = units.get(each.organization_id)
        by_measure[each.measure].append(
            _cause(each, unit.short_name or unit.name if unit else "", known[each.measure])
        )
    return {
        each.code: [cause for measure in dict.fromkeys(each.measures()) for cause in by_measure[measure]]
        for each in indicators
    }


def _cause(learned: Learned, unit: str, measure: Measure) -> Cause:
    text, spoken_unit = numbers.shortened(abs(learned.quantity), measure.unit)
    sign = "+" if learned.quantity > 0 else "−" if learned.quantity else "±"
    return Cause(
        news=str(NEWS[learned.news]),
        unit=unit,
        measure=measure.name,
        difference=f"{sign}{text} {spoken_unit}",
        told_by=learned.recorded_by,
        title=learned.title,
        position=learned.position,
        is_correction=learned.news is not News.FIRST,
    )
