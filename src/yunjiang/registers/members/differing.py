"""What a sheet says against what is on record: the stored values beside the rows, and writing only what differs."""

import base64
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl
from django.db import connection, models

from yunjiang.access import masking, sealing
from yunjiang.organizations.models import Organization
from yunjiang.persons import sealed
from yunjiang.persons.models import Person
from yunjiang.registers.kit import clocks, contents, following
from yunjiang.registers.kit.intake import loading
from yunjiang.registers.kit.intake.problems import ROW
from yunjiang.registers.kit.intake.staged import CHANGED, MET, UNIT, Overtaken, Work

from . import course, quality, rules, transfers
from .arriving import FIRM, HELD, HELD_REVISION, PERSON, PERSON_REVISION, PHONE_KEY
from .lines import ACTIVE, RETAINED
from .models import Membership, MembershipEventKind, MembershipState, TransferStarter
from .sheet import EVENT, HAPPENED_ON, REASON

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
_JSON = ("phases", "unread", "qualified_before")
_TURNS = {  # the event of a sheet, and the state in which it finds a membership → the event that befalls it
    **{(each, _S.APPLIED): _K.JOINED for each in (_K.JOINED, _K.MOVED_IN)},
    (_K.RETAINED, _S.CURRENT): _K.RETAINED,
    (_K.RESTORED, _S.RETAINED): _K.RESTORED,
    **{(_K.SENT, each): _K.SENT for each in (_S.CURRENT, _S.RETAINED)},
    **{
        (each, state): each
        for each in (_K.LEFT, _K.EXPELLED, _K.CANCELLED)
        for state in (_S.APPLIED, _S.CURRENT, _S.MOVING, _S.RETAINED)
    },
}


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
    kinds = {f"{prefix} {name}": _kind(field) for name, field in fields.items()}
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


def _kind(field: Any) -> Any:
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


def _person_differs() -> pl.Expr:
    told = [
        pl.col(f"person__{name}").is_not_null() & pl.col(f"person__{name}").ne_missing(pl.col(f"p {name}"))
        for name in OF_PERSON
        if name != "name"
    ]
    phone = pl.col(PHONE_KEY).is_not_null() & pl.col(PHONE_KEY).ne_missing(pl.col("p phone_key"))
    return pl.any_horizontal(*told, phone)


def update_persons(known: pl.DataFrame, work: Work) -> None:
    """Write what the sheet says of persons who are on record, where it differs; their rows in other registers follow."""
    known = known.filter(_person_differs() | pl.col("p confirmed_on").ne_missing(pl.lit(work.day)))
    if not known.height:
        return
    changes_phone = pl.col(PHONE_KEY).is_not_null() & pl.col(PHONE_KEY).ne_missing(pl.col("p phone_key"))
    known = known.with_columns(changes_phone.alias("new phone"))
    numbers = [
        number if is_new else None
        for number, is_new in known.select("person__phone", "new phone").iter_rows()
    ]
    names = [name for name in OF_PERSON if name != "name"]
    blank = {
        name: pl.lit("0" if name == "sex" else "")
        for name in names
        if _kind(Person._meta.get_field(name)) == pl.String
    }
    frame = known.select(
        pl.col(PERSON).alias("id"),
        *(
            (pl.coalesce(f"e {name}", blank[name]) if name in blank else pl.col(f"e {name}")).alias(name)
            for name in names
        ),
        "new phone",
        pl.Series("phone", sealing.seal_many(numbers, sealed.PHONE), pl.Binary),
        pl.col(PHONE_KEY).alias("phone_key"),
        pl.Series("phone_mask", [masking.phone(each) if each else "" for each in numbers], pl.String),
    )
    types = {"id": "bigint", "new phone": "boolean"}
    types |= {
        name: loading.type_of(field_of(Person, name)) for name in (*names, "phone", "phone_key", "phone_mask")
    }
    sets = [f"{loading.quoted(name)} = s.{loading.quoted(name)}" for name in names]
    sets += [
        f"{name} = CASE WHEN s.{loading.quoted('new phone')} THEN s.{name} ELSE persons_person.{name} END"
        for name in ("phone", "phone_key", "phone_mask")
    ]
    sets.append("confirmed_on = %s")
    loading.update(Person, "members_persons", types, frame, sets, work.moment, key="id", given=[work.day])
    told = known.filter(_person_differs())
    if told.height:
        following.follow(told[PERSON].to_list(), work.by, but=work.register)


def _turn() -> pl.Expr:
    pairs = {f"{event.value} {state.value}": turn.value for (event, state), turn in _TURNS.items()}
    said = pl.concat_str([pl.col(EVENT), pl.col("m state")], separator=" ")
    return said.replace_strict(list(pairs), list(pairs.values()), default=None, return_dtype=pl.String)


def changed(met: pl.DataFrame, work: Work) -> pl.DataFrame:
    """Write what differs in memberships that stand, and return it as the kit's history keeps it."""
    told = [
        pl.col(name).is_not_null() & pl.col(name).ne_missing(pl.col(f"m {name}")) for name in OF_MEMBERSHIP
    ]
    met = met.with_columns(
        _turn().alias("turn"),
        missing().alias("missing"),
        faults(work.day).alias("faults"),
        _person_differs().alias("other"),
    )
    differs = pl.any_horizontal(
        *told,
        pl.col("other"),
        pl.col("turn").is_not_null(),
        pl.col("e joined_on").ne_missing(pl.col("m joined_on")),
        pl.col("m confirmed_on").ne_missing(pl.lit(work.day)),
        pl.col("missing") != pl.col("m missing"),
        pl.col(FIRM).is_not_null() & pl.col(FIRM).ne_missing(pl.col("m enterprise")),
    )
    met = met.filter(differs)
    if not met.height:
        return pl.DataFrame(schema=CHANGED)
    met = completed(met, work)
    written, history = [], []
    for row in met.iter_rows(named=True):
        after = _after(row, work)
        written.append({"id": row[MET], **{name: kept(name, after[name]) for name in WRITTEN}})
        history.append((row[ROW], row[MET], row["m revision"] + 1, *_history(row, after)))
    if not work.is_rehearsal:
        update_persons(met, work)
        write(written, work)
        _events(met, work)
    return pl.DataFrame(history, schema=CHANGED, orient="row")


def _after(row: Mapping[str, Any], work: Work) -> dict[str, Any]:
    """Return what a membership says once the row has been taken in; plain Python, as one record's."""
    before = {name: _read(name, row[f"m {name}"]) for name in WRITTEN}
    after = before | {name: row[f"e {name}"] or "" for name in OF_MEMBERSHIP}
    after["joined_on"], after["confirmed_on"] = row["e joined_on"], work.day
    if row[FIRM] is not None or after["work_place"] != before["work_place"]:
        after["enterprise"] = row[FIRM]  # another text that names no firm leaves the firm open
    said = {name for name in before["unread"] if row.get(name) is not None}
    after["unread"] = {
        name: text for name, text in before["unread"].items() if name not in said
    } | json.loads(row["unread"])
    on = min(max(filter(None, (row[HAPPENED_ON] or work.day, row["m since_on"]))), work.day)
    kind = row["turn"]
    if kind is not None:
        turn = rules.TURNS[kind]
        after["state"] = str(turn.target)
        if kind in (_K.RETAINED, _K.RESTORED):
            last = date.fromisoformat(before["phases"][-1][0]) if before["phases"] else on
            word = RETAINED if kind == _K.RETAINED else ACTIVE
            after["phases"] = [*before["phases"], [max(on, last).isoformat(), word]]
        if after["state"] not in (_S.CURRENT, _S.RETAINED, _S.MOVING):
            after["ended_on"], after["current_person"] = on, None
    after["missing"] = row["missing"]
    unread = 1 << next(place for place, each in enumerate(quality.FAULTS) if each.code == "unread")
    after["faults"] = (row["faults"] & ~unread) | (unread if after["unread"] else 0)
    after["is_complete"], after["is_valid"] = not after["missing"], not after["faults"]
    span = quality.respan(
        quality.Span(before["qualified_from"], before["qualified_until"], before["qualified_before"]),
        is_good=after["is_complete"] and after["is_valid"] and row["m is_unique"],
        confirmed_on=work.day,
        since_on=row["m since_on"],
        ended_on=after["ended_on"],
        on=work.day,
    )
    after["qualified_from"], after["qualified_until"], after["qualified_before"] = (
        span.since,
        span.until,
        span.before,
    )
    after["quality"] = str(
        quality.quality(
            is_current=after["current_person"] is not None,
            missing_bits=after["missing"],
            fault_bits=after["faults"],
            is_unique=row["m is_unique"],
            until=span.until,
            on=work.day,
        )
    )
    return after


def _read(name: str, value: Any) -> Any:
    if name in _JSON:
        return json.loads(value) if isinstance(value, str) else value
    return value


def kept(name: str, value: Any) -> Any:
    """Return a value as its column keeps it."""
    return json.dumps(value, ensure_ascii=False) if name in _JSON else value


def _history(row: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return before and after as history keeps them, masks for what is masked, and what was there, whole, for taking back."""
    told: tuple[dict[str, Any], dict[str, Any]] = ({}, {})
    whole: dict[str, Any] = {"membership": {}, "person": person_before(row)}
    for name in WRITTEN:
        old, new = _read(name, row[f"m {name}"]), after[name]
        if old != new:
            told[0][name], told[1][name] = shown(name, old), shown(name, new)
            whole["membership"][name] = _plain(old)
    for name in OF_PERSON:
        new, old = row[f"person__{name}"], row[f"p {name}"]
        if new is not None and new != old:
            told[0][f"person__{name}"], told[1][f"person__{name}"] = _plain(old), _plain(new)
    if row[PHONE_KEY] is not None and row[PHONE_KEY] != row["p phone_key"]:
        told[0]["person__phone"], told[1]["person__phone"] = (
            row["p phone_mask"] or "",
            masking.phone(row["person__phone"]),
        )
    return contents.text(told[0]), contents.text(told[1]), contents.text(whole)


def person_before(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was on record of a row's person where the sheet says something else, whole, and the revision that it makes."""
    before = {
        name: _plain(row[f"p {name}"])
        for name in OF_PERSON
        if row[f"person__{name}"] is not None and row[f"person__{name}"] != row[f"p {name}"]
    }
    before["confirmed_on"] = _plain(row["p confirmed_on"])
    if row[PHONE_KEY] is not None and row[PHONE_KEY] != row["p phone_key"]:
        before |= {name: _plain(row[f"p {name}"]) for name in ("phone", "phone_key", "phone_mask")}
    return before | {"revision": row["p revision"] + 1}


def shown(name: str, value: Any) -> Any:
    """Return a value of a membership as history keeps it."""
    return masking.bank_account(value) if name == "card_number" and value else _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode()}
    return value


def write(written: list[dict[str, Any]], work: Work) -> None:
    """Write these memberships: dicts of `id` and what is `WRITTEN`."""
    fields = {name: field_of(Membership, name) for name in WRITTEN}
    frame = pl.DataFrame(
        written, schema={"id": pl.Int64} | {name: _kind(field) for name, field in fields.items()}
    )
    types = {"id": "bigint"} | {name: loading.type_of(field) for name, field in fields.items()}
    sets = [
        f"{loading.quoted(str(field.column))} = s.{loading.quoted(name)}" for name, field in fields.items()
    ]
    loading.update(Membership, "members_written", types, frame, sets, work.moment, key="id")


def _events(met: pl.DataFrame, work: Work) -> None:
    turned = met.filter(pl.col("turn").is_not_null())
    if not turned.height:
        return
    comes = pl.col("turn").is_in([_K.JOINED.value, _K.RETAINED.value, _K.RESTORED.value])
    course.insert(
        turned.select(
            pl.col(MET).alias("membership_id"),
            pl.col("turn").alias("kind"),
            pl.coalesce(HAPPENED_ON, pl.lit(work.day)).alias("happened_on"),
            pl.when(~comes).then(pl.col(UNIT)).alias("source_id"),
            pl.when(comes).then(pl.col(UNIT)).alias("target_id"),
            pl.col(REASON).fill_null("").alias("reason"),
        ),
        work,
    )
    sent = turned.filter(pl.col("turn") == _K.SENT.value)[MET].to_list()
    if sent:
        # Gone, and nobody says where to: a clock brings back whom no union claims, so that nobody stays in between.
        clocks.wind_many(work.register, Membership.objects.filter(pk__in=sent), work.day)


def ask_for(coming: pl.DataFrame, work: Work) -> None:
    """Ask the unions where these persons are members to let them go; one that has let go already is answered at once."""
    targets = Organization.objects.in_bulk(coming[UNIT].unique().to_list())
    for number, unit, work_place in coming.select(HELD, UNIT, "work_place").iter_rows():
        transfers.claim(
            Membership.objects.get(pk=number),
            targets[unit],
            by=work.by,
            starter=TransferStarter.TARGET,
            work_place=work_place or "",
            on=work.day,
        )
