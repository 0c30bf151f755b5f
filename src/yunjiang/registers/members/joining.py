"""Joining: by an officer at the counter, or on the worker's own application from a phone that the union approves."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from yunjiang.access.models import User
from yunjiang.organizations import queries
from yunjiang.organizations.models import Kind, Organization
from yunjiang.persons import writing as persons
from yunjiang.persons.models import Person
from yunjiang.persons.refusals import PersonRefused
from yunjiang.registers.kit import clocks, registry, scope, workflow
from yunjiang.registers.kit.models import Deed
from yunjiang.registers.kit.putting import put_new
from yunjiang.registers.kit.taking import LOGIC
from yunjiang.registers.kit.undertaking import undertaken
from yunjiang.registers.kit.writing_refusals import RecordRefused

from . import course, rules, standing, workplaces
from .models import Channel, Entry, Membership, MembershipEventKind, MembershipState
from .refusals import MayNotJoin, MemberAlready, NoUnion

_S = MembershipState
_OWN = ("work_place", "enterprise", "work_state", "new_form_job", "card_number")


def enrol(
    union: Organization,
    values: Mapping[str, Any],
    *,
    by: User | None,
    joined_on: date | None = None,
    note: str = "",
    is_demonstration: bool = False,
) -> Membership:
    """Let an officer write down a new member and return the membership; `values` by path (`person__name`, `work_place`).

    Member from the day of approval on. Raises permission.Refused, NoUnion, MemberAlready, MayNotJoin, RecordRefused.
    """
    register = registry.of("members")
    if by is not None:
        scope.require(register, by, register.keeps, union)
    today = timezone.localdate()
    day = joined_on or today
    first = standing.first_day(union.pk, day)
    own = {
        "state": _S.CURRENT,
        "joined_on": day,
        "since_on": first,
        "confirmed_on": today,
        "channel": Channel.OFFICER,
    }
    event = (day, MembershipEventKind.JOINED)
    return _written(union, values, own, by=by, event=event, note=note, is_demonstration=is_demonstration)


def apply(
    union: Organization,
    values: Mapping[str, Any],
    *,
    by: User | None = None,
    on: date | None = None,
    note: str = "",
    is_demonstration: bool = False,
) -> Membership:
    """Write down that a worker applied to a union, on a day (today); the union approves or refuses it (`approve`, `refuse`).

    Of somebody who is known to be that person: what comes from a phone is received and decided on first (`applying`,
    `deciding`). Nobody's permission is asked. Who is a member elsewhere asks for a transfer instead (`transfers.claim`).
    Raises NoUnion, MemberAlready, MayNotJoin, RecordRefused.
    """
    on = on or timezone.localdate()
    own = {"state": _S.APPLIED, "applied_on": on, "channel": Channel.PHONE}
    event = (on, MembershipEventKind.APPLIED)
    return _written(union, values, own, by=by, event=event, note=note, is_demonstration=is_demonstration)


def approve(membership: Membership, *, by: User, reason: str = "") -> Membership:
    """Approve an application: a member from today on. Raises permission.Refused, WrongState, MoveRefused."""
    workflow.move(registry.of("members"), membership, "approve", by=by, reason=reason)
    membership.refresh_from_db()
    return membership


def refuse(membership: Membership, *, by: User, reason: str) -> Membership:
    """Refuse an application, with the reason. Raises permission.Refused, WrongState, ReasonMissing."""
    workflow.move(registry.of("members"), membership, "refuse", by=by, reason=reason)
    membership.refresh_from_db()
    return membership


def _written(
    union: Organization,
    values: Mapping[str, Any],
    own: Mapping[str, Any],
    *,
    by: User | None,
    event: tuple[date, str],
    note: str,
    is_demonstration: bool,
) -> Membership:
    on, kind = event
    register = registry.of("members")
    found = queries.standing(union.pk, timezone.localdate())
    if found is None or found.kind != Kind.UNION:
        raise NoUnion(found.name if found else union.key)
    of_person = {
        path.removeprefix("person__"): value for path, value in values.items() if path.startswith("person__")
    }
    given = {path: value for path, value in values.items() if path in _OWN}
    if given.get("work_place") and not given.get("enterprise"):
        firm = workplaces.of(union.pk, given["work_place"], timezone.localdate())
        given["enterprise"] = Organization.objects.get(pk=firm) if firm else None
    with undertaken("registers.create", register, by=by, organization_id=union.pk) as act:
        person = _person(of_person, by)
        _refuse_member(person, union)
        problem = rules.joining_problem(person.birth_on, on, timezone.localdate())
        if problem:
            raise MayNotJoin(problem, on)
        record = Membership(organization=union, person=person)
        record.is_demonstration = is_demonstration or bool(by and by.is_demonstration)
        record.entry = Entry.REJOINED if person.memberships.exists() else Entry.ENROLLED
        try:
            done = put_new(
                register, record, {**given, **own}, by=by, deed=Deed.CREATE, reason=note, permits=LOGIC
            )
        except RecordRefused:
            _refuse_member(person, union)  # somebody else wrote the same person down meanwhile
            raise
        act.subject = f"members:{record.pk}"
        act.changed(after=done.after)
        clocks.wind(register, record)
        course.happened(record, kind, on, change_set=done.change_set, note=note, target=union.pk)
    return record


def _person(values: Mapping[str, Any], by: User | None) -> Person:
    if not values.get("identity"):
        sentence = gettext(
            "Without the number of a document nobody can be told from others of the same name."
        )
        raise RecordRefused(
            "", {"person__identity": sentence}, {"person__identity": gettext("Identity number")}
        )
    try:
        changed = persons.write(None, values, by=by)
    except PersonRefused as refused:
        problems = {f"person__{name}" if name else "": text for name, text in refused.problems.items()}
        raise RecordRefused("", problems, {}) from refused
    return changed.instance


def _refuse_member(person: Person, union: Organization) -> None:
    held = Membership.objects.filter(current_person=person).first()
    if held is None:
        return
    found = queries.standing(held.organization_id, timezone.localdate())
    raise MemberAlready(
        found.name if found else "",
        str(MembershipState(held.state).label),
        is_here=held.organization_id == union.pk,
    )
