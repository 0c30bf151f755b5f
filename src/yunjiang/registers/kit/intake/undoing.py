"""Taking a whole batch back: what it brought is voided, what it changed gets its earlier values back, and what was changed since
stays and is named."""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl
from django.db import connection, models
from django.utils import timezone

from yunjiang.access import permission, trail
from yunjiang.access.models import User

from .. import contents
from ..declaration import Register
from ..models import ChangeSet, Deed, Difference, IntakeBatch, IntakeState, Replaced
from ..scope import path_of
from . import checking, loading, local
from .committing import follow, request_of
from .refusals import BatchElsewhere
from .staged import PART, Work

SHOWN = 300  # of the records that were left alone


@dataclass(frozen=True)
class Undone:
    """What taking a batch back came to; `left` are the records that were changed since and stay as they are."""

    voided_count: int
    restored_count: int
    left: Sequence[int]


def undo(batch: IntakeBatch, by: User, *, reason: str = "") -> Undone:
    """Take a committed batch back, all of it in one transaction. Raises BatchElsewhere, permission.Refused."""
    subject = f"intake:{batch.pk}"
    with trail.recording("registers.undo", subject=subject, organization_id=batch.organization_id) as deed:
        kept = IntakeBatch.objects.select_for_update().get(pk=batch.pk)
        if kept.state != IntakeState.COMMITTED:
            raise BatchElsewhere(kept)
        work = replace(
            checking.work_of(kept, by, is_rehearsal=False), reason=reason.strip() or kept.file_name
        )
        permission.require(by, work.register.keeps, kept.organization)
        voided, restored = 0, 0
        left: list[int] = []
        for written in _written(kept):
            done = _take_back(written, work)
            voided, restored, left = voided + done[0], restored + done[1], left + done[2]
        kept.state, kept.undone_at = IntakeState.UNDONE, timezone.now()
        kept.summary["undone"] = {
            "voided": voided,
            "restored": restored,
            "left": len(left),
            "which": left[:SHOWN],
            "by": str(by),
            "reason": reason.strip(),
        }
        kept.save()
        deed.learned(
            register=kept.register, file=kept.file_name, voided=voided, restored=restored, left=len(left)
        )
    batch.refresh_from_db()
    return Undone(voided, restored, left)


def _written(batch: IntakeBatch) -> "list[pl.DataFrame]":
    """Return what the batch wrote, in parts: record, revision and what was replaced ("" for a record that it brought)."""
    replaced = dict(Replaced.objects.filter(batch=batch).values_list("record", "before"))
    found = Difference.objects.filter(
        register=batch.register, change_set__batch=batch, change_set__deed=Deed.INTAKE
    ).order_by("pk")
    rows = list(found.values_list("record", "revision"))
    frame = pl.DataFrame(rows, schema={"record": pl.Int64, "revision": pl.Int64}, orient="row")
    earlier = pl.DataFrame(
        {"record": list(replaced), "replaced": list(replaced.values())},
        {"record": pl.Int64, "replaced": pl.String},
    )
    whole = frame.join(earlier, on="record", how="left").with_columns(pl.col("replaced").fill_null(""))
    return list(whole.iter_slices(PART))


def _take_back(written: pl.DataFrame, work: Work) -> tuple[int, int, list[int]]:
    intake = work.register.intake
    assert intake is not None
    left = list((intake.undo or usual)(written, work))
    done = written.filter(~pl.col("record").is_in(left))
    is_brought = pl.col("replaced") == "" if intake.undo is None else pl.col("revision") == 1
    brought = done.filter(is_brought)["record"].to_list()
    if done.height or intake.undo is not None:
        follow(work, done["record"].to_list(), wound=brought if intake.undo is None else [])
    return len(brought), done.height - len(brought), left


def usual(written: pl.DataFrame, work: Work) -> list[int]:
    """Void what a batch brought to a register of one table, give back what it replaced; return the records changed since."""
    register = work.register
    table = loading.quoted(register.model._meta.db_table)
    lock = " ORDER BY m.id FOR UPDATE OF m" if connection.vendor == "postgresql" else ""
    types = {"record": "bigint", "revision": "integer"}
    with loading.staged("intake_written", types, written) as staged, loading.along_keys():
        same = loading.rows(
            f"SELECT s.record FROM {staged} s JOIN {table} m ON m.id = s.record AND m.revision = s.revision{lock}",  # noqa: S608
            {"record": pl.Int64},
        )["record"]
    untouched = written.filter(pl.col("record").is_in(same.implode()))
    if untouched.height:
        brought = untouched.filter(pl.col("replaced") == "")
        changed = untouched.filter(pl.col("replaced") != "")
        history = pl.concat([_void(brought, work), _restore(changed, work)])
        change_set = ChangeSet.objects.create(
            register=register.code,
            deed=Deed.UNDO,
            by=work.by,
            reason=work.reason,
            request_id=request_of(work.batch),
            batch=work.batch,
            record_count=untouched.height,
        )
        common = (pl.lit(change_set.pk).alias("change_set_id"), pl.lit(register.code).alias("register"))
        loading.insert("kit_difference", history.select(*common, "record", "revision", "before", "after"))
    left: list[int] = written.filter(~pl.col("record").is_in(same.implode()))["record"].to_list()
    return left


def _void(brought: pl.DataFrame, work: Work) -> pl.DataFrame:
    """Void what the batch brought."""
    moment = connection.ops.adapt_datetimefield_value(work.moment)
    types, sets = {"record": "bigint"}, ["voided_at = %s"]
    loading.update(
        work.register.model,
        "intake_brought",
        types,
        brought,
        sets,
        work.moment,
        key="record",
        given=[moment],
    )
    told = contents.plain(work.register, "voided_at", work.moment)
    return brought.select(
        "record",
        pl.col("revision") + 1,
        pl.lit(contents.text({"voided_at": None})).alias("before"),
        pl.lit(contents.text({"voided_at": told})).alias("after"),
    )


def _restore(changed: pl.DataFrame, work: Work) -> pl.DataFrame:
    """Give records back what the batch replaced in them."""
    schema = {"record": pl.Int64, "revision": pl.Int64, "before": pl.String, "after": pl.String}
    if not changed.height:
        return pl.DataFrame(schema=schema)
    register = work.register
    fields = {each.name: each for each in register.model._meta.concrete_fields}
    earlier = {
        record: _typed(register, json.loads(text))
        for record, text in changed.select("record", "replaced").iter_rows()
    }
    names = sorted({name for each in earlier.values() for name in each} - {"path"})
    if "organization" in names:
        names.append("path")
        _placed(earlier)
    made = []
    columns = [fields[name].attname for name in names]
    numbers = list(earlier)
    for first in range(0, len(numbers), 5_000):
        stored = register.model._default_manager.filter(pk__in=numbers[first : first + 5_000])
        for number, revision, *now in stored.values_list("pk", "revision", *columns):
            own = earlier[number]
            pairs = [
                (name, value)
                for name, value in zip(names, now, strict=True)
                if name in own and name != "path"
            ]
            before = {
                name: contents.hidden(register, name, contents.plain(register, name, value))
                for name, value in pairs
                if name != "extra"
            }
            after = {
                name: contents.hidden(register, name, contents.plain(register, name, own[name]))
                for name in before
            }
            for held in (value for name, value in pairs if name == "extra"):
                keys = local.differing(held, own["extra"])
                before, after = before | local.flat(held, keys), after | local.flat(own["extra"], keys)
            made.append((number, revision + 1, contents.text(before), contents.text(after)))
    _set(earlier, names, fields, work)
    return pl.DataFrame(made, schema=schema, orient="row")


def _set(
    earlier: Mapping[int, Mapping[str, Any]],
    names: Sequence[str],
    fields: Mapping[str, models.Field[Any, Any]],
    work: Work,
) -> None:
    """Set the named fields of each record, and leave those that are not among its own."""
    table = loading.quoted(work.register.model._meta.db_table)
    types = {"record": "bigint"}
    series = [pl.Series("record", list(earlier), pl.Int64)]
    sets = []
    for name in names:
        field = fields[name]
        types |= {name: loading.type_of(field), f"has_{name}": "boolean"}
        values = [_prepared(field, each[name]) if name in each else None for each in earlier.values()]
        series += [
            pl.Series(name, values),
            pl.Series(f"has_{name}", [name in each for each in earlier.values()]),
        ]
        column, own = loading.quoted(field.column), loading.quoted(name)
        sets.append(
            f"{column} = CASE WHEN s.{loading.quoted(f'has_{name}')} THEN s.{own} ELSE {table}.{column} END"
        )
    loading.update(
        work.register.model, "intake_earlier", types, pl.DataFrame(series), sets, work.moment, key="record"
    )


def _typed(register: type[Register], told: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in told.items():
        field = register.model._meta.get_field(name)
        if isinstance(field, models.JSONField):
            found[name] = value
        elif isinstance(value, dict) and set(value) == {"base64"}:
            found[name] = base64.b64decode(value["base64"])
        elif isinstance(field, models.ForeignKey) or value is None:
            found[name] = value
        else:
            assert isinstance(field, models.Field)
            found[name] = field.to_python(value)
    return found


def _prepared(field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(field, models.JSONField):
        return json.dumps(value, ensure_ascii=False)
    return field.get_db_prep_save(value, connection)


def _placed(earlier: Mapping[int, dict[str, Any]]) -> None:
    """Say where the units hang that records go back to."""
    known: dict[int, str] = {}
    for each in earlier.values():
        unit = each.get("organization")
        if unit is not None:
            each["path"] = known.setdefault(unit, "") or path_of(unit)
            known[unit] = each["path"]
