"""The forms of acts upon unions and firms: what is typed becomes a plan, a unit, days, or a sentence beside the field."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yunjiang.organizations.models import Organization
from yunjiang.registers.kit import scope
from yunjiang.registers.kit.forms import CHOOSE, NOTHING
from yunjiang.registers.unions.choices import (
    EconomicType,
    OperatingStatus,
    Ownership,
    UnionForm,
    UnionKind,
    UnionLevel,
)
from yunjiang.registers.unions.founding import Plan
from yunjiang.registers.unions.models import Enterprise, Union
from yunjiang.registers.unions.questions import on_day
from yunjiang.standards import industries
from yunjiang.web.pages.people_forms import DayField, UnitField

_MOST = 10_000_000


class Founding(forms.Form):
    """A union to be founded."""

    unit = UnitField(label=gettext_lazy("Unit above"))
    name = forms.CharField(label=gettext_lazy("Name of the union"), max_length=120)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of union"), choices=UnionKind.choices)
    form = forms.ChoiceField(
        label=gettext_lazy("Form of its body"), choices=UnionForm.choices, initial=UnionForm.COMMITTEE
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Level"), choices=UnionLevel.choices, initial=UnionLevel.WORKPLACE
    )
    staff = forms.IntegerField(label=gettext_lazy("Staff"), min_value=0, max_value=_MOST, required=False)
    members = forms.IntegerField(
        label=gettext_lazy("Members"),
        min_value=0,
        max_value=_MOST,
        required=False,
        help_text=gettext_lazy("From 25 members on a committee is required."),
    )
    term_years = forms.TypedChoiceField(
        label=gettext_lazy("Length of term"),
        choices=[(3, gettext_lazy("three years")), (5, gettext_lazy("five years"))],
        coerce=int,
        initial=5,
        help_text=gettext_lazy("Grassroots unions choose; local and industrial unions have five."),
    )
    prepared_on = DayField(label=gettext_lazy("Preparation begun on"))

    def plan(self, workplace: Enterprise | None = None) -> Plan:
        """Return what was typed as a plan. The form is valid."""
        typed = self.cleaned_data
        names = ("name", "kind", "form", "level", "staff", "members", "term_years", "prepared_on")
        return Plan(**{name: typed[name] for name in names}, workplace=workplace)


class Splitting(Founding):
    """A union to be founded out of a part of another."""

    field_order = ("name", "on", "firms", "document_number")
    on = DayField(label=gettext_lazy("From which day on"))
    document_number = forms.CharField(label=gettext_lazy("Number of the document"), max_length=60)
    firms = forms.ModelMultipleChoiceField(
        Enterprise.objects.none(),
        label=gettext_lazy("Firms that go over"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Members who work there follow them."),
    )

    def __init__(self, union: Union, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        del self.fields["unit"]
        del self.fields["prepared_on"]
        held = union.coverages.filter(on_day(timezone.localdate()), voided_at=None)
        firms = self.fields["firms"]
        assert isinstance(firms, forms.ModelMultipleChoiceField)
        firms.queryset = Enterprise.objects.filter(pk__in=held.values("enterprise")).order_by("name", "pk")

    def plan(self, workplace: Enterprise | None = None) -> Plan:
        self.cleaned_data["prepared_on"] = self.cleaned_data["on"]
        return super().plan(workplace)

    def clean_on(self) -> Any:
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day lies ahead."))
        return day


class Entering(forms.Form):
    """A firm to be entered in the register."""

    unit = UnitField(label=gettext_lazy("County"))
    name = forms.CharField(label=gettext_lazy("Name of the firm"), max_length=120)
    code = forms.CharField(
        label=gettext_lazy("Unified social credit code"),
        max_length=24,
        help_text=gettext_lazy(
            "The firm's own, 18 characters; a union's begins with 81 and belongs elsewhere."
        ),
    )
    ownership = forms.ChoiceField(label=gettext_lazy("Ownership"), choices=[("", CHOOSE), *Ownership.choices])
    economic_type = forms.ChoiceField(
        label=gettext_lazy("Economic type"), choices=[("", NOTHING), *EconomicType.choices], required=False
    )
    industry = forms.ChoiceField(
        label=gettext_lazy("Industry"), choices=lambda: [("", NOTHING), *industries.choices()], required=False
    )
    address = forms.CharField(label=gettext_lazy("Address"), max_length=200, required=False)
    opened_on = DayField(label=gettext_lazy("Founded on"))
    status = forms.ChoiceField(
        label=gettext_lazy("Operating state"),
        choices=OperatingStatus.choices,
        initial=OperatingStatus.OPERATING,
    )
    staff = forms.IntegerField(label=gettext_lazy("Staff"), min_value=0, max_value=_MOST, required=False)
    counted_on = DayField(label=gettext_lazy("Counted on"), required=False)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("staff") is not None and typed.get("counted_on") is None:
            self.add_error("counted_on", _("Say on which day so many worked there."))
        return typed

    def values(self) -> dict[str, Any]:
        """Return what was typed, as fields of the record. The form is valid."""
        names = ("name", "code", "ownership", "economic_type", "industry", "address", "opened_on")
        return {name: self.cleaned_data[name] for name in names}


class Moving(forms.Form):
    """Another place in the reporting tree."""

    unit = UnitField(label=gettext_lazy("Unit above"))
    on = DayField(label=gettext_lazy("From which day on"))
    document_number = forms.CharField(
        label=gettext_lazy("Number of the document"), max_length=60, required=False
    )


def usual_parent(firm: Enterprise) -> Organization | None:
    """Return the unit below which a firm's own union would usually stand: the one that the firm stands below."""
    paths = [int(each) for each in scope.path_of(firm.organization_id).strip("/").split("/")]
    return Organization.objects.filter(pk=paths[-2]).first() if len(paths) > 1 else None
