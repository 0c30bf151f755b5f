"""Invitations: a link, valid seven days, by which one person opens an account of his own; its secret is kept as a digest only."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.password_validation import validate_password
from django.db.models import QuerySet
from django.utils import timezone

from yunjiang.access import services, trail
from yunjiang.access.models import AccountEventKind, Invitation, Role, User
from yunjiang.access.people.accounts import record, subject_of
from yunjiang.access.people.authority import By, require_unit
from yunjiang.access.people.naming import name_of_unit, readable_username
from yunjiang.access.people.refusals import (
    InvitationExpired,
    InvitationUnknown,
    InvitationUsed,
    InvitationWithdrawn,
    UnitNotOpen,
)
from yunjiang.access.people.requests import propose
from yunjiang.access.services import AssignmentEndsBeforeItBegins
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Organization
from yunjiang.standards.national_cryptography import sm3

VALID_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Proposed:
    """The role that shall be asked for once an invitation is accepted."""

    role: Role
    scope: Organization
    valid_from: date
    valid_to: date | None = None


def invite(
    name: str, organization: Organization, *, by: By, proposed: Proposed | None = None
) -> tuple[Invitation, str]:
    """Make an invitation and return it with the secret of its link, which is not to be had again.

    Raises Refused, UnitNotOpen, AssignmentEndsBeforeItBegins.
    """
    facts = {"name": name, "role": proposed.role if proposed else ""}
    with trail.recording("people.invite", organization_id=organization.pk, facts=facts) as deed:
        require_unit(by, organization)
        if organizations.standing(organization.pk, timezone.localdate()) is None:
            raise UnitNotOpen(name_of_unit(organization), timezone.localdate())
        if proposed is not None:
            require_unit(by, proposed.scope)
            if proposed.valid_to is not None and proposed.valid_to <= proposed.valid_from:
                raise AssignmentEndsBeforeItBegins(proposed.valid_from, proposed.valid_to)
        secret = secrets.token_urlsafe(32)
        invitation = Invitation.objects.create(
            token_digest=_digest(secret),
            name=name.strip(),
            organization=organization,
            role=proposed.role if proposed else "",
            scope=proposed.scope if proposed else None,
            valid_from=proposed.valid_from if proposed else None,
            valid_to=proposed.valid_to if proposed else None,
            made_by=by,
            expires_at=timezone.now() + VALID_FOR,
        )
        deed.subject = f"invitation:{invitation.pk}"
    return invitation, secret


def find(secret: str) -> Invitation:
    """Return the invitation that a link means, if it can still be accepted.

    Raises InvitationUnknown, InvitationWithdrawn, InvitationUsed, InvitationExpired.
    """
    found = (
        Invitation.objects.filter(token_digest=_digest(secret))
        .select_related("organization", "scope")
        .first()
    )
    if found is None:
        raise InvitationUnknown
    _refuse_settled(found)
    if found.expires_at <= timezone.now():
        raise InvitationExpired(found.expires_at)
    return found


def accept(secret: str, *, username: str, password: str) -> User:
    """Open the account of whoever holds the link, under a name and password of his own; the role is asked for.

    Raises what `find` raises, UsernameTaken, UsernameUnreadable, Django's ValidationError for a weak password.
    """
    with trail.recording("people.accept_invitation", facts={"username": username}) as deed:
        # The row is the lock: a link opened in two windows opens one account.
        invitation = Invitation.objects.select_for_update().get(pk=find(secret).pk)
        _refuse_settled(invitation)
        deed.subject, deed.organization_id = f"invitation:{invitation.pk}", invitation.organization_id
        username = readable_username(username)
        validate_password(password, User(username=username, last_name=invitation.name))
        person = services.create_person(
            username, password, name=invitation.name, organization=invitation.organization
        )
        deed.learned(account=subject_of(person))
        record(person, AccountEventKind.OPENED, by=invitation.made_by, organization=invitation.organization)
        invitation.accepted_at = timezone.now()
        invitation.accepted_as = person
        invitation.save(update_fields=["accepted_at", "accepted_as"])
        if invitation.role and invitation.scope is not None:
            _ask(invitation, person)
    return person


def withdraw(invitation: Invitation, *, by: By) -> None:
    """Take an invitation back: its link opens nothing any more. Raises Refused, InvitationUsed, InvitationWithdrawn."""
    facts = {"name": invitation.name}
    with trail.recording(
        "people.withdraw_invitation",
        subject=f"invitation:{invitation.pk}",
        organization_id=invitation.organization_id,
        facts=facts,
    ):
        require_unit(by, invitation.organization)
        invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
        _refuse_settled(invitation)
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])


def open_invitations() -> QuerySet[Invitation]:
    """Return the invitations that wait to be accepted, expired ones included, the newest first."""
    return Invitation.objects.filter(accepted_at__isnull=True, withdrawn_at__isnull=True).order_by("-pk")


def _ask(invitation: Invitation, person: User) -> None:
    today = timezone.localdate()
    valid_from = max(invitation.valid_from or today, today)
    if invitation.valid_to is not None and invitation.valid_to <= valid_from:
        return  # the days of the role went by before the link was opened
    assert invitation.scope is not None
    propose(
        person,
        Role(invitation.role),
        invitation.scope,
        valid_from=valid_from,
        valid_to=invitation.valid_to,
        by=invitation.made_by,
    )


def _refuse_settled(invitation: Invitation) -> None:
    if invitation.withdrawn_at is not None:
        raise InvitationWithdrawn
    if invitation.accepted_at is not None:
        raise InvitationUsed


def _digest(secret: str) -> str:
    return sm3(secret.encode()).hex()
