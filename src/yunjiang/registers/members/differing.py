"""What a sheet says against what is on record: the stored values beside the rows, and writing only what differs."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl
from django.db import connection, models

from yunjiang.persons.models import Person
from yunjiang.registers.kit.intake import loading
from yunjiang.registers.kit.intake.problems import ROW
from yunjiang.registers.kit.intake.staged import MET, Overtaken, Work

from . import quality, rules
from .arriving import FIRM, HELD_REVISION, PERSON, PERSON_REVISION
from .models import Membership, MembershipEventKind, MembershipState
from .sheet import EVENT, HAPPENED_ON

OF_PERSON = (
    "name", "sex", "birth_on", "ethnic_group", "education", "political_status", "skill_level", "household_kind",
    "household_place", "native_place", "is_migrant_worker",
)  # fmt: skip
OF_MEMBERSHIP = ("work_place", "work_state", "new_form_job", "card_number")
# What a meeting row may change in a membership; written together.
WRITTEN = (
    *OF_MEMBERSHIP, "enterprise", "joined_on", "state", "ended_on", "current_person", "phases", "unread", "missing", "faults",
    "is_complete", "is_valid", "confirmed_on", "quality", "qualified_from", "qualified_until", "qualified_before",
)  # fmt: skip
# What of a membership tells whether a row says anything new of it.
_TELLING = (*OF_MEMBERSHIP, "enterprise", "joined_on", "state", "missing", "confirmed_on")
_HELD_AGAINST = (PERSON, PERSON_REVISION, MET, HELD_REVISION, FIRM)
_K, _S = MembershipEventKind, MembershipState


def settled(rows: pl.DataFrame) -> pl.Expr:
    """Return which rows said nothing new at an earlier look, and are held against the same now: nothing is to be read of them."""
    kept = {name: f"settled {name}" for name in _HELD_AGAINST}
    if not {*kept.values()} <= {*rows.columns}:
        return pl.lit(False)
    return pl.col(kept[MET]).is_not_null() & pl.all_horizontal(
        pl.col(name).eq_missing(pl.col(earlier)) for name, earlier in kept.items()
    )


def held_against(rows: pl.DataFrame) -> pl.DataFrame:
    """Return what rows were held against, as `settled` reads it."""
    return rows.select(ROW, *(pl.col(name).alias(f"settled {name}") for name in _HELD_AGAINST))


def with_persons(rows: pl.DataFrame) -> pl.DataFrame:
    """Add what is on record of the rows' persons (`p …`) and memberships (`m …`), and what holds with the sheet (`e …`).

    Only what tells whether a row says anything new: most say nothing. `completed` adds the rest.
    """
    rows = _beside(rows, PERSON, Person, [*OF_PERSON, "phone_key", "phone_mask"], "p")
    rows = _beside(rows, MET, Membership, _TELLING, "m")
    rows = rows.with_columns(
        pl.coalesce(f"person__{name}", _said(rows, f"p {name}")).alias(f"e {name}") for name in OF_PERSON
    )
    return rows.with_columns(
        *(pl.coalesce(name, _said(rows, f"m {name}")).alias(f"e {name}") for name in OF_MEMBERSHIP),
        pl.when(pl.col(EVENT).is_null() | (pl.col(EVENT) == _K.JOINED.value))
        .then(pl.coalesce(HAPPENED_ON, "m joined_on"))
        .otherwise(pl.col("m joined_on"))
        .alias("e joined_on"),
        # By its number a row has met whom it is about.
        pl.col("person__identity").alias("e identity_mask"),
        pl.col("person__identity_kind").alias("e identity_kind"),
        pl.coalesce("person__phone", _said(rows, "p phone_mask")).alias("e phone_mask"),
    )


def completed(rows: pl.DataFrame, work: Work) -> pl.DataFrame:
    """Add all that is replaced, or changed with it, of the persons and memberships of rows that say something new.

    Where they will be written they are locked, and must be what they were when the rows were held against them. Raises Overtaken.
    """
    rows = _beside(rows, PERSON, Person, ["phone", "confirmed_on", "revision"], "p", work)
    others = [name for name in (*WRITTEN, "is_unique", "since_on", "revision") if name not in _TELLING]
    rows = _beside(rows, MET, Membership, others, "m", work)
    overtaken = (pl.col("p revision") != pl.col(PERSON_REVISION)) | (
        pl.col("m revision") != pl.col(HELD_REVISION)
    )
    if not work.is_rehearsal and rows.select(overtaken.any()).item():
        raise Overtaken
    return rows


def _said(rows: pl.DataFrame, name: str) -> pl.Expr:
    column = pl.col(name)
    return pl.when(column != "").then(column) if rows.schema[name] == pl.String else column


def _beside(
    rows: pl.DataFrame,
    key: str,
    model: type[models.Model],
    names: Sequence[str],
    prefix: str,
    work: Work | None = None,
) -> pl.DataFrame:
    """Join stored columns of the rows that a key leads to, named behind a prefix; locked for a work that writes."""
    fields = {name: field_of(model, name) for name in names}
    kinds = {f"{prefix} {name}": kind_of(field) for name, field in fields.items()}
    wanted = rows.filter(pl.col(key).is_not_null())
    if not wanted.height:
        return rows.with_columns(pl.lit(None, kind).alias(name) for name, kind in kinds.items())
    columns = ", ".join(
        loading.plainly(f"t.{loading.quoted(str(field.column))}", field) for field in fields.values()
    )
    is_locked = connection.vendor == "postgresql" and work is not None and not work.is_rehearsal
    with (
        loading.staged("members_stored", {ROW: "bigint", key: "bigint"}, wanted) as staged,
        loading.along_keys(),
    ):
        found = loading.rows(
            f"SELECT s.{ROW}, {columns} FROM {staged} s CROSS JOIN {loading.quoted(model._meta.db_table)} t"  # noqa: S608
            f" WHERE t.id = s.{loading.quoted(key)}{' ORDER BY t.id FOR UPDATE OF t' if is_locked else ''}",
            {ROW: pl.Int64} | kinds,
        )
    return rows.join(found, on=ROW, how="left", maintain_order="left")


def field_of(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    """Return a model's own field."""
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field


def kind_of(field: Any) -> Any:
    """Return the kind of column that holds what a field holds."""
    if isinstance(field, models.ForeignKey):
        return pl.Int64
    for kinds, found in (
        (models.BooleanField, pl.Boolean),
        (models.DateField, pl.Date),
        (models.BinaryField, pl.Binary),
        (models.IntegerField, pl.Int64),
    ):
        if isinstance(field, kinds):
            return found
    return pl.String


def missing() -> pl.Expr:
    """Return which fields say nothing, as bits: `quality.missing` for a column."""
    bits = pl.lit(0, pl.Int64)
    for place, each in enumerate(quality.FIELDS):
        column = pl.col(f"e {each.path.removeprefix('person__')}")
        is_missing = column.is_null()
        if each.code == "sex":
            is_missing = is_missing | column.is_in(["0", "9"])
        bits = bits + pl.when(is_missing.fill_null(True)).then(1 << place).otherwise(0)
    return bits


def faults(today: date) -> pl.Expr:
    """Return what cannot be so, as bits: `quality.faults` for a column."""
    birth, joined, name = pl.col("e birth_on"), pl.col("e joined_on"), pl.col("e name")
    found = {
        "too_young": (joined <= pl.lit(today)) & (joined < birth.dt.offset_by(f"{rules.YOUNGEST}y")),
        "future": joined > pl.lit(today),
        "too_old": birth.dt.offset_by(f"{rules.OLDEST + 1}y") <= pl.lit(today),
        "name": (name.str.len_chars() < 2) | name.str.contains(r"\d"),
        "unread": pl.col("unread") != "{}",
    }
    bits = pl.lit(0, pl.Int64)
    for place, each in enumerate(quality.FAULTS):
        if each.code in found:
            bits = bits + pl.when(found[each.code].fill_null(False)).then(1 << place).otherwise(0)
    return bits
