"""The unions' 《工会组织信息采集表》 as it comes: each row a union with the unit that it is in.

A row makes the union's place in the tree and its record, the firm's if that is not known yet by its code, its headcount, and that
the one covers the other. A union that is on record already is left as it is: it is changed through its own record.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext

from yunjiang.organizations import opening
from yunjiang.organizations.models import Kind, Organization, Standing, ids_in
from yunjiang.registers.kit import announcements, effects, scope
from yunjiang.registers.kit.declaration import Column, Intake
from yunjiang.registers.kit.intake.problems import ROW, SCHEMA
from yunjiang.registers.kit.intake.staged import CREATED, MET, MET_PATH, MET_VOIDED, PATH, UNIT, Applied, Work
from yunjiang.registers.kit.models import Deed
from yunjiang.standards import industries

from . import conditions, firms, founding, keeping, rules
from .choices import EconomicType, OperatingStatus, Ownership, UnionForm, UnionKind, UnionState
from .models import Coverage, Enterprise, Headcount, Operation, Union

FIRM, FIRM_CODE, FIRM_ADDRESS = "firm_name", "firm_code", "firm_address"
OWNERSHIP, ECONOMIC_TYPE, INDUSTRY = "ownership", "economic_type", "industry"
STAFF, MEMBERS, FOUNDED_ON = "staff_at_founding", "members_at_founding", "founded_on"
_FORMS: Mapping[str, str] = {
    UnionKind.JOINT: UnionForm.JOINT_COMMITTEE,
    UnionKind.FEDERATION: UnionForm.FEDERATION,
    UnionKind.GENERAL: UnionForm.GENERAL,
}
# How older lists of industries call the sections of GB/T 4754-2017.
_OLD_SECTIONS = {
    "农林牧渔业": "A", "电力、燃气及水的生产和供应业": "D", "交通运输、仓储及邮政业": "G", "信息传输、计算机服务和软件业": "I",
    "科学研究、技术服务和地质勘查业": "M", "居民服务和其他服务业": "O", "卫生、社会保障和社会福利业": "Q",
    "公共管理和社会组织": "S",
}  # fmt: skip


def _labels(choices: Any) -> dict[str, str]:
    return {str(label): str(value) for value, label in choices.choices}


def industry_of(text: str) -> str:
    """Return the section or division that a text names; 其他 names none. Raises ValueError with a sentence."""
    said = text.strip()
    if said in ("其它", "其他"):
        return ""
    plain = said.replace("，", "、").replace(",", "、")
    known = {each.name.replace("，", "、"): each.code for each in industries.sections()}
    known |= {each.name.replace("，", "、"): each.code for each in industries.divisions()}
    known |= {label.replace("，", "、"): code for code, label in industries.choices()}
    found = known.get(plain) or _OLD_SECTIONS.get(plain) or _OLD_SECTIONS.get(plain.replace("、", ""))
    if found is None:
        try:
            found = industries.code_of(said)
        except KeyError:
            raise ValueError(gettext("“%(text)s” is no industry of GB/T 4754.") % {"text": said}) from None
    return found


COLUMNS = (
    Column(FIRM, ["单位名称"]),
    Column(FIRM_CODE, ["单位统一社会信用代码"], is_code=True),
    Column(FIRM_ADDRESS, ["单位地址"]),
    Column(OWNERSHIP, ["单位性质类别", "单位性质"], values=_labels(Ownership)),
    Column(ECONOMIC_TYPE, ["经济类型"], values=_labels(EconomicType)),
    Column(INDUSTRY, ["单位所属行业", "所属行业"], parse=industry_of),
    Column(STAFF, ["职工人数"]),
    Column("name", ["工会名称"], is_required=True),
    Column("code", ["工会统一社会信用代码"], is_code=True),
    Column("organization", ["上级工会名称", "上级工会"]),
    Column(FOUNDED_ON, ["建会日期"], is_required=True),
    Column(
        "kind",
        ["基层工会类型"],
        is_required=True,
        values={"产业(系统)工会": UnionKind.INDUSTRIAL, "单独基层工会": UnionKind.SINGLE},
    ),
    Column(MEMBERS, ["会员人数"]),
    Column("head", ["工会负责人(法定代表人)", "工会负责人（法定代表人）", "工会负责人"]),
    Column("phone", ["联系电话"]),
)


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
    new = rows.filter(pl.col(MET).is_null())
    applied = Applied(same_count=rows.height - new.height)
    if not new.height:
        return applied
    if work.is_rehearsal:
        applied.created = new.select(ROW, pl.lit(None, pl.Int64).alias("record"))
        return applied
    unions = _written(list(new.iter_rows(named=True)), work)
    applied.created = pl.DataFrame([(row, each.pk) for row, each in unions.items()], CREATED, orient="row")
    return applied


@dataclass
class _Writing:
    """What a part of a sheet brings, until it is written."""

    is_demonstration: bool
    regions: dict[int, Organization] = field(
        default_factory=dict
    )  # above a firm, by the unit above its union
    firms: dict[str, Enterprise] = field(default_factory=dict)  # by code, those that were there too


def _written(rows: Sequence[Mapping[str, Any]], work: Work) -> dict[int, Union]:
    writing = _Writing(bool(work.by and work.by.is_demonstration))
    codes = {rules.normal_code(row[FIRM_CODE]) for row in rows if row.get(FIRM_CODE)}
    writing.firms = {each.code: each for each in Enterprise.objects.filter(code__in=codes)}
    above = Organization.objects.in_bulk({row[UNIT] for row in rows})
    writing.regions = _regions(above)
    strangers: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        code = _firm_code(row)
        if code and code not in writing.firms:
            strangers.setdefault(code, row)
    _enter(strangers, writing)
    places = _open((row, row["name"], above[row[UNIT]], row[FOUNDED_ON], Kind.UNION, "") for row in rows)
    unions = {row[ROW]: _union(row, place, writing) for row, place in zip(rows, places, strict=True)}
    Union.objects.bulk_create(unions.values(), batch_size=500)
    _cover(rows, unions, writing)
    conditions.refresh([each.pk for each in writing.firms.values()], by=work.by)
    announcements.announce_many(
        "unions.founded",
        [(each, {"union": each.organization_id, "day": str(each.founded_on)}) for each in unions.values()],
    )
    return unions


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


def _open(
    wanted: Iterator[tuple[Mapping[str, Any], str, Organization, date, Kind, str]],
) -> list[Organization]:
    """Open places in the tree all at once, each as early as its parent stands there."""
    asked = list(wanted)
    parents = {each[2].pk: founding.first_day(each[2]) for each in asked}
    openings = []
    for _row, name, parent, on, kind, code in asked:
        first = max(on, parents[parent.pk])
        made = founding.opening_of(name, parent, first, kind, code)
        openings.append(made)
    return opening.open_many(openings)


def _enter(strangers: Mapping[str, Mapping[str, Any]], writing: _Writing) -> None:
    """Enter the firms that nobody knew: place, record, operating state, headcount."""
    places = _open(
        (row, row[FIRM], writing.regions[row[UNIT]], row[FOUNDED_ON], Kind.ENTERPRISE, code)
        for code, row in strangers.items()
    )
    made = []
    for (code, row), place in zip(strangers.items(), places, strict=True):
        firm = Enterprise(
            organization=place,
            name=row[FIRM],
            code=code,
            ownership=row.get(OWNERSHIP) or Ownership.OTHER,
            economic_type=row.get(ECONOMIC_TYPE) or "",
            industry=row.get(INDUSTRY) or "",
            address=row.get(FIRM_ADDRESS) or "",
            opened_on=row[FOUNDED_ON],  # the sheet says no day; it was there when its union was founded
            is_demonstration=writing.is_demonstration,
        )
        firms.derive(firm)
        made.append(firm)
    for firm in made:
        scope.place(firm)
    Enterprise.objects.bulk_create(made, batch_size=500)
    Operation.objects.bulk_create(
        [_about(Operation, each, status=OperatingStatus.OPERATING, since_on=each.opened_on) for each in made],
        batch_size=500,
    )
    writing.firms |= {each.code: each for each in made}
    for each in made:
        firms.saved(each, None)


def _about(model: Callable[..., Any], firm: Enterprise, **values: Any) -> Any:
    return model(
        enterprise=firm,
        organization_id=firm.organization_id,
        path=firm.path,
        is_demonstration=firm.is_demonstration,
        **values,
    )


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


def _cover(rows: Sequence[Mapping[str, Any]], unions: Mapping[int, Union], writing: _Writing) -> None:
    """Let unions cover their firms, and say how many work there: the sheet says it of the day on which it comes."""
    today = timezone.localdate()
    coverages, headcounts = [], {}
    for row in rows:
        firm, union = writing.firms.get(_firm_code(row)), unions[row[ROW]]
        if firm is None:
            continue
        coverages.append(
            Coverage(
                union=union,
                enterprise=firm,
                kind=founding.coverage_kind(union),
                since_on=max(row[FOUNDED_ON], firm.opened_on),
                organization_id=union.organization_id,
                path=union.path,
                is_demonstration=union.is_demonstration,
            )
        )
        if row.get(STAFF) is not None:
            headcounts[firm.pk] = _about(
                Headcount,
                firm,
                as_of_on=today,
                staff=row[STAFF],
                evidence=gettext("Collection sheet of unions"),
            )
    Coverage.objects.bulk_create(coverages, batch_size=500)
    told = set(
        Headcount.objects.filter(enterprise__in=headcounts, as_of_on=today).values_list(
            "enterprise", flat=True
        )
    )
    Headcount.objects.bulk_create(
        [each for firm, each in headcounts.items() if firm not in told], batch_size=500
    )


def undo(written: pl.DataFrame, work: Work) -> Sequence[int]:
    """Void the unions that a batch brought, with their coverages; return those left alone: changed or used since.

    Their firms stay on record: others may know them by now.
    """
    left = []
    because = gettext("Import taken back")
    for record, revision in written.select("record", "revision").iter_rows():
        union = Union.objects.select_for_update().get(pk=record)
        if union.revision != revision or union.posts.exists() or union.terms.exists():
            left.append(record)
            continue
        for coverage in union.coverages.filter(voided_at=None):
            keeping.alter(
                "union-coverage", coverage, {"voided_at": timezone.now()}, by=work.by, because=because
            )
        effects.change(
            work.register,
            union,
            {"voided_at": timezone.now()},
            by=work.by,
            because=work.reason,
            deed=Deed.UNDO,
        )
    return left


INTAKE = Intake(
    columns=COLUMNS,
    rules=[wrong],
    key=("name",),
    meet=meet,
    apply=apply,
    undo=undo,
    sheet_name="工会组织信息采集表",
)
