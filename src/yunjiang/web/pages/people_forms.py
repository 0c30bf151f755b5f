"""The forms about people: what is typed becomes units, roles and days, or a sentence beside the field."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yunjiang.access.models import Role
from yunjiang.access.people.naming import meant
from yunjiang.organizations.models import Organization
from yunjiang.organizations.refusals import TreeRefusal

LONGEST_REASON = 200


class UnitField(forms.CharField):
    """A unit by code, full name or pinyin."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("Code, full name or pinyin."))
        super().__init__(max_length=120, **options)
        self.widget.attrs.update({"autocomplete": "off", "spellcheck": "false"})

    def clean(self, value: Any) -> Organization | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return meant(text, timezone.localdate())
        except TreeRefusal as refusal:
            raise ValidationError(str(refusal)) from refusal


class DayField(forms.DateField):
    """A day, chosen or typed like 2024-03-01."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **options)


def role_field(*, is_required: bool) -> forms.TypedChoiceField:
    """Return a choice of roles; an optional one begins with none."""
    none = [] if is_required else [("", _("no role yet"))]
    return forms.TypedChoiceField(
        label=_("Role"),
        choices=[*none, *Role.choices],
        coerce=lambda text: Role(text) if text else None,
        empty_value=None,
        required=is_required,
    )


class Reasoned(forms.Form):
    """A form that wants to know why."""

    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST_REASON, help_text=_("Stays with the account's history and in the audit trail.")
    )  # fmt: skip


class AccountForm(forms.Form):
    name = forms.CharField(label=_("Person's name"), max_length=60)
    username = forms.CharField(
        label=_("Sign-in name"),
        max_length=60,
        help_text=_(
            "2 to 60 letters, digits, dots, hyphens or underscores; each only once in the whole system."
        ),
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    unit = UnitField(label=_("Works at"))
    role = role_field(is_required=False)
    scope = UnitField(
        label=_("Over"), required=False, help_text=_("The role holds there and below; empty: where the person works.")
    )  # fmt: skip


class InvitationForm(forms.Form):
    name = forms.CharField(label=_("Person's name"), max_length=60)
    unit = UnitField(label=_("Works at"))
    role = role_field(is_required=False)
    scope = UnitField(
        label=_("Over"), required=False, help_text=_("The role holds there and below; empty: where the person works.")
    )  # fmt: skip
    valid_from = DayField(label=_("From the day"), required=False)
    valid_to = DayField(label=_("Until before the day"), required=False)


class RoleForm(forms.Form):
    """A role over a unit and all below it."""

    role = role_field(is_required=True)
    scope = UnitField(
        label=_("Over"), help_text=_("The role holds there and below. Code, full name or pinyin.")
    )
    valid_from = DayField(label=_("From the day"), initial=timezone.localdate)
    valid_to = DayField(label=_("Until before the day"), required=False)


class TransferForm(Reasoned):
    """A change of posts; the role at the new post may be left open."""

    unit = UnitField(label=_("New unit"))
    on = DayField(label=_("From the day"), initial=timezone.localdate)
    role = role_field(is_required=False)
    scope = UnitField(
        label=_("Over"), required=False, help_text=_("The role holds there and below; empty: the new unit.")
    )  # fmt: skip
    staying = forms.MultipleChoiceField(
        label=_("Roles that stay"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("All others end on that day."),
    )
    field_order = ("unit", "on", "role", "scope", "staying", "reason")


class LeavingForm(Reasoned):
    on = DayField(label=_("From the day"), initial=timezone.localdate)
    field_order = ("on", "reason")


class ReopeningForm(Reasoned):
    unit = UnitField(label=_("Works at"), required=False, help_text=_("Empty: the same unit as before."))
    field_order = ("unit", "reason")


class EndingForm(Reasoned):
    """An end of a role."""

    on = DayField(label=_("From the day"), initial=timezone.localdate)
    field_order = ("on", "reason")


class IdentityForm(forms.Form):
    claim = forms.CharField(
        label=_("Identifier at the identity provider"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class AcceptanceForm(forms.Form):
    """What whoever was invited chooses for himself."""

    username = forms.CharField(
        label=_("Sign-in name"),
        max_length=60,
        help_text=_("2 to 60 letters, digits, dots, hyphens or underscores."),
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "autocomplete": "username", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("Password"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )
    again = forms.CharField(
        label=_("Password once more"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("password") and typed.get("again") and typed["password"] != typed["again"]:
            self.add_error("again", _("The two passwords differ. Type the same one twice."))
        return typed
