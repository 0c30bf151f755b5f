"""Draw what the pages of watching share: `{% watching %}` the ways to look at the same, `{% sentence clauses %}` the answer."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yunjiang.web.components.overview import Clause, Tab

register = template.Library()


@register.inclusion_tag("components/watching.html", takes_context=True)
def watching(context: template.Context) -> dict[str, Any]:
    """Draw the ways to look at the plan, with what is looked at kept."""
    request, selection = context["request"], context["selection"]
    rooms = (
        (_("At a glance"), "cockpit"),
        (_("What changed"), "changes"),
        (_("Led indicators"), "leading"),
        (_("Reported and evidenced"), "evidenced"),
        (_("Crossed"), "pivot"),
        (_("What if"), "what-if"),
    )
    tabs = [
        Tab(name, reverse(address) + selection.query, request.path == reverse(address))
        for name, address in rooms
    ]
    return {"tabs": tabs}


@register.simple_tag
def sentence(clauses: Sequence[Clause]) -> SafeString:
    """Draw the clauses of a sentence, coloured where something wants attention."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html('<span class="{}">{}</span>', each.tone, each.text) if each.tone else each.text,)
            for each in clauses
        ),
    )
