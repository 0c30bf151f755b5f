"""Opening, ending and reopening accounts; what lies on a coming day waits for `take_effect`."""

from contextlib import AbstractContextManager
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from yunjiang.access import services, trail
from yunjiang.access.models import (
    ADMINISTRATION,
    AccountEvent,
    AccountEventKind,
    Assignment,
    AssignmentRequest,
    RequestState,
    Role,
    User,
)
from yunjiang.access.people import one_time
from yunjiang.access.people.authority import By, name_of, require_account, require_reason, require_unit
from yunjiang.access.people.naming import readable_username
from yunjiang.access.people.refusals import (
    AccountEnded,
    AccountNotEnded,
    AdministratorOfAnotherKind,
    LastAdministrator,
)
from yunjiang.access.signing import sessions
from yunjiang.access.trail import Deed
from yunjiang.organizations.models import Organization


def open_account(
    username: str, *, name: str, organization: Organization | None, by: By, reason: str = ""
) -> tuple[User, str]:
    """Open an account with a one-time password and return both; the person may do nothing yet.

    Raises Refused, UsernameTaken, UsernameUnreadable.
    """
    place = organization.pk if organization else None
    facts = {"username": username, "name": name}
    with trail.recording("people.open_account", organization_id=place, facts=facts) as deed:
        require_unit(by, organization)
        username = readable_username(username)
        person = services.create_person(username, None, name=name.strip(), organization=organization)
        deed.subject = subject_of(person)
        password = one_time.give(person)
        record(person, AccountEventKind.OPENED, by=by, organization=organization, reason=reason)
    return person, password


def end_account(person: User, *, by: By, reason: str, on: date | None = None) -> AccountEvent:
    """End an account: from `on` (today unless given) the person cannot sign in and holds no role; nothing is deleted.

    On a coming day it happens when that day has come. Raises Refused, OwnRights, AccountEnded, LastAdministrator,
    ReasonMissing.
    """
    with recording("people.end_account", person, reason=reason) as deed:
        reason = require_reason(reason)
        require_account(by, person)
        person = locked(person)
        if not person.is_active:
            raise AccountEnded(str(person))
        refuse_last_administrator(person)
        event = record(person, AccountEventKind.ENDED, by=by, on=on, reason=reason)
        deed.learned(on=event.happens_on.isoformat())
        take_effect_if_due(event)
    return event


def reopen_account(
    person: User, *, by: By, reason: str, organization: Organization | None = None
) -> tuple[User, str]:
    """Open an ended account again, with a one-time password and no role, and return both.

    `organization` is where the person works from now on, the former unit unless given. Raises Refused, OwnRights,
    AccountNotEnded, ReasonMissing.
    """
    with recording("people.reopen_account", person, reason=reason):
        reason = require_reason(reason)
        require_account(by, person)
        if organization is not None:
            require_unit(by, organization)
        person = locked(person)
        if person.is_active:
            raise AccountNotEnded(str(person))
        person.is_active = True
        person.organization = organization or person.organization
        person.save(update_fields=["is_active", "organization"])
        password = one_time.give(person)
        record(person, AccountEventKind.REOPENED, by=by, organization=person.organization, reason=reason)
    return person, password


def give_password(person: User, *, by: By) -> str:
    """Give a person who has lost his password a one-time password, and return it.

    The other administrators' accounts are not for a system administrator to enter: the command line alone gives them one.
    Raises Refused, OwnRights, AccountEnded, AdministratorOfAnotherKind.
    """
    with recording("people.give_password", person):
        require_credentials(by, person)
        person = locked(person)
        if not person.is_active:
            raise AccountEnded(str(person))
        return one_time.give(person)


def take_effect(day: date | None = None) -> int:
    """Let happen what was set for days that have come; return how many events took effect. For scheduled use."""
    day = day or timezone.localdate()
    due = AccountEvent.objects.filter(took_effect_at__isnull=True, happens_on__lte=day)
    events = list(due.select_related("user").order_by("happens_on", "pk"))
    for event in events:
        facts = {"kind": event.kind, "on": event.happens_on.isoformat(), "by": event.by}
        with recording("people.take_effect", event.user, **facts):
            _happen(event)
    return len(events)


def subject_of(person: User) -> str:
    """Return how the audit trail calls a person's account."""
    return f"user:{person.pk}"


def recording(action: str, person: User, **facts: str) -> AbstractContextManager[Deed]:
    """Record an act on an account in the audit trail, in one transaction with it."""
    told = {"username": person.username, "name": str(person), **facts}
    return trail.recording(
        action, subject=subject_of(person), organization_id=person.organization_id, facts=told
    )


def record(
    person: User,
    kind: AccountEventKind,
    *,
    by: By,
    on: date | None = None,
    organization: Organization | None = None,
    reason: str = "",
) -> AccountEvent:
    """Write down what happens to an account; opening and reopening have happened when they are recorded."""
    is_done = kind in (AccountEventKind.OPENED, AccountEventKind.REOPENED)
    return AccountEvent.objects.create(
        user=person,
        kind=kind,
        happens_on=on or timezone.localdate(),
        organization=organization,
        reason=reason[:200],
        by=name_of(by),
        took_effect_at=timezone.now() if is_done else None,
    )


def take_effect_if_due(event: AccountEvent) -> None:
    if event.happens_on <= timezone.localdate():
        _happen(event)


def standing_assignments(person: User, day: date) -> QuerySet[Assignment]:
    """Return the assignments that hold on the day or will hold later."""
    return person.assignments.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day))


def end_assignment(assignment: Assignment, on: date) -> None:
    """End an assignment, or take it back when it would only have begun by then."""
    if assignment.valid_from < on:
        services.end(assignment, on)
    else:
        services.take_back(assignment)


def require_credentials(by: By, person: User) -> None:
    """Let nobody get at how a person signs in who could not have given him what he may do.

    Whoever gives a password, takes a second factor away or names an identity could enter the account. So he must keep the
    accounts of every unit over which the person holds a role, and the other two administrators' are for the command line alone.
    Raises Refused, OwnRights, AdministratorOfAnotherKind.
    """
    require_account(by, person)
    if by is None:
        return
    for held in standing_assignments(person, timezone.localdate()).select_related("organization"):
        if held.role in ADMINISTRATION - {Role.SYSTEM_ADMINISTRATOR}:
            raise AdministratorOfAnotherKind(str(person), Role(held.role))
        require_unit(by, held.organization)


def refuse_last_administrator(person: User) -> None:
    """Do nothing unless the house would be left without an administrator of a kind. Raises LastAdministrator."""
    today = timezone.localdate()
    held = standing_assignments(person, today).filter(role__in=ADMINISTRATION, valid_from__lte=today)
    for role in held.values_list("role", flat=True):
        others = Assignment.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=today),
            role=role,
            valid_from__lte=today,
            user__is_active=True,
        )
        if not others.exclude(user=person).exists():
            raise LastAdministrator(str(person), Role(role))


def locked(person: User) -> User:
    """Return the person's row, locked: two acts on one account follow one another."""
    return User.objects.select_for_update().get(pk=person.pk)


def _happen(event: AccountEvent) -> None:
    person = locked(event.user)
    if AccountEvent.objects.filter(pk=event.pk, took_effect_at__isnull=False).exists():
        return  # another process was here first
    if event.kind == AccountEventKind.TRANSFERRED:
        person.organization = event.organization
        person.save(update_fields=["organization"])
    elif event.kind == AccountEventKind.ENDED and person.is_active:
        person.is_active = False
        # The old password is forgotten, also for the day on which the account is reopened.
        person.set_unusable_password()
        person.save(update_fields=["is_active", "password"])
        sessions.end_all(person)
        for assignment in standing_assignments(person, event.happens_on):
            end_assignment(assignment, event.happens_on)
        AssignmentRequest.objects.filter(user=person, state=RequestState.WAITING).update(
            state=RequestState.WITHDRAWN, decided_at=timezone.now()
        )
    event.took_effect_at = timezone.now()
    event.save(update_fields=["took_effect_at"])
