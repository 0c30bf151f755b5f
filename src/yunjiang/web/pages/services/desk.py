"""The desk where a claim is redeemed: a code is scanned or typed, what it is for is shown, and it is used once."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from yunjiang.access import masking
from yunjiang.access.permission import Act
from yunjiang.registers.kit.refusals import RegisterRefusal
from yunjiang.registers.services import claiming
from yunjiang.registers.services.models import Claim
from yunjiang.web import toasts
from yunjiang.web.components.said import Crumb
from yunjiang.web.pages.registers import reading
from yunjiang.web.pages.services import rooms

_LAST = "services.redeemed"  # in the session: where this desk stands, so that nobody types it a hundred times


class Redeeming(forms.Form):
    """What was scanned or typed, and where."""

    code = forms.CharField(
        label=pgettext_lazy("of a claim", "Code"),
        max_length=80,
        help_text=gettext_lazy("Scan the picture on the member's phone, or type the twelve digits below it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True, "inputmode": "numeric"}),
    )
    where = forms.CharField(label=pgettext_lazy("of a claim", "Where"), max_length=80, required=False)


def redeem(request: HttpRequest) -> HttpResponse:
    """Redeem one code after the other. Raises Refused for who redeems nowhere."""
    user = reading.who(request, Act.REDEEM_SERVICES)
    done: Claim | None = None
    form = Redeeming(request.POST or None, initial={"where": request.session.get(_LAST, "")})
    if request.method == "POST" and form.is_valid():
        request.session[_LAST] = form.cleaned_data["where"]
        try:
            done = claiming.redeem(form.cleaned_data["code"], by=user, where=form.cleaned_data["where"])
        except RegisterRefusal as refusal:
            form.add_error("code", str(refusal))
        else:
            toasts.say(
                request,
                _("%(person)s has used “%(service)s”.")
                % {"person": masking.name(done.person.name), "service": done.service.name},
            )
            return redirect("service-redeem")
    tabs = rooms.tabs(user, "service-redeem")
    above = [
        Crumb(_("Registers"), reverse("registers")),
        Crumb(_("What is offered"), reverse("service-catalogue")),
    ]
    context = {
        "form": form,
        "tabs": tabs if len(tabs) > 1 else (),
        # Who stands at a counter alone has no other page.
        "crumbs": [*above, Crumb(_("Redeem"))] if len(tabs) > 1 else (),
    }
    return render(request, "pages/services/redeem.html", context, status=422 if form.errors else 200)
