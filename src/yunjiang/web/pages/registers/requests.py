"""The desk of changes that were asked for: those to decide on, one's own, those decided; before and after side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.organizations import queries as organizations
from yunjiang.registers.kit import contents, putting, registry, scope
from yunjiang.registers.kit import requests as asking
from yunjiang.registers.kit.models import ChangeRequest, Record, RequestState
from yunjiang.registers.kit.refusals import RegisterRefusal
from yunjiang.web import listing, toasts
from yunjiang.web.components.overview import Tab
from yunjiang.web.components.said import Crumb, Empty
from yunjiang.web.components.status import Mark, Tone
from yunjiang.web.components.tables import Cell, Column, Row, Table
from yunjiang.web.pages.registers import deadlines, home, reading
from yunjiang.web.pages.selection import Unreadable

_MARKS = {
    RequestState.PENDING: ("◇", Tone.LATE),
    RequestState.APPLIED: ("▲", Tone.DONE),
    RequestState.REJECTED: ("◆", Tone.SERIOUS),
    RequestState.CANCELLED: ("–", Tone.QUIET),
}
WAITING, MINE, DECIDED = "", "mine", "decided"


@dataclass(frozen=True)
class Changed:
    """One field as it stands and as it would be."""

    label: str
    before: str
    after: str


def requests(request: HttpRequest) -> HttpResponse:
    """List the requests that wait for the person, his own, or those decided. Raises Refused, Unreadable."""
    user = reading.who(request)
    which = request.GET.get("state", WAITING)
    lists = {WAITING: home.requests_to_decide(user), MINE: asking.made_by(user), DECIDED: _decided(user)}
    if which not in lists:
        raise Unreadable("state", which, f"{MINE}, {DECIDED}")
    order = ("pk",) if which == WAITING else ("-pk",)
    rows = lists[which].select_related("made_by", "decided_by", "organization")
    leaf = listing.leaf(rows, order, request.GET.get("after", ""))
    here = reverse("change-requests")
    count = listing.count_of(lists[WAITING])
    context = {
        "lead": _("No change waits for your decision")
        if count == "0"
        else _("%(count)s changes wait for your decision") % {"count": count},
        "states": [
            Tab(pgettext("requests", "To decide"), here, which == WAITING),
            Tab(pgettext("requests", "Asked for by me"), f"{here}?state={MINE}", which == MINE),
            Tab(pgettext("requests", "Decided"), f"{here}?state={DECIDED}", which == DECIDED),
        ],
        "table": _table(request, leaf),
    }
    return render(request, "pages/registers/table.html", context)


def requested(request: HttpRequest, change: int) -> HttpResponse:
    """Show a request with what stands beside what is wanted, and take the decision on it. Raises Refused, Http404."""
    user = reading.who(request)
    found = (
        ChangeRequest.objects.select_related("made_by", "decided_by", "organization")
        .filter(pk=change)
        .first()
    )
    if found is None:
        raise Http404(_("There is no such request."))
    register = registry.of(found.register)
    record = reading.one(user, register, found.record)
    if request.method == "POST":
        return _decide(request, user, found)
    title = putting.title(register, record)
    is_open = found.state == RequestState.PENDING
    may_check = scope.may(register, user, register.approves, record)
    is_own = found.made_by_id == user.pk
    context = {
        "asked": found,
        "title": title,
        "lead": _("Change of “%(title)s”") % {"title": title},
        "mark": _mark(found),
        "unit": reading.unit_name(found.organization),
        "crumbs": [
            Crumb(_("Registers"), reverse("registers")),
            Crumb(_("Changes asked for"), reverse("change-requests")),
            Crumb(title),
        ],
        "rows": _changed(found),
        "record_href": reverse("register-record", args=[register.code, record.pk]),
        "attachments": found.attachments.select_related("file").filter(removed_at=None),
        "may_decide": is_open and may_check and not is_own,
        "may_cancel": is_open and is_own,
        "why_not": _("A second person decides: not the one who asked.") if is_open and is_own else "",
        "outrun": _("The record changed since this was asked for.")
        if is_open and record.revision != found.revision
        else "",
    }
    return render(request, "pages/registers/request.html", context)


def _decide(request: HttpRequest, user: User, found: ChangeRequest) -> HttpResponse:
    decision, answer = request.POST.get("decision", ""), request.POST.get("answer", "")
    try:
        match decision:
            case "approve":
                asking.approve(found, user, answer)
                said = _("The change is approved and made.")
            case "reject":
                asking.reject(found, user, answer)
                said = _("The change is rejected; who asked for it sees why.")
            case "cancel":
                asking.cancel(found, user)
                said = _("The request is taken back.")
            case _unknown:
                raise Unreadable("decision", decision, "approve, reject, cancel")
    except RegisterRefusal as refusal:
        toasts.warn(request, str(refusal))
        return redirect("change-request", found.pk)
    toasts.say(request, said)
    return redirect("change-requests" if decision != "cancel" else "registers")


def _decided(user: User) -> QuerySet[ChangeRequest]:
    """Return the requests about records that the person may read which are over."""
    readable = Q(pk__in=())
    for each in reading.seen(user):
        readable |= Q(register=each.code) & scope.below(permission.reach(user, each.reads))
    return ChangeRequest.objects.filter(readable).exclude(state=RequestState.PENDING)


def _changed(found: ChangeRequest) -> list[Changed]:
    register = registry.of(found.register)
    return [
        Changed(contents.label(register, path), str(both.get("before") or ""), str(both.get("after") or ""))
        for path, both in found.shown.items()
    ]


def _mark(found: ChangeRequest) -> Mark:
    state = RequestState(found.state)
    shape, tone = _MARKS[state]
    return Mark(shape, state.label, tone)


def _table(request: HttpRequest, leaf: listing.Leaf[ChangeRequest]) -> Table:
    records = deadlines.records_of(leaf.rows)
    units = organizations.standings_of({each.organization_id for each in leaf.rows}, timezone.localdate())
    names = {pk: each.name for pk, each in units.items()}
    return Table(
        name="change-requests",
        title=_("Changes asked for"),
        columns=[
            Column("record", _("Record")),
            Column("state", _("State"), place="end plain"),
            Column("what", _("What would change"), place="whole"),
            Column("unit", _("Unit"), place="plain"),
            Column("who", _("Asked for by"), place="plain"),
        ],
        rows=[_row(each, records.get((each.register, each.record)), names) for each in leaf.rows],
        empty=Empty(
            _("Nothing here yet"),
            _(
                "Changes of guarded fields that somebody asks for stand here until a second person has decided."
            ),
        ),
        next_href=listing.turned(request, after=leaf.further) if leaf.further else "",
        first_href=listing.turned(request, after="") if request.GET.get("after") else "",
    )


def _row(found: ChangeRequest, record: Record | None, names: Mapping[int, str]) -> Row:
    register = registry.of(found.register)
    changed: Sequence[Changed] = _changed(found)
    colon = pgettext("before what follows", ":")
    what = "；".join(f"{each.label}{colon}{each.before or '–'} → {each.after or '–'}" for each in changed[:3])
    if len(changed) > 3:
        more = len(changed) - 3
        what += " " + ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more}
    return Row(
        [
            Cell(
                putting.title(register, record) if record else f"#{found.record}",
                small=str(register.name),
                href=reverse("change-request", args=[found.pk]),
            ),
            Cell(_mark(found)),
            Cell(what, small=found.reason),
            Cell(names.get(found.organization_id, "–")),
            Cell(str(found.made_by), small=f"{timezone.localtime(found.made_at):%Y-%m-%d %H:%M}"),
        ]
    )
