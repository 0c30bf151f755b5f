"""The unions' 《工会组织信息采集表》 as it comes: each row a union with the unit that it is in.

A row makes the union's place in the tree and its record, the firm's if that is not known yet by its code, its headcount, and that
the one covers the other. Of a union that is on record already it changes how the union is reached and how many work in its firm;
whatever else the row says otherwise is told, for it is changed through the records themselves.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext

from yunjiang.access.people.naming import names_of_units
from yunjiang.organizations.models import Kind, Organization, Standing, ids_in
from yunjiang.registers.kit import announcements, scope
from yunjiang.registers.kit.declaration import Intake
from yunjiang.registers.kit.intake import applying
from yunjiang.registers.kit.intake.problems import OTHERWISE, ROW, SCHEMA
from yunjiang.registers.kit.intake.staged import CREATED, MET, MET_PATH, MET_VOIDED, PATH, UNIT, Applied, Work

from . import conditions, firm_bringing, founding, keeping, rules, taking_back
from .choices import UnionForm, UnionKind, UnionState
from .models import Coverage, Enterprise, Union
from .questions import on_day
from .sheet_columns import (
    COLUMNS,
    ECONOMIC_TYPE,
    FIRM,
    FIRM_ADDRESS,
    FIRM_CODE,
    FOUNDED_ON,
    INDUSTRY,
    MEMBERS,
    OWNERSHIP,
    STAFF,
)

_FORMS: Mapping[str, str] = {
    UnionKind.JOINT: UnionForm.JOINT_COMMITTEE,
    UnionKind.FEDERATION: UnionForm.FEDERATION,
    UnionKind.GENERAL: UnionForm.GENERAL,
}
# What a row changes in a union on record, and what it says of one that comes to life again.
_REACHED = ("head", "phone", "code")
_WHOLE = ("name", "kind", FOUNDED_ON, STAFF, MEMBERS)
_OF_FIRM = {
    FIRM: "name",
    OWNERSHIP: "ownership",
    ECONOMIC_TYPE: "economic_type",
    INDUSTRY: "industry",
    FIRM_ADDRESS: "address",
}


def wrong(rows: pl.DataFrame) -> pl.DataFrame:
    """Return what is wrong with rows beyond single cells: codes, days, more members than staff, what the law says."""
    found: list[tuple[int, str, str, str]] = []
    for row in rows.iter_rows(named=True):
        for column, text in _faults(row):
            found.append((row[ROW], column, "union_wrong", text))
    return pl.DataFrame(found, schema=SCHEMA, orient="row")


def _faults(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for column, of_union in (("code", True), (FIRM_CODE, False)):
        code = row.get(column)
        problem = rules.against_code(code, of_union=of_union) if code else ""
        if problem:
            yield column, problem
    if row.get(FIRM_CODE) and not row.get(FIRM):
        yield FIRM, gettext("Give the name of the unit whose code this is.")
    if row.get(FIRM) and not row.get(FIRM_CODE):
        yield FIRM_CODE, gettext("Give the unit's credit code: by it the unit is known again.")
    founded_on = row.get(FOUNDED_ON)
    if founded_on and founded_on > timezone.localdate():
        yield FOUNDED_ON, gettext("This day lies ahead.")
    members, staff = row.get(MEMBERS), row.get(STAFF)
    if members is not None and staff is not None and members > staff and row.get("kind") == UnionKind.SINGLE:
        yield MEMBERS, gettext("There cannot be more members than staff.")
    if members == 0:
        yield MEMBERS, gettext("A union without members cannot be founded.")


def meet(rows: pl.DataFrame, work: Work) -> pl.DataFrame:
    """Return which union each row meets: the one with its code, or else of its name at or below the same unit above."""
    names = rows["name"].drop_nulls().unique().to_list()
    codes = _codes(rows)
    held = list(Union.objects.filter(name__in=names).only("pk", "name", "code", "path", "voided_at"))
    held += list(
        Union.objects.filter(code__in=list(codes.values())).only("pk", "name", "code", "path", "voided_at")
    )
    by_code = {each.code: each for each in held if each.code}
    by_name: dict[str, list[Union]] = {}
    for each in held:
        by_name.setdefault(each.name, []).append(each)
    found = []
    for row in rows.iter_rows(named=True):
        union = by_code.get(codes.get(row[ROW], ""))
        above = row.get(PATH) or ""
        union = union or next(
            (each for each in by_name.get(row["name"], ()) if each.path.startswith(above)), None
        )
        if union is not None:
            found.append((row[ROW], union.pk, union.path, union.voided_at is not None))
    schema = {ROW: pl.Int64, MET: pl.Int64, MET_PATH: pl.String, MET_VOIDED: pl.Boolean}
    return pl.DataFrame(found, schema=schema, orient="row")


def _codes(rows: pl.DataFrame) -> dict[int, str]:
    if "code" not in rows.columns:
        return {}
    told = rows.select(ROW, "code").drop_nulls().iter_rows()
    return {row: rules.normal_code(code) for row, code in told}


def apply(rows: pl.DataFrame, work: Work) -> Applied:
    """Write the sound rows of a part, or in a rehearsal only say what would be written."""
    met, new = rows.filter(pl.col(MET).is_not_null()), rows.filter(pl.col(MET).is_null())
    applied = _again(met, work)
    if not new.height:
        return applied
    if work.is_rehearsal:
        applied.created = new.select(ROW, pl.lit(None, pl.Int64).alias("record"))
        return applied
    unions = _written(list(new.iter_rows(named=True)), work)
    applied.created = pl.DataFrame([(row, each.pk) for row, each in unions.items()], CREATED, orient="row")
    return applied


def otherwise(rows: pl.DataFrame, work: Work) -> pl.DataFrame:
    """Return what rows say otherwise than the records of the unions that they meet, and of their firms, and leave so."""
    met = rows.filter(pl.col(MET).is_not_null() & ~pl.col(MET_VOIDED))
    held = Union.objects.in_bulk(met[MET].to_list())
    firms = firm_bringing.known({_firm_code(row) for row in met.iter_rows(named=True)} - {""})
    covered = _covered(held, work)
    above = {each.pk: ids_in(each.path)[-2] for each in held.values()}
    names = names_of_units(above.values())
    found: list[tuple[int, str, str, str]] = []
    for row in met.iter_rows(named=True):
        union, firm = held[row[MET]], firms.get(_firm_code(row))
        told = dict(_otherwise(row, union, firm, covered.get(union.pk, set())))
        if row.get(UNIT) is not None and row[UNIT] != above[union.pk]:
            told[UNIT] = names.get(above[union.pk], "–")
        for column, text in told.items():
            sentence = gettext("On record it is “%(held)s”.") % {"held": text or "–"}
            found.append((row[ROW], column, OTHERWISE, sentence))
    return pl.DataFrame(found, schema=SCHEMA, orient="row")


def _otherwise(
    row: Mapping[str, Any], union: Union, firm: Enterprise | None, covered: set[str]
) -> Iterator[tuple[str, str]]:
    """Yield the columns in which a row says something else, with what is on record."""
    if row.get("kind") and row["kind"] != union.kind:
        yield "kind", str(union.get_kind_display())
    if row.get(FOUNDED_ON) and row[FOUNDED_ON] != union.founded_on:
        yield FOUNDED_ON, str(union.founded_on or "")
    code = rules.normal_code(row.get("code") or "")
    if code and union.code and code != union.code:
        yield "code", union.code
    if _firm_code(row) and _firm_code(row) not in covered:
        yield FIRM_CODE, "、".join(sorted(covered)[:3])
    elif firm is not None:
        for column, name in _OF_FIRM.items():
            if row.get(column) and row[column] != getattr(firm, name):
                display = getattr(firm, f"get_{name}_display", None)
                yield column, str(display() if display else getattr(firm, name))


def _covered(unions: Mapping[int, Union], work: Work) -> dict[int, set[str]]:
    """Return the codes of the firms that unions cover today."""
    found: dict[int, set[str]] = {}
    rows = Coverage.objects.filter(on_day(work.day), union__in=list(unions), voided_at=None)
    for union, code in rows.values_list("union", "enterprise__code"):
        found.setdefault(union, set()).add(code)
    return found


def _again(met: pl.DataFrame, work: Work) -> Applied:
    """Write what rows say of unions on record; one that was voided when its import was taken back comes to life again."""
    if not met.height or work.batch.on_conflict == "skip":
        return Applied(same_count=met.height)
    rows = {row[ROW]: row for row in met.iter_rows(named=True)}
    applied = applying.apply(_writable(met), work)
    changed = set(applied.changed[ROW].to_list())
    firms = firm_bringing.known({_firm_code(row) for row in rows.values()} - {""})
    counted = {
        number: (firms[_firm_code(row)], row[STAFF])
        for number, row in rows.items()
        if _firm_code(row) in firms
        and row.get(STAFF) is not None
        and not row[MET_VOIDED]
        and firms[_firm_code(row)].staff != row[STAFF]
    }
    applied.besides = sorted(set(counted) - changed)
    applied.same_count -= len(applied.besides)
    if work.is_rehearsal:
        return applied
    _live_again([row for row in rows.values() if row[MET_VOIDED]], work)
    told = {firm.pk: (firm, staff, work.day) for firm, staff in counted.values()}
    written = firm_bringing.count(told, gettext("Collection sheet of unions"), work, corrects=True)
    conditions.refresh(sorted(written), by=work.by)
    return applied


def _writable(met: pl.DataFrame) -> pl.DataFrame:
    """Return what rows change in the unions that they meet: of those in use how they are reached, and a code that they lack."""
    coded = dict(Union.objects.filter(pk__in=met[MET].to_list()).values_list("pk", "code"))
    codes = [
        rules.normal_code(code) if code and (is_voided or not coded.get(number)) else None
        for number, code, is_voided in _with(met, "code").select(MET, "code", MET_VOIDED).iter_rows()
    ]
    names = [name for name in (*_REACHED, *_WHOLE) if name in met.columns]
    rows = _with(met, "code").select(ROW, MET, MET_VOIDED, *dict.fromkeys([*names, "code"]))
    rows = rows.with_columns(pl.Series("code", codes, pl.String))
    return rows.with_columns(
        pl.when(MET_VOIDED).then(name).otherwise(None).alias(name) for name in names if name in _WHOLE
    )


def _with(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    return rows if name in rows.columns else rows.with_columns(pl.lit(None, pl.String).alias(name))


@dataclass
class _Writing:
    """What a part of a sheet brings, until it is written."""

    is_demonstration: bool
    regions: dict[int, Organization] = field(
        default_factory=dict
    )  # above a firm, by the unit above its union
    firms: dict[str, Enterprise] = field(default_factory=dict)  # by code, those that were there too


def _written(rows: Sequence[Mapping[str, Any]], work: Work) -> dict[int, Union]:
    above = Organization.objects.in_bulk({row[UNIT] for row in rows})
    writing = _writing(rows, above, work)
    places = firm_bringing.open_places(
        [(row["name"], above[row[UNIT]], row[FOUNDED_ON], Kind.UNION, "") for row in rows]
    )
    unions = {row[ROW]: _union(row, place, writing) for row, place in zip(rows, places, strict=True)}
    Union.objects.bulk_create(unions.values(), batch_size=500)
    _cover(rows, unions, writing, work)
    conditions.refresh([each.pk for each in writing.firms.values()], by=work.by)
    announcements.announce_many(
        "unions.founded",
        [(each, {"union": each.organization_id, "day": str(each.founded_on)}) for each in unions.values()],
    )
    return unions


def _live_again(rows: Sequence[Mapping[str, Any]], work: Work) -> None:
    """Let unions that came to life again say what follows from their rows, and cover their firms."""
    if not rows:
        return
    held = Union.objects.in_bulk([row[MET] for row in rows])
    # A union stays at its place in the tree, whatever unit the sheet names now.
    placed = [dict(row) | {UNIT: ids_in(held[row[MET]].path)[-2]} for row in rows]
    writing = _writing(placed, Organization.objects.in_bulk({row[UNIT] for row in placed}), work)
    for row in placed:
        union = held[row[MET]]
        union.form, union.prepared_on = _FORMS.get(union.kind, UnionForm.COMMITTEE), row[FOUNDED_ON]
        union.workplace = writing.firms.get(_firm_code(row)) if union.kind == UnionKind.SINGLE else None
        founding.derive(union)
    names = ["form", "prepared_on", "workplace", "pinyin", "initials"]
    Union.objects.bulk_update(held.values(), names, batch_size=200)
    for union in held.values():
        founding.saved(union, None)
    _cover(placed, {row[ROW]: held[row[MET]] for row in placed}, writing, work)
    conditions.refresh([each.pk for each in writing.firms.values()], by=work.by)


def _writing(rows: Sequence[Mapping[str, Any]], above: Mapping[int, Organization], work: Work) -> _Writing:
    """Return what rows bring, the firms that nobody knew entered."""
    writing = _Writing(bool(work.by and work.by.is_demonstration))
    writing.regions = _regions(above)
    strangers: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        if _firm_code(row):
            strangers.setdefault(_firm_code(row), row)
    held = firm_bringing.known(strangers)
    said = [
        _said(code, row, writing)
        for code, row in strangers.items()
        if code not in held or held[code].voided_at is not None
    ]
    writing.firms = held | firm_bringing.enter(said, work)
    return writing


def _said(code: str, row: Mapping[str, Any], writing: _Writing) -> firm_bringing.Said:
    return firm_bringing.Said(
        code,
        row[FIRM],
        writing.regions[row[UNIT]],
        row[FOUNDED_ON],  # the sheet says no day; it was there when its union was founded
        *(row.get(name) or "" for name in (OWNERSHIP, ECONOMIC_TYPE, INDUSTRY, FIRM_ADDRESS)),
    )


def _firm_code(row: Mapping[str, Any]) -> str:
    return rules.normal_code(row.get(FIRM_CODE) or "")


def _regions(above: Mapping[int, Organization]) -> dict[int, Organization]:
    """Return for each unit the nearest at or above it that is no union: below it a firm reports."""
    today = timezone.localdate()
    paths = {number: ids_in(scope.path_of(number)) for number in above}
    ids = {each for path in paths.values() for each in path}
    standings = Standing.objects.filter(organization__in=ids, valid_from__lte=today).order_by("valid_from")
    kinds = dict(standings.values_list("organization", "kind"))
    units = Organization.objects.in_bulk(ids)
    return {
        number: units[next((each for each in reversed(path) if kinds.get(each) != Kind.UNION), path[0])]
        for number, path in paths.items()
    }


def _union(row: Mapping[str, Any], place: Organization, writing: _Writing) -> Union:
    kind = row["kind"]
    union = Union(
        organization=place,
        name=row["name"],
        code=row.get("code"),
        kind=kind,
        form=_FORMS.get(kind, UnionForm.COMMITTEE),
        head=row.get("head") or "",
        phone=row.get("phone") or "",
        workplace=writing.firms.get(_firm_code(row)) if kind == UnionKind.SINGLE else None,
        prepared_on=row[FOUNDED_ON],
        founded_on=row[FOUNDED_ON],
        staff_at_founding=row.get(STAFF),
        members_at_founding=row.get(MEMBERS),
        state=UnionState.NORMAL,
        is_demonstration=writing.is_demonstration,
    )
    founding.derive(union)
    scope.place(union)
    return union


def _cover(
    rows: Sequence[Mapping[str, Any]], unions: Mapping[int, Union], writing: _Writing, work: Work
) -> None:
    """Let unions cover their firms, and say how many work there: the sheet says it of the day on which it comes."""
    today = timezone.localdate()
    coverages, staff = [], {}
    for row in rows:
        firm, union = writing.firms.get(_firm_code(row)), unions[row[ROW]]
        if firm is None:
            continue
        since_on = max(row[FOUNDED_ON], firm.opened_on)
        stood = row.get(MET) and union.coverages.filter(enterprise=firm, since_on=since_on).first()
        if stood:
            values = {"kind": founding.coverage_kind(union), "until_on": None, "voided_at": None}
            keeping.alter("union-coverage", stood, values, by=work.by, because=work.batch.file_name)
        else:
            coverages.append(
                Coverage(
                    union=union,
                    enterprise=firm,
                    kind=founding.coverage_kind(union),
                    since_on=since_on,
                    organization_id=union.organization_id,
                    path=union.path,
                    is_demonstration=union.is_demonstration,
                )
            )
        if row.get(STAFF) is not None:
            staff[firm.pk] = (firm, row[STAFF], today)
    Coverage.objects.bulk_create(coverages, batch_size=500)
    firm_bringing.write_down("union-coverage", coverages, work)
    firm_bringing.count(staff, gettext("Collection sheet of unions"), work, corrects=False)


INTAKE = Intake(
    columns=COLUMNS,
    rules=[wrong],
    key=("name",),
    meet=meet,
    otherwise=otherwise,
    apply=apply,
    undo=taking_back.unions,
    sheet_name="工会组织信息采集表",
)
