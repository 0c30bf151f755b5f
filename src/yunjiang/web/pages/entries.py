"""What stands behind a figure: its entries page by page, each with its source, its batch and what it replaced."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from yunjiang.access.permission import Act
from yunjiang.plans.document import Indicator
from yunjiang.standards.numbers import plain
from yunjiang.web import judged
from yunjiang.web.components import numbers
from yunjiang.web.components.numbers import Number
from yunjiang.web.pages import evidence, promise
from yunjiang.web.pages import selection as selecting
from yunjiang.web.pages.evidence import Told
from yunjiang.web.pages.selection import Selection, Unreadable

PAGE = 50


@dataclass(frozen=True)
class Term:
    """One term of the formula: what it counts, how often it is taken, and what it came to."""

    name: str
    part: str
    factor: str
    value: Number
    entry_count: int


@dataclass(frozen=True)
class Behind:
    """The view model of the page."""

    indicator: Indicator
    indicator_href: str
    lead: str
    strip: Sequence[tuple[str, Number]]
    formula: str
    terms: Sequence[Term]
    entries: Sequence[Told]
    count: int
    next_href: str


def entries(request: HttpRequest, code: str) -> HttpResponse:
    """List the entries behind an indicator's figure at a unit, PAGE at a time, by key."""
    selection = selecting.choose(request, Act.SEE_ENTRIES, leads=selecting.leads_of(code))
    try:
        wanted = selection.document.indicator(code)
    except KeyError:
        raise Http404(_("The plan has no indicator %(code)s.") % {"code": code}) from None
    page = behind(selection, wanted, _after(request))
    context = {
        "selection": selection,
        "page": page,
        "entry_query": f"{selection.query}&{urlencode({'indicator': code})}",
    }
    return render(request, "pages/entries.html", context)


def _after(request: HttpRequest) -> str:
    text = request.GET.get("after", "")
    if text and not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Unreadable("after", text, _("a place in the list"))
    return text


def behind(selection: Selection, wanted: Indicator, after: str) -> Behind:
    """Make the page's view model, for the entries after a key."""
    figure = judged.of_unit(selection)[wanted.code].figure
    rows, further = judged.entries_behind(selection, wanted, after, PAGE)
    here = reverse("entries", args=[wanted.code]) + selection.query
    value = numbers.number(figure.value, wanted.unit, on=figure.last_on, bound=figure.bound)
    strip = [(_("Value"), value)]
    if figure.numerator is not None and figure.denominator is not None:
        strip += [
            (_("Numerator"), numbers.number(figure.numerator, "")),
            (_("Denominator"), numbers.number(figure.denominator, "")),
        ]
    facts = {"name": wanted.name, "first": figure.window.first, "last": figure.window.last}
    return Behind(
        indicator=wanted,
        indicator_href=reverse("indicator", args=[wanted.code]) + selection.query,
        lead=_("What stands behind “%(name)s” from %(first)s to %(last)s") % facts,
        strip=strip,
        formula=" ".join(promise.formula(selection.document, wanted.formula)),
        terms=[] if after else _terms(selection, wanted),
        entries=evidence.told(rows, selection.on),
        count=figure.entry_count,
        next_href=f"{here}&after={further}" if further else "",
    )


def _terms(selection: Selection, wanted: Indicator) -> list[Term]:
    """Return how the figure was put together; nothing where no value is known."""
    if judged.of_unit(selection)[wanted.code].figure.value is None:
        return []
    return [
        Term(
            name=each.name,
            part=_("denominator") if each.is_denominator else (_("numerator") if wanted.is_rate else ""),
            factor="" if each.factor == 1 else f"× {plain(each.factor)}",
            value=numbers.number(each.value, each.unit, on=each.last_on),
            entry_count=each.entry_count,
        )
        for each in judged.explained(selection, wanted)
    ]
