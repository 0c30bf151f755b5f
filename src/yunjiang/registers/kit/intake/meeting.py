"""Which record each row meets: by the natural key, in one look-up for a whole part."""

from collections.abc import Sequence

import polars as pl
from django.db import connection, models

from ..contents import field_at
from ..models import Deed, Difference
from . import columns, loading
from .problems import ROW, Problems, told
from .staged import MET, MET_PATH, MET_VOIDED, Work

_SCHEMA = {ROW: pl.Int64, MET: pl.Int64, MET_PATH: pl.String, MET_VOIDED: pl.Boolean}
_AT_ONCE = 5_000


def meet(rows: pl.DataFrame, work: Work) -> pl.DataFrame:
    """Return for every row that meets a record: row, met, met path, met voided. The natural key's way."""
    register = work.register
    keys = list(register.natural_key)
    known = rows.drop_nulls(keys) if keys else rows.clear()
    if not known.height:
        return pl.DataFrame(schema=_SCHEMA)
    types, pairs = {ROW: "bigint"}, []
    for path in keys:
        field = field_at(register, path)
        assert field is not None
        types[path] = loading.type_of(field)
        pairs.append(f"m.{loading.quoted(field.column)} = s.{loading.quoted(path)}")
    # CROSS JOIN is SQLite's word for looking the second table up for each row of the first.
    join, condition = ("CROSS JOIN", "WHERE") if connection.vendor == "sqlite" else ("JOIN", "ON")
    with loading.staged("intake_keys", types, known) as staged, loading.along_keys():
        return loading.rows(
            f"SELECT s.{ROW}, m.id, m.path, m.voided_at IS NOT NULL FROM {staged} s {join} "  # noqa: S608
            f"{loading.quoted(register.model._meta.db_table)} m {condition} {' AND '.join(pairs)}",
            _SCHEMA,
        )


def joined(rows: pl.DataFrame, work: Work, problems: Problems) -> pl.DataFrame:
    """Return the rows with what they meet, and tell of records that may not be changed from here."""
    intake = work.register.intake
    assert intake is not None
    found = (intake.meet or meet)(rows, work)
    rows = rows.drop([MET, MET_PATH, MET_VOIDED], strict=False).join(
        found, on=ROW, how="left", maintain_order="left"
    )
    rows = rows.with_columns(pl.col(MET_VOIDED).fill_null(False))
    key, facts = _key(work)
    elsewhere = pl.col(MET).is_not_null() & pl.col(MET_PATH).is_not_null() & ~work.within(MET_PATH)
    problems.add(told(rows, elsewhere, key, "record_elsewhere", **facts))
    if work.batch.on_conflict == "refuse":
        problems.add(told(rows, pl.col(MET).is_not_null() & ~elsewhere, key, "record_exists", **facts))
    voided = rows.filter(pl.col(MET_VOIDED))[MET].to_list()
    if voided:
        dead = list(set(voided) - voided_by_undo(work.register.code, voided))
        problems.add(told(rows, pl.col(MET).is_in(dead) & ~elsewhere, key, "record_voided", **facts))
    return rows


def _key(work: Work) -> tuple[str, dict[str, str]]:
    wanted = columns.of(work.register)
    paths = [path for path in columns.key_of(work.register) if path in wanted]
    return (paths[0] if paths else ""), {"column": "、".join(wanted[path].name for path in paths)}


def voided_by_undo(register: str, records: Sequence[int]) -> set[int]:
    """Return the records of a register (its code) whose last change was that an import was taken back: they may come again."""
    found: set[int] = set()
    for first in range(0, len(records), _AT_ONCE):
        last = (
            Difference.objects.filter(register=register, record__in=records[first : first + _AT_ONCE])
            .values("record")
            .annotate(last=models.Max("pk"))
            .values("last")
        )
        undone = Difference.objects.filter(pk__in=last, change_set__deed=Deed.UNDO)
        found.update(undone.values_list("record", flat=True))
    return found
