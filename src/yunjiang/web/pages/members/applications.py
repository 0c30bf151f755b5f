"""The desk of applications to join that came from phones: who waits how long, what was said, and the decision."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from yunjiang.access import masking, permission
from yunjiang.access.models import User
from yunjiang.access.people.naming import names_of_units
from yunjiang.access.permission import Act
from yunjiang.persons import purposes
from yunjiang.persons.models import Person
from yunjiang.registers.kit.refusals import RegisterRefusal
from yunjiang.registers.members import deciding
from yunjiang.registers.members.applicants import Application, ApplicationState, Shown
from yunjiang.registers.members.models import Membership, MembershipState
from yunjiang.registers.members.register import Members
from yunjiang.standards import code_tables
from yunjiang.web import listing, toasts
from yunjiang.web.components.said import Crumb, Empty
from yunjiang.web.components.status import Mark, Tone
from yunjiang.web.components.tables import Cell, Column, Row, Table
from yunjiang.web.pages.members.rooms import ROOMS
from yunjiang.web.pages.people_forms import UnitField
from yunjiang.web.pages.registers import place as places
from yunjiang.web.pages.registers import reading


class Decision(forms.Form):
    """What the officer says to an application."""

    shown_by = forms.ChoiceField(
        label=gettext_lazy("How you know who the applicant is"),
        choices=[("", gettext_lazy("choose before you approve")), *Shown.choices],
        required=False,
    )
    answer = forms.CharField(
        label=gettext_lazy("Answer"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("Needed to refuse: the applicant will read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    unit = UnitField(
        label=gettext_lazy("Pass on to"),
        required=False,
        help_text=gettext_lazy(
            "The union that the applicant belongs to, such as that of an area or an industry."
        ),
    )


def desk(request: HttpRequest) -> HttpResponse:
    """List the applications that wait at the person's unions, the nearest due first. Raises Refused, Unreadable."""
    place = places.of(request)
    mine = deciding.desk(place.user)
    leaf = listing.leaf(mine, ("due_on", "pk"), request.GET.get("after", ""))
    count = listing.count_of(mine)
    lead = (
        _("%(count)s people wait for an answer.") % {"count": count} if count != "0" else _("Nobody waits.")
    )
    context: dict[str, Any] = {
        "place": place,
        "crumbs": place.crumbs("member-applications"),
        "tabs": place.rooms(ROOMS, "member-applications"),
        "lead": lead,
        "table": _table(request, leaf),
    }
    return render(request, "pages/members/applications.html", context)


def application(request: HttpRequest, number: int) -> HttpResponse:
    """Show one application, and take the decision. Raises Refused, Http404."""
    user = reading.who(request, Act.KEEP_RECORDS)
    found = Application.objects.select_related("organization", "desk", "decided_by").filter(pk=number).first()
    if found is None:
        raise Http404(_("There is no such application."))
    permission.require(user, Members.keeps, found.organization)
    form = Decision(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            said = _decide(found, request.POST.get("act", ""), form.cleaned_data, user)
        except RegisterRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            toasts.say(request, said)
            return redirect("member-applications")
    status = 422 if form.errors else 200
    return render(request, "pages/members/application.html", _context(found, form, user), status=status)


def _decide(found: Application, act: str, said: Mapping[str, Any], user: User) -> str:
    name = {"name": found.name}
    if act == "admit":
        done = deciding.admit(found, by=user, shown_by=said["shown_by"], note=said["answer"])
        if done.state == ApplicationState.MOVING:
            return (
                _("%(name)s is a member elsewhere; the union there has been asked for the transfer.") % name
            )
        return _("%(name)s is a member now.") % name
    if act == "pass":
        if said["unit"] is None:
            raise _NoUnit
        deciding.pass_on(found, said["unit"], by=user)
        return _("The application of %(name)s was passed on.") % name
    deciding.refuse(found, by=user, answer=said["answer"])
    return _("The application of %(name)s was refused.") % name


class _NoUnit(RegisterRefusal):
    def __str__(self) -> str:
        return _("Name the union to which the application is passed on.")


def _context(found: Application, form: Decision, user: User) -> dict[str, Any]:
    is_open = found.state == ApplicationState.WAITING
    names = names_of_units([found.organization_id, found.desk_id])
    held = deciding.standing_of(found)
    return {
        "application": found,
        "form": form,
        "is_open": is_open,
        "union": names[found.organization_id],
        "desk": names[found.desk_id] if found.raised_count else "",
        "mark": left(found.due_on)
        if is_open
        else Mark("●", str(ApplicationState(found.state).label), Tone.QUIET),
        "said": _said(deciding.said(found, by=user)) if is_open else [],
        "agreed": [purposes.of(code).name for code, ground in found.grounds.items() if "text" in ground],
        "held": _held(held) if held is not None else "",
        "is_here": held is not None and held.organization_id == found.organization_id,
        "crumbs": [
            Crumb(_("Registers"), reverse("registers")),
            Crumb(_("Applications to join"), reverse("member-applications")),
            Crumb(found.name),
        ],
    }


def _held(held: Membership) -> str:
    name = names_of_units([held.organization_id]).get(held.organization_id, "")
    return _("This number is on record in “%(union)s” (%(state)s), as %(name)s.") % {
        "union": name,
        "state": MembershipState(held.state).label,
        "name": held.person.name,
    }


def _said(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what was said as people read it; the number of the document whole, for it is held against the card."""
    told = []
    for path, value in values.items():
        own = path.removeprefix("person__")
        model = Membership if own == path else Person
        shown = f"{own}_mask" if own in ("identity", "phone") else own
        field: Any = model._meta.get_field(shown)
        text = str(dict(field.flatchoices).get(value, value))
        if own == "ethnic_group":
            text = code_tables.name_of("ethnic_group", value)
        elif own == "phone":
            text = masking.phone(value)
        elif isinstance(value, bool):
            text = _("yes") if value else _("no")
        told.append((str(field.verbose_name), text))
    return told


def left(due_on: date) -> Mark:
    """Return how many days there are for an answer."""
    days = (due_on - timezone.localdate()).days
    if days < 0:
        return Mark("◆", _("goes up tonight"), Tone.SERIOUS)
    text = ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}
    return Mark("◇", text, Tone.LATE if days <= 3 else Tone.QUIET)


def _table(request: HttpRequest, leaf: listing.Leaf[Application]) -> Table:
    names = names_of_units({unit for each in leaf.rows for unit in (each.organization_id, each.desk_id)})
    return Table(
        name="member-applications",
        title=_("Applications to join"),
        columns=[
            Column("person", _("Applicant")),
            Column("union", _("Union"), place="whole"),
            Column("received", _("Received"), place="plain"),
            Column("left", _("Time left"), place="end plain"),
        ],
        rows=[
            Row(
                [
                    Cell(
                        each.name,
                        small=each.identity_mask,
                        href=reverse("member-application", args=[each.pk]),
                    ),
                    Cell(
                        names.get(each.organization_id, "–"),
                        small=_("lies with %(desk)s") % {"desk": names.get(each.desk_id, "–")}
                        if each.raised_count
                        else "",
                    ),
                    Cell(f"{timezone.localtime(each.received_at):%Y-%m-%d}"),
                    Cell(left(each.due_on), small=str(each.due_on)),
                ]
            )
            for each in leaf.rows
        ],
        empty=Empty(
            _("Nobody waits"),
            _(
                "Workers apply from their phones; the union decides within its days, or the unit above is asked to."
            ),
        ),
        next_href=listing.turned(request, after=leaf.further) if leaf.further else "",
        first_href=request.path if request.GET.get("after") else "",
    )
