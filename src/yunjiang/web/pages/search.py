"""Finding anything by name, code, pinyin or initials: only what the person may see, a few of each sort."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunjiang.access import permission, trail
from yunjiang.access.models import User
from yunjiang.access.people import queries as people
from yunjiang.access.permission import Act
from yunjiang.documents.models import Document
from yunjiang.organizations.models import Standing
from yunjiang.organizations.naming import latin_key
from yunjiang.plans.document import PlanDocument
from yunjiang.returns.models import Return
from yunjiang.standards.pinyin import fits
from yunjiang.web.pages import selection as selecting
from yunjiang.web.pages.selection import Selection

SHOWN = 8  # of each sort
LONGEST = 60


@dataclass(frozen=True)
class Hit:
    """One thing found, and what tells it from others of its name."""

    name: str
    told: str
    href: str


@dataclass(frozen=True)
class Sort:
    """Things of one sort; `has_more` when some more fit."""

    name: str
    hits: Sequence[Hit]
    has_more: bool = False


def search(request: HttpRequest) -> HttpResponse:
    """Answer with what fits the text: a fragment for htmx, a page otherwise."""
    selection = selecting.choose(request)
    text = unicodedata.normalize("NFKC", request.GET.get("q", "")).strip()[:LONGEST]
    sorts = found(request, selection, text) if text else []
    context = {"selection": selection, "text": text, "sorts": sorts}
    is_fragment = getattr(request, "htmx", False)
    return render(request, "pages/search_found.html" if is_fragment else "pages/search.html", context)


def found(request: HttpRequest, selection: Selection, text: str) -> list[Sort]:
    """Return everything that fits, sort by sort, what is looked for most often first."""
    user = request.user
    assert isinstance(user, User)
    units = _units(user, selection, text)
    sorts = [
        _capped(pgettext("things found", "Units"), _unit_hits(selection, units)),
        *_of_the_plan(selection, text),
        _capped(pgettext("things found", "Returns"), _returns(user, selection, text, units)),
        _capped(pgettext("things found", "Documents"), _documents(user, text)),
        _capped(pgettext("things found", "People"), _people(user, text)),
    ]
    return [each for each in sorts if each.hits]


def _capped(name: str, hits: Iterable[Hit]) -> Sort:
    every = list(hits)
    return Sort(name, every[:SHOWN], len(every) > SHOWN)


def _units(user: User, selection: Selection, text: str) -> list[Standing]:
    fitting = Q(name__contains=text) | Q(short_name__contains=text) | Q(code__startswith=text)
    latin = latin_key(text)
    if latin:
        fitting |= Q(pinyin__startswith=latin) | Q(initials__startswith=latin)
    visible = permission.visible_organizations(user, selection.on).filter(fitting)
    return list(visible.select_related("organization").order_by("path", "rank", "code")[: SHOWN + 1])


def _unit_hits(selection: Selection, units: Sequence[Standing]) -> Iterable[Hit]:
    here = reverse("cockpit")
    return (Hit(each.name, each.code, here + selection.at(each.organization.key)) for each in units)


def _of_the_plan(selection: Selection, text: str) -> list[Sort]:
    """Find indicators, actions and measures; a plan has some hundred of them, so they are looked through in memory."""
    document = selection.document
    cockpit = reverse("cockpit") + selection.query
    return [
        _capped(
            pgettext("things found", "Indicators"),
            (
                Hit(each.name, each.code, reverse("indicator", args=[each.code]) + selection.query)
                for each in document.indicators
                if each.code.startswith(text) or fits(text, each.name)
            ),
        ),
        _capped(
            pgettext("things found", "Actions"),
            (
                Hit(each.name, each.code, f"{cockpit}&order=plan#action-{each.code}")
                for each in document.actions
                if each.code.startswith(text) or fits(text, each.name)
            ),
        ),
        _capped(pgettext("things found", "Measures"), _measures(document, selection, text)),
    ]


def _measures(document: PlanDocument, selection: Selection, text: str) -> Iterable[Hit]:
    for measure in document.measures:
        if not (measure.code.startswith(text) or fits(text, measure.name)):
            continue
        used = next((each for each in document.indicators if measure.code in each.measures()), None)
        if used is not None:
            told = _("%(unit)s, counted in %(indicator)s") % {
                "unit": measure.unit,
                "indicator": f"{used.code} {used.name}",
            }
            yield Hit(measure.name, told, reverse("indicator", args=[used.code]) + selection.query)


def _returns(user: User, selection: Selection, text: str, units: Sequence[Standing]) -> Iterable[Hit]:
    visible = permission.visible_organizations(user, act=Act.SEE_ENTRIES).values("organization_id")
    rows = (
        Return.objects.filter(
            Q(organization__in=[each.organization_id for each in units]) | Q(place__name__contains=text),
            organization__in=visible,
            cycle__data_set=selection.data_set.value,
        )
        .select_related("cycle", "place")
        .order_by("-cycle__due_on", "place__rank")[: SHOWN + 1]
    )
    return (
        Hit(
            f"{each.place.short_name} {each.cycle.name}",
            each.get_state_display(),
            reverse("return", args=[each.pk]),
        )
        for each in rows
    )


def _documents(user: User, text: str) -> Iterable[Hit]:
    visible = permission.visible_organizations(user, act=Act.SEE_DOCUMENTS).values("organization_id")
    rows = Document.objects.filter(
        Q(title__contains=text) | Q(number__startswith=text.lower()), organization__in=visible
    ).order_by("-pk")[: SHOWN + 1]
    return (
        Hit(
            each.title,
            f"{each.written_at:%Y-%m-%d} {each.written_by}",
            reverse("document", args=[each.number]),
        )
        for each in rows
    )


def _people(user: User, text: str) -> list[Hit]:
    """Find people among those whose accounts the person administers; that he looked is recorded."""
    acts = permission.acts_anywhere(user)
    if not acts & {Act.MANAGE_PEOPLE, Act.ASSIGN_ROLES}:
        return []
    rows = list(people.find(user, text=text).order_by(*people.ORDER)[: SHOWN + 1])
    trail.note("web.search", facts={"text": text, "found": len(rows)})
    return [Hit(str(each), each.username, reverse("person", args=[each.pk])) for each in rows]
