"""What follows from an act in other records: a transfer that is accepted gives the member to another union.

Nobody is asked for permission here, because the act that causes it was; the register's own logic calls these, never a page. They
may set fields that no form may. Inside another write they belong to its transaction, and all is posted once, at its end.
"""

from collections.abc import Mapping
from typing import Any

from yunjiang.access.models import User
from yunjiang.organizations.models import Organization

from . import clocks, workflow
from .declaration import Register
from .models import Deed, Record, Step
from .putting import hold, put, put_new, reflect
from .taking import LOGIC
from .undertaking import undertaken
from .writing import refuse_voided


def create(
    register: type[Register],
    values: Mapping[str, Any],
    *,
    by: User | None,
    organization: Organization,
    because: str,
    is_demonstration: bool = False,
    deed: Deed = Deed.EFFECT,
) -> Any:
    """Add the record that follows and return it. Raises RecordRefused.

    `deed` is CREATE where the register's logic stands for a form: who asked for the record then is who added it.
    """
    record = register.model(organization=organization)
    record.is_demonstration = is_demonstration
    with undertaken("registers.create", register, by=by, organization_id=organization.pk) as act:
        done = put_new(register, record, values, by=by, deed=deed, reason=because, permits=LOGIC)
        act.subject = f"{register.code}:{record.pk}"
        act.changed(after=done.after)
        clocks.wind(register, record)
    return record


def change(
    register: type[Register],
    record: Record,
    values: Mapping[str, Any],
    *,
    by: User | None,
    because: str,
    deed: Deed = Deed.EFFECT,
) -> Any:
    """Change a record as it follows and return it; a new state winds its clock up. Raises RecordVoided, RecordRefused."""
    with undertaken(
        "registers.change", register, record.pk, by=by, organization_id=record.organization_id
    ) as act:
        held = hold(register, record)
        if "voided_at" not in values:
            refuse_voided(register, held)
        state = workflow.state_of(register, held) if register.flow else ""
        done = put(register, held, values, by=by, deed=deed, reason=because, permits=LOGIC)
        if done.change_set is None:
            act.changed_nothing()
        act.changed(before=done.before, after=done.after)
        if register.flow and ("voided_at" in done.after or state != workflow.state_of(register, held)):
            clocks.wind(register, held)
    reflect(held, record)
    return held


def move(
    register: type[Register],
    record: Record,
    code: str,
    *,
    by: User | None,
    because: str = "",
    values: Mapping[str, Any] | None = None,
) -> Step:
    """Move another record on as it follows; neither its act nor four eyes are asked, its state and its own rules are.

    Raises UnknownMove, WrongState, RecordVoided, MoveRefused, RecordRefused.
    """
    return workflow.follow(register, record, code, by=by, reason=because, values=values or {})
