"""Giving a member a place of a service at the counter: found by identity number, told why not, or handed a code."""

import time
from typing import Any

import qrcode
from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from yunjiang.access import trail
from yunjiang.access.models import User
from yunjiang.access.permission import Act, Refused
from yunjiang.organizations.models import Organization
from yunjiang.persons import consenting, purposes, reaching, sealed
from yunjiang.persons.models import Person
from yunjiang.persons.refusals import PersonRefusal
from yunjiang.registers.kit import facts, scope
from yunjiang.registers.kit.refusals import RegisterRefusal
from yunjiang.registers.services import claiming, codes, offering
from yunjiang.registers.services.models import Claim, Service
from yunjiang.registers.services.refusals import REASONS
from yunjiang.registers.services.register import Claims, Services
from yunjiang.web import toasts
from yunjiang.web.components.said import Crumb
from yunjiang.web.pages.registers import reading

_HOW = "柜台当面同意"


class Finding(forms.Form):
    """By what a member is found."""

    number = forms.CharField(
        label=gettext_lazy("Identity number"),
        max_length=24,
        help_text=gettext_lazy(
            "As on the card that the member shows; it is kept nowhere but in the member's record."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )


def give(request: HttpRequest, service: int) -> HttpResponse:
    """Find a member and give a place. Raises Refused, Http404."""
    user = reading.who(request, Act.KEEP_RECORDS)
    found = _offered(request, user, service)
    form = Finding(request.POST or None)
    context: dict[str, Any] = {"form": form, "service": found, "crumbs": _crumbs(user, found)}
    if request.method == "POST" and form.is_valid():
        person = _found(user, form.cleaned_data["number"])
        if person is None:
            form.add_error(
                "number", _("No member of your unions has this number. Check it, or enrol the member first.")
            )
        elif not _keeps(user, found, person):
            form.add_error(
                "number", _("The member belongs to a union of another officer, who gives the place.")
            )
        elif "give" in request.POST:
            try:
                if request.POST.get("agreed"):
                    _agree(person, request.POST["agreed"], user)
                made = claiming.claim(found, person, by=user)
            except (RegisterRefusal, PersonRefusal) as refusal:
                form.add_error(None, str(refusal))
            else:
                toasts.say(request, _("%(person)s has a place.") % {"person": person.name})
                return redirect("service-claim", made.pk)
        else:
            against = claiming.reasons_against(found, [person], timezone.localdate())[person.pk]
            context |= {
                "person": person,
                "number": form.cleaned_data["number"],
                "against": [str(REASONS[each]) for each in against],
                "to_agree": None
                if consenting.may_use(person, claiming.PURPOSE)
                else purposes.of(claiming.PURPOSE),
                "had": Claim.objects.filter(
                    person=person, benefit=found.benefit or found.number, slot__isnull=False
                ).count(),
            }
    return render(request, "pages/services/give.html", context, status=422 if form.errors else 200)


def claim(request: HttpRequest, claim: int) -> HttpResponse:
    """Show the code of a claim, to be printed for who has no phone, with its picture. Raises Refused, Http404."""
    user, _register, found = reading.record(request, Claims.code, claim)
    assert isinstance(found, Claim)
    if not claiming.may_give(user, found.service, found.organization):
        raise Refused(Claims.keeps, reading.unit_name(found.organization), found.organization_id)
    if request.method == "POST" and "cancel" in request.POST:
        try:
            claiming.cancel(found, by=user, reason=request.POST.get("reason", "")[:400])
        except RegisterRefusal as refusal:
            toasts.warn(request, str(refusal))
        else:
            toasts.say(request, _("The place is free again."))
        return redirect("register-record", Claims.code, found.pk)
    trail.note("registers.read", subject=f"{Claims.code}:{found.pk}", organization_id=found.organization_id)
    context = {
        "claim": found,
        "service": found.service,
        "digits": " ".join(found.code[place : place + 4] for place in range(0, len(found.code), 4)),
        "picture": squares(codes.picture(found.code, time.time())),
        "crumbs": [*_crumbs(user, found.service)[:-1], Crumb(pgettext("of a claim", "Code"))],
    }
    return render(request, "pages/services/claim.html", context)


def squares(text: str) -> dict[str, Any]:
    """Return the picture of a text as one path of squares, and how many squares wide it is (ISO/IEC 18004, level M)."""
    made = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    made.add_data(text)
    made.make(fit=True)
    rows = made.get_matrix()
    path = "".join(
        f"M{column} {row}h1v1h-1z"
        for row, line in enumerate(rows)
        for column, dark in enumerate(line)
        if dark
    )
    return {"path": path, "width": len(rows)}


def _found(user: User, number: str) -> Person | None:
    """Return the person with this number whom one of the officer's unions knows; the looking is in the trail."""
    trail.note("registers.search", subject=Services.code, facts={"by": "identity number"})
    try:
        key = sealed.identity_key(number)
    except ValueError:
        return None
    person = Person.objects.filter(identity_key=key, erased_at=None).first()
    if person is None or not reaching.may(user, Act.KEEP_RECORDS, person):
        return None
    return person


def _offered(request: HttpRequest, user: User, service: int) -> Service:
    """Return a service that reaches the person's units. Raises Http404, Refused for one of units elsewhere."""
    found = offering.reaching(user).select_related("organization").filter(pk=service).first()
    if found is None:
        reading.record(request, Services.code, service)
        raise Http404(_("There is no such service."))
    return found


def _agree(person: Person, version: str, user: User) -> None:
    """Record that the member agreed at the counter to the words of this version, where that is not on record yet."""
    if not consenting.may_use(person, claiming.PURPOSE):
        consenting.record(person, claiming.PURPOSE, is_given=True, how=_HOW, by=user, version=version)


def _keeps(user: User, service: Service, person: Person) -> bool:
    """Say whether the person keeps the records of the service, or of the union that the member belongs to."""
    told = facts.ask("membership", [person.pk], timezone.localdate()).get(person.pk)
    if told is None:
        return True  # the reasons against are told
    return claiming.may_give(user, service, Organization.objects.get(pk=told["organization_id"]))


def _crumbs(user: User, service: Service) -> list[Crumb]:
    may_read = scope.may(Services, user, Services.reads, service.organization)
    href = reverse("register-record", args=[Services.code, service.pk]) if may_read else ""
    return [
        Crumb(_("Registers"), reverse("registers")),
        Crumb(_("What is offered"), reverse("service-catalogue")),
        Crumb(service.name, href),
        Crumb(_("Give a place")),
    ]
