"""Sheets of who holds posts in unions: committees, staff, union social workers. A person is known by the identity number.

Who is not on record yet comes onto it with the post; of whom is on record a sheet changes nothing, and what it says otherwise
of the person is told. A post is met by union, person, body, title and first day.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl
from django.utils.translation import gettext

from yunjiang.persons import forgetting, sealed, writing
from yunjiang.persons.models import IdentityKind, Person
from yunjiang.persons.refusals import PersonRefused, PersonRestricted
from yunjiang.registers.kit import copies, registry
from yunjiang.registers.kit.declaration import Column, Intake
from yunjiang.registers.kit.intake import applying, undoing
from yunjiang.registers.kit.intake.problems import OTHERWISE, ROW, SCHEMA
from yunjiang.registers.kit.intake.staged import (
    CREATED,
    MET,
    MET_PATH,
    MET_VOIDED,
    PATH,
    UNIT,
    Applied,
    Overtaken,
    Work,
)
from yunjiang.standards.identifiers import documents, phones
from yunjiang.standards.identifiers.documents import Document

from .models import Post

_AT_ONCE = 500
_PERSON = "holder"  # number of the person on record, in a part's frame
_OF_PERSON = ("name", "identity", "identity_kind", "sex", "phone")
_OF_POST = (
    "work_time",
    "until_on",
    "is_social_worker",
    "social_since_on",
    "social_until_on",
    "document_number",
)
_KEY = ("union", "person__identity", "committee", "title", "since_on")
_TITLES = {"主席": "chair", "主任": "chair", "副主席": "vice", "副主任": "vice", "常委": "standing"} | {
    "工会社会工作者": "social",
    "社会工作者": "social",
}
_BODIES = {
    "工会": "union",
    "女工委": "women",
    "女工委员会": "women",
    "经审委": "audit",
    "经审会": "audit",
} | {"工会机关": "staff"}


def prepare(rows: pl.DataFrame, work: Work) -> pl.DataFrame:
    """Return the rows with the numbers of persons who are on record."""
    keys = [_key(row) for row in rows.iter_rows(named=True)]
    known = {
        bytes(each.identity_key or b""): writing.living(each).pk
        for part in _parts([key for key in keys if key is not None])
        for each in Person.objects.filter(identity_key__in=part)
    }
    holders = [known.get(key) if key is not None else None for key in keys]
    return rows.with_columns(pl.Series(_PERSON, holders, pl.Int64))


def wrong(rows: pl.DataFrame) -> pl.DataFrame:
    """Return what is wrong with rows beyond single cells: persons who cannot be so, days out of order."""
    held = Person.objects.in_bulk(rows[_PERSON].drop_nulls().to_list())
    names: dict[str, str] = {}
    found = [
        (row[ROW], column, "post_wrong", text)
        for row in rows.iter_rows(named=True)
        for column, text in (
            *_against_person(row, held.get(row[_PERSON]), names),
            *_against_days(row),
        )
    ]
    return pl.DataFrame(found, schema=SCHEMA, orient="row")


def meet(rows: pl.DataFrame, work: Work) -> pl.DataFrame:
    """Return which post each row meets; one that stands before one that was taken back."""
    holders = rows[_PERSON].drop_nulls().unique().to_list()
    posts: dict[tuple[Any, ...], Post] = {}
    for part in _parts(holders):
        for post in Post.objects.filter(person__in=part).order_by("pk"):
            key = (post.union_id, post.person_id, post.committee, post.title, post.since_on)
            if post.voided_at is None or key not in posts:
                posts[key] = post
    found = []
    for row in rows.iter_rows(named=True):
        met = posts.get((row.get("union"), row[_PERSON], *(row.get(name) for name in _KEY[2:])))
        if met is not None:
            found.append((row[ROW], met.pk, met.path, met.voided_at is not None))
    schema: dict[str, Any] = {
        ROW: rows.schema[ROW],
        MET: pl.Int64,
        MET_PATH: pl.String,
        MET_VOIDED: pl.Boolean,
    }
    return pl.DataFrame(found, schema=schema, orient="row")


def otherwise(rows: pl.DataFrame, work: Work) -> pl.DataFrame:
    """Return where rows give persons on record another telephone number than they have."""
    found = []
    if "person__phone" in rows.columns:
        known = rows.filter(pl.col(_PERSON).is_not_null() & pl.col("person__phone").is_not_null())
        held = Person.objects.in_bulk(known[_PERSON].to_list())
        for row in known.iter_rows(named=True):
            key = held[row[_PERSON]].phone_key
            if key is None or bytes(key) != sealed.phone_key(phones.normal(row["person__phone"])):
                sentence = gettext("The person's record has another telephone number; it stays as it is.")
                found.append((row[ROW], "person__phone", OTHERWISE, sentence))
    return pl.DataFrame(found, schema=SCHEMA, orient="row")


def apply(rows: pl.DataFrame, work: Work) -> Applied:
    """Write the sound rows of a part, or in a rehearsal only say what would be written."""
    met, new = rows.filter(pl.col(MET).is_not_null()), rows.filter(pl.col(MET).is_null())
    names = [name for name in _OF_POST if name in met.columns]
    applied = applying.apply(met.select(ROW, MET, MET_VOIDED, *names), work) if met.height else Applied()
    if work.is_rehearsal:
        applied.created = new.select(ROW, pl.lit(None, pl.Int64).alias("record"))
        return applied
    Post.objects.filter(pk__in=met.filter(MET_VOIDED)[MET].to_list(), voided_at=None).update(stands=True)
    if new.height:
        posts = [_post(row, work) for row in new.iter_rows(named=True)]
        Post.objects.bulk_create(posts, batch_size=_AT_ONCE)
        numbers = [post.pk for post in posts]
        applied.created = pl.DataFrame(list(zip(new[ROW], numbers, strict=True)), CREATED, orient="row")
    return applied


def undo(written: pl.DataFrame, work: Work) -> Sequence[int]:
    """Take posts of a batch back, and persons who came with them and are known nowhere else; return those changed since."""
    left = undoing.usual(written, work)
    done = written.filter(~pl.col("record").is_in(left))["record"].to_list()
    for part in _parts(done):
        Post.objects.filter(pk__in=part).exclude(voided_at=None).update(stands=None)
    came = written.filter((pl.col("replaced") == "") & pl.col("record").is_in(done))["record"].to_list()
    holders = {person for part in _parts(came) for person in _holders(part)}
    _forget(holders, work)
    return left


def _holders(posts: Sequence[int]) -> Iterable[int]:
    return Post.objects.filter(pk__in=posts).values_list("person", flat=True)


def _forget(persons: Iterable[int], work: Work) -> None:
    """Erase persons who came onto record in the batch and are known by nothing but posts that were taken back."""
    span = (work.batch.received_at, work.batch.committed_at or work.moment)
    for part in _parts(sorted(persons)):
        fresh = set(Person.objects.filter(pk__in=part, created_at__range=span).values_list("pk", flat=True))
        posts = Post.objects.filter(person__in=fresh)
        fresh -= set(posts.filter(voided_at=None).values_list("person", flat=True))
        besides = {Post._meta.label: list(posts.values_list("pk", flat=True))}
        forgetting.forget(fresh, besides=besides, why=work.batch.file_name, by=work.by)


def _against_person(
    row: Mapping[str, Any], held: Person | None, names: dict[str, str]
) -> Iterator[tuple[str, str]]:
    said = _said(row)
    for field, text in writing.check(said).items():
        yield f"person__{field}", text
    number, name = str(said.get("identity") or ""), str(said.get("name") or "")
    first = names.setdefault(number, name) if number else name
    if (held is not None and held.name != name) or first != name:
        yield (
            "person__identity",
            gettext("Somebody of another name is known by this number. Check number and name."),
        )
    if held is not None and held.restricted_at is not None:
        yield "person__identity", str(PersonRestricted(held.name))


def _against_days(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for since, until in (("since_on", "until_on"), ("social_since_on", "social_until_on")):
        first, last = row.get(since), row.get(until)
        if isinstance(first, date) and isinstance(last, date) and last <= first:
            yield until, gettext("This day is not after the first day (%(on)s).") % {"on": first}
    if row.get("is_social_worker") and row.get("social_since_on") is None:
        yield "social_since_on", gettext("Say from which day on.")
    if row.get("social_since_on") is not None and not row.get("is_social_worker"):
        yield "is_social_worker", gettext("Days are given, so this must be yes.")


def _post(row: Mapping[str, Any], work: Work) -> Post:
    person = Person.objects.get(pk=row[_PERSON]) if row[_PERSON] is not None else _brought(row, work)
    values = {name: row[name] for name in _OF_POST if row.get(name) is not None}
    post = Post(
        union_id=row["union"],
        person=person,
        organization_id=row[UNIT],
        path=row[PATH],
        is_demonstration=bool(work.by and work.by.is_demonstration),
        **{name: row[name] for name in _KEY[2:]},
        **values,
    )
    copies.fill(registry.of("union-posts"), post)
    return post


def _brought(row: Mapping[str, Any], work: Work) -> Person:
    try:
        return writing.write(None, _said(row), by=work.by).instance
    except PersonRefused as refused:
        raise Overtaken from refused


def _said(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a row says of the person, by the person's own fields."""
    said = {name: row.get(f"person__{name}") for name in _OF_PERSON}
    kept = {name: value for name, value in said.items() if value is not None}
    return kept | {"identity_kind": kept.get("identity_kind") or IdentityKind.RESIDENT.value}


def _key(row: Mapping[str, Any]) -> bytes | None:
    said = _said(row)
    number, kind = said.get("identity"), said["identity_kind"]
    if not number or documents.problem(Document(kind), number) is not None:
        return None
    return sealed.identity_key(number, kind)


def _parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for first in range(0, len(values), _AT_ONCE):
        yield values[first : first + _AT_ONCE]


POSTS = Intake(
    columns=(
        Column("union", ["工会名称", "工会统一社会信用代码", "工会"], is_required=True, is_code=False),
        Column("person__name", ["姓名"], is_required=True),
        Column("person__identity", ["证件号码", "身份证号", "身份证号码"], is_required=True, is_code=True),
        Column("person__identity_kind", ["证件类型", "有效证件类别"]),
        Column("person__sex", ["性别"]),
        Column("person__phone", ["移动电话", "手机号码", "联系电话"]),
        Column("committee", ["所在机构", "机构"], is_required=True, is_code=False, values=_BODIES),
        Column("title", ["职务"], is_required=True, is_code=False, values=_TITLES),
        Column("work_time", ["专兼职"]),
        Column("since_on", ["任职日期"], is_required=True, is_code=False),
        Column("until_on", ["免职日期"]),
        Column("is_social_worker", ["是否工会社会工作者", "是否社会化工会工作者"]),
        Column("social_since_on", ["社会工作者起始日期"]),
        Column("social_until_on", ["社会工作者终止日期"]),
        Column("document_number", ["任免文号"]),
    ),
    prepare=prepare,
    key=_KEY,
    rules=[wrong],
    meet=meet,
    otherwise=otherwise,
    apply=apply,
    undo=undo,
    sheet_name="工会任职人员表",
)
