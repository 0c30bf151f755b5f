"""Published statements as their sources put them: odd periods, announcements and contradictions apart, nothing smoothed."""

import re

from yunjiang.documents.drafting import Draft
from yunjiang.documents.layout.blocks import Band, Column, Table, TableRow
from yunjiang.documents.material import Material, Statement
from yunjiang.documents.number import Address, Number, What
from yunjiang.documents.phrase import Phrase, phrase
from yunjiang.standards.periods import Period, day_label

_LATIN = re.compile("[A-Za-z]")


def groups(material: Material) -> list[tuple[str, list[Statement]]]:
    """Return the statements by what must be known about them; each stands in one group."""
    told = material.statements_until_day()
    conflicting = [each for each in told if each.conflicts_with]
    expected = [each for each in told if each.is_expected and each not in conflicting]
    odd = [
        each for each in told if each not in conflicting and each not in expected and _is_odd(material, each)
    ]
    doubtful = [each for each in told if each.doubt and each not in (*conflicting, *expected, *odd)]
    plain = [each for each in told if each not in (*conflicting, *expected, *odd, *doubtful)]
    named = [
        ("同一事项有不同说法的，分别照录", conflicting),
        ("属预计或安排、并非完成数的", expected),
        ("统计时段与规划期不一致的", odd),
        ("来源存疑的", doubtful),
        ("其他", plain),
    ]
    return [(title, given) for title, given in named if given]


def sources(draft: Draft, remark: Phrase) -> Table:
    """Build the list of published statements with their sources, with a remark below."""
    columns = (
        Column("序号", 2.2),
        Column("机构", 5),
        Column("事项", 9),
        Column("时点或时段", 6.5),
        Column("数值\n（原文）", 5.5),
        Column("来源", 11),
        Column("原文摘录与说明", 18),
    )
    rows: list[TableRow | Band] = []
    order = 0
    for title, given in groups(draft.material):
        rows.append(Band(phrase(title)))
        for each in given:
            order += 1
            rows.append(_row(draft, order, each))
    return Table("公开发布值来源清单", columns, rows, notes=(remark,), is_wide=True)


def _row(draft: Draft, order: int, each: Statement) -> TableRow:
    remarks = "；".join(part for part in (each.doubt, each.note) if part)
    return (
        phrase(str(order)),
        phrase(each.organization_name),
        phrase(each.subject),
        phrase(_when(each)),
        phrase(_as_printed(draft, each)),
        phrase(each.title),
        phrase(f"“{each.quote}”", f"说明：{remarks}" if remarks else ""),
    )


def _when(each: Statement) -> str:
    """Return the period in the source's Chinese words, or in ours where it was noted down otherwise."""
    if not _LATIN.search(each.period):
        return each.period
    if each.since_on is None:
        return f"截至{day_label(each.happened_on)}"
    return Period(each.since_on, each.happened_on).label


def _as_printed(draft: Draft, each: Statement) -> Number:
    """Cite the value in the source's own digits, not in ours."""
    address = Address(What.STATEMENT, organization=each.organization, among=each.source)
    days = (each.since_on or each.happened_on, each.happened_on)
    return Number(
        each.printed, each.value, each.unit, 0, address, each.bound, days, f"{each.subject} {each.title}"
    )


def _is_odd(material: Material, each: Statement) -> bool:
    """Say whether a stretch begins before the plan, or does not fill calendar years from the plan's first day."""
    if each.since_on is None:
        return each.happened_on < material.plan.first_day
    if each.since_on < material.plan.first_day:
        return True
    return (each.since_on.month, each.since_on.day) != (1, 1)
