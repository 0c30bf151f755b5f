"""Putting values into a record: held, checked, compared, saved, and kept in history as what differs.

The one way by which the kit writes records. Callers have asked permission and are inside `undertaking.undertaken`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from yunjiang.access.models import User
from yunjiang.access.trail import situation

from . import contents, extras, scope, undertaking
from .contents import EXTRA, plain
from .declaration import Register
from .models import ChangeSet, Deed, Difference, Record
from .writing_refusals import GuardedField, RecordGone, RecordRefused

REASON_LENGTH = 400


@dataclass(frozen=True)
class Permits:
    """What this write may set beyond what a form may: everything (the register's own logic), or some guarded or asked paths."""

    is_logic: bool = False
    paths: frozenset[str] = frozenset()

    def allow(self, path: str) -> bool:
        return self.is_logic or path in self.paths


FORM = Permits()
LOGIC = Permits(is_logic=True)


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
    value: Any = record
    for step in register.title.split("__"):
        value = getattr(value, step, None)
    text = plain(register, register.title, value)
    return str(contents.hidden(register, register.title, text, record) or f"#{record.pk or ''}")


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
    problems = _take(register, record, values, permits, is_new=True)
    if not problems:
        if register.derive is not None:
            register.derive(record)
        problems = _check(register, record, by, None)
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
) -> Put:
    """Change a held record to these values and save it where something differs.

    Raises RecordRefused with every problem, GuardedField for guarded fields that would change. What takes a record out of use
    is not checked: a record may be wrong and be voided for it.
    """
    before = contents.snapshot(register, record)
    told_before = {path: _hidden(register, record, path, value) for path, value in before.items()}
    problems = _take(register, record, values, permits, is_new=False)
    if not problems and register.derive is not None:
        register.derive(record)
    changed = changed_paths(before, contents.snapshot(register, record))
    if not problems:
        _refuse_guarded(register, record, changed, permits)
        if changed and is_checked:
            problems = _check(register, record, by, changed)
    _refuse(register, record, problems)
    before_owned, after_owned = _write_owned(register, record, values, by)
    _refuse_guarded(register, record, {*before_owned, *after_owned}, permits)
    if not changed and not after_owned and not before_owned:
        return Put(record)
    record.revision += 1
    record.changed_at = timezone.now()
    _save(register, record, changed)
    after = contents.snapshot(register, record)
    put = Put(
        record,
        {path: told_before[path] for path in changed if path in before} | before_owned,
        {path: _hidden(register, record, path, after[path]) for path in changed if path in after}
        | after_owned,
    )
    _keep(register, put, deed, by, reason)
    return put


def changed_paths(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """Return the paths at which two snapshots differ; zero, nothing and an empty text are three things."""
    return {
        path
        for path in {*before, *after}
        if (path in before) != (path in after) or _differ(before[path], after[path])
    }


def open_change_set(
    register: type[Register], deed: Deed, by: User | None, reason: str, record_count: int = 1
) -> ChangeSet:
    """Write down who did what to how many records, and why; one for each act."""
    return ChangeSet.objects.create(
        register=register.code,
        deed=deed,
        by=by,
        reason=reason[:REASON_LENGTH],
        request_id=situation.current().request_id,
        record_count=record_count,
    )


def reflect(held: Record, record: Record) -> None:
    """Bring the caller's own object up to what was written, so that it does not speak of yesterday."""
    if record is not held:
        record.__dict__.update({name: value for name, value in held.__dict__.items() if name != "_state"})
        record._state.fields_cache = dict(held._state.fields_cache)


def _keep(register: type[Register], put: Put, deed: Deed, by: User | None, reason: str) -> None:
    put.change_set = open_change_set(register, deed, by, reason)
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


def _take(
    register: type[Register], record: Record, values: Mapping[str, Any], permits: Permits, *, is_new: bool
) -> dict[str, str]:
    """Set the values on the record; return what is wrong with them, by path."""
    problems: dict[str, str] = {}
    fields = contents.fields_of(register)
    local: dict[str, Any] = {}
    owned: dict[str, dict[str, Any]] = {}
    for path, value in values.items():
        link, _separator, rest = path.partition("__")
        if path.startswith(EXTRA):
            local[path.removeprefix(EXTRA)] = value
        elif rest and link in register.owned:
            owned.setdefault(link, {})[rest] = value
        elif path not in fields:
            problems[path] = _("There is no such field here.")
        elif _is_fixed(register, fields[path]) and not permits.allow(path):
            problems[path] = _("This is set by the system and not by hand.")
        else:
            problem = set_value(record, fields[path], value)
            if problem:
                problems[path] = problem
    for link, given in owned.items():
        found = register.owned[link].check(given)
        problems |= {f"{link}__{name}": sentence for name, sentence in found.items()}
    if local:
        record.extra, found = extras.taken(register, record, local)
        problems |= {f"{EXTRA}{key}": sentence for key, sentence in found.items()}
    if is_new:
        problems |= _missing(register, record, values, fields)
    return problems


def set_value(record: Record, field: models.Field[Any, Any], value: Any) -> str:
    """Set one field after the model's own conversions and validators; return what is wrong, or nothing."""
    if isinstance(value, models.Model):
        setattr(record, field.name, value)
        return ""
    if isinstance(value, float) and not (isinstance(field, models.FloatField) or value.is_integer()):
        return _("Give a number as text or as a whole number, so that nothing is rounded.")
    if isinstance(value, str) and isinstance(field, models.CharField | models.TextField):
        value = value.strip().replace("\x00", "")
    if value is None and not field.null and field.empty_strings_allowed and field.blank:
        value = ""
    if value == "" and not field.empty_strings_allowed and field.null:
        value = None
    try:
        cleaned = field.clean(value, record)
    except ValidationError as wrong:
        return " ".join(wrong.messages)
    setattr(record, field.attname, cleaned)
    return ""


def _is_fixed(register: type[Register], field: models.Field[Any, Any]) -> bool:
    is_state = register.flow is not None and field.name == register.flow.field
    return field.name in register.fixed or not field.editable or is_state


def _missing(
    register: type[Register],
    record: Record,
    values: Mapping[str, Any],
    fields: Mapping[str, models.Field[Any, Any]],
) -> dict[str, str]:
    """Return what a new record lacks: fields that must be filled, have no default, and were not given."""
    found = {}
    for name, each in fields.items():
        if name in values or each.blank or name in register.owned or not each.editable:
            continue
        if each.value_from_object(record) in (None, ""):
            found[name] = str(each.error_messages["blank"])
    return found


def _check(
    register: type[Register], record: Record, by: User | None, changed: Collection[str] | None
) -> dict[str, str]:
    """Ask the model and the register whether the record may be so; `changed` None: it is new."""
    problems: dict[str, str] = {}
    for check in (record.clean, lambda: _unique(record, changed), lambda: _constraints(record, changed)):
        try:
            check()
        except ValidationError as wrong:
            problems |= _by_path(wrong)
    if register.validate is not None:
        problems |= register.validate(record, by)
    return problems


def _unique(record: Record, changed: Collection[str] | None) -> None:
    together = {name for names in record._meta.unique_together for name in names}
    exclude = {
        each.name
        for each in record._meta.concrete_fields
        if each.primary_key or not (changed is None or each.name in changed or each.name in together)
    }
    record.validate_unique(exclude=exclude)


def _constraints(record: Record, changed: Collection[str] | None) -> None:
    """Validate the constraints that a change touches; unlike Django's own, also those of which it touches only one field."""
    problems: dict[str, list[ValidationError]] = {}
    for constraint in record._meta.constraints:
        names = _names_in(constraint)
        if changed is not None and names and not names & set(changed):
            continue
        try:
            constraint.validate(type(record), record)
        except ValidationError as wrong:
            known = len(names) == 1 and wrong.code != "unique"
            problems.setdefault(next(iter(names)) if known else NON_FIELD_ERRORS, []).append(wrong)
    if problems:
        raise ValidationError(problems)


def _names_in(constraint: models.BaseConstraint) -> set[str]:
    if isinstance(constraint, models.CheckConstraint) and isinstance(constraint.condition, models.Q):
        return set(constraint.condition.referenced_base_fields)
    return set(getattr(constraint, "fields", ()))


def _by_path(wrong: ValidationError) -> dict[str, str]:
    if not hasattr(wrong, "error_dict"):
        return {"": " ".join(wrong.messages)}
    return {
        "" if name == NON_FIELD_ERRORS else name: " ".join(sentences)
        for name, sentences in wrong.message_dict.items()
    }


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
    names: Sequence[str] | None = None
    if changed is not None:
        own = contents.fields_of(register)
        names = [*(path for path in changed if path in own), "revision", "changed_at", "path", "extra"]
    try:
        with transaction.atomic():
            record.save(force_insert=names is None, update_fields=names)
    except IntegrityError:
        problems: dict[str, str] = {}
        for check in (lambda: _unique(record, None), lambda: _constraints(record, None)):
            try:
                check()
            except ValidationError as wrong:
                problems |= _by_path(wrong)
        _refuse(register, record, problems)
        raise


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


def _hidden(register: type[Register], record: Record, path: str, value: Any) -> Any:
    return contents.hidden(register, path, plain(register, path, value), record)


def _differ(before: Any, after: Any) -> bool:
    if isinstance(before, memoryview | bytes | bytearray) or isinstance(
        after, memoryview | bytes | bytearray
    ):
        return bytes(before or b"") != bytes(after or b"")
    return (type(before) is not type(after) and (before is None or after is None)) or bool(before != after)
