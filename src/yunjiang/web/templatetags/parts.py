"""Draw the parts that pages are put together from: tables, fields, dialogs, messages.

`{% table t %}`, `{% field form.name %}`, `{% faults form %}`, `{% ask "Send back" title="…" %}…{% endask %}`, `{% whole bar %}`.
"""

from dataclasses import dataclass
from typing import Any

from django import forms, template
from django.contrib.messages.storage.base import Message
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from yunjiang.web import toasts
from yunjiang.web.components.numbers import Number
from yunjiang.web.components.progress import Bar
from yunjiang.web.components.said import Whole
from yunjiang.web.components.status import Mark
from yunjiang.web.components.tables import Cell, Table
from yunjiang.web.components.trend import Trend
from yunjiang.web.templatetags import components

register = template.Library()


@dataclass(frozen=True)
class Fault:
    """One thing wrong with what was entered, and the address of the field it stands in."""

    text: str
    label: str = ""
    href: str = ""


@register.simple_tag
def cell(shown: Cell) -> SafeString:
    """Draw what stands in a cell, by its sort."""
    main = _drawn(shown.shown)
    if shown.href:
        main = format_html('<a href="{}">{}</a>', shown.href, main)
    if shown.small:
        return format_html('{}<small class="line">{}</small>', main, shown.small)
    return main


def _drawn(shown: Any) -> SafeString:
    match shown:
        case Number():
            return components.number(shown)
        case Mark():
            return components.mark(shown)
        case Bar():
            return components.bar(shown)
        case Trend():
            return components.trend(shown)
    return format_html("{}", shown)


@register.inclusion_tag("components/table.html", takes_context=True)
def table(context: template.Context, shown: Table) -> dict[str, Any]:
    """Draw a table with all that belongs to it."""
    return {"table": shown, "request": context.get("request")}


@register.inclusion_tag("components/whole.html")
def whole(shown: Whole) -> dict[str, Any]:
    """Draw the parts of a whole as one bar."""
    return {"whole": shown}


@register.inclusion_tag("components/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """Draw a field of a form: label above, help below, error beside, what was entered kept."""
    widget = bound.field.widget
    is_box = isinstance(widget, forms.CheckboxInput)
    is_choice = isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    drawn = bound.as_widget(attrs={} if is_box or is_choice else {"class": "field"})
    return {"field": bound, "drawn": drawn, "is_box": is_box, "is_choice": is_choice}


@register.inclusion_tag("components/faults.html")
def faults(form: forms.BaseForm) -> dict[str, Any]:
    """Draw what is wrong with a form, each fault leading to its field."""
    found = [Fault(str(text)) for text in form.non_field_errors()]
    for bound in form:
        found += [Fault(str(text), str(bound.label), f"#{bound.id_for_label}") for text in bound.errors]
    return {"faults": found}


@register.inclusion_tag("components/faults.html")
def faults_told(found: list[Fault]) -> dict[str, Any]:
    """Draw faults that no form knows."""
    return {"faults": found}


@register.simple_block_tag
def ask(
    content: SafeString, name: str, title: str, *, look: str = "second", tone: str = "", id: str = ""
) -> SafeString:
    """Draw a button that asks before it acts: a dialog with script, a fold without; inside stands the form that acts."""
    context = {"content": content, "name": name, "title": title, "look": look, "tone": tone, "id": id}
    return render_to_string("components/ask.html", context)


@register.simple_tag
def toast(message: Message) -> toasts.Toast:
    """Return a message as it is drawn."""
    return toasts.of(message)
