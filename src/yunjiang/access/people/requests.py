"""Asking for roles and deciding on what was asked: the system administrator proposes, the security administrator confirms."""

from datetime import date

from django.db.models import Q
from django.utils import timezone

from yunjiang.access import services
from yunjiang.access.models import Assignment, AssignmentRequest, RequestState, Role, User
from yunjiang.access.people.accounts import locked, recording, standing_assignments
from yunjiang.access.people.authority import By, require_account, require_reason, require_role, require_unit
from yunjiang.access.people.naming import name_of_unit
from yunjiang.access.people.refusals import (
    AccountEnded,
    AlreadyAsked,
    AlreadyDecided,
    AlreadyHeld,
    OwnRequest,
)
from yunjiang.access.services import AssignmentEndsBeforeItBegins
from yunjiang.organizations.models import Organization


def ask(
    person: User,
    role: Role,
    organization: Organization,
    *,
    valid_from: date,
    valid_to: date | None = None,
    by: By,
    reason: str = "",
) -> AssignmentRequest:
    """Ask that a person get a role over a unit and all below; nothing holds before it is granted.

    Whoever asks keeps the accounts of the person's unit and of the unit asked for. Raises Refused, OwnRights, AccountEnded,
    AlreadyAsked, AlreadyHeld, AdministrationCombined, AssignmentEndsBeforeItBegins.
    """
    with recording("people.ask_role", person, role=role, unit=organization.key):
        require_account(by, person)
        require_unit(by, organization)
        return propose(
            person, role, organization, valid_from=valid_from, valid_to=valid_to, by=by, reason=reason
        )


def propose(
    person: User,
    role: Role,
    organization: Organization,
    *,
    valid_from: date,
    valid_to: date | None,
    by: By,
    reason: str = "",
) -> AssignmentRequest:
    """Write a request down for an act that has asked permission already, in the caller's transaction."""
    if valid_to is not None and valid_to <= valid_from:
        raise AssignmentEndsBeforeItBegins(valid_from, valid_to)
    person = locked(person)
    if not person.is_active:
        raise AccountEnded(str(person))
    services.refuse_combined(person, role, valid_from, valid_to)
    unit = name_of_unit(organization)
    waiting = AssignmentRequest.objects.filter(
        user=person, role=role, organization=organization, state=RequestState.WAITING
    )
    if waiting.exists():
        raise AlreadyAsked(str(person), role, unit)
    if held(person, role, organization, valid_from, valid_to) is not None:
        raise AlreadyHeld(str(person), role, unit)
    return AssignmentRequest.objects.create(
        user=person,
        role=role,
        organization=organization,
        valid_from=valid_from,
        valid_to=valid_to,
        asked_by=by,
        reason=reason.strip()[:200],
    )


def grant(request: AssignmentRequest, *, by: By) -> Assignment:
    """Give the role that was asked for, from the day asked for or from today, whichever is later.

    A role never holds for days on which nobody had confirmed it. Raises Refused, OwnRights, OwnRequest, AlreadyDecided,
    AdministrationCombined, AssignmentEndsBeforeItBegins, AccountEnded.
    """
    person = request.user
    with recording("people.grant_role", person, role=request.role) as deed:
        request = _decidable(request, by)
        if not locked(person).is_active:
            raise AccountEnded(str(person))
        valid_from = max(request.valid_from, timezone.localdate())
        assignment = services.assign(
            person, Role(request.role), request.organization, valid_from=valid_from, valid_to=request.valid_to
        )
        deed.changed(after=facts_of(assignment))
        _decide(request, RequestState.GRANTED, by)
    return assignment


def refuse(request: AssignmentRequest, *, by: By, reason: str) -> None:
    """Do not give the role that was asked for. Raises Refused, OwnRights, OwnRequest, AlreadyDecided, ReasonMissing."""
    with recording("people.refuse_role", request.user, role=request.role, reason=reason):
        reason = require_reason(reason)
        request = _decidable(request, by)
        _decide(request, RequestState.REFUSED, by, reason)


def withdraw(request: AssignmentRequest, *, by: By) -> None:
    """Take a request back. Whoever keeps the person's account may. Raises Refused, OwnRights, AlreadyDecided."""
    with recording("people.withdraw_request", request.user, role=request.role):
        require_account(by, request.user)
        request = _waiting(request)
        _decide(request, RequestState.WITHDRAWN, by)


def held(
    person: User, role: Role, organization: Organization, valid_from: date, valid_to: date | None
) -> Assignment | None:
    """Return the person's assignment of the role at exactly the unit that covers all the days, if there is one."""
    covering = standing_assignments(person, valid_from).filter(
        role=role, organization=organization, valid_from__lte=valid_from
    )
    until = Q(valid_to__isnull=True)
    if valid_to is not None:
        until |= Q(valid_to__gte=valid_to)
    return covering.filter(until).first()


def facts_of(assignment: Assignment) -> dict[str, str]:
    """Return what the audit trail keeps of an assignment."""
    return {
        "role": assignment.role,
        "unit": assignment.organization.key,
        "valid_from": assignment.valid_from.isoformat(),
        "valid_to": assignment.valid_to.isoformat() if assignment.valid_to else "",
    }


def _decidable(request: AssignmentRequest, by: By) -> AssignmentRequest:
    require_role(by, request.user, request.organization)
    if by is not None and request.asked_by_id == by.pk:
        raise OwnRequest
    return _waiting(request)


def _waiting(request: AssignmentRequest) -> AssignmentRequest:
    found = AssignmentRequest.objects.select_for_update().get(pk=request.pk)
    if found.state != RequestState.WAITING:
        raise AlreadyDecided(str(request.user), str(RequestState(found.state).label))
    return found


def _decide(request: AssignmentRequest, state: RequestState, by: By, reason: str = "") -> None:
    request.state = state
    request.decided_by = by
    request.decided_at = timezone.now()
    request.decision_reason = reason
    request.save(update_fields=["state", "decided_by", "decided_at", "decision_reason"])
