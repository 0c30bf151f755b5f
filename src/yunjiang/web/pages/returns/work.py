"""My work: what lies with me now, by kind, what is late first; and the same in short for other pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from yunjiang.access.models import User
from yunjiang.access.permission import Act
from yunjiang.organizations import calendar
from yunjiang.returns import inbox
from yunjiang.returns.models import Return, State
from yunjiang.standards.working_days import Overrides
from yunjiang.web.components.overview import Clause
from yunjiang.web.components.status import Mark
from yunjiang.web.pages.returns import marks, reading

SHORT = 6  # things of one kind on other pages; the rest is one click away
LONG = 200


@dataclass(frozen=True)
class Thing:
    """One return that waits for me."""

    unit: str
    cycle: str
    href: str
    act: str
    mark: Mark
    due: marks.Due
    told: str = ""


@dataclass(frozen=True)
class Kind:
    """Everything that waits for me in one way."""

    name: str
    things: Sequence[Thing]
    count: int
    href: str = ""  # where all of it is done together


@dataclass(frozen=True)
class Work:
    """What lies with a person, as a sentence and by kind."""

    lead: Sequence[Clause]
    kinds: Sequence[Kind]
    count: int
    is_short: bool = False


def work(request: HttpRequest) -> HttpResponse:
    """Show what lies with the person who asks: a page, or in short as a fragment. Raises Refused for who has no role."""
    who = reading.reader(request)
    if getattr(request, "htmx", False):
        return render(request, "pages/returns/work_short.html", {"work": of(who.user, SHORT)})
    context = {"work": of(who.user, LONG), "may_see": who.may(Act.SEE_FIGURES)}
    return render(request, "pages/returns/work.html", context)


def of(user: User, most: int) -> Work:
    """Return what lies with a person, at most so many of a kind. Raises nothing: who has no work has none."""
    lies = inbox.asked_of(user)
    today = timezone.localdate()
    dues = _dues([*lies.to_fill, *lies.to_review, *(each.report for each in lies.to_accept)], today)
    back = [each for each in lies.to_fill if each.state == State.RETURNED]
    fresh = [each for each in lies.to_fill if each.state != State.RETURNED]
    kinds = [
        _kind(_("Sent back to me"), back, dues, most, _("Correct"), "return"),
        _kind(_("To fill in"), fresh, dues, most, _("Fill in"), "return"),
        _kind(_("To review"), lies.to_review, dues, most, _("Review"), "return-review", reverse("reviews")),
        _kind(
            _("To accept"),
            [each.report for each in lies.to_accept],
            dues,
            most,
            _("Accept"),
            "return-review",
            reverse("acceptance"),
            {each.report.pk: _sections(len(each.sections)) for each in lies.to_accept},
        ),
    ]
    late = sum(today > dues[each.pk].on for each in lies.to_fill)
    return Work(
        _lead(len(back), len(fresh), len(lies.to_review), len(lies.to_accept), late),
        [each for each in kinds if each.count],
        lies.count,
        most == SHORT,
    )


def _sections(count: int) -> str:
    if not count:
        return _("in words only")
    return ngettext("%(count)d indicator", "%(count)d indicators", count) % {"count": count}


def _dues(reports: Iterable[Return], today: date) -> dict[int, marks.Due]:
    reports = list(reports)
    overrides: dict[int, Overrides] = calendar.overrides_of({each.pk: each.place.path for each in reports})
    return {
        each.pk: marks.due(
            max(each.due_on, each.extended_to or each.due_on), today, overrides.get(each.pk, {})
        )
        for each in reports
    }


def _kind(
    name: str,
    reports: Sequence[Return],
    dues: dict[int, marks.Due],
    most: int,
    act: str,
    address: str,
    href: str = "",
    told: dict[int, str] | None = None,
) -> Kind:
    ordered = sorted(reports, key=lambda each: (dues[each.pk].on, each.cycle_id, each.place.rank))
    things = [
        Thing(
            each.place.short_name,
            reading.told(each.cycle),
            reverse(address, args=[each.pk]),
            act,
            marks.mark_of(each.state),
            dues[each.pk],
            (told or {}).get(each.pk, ""),
        )
        for each in ordered[:most]
    ]
    return Kind(name, things, len(reports), href)


def _lead(back: int, fresh: int, review: int, accept: int, late: int) -> list[Clause]:
    """Say it in one sentence: what went back first, then what is to do, then what is late."""
    told = [
        (back, ngettext("%d return was sent back to me", "%d returns were sent back to me", back), "late"),
        (fresh, ngettext("%d is to fill in", "%d are to fill in", fresh), ""),
        (review, ngettext("%d is to review", "%d are to review", review), ""),
        (accept, ngettext("%d is to accept", "%d are to accept", accept), ""),
        (late, ngettext("%d is late", "%d are late", late), "serious"),
    ]
    clauses: list[Clause] = []
    for count, text, tone in told:
        if count:
            if clauses:
                clauses.append(Clause(pgettext("between clauses", ", ")))
            clauses.append(Clause(text % count, tone))
    return clauses or [Clause(_("Nothing waits for me at the moment"))]
