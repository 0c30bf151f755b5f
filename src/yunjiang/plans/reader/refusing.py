"""Which quantities are no promises, and why: the first reason that holds.

What has been reached (`past`), the document's own parts, scopes and meetings (`scopes`), sizes and means (`conditions`),
standards, limits and terms (`norms`); here years, dates, titles and names.
"""

import re

from . import conditions, naming, norms, past, scopes
from .context import Context
from .each import each
from .units import SHARES

# 为(70万)名 needs no word: 为(70万)妇女免费筛查, 帮助(50万)劳动力就业.
_PEOPLE = re.compile(
    r"(?:以上|左右)?(?:的)?(?:参保|农业转移|农村|城镇|城乡|中小|适龄|在校|困难|重点|脱贫|贫困|失业|老年|残疾|青年|女|大|高校)*(?:学生|劳动力|妇女|居民|职工|老年人|老人|儿童|群众|农民工?|人口|师生|青年|毕业生|残疾人|家庭|农户|市民|患者|人员|群体|孕产妇)"
)
_DOES = re.compile(
    r"(?:为|让|使|帮助|培训|组织|带动|引导|支持|服务|惠及|解决|转移|吸纳|资助|救助|扶持|巩固提升|保障|实现)$"
)
_NEAR = 10  # characters before a number of points in which it is said that it is to be reached
_QUOTED = re.compile(r"“[^”]{0,30}$")


def why(context: Context) -> str:
    """Return why a quantity is no promise, the first that holds; nothing: it is one."""
    for reason, holds in _REASONS:
        if holds(context):
            return reason
    return ""


def _unitless(context: Context) -> bool:
    quantity = context.quantity
    if quantity.unit:
        return False
    name = naming.before(context.left)
    stated = re.search(r"(?:达到?|为|在|至|到|于|低于|少于|超过|[<>≤≥])\s*$", context.left)
    if quantity.multiple and re.search(r"(?:人次|人数|人口|户数|数量|总数)$", name):
        return False
    if not quantity.value:
        return True
    if quantity.multiple and _PEOPLE.match(context.right) and _DOES.search(context.left):
        return False
    if (
        stated
        and quantity.value != int(quantity.value)
        and re.match(
            r"(?:以内|以上|以下|左右)?(?:[，。；、）]|[和与及]|$)", context.right or context.after[:1]
        )
    ):
        return False  # 收入倍差缩小到1.9以内
    return not (
        stated
        and re.search(r"(?:指数|系数|PUE|差距|倍差|比|比例|率|强度|密度|评分|得分|排名|值|水平)$", name)
    ) and not (stated and quantity.multiple and naming.has_head(name))


def _weights(context: Context) -> bool:
    """A share that stands in brackets by itself is a weight or a step: 推广品牌（6%）; one behind a sign is of a formula."""
    if context.quantity.unit not in SHARES:
        return False
    is_alone = context.before.endswith("（") and context.after.startswith("）")
    return is_alone or re.search(r"[*×x＊]$", context.before) is not None


def _points(context: Context) -> bool:
    """Points of a score: 完成得3分, 每少一次扣1分; not the mark that somebody is to reach: 满意度得分达到90分."""
    if context.quantity.unit != "分":
        return False
    near = context.left[-_NEAR:] + context.right[:2]
    is_mark = re.search(r"达到|不低于|以上|提高到|保持在|稳定在|超过|(?:满意度|指数|评分|成绩)$", near)
    return is_mark is None or re.search(r"(?:得|扣|加|减|计|记)(?:满)?$", context.left) is not None


def _years(context: Context) -> bool:
    quantity = context.quantity
    return (
        quantity.unit in ("", "年")
        and 1900 <= quantity.value <= 2100
        and quantity.value == int(quantity.value)
        and not quantity.multiple
    )


def _dates(context: Context) -> bool:
    quantity = context.quantity
    if quantity.unit in ("月", "日", "届", "级", "季"):
        return not norms.TERM_NAMES.search(context.left[-8:])
    return False


def _quoted_names(context: Context) -> bool:
    """A number within quotation marks names something: “百万”行动, “1+3”, “双百”."""
    if not _QUOTED.search(context.before):
        return False
    inside = context.before[context.before.rfind("“") :]
    return len(inside) < 8 and "”" in context.after[:10]


def _in_a_title(context: Context) -> bool:
    return context.before.rfind("《") > context.before.rfind("》")


def _single(context: Context) -> bool:
    """One of something in words: 一支队伍, 一个中心; a promise only where it is said how many at least."""
    quantity = context.quantity
    if not quantity.is_chinese:
        return False
    if quantity.unit in ("%", "‰", "成", "倍", "番", "个百分点"):
        return False
    if re.search(r"(?:最多|只|至多)跑$", context.left):
        return True  # 最多跑一次
    stated = (
        re.search(
            r"(?:(?:不少于|至少|不低于)(?:要|再|新)?(?:有|建成|建设|建立|培育|打造|创建|组建|配备|设立|举办|开展)?|达到|达|突破|超过|力争|以上)$",
            context.left,
        )
        or re.search(r"每年[^，。；]{0,4}(?:创建|培育|建成|建设|打造|引进|新增|推出)$", context.left)
        or context.right.startswith("以上")
        or each(context.left)
    )
    if quantity.value <= 10 and not quantity.multiple:
        behind = re.match(r"(?:[，。；、）]|和|以上|左右|$)", context.right) and naming.has_noun(context.left)
        return not stated and not behind
    return False


_REASONS = (
    ("title", _in_a_title),
    ("year", _years),
    ("date", _dates),
    ("weight", _weights),
    ("weight", _points),
    ("own-part", scopes.own_parts),
    ("starting-point", past.starting_points),
    ("within", lambda context: context.is_within),
    ("name", _quoted_names),
    ("no-unit", _unitless),
    ("single", _single),
    ("reached", past.reached),
    ("foreseen", past.foreseen),
    ("age", norms.ages),
    ("scope", scopes.scopes),
    ("standard", conditions.eligible),
    ("scope", conditions.sizes),
    ("scope", conditions.those),
    ("scope", conditions.means),
    ("scope", conditions.designated),
    ("meeting", scopes.meetings),
    ("standard", norms.standards),
    ("standard", norms.follows_standard),
    ("note", past.notes),
    ("technical", norms.technical),
    ("term", norms.terms),
)
