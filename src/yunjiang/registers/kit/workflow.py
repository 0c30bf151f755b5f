"""Moving records on in their workflow: who may do what now, and doing it.

A move is one transaction: state and asked fields change, a step is written, the effect runs, the clock of the new state is wound
up, and what the record counts is posted. Clocks make their own moves at night (`nightly`).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from yunjiang.access.models import User
from yunjiang.access.permission import Visitor

from . import clocks, contents, scope
from .declaration import Register
from .flows import Flow, Move
from .models import Deed, Difference, Record, Step
from .putting import REASON_LENGTH, hold, open_change_set, put, reflect, title
from .refusals import RegisterRefusal
from .taking import Permits
from .undertaking import undertaken
from .writing import changed_meanwhile, refuse_voided
from .writing_refusals import (
    FourEyes,
    MoveRefused,
    OnlyByClock,
    ReasonMissing,
    RecordRefused,
    UnknownMove,
    WrongState,
)


@dataclass(frozen=True)
class Offer:
    """A move that a record's state and the person's role allow; `why_not` says what still stands against it, if anything."""

    move: Move
    why_not: str = ""

    @property
    def code(self) -> str:
        return self.move.code

    @property
    def name(self) -> str | Promise:
        return self.move.name

    @property
    def is_open(self) -> bool:
        return not self.why_not


def moves_for(register: type[Register], record: Record, user: Visitor) -> list[Offer]:
    """Return what the person may do with the record now, or could but for four eyes or the register's own rules."""
    if register.flow is None or record.voided_at is not None:
        return []
    offers = []
    last = last_movers(register, [record.pk]).get(record.pk)
    for each in register.flow.moves_from(state_of(register, record)):
        if each.by_clock_only or not scope.may(register, user, each.act, record):
            continue
        refusal = against(register, record, each, user, last)
        offers.append(Offer(each, str(refusal) if refusal else ""))
    return offers


def move(
    register: type[Register],
    record: Record,
    code: str,
    *,
    by: User | None,
    reason: str = "",
    values: Mapping[str, Any] | None = None,
    revision: int | None = None,
) -> Step:
    """Move a record on and return the step; `values` are those of the fields that the move asks for.

    `by` None is the clock. Raises permission.Refused, UnknownMove, WrongState, RecordVoided, OnlyByClock, FourEyes,
    ReasonMissing, MoveRefused, RecordRefused, ChangedMeanwhile.
    """
    return _moved(register, record, code, by, reason, values or {}, revision=revision, asks_who=True)


def follow(
    register: type[Register],
    record: Record,
    code: str,
    *,
    by: User | None,
    reason: str,
    values: Mapping[str, Any],
) -> Step:
    """Move a record on as it follows from another act; for `effects.move` and the clocks.

    The state and the register's own rules are asked, permission and four eyes are not.
    """
    return _moved(register, record, code, by, reason, values, revision=None, asks_who=False)


def refuse(register: type[Register], held: Record, chosen: Move, by: User | None, reason: str) -> None:
    """Do nothing when the person may make the move now. Raises what stands against it."""
    if by is not None:
        scope.require(register, by, chosen.act, held)
    refuse_voided(register, held)
    refuse_in_state(register, held, chosen, by, reason)
    last = last_movers(register, [held.pk]).get(held.pk) if chosen.is_four_eyes and by is not None else None
    refusal = against(register, held, chosen, by, last)
    if refusal is not None:
        raise refusal


def refuse_in_state(
    register: type[Register], held: Record, chosen: Move, by: User | None, reason: str
) -> None:
    """Do nothing when the record's state takes the move from this person. Raises WrongState, OnlyByClock, ReasonMissing."""
    state = state_of(register, held)
    if state not in chosen.sources:
        raise WrongState(
            title(register, held), str(chosen.name), state_name(register, state), _instead(register, held, by)
        )
    if chosen.by_clock_only and by is not None:
        raise OnlyByClock(str(chosen.name))
    if chosen.needs_reason and by is not None and not reason.strip():
        raise ReasonMissing(str(chosen.name))


def against(
    register: type[Register], held: Record, chosen: Move, user: Visitor | None, last_mover: int | None
) -> RegisterRefusal | None:
    """Return what stands against a move that state and role allow: four eyes, or the register's own rules."""
    if chosen.is_four_eyes and user is not None and last_mover == user.pk:
        return FourEyes(title(register, held), str(chosen.name), str(user))
    why_not = chosen.may(held, user) if chosen.may is not None else None
    return MoveRefused(title(register, held), str(chosen.name), why_not) if why_not else None


def steps_of(register: type[Register], record: Record) -> list[Step]:
    """Return the steps of a record, the oldest first."""
    rows = Step.objects.filter(register=register.code, record=record.pk)
    return list(rows.select_related("by").order_by("id"))


def settable(register: type[Register], record: Record, chosen: Move) -> frozenset[str]:
    """Return which of the fields that a move asks for it may set: of guarded ones those in which nothing stands yet."""
    stands = contents.snapshot(register, record)
    return frozenset(
        path for path in chosen.asks if path not in register.guarded or stands.get(path) in (None, "")
    )


def state_of(register: type[Register], record: Record) -> str:
    """Return the state that a record is in. The register has a flow."""
    return str(getattr(record, flow_of(register).field))


def state_name(register: type[Register], state: str) -> str:
    """Return what people call a state."""
    field = register.model._meta.get_field(flow_of(register).field)
    assert isinstance(field, models.Field)
    return str(dict(field.flatchoices).get(state, state))


def flow_of(register: type[Register]) -> Flow:
    """Return the register's flow. Raises UnknownMove for a register without one."""
    if register.flow is None:
        raise UnknownMove(str(register.name), "")
    return register.flow


def last_movers(register: type[Register], numbers: Collection[int]) -> dict[int, int]:
    """Return who made each record's newest step, or else who added it, by record; clocks do not count. Two queries at most."""
    steps = Step.objects.filter(register=register.code, record__in=numbers, by__isnull=False)
    found = dict(steps.order_by("id").values_list("record", "by"))
    if unmoved := [each for each in numbers if each not in found]:
        added = Difference.objects.filter(
            register=register.code,
            record__in=unmoved,
            revision=1,
            change_set__by__isnull=False,
            change_set__deed__in=(Deed.CREATE, Deed.INTAKE, Deed.EFFECT),
        )
        found |= dict(added.values_list("record", "change_set__by"))
    return found


def _moved(
    register: type[Register],
    record: Record,
    code: str,
    by: User | None,
    reason: str,
    values: Mapping[str, Any],
    *,
    revision: int | None,
    asks_who: bool,
) -> Step:
    """Make a move in one transaction; `asks_who` asks permission and four eyes of who makes it."""
    chosen = move_of(register, code)
    with undertaken(
        "registers.move",
        register,
        record.pk,
        by=by,
        organization_id=record.organization_id,
        facts={"move": code},
    ) as act:
        held = hold(register, record)
        act.organization_id = held.organization_id
        if revision is not None and revision != held.revision:
            raise changed_meanwhile(register, held, values)
        refuse(register, held, chosen, by if asks_who else None, reason)
        before, after, step = _make(register, held, chosen, by, reason, values)
        act.changed(before=before, after=after)
    reflect(held, record)
    return step


def _make(
    register: type[Register],
    held: Any,
    chosen: Move,
    by: User | None,
    reason: str,
    values: Mapping[str, Any],
) -> tuple[Mapping[str, Any], Mapping[str, Any], Step]:
    refuse_values(register, held, chosen, values)
    source = state_of(register, held)
    field = flow_of(register).field
    deed = Deed.MOVE if by is not None else Deed.CLOCK
    done = put(
        register,
        held,
        {**values, field: chosen.target},
        by=by,
        deed=deed,
        reason=reason,
        permits=Permits(paths=settable(register, held, chosen) | {field}),
    )
    if done.change_set is None:  # a move that leads back to its own state, such as being confirmed again
        done.change_set = open_change_set(register, deed, by, reason)
    step = Step.objects.create(
        register=register.code,
        record=held.pk,
        move=chosen.code,
        source=source,
        target=chosen.target,
        by=by,
        reason=reason[:REASON_LENGTH],
        change_set=done.change_set,
    )
    clocks.wind(register, held)
    if chosen.effect is not None:
        chosen.effect(held, step)
    return done.before, done.after, step


def refuse_values(register: type[Register], held: Record, chosen: Move, values: Mapping[str, Any]) -> None:
    """Refuse fields that the move does not ask for, and the lack of those it does. Clocks are asked for nothing."""
    problems = {path: _("This step does not ask for it.") for path in values if path not in chosen.asks}
    stands = contents.snapshot(register, held)
    for path in chosen.asks:
        if values.get(path, stands.get(path)) in (None, ""):
            problems[path] = _("This step needs it.")
    if problems:
        labels = {path: contents.label(register, path) for path in problems}
        raise RecordRefused(title(register, held), problems, labels)


def _instead(register: type[Register], held: Record, by: User | None) -> list[str]:
    return [str(each.name) for each in moves_for(register, held, by)] if by is not None else []


def move_of(register: type[Register], code: str) -> Move:
    """Return a move of the register's flow. Raises UnknownMove."""
    try:
        return flow_of(register).move(code)
    except KeyError:
        raise UnknownMove(str(register.name), code) from None
