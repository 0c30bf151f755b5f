"""What a register's own functions say of each row as the record it would be: what follows from its fields, and what is wrong.

Only of registers whose sheets are written by the kit, and only where they have such functions: a row becomes an object for them.
A register of millions brings functions for whole columns instead (`Intake.rules`, `Intake.apply`).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl
from django.db import models

from .. import contents
from . import applying
from .problems import ROW, SCHEMA, Problems
from .staged import MET, MET_VOIDED, PATH, UNIT, Work

_AT_ONCE = 5_000
CODE = "refused"  # of what `validate` says


def completed(rows: pl.DataFrame, work: Work, problems: Problems) -> pl.DataFrame:
    """Return the rows with the columns that follow from them, and tell what the register has against each."""
    register = work.register
    assert register.intake is not None
    if register.intake.apply is not None or (register.derive is None and register.validate is None):
        return rows
    fields = applying.fields_of(rows, register)
    followed: dict[str, list[Any]] = {}
    numbers: list[int] = []
    wrong: list[tuple[int, str, str, str]] = []
    for part in rows.filter(~pl.col(ROW).is_in(problems.rows().implode())).iter_slices(_AT_ONCE):
        for row, record in _records(part, fields, work):
            before = contents.snapshot(register, record)
            if register.derive is not None:
                register.derive(record)
            after = contents.snapshot(register, record)
            numbers.append(row[ROW])
            for name in {name for name in after if name in before and after[name] != before[name]} - {
                *fields
            }:
                followed.setdefault(name, [None] * (len(numbers) - 1)).append(after[name])
            for values in followed.values():
                values += [None] * (len(numbers) - len(values))
            if register.validate is not None:
                told = register.validate(record, work.by)
                wrong += [(row[ROW], path, CODE, sentence) for path, sentence in told.items()]
    problems.add(pl.DataFrame(wrong, schema=SCHEMA, orient="row"))
    if not followed:
        return rows
    own = contents.fields_of(register)
    columns = [
        pl.Series(name, [_stored(own[name], each) for each in values]) for name, values in followed.items()
    ]
    found = pl.DataFrame([pl.Series(ROW, numbers, rows.schema[ROW]), *columns])
    return rows.drop([*followed], strict=False).join(found, on=ROW, how="left", maintain_order="left")


def _records(
    part: pl.DataFrame, fields: Mapping[str, models.Field[Any, Any]], work: Work
) -> Iterator[tuple[Mapping[str, Any], Any]]:
    """Yield rows with the records that they would be, those on record with what they say otherwise; all their links at hand."""
    register = work.register
    held = register.model._default_manager.in_bulk(part[MET].drop_nulls().to_list())
    rows = list(part.iter_rows(named=True))
    records = [_record(row, held.get(row[MET]), fields, work) for row in rows]
    for field in register.model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey):
            _relate(field, records)
    yield from zip(rows, records, strict=True)


def _record(
    row: Mapping[str, Any], held: Any, fields: Mapping[str, models.Field[Any, Any]], work: Work
) -> Any:
    record = held or work.register.model(organization_id=row[UNIT], path=row[PATH] or "")
    if row[MET_VOIDED]:
        record.voided_at = None
    for path, field in fields.items():
        value = row[path]
        if value is None and row[MET_VOIDED] and path != "organization":
            value = field.get_default()
        elif value is None:
            continue
        setattr(record, field.attname, applying.typed(field, value))
    return record


def _relate(field: models.ForeignKey[Any, Any], records: Sequence[Any]) -> None:
    """Put the objects behind a link beside the records, with one query for all."""
    numbers = {getattr(each, field.attname) for each in records} - {None}
    if not numbers:
        return
    found = field.related_model._base_manager.in_bulk(numbers)
    for each in records:
        if (other := found.get(getattr(each, field.attname))) is not None:
            setattr(each, field.name, other)


def _stored(field: models.Field[Any, Any], value: Any) -> Any:
    """Return a value as the frame of a sheet holds it."""
    if isinstance(field, models.JSONField):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(field, models.DecimalField):
        return None if value is None else str(value)
    return value.pk if isinstance(value, models.Model) else value
