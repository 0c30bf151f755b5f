"""Deciding on applications: by an officer who has seen who the applicant is, and by the clock that leaves none lying.

The rules are those of the counter (`joining`). Who turns out to be a member elsewhere is sent for by a transfer: one joins once.
The Constitution leaves the decision to the union, so silence admits nobody; it brings the application to the unit above.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from yunjiang.access import permission, sealing, trail
from yunjiang.access.models import User
from yunjiang.access.permission import Visitor
from yunjiang.background.progress import Progress
from yunjiang.organizations import queries
from yunjiang.organizations.models import Organization
from yunjiang.persons import consenting
from yunjiang.persons import writing as persons
from yunjiang.persons.models import Person
from yunjiang.registers.kit import registry, scope
from yunjiang.registers.kit.writing_refusals import RecordRefused

from . import joining, transfers
from .applicants import Application, ApplicationState, Shown
from .applying import PLACES, PURPOSE, SEALED, due, hold, let_go
from .models import Membership, TransferStarter
from .refusals import AnswerMissing, ApplicationDecided, NotSeen, NoUnion

_HOW = "本人手机申请入会"


def desk(user: Visitor) -> QuerySet[Application]:
    """Return the applications that wait at units whose records the person keeps, the nearest due first."""
    paths = permission.reach(user, registry.of("members").keeps)
    rows = Application.objects.filter(scope.below(paths), state=ApplicationState.WAITING)
    return rows.order_by("due_on", "pk")


def said(application: Application, *, by: User) -> Mapping[str, Any]:
    """Return what an applicant said, by path, the numbers whole, for whoever decides; on record before it is read.

    Raises permission.Refused, ApplicationDecided.
    """
    _require(application, by)
    if application.values is None:
        raise ApplicationDecided(str(ApplicationState(application.state).label))
    trail.note(
        "members.read_application",
        subject=f"application:{application.pk}",
        organization_id=application.organization_id,
        facts={"purpose": PURPOSE},
    )
    return _opened(application)


def standing_of(application: Application) -> Membership | None:
    """Return the membership that the applicant has, if there is one; for the officer's eyes."""
    if application.identity_key is None:
        return None
    person = Person.objects.filter(identity_key=application.identity_key).first()
    return Membership.objects.filter(current_person=persons.living(person)).first() if person else None


def admit(application: Application, *, by: User, shown_by: str, note: str = "") -> Application:
    """Approve: a member from today on, or, who is a member elsewhere, on the way here by a transfer that the worker asked for.

    `shown_by` says how the officer knows that the applicant is that person. What was agreed to is written down with it. Raises
    permission.Refused, NotSeen, ApplicationDecided, NoUnion, MemberAlready, MayNotJoin, RecordRefused, TransferRuns.
    """
    if shown_by not in Shown.values:
        raise NotSeen
    with trail.recording(
        "members.decide",
        subject=f"application:{application.pk}",
        organization_id=application.organization_id,
        facts={"outcome": "admitted", "shown_by": str(shown_by)},
    ):
        held = hold(application)
        _require(held, by)
        values, current = _opened(held), standing_of(held)
        if current is not None and current.organization_id != held.organization_id:
            _send_for(held, current, values, by=by, note=note)
        else:
            on = timezone.localdate(held.received_at)
            made = joining.apply(
                held.organization, values, by=by, note=note, on=on, is_demonstration=held.is_demonstration
            )
            held.membership = joining.approve(made, by=by, reason=note)
        _agree(held, by)
        held.shown_by = shown_by
        let_go(
            held, ApplicationState.MOVING if held.transfer else ApplicationState.ADMITTED, by=by, answer=note
        )
    return held


def refuse(application: Application, *, by: User, answer: str) -> Application:
    """Refuse, with the reason that the applicant will read. Raises permission.Refused, AnswerMissing, ApplicationDecided."""
    if not answer.strip():
        raise AnswerMissing
    with trail.recording(
        "members.decide",
        subject=f"application:{application.pk}",
        organization_id=application.organization_id,
        facts={"outcome": "refused"},
    ):
        held = hold(application)
        _require(held, by)
        let_go(held, ApplicationState.REFUSED, by=by, answer=answer.strip())
    return held


def pass_on(application: Application, unit: Organization, *, by: User) -> Application:
    """Give an application to the union that it belongs to, such as that of an area or an industry; its days begin anew.

    Raises permission.Refused, ApplicationDecided, NoUnion.
    """
    standing = queries.standing(unit.pk, timezone.localdate())
    if standing is None or standing.kind not in PLACES:
        raise NoUnion(standing.name if standing else unit.key)
    with trail.recording(
        "members.decide",
        subject=f"application:{application.pk}",
        organization_id=application.organization_id,
        facts={"outcome": "passed_on", "to": unit.key},
    ):
        held = hold(application)
        _require(held, by)
        held.organization = held.desk = unit
        held.path, held.due_on = standing.path, due(unit.pk, timezone.localdate())
        held.save(update_fields=["organization", "desk", "path", "due_on"])
    return held


def follow(source: int, target: Organization, path: str) -> int:
    """Let what waits at a union that ended wait at the one that took over, and return how many; in the caller's transaction."""
    waiting = Application.objects.filter(organization=source, state=ApplicationState.WAITING)
    return waiting.update(organization=target, desk=target, path=path)


def raise_overdue(day: date) -> int:
    """Bring what was not decided in time to the unit above, and return how many; each night, as often as it likes."""
    count = 0
    waiting = Application.objects.filter(state=ApplicationState.WAITING, due_on__lt=day).order_by("pk")
    for each in waiting.iterator(chunk_size=500):
        with trail.recording(
            "members.raise_application",
            subject=f"application:{each.pk}",
            organization_id=each.organization_id,
        ) as deed:
            held = Application.objects.select_for_update().get(pk=each.pk)
            if held.state != ApplicationState.WAITING or held.due_on >= day:
                deed.changed_nothing()
                continue
            own = queries.standing(held.desk_id, day) or queries.standing(held.organization_id, day)
            if own is not None and own.parent is not None:
                held.desk = own.parent
            held.due_on, held.raised_count = due(held.desk_id, day), held.raised_count + 1
            held.save(update_fields=["desk", "due_on", "raised_count"])
            deed.learned(desk=held.desk_id)
            count += 1
    return count


def perform(arguments: Mapping[str, Any], progress: Progress) -> dict[str, int]:
    """Bring up what was not decided in time; the nightly work."""
    day = date.fromisoformat(arguments["day"]) if arguments.get("day") else timezone.localdate()
    return {"raised": raise_overdue(day)}


def _opened(application: Application) -> dict[str, Any]:
    assert application.values is not None
    read: dict[str, Any] = json.loads(sealing.open_(bytes(application.values), SEALED))
    return {path: value for path, value in read.items() if value not in ("", None)}


def _require(application: Application, by: User) -> None:
    register = registry.of("members")
    scope.require(register, by, register.keeps, application.organization)


def _send_for(
    held: Application, current: Membership, values: Mapping[str, Any], *, by: User, note: str
) -> None:
    """Send for the membership that the applicant has elsewhere. Raises RecordRefused where the names do not agree."""
    wrong = values["person__name"] != current.person.name
    if wrong:
        label = gettext("Identity number")
        sentence = gettext(
            "Somebody of another name is known by this number. Check number and name on the card."
        )
        raise RecordRefused("", {"person__identity": sentence}, {"person__identity": label})
    held.transfer = transfers.claim(
        current,
        held.organization,
        by=by,
        starter=TransferStarter.TARGET,  # which has approved; the union left answers
        note=note or gettext("Applied to join from a phone"),
        work_place=values.get("work_place", ""),
    )


def _agree(held: Application, by: User) -> None:
    """Write down what the applicant agreed to besides, of the moment in which it was said."""
    of = held.transfer.membership if held.transfer else held.membership
    assert of is not None
    for code, ground in held.grounds.items():
        if "text" in ground:
            consenting.record(
                of.person, code, is_given=True, how=_HOW, by=by, version=ground["text"], at=held.received_at
            )
