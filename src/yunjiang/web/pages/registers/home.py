"""The home of the registers: which there are, how many records one may read in each, and what waits for the reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.access.permission import Act
from yunjiang.persons import reaching
from yunjiang.registers.kit import lists, requests, scope
from yunjiang.registers.kit.declaration import Register
from yunjiang.registers.kit.filters import Wanted
from yunjiang.registers.kit.models import ChangeRequest, Deadline, Notice
from yunjiang.registers.kit.notices import STANDING
from yunjiang.registers.members import deciding, transfers
from yunjiang.web import listing
from yunjiang.web.pages.members import rooms as of_members
from yunjiang.web.pages.persons import keeping
from yunjiang.web.pages.registers import adding, reading
from yunjiang.web.pages.services import rooms as of_services
from yunjiang.web.pages.unions import rooms as of_unions

SOON = timedelta(days=7)


@dataclass(frozen=True)
class Door:
    """One register, and how many of its records the person may read."""

    name: str
    about: str
    href: str
    count: str
    new_href: str


@dataclass(frozen=True)
class Waiting:
    """Something that lies with the person, and how much of it."""

    count: str
    text: str
    href: str
    tone: str


@dataclass(frozen=True)
class Rooms:
    """Pages about one thing: what each is called, and its address."""

    name: str
    pages: Sequence[tuple[str, str]]


def registers(request: HttpRequest) -> HttpResponse:
    """Show the registers and what waits. Raises Refused."""
    user = reading.who(request)
    seen = reading.seen(user)
    waits = waiting(user)
    context = {
        "doors": [_door(user, each) for each in seen],
        "waits": waits,
        "lead": _lead(waits),
        "rooms": _rooms(user),
    }
    return render(request, "pages/registers/home.html", context)


def waiting(user: User) -> list[Waiting]:
    """Return what waits for a person in all registers; nothing of which there is none."""
    today = timezone.localdate()
    mine = deadlines(user)
    asked = [
        (
            requests_to_decide(user),
            _("changes of records wait for your decision"),
            reverse("change-requests"),
            "late",
        ),
        (
            reaching.desk(user),
            _("pairs of records may be one person"),
            reverse("duplicates"),
            "late",
        ),
        (
            reaching.asked(user).filter(answered_at=None),
            _("requests of persons about their data wait for an answer"),
            reverse("subject-requests"),
            "late",
        ),
        (
            transfers.desk(user, is_incoming=True),
            _("transfers into your unions wait for an answer"),
            reverse("member-transfers"),
            "late",
        ),
        (
            deciding.desk(user),
            _("people have asked to join your unions"),
            reverse("member-applications"),
            "late",
        ),
        (
            mine.filter(due_on__lt=today),
            _("records were to be moved on and are overdue"),
            reverse("register-deadlines"),
            "serious",
        ),
        (
            mine.filter(Q(reminds_on__lte=today) | Q(due_on__lte=today + SOON), due_on__gte=today),
            _("records are to be moved on soon"),
            reverse("register-deadlines"),
            "",
        ),
        (
            notices(user).filter(state__in=STANDING, closes_on__lte=today + SOON),
            _("public notices end within seven days"),
            reverse("register-notices"),
            "",
        ),
    ]
    return [
        Waiting(count, text, href, tone)
        for rows, text, href, tone in asked
        if (count := listing.count_of(rows)) != "0"
    ]


def deadlines(user: User) -> QuerySet[Deadline]:
    """Return the clocks that run for records which the person keeps."""
    return Deadline.objects.filter(
        scope.below(permission.reach(user, Act.KEEP_RECORDS)), register__in=_codes(user)
    )


def notices(user: User) -> QuerySet[Notice]:
    """Return the public notices of records that the person may read."""
    return Notice.objects.filter(
        scope.below(permission.reach(user, Act.SEE_RECORDS)), register__in=_codes(user)
    )


def requests_to_decide(user: User) -> QuerySet[ChangeRequest]:
    """Return the changes that others asked for and this person may decide on."""
    return requests.pending(user).filter(register__in=_codes(user)).exclude(made_by=user)


def _codes(user: User) -> Sequence[str]:
    return [each.code for each in reading.seen(user)]


def _rooms(user: User) -> Sequence[Rooms]:
    """Return the pages beside the registers themselves, in groups; those of officers to officers."""
    persons = {"duplicates": _("Who may be one person")}
    if Act.CHECK_RECORDS in permission.acts_anywhere(user):
        persons |= {"subject-requests": _("What persons ask about their data")}
    if keeping.may(user):
        persons |= {"retention": _("How long things are kept")}
    services = of_services.ROOMS
    if Act.REDEEM_SERVICES in permission.acts_anywhere(user):
        services = services | of_services.OF_OFFICERS
    groups = (
        (pgettext("a group of pages", "Members"), of_members.ROOMS | persons),
        (pgettext("a group of pages", "Unions"), of_unions.ROOMS),
        (pgettext("a group of pages", "Services"), services),
    )
    return [
        Rooms(name, [(str(each), reverse(address)) for address, each in offered.items()])
        for name, offered in groups
    ]


def _door(user: User, found: type[Register]) -> Door:
    way = adding.way(found, user)
    return Door(
        name=str(found.name),
        about=str(found.about),
        href=reverse("register", args=[found.code]),
        count=str(lists.count(found, user, Wanted(found))),
        new_href=way.href if way else "",
    )


def _lead(waits: Sequence[Waiting]) -> str:
    if not waits:
        return _("Nothing waits for you in the registers")
    return ngettext(
        "%(count)d thing waits for you in the registers",
        "%(count)d things wait for you in the registers",
        len(waits),
    ) % {"count": len(waits)}
