"""Requests for roles: the security administrator confirms or refuses, the system administrator takes back what he asked."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from yunjiang.access import permission
from yunjiang.access.models import AssignmentRequest, RequestState, Role, User
from yunjiang.access.people import queries, requests
from yunjiang.access.people.naming import names_of_units
from yunjiang.access.people.refusals import ReasonMissing
from yunjiang.access.permission import Act
from yunjiang.web import listing, toasts
from yunjiang.web.components.overview import Tab
from yunjiang.web.components.said import Empty
from yunjiang.web.components.status import Mark, Tone
from yunjiang.web.components.tables import Cell, Column, Row, Table
from yunjiang.web.pages import people_shell
from yunjiang.web.pages.selection import Unreadable

_MARKS = {
    RequestState.WAITING: ("◇", Tone.LATE),
    RequestState.GRANTED: ("▲", Tone.DONE),
    RequestState.REFUSED: ("◆", Tone.SERIOUS),
    RequestState.WITHDRAWN: ("–", Tone.QUIET),
}


def people_requests(request: HttpRequest) -> HttpResponse:
    """List the requests that concern the viewer, and let him decide on those he picks."""
    viewer = people_shell.enter(request, people_shell.ADMINISTERING)
    if request.method == "POST":
        return _decide(request, viewer)
    is_past = request.GET.get("state") == "decided"
    concerning = queries.requests_concerning(viewer)
    found = (
        concerning.exclude(state=RequestState.WAITING)
        if is_past
        else concerning.filter(state=RequestState.WAITING)
    )
    leaf = listing.leaf(found, ("-pk",), request.GET.get("after", ""))
    here = reverse("people-requests")
    acts = permission.acts_anywhere(viewer)
    waiting_count = concerning.filter(state=RequestState.WAITING).count()
    context = {
        "states": [
            Tab(pgettext("people", "Waiting"), here, not is_past),
            Tab(pgettext("people", "Decided"), f"{here}?state=decided", is_past),
        ],
        "table": _table(request, viewer, leaf.rows, leaf.further, is_past=is_past),
        "decides": not is_past and Act.ASSIGN_ROLES in acts and bool(leaf.rows),
        "withdraws": not is_past and Act.MANAGE_PEOPLE in acts and bool(leaf.rows),
        "lead": ngettext(
            "%(count)d role waits to be confirmed", "%(count)d roles wait to be confirmed", waiting_count
        )
        % {"count": waiting_count}
        if waiting_count
        else _("No role waits to be confirmed"),
    }
    return people_shell.page(request, "people_requests", context)


def _decide(request: HttpRequest, viewer: User) -> HttpResponse:
    """Decide on the picked requests, each for itself, and say what became of them."""
    decision, reason = request.POST.get("decision", ""), request.POST.get("reason", "")
    decide = {
        "grant": lambda each: requests.grant(each, by=viewer),
        "refuse": lambda each: requests.refuse(each, by=viewer, reason=reason),
        "withdraw": lambda each: requests.withdraw(each, by=viewer),
    }.get(decision)
    if decide is None:
        raise Unreadable("decision", decision, _("a decision"))
    people_shell.enter(request, people_shell.KEEPING if decision == "withdraw" else people_shell.ASSIGNING)
    picked = [int(each) for each in request.POST.getlist("request") if each.isascii() and each.isdigit()]
    # Also those that do not concern the viewer: the act itself refuses them, and the trail tells that it was tried.
    found = (
        AssignmentRequest.objects.filter(pk__in=picked).select_related("user", "organization").order_by("pk")
    )
    done = 0
    for each in found:
        try:
            decide(each)
        except ReasonMissing as refusal:
            toasts.warn(request, str(refusal))
            break
        except people_shell.REFUSALS as refusal:
            toasts.warn(request, f"{each.user}: {refusal}")
        else:
            done += 1
    if not picked:
        toasts.warn(request, _("Pick at least one request first."))
    elif done:
        toasts.say(request, _("%(count)d requests settled.") % {"count": done})
    return redirect("people-requests")


def _table(
    request: HttpRequest, viewer: User, rows: Sequence[AssignmentRequest], further: str, *, is_past: bool
) -> Table:
    units = names_of_units(
        [each.organization_id for each in rows]
        + [each.user.organization_id for each in rows if each.user.organization_id is not None]
    )
    columns = [
        Column("person", pgettext("people", "Person")),
        Column("role", _("Role"), place="end plain"),
        Column("unit", _("Over"), place="plain"),
        Column("days", _("Days"), place="plain"),
        Column("asked", _("Asked for by"), place="whole"),
    ]
    if is_past:
        columns.append(Column("state", _("Decision"), place="whole"))
    return Table(
        name="requests",
        title=pgettext("people", "Decided") if is_past else pgettext("people", "Waiting"),
        columns=columns,
        rows=[_row(viewer, each, units, is_past=is_past) for each in rows],
        empty=Empty(
            _("Nothing here yet"),
            _(
                "Roles that system administrators ask for, by hand, in invitations or in imports, stand here until decided."
            ),
        ),
        next_href=listing.turned(request, after=further) if further else "",
        picks="" if is_past else "request",
    )


def _row(viewer: User, asked: AssignmentRequest, units: dict[int, str], *, is_past: bool) -> Row:
    days = pgettext("people", "from %(day)s") % {"day": asked.valid_from}
    if asked.valid_to:
        days = _("%(first)s until before %(last)s") % {"first": asked.valid_from, "last": asked.valid_to}
    cells = [
        Cell(
            str(asked.user),
            small=f"{asked.user.username} · {units.get(asked.user.organization_id or 0, '–')}",
            href=reverse("person", args=[asked.user_id]),
        ),
        Cell(str(Role(asked.role).label)),
        Cell(units.get(asked.organization_id, asked.organization.key)),
        Cell(days),
        Cell(
            str(asked.asked_by or _("the command line")),
            small=f"{timezone.localtime(asked.asked_at):%Y-%m-%d %H:%M} {asked.reason}".strip(),
        ),
    ]
    if is_past:
        state = RequestState(asked.state)
        shape, tone = _MARKS[state]
        small = " · ".join(each for each in (str(asked.decided_by or ""), asked.decision_reason) if each)
        cells.append(Cell(Mark(shape, state.label, tone), small=small))
    return Row(cells, key="" if viewer.pk == asked.user_id else str(asked.pk))
