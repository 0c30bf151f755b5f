"""Who comes in a sheet: numbers in their normal form, who is known and where, what cannot be so. Whole columns at once."""

from collections.abc import Iterator
from datetime import date

import polars as pl
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext

from yunjiang.access import sealing
from yunjiang.organizations.models import Kind, Standing
from yunjiang.persons import sealed, sentences
from yunjiang.persons.models import IdentityKind
from yunjiang.registers.kit.intake import loading
from yunjiang.registers.kit.intake.parsing import UNLISTED
from yunjiang.registers.kit.intake.problems import ROW, phrased, told
from yunjiang.registers.kit.intake.staged import MET, MET_PATH, MET_VOIDED, PATH, UNIT, Work
from yunjiang.standards.identifiers import columns, documents
from yunjiang.standards.identifiers.documents import Document

from . import rules
from .models import ChangeReason, MembershipEventKind
from .sheet import EVENT, HAPPENED_ON, LISTED, REASON

# Columns that a part has beside those of the sheet.
PERSON, PERSON_NAME, RESTRICTED, PERSON_REVISION = "person", "known name", "restricted", "person revision"
HELD, HELD_AT, HELD_PATH, HELD_STATE = "held", "held at", "held path", "held state"
HELD_REVISION = "held revision"
FIRM = "firm"  # of the union, whose name or code is the place of work
TWIN = "twin"  # somebody of the same name, birthday and phone under another number
IDENTITY_KEY, PHONE_KEY, IDENTITY_PROBLEM, PHONE_PROBLEM, NAME_PROBLEM = (
    "identity key",
    "phone key",
    "identity problem",
    "phone problem",
    "name problem",
)
_ALIKE = "alike"  # in the memory of a run
ALIKE = ("person__name", "person__birth_on", PHONE_KEY)  # by which two records are likely one person's
NUMBER_BIRTH, NUMBER_SEX, IS_UNION = "number birth", "number sex", "is union"
_TYPES = {
    "person__name": pl.String,
    "person__sex": pl.String,
    "person__birth_on": pl.Date,
    "person__identity_kind": pl.String,
    "person__identity": pl.String,
    "person__phone": pl.String,
    "person__household_place": pl.String,
    "person__native_place": pl.String,
    "person__is_migrant_worker": pl.Boolean,
    "work_place": pl.String,
    "new_form_job": pl.String,
    "card_number": pl.String,
    EVENT: pl.String,
    HAPPENED_ON: pl.Date,
    REASON: pl.String,
} | dict.fromkeys(LISTED, pl.String)
_KNOWN = {
    ROW: pl.Int64,
    PERSON: pl.Int64,
    PERSON_NAME: pl.String,
    RESTRICTED: pl.Boolean,
    HELD: pl.Int64,
    HELD_AT: pl.Int64,
    HELD_PATH: pl.String,
    HELD_STATE: pl.String,
    PERSON_REVISION: pl.Int64,
    HELD_REVISION: pl.Int64,
}


def understand(rows: pl.DataFrame, work: Work) -> pl.DataFrame:
    """Return the rows with every column of the sheet, numbers in their normal form and digested."""
    rows = rows.with_columns(
        (pl.col(name).cast(kind) if name in rows.columns else pl.lit(None, kind).alias(name))
        for name, kind in _TYPES.items()
    )
    return _numbered(rows, work)


def prepare(rows: pl.DataFrame, work: Work) -> pl.DataFrame:
    """Return the rows with their units, and who is known already."""
    rows = rows.with_columns(
        pl.col(UNIT).fill_null(work.batch.organization_id),
        pl.when(pl.col(UNIT).is_null()).then(pl.lit(work.batch.path)).otherwise(pl.col(PATH)).alias(PATH),
    )
    rows = known(rows)
    rows = rows.join(_twins(rows), on=ROW, how="left", maintain_order="left")
    unions = _unions(rows[UNIT].unique().to_list(), work)
    return rows.with_columns(pl.col(UNIT).is_in(unions).alias(IS_UNION))


def _numbered(rows: pl.DataFrame, work: Work) -> pl.DataFrame:
    citizens = columns.citizen_numbers(rows["person__identity"], work.day)
    kind = rows["person__identity_kind"].fill_null(IdentityKind.RESIDENT.value)
    phone, name = (
        columns.phone_numbers(rows["person__phone"], of_person=True),
        columns.person_names(rows["person__name"]),
    )
    has_number = rows["person__identity"].is_not_null()
    rows = rows.with_columns(
        pl.when(has_number).then(kind).alias("person__identity_kind"),
        citizens["number"].alias("person__identity"),
        citizens["problem"].alias(IDENTITY_PROBLEM),
        citizens["birth_on"].alias(NUMBER_BIRTH),
        citizens["sex"].alias(NUMBER_SEX),
        phone["number"].alias("person__phone"),
        phone["problem"].alias(PHONE_PROBLEM),
        name["name"].alias("person__name"),
        name["problem"].alias(NAME_PROBLEM),
        rows["person__identity"].alias(" written"),
    )
    others = rows.filter(pl.col("person__identity_kind") != IdentityKind.RESIDENT.value)
    if others.height:
        rows = rows.update(_of_other_documents(others, work), on=ROW, include_nulls=True)
    rows = rows.drop(" written").with_columns(
        pl.coalesce(NUMBER_BIRTH, "person__birth_on").alias("person__birth_on"),
        pl.when(pl.col("person__sex").is_null())
        .then(pl.col(NUMBER_SEX))
        .otherwise(pl.col("person__sex"))
        .alias("person__sex"),
        pl.col("person__birth_on").alias("written birth"),
    )
    kinds = None if not others.height else rows["person__identity_kind"].fill_null("resident").to_list()
    return rows.with_columns(
        pl.Series(IDENTITY_KEY, sealed.identity_keys(rows["person__identity"].to_list(), kinds), pl.Binary),
        pl.Series(PHONE_KEY, _phone_keys(rows["person__phone"].to_list()), pl.Binary),
    )


def _phone_keys(numbers: list[str | None]) -> list[bytes | None]:
    return sealing.index_many([each or None for each in numbers], sealed.PHONE)


def _of_other_documents(others: pl.DataFrame, work: Work) -> pl.DataFrame:
    """Return what passports and permits say, one by one: they are few."""
    found = []
    for row, kind, number in others.select(ROW, "person__identity_kind", " written").iter_rows():
        document = Document(kind)
        problem = documents.problem(document, number, work.day)
        normal = documents.normal(document, number)
        tells = problem is None and documents.tells_birth_and_sex(document, normal)
        read = columns.citizen_numbers(pl.Series([normal]), work.day).row(0) if tells else (None,) * 4
        found.append((row, normal, problem.value if problem else None, read[2], read[3]))
    return pl.DataFrame(
        found,
        {
            ROW: others.schema[ROW],
            "person__identity": pl.String,
            IDENTITY_PROBLEM: pl.String,
            NUMBER_BIRTH: pl.Date,
            NUMBER_SEX: pl.String,
        },
        orient="row",
    )


def known(rows: pl.DataFrame) -> pl.DataFrame:
    """Add who has the number, merges followed, and where that person is a member now: one look-up for the part.

    It goes along the index of the digests, as that of the twins does: in the order of the sheet each would be a page elsewhere.
    """
    keyed = rows.filter(pl.col(IDENTITY_KEY).is_not_null()).sort(IDENTITY_KEY)
    with (
        loading.staged("members_keys", {ROW: "bigint", IDENTITY_KEY: _binary()}, keyed) as staged,
        loading.along_keys(),
    ):
        # CROSS JOIN is SQLite's word for looking up row by row in this order; PostgreSQL reads it as any join.
        found = loading.rows(
            f"SELECT s.{ROW}, p.id, p.name, p.restricted_at IS NOT NULL OR p.erased_at IS NOT NULL, m.id,"  # noqa: S608
            f" m.organization_id, m.path, m.state, p.revision, m.revision FROM {staged} s"
            " CROSS JOIN persons_person k CROSS JOIN persons_person p"
            " LEFT JOIN members_membership m ON m.current_person_id = p.id"
            f" WHERE k.identity_key = s.{loading.quoted(IDENTITY_KEY)} AND p.id = COALESCE(k.merged_into_id, k.id)",
            _KNOWN,
        )
    return rows.join(found, on=ROW, how="left", maintain_order="left").with_columns(
        pl.col(RESTRICTED).fill_null(False)
    )


def _twins(rows: pl.DataFrame) -> pl.DataFrame:
    """Return for new persons who is on record with the same name, birthday and phone and another number."""
    new = rows.filter(
        pl.col(PERSON).is_null() & pl.col(PHONE_KEY).is_not_null() & pl.col("person__birth_on").is_not_null()
    ).sort(PHONE_KEY)
    schema = {ROW: pl.Int64, TWIN: pl.Int64}
    if not new.height:
        return pl.DataFrame(schema=schema)
    types = {ROW: "bigint", PHONE_KEY: _binary(), "person__name": "varchar(200)", "person__birth_on": "date"}
    with loading.staged("members_twins", types, new) as staged, loading.along_keys():
        return loading.rows(
            f"SELECT s.{ROW}, MIN(p.id) FROM {staged} s CROSS JOIN persons_person p WHERE"  # noqa: S608
            f" p.phone_key = s.{loading.quoted(PHONE_KEY)} AND p.name = s.person__name AND p.birth_on = s.person__birth_on"
            f" AND p.merged_into_id IS NULL GROUP BY s.{ROW}",
            schema,
        )


def _binary() -> str:
    return "bytea" if connection.vendor == "postgresql" else "blob"


def _unions(units: list[int], work: Work) -> list[int]:
    standing = Standing.objects.filter(organization__in=units, kind=Kind.UNION, valid_from__lte=work.day)
    return list(standing.exclude(valid_to__lte=work.day).values_list("organization", flat=True).distinct())


def first_days(units: list[int]) -> dict[int, date]:
    """Return since when each unit stands in the tree: nobody is counted there before."""
    rows = Standing.objects.filter(organization__in=units).order_by("-valid_from")
    return dict(rows.values_list("organization", "valid_from"))


def wrong(rows: pl.DataFrame) -> pl.DataFrame:
    """Return everything that keeps a row out, as (row, column, code, text)."""
    return pl.concat(list(_wrong(rows)))


def _wrong(rows: pl.DataFrame) -> Iterator[pl.DataFrame]:
    for column, path, said in (
        (IDENTITY_PROBLEM, "person__identity", sentences.IDENTITY),
        (PHONE_PROBLEM, "person__phone", sentences.PHONE),
        (NAME_PROBLEM, "person__name", sentences.NAME),
    ):
        known = {str(code.value): str(text) for code, text in said.items()}
        text = pl.col(column).replace_strict(list(known), list(known.values()), default=pl.col(column))
        yield told(rows, pl.col(column).is_not_null(), path, "not_valid", text)
    birth, number_birth = pl.col("written birth"), pl.col(NUMBER_BIRTH)
    yield told(
        rows,
        birth != number_birth,
        "person__birth_on",
        "disagrees",
        _said(gettext("The day of birth is not the one in the identity number.")),
    )
    sex, number_sex = pl.col("person__sex"), pl.col(NUMBER_SEX)
    yield told(
        rows,
        sex != number_sex,
        "person__sex",
        "disagrees",
        _said(gettext("The sex is not the one in the identity number.")),
    )
    yield told(
        rows,
        pl.col(PERSON_NAME) != pl.col("person__name"),
        "person__name",
        "other_name",
        _said(
            gettext(
                "Somebody of another name is known by this number. Check number and name; who has changed the name has the "
                "record changed first."
            )
        ),
    )
    yield told(
        rows,
        pl.col(RESTRICTED),
        "person__name",
        "restricted",
        _said(gettext("The use of this person's record is restricted. Answer the person's request first.")),
    )
    comes = pl.col(EVENT) == MembershipEventKind.MOVED_IN.value
    yield told(
        rows,
        pl.col(HELD).is_not_null() & (pl.col(HELD_AT) != pl.col(UNIT)) & ~comes.fill_null(False),
        EVENT,
        "member_elsewhere",
        _said(
            gettext(
                "This person is a member of another union. Write 转入 as the change, and that union is asked to let the "
                "membership go."
            )
        ),
    )
    yield told(
        rows,
        ~pl.col(IS_UNION),
        UNIT,
        "no_union",
        _said(
            gettext(
                "Members belong to unions: choose the union when the sheet is brought, or name it in the column 所属工会."
            )
        ),
    )
    yield from _reasonless(rows)
    joins = pl.col(EVENT).is_null() | (pl.col(EVENT) == MembershipEventKind.JOINED.value)
    too_young = pl.col(HAPPENED_ON) < pl.col("person__birth_on").dt.offset_by(f"{rules.YOUNGEST}y")
    yield told(
        rows,
        joins & too_young,
        HAPPENED_ON,
        "too_young",
        _said(gettext("Nobody joins a union before the age of sixteen (Labour Law, article 15).")),
    )
    yield told(
        rows,
        pl.col(HAPPENED_ON) > pl.lit(timezone.localdate()),
        HAPPENED_ON,
        "future",
        _said(gettext("Nothing can have happened on a day to come.")),
    )


def _reasonless(rows: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Tell of events that happen for another reason than the row says, and of an expulsion without one."""
    reason = pl.col(REASON)
    is_listed = reason.is_not_null() & ~reason.str.starts_with(UNLISTED)
    for kind, turn in rules.TURNS.items():
        if turn.reasons:
            names = "、".join(str(ChangeReason(each).label) for each in turn.reasons)
            event = MembershipEventKind(kind).label
            sentence = gettext("“%(event)s” happens for one of these reasons: %(reasons)s.")
            is_other = (
                (pl.col(EVENT) == kind) & is_listed & ~reason.is_in([str(each) for each in turn.reasons])
            )
            yield told(
                rows, is_other, REASON, "other_reason", _said(sentence % {"event": event, "reasons": names})
            )
    yield told(
        rows,
        (pl.col(EVENT) == MembershipEventKind.EXPELLED.value) & reason.is_null(),
        REASON,
        "no_reason",
        _said(gettext("Nobody is expelled without a resolution: write its reason.")),
    )


def _said(sentence: str) -> pl.Expr:
    return pl.lit(sentence)


def meet(rows: pl.DataFrame, work: Work) -> pl.DataFrame:
    """Return which membership each row meets: the one that stands in the row's own union."""
    return rows.filter(pl.col(HELD).is_not_null() & (pl.col(HELD_AT) == pl.col(UNIT))).select(
        ROW, pl.col(HELD).alias(MET), pl.col(HELD_PATH).alias(MET_PATH), pl.lit(False).alias(MET_VOIDED)
    )


def candidates(rows: pl.DataFrame, work: Work) -> pl.DataFrame:
    """Return who may be on record already under another number, or stands in the sheet under two, for a person to decide."""
    known = phrased(
        gettext("%(name)s: the same name, birthday and telephone are on record under another number"),
        name=pl.col("person__name"),
    )
    beside = phrased(
        gettext(
            "%(name)s: the same name, birthday and telephone stand in row %(row)s of the sheet under another number"
        ),
        name=pl.col("person__name"),
        row=pl.col("first"),
    )
    # A digest of eight bytes a row, for one of them may stand in a part before.
    new = (
        rows.filter(pl.col(PERSON).is_null())
        .drop_nulls(ALIKE)
        .select(ROW, TWIN, "person__name", pl.struct(ALIKE).hash(seed=0).alias("alike"))
    )
    own = new.select(ROW, "alike")
    seen = pl.concat([work.memory[_ALIKE], own]) if _ALIKE in work.memory else own
    first = seen.group_by("alike").agg(pl.col(ROW).min().alias("first"))
    twice = new.join(first, on="alike", maintain_order="left").filter(pl.col(ROW) != pl.col("first"))
    work.memory[_ALIKE] = seen.unique("alike", keep="first", maintain_order=True)
    return pl.concat(
        [
            rows.filter(pl.col(TWIN).is_not_null()).select(ROW, known.alias("text")),
            twice.filter(pl.col(TWIN).is_null()).select(ROW, beside.alias("text")),
        ]
    )
