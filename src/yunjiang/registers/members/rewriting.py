"""Writing what a sheet says otherwise of members who are on record, and how the history keeps it.

A row that only confirms what is on record is worked out once for all rows like it: of a roster that comes in every month nearly
all are such. A column is written where it changes, for every index over it is written with it.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from yunjiang.access import masking, sealing
from yunjiang.organizations.models import Organization
from yunjiang.persons import sealed
from yunjiang.persons.models import Person
from yunjiang.registers.kit import clocks, contents, following, indexes
from yunjiang.registers.kit.intake import loading
from yunjiang.registers.kit.intake.problems import ROW
from yunjiang.registers.kit.intake.staged import CHANGED, MET, UNIT, Work

from . import course, differing, quality, rules, transfers
from .arriving import FIRM, HELD, PERSON, PHONE_KEY
from .differing import OF_MEMBERSHIP, OF_PERSON, WRITTEN
from .lines import ACTIVE, RETAINED
from .models import Membership, MembershipEventKind, MembershipState, TransferStarter, WorkState
from .sheet import EVENT, HAPPENED_ON, REASON

_K, _S = MembershipEventKind, MembershipState
_JSON = ("phases", "unread", "qualified_before")
_TOLD = ("before", "after", "replaced")  # columns of the history
# How good a record is: what a row that tells nothing else changes.
RATING = (
    "unread", "missing", "faults", "is_complete", "is_valid", "confirmed_on", "quality", "qualified_from", "qualified_until",
    "qualified_before",
)  # fmt: skip
# All that a rating comes from, where nothing is to be understood that was not.
_RATED = [
    *(f"m {name}" for name in RATING), "m since_on", "m ended_on", "m is_unique", "is held", "missing", "faults",
    "p confirmed_on", "p revision",
]  # fmt: skip
_INDEXED = {name for order in indexes.orders(Membership) for name in order}
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
    told = known.filter(_person_differs())
    if told.height:
        _update_persons(told, work)
        following.follow(told[PERSON].to_list(), work.by, but=work.register)
    confirmed = known.filter(~_person_differs() & pl.col("p confirmed_on").ne_missing(pl.lit(work.day)))
    if confirmed.height:
        frame, sets = confirmed.select(pl.col(PERSON).alias("id")), ["confirmed_on = %s"]
        types = {"id": "bigint"}
        loading.update(
            Person, "members_confirmed", types, frame, sets, work.moment, key="id", given=[work.day]
        )


def _update_persons(known: pl.DataFrame, work: Work) -> None:
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
        if differing.kind_of(Person._meta.get_field(name)) == pl.String
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
        name: loading.type_of(differing.field_of(Person, name))
        for name in (*names, "phone", "phone_key", "phone_mask")
    }
    sets = [f"{loading.quoted(name)} = s.{loading.quoted(name)}" for name in names]
    sets += [
        f"{name} = CASE WHEN s.{loading.quoted('new phone')} THEN s.{name} ELSE persons_person.{name} END"
        for name in ("phone", "phone_key", "phone_mask")
    ]
    sets.append("confirmed_on = %s")
    loading.update(Person, "members_persons", types, frame, sets, work.moment, key="id", given=[work.day])


def _turn() -> pl.Expr:
    """Return what befalls each membership: what the sheet names, or what its employment comes to where it names nothing."""
    pairs = {f"{event.value} {state.value}": turn.value for (event, state), turn in _TURNS.items()}
    named = pl.concat_str([pl.col(EVENT), pl.col("m state")], separator=" ")
    turn = named.replace_strict(list(pairs), list(pairs.values()), default=None, return_dtype=pl.String)
    is_anew = pl.col(EVENT).is_null() & (pl.col("work_state") != pl.col("m work_state"))
    return pl.when(is_anew).then(of_work(0)).otherwise(turn)


def of_work(place: int, state: MembershipState | None = None) -> pl.Expr:
    """Return which event a row's employment comes to (0), or its reason (1), in the state on record or in this one."""
    pairs = {
        f"{work.value} {state.value}": str(found[place])
        for work in WorkState
        for state in (_S.CURRENT, _S.RETAINED)
        if (found := rules.after_work_state(state, work)) is not None
    }
    held = pl.col("m state") if state is None else pl.lit(state.value)
    said = pl.concat_str([pl.col("work_state"), held], separator=" ")
    return said.replace_strict(list(pairs), list(pairs.values()), default=None, return_dtype=pl.String)


def changed(met: pl.DataFrame, work: Work) -> pl.DataFrame:
    """Write what differs in memberships that stand, and return it as the kit's history keeps it."""
    told = [
        pl.col(name).is_not_null() & pl.col(name).ne_missing(pl.col(f"m {name}")) for name in OF_MEMBERSHIP
    ]
    met = met.with_columns(
        _turn().alias("turn"),
        differing.missing().alias("missing"),
        differing.faults(work.day).alias("faults"),
        pl.any_horizontal(
            *told,
            _person_differs(),
            _turn().is_not_null(),
            pl.col("e joined_on").ne_missing(pl.col("m joined_on")),
            pl.col(FIRM).is_not_null() & pl.col(FIRM).ne_missing(pl.col("m enterprise")),
        ).alias("is told"),
    )
    met = met.filter(
        pl.col("is told")
        | pl.col("m confirmed_on").ne_missing(pl.lit(work.day))
        | (pl.col("missing") != pl.col("m missing"))
    )
    if not met.height:
        return pl.DataFrame(schema=CHANGED)
    met = differing.completed(met, work)
    met = met.with_columns(pl.col("m current_person").is_not_null().alias("is held"))
    is_alone = pl.col("is told") | (pl.col("m unread") != "{}") | (pl.col("unread") != "{}")
    alone, alike = met.filter(is_alone).with_row_index("like"), met.filter(~is_alone)
    sorts = alike.select(_RATED).unique(maintain_order=True).with_row_index("like")
    alike = alike.join(sorts, on=_RATED, how="left", nulls_equal=True, maintain_order="left")
    parts = [_rewritten(alone, WRITTEN, work), _rewritten(alike, RATING, work)]
    if not work.is_rehearsal:
        update_persons(met, work)
        for after in parts:
            write(after, work)
        _events(met, work)
    history = [
        each.select(ROW, pl.col(MET).alias("record"), (pl.col("m revision") + 1).alias("revision"), *_TOLD)
        for each in parts
    ]
    return pl.concat(history).cast(CHANGED)  # type: ignore[arg-type]


def _rewritten(rows: pl.DataFrame, names: Sequence[str], work: Work) -> pl.DataFrame:
    """Add what these fields of memberships say afterwards (`a …`), and how history keeps what changes.

    Worked out for the first of the rows that have a number `like` in common; fields left out are as they were.
    """
    found = []
    for row in rows.unique("like", keep="first", maintain_order=True).iter_rows(named=True):
        after = _after(row, work)
        values = {f"a {name}": kept(name, after[name]) for name in names}
        found.append({"like": row["like"]} | values | dict(zip(_TOLD, _history(row, after), strict=True)))
    kinds = {f"a {name}": differing.kind_of(differing.field_of(Membership, name)) for name in names}
    schema = {"like": rows.schema["like"]} | kinds | dict.fromkeys(_TOLD, pl.String)
    return rows.join(pl.DataFrame(found, schema=schema), on="like", how="left", maintain_order="left")


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


def write(after: pl.DataFrame, work: Work) -> None:
    """Write memberships: their number `MET`, and what they say, before as `m …` and afterwards as `a …`.

    Rows go in together with those that change in the same of the columns which indexes are made of.
    """
    names = [name.removeprefix("a ") for name in after.columns if name.startswith("a ")]
    indexed = [name for name in names if name in _INDEXED]
    after = after.with_columns(
        pl.col(f"a {name}").ne_missing(pl.col(f"m {name}")).alias(f"is {name}") for name in indexed
    )
    for changes, part in after.group_by([f"is {name}" for name in indexed], maintain_order=True):
        same = {name for name, is_other in zip(indexed, changes, strict=True) if not is_other}
        _write(part, [name for name in names if name not in same], work)


def _write(after: pl.DataFrame, names: Sequence[str], work: Work) -> None:
    fields = {name: differing.field_of(Membership, name) for name in names}
    types = {"id": "bigint"} | {name: loading.type_of(field) for name, field in fields.items()}
    frame = after.select(pl.col(MET).alias("id"), *(pl.col(f"a {name}").alias(name) for name in names))
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
            pl.coalesce(REASON, pl.when(pl.col(EVENT).is_null()).then(of_work(1)), pl.lit("")).alias(
                "reason"
            ),
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
