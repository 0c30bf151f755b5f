"""Local columns of a sheet: each cell understood as the unit of its row has the column, and written into `extra` at the end.

Below units may keep columns of one key and of different kinds, so a cell is understood only once it is known where its row lies.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl
from django.db import models
from django.db.models import Q

from .. import contents, extra_values, extras
from ..columns import EXTRA
from ..declaration import Register
from ..models import ExtraField, ExtraKind, IntakeBatch
from . import columns, loading
from .columns import Sort, Wanted
from .parsing import one_day
from .problems import ROW, Problems, phrased, told
from .staged import CHANGED, MET, MET_PATH, MET_VOIDED, PATH, Applied, Work

_AT_ONCE = 5_000
Extra = Mapping[str, Any]  # values by key, as a record keeps them


def offered(
    register: type[Register], paths: Sequence[str], headings: Iterable[str] = ()
) -> dict[str, Wanted]:
    """Return the local columns of the units at these paths and above, and those of units below that a heading names."""
    fields = extras.near(register, paths)
    found = fields.filter(Q(organization__in=extras.above(paths)) | Q(name__in=set(headings)))
    return _wanted(found)


def of(batch: IntakeBatch, register: type[Register]) -> dict[str, Wanted]:
    """Return every column that a batch's mapping may name: the register's, and the local ones that it does name."""
    keys = [path.removeprefix(EXTRA) for path in batch.mapping.values() if path.startswith(EXTRA)]
    named = ExtraField.objects.filter(register=register.code, key__in=keys).order_by("pk") if keys else ()
    return {**columns.of(register), **_wanted(named)}


def understood(rows: pl.DataFrame, work: Work, problems: Problems, day_zero: date | None) -> pl.DataFrame:
    """Return the rows with local columns as JSON, and tell of every cell that its unit's column cannot hold."""
    paths = _paths(rows)
    if not paths:
        return rows
    keys = [path.removeprefix(EXTRA) for path in paths]
    fields = list(extras.near(work.register, work.scopes).filter(key__in=keys))
    rows = rows.with_columns(pl.coalesce(MET_PATH, PATH).fill_null("").alias(" place"))
    for path, key in zip(paths, keys, strict=True):
        holding = pl.lit(None, pl.Int64)
        for field in fields:
            if field.key == key:
                is_there = pl.col(" place").str.contains(f"/{field.organization_id}/", literal=True)
                holding = pl.when(is_there).then(pl.lit(field.pk, pl.Int64)).otherwise(holding)
        rows = rows.with_columns(holding.alias(" field"))
        foreign = pl.col(path).is_not_null() & pl.col(" field").is_null()
        name = next((each.name for each in fields if each.key == key), key)
        problems.add(told(rows, foreign, path, "extra_elsewhere", column=name))
        rows = _read(rows, path, {each.pk: each for each in fields}, problems, day_zero)
    return rows.drop(" place")


def written(rows: pl.DataFrame, applied: Applied, work: Work) -> Applied:
    """Write the local columns of sound rows that were applied, or in a rehearsal only say what would be written.

    What changes nothing else in a record is a change of its own; a blank cell changes nothing.
    """
    paths = _paths(rows)
    said = (
        rows.filter(pl.any_horizontal(pl.col(path).is_not_null() for path in paths))
        if paths
        else rows.clear()
    )
    if not said.height:
        return applied
    new = said.join(applied.created.select(ROW, "record"), on=ROW)
    if not work.is_rehearsal:
        _set({each["record"]: _said(each, paths) for each in new.iter_rows(named=True)}, work, step=0)
    if work.batch.on_conflict != "skip":
        _change(said.filter(pl.col(MET).is_not_null()), paths, applied, work)
    return applied


def give_back(earlier: Mapping[int, Extra], work: Work) -> None:
    """Set the local columns of records that an import is taken back from; their revisions are moved on elsewhere."""
    _set(earlier, work, step=0)


def flat(extra: Extra, keys: Iterable[str]) -> dict[str, Any]:
    """Return some local columns by path, as history keeps them."""
    return {f"{EXTRA}{key}": extra.get(key) for key in keys}


def differing(before: Extra, after: Extra) -> list[str]:
    """Return the keys in which two states of a record's local columns differ."""
    return [key for key in {**before, **after} if before.get(key) != after.get(key)]


def _wanted(fields: Iterable[ExtraField]) -> dict[str, Wanted]:
    names: dict[str, list[str]] = {}
    for field in fields:
        names.setdefault(f"{EXTRA}{field.key}", []).append(field.name)
    return {
        path: Wanted(path, told[0], Sort.TEXT, None, False, False, tuple(dict.fromkeys(told)), {})
        for path, told in names.items()
    }


def _paths(rows: pl.DataFrame) -> list[str]:
    return [name for name in rows.columns if name.startswith(EXTRA)]


def _read(
    rows: pl.DataFrame, path: str, fields: Mapping[int, ExtraField], problems: Problems, day_zero: date | None
) -> pl.DataFrame:
    """Understand every different text of each unit's column once; where it cannot be, its sentence is the problem."""
    schema = {" field": pl.Int64, path: pl.String, " value": pl.String, " wrong": pl.String}
    made = []
    for number, text in rows.select(" field", path).drop_nulls().unique().iter_rows():
        value, wrong = None, None
        try:
            value = json.dumps(_parsed(fields[number], text, day_zero), ensure_ascii=False)
        except ValueError as no:
            wrong = str(no)
        made.append((number, text, value, wrong))
    known = pl.DataFrame(made, schema, orient="row")
    rows = rows.join(known, on=[" field", path], how="left", maintain_order="left")
    sentence = phrased("%(text)s", text=pl.col(" wrong"))
    problems.add(told(rows, pl.col(" wrong").is_not_null(), path, "not_understood", sentence))
    return rows.with_columns(pl.col(" value").alias(path)).drop(" field", " value", " wrong")


def _parsed(field: ExtraField, text: str, day_zero: date | None) -> Any:
    if field.kind == ExtraKind.DAY:
        return one_day(text, day_zero).isoformat()
    return extra_values.parse(field, text)


def _said(row: Mapping[str, Any], paths: Sequence[str]) -> dict[str, Any]:
    return {path.removeprefix(EXTRA): json.loads(row[path]) for path in paths if row[path] is not None}


def _change(met: pl.DataFrame, paths: Sequence[str], applied: Applied, work: Work) -> None:
    told_already = {row["record"]: row for row in applied.changed.iter_rows(named=True)}
    beside: dict[int, Extra] = {}
    alone: dict[int, Extra] = {}
    for part in met.iter_slices(_AT_ONCE):
        wanted = {row[MET]: row for row in part.iter_rows(named=True)}
        stored = work.register.model._default_manager.filter(pk__in=list(wanted))
        for number, revision, held in stored.values_list("pk", "revision", "extra"):
            row = wanted[number]
            # What an import that was taken back had said is not what the record says now.
            before = {} if row[MET_VOIDED] else held
            after = {**before, **_said(row, paths)}
            keys = differing(before, after)
            if not keys:
                continue
            known = told_already.get(number)
            (alone if known is None else beside)[number] = after
            known = known or {
                ROW: row[ROW], "record": number, "revision": revision + 1, "before": "", "after": "", "replaced": "",
            }  # fmt: skip
            told_already[number] = known | {
                "before": contents.text(contents.read(known["before"]) | flat(before, keys)),
                "after": contents.text(contents.read(known["after"]) | flat(after, keys)),
                "replaced": contents.text({**contents.read(known["replaced"]), "extra": held}),
            }
    applied.same_count -= len(alone)
    applied.changed = pl.DataFrame(list(told_already.values()), schema=CHANGED).sort(ROW)
    if not work.is_rehearsal:
        _set(beside, work, step=0)
        _set(alone, work, step=1)


def _field(register: type[Register]) -> models.Field[Any, Any]:
    found = contents.field_at(register, "extra")
    assert found is not None
    return found


def _set(extra: Mapping[int, Extra], work: Work, *, step: int) -> None:
    """Set the local columns of these records, and move their revisions on by so many."""
    if not extra:
        return
    model = work.register.model
    column = loading.quoted("extra")
    texts = [json.dumps(each, ensure_ascii=False) for each in extra.values()]
    frame = pl.DataFrame(
        {"record": list(extra), "extra": texts}, schema={"record": pl.Int64, "extra": pl.String}
    )
    types = {"record": "bigint", "extra": loading.type_of(_field(work.register))}
    sets = [f"{column} = s.{column}"]
    loading.update(model, "intake_local", types, frame, sets, work.moment, key="record", step=step)
