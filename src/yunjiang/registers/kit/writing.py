"""Writing a record: added, changed, voided, restored. Each is one transaction with its trail, history and postings.

Permission is asked here. `by` None is the house itself (a clock, a nightly work), which is not asked. What follows in other
records from an act is in `effects`, many at once in `bulk`, guarded fields in `requests`, moves in `workflow`.
"""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from yunjiang.access.models import User
from yunjiang.organizations.models import Organization
from yunjiang.persons.models import Person

from . import clocks, contents, scope
from .contents import plain
from .declaration import Register
from .models import ChangeSet, Deed, Difference, Record
from .putting import hold, put, put_new, reflect, title
from .taking import LOGIC, set_value
from .undertaking import undertaken
from .writing_refusals import (
    ChangedMeanwhile,
    Conflict,
    MadeElsewhere,
    NotVoided,
    ReasonMissing,
    RecordRefused,
    RecordVoided,
)


def create(
    register: type[Register],
    values: Mapping[str, Any],
    *,
    by: User | None,
    organization: Organization | None = None,
    reason: str = "",
    deed: Deed = Deed.CREATE,
    is_demonstration: bool = False,
) -> Any:
    """Add a record of a unit and return it; the unit may come among the values.

    Values of an object behind a link of `Register.owned` come by path (`person__name`), local columns as `extra__key`. What a
    demonstration account adds is demonstration. Raises permission.Refused, MadeElsewhere, RecordRefused.
    """
    if by is not None and not register.can_be_added:
        raise MadeElsewhere(str(register.name))
    unit, others = _unit_of(register, values, organization)
    if by is not None:
        scope.require(register, by, register.keeps, unit)
    record = register.model(organization=unit)
    record.is_demonstration = is_demonstration or bool(by and by.is_demonstration)
    with undertaken("registers.create", register, by=by, organization_id=unit.pk) as act:
        done = put_new(register, record, others, by=by, deed=deed, reason=reason)
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
    revision: int | None = None,
    reason: str = "",
) -> Any:
    """Change some fields of a record and return it as it is then; what stays the same is no change.

    `revision` is the one the person had open; without it whatever was saved meanwhile is overwritten where values are given.
    Raises permission.Refused, RecordVoided, ChangedMeanwhile, GuardedField, RecordRefused.
    """
    with undertaken(
        "registers.change", register, record.pk, by=by, organization_id=record.organization_id
    ) as act:
        held = hold(register, record)
        act.organization_id = held.organization_id
        if by is not None:
            scope.require(register, by, register.keeps, held)
        refuse_voided(register, held)
        if revision is not None and revision != held.revision:
            raise changed_meanwhile(register, held, values)
        _refuse_elsewhere(register, held, values, by)
        done = put(register, held, values, by=by, deed=Deed.CHANGE, reason=reason)
        if done.change_set is None:
            act.changed_nothing()
        act.changed(before=done.before, after=done.after)
    reflect(held, record)
    return held


def void(register: type[Register], record: Record, *, by: User | None, reason: str) -> Any:
    """Take a record out of use, with a reason: it counts nothing and takes no change, and stays on record.

    Raises permission.Refused, ReasonMissing, RecordVoided.
    """
    if not reason.strip():
        raise ReasonMissing(_("Void"))
    return _set_voided(register, record, by, reason, is_voided=True)


def restore(register: type[Register], record: Record, *, by: User | None, reason: str = "") -> Any:
    """Take a voided record into use again. Raises permission.Refused, NotVoided."""
    return _set_voided(register, record, by, reason, is_voided=False)


def refuse_voided(register: type[Register], held: Record) -> None:
    """Do nothing when a record stands. Raises RecordVoided otherwise."""
    if held.voided_at is not None:
        raise RecordVoided(title(register, held), held.voided_at)


def changed_meanwhile(register: type[Register], held: Record, values: Mapping[str, Any]) -> ChangedMeanwhile:
    """Return the refusal that tells what stands in a record and what was to be saved, where they differ."""
    newest = (
        Difference.objects.filter(register=register.code, record=held.pk)
        .select_related("change_set__by")
        .order_by("-id")
        .first()
    )
    last: ChangeSet | None = newest.change_set if newest else None
    conflicts = []
    stands = contents.snapshot(register, held)
    fields = contents.fields_of(register)
    for path, value in values.items():
        if path not in stands and path not in fields:
            continue
        sent = _as_kept(register, path, value)
        if plain(register, path, stands.get(path)) != sent:
            conflicts.append(
                Conflict(
                    path,
                    contents.label(register, path),
                    contents.shown_alone(register, path, plain(register, path, stands.get(path)), held),
                    contents.shown_alone(register, path, sent, held),
                )
            )
    return ChangedMeanwhile(
        title(register, held),
        held.revision,
        str(last.by or "") if last else "",
        last.at if last else held.changed_at,
        conflicts,
    )


def _as_kept(register: type[Register], path: str, value: Any) -> Any:
    """Return a value that was sent as it would be kept; as it came where it could not be."""
    field = contents.fields_of(register).get(path)
    if field is None:
        return plain(register, path, value)
    scratch = register.model()
    if set_value(scratch, field, value):
        return plain(register, path, value)
    return plain(register, path, field.value_from_object(scratch))


def _unit_of(
    register: type[Register], values: Mapping[str, Any], organization: Organization | None
) -> tuple[Organization, dict[str, Any]]:
    others = {path: value for path, value in values.items() if path != "organization"}
    named = values.get("organization")
    if isinstance(named, int | str) and str(named).isdecimal():
        named = Organization.objects.filter(pk=int(named)).first()
    unit = named or organization or _unit_beside(register, values)
    if not isinstance(unit, Organization) or (named and organization and named != organization):
        label = contents.label(register, "organization")
        raise RecordRefused(
            str(register.name), {"organization": _("Choose a unit.")}, {"organization": label}
        )
    return unit, others


def _unit_beside(register: type[Register], values: Mapping[str, Any]) -> Organization | None:
    """Return the unit of the record that a new one lies with: a headcount belongs to the unit of its firm."""
    beside = values.get(register.lies_with) if register.lies_with else None
    if isinstance(beside, int | str) and str(beside).isdecimal():
        model: Any = register.model._meta.get_field(register.lies_with).related_model
        beside = model._default_manager.filter(pk=int(beside)).first()
    return beside.organization if isinstance(beside, Record) else None


def _refuse_elsewhere(
    register: type[Register], held: Record, values: Mapping[str, Any], by: User | None
) -> None:
    """Refuse to give a record to a unit whose records the person may not keep."""
    if "organization" in values and by is not None:
        unit, _others = _unit_of(register, values, None)
        if unit.pk != held.organization_id:
            scope.require(register, by, register.keeps, unit)


def _refuse_erased(register: type[Register], held: Record) -> None:
    """Refuse to take a record into use again that is about a person whose data was erased meanwhile."""
    for field in held._meta.concrete_fields:
        person = getattr(held, field.name) if field.related_model is Person else None
        if person is not None and person.erased_at is not None:
            raise RecordRefused(
                title(register, held),
                {
                    "": _(
                        "The person's data was erased since. Write the person down anew if there is a reason to."
                    )
                },
                {},
            )


def _set_voided(
    register: type[Register], record: Record, by: User | None, reason: str, *, is_voided: bool
) -> Any:
    action = "registers.void" if is_voided else "registers.restore"
    with undertaken(
        action,
        register,
        record.pk,
        by=by,
        organization_id=record.organization_id,
        facts={"reason": reason} if reason else None,
    ) as act:
        held = hold(register, record)
        if by is not None:
            scope.require(register, by, register.keeps, held)
        if is_voided:
            refuse_voided(register, held)
        elif held.voided_at is None:
            raise NotVoided(title(register, held))
        else:
            _refuse_erased(register, held)
        done = put(
            register,
            held,
            {"voided_at": timezone.now() if is_voided else None},
            by=by,
            deed=Deed.VOID if is_voided else Deed.RESTORE,
            reason=reason,
            permits=LOGIC,
            is_checked=not is_voided,
        )
        act.changed(before=done.before, after=done.after)
        clocks.wind(register, held)
    reflect(held, record)
    return held
