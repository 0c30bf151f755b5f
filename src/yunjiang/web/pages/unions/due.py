"""Terms that end: whose election is overdue, or due within 30 or 90 days, and certificates that run out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunjiang.organizations.prefixes import begins
from yunjiang.registers.kit import scope
from yunjiang.registers.unions import questions
from yunjiang.registers.unions import terms as rules_of_terms
from yunjiang.registers.unions.choices import Committee
from yunjiang.registers.unions.models import Term, Union
from yunjiang.registers.unions.register import Terms, Unions
from yunjiang.registers.unions.rules import REMINDS
from yunjiang.web import listing
from yunjiang.web.components.numbers import Number
from yunjiang.web.components.said import Empty
from yunjiang.web.components.status import Mark, Tone
from yunjiang.web.components.tables import Cell, Column, Row, Table
from yunjiang.web.pages.registers import place as places
from yunjiang.web.pages.unions.rooms import ROOMS

_ORDER = ("ends_on", "pk")
_SHOWN = 20  # of certificates, and of unions without a term
_STAGES = (-1, *sorted(REMINDS))
_ALL = 0


@dataclass(frozen=True)
class Stage:
    """How many terms end within a stretch of days, and the address that shows them alone."""

    name: str
    count: str
    tone: str
    href: str
    is_here: bool


def due(request: HttpRequest) -> HttpResponse:
    """List the terms that are over or end soon, the oldest first. Raises Refused, Unreadable."""
    place = places.of(request, is_dated=True)
    day = timezone.localdate()
    terms = scope.visible(Terms, place.user).filter(begins("path", place.path))
    within = _within(request.GET.get("within", ""))
    unions = scope.visible(Unions, place.user).filter(begins("path", place.path))
    overdue = questions.terms_overdue(terms, day)
    context: dict[str, Any] = {
        "place": place,
        "crumbs": place.crumbs("union-terms"),
        "tabs": place.rooms(ROOMS, "union-terms"),
        "lead": _lead(
            listing.count_of(overdue), listing.count_of(questions.terms_ending(terms, day, max(REMINDS)))
        ),
        "stages": _stages(place, terms, day, within),
        "table": _table(request, _stage(terms, day, within), day),
        **_unscheduled(unions),
        "certificates": [
            (
                each,
                reverse("register-record", args=[Unions.code, each.pk]),
                (each.certificate_until_on - day).days,
            )
            for each in questions.certificates_ending(unions, day, max(REMINDS))[:_SHOWN]
            if each.certificate_until_on is not None
        ],
    }
    return render(request, "pages/unions/terms.html", context)


def _unscheduled(unions: QuerySet[Union]) -> dict[str, Any]:
    found = questions.without_term(unions)
    rows = list(found[: _SHOWN + 1])
    return {
        "unscheduled": [
            (each, reverse("register-tab", args=[Unions.code, each.pk, "terms"])) for each in rows[:_SHOWN]
        ],
        "unscheduled_count": str(len(rows)) if len(rows) <= _SHOWN else listing.count_of(found),
    }


def _within(text: str) -> int:
    wanted = {str(days): days for days in _STAGES}
    return wanted.get(text, _ALL)


def _stage(terms: QuerySet[Term], day: date, within: int) -> QuerySet[Term]:
    """Return the terms of one stage alone: what an earlier stage shows is left out; or all of them."""
    found = questions.terms_ending(terms, day, max(REMINDS) if within == _ALL else within)
    earlier = [days for days in _STAGES if days < within]
    if within == _ALL or not earlier:
        return found
    return found.filter(ends_on__gt=day + timedelta(days=max(earlier)))


def _lead(overdue: str, ending: str) -> str:
    if ending == "0":
        return _("No election is overdue or due within %(days)d days.") % {"days": max(REMINDS)}
    return _("%(ending)s elections are due within %(days)d days; %(overdue)s of them are overdue.") % {
        "ending": ending,
        "overdue": overdue,
        "days": max(REMINDS),
    }


def _stages(place: places.Place, terms: Any, day: Any, within: int) -> Sequence[Stage]:
    near, far = min(REMINDS), max(REMINDS)
    offered = [
        (_ALL, pgettext("elections", "All of them"), ""),
        (-1, _("Election overdue"), "serious"),
        (near, _("Due within %(days)d days") % {"days": near}, ""),
        (
            far,
            pgettext("elections", "Due in %(first)d to %(last)d days") % {"first": near + 1, "last": far},
            "",
        ),
    ]
    return [
        Stage(
            name,
            listing.count_of(_stage(terms, day, days)),
            tone,
            place.href("union-terms", within=str(days)),
            days == within,
        )
        for days, name, tone in offered
    ]


def _table(request: HttpRequest, found: Any, day: Any) -> Table:
    leaf = listing.leaf(found, _ORDER, request.GET.get("after", ""))
    return Table(
        name="terms",
        title=_("Elections due"),
        columns=[
            Column("union", _("Union")),
            Column("number", _("Term"), is_number=True),
            Column("elected_on", _("Elected on")),
            Column("ends_on", _("Due on"), place="end"),
            Column("left", _("Days left"), is_number=True),
            Column("mark", _("How near"), place="whole"),
        ],
        rows=[_row(each, day) for each in leaf.rows],
        told=_("%(count)s of them") % {"count": listing.count_of(found)},
        empty=Empty(
            _("Nothing is due"),
            _("Terms stand here from %(days)d days before they end until the next election is on record.")
            % {"days": max(REMINDS)},
        ),
        next_href=listing.turned(request, after=leaf.further) if leaf.further else "",
        first_href=listing.turned(request, after="") if request.GET.get("after") else "",
    )


def _row(term: Term, day: Any) -> Row:
    left = (term.ends_on - day).days
    marks = {
        "overdue": Mark("◆", _("Election overdue"), Tone.SERIOUS),
        "30": Mark("◆", _("Due within %(days)d days") % {"days": 30}, Tone.LATE),
    }
    soon = Mark("●", _("Due within %(days)d days") % {"days": max(REMINDS)}, Tone.WELL)
    small = _("extended") if term.extended_to_on else ""
    body = "" if term.committee == Committee.UNION else term.get_committee_display()
    return Row(
        [
            Cell(term.union.name, body, href=reverse("register-record", args=[Unions.code, term.union_id])),
            Cell(Number(str(term.number), "")),
            Cell(f"{term.elected_on:%Y-%m-%d}"),
            Cell(
                f"{term.ends_on:%Y-%m-%d}", small, href=reverse("register-record", args=[Terms.code, term.pk])
            ),
            Cell(Number(str(left).replace("-", "−"), "")),
            Cell(marks.get(rules_of_terms.stage(term, day), soon)),
        ]
    )
