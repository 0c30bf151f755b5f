"""Handing the places of a service down to units."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Organization
from yunjiang.registers.kit import scope
from yunjiang.registers.kit.refusals import RegisterRefusal
from yunjiang.registers.services.allotting import allot
from yunjiang.registers.services.models import Allotment, Service
from yunjiang.registers.services.register import Services
from yunjiang.web import toasts
from yunjiang.web.components.said import Crumb
from yunjiang.web.pages.people_forms import UnitField
from yunjiang.web.pages.registers import reading


class Allotting(forms.Form):
    """One unit more, or another number for one that has places already."""

    unit = UnitField(
        label=gettext_lazy("Unit"),
        help_text=gettext_lazy("Its members and those of all below it; code, full name or pinyin."),
    )
    quota = forms.IntegerField(
        label=gettext_lazy("Places"),
        min_value=0,
        max_value=10_000_000,
        help_text=gettext_lazy("0 takes the allotment back."),
    )


def allotments(request: HttpRequest, service: int) -> HttpResponse:
    """Show to which units places are handed down, and change it. Raises Refused, Http404."""
    user, _register, found = reading.record(request, Services.code, service)
    assert isinstance(found, Service)
    scope.require(Services, user, Services.keeps, found)
    form = Allotting(request.POST or None)
    if request.method == "POST" and form.is_valid():
        unit: Organization = form.cleaned_data["unit"]
        try:
            allot(found, {unit: form.cleaned_data["quota"]}, by=user)
        except RegisterRefusal as refusal:
            form.add_error("quota", str(refusal))
        else:
            toasts.say(request, _("The places are handed down."))
            return redirect("service-allotments", found.pk)
    rows = list(Allotment.objects.filter(service=found).select_related("organization").order_by("path"))
    names = organizations.standings_of([each.organization_id for each in rows], timezone.localdate())
    context = {
        "service": found,
        "form": form,
        "rows": [
            (
                names[each.organization_id].name if each.organization_id in names else each.organization.key,
                each,
            )
            for each in rows
        ],
        "free": None if found.quota is None else found.quota - sum(each.quota for each in rows),
        "crumbs": [
            Crumb(_("Registers"), reverse("registers")),
            Crumb(str(Services.name), reverse("register", args=[Services.code])),
            Crumb(found.name, reverse("register-record", args=[Services.code, found.pk])),
            Crumb(_("Hand places down")),
        ],
    }
    return render(request, "pages/services/allotments.html", context, status=422 if form.errors else 200)
