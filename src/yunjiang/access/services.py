"""Changes to who signs in and what they may do, each in one transaction.

Callers ask `permission` first; the command line, which runs as the owner of the machine, does not.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.translation import gettext

from yunjiang.access import permission, trail
from yunjiang.access.models import ADMINISTRATION, Assignment, Role, User
from yunjiang.access.people.latin import spelled
from yunjiang.access.signing import passwords
from yunjiang.organizations.models import Organization


class UsernameTaken(ValueError):
    def __init__(self, username: str) -> None:
        self.username = username
        super().__init__(username)

    def __str__(self) -> str:
        return gettext("The sign-in name “%(username)s” is taken. Choose another.") % {
            "username": self.username
        }


class AdministrationCombined(ValueError):
    """That a person would hold two of system, security and audit administration at once."""

    def __init__(self, username: str, held: Role, asked: Role) -> None:
        self.username, self.held, self.asked = username, held, asked
        super().__init__(username)

    def __str__(self) -> str:
        return gettext(
            "%(username)s is already %(held)s and cannot be %(asked)s as well: nobody holds two administration roles. "
            "End the first, or choose another person."
        ) % {"username": self.username, "held": self.held.label, "asked": self.asked.label}


class AssignmentEndsBeforeItBegins(ValueError):
    def __init__(self, valid_from: date, valid_to: date) -> None:
        self.valid_from, self.valid_to = valid_from, valid_to
        super().__init__(valid_from, valid_to)

    def __str__(self) -> str:
        return gettext(
            "An assignment from %(valid_from)s cannot end on %(valid_to)s. Give an end after its beginning."
        ) % {"valid_from": self.valid_from, "valid_to": self.valid_to}


def create_person(
    username: str,
    password: str | None,
    *,
    name: str,
    organization: Organization | None,
    is_password_checked: bool = True,
    is_demonstration: bool = False,
    must_change_password: bool = False,
) -> User:
    """Create a person who can sign in and may do nothing yet; without a password, who cannot sign in either.

    `is_password_checked=False` is for demonstration sign-ins, whose passwords are printed on the screen anyway;
    `must_change_password` is for passwords that somebody else has seen.
    Raises UsernameTaken, or Django's ValidationError when the password is too weak.
    """
    unit = organization.pk if organization else None
    with _recorded("access.create_person", unit, {"username": username, "name": name}) as deed:
        if User.objects.filter(username__iexact=username).exists():
            raise UsernameTaken(username)
        pinyin, initials = spelled(name)
        person = User(
            username=username,
            last_name=name,
            organization=organization,
            pinyin=pinyin,
            initials=initials,
            is_demonstration=is_demonstration,
        )
        if is_password_checked and password is not None:
            validate_password(password, person)
        person.set_unusable_password()
        person.save()
        if password is not None:
            passwords.keep(person, password, is_one_time=must_change_password)
        deed.subject = f"user:{person.pk}"
    return person


def assign(
    user: User,
    role: Role,
    organization: Organization,
    *,
    valid_from: date,
    valid_to: date | None = None,
) -> Assignment:
    """Give a person a role over an organization and all below it, from `valid_from` until the day before `valid_to`.

    The same assignment made twice stays one. Raises AdministrationCombined, AssignmentEndsBeforeItBegins.
    """
    if valid_to is not None and valid_to <= valid_from:
        raise AssignmentEndsBeforeItBegins(valid_from, valid_to)
    with _recorded("access.assign", organization.pk, _facts(user, role, organization, valid_from)) as deed:
        deed.subject = f"user:{user.pk}"
        # The person's row is the lock: two assignments made at the same moment see one another.
        User.objects.select_for_update().get(pk=user.pk)
        refuse_combined(user, role, valid_from, valid_to)
        assignment, is_new = Assignment.objects.get_or_create(
            user=user,
            role=role,
            organization=organization,
            valid_from=valid_from,
            defaults={"valid_to": valid_to},
        )
        before = {} if is_new else {"valid_to": assignment.valid_to}
        if not is_new and assignment.valid_to != valid_to:
            assignment.valid_to = valid_to
            assignment.save(update_fields=["valid_to"])
        elif not is_new:
            deed.changed_nothing()
        deed.changed(before=before, after={"valid_to": valid_to})
    permission.forget()
    return assignment


def end(assignment: Assignment, on: date) -> None:
    """End an assignment: `on` is the first day on which it no longer holds. Raises AssignmentEndsBeforeItBegins."""
    if on <= assignment.valid_from:
        raise AssignmentEndsBeforeItBegins(assignment.valid_from, on)
    _end(assignment, on)


def take_back(assignment: Assignment) -> None:
    """Let an assignment never have held: it ends on the day on which it begins, and stays in the person's history."""
    _end(assignment, assignment.valid_from)


def _end(assignment: Assignment, on: date) -> None:
    user, organization = assignment.user, assignment.organization
    facts = _facts(user, Role(assignment.role), organization, assignment.valid_from)
    with _recorded("access.end_assignment", organization.pk, facts) as deed:
        deed.subject = f"user:{user.pk}"
        deed.changed(before={"valid_to": assignment.valid_to}, after={"valid_to": on})
        assignment.valid_to = on
        assignment.save(update_fields=["valid_to"])
    permission.forget()


def _facts(user: User, role: Role, organization: Organization, valid_from: date) -> dict[str, Any]:
    return {"username": user.username, "role": role, "unit": organization.key, "valid_from": valid_from}


@contextmanager
def _recorded(action: str, organization_id: int | None, facts: Mapping[str, Any]) -> Iterator[trail.Deed]:
    """Do it in one transaction and record it, unless it is part of an act that is being recorded with its own reason."""
    if trail.is_recording():
        with transaction.atomic():
            yield trail.Deed(action, "", organization_id, facts)
    else:
        with trail.recording(action, organization_id=organization_id, facts=facts) as deed:
            yield deed


def refuse_combined(user: User, role: Role, valid_from: date, valid_to: date | None) -> None:
    """Do nothing unless the person holds another administration role in these days. Raises AdministrationCombined."""
    if role not in ADMINISTRATION:
        return
    for held in user.assignments.filter(role__in=ADMINISTRATION).exclude(role=role):
        if _overlap(held, valid_from, valid_to):
            raise AdministrationCombined(user.username, Role(held.role), role)


def _overlap(held: Assignment, valid_from: date, valid_to: date | None) -> bool:
    if held.valid_to is not None and held.valid_to <= held.valid_from:
        return False  # taken back
    begins_before_end = valid_to is None or held.valid_from < valid_to
    return begins_before_end and (held.valid_to is None or held.valid_to > valid_from)
