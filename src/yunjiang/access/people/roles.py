"""Giving and ending roles: the work of the security administrator, who keeps no account."""

from datetime import date

from django.utils import timezone

from yunjiang.access import services
from yunjiang.access.models import Assignment, AssignmentRequest, RequestState, Role, User
from yunjiang.access.people.accounts import end_assignment, locked, recording
from yunjiang.access.people.authority import By, require_reason, require_role
from yunjiang.access.people.naming import name_of_unit
from yunjiang.access.people.refusals import AccountEnded, AlreadyHeld
from yunjiang.access.people.requests import facts_of, held
from yunjiang.organizations.models import Organization


def give(
    person: User,
    role: Role,
    organization: Organization,
    *,
    valid_from: date,
    valid_to: date | None = None,
    by: By,
) -> Assignment:
    """Give a person a role over a unit and all below it, from `valid_from` until the day before `valid_to`.

    Not for days gone by, except from the command line. A waiting request for the same is settled by it. Raises Refused,
    OwnRights, AccountEnded, AlreadyHeld, AdministrationCombined, AssignmentEndsBeforeItBegins.
    """
    with recording("people.give_role", person, role=role, unit=organization.key) as deed:
        require_role(by, person, organization)
        person = locked(person)
        if not person.is_active:
            raise AccountEnded(str(person))
        if by is not None:
            valid_from = max(valid_from, timezone.localdate())
        if held(person, role, organization, valid_from, valid_to) is not None:
            raise AlreadyHeld(str(person), role, name_of_unit(organization))
        assignment = services.assign(person, role, organization, valid_from=valid_from, valid_to=valid_to)
        deed.changed(after=facts_of(assignment))
        AssignmentRequest.objects.filter(
            user=person, role=role, organization=organization, state=RequestState.WAITING
        ).update(state=RequestState.GRANTED, decided_by=by, decided_at=timezone.now())
    return assignment


def end(assignment: Assignment, *, by: By, reason: str, on: date | None = None) -> None:
    """End an assignment: `on` (today unless given) is the first day on which it no longer holds.

    One that has not begun by then is taken back. Raises Refused, OwnRights, ReasonMissing.
    """
    person = assignment.user
    with recording("people.end_role", person, reason=reason) as deed:
        require_reason(reason)
        require_role(by, person, assignment.organization)
        locked(person)
        assignment = Assignment.objects.select_related("organization").get(pk=assignment.pk)
        before = facts_of(assignment)
        today = timezone.localdate()
        end_assignment(assignment, max(on or today, today) if by is not None else on or today)
        deed.changed(before=before, after=facts_of(assignment))
