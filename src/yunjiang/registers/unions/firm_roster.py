"""A roster of firms as registration or labour offices have it: who is there, in which state, how many work there.

Firms without a union come in by this, and only so does anybody know which large ones have none. A firm on record is met by its
credit code: what describes it is changed, states and headcounts are added from the day on which the roster says them.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext

from yunjiang.access.people.naming import names_of_units
from yunjiang.organizations.models import Organization, ids_in
from yunjiang.registers.kit.declaration import Column, Intake
from yunjiang.registers.kit.intake import applying
from yunjiang.registers.kit.intake.problems import OTHERWISE, ROW, SCHEMA
from yunjiang.registers.kit.intake.staged import CREATED, MET, MET_VOIDED, UNIT, Applied, Work

from . import conditions, firm_bringing, firms, rules, taking_back
from .choices import EconomicType, Ownership
from .models import Enterprise
from .sheet_columns import industry_of, labels

_SAID = ("ownership", "economic_type", "industry", "address")
_WHOLE = ("name", "opened_on")  # of a firm that comes to life again


def understand(rows: pl.DataFrame, work: Work) -> pl.DataFrame:
    """Return the rows with credit codes as they are kept."""
    if "code" not in rows.columns:
        return rows
    codes = [rules.normal_code(each) if each else None for each in rows["code"].to_list()]
    return rows.with_columns(pl.Series("code", codes, pl.String))


def wrong(rows: pl.DataFrame) -> pl.DataFrame:
    """Return what is wrong with rows beyond single cells: codes, days to come, days before the firm was there."""
    found = [
        (row[ROW], column, "firm_wrong", text)
        for row in rows.iter_rows(named=True)
        for column, text in _faults(row)
    ]
    return pl.DataFrame(found, schema=SCHEMA, orient="row")


def _faults(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    problem = rules.against_code(row["code"], of_union=False) if row.get("code") else ""
    if problem:
        yield "code", problem
    today, opened_on, counted_on = timezone.localdate(), row.get("opened_on"), row.get("counted_on")
    for column, day in (("opened_on", opened_on), ("counted_on", counted_on)):
        if day is not None and day > today:
            yield column, gettext("This day lies ahead.")
    if opened_on is not None and counted_on is not None and counted_on < opened_on:
        yield (
            "counted_on",
            gettext("The firm did not exist yet: it began on %(on)s.") % {"on": opened_on},
        )


def otherwise(rows: pl.DataFrame, work: Work) -> pl.DataFrame:
    """Return where rows place firms elsewhere, or let them begin on another day, than is on record."""
    met = rows.filter(pl.col(MET).is_not_null() & ~pl.col(MET_VOIDED))
    held = Enterprise.objects.in_bulk(met[MET].to_list())
    above = {each.pk: ids_in(each.path)[-2] for each in held.values()}
    names = names_of_units(above.values())
    found: list[tuple[int, str, str, str]] = []
    for row in met.iter_rows(named=True):
        firm = held[row[MET]]
        told = {}
        if row.get("opened_on") and row["opened_on"] != firm.opened_on:
            told["opened_on"] = str(firm.opened_on)
        if row.get(UNIT) is not None and row[UNIT] != above[firm.pk]:
            told[UNIT] = names.get(above[firm.pk], "–")
        for column, text in told.items():
            sentence = gettext("On record it is “%(held)s”.") % {"held": text}
            found.append((row[ROW], column, OTHERWISE, sentence))
    return pl.DataFrame(found, schema=SCHEMA, orient="row")


def apply(rows: pl.DataFrame, work: Work) -> Applied:
    """Write the sound rows of a part, or in a rehearsal only say what would be written."""
    met, new = rows.filter(pl.col(MET).is_not_null()), rows.filter(pl.col(MET).is_null())
    applied = _again(met, work)
    if new.height and work.is_rehearsal:
        applied.created = new.select(ROW, pl.lit(None, pl.Int64).alias("record"))
    elif new.height:
        applied.created = pl.DataFrame(_entered(new, work), CREATED, orient="row")
    return applied


def _entered(new: pl.DataFrame, work: Work) -> list[tuple[int, int]]:
    rows = {row["code"]: row for row in new.iter_rows(named=True)}
    above = Organization.objects.in_bulk({row[UNIT] for row in rows.values()})
    made = firm_bringing.enter([_said(row, above[row[UNIT]]) for row in rows.values()], work)
    _count(made, rows, work)
    conditions.refresh([each.pk for each in made.values()], by=work.by)
    return [(row[ROW], made[code].pk) for code, row in rows.items()]


def _said(row: Mapping[str, Any], parent: Organization) -> firm_bringing.Said:
    return firm_bringing.Said(
        row["code"],
        row["name"],
        parent,
        row["opened_on"],
        *(row.get(name) or "" for name in (*_SAID, "status")),
    )


def _again(met: pl.DataFrame, work: Work) -> Applied:
    """Write what rows say of firms on record."""
    if not met.height or work.batch.on_conflict == "skip":
        return Applied(same_count=met.height)
    rows = {row["code"]: row for row in met.iter_rows(named=True)}
    held = firm_bringing.known(rows)
    names = [name for name in (*_SAID, *_WHOLE) if name in met.columns]
    writable = met.select(ROW, MET, MET_VOIDED, *names).with_columns(
        pl.when(MET_VOIDED).then(name).otherwise(None).alias(name) for name in names if name in _WHOLE
    )
    applied = applying.apply(writable, work)
    changed = set(applied.changed[ROW].to_list())
    dated = [code for code, row in rows.items() if _says_anew(row, held[code])]
    applied.besides = sorted({rows[code][ROW] for code in dated} - changed)
    applied.same_count -= len(applied.besides)
    if work.is_rehearsal:
        return applied
    written = firm_bringing.known([code for code, row in rows.items() if row[ROW] in changed])
    for firm in written.values():
        firms.derive(firm)
        firm.save(update_fields=["pinyin", "initials"])
        firms.saved(firm, None)
    back = [_said(row, Organization()) for row in rows.values() if row[MET_VOIDED]]
    firm_bringing.state_again([(written[each.code], each) for each in back], work)
    told = {code: held[code] for code in dated}
    _count(told, rows, work)
    states = {
        held[code].pk: (held[code], rows[code]["status"], _day(rows[code], work))
        for code in dated
        if rows[code].get("status") and not rows[code][MET_VOIDED]
    }
    firm_bringing.operate(states, work)
    conditions.refresh([each.pk for each in {**told, **written}.values()], by=work.by)
    return applied


def _says_anew(row: Mapping[str, Any], firm: Enterprise) -> bool:
    """Tell whether a row says another state or headcount than what is known of the firm."""
    staff, status = row.get("staff"), row.get("status")
    if row[MET_VOIDED]:
        return staff is not None
    is_newer = row.get("counted_on") is not None and row["counted_on"] != firm.counted_on
    return (staff is not None and (staff != firm.staff or is_newer)) or bool(status and status != firm.status)


def _count(firms_by_code: Mapping[str, Enterprise], rows: Mapping[str, Any], work: Work) -> None:
    told = {
        firm.pk: (firm, rows[code]["staff"], _day(rows[code], work))
        for code, firm in firms_by_code.items()
        if rows[code].get("staff") is not None
    }
    firm_bringing.count(told, work.batch.file_name[:120], work, corrects=True)


def _day(row: Mapping[str, Any], work: Work) -> Any:
    return row.get("counted_on") or work.day


ROSTER = Intake(
    columns=(
        Column("name", ["单位名称", "企业名称"], is_required=True),
        Column("code", ["统一社会信用代码", "单位统一社会信用代码"], is_required=True, is_code=True),
        Column(UNIT, ["所属政区", "单位所在政区", "所在县区"]),
        Column("ownership", ["单位性质类别", "单位性质"], values=labels(Ownership)),
        Column("economic_type", ["经济类型"], values=labels(EconomicType)),
        Column("industry", ["所属行业", "单位所属行业"], parse=industry_of),
        Column("address", ["单位地址", "住所"]),
        Column("opened_on", ["成立日期", "登记日期"], is_code=False),
        Column("status", ["经营状态", "登记状态"]),
        Column("staff", ["职工人数", "从业人数"]),
        Column("counted_on", ["人数日期", "截止日期"], is_code=False),
    ),
    understand=understand,
    rules=[wrong],
    otherwise=otherwise,
    apply=apply,
    undo=taking_back.firms,
    sheet_name="用人单位名册",
)
