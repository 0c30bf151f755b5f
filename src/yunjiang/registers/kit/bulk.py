"""The same change, or the same move, for many records: one transaction, one change set, all of them or none.

The number of queries does not grow with the records, but for what a register's own functions ask. Who may not be written is
listed row by row, and then nothing is saved; or these are left out, where that is wanted (`fitting`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.access.permission import Act, Refused

from . import clocks, contents, extras, proving, undertaking, workflow
from .contents import EXTRA
from .declaration import Register
from .flows import Move
from .models import ChangeSet, Deed, Difference, ExtraField, Record, Step
from .putting import REASON_LENGTH, changed_paths, open_change_set, title
from .refusals import RegisterRefusal
from .taking import FORM, Permits, is_fixed, set_value
from .undertaking import undertaken
from .writing_refusals import BulkRefused, GuardedField, RecordRefused, RecordVoided, RowRefused, TooMany

MOST = 5_000  # records of one transaction
_TOGETHER = 500  # rows of one statement, where each has values of its own
_SORTS = 20  # of rows that come to hold the same, each updated by one statement


@dataclass(frozen=True)
class Done:
    """What was done to many records; those that were so already are not counted."""

    changed_count: int
    asked_count: int
    change_set: ChangeSet | None
    left_out: tuple[RowRefused, ...] = ()


@dataclass
class _Row:
    """One record of many: what it held, and what differs once the values are on it."""

    record: Any
    before: dict[str, Any]
    changed: set[str]


def change_many(
    register: type[Register],
    records: Iterable[Record] | QuerySet[Any],
    values: Mapping[str, Any],
    *,
    by: User | None,
    reason: str = "",
    leaves_out: bool = False,
) -> Done:
    """Give many records the same values.

    Raises TooMany, GuardedField, RecordRefused (of the values themselves), BulkRefused with every record that does not allow it;
    with `leaves_out` these are left as they are and named in the answer.
    """
    numbers = _numbers(records)
    with undertaken("registers.bulk", register, by=by, facts=_facts(numbers, values, reason)) as act:
        rows = _held(register, numbers)
        refused = _refused(register, rows, numbers, register.keeps, by)
        done = _write(register, rows, values, refused, by, Deed.BULK, reason, FORM, leaves_out)
        act.organization_id = _one_unit(rows)
        act.learned(changed=done.changed_count, left_out=len(done.left_out))
        if done.change_set is None:
            act.changed_nothing()
    return done


def move_many(
    register: type[Register],
    records: Iterable[Record] | QuerySet[Any],
    code: str,
    *,
    by: User | None,
    reason: str = "",
    values: Mapping[str, Any] | None = None,
    leaves_out: bool = False,
) -> Done:
    """Move many records on by the same move, each with a step of its own.

    Raises TooMany, UnknownMove, RecordRefused (of the values), BulkRefused with every record that cannot be moved so; with
    `leaves_out` these stay where they are and are named in the answer.
    """
    numbers = _numbers(records)
    chosen = workflow.move_of(register, code)
    field = workflow.flow_of(register).field
    given = dict(values or {})
    facts = _facts(numbers, given, reason) | {"move": code}
    with undertaken("registers.bulk", register, by=by, facts=facts) as act:
        rows = _held(register, numbers)
        refused = _refused(register, rows, numbers, chosen.act, by)
        refused |= _unmovable(register, rows, chosen, by, reason, given, refused)
        sources = {each.pk: workflow.state_of(register, each) for each in rows}
        permits = Permits(paths=frozenset({field, *chosen.asks}))
        done = _write(
            register,
            rows,
            {**given, field: chosen.target},
            refused,
            by,
            Deed.MOVE,
            reason,
            permits,
            leaves_out,
        )
        rows = [each for each in rows if each.pk not in refused]
        if not rows:
            act.changed_nothing()
            return done
        change_set = done.change_set or open_change_set(register, Deed.MOVE, by, reason, len(rows))
        steps = [
            Step(
                register=register.code,
                record=each.pk,
                move=code,
                source=sources[each.pk],
                target=chosen.target,
                by=by,
                reason=reason[:REASON_LENGTH],
                change_set=change_set,
            )
            for each in rows
        ]
        Step.objects.bulk_create(steps)
        clocks.wind_many(register, rows)
        if chosen.effect is not None:
            for record, step in zip(rows, steps, strict=True):
                chosen.effect(record, step)
        act.organization_id = _one_unit(rows)
        act.learned(changed=done.changed_count, left_out=len(done.left_out))
    return done


def _numbers(records: Iterable[Record] | QuerySet[Any]) -> list[int]:
    if isinstance(records, QuerySet):
        numbers = list(records.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
    else:
        numbers = sorted({each.pk for each in records})
    if len(numbers) > MOST:
        raise TooMany(len(numbers), MOST)
    return numbers


def _facts(numbers: Sequence[int], values: Mapping[str, Any], reason: str) -> dict[str, Any]:
    return {"records": list(numbers[:200]), "count": len(numbers), "fields": sorted(values), "reason": reason}


def _held(register: type[Register], numbers: Sequence[int]) -> list[Any]:
    """Return the records as they stand, locked in the order of their numbers: two who lock many never block each other."""
    rows = register.model._default_manager.select_for_update(of=("self",)).select_related("organization")
    return list(rows.filter(pk__in=numbers).order_by("pk"))


def _refused(
    register: type[Register], rows: Sequence[Any], numbers: Sequence[int], act: Act, by: User | None
) -> dict[int, RowRefused]:
    """Return who may not be written at all: out of reach, voided, or gone."""
    reach = permission.reach(by, act) if by is not None else ("/",)
    found: dict[int, RowRefused] = {}
    for each in rows:
        refusal: Exception | None = None
        if not each.path.startswith(reach or ("\0",)):
            refusal = Refused(act, str(each.organization), each.organization_id)
        elif each.voided_at is not None:
            refusal = RecordVoided(title(register, each), each.voided_at)
        if refusal is not None:
            found[each.pk] = RowRefused(each.pk, title(register, each), str(refusal))
    for number in set(numbers) - {each.pk for each in rows}:
        found[number] = RowRefused(number, f"#{number}", _("There is no such record any more."))
    return found


def _unmovable(
    register: type[Register],
    rows: Sequence[Any],
    chosen: Move,
    by: User | None,
    reason: str,
    values: Mapping[str, Any],
    refused: Mapping[int, RowRefused],
) -> dict[int, RowRefused]:
    movers = workflow.last_movers(register, [each.pk for each in rows]) if chosen.is_four_eyes else {}
    found = {}
    for each in rows:
        if each.pk in refused:
            continue
        try:
            workflow.refuse_in_state(register, each, chosen, by, reason)
            workflow.refuse_values(register, each, chosen, values)
            against = workflow.against(register, each, chosen, by, movers.get(each.pk))
            if against is not None:
                raise against
        except RegisterRefusal as refusal:
            found[each.pk] = RowRefused(each.pk, title(register, each), str(refusal))
    return found


def _write(
    register: type[Register],
    rows: Sequence[Any],
    values: Mapping[str, Any],
    refused: dict[int, RowRefused],
    by: User | None,
    deed: Deed,
    reason: str,
    permits: Permits,
    leaves_out: bool,
) -> Done:
    """Write all rows, or all but those that come to be `refused`."""
    own, local = _cleaned(register, values, permits)
    known = extras.fields_at(register, {each.path for each in rows}) if local else {}
    taken = [_take(register, each, own, local, known.get(each.path, []), refused) for each in rows]
    changing = [each for each in taken if each.changed and each.record.pk not in refused]
    for each in changing:
        _prove(register, each, by, refused, permits)
    if refused and not leaves_out:
        raise BulkRefused(len(rows), [refused[number] for number in sorted(refused)])
    changing = _saved(register, changing, refused, leaves_out)
    left_out = tuple(refused[number] for number in sorted(refused))
    asked_count = len({*refused} | {each.pk for each in rows})
    if not changing:
        return Done(0, asked_count, None, left_out)
    change_set = open_change_set(register, deed, by, reason, len(changing))
    Difference.objects.bulk_create(
        [_difference(register, change_set, each) for each in changing], batch_size=_TOGETHER
    )
    undertaking.touched(register, {each.record.pk: each.record for each in changing})
    if register.after_save is not None:
        for each in changing:
            register.after_save(each.record, change_set)
    return Done(len(changing), asked_count, change_set, left_out)


def _cleaned(
    register: type[Register], values: Mapping[str, Any], permits: Permits
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Check the values once for all records; return the record's own as they are stored, and the local ones."""
    fields = contents.fields_of(register)
    scratch = register.model()
    problems: dict[str, str] = {}
    guarded = [path for path in values if path in register.guarded and not permits.allow(path)]
    if guarded:
        labels = [contents.label(register, path) for path in guarded]
        raise GuardedField(str(register.name), guarded, labels)
    own: dict[str, Any] = {}
    for path, value in values.items():
        if path.startswith(EXTRA):
            continue
        field = fields.get(path)
        is_single = path == "organization" or isinstance(field, models.BinaryField)
        if field is None or is_single or (is_fixed(register, field) and not permits.allow(path)):
            problems[path] = _("This cannot be changed for many records at once.")
        elif problem := set_value(scratch, field, value):
            problems[path] = problem
        else:
            own[field.attname] = field.value_from_object(scratch)
    if problems:
        labels_of = {path: contents.label(register, path) for path in problems}
        raise RecordRefused(str(register.name), problems, labels_of)
    return own, {path.removeprefix(EXTRA): each for path, each in values.items() if path.startswith(EXTRA)}


def _take(
    register: type[Register],
    record: Any,
    own: Mapping[str, Any],
    local: Mapping[str, Any],
    known: Sequence[ExtraField],
    refused: dict[int, RowRefused],
) -> _Row:
    before = contents.snapshot(register, record)
    for name, value in own.items():
        setattr(record, name, value)
    if local:
        record.extra, problems = extras.taken(record, known, local)
        if problems:
            refused[record.pk] = RowRefused(record.pk, title(register, record), " ".join(problems.values()))
    if register.derive is not None:
        register.derive(record)
    return _Row(record, before, changed_paths(before, contents.snapshot(register, record)))


def _prove(
    register: type[Register], row: _Row, by: User | None, refused: dict[int, RowRefused], permits: Permits
) -> None:
    """Ask the register of each record, and the model where something must be unique; constraints speak when all is saved."""
    problems: dict[str, str] = {}
    guarded = [path for path in row.changed if path in register.guarded and not permits.allow(path)]
    if guarded:
        problems = {path: _("This is changed only by request.") for path in guarded}
    elif proving.unique_names(register.model) & row.changed:
        problems = proving.problems_of_model(row.record, row.changed)
    if not problems and register.validate is not None:
        problems = dict(register.validate(row.record, by))
    if problems:
        refused[row.record.pk] = RowRefused(
            row.record.pk, title(register, row.record), " ".join(problems.values())
        )


def _saved(
    register: type[Register], rows: Sequence[_Row], refused: dict[int, RowRefused], leaves_out: bool
) -> list[_Row]:
    """Save and return what was saved; where a constraint refuses, say for which records, or leave these out."""
    if not rows:
        return []
    moment = timezone.now()
    for each in rows:
        each.record.revision += 1
        each.record.changed_at = moment
    own = contents.fields_of(register)
    names = sorted({path for each in rows for path in each.changed if path in own})
    if any(path.startswith(EXTRA) for each in rows for path in each.changed):
        names.append("extra")
    try:
        with transaction.atomic():
            _update(register, [each.record for each in rows], names, moment)
    except IntegrityError:
        found = [(each, proving.problems_of_model(each.record, each.changed)) for each in rows]
        against = {
            each.record.pk: RowRefused(
                each.record.pk, title(register, each.record), " ".join(problems.values())
            )
            for each, problems in found
            if problems
        }
        if not against:
            raise
        refused |= against
        if not leaves_out:
            raise BulkRefused(len(rows), list(against.values())) from None
        rest = [each for each in rows if each.record.pk not in refused]
        with transaction.atomic():
            _update(register, [each.record for each in rest], names, moment)
        return rest
    return list(rows)


def _update(register: type[Register], records: Sequence[Any], names: Sequence[str], moment: datetime) -> None:
    """Update the records, with one statement for all that come to hold the same: many times faster than a CASE a row."""
    manager = register.model._base_manager
    attributes = [register.model._meta.get_field(name).attname for name in names]  # type: ignore[union-attr]
    alike: dict[str, list[Any]] = {}
    for each in records:
        alike.setdefault(repr([getattr(each, name) for name in attributes]), []).append(each)
    if len(alike) > _SORTS:
        manager.bulk_update(records, [*names, "revision", "changed_at"], batch_size=_TOGETHER)
        return
    for group in alike.values():
        values = {name: getattr(group[0], name) for name in attributes}
        numbers = [each.pk for each in group]
        manager.filter(pk__in=numbers).update(**values, revision=F("revision") + 1, changed_at=moment)


def _difference(register: type[Register], change_set: ChangeSet, row: _Row) -> Difference:
    after = contents.snapshot(register, row.record)
    return Difference(
        change_set=change_set,
        register=register.code,
        record=row.record.pk,
        revision=row.record.revision,
        before=contents.text(
            {
                path: contents.kept(register, row.record, path, row.before[path])
                for path in row.changed
                if path in row.before
            }
        ),
        after=contents.text(
            {
                path: contents.kept(register, row.record, path, after[path])
                for path in row.changed
                if path in after
            }
        ),
    )


def _one_unit(rows: Sequence[Any]) -> int | None:
    """Return the unit whose records they all are, if it is one."""
    units = {each.organization_id for each in rows}
    return units.pop() if len(units) == 1 else None
