"""The first page: is the promise kept? The answer as a sentence, what wants attention first, the units below beside it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from yunjiang.access import permission
from yunjiang.assessment.rules import summary
from yunjiang.assessment.rules.judgement import Likelihood, Severity, Status
from yunjiang.assessment.rules.trajectory import rises
from yunjiang.ledger import posting
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Kind
from yunjiang.plans.document import Indicator, PlanDocument
from yunjiang.web import judged, visits
from yunjiang.web.components import numbers, status
from yunjiang.web.components.overview import Clause, Group, Places, Row, Tab, Tally
from yunjiang.web.judged import Judged
from yunjiang.web.pages import comments, drawing, late, places, screens
from yunjiang.web.pages import selection as selecting
from yunjiang.web.pages.places import Ranking
from yunjiang.web.pages.selection import NoPlaceOfOnesOwn, Selection
from yunjiang.web.shell import shell

Sort = tuple[Status, Severity | None]
MENTIONS = 5  # unread ones on the first page


@dataclass(frozen=True)
class Wishes:
    """How the reader wants the page arranged; kept in the address."""

    order: str = ""  # "" what wants attention first, "plan" as the plan has it
    sort: str = ""  # only indicators of this status
    indicator: str = ""  # the one shown in the units below
    ranking: Ranking = field(default_factory=Ranking)  # of the units below

    def query(self, selection: Selection, *, is_ranked: bool = True, **changes: str) -> str:
        wishes = {"order": self.order, "status": self.sort, "indicator": self.indicator, **changes}
        kept = {name: value for name, value in wishes.items() if value}
        ranked = self.ranking.query() if is_ranked else ""
        return selection.query + (f"&{urlencode(kept)}" if kept else "") + ranked


@dataclass(frozen=True)
class Overview:
    plan_name: str
    time_rate: str
    lead: Sequence[Clause]
    foreseen: str
    is_empty: bool
    tallies: Sequence[Tally]
    orders: Sequence[Tab]
    groups: Sequence[Group]
    places: Places | None


def cockpit(request: HttpRequest) -> HttpResponse:
    """Show a unit's plan at a glance on a day; who sees no figures is led to the first door that is open to him."""
    try:
        selection = selecting.choose(request)
    except NoPlaceOfOnesOwn:
        doors = shell(request)["navigation"]
        if not doors:
            raise
        return redirect(doors[0].href)
    if request.user.is_authenticated:
        visits.note(request.user, posting.position())
    asked = request.GET
    wishes = Wishes(
        asked.get("order", ""),
        asked.get("status", ""),
        asked.get("indicator", ""),
        Ranking.asked(asked.dict()),
    )
    if screens.is_asked(request):
        return screens.of_overview(
            request, selection, overview(selection, replace(wishes, order="", sort=""))
        )
    return render(
        request,
        "pages/cockpit.html",
        {
            "selection": selection,
            "overview": overview(selection, wishes),
            "rounds": late.rounds(selection),
            "named": comments.unread(request, MENTIONS),
            # A department's own figures are few; what it is here for is what it leads.
            "leads": selection.place.kind == Kind.DEPARTMENT and bool(permission.led_by(request.user)),
        },
    )


def overview(selection: Selection, wishes: Wishes) -> Overview:
    """Make the page's view model."""
    document = selection.document
    known = judged.of_unit(selection)
    counted = summary.summary(
        [each.judgement for each in known.values()], document.first_day, document.last_day, selection.on
    )
    has_below = organizations.children(selection.place.organization_id, selection.on).exists()
    chosen = _chosen(document, known, wishes)
    rows = {
        indicator.code: drawing.row(
            selection,
            indicator,
            known[indicator.code],
            places_href=wishes.query(selection, indicator=indicator.code) if has_below else "",
            is_chosen=has_below and indicator.code == chosen.code,
        )
        for indicator in document.indicators
    }
    shown = [each for each in document.indicators if not wishes.sort or _key(known[each.code]) == wishes.sort]
    by_plan = wishes.order == "plan"
    return Overview(
        plan_name=document.name,
        time_rate=numbers.rate(counted.time_rate),
        lead=_lead(document, counted, selection),
        foreseen=_foreseen(document, counted, selection),
        is_empty=all(each.judgement.value is None for each in known.values()),
        tallies=_tallies(selection, wishes, known),
        orders=[
            Tab(_("by need of attention"), wishes.query(selection, order=""), not by_plan),
            Tab(_("by initiative"), wishes.query(selection, order="plan"), by_plan),
        ],
        groups=_by_plan(document, shown, rows) if by_plan else _by_attention(shown, known, rows),
        places=places.places(selection, chosen, wishes.ranking, wishes.query(selection, is_ranked=False))
        if has_below
        else None,
    )


def _sort(each: Judged) -> Sort:
    return each.judgement.status, each.judgement.severity


def _key(each: Judged) -> str:
    state, severity = _sort(each)
    return f"{state}.{severity}" if severity else str(state)


def _attention(each: Judged) -> tuple[int, int, float]:
    """Order what will be missed first, by how much; all else by status, then by what part of the target is still missing."""
    judgement = each.judgement
    rate = judgement.completion_rate
    if _is_miss(each):
        return 0, 0, -float(_shortfall(each))
    return 1, status.attention(*_sort(each)), float(rate) if rate is not None else 0.0


def _is_miss(each: Judged) -> bool:
    """Say whether a target is missed, or will be if all goes on as it did."""
    return (
        each.judgement.status is Status.NOT_MET or each.judgement.forecast.likelihood is Likelihood.UNLIKELY
    )


def _shortfall(each: Judged) -> Decimal:
    """Return what part of the target will be missing on its day, as far as anybody can tell."""
    target, expected = each.judgement.target, each.judgement.forecast.value
    expected = each.judgement.value if expected is None else expected
    if not target or expected is None:
        return Decimal(0)
    missing = target - expected if rises(each.facts.promise) else expected - target
    return missing / abs(target)


def _chosen(document: PlanDocument, known: Mapping[str, Judged], wishes: Wishes) -> Indicator:
    """Return the indicator shown below: the one asked for, or what wants attention most among those that units report."""
    for indicator in document.indicators:
        if indicator.code == wishes.indicator:
            return indicator
    reported = [
        each for each in document.indicators if "county" in each.reporters or "prefecture" in each.reporters
    ]
    return min(reported or document.indicators, key=lambda each: _attention(known[each.code]))


def _lead(document: PlanDocument, counted: summary.Summary, selection: Selection) -> list[Clause]:
    every = counted.all
    facts = {"all": every.total, "kept": every.in_line_count}
    is_over = selection.on >= document.last_day
    first = (
        _("Of %(all)d indicators %(kept)d are met")
        if is_over
        else _("Of %(all)d indicators %(kept)d keep to their course")
    )
    clauses = [Clause(first % facts)]
    unmet = every.by_status[Status.NOT_MET]
    behind = every.late_count - unmet
    silent, unknown = len(counted.unreported), len(counted.without_data)
    unjudged = len(counted.not_assessed)
    for count, text, tone in (
        (unmet, ngettext("%d is not met", "%d are not met", unmet), "serious"),
        (behind, ngettext("%d is behind", "%d are behind", behind), "late"),
        (silent, ngettext("%d has not been reported", "%d have not been reported", silent), "silent"),
        (unknown, ngettext("%d has no data yet", "%d have no data yet", unknown), "silent"),
        (unjudged, ngettext("%d cannot be assessed", "%d cannot be assessed", unjudged), "silent"),
    ):
        if count:
            clauses += [Clause(pgettext("between clauses", ", ")), Clause(text % count, tone)]
    return [*clauses, Clause(pgettext("end of sentence", "."))]


def _foreseen(document: PlanDocument, counted: summary.Summary, selection: Selection) -> str:
    """Say how many of those that could be judged are expected to be met in the end."""
    judged_count = counted.all.judged_count
    if selection.on >= document.last_day or not judged_count:
        return ""
    return _("Of the %(judged)d assessed, %(count)d can be expected to be met by %(year)d.") % {
        "judged": judged_count,
        "count": judged_count - len(counted.unlikely),
        "year": document.last_day.year,
    }


def _tallies(selection: Selection, wishes: Wishes, known: Mapping[str, Judged]) -> list[Tally]:
    counts = Counter(_sort(each) for each in known.values())
    keys = {_sort(each): _key(each) for each in known.values()}
    return [
        Tally(
            status.mark_of(*sort),
            counts[sort],
            wishes.query(selection, status="" if wishes.sort == keys[sort] else keys[sort]),
            is_chosen=wishes.sort == keys[sort],
        )
        for sort in status.ATTENTION
        if counts[sort]
    ]


def _by_attention(
    shown: Sequence[Indicator], known: Mapping[str, Judged], rows: Mapping[str, Row]
) -> list[Group]:
    ordered = sorted(shown, key=lambda each: _attention(known[each.code]))
    missed = [rows[each.code] for each in ordered if _is_miss(known[each.code])]
    others = [rows[each.code] for each in ordered if not _is_miss(known[each.code])]
    if not missed or not others:
        return [Group("", missed or others, depth=0)]
    expected = _("Cannot be expected to be met (%(count)d)") % {"count": len(missed)}
    return [Group(expected, missed), Group(_("All others (%(count)d)") % {"count": len(others)}, others)]


def _by_plan(document: PlanDocument, shown: Sequence[Indicator], rows: Mapping[str, Row]) -> list[Group]:
    groups: list[Group] = []
    for initiative in document.initiatives:
        within: list[Group] = []
        for action in (each for each in document.actions if each.initiative == initiative.code):
            mine = [rows[each.code] for each in shown if each.action == action.code]
            if mine:
                within.append(Group(f"{action.code} {action.name}", mine, 2, f"action-{action.code}"))
        if within:
            groups += [Group(f"{initiative.code} {initiative.name}", [], depth=1), *within]
    return groups
