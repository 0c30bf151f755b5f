"""What every page about people stands in: who may enter, the tabs that are open to him, and what may be refused."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunjiang.access import permission
from yunjiang.access.models import RequestState, User
from yunjiang.access.people import authority, queries
from yunjiang.access.people.naming import name_of_unit
from yunjiang.access.people.refusals import OwnRights, PeopleRefusal
from yunjiang.access.permission import Act, Refused
from yunjiang.access.services import AdministrationCombined, AssignmentEndsBeforeItBegins, UsernameTaken
from yunjiang.access.signing.refusals import IdentityClaimTaken
from yunjiang.organizations.models import Organization
from yunjiang.web.components.overview import Tab

# What an act on people refuses with a sentence that belongs beside the form; everything else is a page of its own.
REFUSALS = (
    PeopleRefusal,
    UsernameTaken,
    AdministrationCombined,
    AssignmentEndsBeforeItBegins,
    IdentityClaimTaken,
)

KEEPING = frozenset({Act.MANAGE_PEOPLE})
ASSIGNING = frozenset({Act.ASSIGN_ROLES})
ADMINISTERING = KEEPING | ASSIGNING
CALLING = ADMINISTERING | {Act.MANAGE_CYCLES, Act.REVIEW_RETURNS}

_ROOMS = (
    ("people", KEEPING | ASSIGNING),
    ("people-requests", KEEPING | ASSIGNING),
    ("people-invite", KEEPING),
    ("people-import", KEEPING),
    ("people-dormant", KEEPING | ASSIGNING),
    ("people-responsible", CALLING),
    ("people-matrix", KEEPING | ASSIGNING),
    ("api-keys", ASSIGNING),
)


class NoDoor(Refused):
    """That a person may do none of the acts a page about people is for, at any unit."""

    def __init__(self, username: str) -> None:
        self.username = username
        super().__init__(Act.MANAGE_PEOPLE, username)

    def __str__(self) -> str:
        return _(
            "Accounts and roles are kept by the system and the security administrators, and %(username)s is neither. "
            "Ask them for what you need changed."
        ) % {"username": self.username}


def enter(request: HttpRequest, acts: Collection[Act]) -> User:
    """Return the person who asks, if he may do one of the acts at any unit. Raises NoDoor."""
    user = request.user
    assert isinstance(user, User)
    if permission.acts_anywhere(user).isdisjoint(acts):
        raise NoDoor(user.username)
    return user


def person_of(viewer: User, number: int) -> User:
    """Return the person a page is about. Raises Http404, Refused for one whom the viewer administers in no way."""
    person = User.objects.select_related("organization").filter(pk=number).first()
    if person is None:
        raise Http404(_("There is no such account."))
    if not queries.visible_people(viewer).filter(pk=number).exists():
        where = person.organization
        raise Refused(Act.MANAGE_PEOPLE, name_of_unit(where) if where else str(person))
    return person


def may_keep(viewer: User, person: User) -> bool:
    """Say whether the viewer keeps the person's account, for leaving out what would only be refused."""
    try:
        authority.require_account(viewer, person)
    except (Refused, OwnRights):
        return False
    return True


def may_assign(viewer: User, organization: Organization) -> bool:
    """Say whether the viewer gives and ends roles over the unit."""
    return permission.may(viewer, Act.ASSIGN_ROLES, organization)


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    status: int = 200,
    is_secret: bool = False,
) -> HttpResponse:
    """Answer with a page under the tabs of this room; of one with secrets no copy is kept anywhere."""
    response = render(request, f"pages/{template}.html", {"tabs": tabs(request), **context}, status=status)
    if is_secret:
        response.headers["Cache-Control"] = "no-store, no-cache, private"
    return response


def tabs(request: HttpRequest) -> list[Tab]:
    """Return the pages of this room that are open to the person, with how many requests wait."""
    acts = permission.acts_anywhere(request.user)
    names = {
        "people": _("Accounts"),
        "people-requests": _("Requests for roles"),
        "people-invite": _("Invite"),
        "people-import": pgettext("people", "Import"),
        "people-dormant": _("Accounts to look at"),
        "people-responsible": _("Whom to call"),
        "people-matrix": _("Who may do what"),
        "api-keys": _("API keys"),
    }
    open_to = [name for name, needed in _ROOMS if not acts.isdisjoint(needed)]
    found = []
    for name in open_to:
        title = names[name]
        if name == "people-requests":
            title = f"{title} {_waiting_count(request) or ''}".rstrip()
        found.append(Tab(title, reverse(name), request.path == reverse(name)))
    return found if len(found) > 1 else []


def _waiting_count(request: HttpRequest) -> int:
    assert isinstance(request.user, User)
    return queries.requests_concerning(request.user).filter(state=RequestState.WAITING).count()


def sentences(refusal: Exception) -> list[str]:
    """Return what a refusal says, a sentence a line."""
    return list(refusal.messages) if isinstance(refusal, ValidationError) else [str(refusal)]
