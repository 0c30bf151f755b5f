"""Draw the components: `{% number n %}`, `{% mark m %}`, `{% bar b %}`, `{% trend t %}`, `{% tiles grid %}`."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yunjiang.web.components.numbers import Number
from yunjiang.web.components.progress import Bar
from yunjiang.web.components.status import Mark
from yunjiang.web.components.tiles import Tile
from yunjiang.web.components.trend import Trend

register = template.Library()

# Rows carry dozens of these: strings made here cost a tenth of an included template.


@register.simple_tag
def number(shown: Number) -> SafeString:
    """Draw a number with its unit small behind it, as a link to what stands behind it."""
    if not shown.text:
        return format_html('<span class="number nothing" title="{}">–</span>', _("nothing known"))
    text = format_html("{}{}", shown.sign, shown.text)
    if shown.href:
        text = format_html('<a href="{}" title="{}">{}</a>', shown.href, shown.title, text)
    if not shown.unit:
        return format_html('<span class="number">{}</span>', text)
    space = "" if shown.unit == "%" else " "
    return format_html('<span class="number">{}{}<small>{}</small></span>', text, space, shown.unit)


@register.simple_tag
def mark(shown: Mark) -> SafeString:
    """Draw a status by shape and word; colour only repeats what they say."""
    return format_html(
        '<span class="mark {}"><i aria-hidden="true">{}</i> {}</span>', shown.tone, shown.shape, shown.word
    )


@register.simple_tag
def bar(shown: Bar) -> SafeString:
    """Draw the actual as a bar, what is required today as a tick, the target as a line."""
    parts = [format_html('<rect class="way" y="5" width="{}%" height="8"/>', shown.target or 80)]
    if shown.actual is not None:
        parts.append(format_html('<rect class="actual" y="5" width="{}%" height="8"/>', shown.actual))
    if shown.is_cut:
        parts.append(format_html('<text class="on" x="100%" y="13" text-anchor="end">›</text>'))
    if shown.target is not None:
        parts.append(format_html('<line class="target" x1="{0}%" x2="{0}%" y1="3" y2="15"/>', shown.target))
    if shown.required is not None:
        parts.append(
            format_html('<line class="required" x1="{0}%" x2="{0}%" y1="0" y2="18"/>', shown.required)
        )
    return format_html(
        '<svg class="bar {}" role="img" aria-label="{}" height="18">{}</svg>',
        shown.tone,
        shown.words or _("progress"),
        SafeString("".join(parts)),
    )


@register.simple_tag
def trend(shown: Trend) -> SafeString:
    """Draw a small course with the forecast's fan."""
    if not shown.actual and not shown.course:
        return format_html('<span class="nothing">–</span>')
    parts = []
    if shown.fan:
        parts.append(format_html('<path class="fan" d="{}"/>', shown.fan))
    if shown.course:
        parts.append(format_html('<path class="course" d="{}"/>', shown.course))
    if shown.forecast:
        parts.append(format_html('<path class="forecast" d="{}"/>', shown.forecast))
    if shown.actual:
        parts.append(format_html('<path class="actual" d="{}"/>', shown.actual))
    if shown.end is not None:
        parts.append(format_html('<circle class="end" cx="{}" cy="{}" r="2.2"/>', *shown.end))
    return format_html(
        '<svg class="trend {0}" role="img" aria-label="{1}" viewBox="0 0 {2} {3}" width="{2}" height="{3}">{4}</svg>',
        shown.tone,
        shown.words or _("course over time"),
        shown.width,
        shown.height,
        SafeString("".join(parts)),
    )


@register.inclusion_tag("components/tiles.html")
def tiles(grid: Sequence[Tile], label: str) -> dict[str, Any]:
    """Draw units as tiles in the places they have on a map."""
    return {"grid": grid, "label": label}
