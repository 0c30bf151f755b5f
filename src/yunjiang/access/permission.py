"""The one place that answers "may this person do this to that?".

Denied by default: an act is allowed only when an assignment of the person, valid on the day, gives a role that holds the
act over a unit at or above the unit in question. The flags of `auth` (superuser, staff, model permissions) grant nothing.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yunjiang.access.models import Assignment, Role, User
from yunjiang.organizations import queries
from yunjiang.organizations.models import Organization, Standing

Visitor = User | AnonymousUser


class Act(StrEnum):
    """Everything the house asks permission for."""

    SEE_FIGURES = "see_figures"  # figures, statuses and forecasts of a unit
    SEE_ENTRIES = "see_entries"  # the entries behind a figure, with their sources
    POST_ENTRIES = "post_entries"  # bring quantities into the ledger
    ASSESS = "assess"  # freeze an assessment
    SEE_DOCUMENTS = "see_documents"  # read and take written documents
    WRITE_DOCUMENTS = "write_documents"
    LOAD_PLAN = "load_plan"  # new versions of a plan, allocations
    MANAGE_CYCLES = "manage_cycles"  # open, extend, lock and reopen reporting cycles; days off
    FILL_RETURNS = "fill_returns"  # fill a unit's return in and submit it
    REVIEW_RETURNS = "review_returns"  # approve or send back what lies at a unit's desk
    ACCEPT_RETURNS = "accept_returns"  # accept, for a lead organization, what then enters the ledger
    SEE_RECORDS = "see_records"  # records of the registers, one by one
    KEEP_RECORDS = "keep_records"  # add, change and import them
    CHECK_RECORDS = "check_records"  # decide on what somebody else asked to change in them
    VOUCH_FOR_MEMBERS = (
        "vouch_for_members"  # let a member who has shown who he is act for himself for a while
    )
    REDEEM_SERVICES = "redeem_services"  # use up the place of a service that a member shows at a counter
    COMMENT = "comment"  # on figures
    MANAGE_PEOPLE = "manage_people"  # accounts, but not what they may do
    ASSIGN_ROLES = "assign_roles"
    MANAGE_SITE = "manage_site"  # background work, seals, settings
    READ_AUDIT_TRAIL = "read_audit_trail"


class Classification(IntEnum):
    """How much harm a field does in wrong hands (GB/T 22239-2019 8.1.4.2 g); what is higher needs the higher clearance."""

    PUBLIC = 1  # 公开: anybody may read it
    INTERNAL = 2  # 内部: whoever works with the unit
    SENSITIVE = 3  # 敏感: about one person, such as a telephone number or where somebody signed in from
    IMPORTANT = 4  # 重要: identity numbers, bank accounts, medical facts


_REFUSALS: dict[Act, Promise] = {
    Act.SEE_FIGURES: _("You may not see the figures of %(organization)s."),
    Act.SEE_ENTRIES: _("You may not see the entries of %(organization)s."),
    Act.POST_ENTRIES: _("You may not post entries for %(organization)s."),
    Act.ASSESS: _("You may not make an assessment of %(organization)s."),
    Act.SEE_DOCUMENTS: _("You may not read the documents of %(organization)s."),
    Act.WRITE_DOCUMENTS: _("You may not write documents for %(organization)s."),
    Act.LOAD_PLAN: _("You may not change the plan of %(organization)s."),
    Act.MANAGE_CYCLES: _("You may not manage the reporting cycles of %(organization)s."),
    Act.FILL_RETURNS: _("You may not fill in the returns of %(organization)s."),
    Act.REVIEW_RETURNS: _("You may not review returns at the desk of %(organization)s."),
    Act.ACCEPT_RETURNS: _("You may not accept returns for %(organization)s."),
    Act.SEE_RECORDS: _("You may not see the records of %(organization)s."),
    Act.CHECK_RECORDS: _("You may not decide on changes of the records of %(organization)s."),
    Act.KEEP_RECORDS: _("You may not keep the records of %(organization)s."),
    Act.VOUCH_FOR_MEMBERS: _("You may not vouch for members of %(organization)s."),
    Act.REDEEM_SERVICES: _("You may not redeem places of services of %(organization)s."),
    Act.COMMENT: _("You may not comment on the figures of %(organization)s."),
    Act.MANAGE_SITE: _("You may not manage the site."),
    Act.MANAGE_PEOPLE: _("You may not manage the accounts of %(organization)s."),
    Act.ASSIGN_ROLES: _("You may not assign roles over %(organization)s."),
    Act.READ_AUDIT_TRAIL: _("You may not read the audit trail of %(organization)s."),
}

_READING = frozenset({Act.SEE_FIGURES, Act.SEE_ENTRIES, Act.SEE_DOCUMENTS})

# The three administrators share nothing and see no business figures (GB/T 22239-2019, separation of administration).
ACTS_OF_ROLE: dict[Role, frozenset[Act]] = {
    Role.OFFICE: _READING
    | {Act.POST_ENTRIES, Act.ASSESS, Act.WRITE_DOCUMENTS, Act.LOAD_PLAN, Act.MANAGE_CYCLES}
    | {Act.REVIEW_RETURNS, Act.ACCEPT_RETURNS, Act.COMMENT, Act.SEE_RECORDS, Act.CHECK_RECORDS},
    Role.REPORTING_OFFICER: _READING | {Act.POST_ENTRIES, Act.FILL_RETURNS, Act.COMMENT},
    Role.REVIEWER: _READING | {Act.REVIEW_RETURNS, Act.COMMENT, Act.SEE_RECORDS, Act.CHECK_RECORDS},
    Role.LEAD_DEPARTMENT: _READING | {Act.ACCEPT_RETURNS, Act.COMMENT},
    Role.REGISTER_OFFICER: _READING
    | {Act.SEE_RECORDS, Act.KEEP_RECORDS, Act.CHECK_RECORDS, Act.VOUCH_FOR_MEMBERS, Act.COMMENT}
    | {Act.REDEEM_SERVICES},
    # For counters and programs that serve workers, such as a province's application: they read no record and keep none.
    Role.SERVICE_DESK: frozenset({Act.VOUCH_FOR_MEMBERS, Act.REDEEM_SERVICES}),
    Role.AUDITOR: _READING | {Act.READ_AUDIT_TRAIL, Act.SEE_RECORDS},
    Role.SYSTEM_ADMINISTRATOR: frozenset({Act.MANAGE_PEOPLE, Act.MANAGE_SITE}),
    Role.SECURITY_ADMINISTRATOR: frozenset({Act.ASSIGN_ROLES}),
    Role.AUDIT_ADMINISTRATOR: frozenset({Act.READ_AUDIT_TRAIL}),
}

# Up to which class of field a role reads what its acts open. An administrator of roles needs no sign-in addresses.
CLEARANCE_OF_ROLE: dict[Role, Classification] = {
    Role.OFFICE: Classification.SENSITIVE,
    Role.REPORTING_OFFICER: Classification.INTERNAL,
    Role.REVIEWER: Classification.INTERNAL,
    Role.LEAD_DEPARTMENT: Classification.INTERNAL,
    Role.REGISTER_OFFICER: Classification.IMPORTANT,
    Role.SERVICE_DESK: Classification.PUBLIC,
    Role.AUDITOR: Classification.SENSITIVE,
    Role.SYSTEM_ADMINISTRATOR: Classification.SENSITIVE,
    Role.SECURITY_ADMINISTRATOR: Classification.INTERNAL,
    Role.AUDIT_ADMINISTRATOR: Classification.SENSITIVE,
}

# What who leads a thing may do about it at any unit: look, ask, and accept what is reported on it.
ACTS_OF_LEAD = frozenset({Act.SEE_FIGURES, Act.SEE_ENTRIES, Act.COMMENT, Act.ACCEPT_RETURNS})


class Refused(PermissionDenied):
    """That somebody may not do something to a unit; says so in a sentence for that person."""

    def __init__(self, act: Act, organization_name: str, organization_id: int | None = None) -> None:
        self.act = act
        self.organization_name = organization_name
        self.organization_id = organization_id
        super().__init__(act, organization_name)

    def __str__(self) -> str:
        refusal = _REFUSALS[self.act] % {"organization": self.organization_name}
        return f"{refusal} " + gettext(
            "Choose a unit in your own scope, or ask the security administrator for a role there."
        )


def may(
    user: Visitor,
    act: Act,
    organization: Organization,
    day: date | None = None,
    *,
    lead: Collection[str] = (),
) -> bool:
    """Say whether the person may do the act to the organization on the day (today unless given).

    `lead` names, by their keys, the organizations that lead what is asked about, such as an indicator: a lead department may
    look at it, and accept it, wherever it is reported.
    """
    day = day or timezone.localdate()
    place = _last_standing(organization.pk, day)
    if place is None:
        return False
    if any(place.path.startswith(path) for path in _scopes(user, act, day)):
        return True
    return bool(lead) and act in ACTS_OF_LEAD and not led_by(user, day).isdisjoint(lead)


def may_see(
    user: Visitor,
    act: Act,
    organization: Organization,
    classification: Classification,
    day: date | None = None,
) -> bool:
    """Say whether the person may read fields of this class when doing the act to the organization."""
    day = day or timezone.localdate()
    place = _last_standing(organization.pk, day)
    cleared = _scopes(user, act, day, classification)
    return place is not None and any(place.path.startswith(path) for path in cleared)


def led_by(user: Visitor, day: date | None = None) -> frozenset[str]:
    """Return the keys of the organizations for which the person acts as lead department."""
    if _limit.get() is not None:
        return frozenset()
    held = _held(user, day or timezone.localdate())
    return frozenset(each.key for each in held if each.role == Role.LEAD_DEPARTMENT)


def require(
    user: Visitor,
    act: Act,
    organization: Organization,
    day: date | None = None,
    *,
    lead: Collection[str] = (),
) -> None:
    """Do nothing when the person may (see `may`). Raises Refused otherwise."""
    day = day or timezone.localdate()
    if not may(user, act, organization, day, lead=lead):
        place = _last_standing(organization.pk, day)
        raise Refused(act, place.name if place else organization.key, organization.pk)


def visible_organizations(
    user: Visitor, day: date | None = None, act: Act = Act.SEE_FIGURES
) -> QuerySet[Standing]:
    """Return the standings, on the day, of every organization that the person may do the act to."""
    day = day or timezone.localdate()
    wanted = Q(pk__in=())
    for path in _scopes(user, act, day):
        wanted |= Q(path__startswith=path)
    return queries.at(day).filter(wanted)


def reached_organizations(
    user: Visitor, act: Act, day: date | None = None, classification: Classification = Classification.PUBLIC
) -> QuerySet[Standing]:
    """Return how every organization that the person may do the act to stood last by the day, closed ones included.

    With a classification, only those of which the person may also read fields of that class.
    """
    day = day or timezone.localdate()
    reached = Q(pk__in=())
    for path in _scopes(user, act, day, classification):
        reached |= Q(path__startswith=path)
    later = Standing.objects.filter(
        organization_id=OuterRef("organization_id"),
        valid_from__lte=day,
        valid_from__gt=OuterRef("valid_from"),
    )
    return Standing.objects.filter(reached, ~Exists(later), valid_from__lte=day)


def reach(
    user: Visitor, act: Act, day: date | None = None, classification: Classification = Classification.PUBLIC
) -> tuple[str, ...]:
    """Return the paths of the tree at and below which the person may do the act and read fields of the class.

    In the order of the paths, and none lies below another: for lists of what lies in the tree.
    """
    outermost: list[str] = []
    for path in sorted(_scopes(user, act, day or timezone.localdate(), classification)):
        if not (outermost and path.startswith(outermost[-1])):
            outermost.append(path)
    return tuple(outermost)


def home(user: Visitor, day: date | None = None) -> Standing | None:
    """Return the widest unit whose figures the person may see, or None: where the person's first page begins."""
    return visible_organizations(user, day).order_by(Length("path"), "rank", "pk").first()


def acts_anywhere(user: Visitor, day: date | None = None) -> frozenset[Act]:
    """Return every act the person may do to at least one unit, for leaving out what would only be refused."""
    held = _held(user, day or timezone.localdate())
    acts = frozenset(act for each in held for act in ACTS_OF_ROLE[each.role])
    limit = _limit.get()
    return acts if limit is None else acts & limit.acts


@dataclass(frozen=True)
class _Held:
    """A role held on a day over the unit with this key and everything at and below this path of the tree."""

    role: Role
    key: str
    path: str


@contextmanager
def remembering() -> Iterator[None]:
    """Within, ask only once who holds what and where units stand: for one request, or one piece of work.

    Whatever gives or ends a role calls `forget`.
    """
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


@contextmanager
def limited(acts: Collection[Act], paths: Sequence[str] | None = None) -> Iterator[None]:
    """Within, allow nothing but these acts, and with `paths` nothing beyond these paths of the tree.

    For what acts for somebody with less than he may. Nobody acts as a lead department there, which reaches beyond any path.
    """
    token = _limit.set(_Limit(frozenset(acts), None if paths is None else tuple(paths)))
    try:
        yield
    finally:
        _limit.reset(token)


@dataclass(frozen=True)
class _Limit:
    acts: frozenset[Act]
    paths: tuple[str, ...] | None

    def narrowed(self, scopes: frozenset[str]) -> frozenset[str]:
        """Return the parts of the scopes that lie within the limit."""
        if self.paths is None:
            return scopes
        inside = {scope for scope in scopes for path in self.paths if scope.startswith(path)}
        return frozenset(inside | {path for path in self.paths for scope in scopes if path.startswith(scope)})


_limit: ContextVar[_Limit | None] = ContextVar("limit", default=None)


def forget() -> None:
    """Ask anew from here on: somebody's rights have changed."""
    memory = _memory.get()
    if memory is not None:
        memory.clear()


_memory: ContextVar[dict[Any, Any] | None] = ContextVar("memory", default=None)
Answer = TypeVar("Answer")


def _remembered(question: tuple[Any, ...], ask: Callable[[], Answer]) -> Answer:
    memory = _memory.get()
    if memory is None:
        return ask()
    if question not in memory:
        memory[question] = ask()
    answer: Answer = memory[question]
    return answer


def _held(user: Visitor, day: date) -> Sequence[_Held]:
    """Return the roles a person holds on a day; none for who cannot sign in. Two queries."""
    if not (user.is_authenticated and user.is_active):
        return ()
    number = int(user.pk)
    return _remembered(("held", number, day), lambda: _asked_held(number, day))


def _asked_held(user_id: int, day: date) -> Sequence[_Held]:
    still = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    rows = Assignment.objects.filter(still, user_id=user_id, valid_from__lte=day)
    held = list(rows.values_list("role", "organization_id", "organization__key"))
    if not held:
        return ()
    # A unit that has been closed keeps the place where it last stood, so that its past stays readable.
    units = {unit for _role, unit, _key in held}
    standings = Standing.objects.filter(organization_id__in=units, valid_from__lte=day).order_by("valid_from")
    newest = dict(standings.values_list("organization_id", "path"))
    return [_Held(Role(role), key, newest.get(unit, "")) for role, unit, key in held]


def _scopes(
    user: Visitor, act: Act, day: date, classification: Classification = Classification.PUBLIC
) -> frozenset[str]:
    """Return the tree paths at and below which the person may do the act and read fields of the class."""
    limit = _limit.get()
    if limit is not None and act not in limit.acts:
        return frozenset()
    scopes = frozenset(
        each.path
        for each in _held(user, day)
        if each.path and act in ACTS_OF_ROLE[each.role] and CLEARANCE_OF_ROLE[each.role] >= classification
    )
    return scopes if limit is None else limit.narrowed(scopes)


def _last_standing(organization_id: int, day: date) -> Standing | None:
    found = Standing.objects.filter(organization_id=organization_id, valid_from__lte=day)
    return _remembered(("standing", organization_id, day), found.order_by("-valid_from").first)
