"""Putting values into a record: held, checked, compared, saved, and kept in history as what differs.

The one way by which the kit writes records. Callers have asked permission and are inside `undertaking.undertaken`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from yunjiang.access.models import User
from yunjiang.access.trail import situation

from . import contents, copies, proving, scope, undertaking
from .declaration import Register
from .models import ChangeRequest, ChangeSet, Deadline, Deed, Difference, Notice, Record
from .taking import FORM, Permits, take
from .writing_refusals import GuardedField, RecordGone, RecordRefused

REASON_LENGTH = 400


@dataclass
class Put:
    """What was put: the record as it is now, what differs as history keeps it, and its change set, or None for no difference."""

    record: Record
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    change_set: ChangeSet | None = None


def hold(register: type[Register], record: Record | int) -> Any:
    """Return the record as it stands, locked against everybody else until the transaction ends. Raises RecordGone."""
    number = record if isinstance(record, int) else record.pk
    rows = register.model._default_manager.select_for_update(of=("self",)).select_related("organization")
    found = rows.filter(pk=number).first()
    if found is None:
        raise RecordGone(str(register.name), number)
    return found


def title(register: type[Register], record: Record) -> str:
    """Return what people call the record."""
    if not register.title:
        return str(record)
    return str(contents.mask_at(register, record, register.title) or f"#{record.pk or ''}")


def put_new(
    register: type[Register],
    record: Record,
    values: Mapping[str, Any],
    *,
    by: User | None,
    deed: Deed,
    reason: str = "",
    permits: Permits = FORM,
) -> Put:
    """Save a new record with these values. Raises RecordRefused with every problem."""
    scope.place(record)
    problems = take(register, record, values, permits, is_new=True)
    if not problems:
        if register.derive is not None:
            register.derive(record)
        problems = proving.problems_of(register, record, by, None)
    _refuse(register, record, problems)
    before_owned, after_owned = _write_owned(register, record, values, by)
    _save(register, record, None)
    put = Put(record, before_owned, {**_told(register, record), **after_owned})
    _keep(register, put, deed, by, reason)
    return put


def put(
    register: type[Register],
    record: Record,
    values: Mapping[str, Any],
    *,
    by: User | None,
    deed: Deed,
    reason: str = "",
    permits: Permits = FORM,
    is_checked: bool = True,
    request: ChangeRequest | None = None,
) -> Put:
    """Change a held record to these values and save it where something differs.

    Raises RecordRefused with every problem, GuardedField for guarded fields that would change. What takes a record out of use
    is not checked: a record may be wrong and be voided for it.
    """
    before = contents.snapshot(register, record)
    told_before = {path: contents.kept(register, record, path, value) for path, value in before.items()}
    problems = take(register, record, values, permits, is_new=False)
    if not problems and register.derive is not None:
        register.derive(record)
    changed = changed_paths(before, contents.snapshot(register, record))
    if "organization" in changed and not problems:
        scope.place(record)
    if not problems:
        _refuse_guarded(register, record, changed, permits)
        if changed and is_checked:
            problems = proving.problems_of(register, record, by, changed)
    _refuse(register, record, problems)
    before_owned, after_owned = _write_owned(register, record, values, by)
    _refuse_guarded(register, record, {*before_owned, *after_owned}, permits)
    if not changed and not after_owned and not before_owned:
        return Put(record)
    record.revision += 1
    record.changed_at = timezone.now()
    _save(register, record, changed)
    if "organization" in changed:
        _take_along(register, record)
    after = contents.snapshot(register, record)
    put = Put(
        record,
        {path: told_before[path] for path in changed if path in before} | before_owned,
        {path: contents.kept(register, record, path, after[path]) for path in changed if path in after}
        | after_owned,
    )
    _keep(register, put, deed, by, reason, request)
    return put


def changed_paths(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """Return the paths at which two snapshots differ; zero, nothing and an empty text are three things."""
    return {
        path
        for path in {*before, *after}
        if (path in before) != (path in after) or _differ(before[path], after[path])
    }


def open_change_set(
    register: type[Register],
    deed: Deed,
    by: User | None,
    reason: str,
    record_count: int = 1,
    request: ChangeRequest | None = None,
) -> ChangeSet:
    """Write down who did what to how many records, and why; one for each act."""
    return ChangeSet.objects.create(
        register=register.code,
        deed=deed,
        by=by,
        reason=reason[:REASON_LENGTH],
        request_id=situation.current().request_id,
        record_count=record_count,
        change_request=request,
    )


def reflect(held: Record, record: Record) -> None:
    """Bring the caller's own object up to what was written, so that it does not speak of yesterday."""
    if record is not held:
        record.__dict__.update({name: value for name, value in held.__dict__.items() if name != "_state"})
        record._state.fields_cache = dict(held._state.fields_cache)


def _keep(
    register: type[Register],
    put: Put,
    deed: Deed,
    by: User | None,
    reason: str,
    request: ChangeRequest | None = None,
) -> None:
    put.change_set = open_change_set(register, deed, by, reason, request=request)
    Difference.objects.create(
        change_set=put.change_set,
        register=register.code,
        record=put.record.pk,
        revision=put.record.revision,
        before=contents.text(put.before),
        after=contents.text(put.after),
    )
    undertaking.touched(register, {put.record.pk: put.record})
    if register.after_save is not None:
        register.after_save(put.record, put.change_set)


def _write_owned(
    register: type[Register], record: Record, values: Mapping[str, Any], by: User | None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Have the owners write the objects behind the record's links; return what differs, by path."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for link, owner in register.owned.items():
        given = {
            path.partition("__")[2]: each for path, each in values.items() if path.startswith(f"{link}__")
        }
        if not given:
            continue
        try:
            changed = owner.write(getattr(record, link, None), given, by)
        except RecordRefused as refused:
            problems = {f"{link}__{name}": each for name, each in refused.problems.items()}
            _refuse(register, record, problems)
            raise
        setattr(record, link, changed.instance)
        before |= {f"{link}__{name}": value for name, value in changed.before.items()}
        after |= {f"{link}__{name}": value for name, value in changed.after.items()}
    return before, after


def _save(register: type[Register], record: Record, changed: Collection[str] | None) -> None:
    """Save; what another transaction made impossible meanwhile is refused in a sentence like everything else."""
    copies.fill(register, record)
    names: Sequence[str] | None = None
    if changed is not None:
        own = contents.fields_of(register)
        of_the_kit = ("revision", "changed_at", "path", "extra")
        names = [*(path for path in changed if path in own), *register.copied, *of_the_kit]
    try:
        with transaction.atomic():
            record.save(force_insert=names is None, update_fields=names)
    except IntegrityError:
        _refuse(register, record, proving.problems_of_model(record, None))
        raise


def _take_along(register: type[Register], record: Record) -> None:
    """Let what the kit keeps about a record lie where the record lies now."""
    for model in (Deadline, ChangeRequest, Notice):
        model._default_manager.filter(register=register.code, record=record.pk).update(
            organization=record.organization_id, path=record.path
        )


def _refuse(register: type[Register], record: Record, problems: Mapping[str, str]) -> None:
    if problems:
        name = title(register, record) if record.pk else str(register.name)
        labels = {path: contents.label(register, path) for path in problems if path}
        raise RecordRefused(name, problems, labels)


def _refuse_guarded(
    register: type[Register], record: Record, changed: Collection[str], permits: Permits
) -> None:
    guarded = [path for path in register.guarded if path in changed and not permits.allow(path)]
    if guarded:
        raise GuardedField(
            title(register, record), guarded, [contents.label(register, path) for path in guarded]
        )


def _told(register: type[Register], record: Record) -> dict[str, Any]:
    """Return what a new record says where it says something."""
    return {
        path: value for path, value in contents.masks(register, record).items() if value not in (None, "")
    }


def _differ(before: Any, after: Any) -> bool:
    if isinstance(before, memoryview | bytes | bytearray) or isinstance(
        after, memoryview | bytes | bytearray
    ):
        return bytes(before or b"") != bytes(after or b"")
    return (type(before) is not type(after) and (before is None or after is None)) or bool(before != after)
