"""Draw a field of a record's form: `{% record_field bound %}`; a link is a text field with offers below it."""

from typing import Any

from django import forms, template
from django.forms import BoundField
from django.urls import reverse

from yunjiang.registers.kit.forms import OfferField, RecordForm
from yunjiang.web.pages.registers.naming import TEXT, WAS
from yunjiang.web.templatetags import parts

register = template.Library()


@register.inclusion_tag("components/record_field.html")
def record_field(bound: BoundField) -> dict[str, Any]:
    """Draw one field; what was typed into a link stays when the form comes back."""
    field = bound.field
    if isinstance(field, OfferField):
        assert isinstance(bound.form, RecordForm)
        was = field.shown
        typed = bound.form.data.get(bound.name + TEXT, was) if bound.form.is_bound else was
        offers = reverse("register-offer", args=[bound.form.register.code, bound.name])
        return {
            "field": bound, "is_offer": True, "value": bound.value() or "", "typed": typed, "was": was,
            "text_name": bound.name + TEXT, "was_name": bound.name + WAS, "offers": f"{offers}?for=form",
        }  # fmt: skip
    _dress(field)
    return parts.field(bound)


def _dress(field: forms.Field) -> None:
    """Give a field the input that people know for its kind."""
    widget = field.widget
    if isinstance(field, forms.DateField) and isinstance(widget, forms.DateInput):
        widget.input_type, widget.format = "date", "%Y-%m-%d"
    elif isinstance(widget, forms.Textarea):
        widget.attrs["rows"] = 3
    elif isinstance(widget, forms.TextInput):
        widget.attrs.setdefault("autocomplete", "off")
