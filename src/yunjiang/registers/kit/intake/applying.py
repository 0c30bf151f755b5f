"""Writing the sound rows of a part into a register of one table: new records at once, and those that differ where they differ."""

import base64
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl
from django.db import connection, models

from .. import contents, copies
from ..declaration import Register
from . import columns, loading
from .columns import Sort
from .problems import ROW, Problems, told
from .staged import CHANGED, MET, MET_VOIDED, PATH, UNIT, Applied, Work

_AT_ONCE = 5_000


def apply(rows: pl.DataFrame, work: Work) -> Applied:
    """Write what is new or differs, and return what was written; in a rehearsal only return it.

    A blank cell changes nothing. A record that was voided when its import was taken back comes to life with what the sheet says.
    """
    applied = Applied()
    new, met = rows.filter(pl.col(MET).is_null()), rows.filter(pl.col(MET).is_not_null())
    if new.height:
        applied.created = _created(new, work)
    if met.height and work.batch.on_conflict != "skip":
        differing = _differing(met, work)
        applied.same_count = met.height - differing.height
        if differing.height:
            applied.changed = _changed(differing, work)
    else:
        applied.same_count = met.height
    return applied


def guarded(rows: pl.DataFrame, work: Work) -> Problems:
    """Tell of cells that would change a guarded field of a record that is there."""
    problems = Problems()
    wanted = columns.of(work.register)
    paths = [path for path in work.register.guarded if path in rows.columns and path in wanted]
    met = rows.filter(pl.col(MET).is_not_null() & ~pl.col(MET_VOIDED))
    keys = set(work.register.natural_key)
    for path in paths:
        if path in keys or "__" in path or not met.height:
            continue
        differing = _differing(met.select(ROW, MET, MET_VOIDED, path), work, only=(path,))
        problems.add(told(differing, pl.lit(True), path, "guarded", column=wanted[path].name))
    return problems


def fields_of(rows: pl.DataFrame, register: type[Register]) -> dict[str, models.Field[Any, Any]]:
    """Return the register's own fields that a part has columns for, by path: those of the sheet, and what follows from them."""
    wanted = columns.of(register)
    fields = contents.fields_of(register)
    # Where a row lies is a column of every part, whether the sheet names a unit or not.
    return {
        path: fields[path] for path in rows.columns if path in fields and (path != UNIT or path in wanted)
    }


def default_of(field: models.Field[Any, Any], moment: datetime) -> Any:
    """Return what a new record says in a field that a sheet leaves out; None where there is nothing that it could."""
    if isinstance(field, models.DateTimeField) and field.has_default():
        return moment
    value = field.get_default()
    if isinstance(field, models.JSONField):
        return json.dumps(value)
    return value


def _created(new: pl.DataFrame, work: Work) -> pl.DataFrame:
    if work.is_rehearsal:
        return new.select(ROW, pl.lit(None, pl.Int64).alias("record"))
    model = work.register.model
    given = fields_of(new, work.register)
    numbers = loading.reserved(model, new.height)
    made: list[pl.Expr | pl.Series] = [pl.Series("id", numbers, pl.Int64)]
    for field in model._meta.concrete_fields:
        if field.primary_key:
            continue
        if field.name == "organization":
            made.append(pl.col(UNIT).alias(field.attname))
        elif field.name == "path":
            made.append(pl.col(PATH).alias(field.attname))
        else:
            default = literal(default_of(field, work.moment))
            own = pl.col(field.name) if field.name in given else None
            value = default if own is None else pl.coalesce(own, default)
            made.append(value.alias(field.attname))
    loading.insert(model._meta.db_table, new.select(made))
    copies.fill_many(work.register, numbers)
    return new.select(ROW, pl.Series("record", numbers, pl.Int64))


def _differing(met: pl.DataFrame, work: Work, only: Sequence[str] = ()) -> pl.DataFrame:
    """Return the rows that say something else than the record which they meet, blank cells left aside."""
    fields = fields_of(met, work.register)
    fields = {path: field for path, field in fields.items() if not only or path in only}
    if not fields:
        return met.filter(pl.col(MET_VOIDED))
    types = {ROW: "bigint", MET: "bigint"} | {path: loading.type_of(field) for path, field in fields.items()}
    differs = "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"
    told = " OR ".join(
        f"(s.{loading.quoted(path)} IS NOT NULL AND s.{loading.quoted(path)} {differs} m.{loading.quoted(field.column)})"
        for path, field in fields.items()
    )
    table = loading.quoted(work.register.model._meta.db_table)
    join, condition = ("CROSS JOIN", "WHERE") if connection.vendor == "sqlite" else ("JOIN", "ON")
    # What is about to be changed is locked first, in one order for everybody.
    lock = (
        " ORDER BY m.id FOR UPDATE OF m"
        if connection.vendor == "postgresql" and not work.is_rehearsal
        else ""
    )
    with loading.staged("intake_met", types, met) as staged, loading.along_keys():
        found = loading.rows(
            f"SELECT s.{ROW} FROM {staged} s {join} {table} m {condition} m.id = s.{MET} AND ({told}){lock}",  # noqa: S608
            {ROW: pl.Int64},
        )
    return met.filter(pl.col(ROW).is_in(found[ROW].implode()) | pl.col(MET_VOIDED))


def _changed(differing: pl.DataFrame, work: Work) -> pl.DataFrame:
    register = work.register
    fields = fields_of(differing, register)
    revived = differing.filter(pl.col(MET_VOIDED))
    if revived.height:
        # What an import that was taken back had said is not what the record says now.
        defaults = {
            path: default_of(field, work.moment) for path, field in fields.items() if path != "organization"
        }
        differing = differing.with_columns(
            pl.when(pl.col(MET_VOIDED))
            .then(pl.coalesce(path, literal(value)))
            .otherwise(pl.col(path))
            .alias(path)
            for path, value in defaults.items()
        )
    changed = _history(differing, fields, work)
    if not work.is_rehearsal:
        _update(differing, fields, work)
    return changed


def _history(
    differing: pl.DataFrame, fields: Mapping[str, models.Field[Any, Any]], work: Work
) -> pl.DataFrame:
    """Return what the rows change in each record: what history keeps, and what was there, whole."""
    register = work.register
    names = [field.attname for field in fields.values()]
    made: list[tuple[Any, ...]] = []
    for part in differing.select(ROW, MET, *fields).iter_slices(_AT_ONCE):
        wanted = {row[1]: row for row in part.iter_rows()}
        stored = register.model._default_manager.filter(pk__in=list(wanted))
        for number, revision, voided_at, *before in stored.values_list("pk", "revision", "voided_at", *names):
            row, _met, *after = wanted[number]
            told: tuple[dict[str, Any], dict[str, Any], dict[str, Any]] = ({}, {}, {})
            for (path, field), old, new in zip(fields.items(), before, after, strict=True):
                if new is None or old == (value := typed(field, new)):
                    continue
                told[0][path] = contents.hidden(register, path, contents.plain(register, path, old))
                told[1][path] = contents.hidden(register, path, contents.plain(register, path, value))
                told[2][path] = _whole(register, path, old)
            if voided_at is not None:
                told[0]["voided_at"] = told[2]["voided_at"] = contents.plain(register, "voided_at", voided_at)
                told[1]["voided_at"] = None
            made.append((row, number, revision + 1, *map(contents.text, told)))
    return pl.DataFrame(made, schema=CHANGED, orient="row").sort(ROW)


def _update(differing: pl.DataFrame, fields: Mapping[str, models.Field[Any, Any]], work: Work) -> None:
    table = loading.quoted(work.register.model._meta.db_table)
    types = {MET: "bigint"} | {path: loading.type_of(field) for path, field in fields.items()}
    path_field = work.register.model._meta.get_field("path")
    if "organization" in fields:
        types[PATH] = loading.type_of(path_field)
        fields = {**fields, PATH: path_field}
    sets = [
        f"{loading.quoted(field.column)} = COALESCE(s.{loading.quoted(path)}, {table}.{loading.quoted(field.column)})"
        for path, field in fields.items()
    ]
    loading.update(
        work.register.model,
        "intake_changed",
        types,
        differing,
        [*sets, "voided_at = NULL"],
        work.moment,
        key=MET,
    )


def typed(field: models.Field[Any, Any], value: Any) -> Any:
    """Return a value of a sheet's column as a record holds it; a link by its number."""
    if isinstance(field, models.ForeignKey):
        return value
    return field.to_python(value) if not isinstance(value, bytes) else value


def _whole(register: type[Register], path: str, value: Any) -> Any:
    if isinstance(value, bytes | bytearray | memoryview):
        return {"base64": base64.b64encode(bytes(value)).decode()}
    return contents.plain(register, path, value)


def literal(value: Any) -> pl.Expr:
    """Return a value as an expression of the kind that its column has."""
    if isinstance(value, models.enums.Choices):
        value = value.value
    kinds: dict[type, Any] = {
        str: pl.String,
        bool: pl.Boolean,
        int: pl.Int64,
        date: pl.Date,
        bytes: pl.Binary,
    }
    if isinstance(value, Decimal):
        return pl.lit(str(value))
    return pl.lit(value, kinds.get(type(value)))


def needed(register: type[Register], rows: pl.DataFrame) -> list[str]:
    """Return the paths without which there can be no new record."""
    wanted = columns.of(register)
    fields = contents.fields_of(register)
    required = [path for path, column in wanted.items() if column.is_required]
    required += [
        path
        for path, field in fields.items()
        if path in wanted
        and path not in required
        and not field.null
        and not field.has_default()
        and field.get_default() is None
        and wanted[path].sort is not Sort.UNIT
    ]
    return required
