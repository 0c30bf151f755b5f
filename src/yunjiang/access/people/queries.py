"""Who has an account, what each may do where and since when, and whom to call. Reads only."""

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from yunjiang.access import masking, permission
from yunjiang.access.models import Assignment, AssignmentRequest, Role, User
from yunjiang.access.people import sign_ins
from yunjiang.access.people.authority import By
from yunjiang.access.people.naming import names_of_units
from yunjiang.access.permission import ACTS_OF_ROLE, Act, Classification
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Organization, Standing
from yunjiang.organizations.naming import latin_key

ORDER = ("pinyin", "pk")  # of every list of people


class AccountState(StrEnum):
    """How an account stands today; the first that fits."""

    ENDED = "ended"
    LOCKED = "locked"
    NEVER = "never"  # nobody has signed in with it yet
    DORMANT = "dormant"
    ACTIVE = "active"


@dataclass(frozen=True)
class Held:
    """A role over a unit and all below it, with its days."""

    assignment: Assignment
    role: Role
    unit: str

    def is_present(self, day: date) -> bool:
        return self.assignment.valid_from <= day and not self.is_past(day)

    def is_past(self, day: date) -> bool:
        return self.assignment.valid_to is not None and self.assignment.valid_to <= day


@dataclass(frozen=True)
class Account:
    """One line of the list of people. The address is whole, hidden in part, or empty, as the reader's clearance says."""

    person: User
    unit: str
    roles: Sequence[Held]
    state: AccountState
    address: str


def visible_people(viewer: By) -> QuerySet[User]:
    """Return everybody whose account or roles the viewer administers; the command line sees everybody."""
    if viewer is None:
        return User.objects.all()
    kept = permission.reached_organizations(viewer, Act.MANAGE_PEOPLE).values("organization_id")
    assigned = permission.reached_organizations(viewer, Act.ASSIGN_ROLES).values("organization_id")
    holding = Assignment.objects.filter(user=OuterRef("pk"), organization__in=assigned)
    seen = Q(organization__in=kept) | Q(organization__in=assigned) | Q(Exists(holding))
    if _administers_the_root(viewer):
        seen |= Q(organization__isnull=True)
    return User.objects.filter(seen)


def find(
    viewer: By,
    *,
    text: str = "",
    unit: Organization | None = None,
    role: Role | None = None,
    state: AccountState | None = None,
) -> QuerySet[User]:
    """Return the visible people that fit, to be read in ORDER: by name, sign-in name, pinyin or initials; at a unit or below."""
    found = visible_people(viewer)
    text = unicodedata.normalize("NFKC", text).strip()
    if text:
        fits = Q(last_name__contains=text) | Q(username__icontains=text)
        latin = latin_key(text)
        if latin:
            fits |= Q(pinyin__startswith=latin) | Q(initials__startswith=latin)
        found = found.filter(fits)
    if unit is not None:
        found = found.filter(organization__in=_at_and_below(unit))
    if role is not None:
        found = found.filter(Exists(present_assignments().filter(user=OuterRef("pk"), role=role)))
    return found if state is None else found.filter(_in_state(found, state))


def accounts(viewer: By, people: Sequence[User]) -> list[Account]:
    """Return the people with their units, present roles, states and last sign-in addresses, in a few queries for all."""
    present = (
        present_assignments()
        .filter(user__in=people)
        .select_related("organization")
        .order_by("valid_from", "pk")
    )
    assignments = list(present)
    units = names_of_units(
        [each.organization_id for each in people if each.organization_id is not None]
        + [each.organization_id for each in assignments]
    )
    locked = sign_ins.locked_among(people)
    addresses = sign_ins.last_addresses([each.pk for each in people])
    cleared = _cleared(viewer)
    return [
        Account(
            person,
            units.get(person.organization_id or 0, ""),
            [
                Held(each, Role(each.role), units.get(each.organization_id, each.organization.key))
                for each in assignments
                if each.user_id == person.pk
            ],
            state_of(person, person.pk in locked),
            _shown(addresses.get(person.pk, ""), cleared is None or person.organization_id in cleared),
        )
        for person in people
    ]


def roles_through_time(person: User) -> list[Held]:
    """Return every assignment a person had, has or will have, the newest first; those taken back are left out."""
    rows = person.assignments.select_related("organization").order_by("-valid_from", "-pk")
    lasting = [each for each in rows if each.valid_to is None or each.valid_to > each.valid_from]
    units = names_of_units(each.organization_id for each in lasting)
    return [
        Held(each, Role(each.role), units.get(each.organization_id, each.organization.key))
        for each in lasting
    ]


def requests_concerning(viewer: User) -> QuerySet[AssignmentRequest]:
    """Return the requests that the viewer decides, or that concern people whose accounts he keeps, the newest first."""
    decided = permission.reached_organizations(viewer, Act.ASSIGN_ROLES).values("organization_id")
    kept = permission.reached_organizations(viewer, Act.MANAGE_PEOPLE).values("organization_id")
    found = AssignmentRequest.objects.filter(Q(organization__in=decided) | Q(user__organization__in=kept))
    return found.select_related("user", "organization", "asked_by", "decided_by").order_by("-pk")


def present_assignments(day: date | None = None) -> QuerySet[Assignment]:
    """Return the assignments that hold on the day (today unless given), whatever has become of the account."""
    day = day or timezone.localdate()
    return Assignment.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)


@dataclass(frozen=True)
class Responsible:
    """Somebody who may do an act at a unit, and over which unit the role is held that lets him."""

    person: User
    role: Role
    scope_id: int
    scope: str
    is_own: bool  # the role is held at the unit itself and not above it


def responsible(organization_id: int, act: Act, day: date | None = None) -> list[Responsible]:
    """Return who may do an act at a unit on the day (today unless given), the nearest to the unit first."""
    return responsible_at([organization_id], act, day)[organization_id]


def responsible_at(
    organization_ids: Collection[int], act: Act, day: date | None = None
) -> dict[int, list[Responsible]]:
    """Return the same for several units at once, in three queries; a unit that nobody answers for has an empty list."""
    day = day or timezone.localdate()
    paths = dict(
        Standing.objects.filter(organization__in=organization_ids, valid_from__lte=day)
        .order_by("valid_from")
        .values_list("organization_id", "path")
    )
    above = {each for path in paths.values() for each in organizations.ids_in(path)}
    roles = [role for role, acts in ACTS_OF_ROLE.items() if act in acts]
    holding = list(
        present_assignments(day)
        .filter(organization__in=above, role__in=roles, user__is_active=True)
        .select_related("user")
        .order_by("user__pinyin", "user_id", "pk")
    )
    names = names_of_units(each.organization_id for each in holding)
    found: dict[int, list[Responsible]] = {each: [] for each in organization_ids}
    for unit, path in paths.items():
        near = {each: place for place, each in enumerate(reversed(organizations.ids_in(path)))}
        reaching = sorted(
            (each for each in holding if each.organization_id in near),
            key=lambda each: near[each.organization_id],
        )
        found[unit] = [
            Responsible(
                each.user,
                Role(each.role),
                each.organization_id,
                names.get(each.organization_id, ""),
                each.organization_id == unit,
            )
            for each in reaching
        ]
    return found


def units_without(viewer: User, act: Act, role: Role) -> QuerySet[Standing]:
    """Return the open units that the viewer may do the act to at which nobody who can sign in holds the role."""
    holding = present_assignments().filter(
        organization_id=OuterRef("organization_id"), role=role, user__is_active=True
    )
    return permission.visible_organizations(viewer, act=act).filter(~Exists(holding))


def state_of(person: User, is_locked: bool) -> AccountState:
    """Return how an account stands today."""
    if not person.is_active:
        return AccountState.ENDED
    if is_locked:
        return AccountState.LOCKED
    if person.last_login is None:
        return AccountState.NEVER
    return AccountState.DORMANT if person.last_login < dormant_before() else AccountState.ACTIVE


def dormant_before() -> datetime:
    """Return the moment since which somebody must have signed in not to count as dormant."""
    return timezone.now() - timedelta(days=settings.YUNJIANG_DORMANT_DAYS)


def _in_state(found: QuerySet[User], state: AccountState) -> Q:
    if state is AccountState.ENDED:
        return Q(is_active=False)
    locked = sign_ins.locked_pks(found)
    if state is AccountState.LOCKED:
        return Q(is_active=True, pk__in=locked)
    standing = Q(is_active=True) & ~Q(pk__in=locked)
    if state is AccountState.NEVER:
        return standing & Q(last_login__isnull=True)
    if state is AccountState.DORMANT:
        return standing & Q(last_login__lt=dormant_before())
    return standing & Q(last_login__gte=dormant_before())


def _at_and_below(unit: Organization) -> QuerySet[Standing, int]:
    place = unit.standings.order_by("-valid_from").first()
    path = place.path if place else "/"
    return Standing.objects.filter(path__startswith=path).values_list("organization_id", flat=True)


def _cleared(viewer: By) -> set[int] | None:
    """Return the units whose people's sign-in addresses the viewer may read whole; None: everybody's."""
    if viewer is None:
        return None
    reached = permission.reached_organizations(
        viewer, Act.MANAGE_PEOPLE, classification=Classification.SENSITIVE
    )
    return set(reached.values_list("organization_id", flat=True))


def _shown(address: str, is_cleared: bool) -> str:
    return address if is_cleared else masking.address(address)


def _administers_the_root(viewer: User) -> bool:
    root = organizations.root(timezone.localdate())
    return root is not None and any(
        permission.may(viewer, act, root.organization) for act in (Act.MANAGE_PEOPLE, Act.ASSIGN_ROLES)
    )
