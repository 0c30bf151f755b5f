"""Transfers: a membership goes from one union to another, asked by the worker or either union, answered by the other side.

Until the answer the person is a member of the union left. When nobody answers, the clock accepts (`settle`, every night): the
Measures let membership follow the work, so silence must not keep anybody out. All of a decision is one transaction.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.access.permission import Act, Visitor
from yunjiang.background.progress import Progress
from yunjiang.organizations import queries
from yunjiang.organizations.models import Kind, Organization, Standing
from yunjiang.registers.kit import effects, registry, scope
from yunjiang.registers.kit.models import ChangeSet
from yunjiang.registers.kit.putting import hold
from yunjiang.registers.kit.undertaking import undertaken

from . import course, rules
from .models import (
    ChangeReason,
    Entry,
    Membership,
    MembershipEventKind,
    MembershipState,
    Transfer,
    TransferStarter,
    TransferState,
    transfer_days,
)
from .refusals import AnswerMissing, NotTransferable, NoUnion, OwnUnion, TransferDecided, TransferRuns

_K, _S = MembershipEventKind, MembershipState


def claim(
    membership: Membership,
    target: Organization,
    *,
    by: User | None,
    starter: str,
    reason: str = ChangeReason.WORK,
    note: str = "",
    work_place: str = "",
    on: date | None = None,
) -> Transfer:
    """Ask for a membership to go to another union, and return the transfer; one that was let go already is taken up at once.

    `starter`: the worker (nobody's permission is asked, `by` may be None), the union left, or the union entered. Raises
    permission.Refused, NoUnion, OwnUnion, NotTransferable, TransferRuns.
    """
    register = registry.of("members")
    asked_at = target if starter == TransferStarter.TARGET else membership.organization
    if by is not None and starter != TransferStarter.WORKER:
        scope.require(register, by, register.keeps, asked_at)
    with undertaken(
        "registers.move", register, membership.pk, by=by, organization_id=membership.organization_id
    ) as act:
        held = hold(register, membership)
        _refuse(held, target)
        if held.state == _S.MOVING:
            # The union left let go without saying where to.
            transfer = open_for(held, target, by=by, starter=starter, state_before=_before_moving(held))
            _arrive(transfer, TransferState.ACCEPTED, by=by, on=on or timezone.localdate())
        else:
            before = held.state
            held = effects.change(
                register,
                held,
                {"state": _S.MOVING, "heading_to": target},
                by=by,
                because=note or gettext("Transfer"),
            )
            transfer = open_for(
                held,
                target,
                by=by,
                starter=starter,
                state_before=before,
                reason=reason,
                note=note,
                work_place=work_place,
            )
        act.learned(transfer=transfer.pk, target=target.pk)
    membership.refresh_from_db()
    return transfer


def open_for(
    membership: Membership,
    target: Organization | None,
    *,
    by: User | None,
    starter: str,
    state_before: str,
    reason: str = ChangeReason.WORK,
    note: str = "",
    work_place: str = "",
    change_set: ChangeSet | None = None,
) -> Transfer:
    """Write down that a membership, in transit already, goes to a union; in the caller's transaction."""
    assert target is not None
    today = timezone.localdate()
    _refuse_no_union(target)
    transfer = Transfer.objects.create(
        membership=membership,
        open_membership=membership,
        source_id=membership.organization_id,
        source_path=membership.path,
        target=target,
        target_path=scope.path_of(target.pk),
        starter=starter,
        state_before=state_before,
        started_on=today,
        due_on=rules.due_on(today, transfer_days()),
        reason=reason,
        note=note[:400],
        work_place=work_place,
        started_by=by,
    )
    course.happened(
        membership,
        _K.SENT,
        today,
        change_set=change_set,
        reason=reason,
        note=note,
        source=membership.organization_id,
        target=target.pk,
    )
    return transfer


def accept(transfer: Transfer, *, by: User, work_place: str = "") -> Membership:
    """Let the membership go over, by the side that did not ask; return the row in the union entered.

    Raises permission.Refused, TransferDecided.
    """
    _require_other_side(transfer, by)
    return _decided(transfer, TransferState.ACCEPTED, by=by, work_place=work_place)


def refuse(transfer: Transfer, *, by: User, answer: str) -> Transfer:
    """Say no, with the reason, by the side that did not ask: the person stays.

    Raises permission.Refused, AnswerMissing, TransferDecided.
    """
    if not answer.strip():
        raise AnswerMissing
    _require_other_side(transfer, by)
    return _stayed(transfer, TransferState.REFUSED, by=by, answer=answer)


def withdraw(transfer: Transfer, *, by: User | None, answer: str = "") -> Transfer:
    """Take a transfer back, by the side that asked (`by` None: the worker). Raises permission.Refused, TransferDecided."""
    if by is not None:
        asked = transfer.target if transfer.starter == TransferStarter.TARGET else transfer.source
        register = registry.of("members")
        scope.require(register, by, register.keeps, asked)
    return _stayed(transfer, TransferState.WITHDRAWN, by=by, answer=answer)


def stop(membership: Membership, *, by: User | None, because: str) -> None:
    """End a transfer that became pointless because the membership itself ended or stays."""
    open_one = Transfer.objects.filter(open_membership=membership).first()
    if open_one is not None and membership.state != _S.MOVING:
        _close(open_one, TransferState.WITHDRAWN, by=by, answer=because)


def settle(day: date) -> dict[str, int]:
    """Accept what nobody answered in time, and bring back whom no union claimed; each in a transaction of its own.

    Begun again it does what is left. What the register refuses stays as it is, counted as `refused`.
    """
    accepted = returned = 0
    due = Transfer.objects.filter(state=TransferState.OPEN, due_on__lt=day).order_by("pk")
    for transfer in due.iterator(chunk_size=500):
        try:
            _decided(transfer, TransferState.LAPSED, by=None)
            accepted += 1
        except TransferDecided:  # answered while we were looking
            continue
    register = registry.of("members")
    for deadline in _unclaimed(day):
        with undertaken("registers.move", register, deadline.pk, by=None):
            held = hold(register, deadline)
            if held.state != _S.MOVING or Transfer.objects.filter(open_membership=held).exists():
                continue
            before = _before_moving(held)
            held = effects.change(
                register,
                held,
                {"state": before, "heading_to": None},
                by=None,
                because=gettext("No union has claimed the person."),
            )
            course.happened(
                held, _K.STAYED, timezone.localdate(), change_set=None, target=held.organization_id
            )
            returned += 1
    return {"accepted": accepted, "returned": returned}


def perform(arguments: Mapping[str, Any], progress: Progress) -> dict[str, int]:
    """Settle what is over today; the nightly work."""
    return settle(date.fromisoformat(arguments["day"]) if arguments.get("day") else timezone.localdate())


def desk(user: Visitor, *, is_incoming: bool, day: date | None = None) -> QuerySet[Transfer]:
    """Return the open transfers into, or out of, the unions whose records the person keeps, the nearest due first."""
    paths = permission.reach(user, Act.KEEP_RECORDS, day or timezone.localdate())
    field = "target_path" if is_incoming else "source_path"
    rows = Transfer.objects.filter(scope.below(paths, field), state=TransferState.OPEN)
    return rows.select_related("membership__person", "source", "target").order_by("due_on", "pk")


def answers(transfer: Transfer, user: Visitor) -> bool:
    """Say whether the person may answer: he keeps the records of the side that did not ask."""
    register = registry.of("members")
    return scope.may(register, user, register.keeps, _other_side(transfer))


def asked(transfer: Transfer, user: Visitor) -> bool:
    """Say whether the person may take it back: he keeps the records of the side that asked (for a worker, of the union left)."""
    register = registry.of("members")
    side = transfer.target if transfer.starter == TransferStarter.TARGET else transfer.source
    return scope.may(register, user, register.keeps, side)


def _other_side(transfer: Transfer) -> Organization:
    return transfer.source if transfer.starter == TransferStarter.TARGET else transfer.target


def _require_other_side(transfer: Transfer, by: User) -> None:
    register = registry.of("members")
    scope.require(register, by, register.keeps, _other_side(transfer))


def _refuse(held: Membership, target: Organization) -> None:
    if held.organization_id == target.pk:
        raise OwnUnion
    _refuse_no_union(target)
    running = Transfer.objects.filter(open_membership=held).first()
    if running is not None:
        raise TransferRuns(_name(running.target_id), running.due_on)
    if held.state not in (_S.CURRENT, _S.RETAINED, _S.MOVING):
        raise NotTransferable(str(MembershipState(held.state).label))


def _refuse_no_union(target: Organization) -> None:
    found = queries.standing(target.pk, timezone.localdate())
    if found is None or found.kind != Kind.UNION:
        raise NoUnion(found.name if found else target.key)


def _name(organization_id: int) -> str:
    found = Standing.objects.filter(organization=organization_id).order_by("-valid_from").first()
    return found.name if found else str(organization_id)


def _before_moving(held: Membership) -> str:
    last = held.phases[-1][1] if held.phases else "active"
    return _S.RETAINED if last == "retained" else _S.CURRENT


def _decided(transfer: Transfer, state: str, *, by: User | None, work_place: str = "") -> Membership:
    register = registry.of("members")
    facts = {"transfer": transfer.pk, "outcome": str(state)}
    with undertaken(
        "registers.move",
        register,
        transfer.membership_id,
        by=by,
        organization_id=transfer.target_id,
        facts=facts,
    ):
        # The row of the membership is the lock: whoever answers second finds the transfer decided.
        hold(register, transfer.membership_id)
        held = Transfer.objects.select_for_update().get(pk=transfer.pk)
        if held.state != TransferState.OPEN:
            raise TransferDecided(str(TransferState(held.state).label))
        if work_place:
            held.work_place = work_place
        arrived = _arrive(held, state, by=by, on=timezone.localdate())
    transfer.refresh_from_db()
    return arrived


def _arrive(transfer: Transfer, state: str, *, by: User | None, on: date) -> Membership:
    register = registry.of("members")
    left: Membership = hold(register, transfer.membership_id)
    assert left.since_on is not None
    on = max(on, left.since_on)
    left = effects.change(
        register,
        left,
        {"state": _S.MOVED, "ended_on": on, "heading_to": None},
        by=by,
        because=gettext("Transfer accepted"),
    )
    arrived: Membership = effects.create(
        register,
        continued(left, on) | ({"work_place": transfer.work_place} if transfer.work_place else {}),
        by=by,
        organization=transfer.target,
        because=gettext("Transfer accepted"),
        is_demonstration=left.is_demonstration,
    )
    _close(transfer, state, by=by, arrived=arrived)
    sides: dict[str, Any] = {"source": transfer.source_id, "target": transfer.target_id}
    course.happened(left, _K.MOVED_OUT, on, change_set=None, reason=transfer.reason, **sides)
    course.happened(arrived, _K.MOVED_IN, on, change_set=None, reason=transfer.reason, **sides)
    return arrived


def continued(left: Membership, on: date, entry: str = Entry.TRANSFERRED) -> dict[str, Any]:
    """Return what the row in the union entered says: all that the person brings along, from that day on.

    Who comes from a kept membership is at work again, and so a member like any other; a qualified record stays qualified.
    """
    return {
        "person": left.person,
        "state": _S.CURRENT,
        "entry": entry,
        "channel": left.channel,
        "joined_on": left.joined_on,
        "since_on": on,
        "work_place": left.work_place,
        "enterprise": left.enterprise,
        "work_state": left.work_state,
        "new_form_job": left.new_form_job,
        "card_number": left.card_number,
        "unread": left.unread,
        "is_unique": left.is_unique,
        "confirmed_on": left.confirmed_on,
    }


def _stayed(transfer: Transfer, state: str, *, by: User | None, answer: str) -> Transfer:
    register = registry.of("members")
    facts = {"transfer": transfer.pk, "outcome": str(state)}
    with undertaken(
        "registers.move",
        register,
        transfer.membership_id,
        by=by,
        organization_id=transfer.source_id,
        facts=facts,
    ):
        membership = hold(register, transfer.membership_id)
        held = Transfer.objects.select_for_update().get(pk=transfer.pk)
        if held.state != TransferState.OPEN:
            raise TransferDecided(str(TransferState(held.state).label))
        membership = effects.change(
            register, membership, {"state": held.state_before, "heading_to": None}, by=by, because=answer
        )
        _close(held, state, by=by, answer=answer)
        course.happened(
            membership,
            _K.STAYED,
            timezone.localdate(),
            change_set=None,
            note=answer,
            target=membership.organization_id,
        )
    transfer.refresh_from_db()
    return transfer


def _close(
    transfer: Transfer, state: str, *, by: User | None, answer: str = "", arrived: Membership | None = None
) -> None:
    transfer.state, transfer.open_membership = state, None
    transfer.decided_by, transfer.decided_at = by, timezone.now()
    transfer.answer, transfer.arrived = answer[:400], arrived
    transfer.save()


def _unclaimed(day: date) -> list[Membership]:
    """Return memberships in transit to nowhere in particular whose time is over."""
    since = day - timedelta(days=transfer_days())
    rows = Membership.objects.filter(
        state=_S.MOVING, heading_to=None, open_transfer=None, voided_at=None, changed_at__date__lt=since
    )
    return list(rows.order_by("pk")[:10_000])
