"""Writing what a sheet says of members: persons, memberships and events of a whole part at once.

New rows are made in columns. A row that meets its membership is compared first, and only what differs is written. That somebody
of another union comes is a transfer, and goes the way of transfers.
"""

import json
from collections.abc import Sequence
from typing import Any

import polars as pl

from yunjiang.access import masking, sealing
from yunjiang.access.people.latin import spelled
from yunjiang.persons import likeness, sealed
from yunjiang.persons.models import Likeness, Person
from yunjiang.registers.kit.intake import loading
from yunjiang.registers.kit.intake.parsing import UNLISTED
from yunjiang.registers.kit.intake.problems import ROW
from yunjiang.registers.kit.intake.staged import BESIDE, CREATED, MET, PATH, UNIT, Applied, Work

from . import arriving, course, differing, rewriting, rules, workplaces
from .arriving import ALIKE, FIRM, HELD, IDENTITY_KEY, PERSON, PHONE_KEY, TWIN
from .lines import RETAINED
from .models import Channel, Entry, Membership, MembershipEventKind, MembershipState, Quality
from .sheet import EVENT, HAPPENED_ON, LISTED, REASON

_K, _S = MembershipEventKind, MembershipState
_STATE = {
    _K.JOINED.value: _S.CURRENT.value,
    _K.MOVED_IN.value: _S.CURRENT.value,
    _K.RESTORED.value: _S.CURRENT.value,
    _K.RETAINED.value: _S.RETAINED.value,
    _K.SENT.value: _S.MOVED.value,  # gone before anybody wrote down here that he had come
    _K.LEFT.value: _S.LEFT.value,
    _K.EXPELLED.value: _S.EXPELLED.value,
    _K.CANCELLED.value: _S.CANCELLED.value,
}
_ENTRY = {_K.MOVED_IN.value: Entry.TRANSFERRED.value}
_OPEN = (_S.CURRENT.value, _S.RETAINED.value)


def apply(rows: pl.DataFrame, work: Work) -> Applied:
    """Write the sound rows of a part, or in a rehearsal only say what would be written."""
    if not rows.height:
        return Applied()
    rows = _placed(_read(rows), work)
    is_settled = differing.settled(rows)
    settled_count = rows.select(is_settled.sum()).item() or 0
    rows = differing.with_persons(rows.filter(~is_settled))
    met = rows.filter(pl.col(MET).is_not_null())
    coming = rows.filter(pl.col(MET).is_null() & pl.col(HELD).is_not_null())
    new = rows.filter(pl.col(MET).is_null() & pl.col(HELD).is_null())
    applied = Applied(same_count=settled_count)
    if new.height:
        applied.created, applied.beside = _created(new, work)
    if met.height:
        if work.batch.on_conflict == "skip":
            applied.same_count += met.height
        else:
            applied.changed = rewriting.changed(met, work)
            applied.same_count += met.height - applied.changed.height
            applied.same = differing.held_against(met.join(applied.changed, on=ROW, how="anti"))
    if coming.height:
        applied.same_count += coming.height
        if not work.is_rehearsal:
            rewriting.ask_for(coming, work)
    return applied


def _placed(rows: pl.DataFrame, work: Work) -> pl.DataFrame:
    """Add which firm of the union a place of work is, where it is exactly one."""
    written = rows.select(UNIT, "work_place").drop_nulls().unique()
    found = workplaces.resolve(list(written.iter_rows()), work.day)
    firms = [(union, text, firm) for (union, text), firm in found.items()]
    schema: dict[str, Any] = {UNIT: rows.schema[UNIT], "work_place": pl.String, FIRM: pl.Int64}
    known = pl.DataFrame(firms, schema=schema, orient="row")
    return rows.join(known, on=[UNIT, "work_place"], how="left", maintain_order="left")


def _read(rows: pl.DataFrame) -> pl.DataFrame:
    """Take what stands in no list out of its column, and keep it as JSON by field."""
    marked = {name: pl.col(name).str.starts_with(UNLISTED).fill_null(False) for name in LISTED}
    unread = rows.filter(pl.any_horizontal(*marked.values())).select(ROW, *LISTED)
    kept = {
        values[0]: json.dumps(
            {
                name: text[len(UNLISTED) :]
                for name, text in zip(LISTED, values[1:], strict=True)
                if text is not None and text.startswith(UNLISTED)
            },
            ensure_ascii=False,
        )
        for values in unread.iter_rows()
    }
    texts = pl.DataFrame(
        [pl.Series(ROW, list(kept), rows.schema[ROW]), pl.Series("unread", list(kept.values()), pl.String)]
    )
    return (
        rows.with_columns(pl.when(~wrong).then(pl.col(name)).alias(name) for name, wrong in marked.items())
        .join(texts, on=ROW, how="left", maintain_order="left")
        .with_columns(pl.col("unread").fill_null("{}"))
    )


def _created(new: pl.DataFrame, work: Work) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Write new memberships and their persons; return the memberships, and what was replaced in persons who were on record."""
    if work.is_rehearsal:
        return new.select(ROW, pl.lit(None, pl.Int64).alias("record")), pl.DataFrame(schema=BESIDE)
    new = _spelled(new)
    # Numbered in the order of an index that lies apart from the table, so that new rows go into its pages one after the other:
    # persons by their digests, memberships by their names, which are also how people look for them.
    strangers = new.filter(pl.col(PERSON).is_null()).sort(IDENTITY_KEY)
    numbers = pl.Series(PERSON, loading.reserved(Person, strangers.height), pl.Int64)
    strangers = _paired(strangers.with_columns(numbers))
    _insert_persons(strangers, work)
    known = differing.completed(new.filter(pl.col(PERSON).is_not_null()), work)
    rewriting.update_persons(known, work)
    new = pl.concat([strangers, known], how="diagonal").sort("pinyin", "e name", ROW)
    new = new.with_columns(pl.Series("record", loading.reserved(Membership, new.height), pl.Int64))
    new = _membership(new, work)
    if "is_demonstration" not in new.columns:
        is_demonstration = bool(work.by and work.by.is_demonstration)
        new = new.with_columns(pl.lit(is_demonstration).alias("is_demonstration"))
    loading.insert("members_membership", new.select(_columns(work)))
    course.insert(
        new.select(
            pl.col("record").alias("membership_id"),
            pl.col(EVENT).fill_null(_K.JOINED.value).replace(_K.SENT.value, _K.MOVED_OUT.value).alias("kind"),
            pl.coalesce(HAPPENED_ON, pl.lit(work.day)).alias("happened_on"),
            pl.when(pl.col("state").is_in(_OPEN)).then(None).otherwise(pl.col(UNIT)).alias("source_id"),
            pl.when(pl.col("state").is_in(_OPEN)).then(pl.col(UNIT)).alias("target_id"),
            pl.col(REASON).fill_null("").alias("reason"),
        ),
        work,
    )
    _note_kept(new, work)
    _note_twins(strangers)
    met = known.join(new.select(ROW, "record"), on=ROW).iter_rows(named=True)
    beside = [
        (row["record"], json.dumps({"person": rewriting.person_before(row)}, ensure_ascii=False))
        for row in met
    ]
    created = new.select(ROW, "record").cast(CREATED)  # type: ignore[arg-type]
    return created, pl.DataFrame(beside, schema=BESIDE, orient="row")


def _insert_persons(strangers: pl.DataFrame, work: Work) -> None:
    identity, phone = strangers["person__identity"].to_list(), strangers["person__phone"].to_list()
    identities, phones = mark_and_seal(identity, sealed.IDENTITY), mark_and_seal(phone, sealed.PHONE)
    made = strangers.select(
        pl.col(PERSON).alias("id"),
        *(pl.col(f"person__{name}").alias(name) for name in ("name", "birth_on", "is_migrant_worker")),
        pl.col("person__sex").fill_null("0").alias("sex"),
        *(
            pl.col(f"person__{name}").fill_null("").alias(name)
            for name in differing.OF_PERSON
            if name not in ("name", "birth_on", "is_migrant_worker", "sex")
        ),
        "pinyin",
        "initials",
        pl.col("person__identity_kind").fill_null("").alias("identity_kind"),
        identities[0].alias("identity"),
        pl.col(IDENTITY_KEY).alias("identity_key"),
        identities[1].alias("identity_mask"),
        phones[0].alias("phone"),
        pl.col(PHONE_KEY).alias("phone_key"),
        phones[1].alias("phone_mask"),
        pl.lit(work.day).alias("confirmed_on"),
        pl.lit(1).alias("revision"),
        pl.lit(work.moment).alias("created_at"),
        pl.lit(work.moment).alias("changed_at"),
    )
    loading.insert("persons_person", made)


def _spelled(new: pl.DataFrame) -> pl.DataFrame:
    """Add how the names sound in Latin letters; each name is read once."""
    names = new["e name"].unique().to_list()
    read = [spelled(name) for name in names]
    pinyin = pl.DataFrame(
        [
            pl.Series("e name", names, pl.String),
            pl.Series("pinyin", [each[0] for each in read], pl.String),
            pl.Series("initials", [each[1] for each in read], pl.String),
        ]
    )
    return new.join(pinyin, on="e name", how="left", maintain_order="left")


def _paired(strangers: pl.DataFrame) -> pl.DataFrame:
    """Let new persons of one name, birthday and telephone be each other's twins: a sheet brings them as well as finds them."""
    first, last = (end.over(ALIKE) for end in (pl.col(PERSON).min(), pl.col(PERSON).max()))
    is_pair = pl.all_horizontal(pl.col(name).is_not_null() for name in ALIKE) & (first != last)
    other = pl.when(pl.col(PERSON) == first).then(last).otherwise(first)
    return strangers.with_columns(pl.coalesce(TWIN, pl.when(is_pair).then(other)).alias(TWIN))


def _note_kept(new: pl.DataFrame, work: Work) -> None:
    """Let the log say why memberships are kept of which the sheet says only that the member has retired or lost the work."""
    kept = new.filter(pl.col(EVENT).is_null() & (pl.col("state") == _S.RETAINED.value))
    if kept.height:
        told = (
            pl.col("record").alias("membership_id"),
            pl.lit(_K.RETAINED.value).alias("kind"),
            pl.col("since_on").alias("happened_on"),
            pl.lit(None, pl.Int64).alias("source_id"),
            pl.lit(None, pl.Int64).alias("target_id"),
            rewriting.of_work(1, _S.CURRENT).alias("reason"),
        )
        course.insert(kept.select(told), work)


def _note_twins(strangers: pl.DataFrame) -> None:
    """Put new persons who may be on record under another number on the desk; of the older record it is known from now on, too."""
    twins: dict[str, list[tuple[int, int, Likeness]]] = {}
    for older, newer, path in (
        strangers.filter(pl.col(TWIN).is_not_null()).select(TWIN, PERSON, PATH).iter_rows()
    ):
        twins.setdefault(path, []).append((newer, older, Likeness.STRONG))
    for path, pairs in twins.items():
        likeness.note_pairs(pairs, path)


def mark_and_seal(numbers: Sequence[str | None], context: str) -> tuple[pl.Series, pl.Series]:
    """Return numbers sealed, and their masks."""
    hide = masking.identity_number if context == sealed.IDENTITY else masking.phone
    return (
        pl.Series("sealed", sealing.seal_many([each or None for each in numbers], context), pl.Binary),
        pl.Series("mask", [hide(each) if each else "" for each in numbers], pl.String),
    )


def _membership(new: pl.DataFrame, work: Work) -> pl.DataFrame:
    """Add what a new membership says: its state, its days, and how good the record is."""
    first = arriving.first_days(new[UNIT].unique().to_list())
    opened = pl.col(UNIT).replace_strict(
        list(first), list(first.values()), default=work.day, return_dtype=pl.Date
    )
    kept_for_work = pl.when(pl.col(EVENT).is_null() & rewriting.of_work(0, _S.CURRENT).is_not_null())
    joins = pl.col(EVENT).is_null() | (pl.col(EVENT) == _K.JOINED.value)
    new = new.with_columns(
        pl.col(EVENT)
        .replace_strict(list(_STATE), list(_STATE.values()), default=None, return_dtype=pl.String)
        .fill_null(kept_for_work.then(pl.lit(_S.RETAINED.value)).otherwise(pl.lit(_S.CURRENT.value)))
        .alias("state"),
        pl.when(joins).then(pl.col(HAPPENED_ON)).alias("joined_on"),
        pl.max_horizontal(opened, pl.col(HAPPENED_ON).fill_null(work.day)).alias(" began"),
    )
    is_open = pl.col("state").is_in(_OPEN)
    kept = pl.format('[["{}","{}"]]', pl.col(" began").cast(pl.String), pl.lit(RETAINED))
    new = new.with_columns(
        pl.when(is_open).then(pl.col(" began")).alias("since_on"),
        pl.when(~is_open).then(pl.col(HAPPENED_ON).fill_null(work.day)).alias("ended_on"),
        pl.when(is_open).then(pl.col(PERSON)).alias("current_person"),
        pl.when(pl.col("state") == _S.RETAINED.value).then(kept).otherwise(pl.lit("[]")).alias("phases"),
        differing.missing().alias("missing"),
        differing.faults(work.day).alias("faults"),
        pl.col(TWIN).is_null().alias("is_unique"),
    )
    lapses = rules.lapses_on(work.day)
    is_good = is_open & (pl.col("missing") == 0) & (pl.col("faults") == 0) & pl.col("is_unique")
    since = pl.max_horizontal(pl.col("since_on"), pl.lit(work.day))
    new = new.with_columns((is_good & (since < lapses)).alias(" good"))
    return new.with_columns(
        pl.when(" good").then(since).alias("qualified_from"),
        pl.when(" good").then(pl.lit(lapses)).alias("qualified_until"),
        pl.when(~is_open)
        .then(pl.lit(Quality.NONE.value))
        .when(pl.col("missing") != 0)
        .then(pl.lit(Quality.INCOMPLETE.value))
        .when(pl.col("faults") != 0)
        .then(pl.lit(Quality.INVALID.value))
        .when(~pl.col("is_unique"))
        .then(pl.lit(Quality.DUPLICATE.value))
        .otherwise(pl.lit(Quality.QUALIFIED.value))
        .alias("quality"),
    )


def _columns(work: Work) -> list[pl.Expr | str]:
    text = ("work_place", "work_state", "new_form_job", "card_number")
    own = (
        "joined_on",
        "since_on",
        "ended_on",
        "unread",
        "missing",
        "faults",
        "is_unique",
        "quality",
        "phases",
        "state",
    )
    return [
        pl.col("record").alias("id"),
        pl.col(UNIT).alias("organization_id"),
        pl.col(PATH).alias("path"),
        pl.col(PERSON).alias("person_id"),
        pl.col("current_person").alias("current_person_id"),
        pl.col("e name").alias("person_name"),
        pl.col("pinyin").alias("person_pinyin"),
        pl.col(FIRM).alias("enterprise_id"),
        *(pl.col(name).fill_null("").alias(name) for name in text),
        *(pl.col(name) for name in own),
        pl.col("qualified_from"),
        pl.col("qualified_until"),
        pl.lit("[]").alias("qualified_before"),
        pl.col(EVENT)
        .replace_strict(
            list(_ENTRY), list(_ENTRY.values()), default=Entry.ENROLLED.value, return_dtype=pl.String
        )
        .fill_null(Entry.ENROLLED.value)
        .alias("entry"),
        pl.lit(Channel.SHEET.value).alias("channel"),
        (pl.col("missing") == 0).alias("is_complete"),
        (pl.col("faults") == 0).alias("is_valid"),
        pl.lit(work.day).alias("confirmed_on"),
        "is_demonstration",
        pl.lit("{}").alias("extra"),
        pl.lit(1).alias("revision"),
        pl.lit(work.moment).alias("created_at"),
        pl.lit(work.moment).alias("changed_at"),
    ]
