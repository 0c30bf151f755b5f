"""API keys: those of one's own units with how they stand, a form for a new one, and the secret of a new one, shown once."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST

from yunjiang.access.keys import issuing
from yunjiang.access.keys.models import ApiKey
from yunjiang.access.keys.refusals import KeyNotIssued
from yunjiang.access.models import User
from yunjiang.access.people.naming import names_of_units
from yunjiang.access.permission import Act
from yunjiang.web import listing, toasts
from yunjiang.web.components.said import Crumb
from yunjiang.web.pages import people_shell
from yunjiang.web.pages.people_forms import DayField, UnitField

ACTS = {
    Act.SEE_RECORDS: gettext_lazy("read records"),
    Act.KEEP_RECORDS: gettext_lazy("add and change records"),
    Act.CHECK_RECORDS: gettext_lazy("check records"),
    Act.VOUCH_FOR_MEMBERS: gettext_lazy("give passes to members who have shown who they are"),
    Act.SEE_FIGURES: gettext_lazy("read figures"),
}


class KeyForm(forms.Form):
    """A key for an account, within acts and at most one unit with everything below it."""

    name = forms.CharField(label=gettext_lazy("What for"), max_length=80)
    owner = forms.CharField(
        label=gettext_lazy("Sign-in name of the account"),
        max_length=150,
        help_text=gettext_lazy("The key acts for this account and never does more than it."),
    )
    acts = forms.MultipleChoiceField(
        label=gettext_lazy("May"),
        choices=[(str(act), name) for act, name in ACTS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    unit = UnitField(
        label=gettext_lazy("Over"),
        required=False,
        help_text=gettext_lazy("There and below; empty: wherever the account may."),
    )
    expires_on = DayField(label=gettext_lazy("Until before the day"))

    def clean_owner(self) -> User:
        found = User.objects.filter(username__iexact=self.cleaned_data["owner"]).first()
        if found is None:
            raise forms.ValidationError(_("There is no such account."))
        return found


def api_keys(request: HttpRequest) -> HttpResponse:
    """List the keys of one's own units and issue a new one. Raises Refused."""
    viewer = people_shell.enter(request, people_shell.ASSIGNING)
    form = KeyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            key, secret = issuing.issue(
                typed["owner"],
                typed["name"],
                acts=[Act(each) for each in typed["acts"]],
                expires_on=typed["expires_on"],
                by=viewer,
                units=[typed["unit"]] if typed["unit"] else [],
            )
        except KeyNotIssued as refusal:
            form.add_error(None, str(refusal))
        else:
            context = {
                "crumbs": [Crumb(_("API keys"), reverse("api-keys")), Crumb(key.name)],
                "key": key,
                "secret": secret,
            }
            return people_shell.page(request, "api_key_issued", context, is_secret=True)
    leaf = listing.leaf(
        issuing.visible_keys(viewer).prefetch_related("units"), ("-pk",), request.GET.get("after", ""), 30
    )
    units = names_of_units(each.pk for row in leaf.rows for each in row.units.all())
    context = {
        "form": form,
        "keys": [_row(each, units) for each in leaf.rows],
        "further": listing.turned(request, after=leaf.further) if leaf.further else "",
    }
    return people_shell.page(request, "api_keys", context, status=422 if form.errors else 200)


@require_POST
def api_key_revoke(request: HttpRequest, key: int) -> HttpResponse:
    """End a key at once. Raises Refused, Http404."""
    viewer = people_shell.enter(request, people_shell.ASSIGNING)
    found = ApiKey.objects.filter(pk=key).select_related("owner__organization").first()
    if found is None:
        raise Http404(_("There is no such key."))
    issuing.revoke(found, by=viewer)
    toasts.say(request, _("The key “%(name)s” holds no longer.") % {"name": found.name})
    return redirect("api-keys")


def _row(key: ApiKey, units: dict[int, str]) -> dict[str, Any]:
    state, holds = pgettext("key", "holds"), True
    if key.revoked_at is not None:
        state, holds = pgettext("key", "revoked"), False
    elif key.expires_on <= timezone.localdate() or not key.owner.is_active:
        state, holds = pgettext("key", "over"), False
    return {
        "key": key,
        "acts": "、".join(str(ACTS[Act(each)]) for each in key.acts),
        "units": "、".join(units.get(each.pk, each.key) for each in key.units.all()),
        "state": state,
        "holds": holds,
    }
