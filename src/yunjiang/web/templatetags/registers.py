"""Draw a field of a record's form: `{% record_field bound %}`; a link is a text field with offers below it."""

from typing import Any

from django import forms, template
from django.forms import BoundField
from django.urls import reverse

from yunjiang.registers.kit.forms import OfferField, RecordForm
from yunjiang.registers.kit.rows import RowsField, RowsInput
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
    if isinstance(field, RowsField):
        return {"field": bound, "is_rows": True, "rows": _rows(bound, field), "told": _told(bound, field)}
    _dress(field)
    return parts.field(bound)


def _rows(bound: BoundField, field: RowsField) -> list[dict[str, Any]]:
    """Return each row with its input and what is wrong in it."""
    values, bare = bound.value(), field.widget
    assert isinstance(bare, RowsInput)
    faults: dict[str, list[str]] = {}
    for error in bound.errors.as_data():
        faults.setdefault(str(error.code), []).extend(error.messages)
    drawn = []
    for row in field.rows:
        id_ = f"{bound.auto_id}_{row.code}"
        is_many = isinstance(row.field.widget, forms.CheckboxSelectMultiple)
        attrs: dict[str, Any] = {"id": id_} if is_many else {"id": id_, "class": "field"}
        if row.code in faults:
            attrs |= {"aria-invalid": "true", "aria-describedby": f"{id_}_error"}
        widget = bare.drawn(row, bound.html_name, values, attrs)
        drawn.append(
            {"row": row, "input": widget, "id": id_, "is_many": is_many, "faults": faults.get(row.code, [])}
        )
    return drawn


def _told(bound: BoundField, field: RowsField) -> str:
    """Return what the field says as it is on record."""
    is_there = isinstance(bound.form, RecordForm) and bound.form.record is not None
    return field.told(bound.initial or {}) if is_there and not bound.form.is_bound else ""


def _dress(field: forms.Field) -> None:
    """Give a field the input that people know for its kind."""
    widget = field.widget
    if isinstance(field, forms.DateField) and isinstance(widget, forms.DateInput):
        widget.input_type, widget.format = "date", "%Y-%m-%d"
    elif isinstance(widget, forms.Textarea):
        widget.attrs["rows"] = 3
    elif isinstance(widget, forms.TextInput):
        widget.attrs.setdefault("autocomplete", "off")
