"""Changing posts: one act ends what a person held at the old post and asks for, or gives, a role at the new one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from yunjiang.access import services, trail
from yunjiang.access.models import AccountEvent, AccountEventKind, Assignment, AssignmentRequest, Role, User
from yunjiang.access.people.accounts import (
    end_assignment,
    locked,
    open_account,
    record,
    recording,
    standing_assignments,
    subject_of,
    take_effect_if_due,
)
from yunjiang.access.people.authority import By, require_account, require_reason, require_unit
from yunjiang.access.people.naming import name_of_unit
from yunjiang.access.people.refusals import AccountEnded, SamePlace, UnitNotOpen
from yunjiang.access.people.requests import ask, propose
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Organization


@dataclass(frozen=True)
class Post:
    """A role over a unit and all below it, at the new post."""

    role: Role
    scope: Organization
    valid_to: date | None = None


@dataclass(frozen=True)
class Transfer:
    """What a change of posts came to. What was open under the assignments that end is for others to take over."""

    event: AccountEvent
    ended: Collection[Assignment]
    given: Assignment | None
    asked: AssignmentRequest | None


def transfer(
    person: User,
    organization: Organization,
    *,
    on: date,
    by: By,
    reason: str,
    post: Post | None = None,
    staying: Collection[int] = (),
) -> Transfer:
    """Let a person work at another unit from a day on, also a coming one.

    Every assignment ends that day but those whose ids are in `staying`; the role at the new post is asked for, and given only
    when the command line does it. Raises Refused, OwnRights, AccountEnded, SamePlace, UnitNotOpen, ReasonMissing, and what
    asking for a role raises.
    """
    with recording("people.transfer", person, reason=reason, to=organization.key) as deed:
        reason = require_reason(reason)
        require_account(by, person)
        require_unit(by, organization)
        if post is not None:
            require_unit(by, post.scope)
        person = locked(person)
        if not person.is_active:
            raise AccountEnded(str(person))
        if person.organization_id == organization.pk:
            raise SamePlace(str(person), name_of_unit(organization))
        if organizations.standing(organization.pk, on) is None:
            raise UnitNotOpen(name_of_unit(organization), on)
        on = max(on, timezone.localdate()) if by is not None else on
        ended = [each for each in to_be_handed_over(person, on) if each.pk not in staying]
        for assignment in ended:
            end_assignment(assignment, on)
        given = asked = None
        if post is not None and by is None:
            given = services.assign(person, post.role, post.scope, valid_from=on, valid_to=post.valid_to)
        elif post is not None:
            asked = propose(
                person, post.role, post.scope, valid_from=on, valid_to=post.valid_to, by=by, reason=reason
            )
        event = record(
            person, AccountEventKind.TRANSFERRED, by=by, on=on, organization=organization, reason=reason
        )
        deed.changed(
            before={"unit": person.organization.key if person.organization else ""},
            after={"unit": organization.key, "on": on.isoformat(), "ended": len(ended)},
        )
        take_effect_if_due(event)
    return Transfer(event, ended, given, asked)


def appoint(
    username: str, *, name: str, organization: Organization, by: By, post: Post | None = None
) -> tuple[User, str]:
    """Open an account and ask for the role of its first post: both, or neither. Return the person and a one-time password.

    Raises what opening an account and asking for a role raise.
    """
    with trail.recording("people.appoint", organization_id=organization.pk, facts={"name": name}) as deed:
        person, password = open_account(username, name=name, organization=organization, by=by)
        deed.subject = subject_of(person)
        if post is not None:
            today = timezone.localdate()
            ask(person, post.role, post.scope, valid_from=today, valid_to=post.valid_to, by=by)
    return person, password


def to_be_handed_over(person: User, on: date) -> list[Assignment]:
    """Return the assignments that still hold on a day or will hold later: what somebody else must take over when they end."""
    return list(standing_assignments(person, on).select_related("organization").order_by("valid_from", "pk"))
