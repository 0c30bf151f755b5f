"""Joining at the counter: an officer writes a new member down."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from yunjiang.access import permission
from yunjiang.access.permission import Act
from yunjiang.persons import models as persons
from yunjiang.registers.kit.refusals import RegisterRefusal
from yunjiang.registers.kit.writing_refusals import RecordRefused
from yunjiang.registers.members import joining
from yunjiang.registers.members.models import NewFormJob, WorkState
from yunjiang.registers.members.register import Members
from yunjiang.standards import code_tables
from yunjiang.web import toasts
from yunjiang.web.pages.people_forms import DayField, UnitField
from yunjiang.web.pages.registers import place as places

_NONE = [("", gettext_lazy("not said"))]


class Joining(forms.Form):
    """What is written down of a new member. Sex and birthday follow from the number where it tells them."""

    union = UnitField(label=gettext_lazy("Union"))
    person__name = forms.CharField(label=pgettext_lazy("a person", "Name"), max_length=60)
    person__identity_kind = forms.ChoiceField(
        label=pgettext_lazy("a person", "Document"),
        choices=persons.IdentityKind.choices,
        initial=persons.IdentityKind.RESIDENT,
    )
    person__identity = forms.CharField(
        label=pgettext_lazy("a person", "Number of the document"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    person__phone = forms.CharField(label=gettext_lazy("Mobile telephone"), max_length=20, required=False)
    person__ethnic_group = forms.ChoiceField(
        label=gettext_lazy("Ethnic group"),
        required=False,
        choices=lambda: [*_NONE, *code_tables.ethnic_choices()],
    )
    person__education = forms.ChoiceField(
        label=gettext_lazy("Education"), required=False, choices=[*_NONE, *persons.Education.choices]
    )
    person__political_status = forms.ChoiceField(
        label=gettext_lazy("Political status"),
        required=False,
        choices=[*_NONE, *persons.PoliticalStatus.choices],
    )
    person__skill_level = forms.ChoiceField(
        label=gettext_lazy("Skill level"), required=False, choices=[*_NONE, *persons.SkillLevel.choices]
    )
    person__household_kind = forms.ChoiceField(
        label=gettext_lazy("Household"), required=False, choices=[*_NONE, *persons.HouseholdKind.choices]
    )
    person__household_place = forms.CharField(
        label=gettext_lazy("Place of the household"), max_length=120, required=False
    )
    person__native_place = forms.CharField(label=gettext_lazy("Native place"), max_length=60, required=False)
    person__is_migrant_worker = forms.TypedChoiceField(
        label=gettext_lazy("Migrant worker"),
        required=False,
        choices=[*_NONE, ("1", gettext_lazy("yes")), ("0", gettext_lazy("no"))],
        coerce=lambda text: {"1": True, "0": False}.get(text),
        empty_value=None,
    )
    work_place = forms.CharField(
        label=gettext_lazy("Place of work (full name)"), max_length=120, required=False
    )
    work_state = forms.ChoiceField(
        label=gettext_lazy("Employment"), choices=WorkState.choices, initial=WorkState.WORKING
    )
    new_form_job = forms.ChoiceField(
        label=gettext_lazy("Job in a new form of employment"),
        required=False,
        choices=[*_NONE, *NewFormJob.choices],
    )
    joined_on = DayField(label=gettext_lazy("Approved on"))

    def values(self) -> dict[str, Any]:
        """Return what was said, by path. The form is valid."""
        own = {"union", "joined_on"}
        return {
            path: value
            for path, value in self.cleaned_data.items()
            if path not in own and value not in ("", None)
        }


def join(request: HttpRequest) -> HttpResponse:
    """Write a new member down. Raises Refused, Unreadable."""
    place = places.of(request)
    permission.require(place.user, Act.KEEP_RECORDS, place.unit.organization)
    begun = {"joined_on": timezone.localdate(), "union": place.unit.name if place.is_union else ""}
    form = Joining(request.POST or None, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            member = joining.enrol(
                form.cleaned_data["union"],
                form.values(),
                by=place.user,
                joined_on=form.cleaned_data["joined_on"],
            )
        except RecordRefused as refused:
            for path, sentence in refused.problems.items():
                form.add_error(path if path in form.fields else None, sentence)
        except RegisterRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            toasts.say(request, _("%(name)s is a member now.") % {"name": member.person.name})
            return redirect("register-record", Members.code, member.pk)
    context: dict[str, Any] = {
        "crumbs": place.crumbs("member-quality"),
        "lead": _("Write a new member down"),
        "form": form,
        "back_href": place.href("member-quality"),
    }
    return render(request, "pages/members/join.html", context, status=422 if form.errors else 200)
