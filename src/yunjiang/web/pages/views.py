"""The views that a person saved, and those that others show: listed, opened, renamed, taken away, brought back."""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Organization
from yunjiang.organizations.refusals import AmbiguousOrganization, UnknownOrganization
from yunjiang.web import saved_views, toasts
from yunjiang.web.models import SavedView
from yunjiang.web.pages import page_names
from yunjiang.web.refusals import NoPageHere, WebRefusal

IN_MENU = 8
SHOWN = 100  # of what others show


@dataclass(frozen=True)
class Unit:
    """A unit that a view can be shown to."""

    key: str
    name: str


@dataclass(frozen=True)
class Line:
    """A view as it is listed, with the units its owner may show it to."""

    view: SavedView
    page: str  # what the page is called that it looks at
    shown_to: str
    units: list[Unit]


@require_http_methods(["GET", "POST"])
def views(request: HttpRequest) -> HttpResponse:
    """List the views; POST saves one more, and `part=menu` is the menu in the masthead."""
    user = _person(request)
    if request.method == "POST":
        return _saved(request, user)
    wanted = request.GET.get("address", "")
    try:
        address = saved_views.address_of(wanted) if wanted else ""
    except NoPageHere:
        address = ""
    own = saved_views.own(user).select_related("shared_with")
    others = saved_views.shared(user).select_related("shared_with", "owner")
    if request.GET.get("part") == "menu":
        context = {
            "own": [(each, page_names.name_of(each.address)) for each in own[:IN_MENU]],
            "shared": [(each, page_names.name_of(each.address)) for each in others[:IN_MENU]],
            "address": address,
            "units": _units(user, address),
        }
        return render(request, "components/views_menu.html", context)
    context = {
        "own": _lines(list(own), user),
        "shared": _lines(list(others[:SHOWN]), None),
        "address": address,
        "units": _units(user, address),
    }
    return render(request, "pages/views.html", context)


def view(request: HttpRequest, number: int) -> HttpResponse:
    """Lead to what a view looks at, where today's permission decides."""
    found = saved_views.openable(_person(request), number)
    if found is None:
        raise _gone()
    return redirect(found.address)


@require_POST
def view_change(request: HttpRequest, number: int) -> HttpResponse:
    """Rename an own view, or show it to others than before."""
    found = _owned(request, number)
    try:
        saved_views.change(found, request.POST.get("name", ""), _unit(request))
        toasts.say(request, _("The view is now called “%(name)s”.") % {"name": found.name})
    except WebRefusal as refusal:
        toasts.warn(request, str(refusal))
    return redirect("views")


@require_POST
def view_remove(request: HttpRequest, number: int) -> HttpResponse:
    """Take an own view away, with the way back."""
    found = _owned(request, number)
    saved_views.remove(found)
    undo = reverse("view-restore", args=[found.pk])
    toasts.say(request, _("The view “%(name)s” is removed.") % {"name": found.name}, undo_href=undo)
    return redirect("views")


@require_POST
def view_restore(request: HttpRequest, number: int) -> HttpResponse:
    """Bring an own view back."""
    found = _owned(request, number, is_removed=True)
    try:
        saved_views.restore(found)
        toasts.say(request, _("The view “%(name)s” is back.") % {"name": found.name})
    except WebRefusal as refusal:
        toasts.warn(request, str(refusal))
    return redirect("views")


def _saved(request: HttpRequest, user: User) -> HttpResponse:
    address = request.POST.get("address", "")
    try:
        kept = saved_views.save(user, request.POST.get("name", ""), address, shared_with=_unit(request))
    except WebRefusal as refusal:
        toasts.warn(request, str(refusal))
        return redirect("views")
    toasts.say(request, _("Saved as “%(name)s”.") % {"name": kept.name})
    return redirect(kept.address)


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _owned(request: HttpRequest, number: int, *, is_removed: bool = False) -> SavedView:
    found = saved_views.owned(_person(request), number, is_removed=is_removed)
    if found is None:
        raise _gone()
    return found


def _gone() -> Http404:
    return Http404(_("There is no such view, or it is no longer shown to you."))


def _unit(request: HttpRequest) -> Organization | None:
    """Return the unit that the form shows the view to. Whether the person may is asked where it is written."""
    key = request.POST.get("unit", "")
    if not key:
        return None
    found = Organization.objects.filter(key=key).first()
    if found is None:
        raise Http404(key)
    return found


def _units(user: User, address: str) -> list[Unit]:
    """Return whom a view of this address can be shown to: the unit it looks at, and the person's widest."""
    keys = parse_qs(urlsplit(address).query).get("unit", [])
    widest = permission.home(user)
    found: dict[int, Unit] = {}
    for key in keys[:1]:
        try:
            organization = organizations.resolve(key)
        except (UnknownOrganization, AmbiguousOrganization):
            continue
        seen = permission.visible_organizations(user).filter(organization=organization).first()
        if seen is not None:
            found[organization.pk] = Unit(organization.key, seen.name)
    if widest is not None:
        found.setdefault(widest.organization_id, Unit(widest.organization.key, widest.name))
    return list(found.values())


def _lines(listed: list[SavedView], owner: User | None) -> list[Line]:
    """Return views as they are listed; for the owner with the units that the form offers."""
    shown_to = {each.shared_with_id for each in listed if each.shared_with_id}
    names = _names(shown_to)
    widest = permission.home(owner) if owner is not None and listed else None

    def line(view: SavedView) -> Line:
        units: dict[str, Unit] = {}
        if view.shared_with is not None:
            key = view.shared_with.key
            units[key] = Unit(key, names.get(view.shared_with_id, key))
        if widest is not None:
            units.setdefault(widest.organization.key, Unit(widest.organization.key, widest.name))
        shown = names.get(view.shared_with_id, "") if view.shared_with_id else ""
        page = page_names.name_of(view.address)
        return Line(view, page, shown, list(units.values()) if owner is not None else [])

    return [line(each) for each in listed]


def _names(ids: set[int]) -> dict[int | None, str]:
    today = timezone.localdate()
    return {each: unit.name for each, unit in organizations.standings_of(ids, today).items()} if ids else {}
