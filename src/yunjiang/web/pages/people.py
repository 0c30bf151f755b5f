"""Who has an account: the list with its filters, and one person with everything that was, is and will be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from yunjiang.access import permission, trail
from yunjiang.access.models import AccountEvent, AccountEventKind, AssignmentRequest, RequestState, Role, User
from yunjiang.access.people import queries
from yunjiang.access.people.naming import meant, names_of_units
from yunjiang.access.people.queries import Account, AccountState, Held
from yunjiang.access.permission import Act
from yunjiang.access.signing import identity
from yunjiang.organizations.models import Organization
from yunjiang.organizations.refusals import TreeRefusal
from yunjiang.web import listing
from yunjiang.web.components.said import Crumb, Empty
from yunjiang.web.components.tables import Cell, Column, Filter, Option, Row, Table
from yunjiang.web.pages import people_shell
from yunjiang.web.pages.people_wording import STATES
from yunjiang.web.pages.selection import Unreadable

Choice = TypeVar("Choice", Role, AccountState)


@dataclass(frozen=True)
class Told:
    """One line of a person's history."""

    on: date
    what: str
    small: str
    is_to_come: bool = False


def people(request: HttpRequest) -> HttpResponse:
    """List the people whom the viewer administers, by name, a page at a time."""
    viewer = people_shell.enter(request, people_shell.ADMINISTERING)
    asked = request.GET
    text, unit_text = asked.get("q", "").strip(), asked.get("unit", "").strip()
    unit, fault = _unit(unit_text)
    found = queries.find(
        viewer,
        text=text,
        unit=unit,
        role=_one_of(Role, asked.get("role", ""), _("a role")),
        state=_one_of(AccountState, asked.get("state", ""), _("a state")),
    )
    if fault:
        found = found.none()
    leaf = listing.leaf(found, queries.ORDER, asked.get("after", ""))
    shown = queries.accounts(viewer, leaf.rows)
    _note_addresses(viewer, shown)
    context = {
        "table": _table(request, shown, listing.count_of(found), leaf.further),
        "text": text,
        "unit_text": unit_text,
        "fault": fault,
        "may_keep": Act.MANAGE_PEOPLE in permission.acts_anywhere(viewer),
        "lead": _lead(viewer),
    }
    return people_shell.page(request, "people", context)


def person(request: HttpRequest, person: int) -> HttpResponse:
    """Show one person: where, since when, with which roles through time, and what the viewer may do about it."""
    viewer = people_shell.enter(request, people_shell.ADMINISTERING)
    found = people_shell.person_of(viewer, person)
    today = timezone.localdate()
    [account] = queries.accounts(viewer, [found])
    _note_addresses(viewer, [account])
    roles = queries.roles_through_time(found)
    asked = list(found.assignment_requests.select_related("organization", "asked_by").order_by("-pk")[:20])
    endable = _endable(viewer, found, roles, today)
    events = list(found.account_events.select_related("organization").order_by("-happens_on", "-pk"))
    context = {
        "crumbs": [Crumb(_("Accounts"), reverse("people")), Crumb(str(found))],
        "person": found,
        "account": account,
        "state": STATES[account.state],
        "standing": [
            (each, endable.get(each.assignment.pk, ""), each.assignment.valid_from > today)
            for each in roles
            if not each.is_past(today)
        ],
        "past": [each for each in roles if each.is_past(today)],
        "waiting": _waiting(asked),
        "history": _history(found, events, roles, asked),
        "keeps": people_shell.may_keep(viewer, found),
        "assigns": viewer.pk != found.pk and Act.ASSIGN_ROLES in permission.acts_anywhere(viewer),
        "has_identities": identity.is_offered(),
        "is_locked": account.state is AccountState.LOCKED,
    }
    return people_shell.page(request, "person", context)


def _one_of(kind: type[Choice], text: str, expected: str) -> Choice | None:
    if not text:
        return None
    try:
        return kind(text)
    except ValueError:
        raise Unreadable("filter", text, expected) from None


def _unit(text: str) -> tuple[Organization | None, str]:
    if not text:
        return None, ""
    try:
        return meant(text, timezone.localdate()), ""
    except TreeRefusal as refusal:
        return None, str(refusal)


def _lead(viewer: User) -> str:
    """Return the answer of the page: how many can sign in, and how many of them should be looked at."""
    visible = queries.visible_people(viewer)
    open_count = visible.filter(is_active=True).count()
    dormant = visible.filter(is_active=True, last_login__lt=queries.dormant_before()).count()
    never = visible.filter(is_active=True, last_login__isnull=True).count()
    lead = ngettext("%(count)d person has an account", "%(count)d people have accounts", open_count) % {
        "count": open_count
    }
    parts = [lead]
    if dormant:
        parts.append(_("%(count)d not used for long") % {"count": dormant})
    if never:
        parts.append(_("%(count)d never signed in") % {"count": never})
    return _("; ").join(parts)


def _table(request: HttpRequest, shown: Sequence[Account], count: str, further: str) -> Table:
    asked = request.GET
    roles = Filter(
        "role",
        _("Only this role"),
        [Option("", _("every role")), *(Option(each.value, str(each.label)) for each in Role)],
        asked.get("role", ""),
    )
    states = Filter(
        "state",
        _("Only this state"),
        [
            Option("", _("every state")),
            *(Option(each.value, str(STATES[each].word)) for each in AccountState),
        ],
        asked.get("state", ""),
    )
    kept = {name: asked[name] for name in ("q", "unit") if asked.get(name)}
    return Table(
        name="accounts",
        title=_("Accounts"),
        columns=[
            Column("name", pgettext("people", "Person")),
            Column("unit", _("Works at"), place="whole plain"),
            Column("roles", _("Roles"), filter=roles, place="whole plain"),
            Column("state", _("State"), filter=states, place="whole plain"),
            Column("signed", _("Last sign-in"), place="fold"),
        ],
        rows=[_row(each) for each in shown],
        empty=Empty(_("Nobody fits"), _("Search by another part of the name, or take the filters out.")),
        told=_("%(count)s accounts") % {"count": count},
        next_href=listing.turned(request, after=further) if further else "",
        first_href=listing.turned(request, after="", role="", state="") if asked.get("after") else "",
        kept=kept,
    )


def _row(account: Account) -> Row:
    person = account.person
    roles = "、".join(f"{each.role.label}（{each.unit}）" for each in account.roles)
    signed = timezone.localtime(person.last_login).strftime("%Y-%m-%d %H:%M") if person.last_login else "–"
    return Row(
        [
            Cell(str(person), small=person.username, href=reverse("person", args=[person.pk])),
            Cell(account.unit or "–"),
            Cell(roles or "–"),
            Cell(STATES[account.state]),
            Cell(signed, small=account.address),
        ]
    )


def _note_addresses(viewer: User, shown: Sequence[Account]) -> None:
    """Record that sensitive detail is read, before it is shown; what is masked is none."""
    whole = [each for each in shown if each.address and "*" not in each.address]
    if not whole:
        return
    subject = f"user:{whole[0].person.pk}" if len(whole) == 1 else ""
    trail.note(
        "people.see_addresses",
        subject=subject,
        organization_id=viewer.organization_id,
        facts={"people": len(whole)},
    )


def _endable(viewer: User, person: User, roles: Sequence[Held], today: date) -> dict[int, str]:
    """Return the addresses at which the viewer ends the person's roles, by assignment id."""
    if viewer.pk == person.pk or Act.ASSIGN_ROLES not in permission.acts_anywhere(viewer):
        return {}
    reached = set(
        permission.reached_organizations(viewer, Act.ASSIGN_ROLES).values_list("organization_id", flat=True)
    )
    return {
        each.assignment.pk: reverse("person-role-end", args=[person.pk, each.assignment.pk])
        for each in roles
        if not each.is_past(today) and each.assignment.organization_id in reached
    }


def _waiting(asked: Sequence[AssignmentRequest]) -> list[str]:
    units = names_of_units(each.organization_id for each in asked)
    return [
        _("%(role)s at %(unit)s, asked for on %(day)s")
        % {
            "role": Role(each.role).label,
            "unit": units.get(each.organization_id, ""),
            "day": timezone.localdate(each.asked_at),
        }
        for each in asked
        if each.state == RequestState.WAITING
    ]


def _history(
    person: User, events: Sequence[AccountEvent], roles: Sequence[Held], asked: Sequence[AssignmentRequest]
) -> list[Told]:
    """Return everything that happened to the account and its roles, the newest first."""
    units = names_of_units(
        [each.organization_id for each in events if each.organization_id is not None]
        + [each.organization_id for each in asked]
    )
    told = []
    for event in events:
        where = f" {units.get(event.organization_id or 0, '')}".rstrip()
        by = " · ".join(part for part in (event.reason, event.by) if part)
        what = f"{AccountEventKind(event.kind).label}{where}"
        told.append(Told(event.happens_on, what, by, event.took_effect_at is None))
    for each in roles:
        told.append(
            Told(each.assignment.valid_from, _("%(role)s over %(unit)s from this day") % _of(each), "")
        )
        if each.assignment.valid_to:
            what = _("%(role)s over %(unit)s until the day before") % _of(each)
            told.append(Told(each.assignment.valid_to, what, ""))
    for request in asked:
        if request.state == RequestState.REFUSED and request.decided_at:
            what = _("%(role)s over %(unit)s was not granted") % {
                "role": Role(request.role).label,
                "unit": units.get(request.organization_id, ""),
            }
            told.append(Told(timezone.localdate(request.decided_at), what, request.decision_reason))
    if not any(event.kind == AccountEventKind.OPENED for event in events):
        opened = AccountEventKind.OPENED.label
        told.append(Told(timezone.localdate(person.date_joined), str(opened), ""))
    today = timezone.localdate()
    arranged = sorted(told, key=lambda each: each.on, reverse=True)
    return [Told(each.on, each.what, each.small, each.is_to_come or each.on > today) for each in arranged]


def _of(held: Held) -> dict[str, str]:
    return {"role": str(held.role.label), "unit": held.unit}
