"""The transfer desk: what comes in and waits for an answer, what went out, and the answer itself."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.access.permission import Act, Refused
from yunjiang.organizations import queries as organizations
from yunjiang.registers.kit.refusals import RegisterRefusal
from yunjiang.registers.members import transfers
from yunjiang.registers.members.models import Transfer, TransferStarter, TransferState
from yunjiang.registers.members.register import Members
from yunjiang.web import listing, toasts
from yunjiang.web.components.said import Crumb, Empty
from yunjiang.web.components.status import Mark, Tone
from yunjiang.web.components.tables import Cell, Column, Row, Table
from yunjiang.web.pages.members.rooms import ROOMS
from yunjiang.web.pages.registers import place as places
from yunjiang.web.pages.registers import reading


class Answer(forms.Form):
    """What one side says to a transfer."""

    work_place = forms.CharField(
        label=gettext_lazy("Place of work from now on"), max_length=120, required=False
    )
    answer = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("Needed to refuse: the person and the other union will read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def desk(request: HttpRequest) -> HttpResponse:
    """List the transfers of the person's unions that wait for an answer, the nearest due first. Raises Refused, Unreadable."""
    place = places.of(request)
    user = place.user
    is_incoming = request.GET.get("side", "in") != "out"
    mine = transfers.desk(user, is_incoming=is_incoming)
    leaf = listing.leaf(mine, ("due_on", "pk"), request.GET.get("after", ""))
    other = transfers.desk(user, is_incoming=not is_incoming)
    context: dict[str, Any] = {
        "place": place,
        "crumbs": place.crumbs("member-transfers"),
        "tabs": place.rooms(ROOMS, "member-transfers"),
        "lead": _lead(listing.count_of(mine), is_incoming),
        "is_incoming": is_incoming,
        "other_count": listing.count_of(other),
        "table": _table(request, user, leaf, is_incoming),
    }
    return render(request, "pages/members/transfers.html", context)


def transfer(request: HttpRequest, number: int) -> HttpResponse:
    """Show one transfer with its two sides, and take the answer. Raises Refused, Http404."""
    user = reading.who(request, Act.SEE_RECORDS)
    rows = Transfer.objects.select_related(
        "membership__person", "source", "target", "started_by", "decided_by"
    )
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404(_("There is no such transfer."))
    if not any(permission.may(user, Members.reads, each) for each in (found.source, found.target)):
        raise Refused(Members.reads, "")
    form = Answer(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            said = _decide(found, request.POST.get("act", ""), form, user)
        except RegisterRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            toasts.say(request, said)
            return redirect("member-transfers")
    return render(
        request,
        "pages/members/transfer.html",
        _context(found, form, user),
        status=422 if form.errors else 200,
    )


def _decide(found: Transfer, act: str, form: Answer, user: User) -> str:
    name = found.membership.person.name
    if act == "accept":
        transfers.accept(found, by=user, work_place=form.cleaned_data["work_place"])
        return _("%(name)s is a member of the union entered from today on.") % {"name": name}
    if act == "refuse":
        transfers.refuse(found, by=user, answer=form.cleaned_data["answer"])
        return _("%(name)s stays a member of the union.") % {"name": name}
    transfers.withdraw(found, by=user, answer=form.cleaned_data["answer"])
    return _("The transfer of %(name)s was taken back.") % {"name": name}


def _context(found: Transfer, form: Answer, user: User) -> dict[str, Any]:
    units = organizations.standings_of([found.source_id, found.target_id], timezone.localdate())
    is_open = found.state == TransferState.OPEN
    answers = is_open and transfers.answers(found, user)
    if not answers:
        form.fields["answer"].help_text = ""
    return {
        "transfer": found,
        "person": found.membership.person,
        "source": units[found.source_id].name if found.source_id in units else "–",
        "target": units[found.target_id].name if found.target_id in units else "–",
        "mark": left(found) if is_open else Mark("●", str(TransferState(found.state).label), Tone.QUIET),
        "starter": str(TransferStarter(found.starter).label),
        "form": form,
        "answers": answers,
        "takes_back": is_open and not answers and transfers.asked(found, user),
        "record_href": _record_href(found, user),
        "crumbs": [
            Crumb(_("Registers"), reverse("registers")),
            Crumb(_("Transfers"), reverse("member-transfers")),
            Crumb(found.membership.person.name),
        ],
    }


def _record_href(found: Transfer, user: User) -> str:
    """Return the page of the member's record at the side that the person reads, the union entered before the union left."""
    sides = [(found.source, found.membership_id)]
    if found.arrived_id is not None:
        sides.insert(0, (found.target, found.arrived_id))
    for unit, row in sides:
        if permission.may(user, Members.reads, unit):
            return reverse("register-record", args=[Members.code, row])
    return ""


def left(found: Transfer) -> Mark:
    """Return how many days there are for an answer."""
    days = (found.due_on - timezone.localdate()).days
    if days < 0:
        return Mark("◆", _("accepted tonight"), Tone.SERIOUS)
    text = ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}
    return Mark("◇", text, Tone.LATE if days <= 3 else Tone.QUIET)


def _lead(count: str, is_incoming: bool) -> str:
    if count == "0":
        return _("No transfer waits.")
    if is_incoming:
        return _("%(count)s transfers into your unions wait for an answer.") % {"count": count}
    return _("%(count)s transfers out of your unions are under way.") % {"count": count}


def _table(request: HttpRequest, user: User, leaf: listing.Leaf[Transfer], is_incoming: bool) -> Table:
    numbers = {unit for each in leaf.rows for unit in (each.source_id, each.target_id)}
    units = {pk: each.name for pk, each in organizations.standings_of(numbers, timezone.localdate()).items()}
    return Table(
        name="member-transfers",
        title=_("Into your unions") if is_incoming else _("Out of your unions"),
        columns=[
            Column("person", _("Member")),
            Column("from", pgettext("a transfer", "From"), place="whole"),
            Column("to", pgettext("a transfer", "To"), place="whole"),
            Column("starter", _("Asked by"), place="plain"),
            Column("left", _("Time left"), place="end plain"),
        ],
        rows=[
            Row(
                [
                    Cell(
                        each.membership.person.name,
                        small=each.membership.person.identity_mask,
                        href=reverse("member-transfer", args=[each.pk]),
                    ),
                    Cell(units.get(each.source_id, "–")),
                    Cell(units.get(each.target_id, "–")),
                    Cell(str(TransferStarter(each.starter).label)),
                    Cell(left(each), small=str(each.due_on)),
                ]
            )
            for each in leaf.rows
        ],
        empty=Empty(
            _("No transfer waits"),
            _(
                "A worker, the union left or the union entered asks; the other side answers here within its days."
            ),
        ),
        next_href=listing.turned(request, after=leaf.further) if leaf.further else "",
        first_href=request.path if request.GET.get("after") else "",
    )
