"""Choosing a unit: found by name, pinyin, initials or code, within what the person may see."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve
from django.urls.exceptions import Resolver404

from yunjiang.access import permission
from yunjiang.organizations.models import Standing
from yunjiang.organizations.naming import latin_key
from yunjiang.web.pages import selection as selecting

SHOWN = 30


@dataclass(frozen=True)
class Found:
    name: str
    code: str
    href: str
    is_here: bool
    is_deeper: bool


def units(request: HttpRequest) -> HttpResponse:
    """Answer with the units that fit the text: a fragment for htmx, a page otherwise. At most SHOWN of them."""
    selection = selecting.choose(request)
    text = request.GET.get("q", "").strip()
    visible = permission.visible_organizations(request.user, selection.on)
    fitting = list(_fitting(visible, text, selection.place)[: SHOWN + 1])
    back = _page_to_return_to(request)
    found = [
        Found(
            each.name,
            each.code,
            back + selection.at(each.organization.key),
            each.organization_id == selection.place.organization_id,
            each.parent_id == selection.place.organization_id,
        )
        for each in fitting[:SHOWN]
    ]
    context = {"selection": selection, "found": found, "text": text, "has_more": len(fitting) > SHOWN}
    is_fragment = getattr(request, "htmx", False)
    return render(request, "pages/units_found.html" if is_fragment else "pages/units.html", context)


def _fitting(visible: QuerySet[Standing], text: str, place: Standing) -> QuerySet[Standing]:
    """Return what fits the text; without a text, the unit itself, those above it and those directly below."""
    visible = visible.select_related("organization")
    if not text:
        above = [int(each) for each in place.path.strip("/").split("/")]
        near = Q(organization_id__in=above) | Q(parent_id=place.organization_id)
        return visible.filter(near).order_by("path", "rank", "code")
    fits = Q(name__contains=text) | Q(short_name__contains=text) | Q(code__startswith=text)
    latin = latin_key(text)
    if latin:
        fits |= Q(pinyin__startswith=latin) | Q(initials__startswith=latin)
    return visible.filter(fits).order_by("path", "rank", "code")


def _page_to_return_to(request: HttpRequest) -> str:
    """Return the path the chooser was opened on, if it is one of this site's; the overview otherwise."""
    wanted = request.GET.get("back", "")
    try:
        resolve(wanted)
    except Resolver404:
        return "/"
    return wanted
