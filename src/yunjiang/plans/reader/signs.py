"""What speaks for or against a quantity being a promise: signs in words that a person reads, with their weights in `weights.tsv`.

Signs say how things stand, not whether that is good: what they weigh is learnt from documents that people have read.
"""

import re
from collections.abc import Sequence

from . import naming
from .context import Context
from .periods import By, Cadence, Mention
from .quantities import Quantity
from .roles import Role
from .row_reading import RowFound
from .structure import Part, Skeleton
from .tones import Tones
from .units import COUNTED, PERSONS, SHARES, TIMES

_BEFORE = (
    ("不低于", re.compile(r"(?:不低于|不少于|不小于|至少)\D{0,2}$")),
    ("不超过", re.compile(r"(?:不超过|不高于|不大于|不突破|控制在|低于|少于|小于|以内)\D{0,2}$")),
    ("提高到", re.compile(r"(?:提高|增加|提升|增长|扩大|发展|上升|增|升|恢复)(?:到|至)\D{0,3}$")),
    ("降至", re.compile(r"(?:降低?|下降|减少|压减|缩短|压缩|缩小|减)(?:到|至)\D{0,3}$")),
    ("超过", re.compile(r"(?:超过|突破|超|逾|高于|大于|优于)\D{0,2}$")),
    ("已完成", re.compile(r"(?:已|共|先后|完成了|建成了|实现了|现有|拥有)\D{0,6}$")),
    ("达到", re.compile(r"(?:达到?|为|是)\D{0,2}$")),
    ("保持", re.compile(r"(?:保持|稳定|维持)在?\D{0,3}$")),
    ("增长", re.compile(r"(?:增长|提高|增加|提升|上升|递增|新增|增速)\D{0,3}$")),
    ("下降", re.compile(r"(?:下降|降低|减少|压减|缩短|节约|削减|递减|降幅)\D{0,3}$")),
    ("每", re.compile(r"每[^，。；\d]{1,12}$")),
    ("补贴", re.compile(r"(?:给予|补贴|补助|奖励|标准|最高|按|人均|一次性|限额|资助)\D{0,6}$")),
    ("应当", re.compile(r"(?:应当?|须|不得|原则上|一般|可|需)\D{0,6}$")),
    ("括号", re.compile(r"（\D{0,4}$")),
    ("得分", re.compile(r"[得扣加减计记]满?$")),
    ("冒号", re.compile(r"：\s?$")),
    ("范围", re.compile(r"(?:[对把将从由向为在有]|包括|涉及|覆盖|全[省市县区])$")),
)
_NEAR = 20  # characters before a quantity in which its cue stands
_AFTER = (
    ("以上", re.compile(r"(?:及?以上|左右)(?!的)")),
    ("以上的", re.compile(r"(?:及?以上|左右)的")),
    ("以内", re.compile(r"及?以下|以内")),
    ("的", re.compile(r"的")),
    ("括号", re.compile(r"[）)]")),
    ("句读", re.compile(r"[，。；、！]|$")),
)
_INTENT = re.compile(
    r"力争|确保|争取|目标|要(?!求|素|件|点)|将(?!军)|计划|推进|加强|加快|完善|推动|建立|建设|开展|实施|落实|支持|鼓励|提升"
)
_PAID = re.compile(r"补贴|补助|奖励|奖补|给予|标准|罚款|贴息|资助|按照|不得|限额|每人每")
_RULED = re.compile(r"应当|须|不得|违反|处罚|规定|条件|符合|申请|资格|具备|满足")
_PLAN = re.compile(r"规划|计划|方案|要点|纲要|行动|目标|任务|意见|实事|安排|分工|工作报告")
_UNITS = {
    **dict.fromkeys(["%", "‰"], "%"), "": "无", "人次": "人次", "元": "元", "美元": "元", "分": "分",
    **dict.fromkeys(SHARES - {"%", "‰"}, "百分点、倍"), **dict.fromkeys(PERSONS, "人"), **dict.fromkeys(TIMES, "时间"),
    **dict.fromkeys(["次", "场", "期", "班次", "场次"], "次"), **{each: each for each in "个家所项座户亩吨"}, "公里": "公里",
}  # fmt: skip
_PLACE = re.compile(r"(?:[村乡镇县市省州区]|合计|总计|小计)$")
_NEXT_TO = re.compile(r"[，。；：、]")
_FEW = 2  # headings
_AROUND = 300  # characters before and behind a sentence


def of_document(text: str, bones: Skeleton, now: int, tones: Tones) -> tuple[str, ...]:
    """Return the signs that all of a document shares: what kind it is, and how it sounds."""
    return (
        f"全文：{tones.of(0, len(text))}",
        *(["全文：无年份"] if not now else []),
        *(["全文：题名非规划"] if not _PLAN.search(bones.title) else []),
        *(["全文：少标题"] if len(bones.parts) < _FEW else []),
    )


def of_sentence(
    start: int, end: int, part: Part, known: Sequence[Mention], tones: Tones, *, is_cell: bool
) -> tuple[str, ...]:
    """Return the signs that the quantities of a sentence share: its part, how the words around it sound, its years."""
    text = tones.text[start:end]
    found = [f"标题：{_ROLES[part.role]}"]
    if part.role != Role.GOAL:  # goals are told as what will have been reached
        found += [
            f"本段：{tones.of(*tones.line(start))}",
            f"前后：{tones.of(start - _AROUND, end + _AROUND)}",
        ]
    found += [
        name
        for name, pattern in (("句：要做", _INTENT), ("句：补贴", _PAID), ("句：规定", _RULED))
        if pattern.search(text)
    ]
    if is_cell:
        found.append("表格中的话")
    if not known:
        found.append("句中年份：无")
    if any(each.is_past for each in known):
        found.append("句中年份：已过")
    if any(each.is_to for each in known):
        found.append("句中年份：到")
    elif any(not each.is_past for each in known):
        found.append("句中年份：有")
    return tuple(found)


_ROLES = {
    Role.BACKGROUND: "回顾",
    Role.PRINCIPLE: "原则",
    Role.GOAL: "目标",
    Role.TASK: "任务",
    Role.SAFEGUARD: "保障",
    Role.BOX: "专栏",
    Role.OTHER: "其他",
}


# Why a number was passed over, by what that says of the one behind it.
_PASSED = {
    **dict.fromkeys(["reached", "foreseen", "starting-point"], "已达到"),
    **dict.fromkeys(["standard", "technical", "term", "age", "weight"], "标准"),
    **dict.fromkeys(["scope", "own-part", "within", "meeting"], "范围"),
}


def of_quantity(context: Context, before: str | None) -> list[str]:
    """Return the signs of a quantity; `before`: why the one before it is no promise, or nothing; None where it is the first."""
    quantity, left, after = context.quantity, context.left, context.after
    near = left[-_NEAR:]
    cue = next((name for name, pattern in _BEFORE if pattern.search(near)), "")
    if not cue:
        cue = "无" if not left.strip() else "动词" if naming.MAKING.search(near) else "名词"
    found = [
        f"前：{cue}",
        "后：" + next((name for name, pattern in _AFTER if pattern.match(after)), "名词"),
        *of_value(quantity),
        "前一数：" + ("无" if before is None else _PASSED.get(before, "其他") if before else "目标"),
    ]
    following = context.following
    if following is not None and not _NEXT_TO.search(after[: following.start - quantity.end]):
        found.append("后紧接一数")
    if context.before.count("（") > context.before.count("）"):
        found.append("括号内")
    return found


def of_value(quantity: Quantity) -> list[str]:
    """Return the signs of a number and its unit."""
    unit, value = quantity.unit, quantity.value
    kind = _UNITS.get(unit) or ("量词" if unit in COUNTED else "计量")
    if quantity.value_max is not None:
        size = "区间"
    elif quantity.is_chinese:
        size = "汉字"
    elif kind == "%":
        size = "全部" if value == 100 else "小" if value <= 10 else "整" if value % 5 == 0 else "零"
    else:
        size = "1" if value <= 1 else "2—5" if value <= 5 else "整" if value % 10 == 0 else "零"
    found = [f"单位：{kind}", f"数：{size}"]
    if quantity.multiple:
        found.append("数：有万亿")
    if quantity.is_about:
        found.append("数：约")
    return found


def of_reading(rule: str, name: str, by: By) -> list[str]:
    """Return the signs of what a quantity was read as: by which rule, under what name, by when."""
    size = len(name)
    found = [
        f"规则：{rule}",
        "期限：" + ("原文" if by.is_stated else "承上" if by.year else "无"),
        "名称：" + ("短" if size < 4 else "中" if size < 13 else "长" if size < 21 else "过长"),
    ]
    if by.cadence != Cadence.DEADLINE:
        found.append(f"期限：{'每年' if by.cadence == Cadence.ANNUAL else '持续'}")
    if naming.has_head(name):
        found.append("名称：指标词结尾")
    if _PLACE.search(name):
        found.append("名称：地名或合计")
    if "、" in name or "，" in name:
        found.append("名称：并列")
    return found


def of_row(row: RowFound, by: By, part: Part) -> tuple[str, ...]:
    """Return the signs of a row of a table with a column for its goal."""
    return (
        *of_reading("table-row", row.name, by),
        f"标题：{_ROLES[part.role]}",
        "表：有基期" if row.baseline is not None else "表：无基期",
        "表：有单位" if row.unit else "表：无单位",
        "数：0" if not row.value else "数：表",
    )
