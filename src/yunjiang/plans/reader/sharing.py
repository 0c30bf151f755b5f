"""Names that share one number or one head: A率、B率均达到95%; 氨氮、总磷排放总量下降; 新建、改建养老机构分别达到30家和50家."""

import re

from .naming import HEADS, MAKING, is_rate

# 均, 都, 各: the number is of each that is named.
_OF_EACH = re.compile(
    r"(?:(?<![年平])均|(?<=[比较]\d{4}年)均|都|各|双双|分别)(?:各?有|[比较]20\d\d年)?[^，；、均]{0,6}$|(?<![年平])均[^，；、]{0,4}全[省市县区][^，；、]{2,6}的$"
)
_LIST = re.compile(r"、|以及|(?<!共)和(?!谐|平)|(?<!参)与(?!度)|(?<!普|涉|触|可|以)及(?!以|率|时|格|其)")
# One name for all: 州、县两级机构达标率, 教育、医疗等领域投资规模.
_TOGETHER = re.compile(r"[两二三四五]级|等[^，。；、]{0,10}$|[（(][^）)]*、[^）)]*[）)]")
_CHANGED = re.compile(
    r"(?P<what>.{3,}?)(?P<change>(?:年均)?(?:实际)?(?:增长|增速|增幅|下降|减少|削减|提高|增加|递增|递减))$"
)
_SPEEDS = ("增速", "增幅")
_PLACE = re.compile(r"[省市州县区]$")
_OXYGEN = "需氧量"  # 化学需氧量 is no quantity of something
# What several substances have in common of which a change is told.
_EMITTED = re.compile(r"(?:排放总量|排放量|排放强度|年?均?浓度|使用量|施用量|消耗量|产生量)$")
_COUNTED_AS = re.compile(r"(?:数量|总量|总数|规模|(?:种植|播种|建设|治理)?面积|[\u4e00-\u9fff]{2}化率)$")
_OWNERS = r"企业|单位|机构|学校|医院|地区|城市|农村|城镇|人员|职工|工人|居民|群众|园区|县|乡|村|行业|系统|重点\S{2,4}"
# What is measured, as far as it may be of several things: 受污染耕地和污染地块(安全利用率).
_MEASURE = re.compile(
    r"(?:(?:综合|安全|有效|达标|规范化|标准化|无害化|资源化)+[\u4e00-\u9fff]{2,3}率|总?(?:产能|产量|产值)(?:占比|比重|比例)|"
    r"增加值|(?:全产业链)?总?产值|总?产量|能耗)$"
)
_LEVEL = re.compile(r"(?:国家|省|市|州|县|区|乡|镇|村|校|甲|乙|丙)级(?:以上)?")
_AMONG = re.compile(
    r"[^等]{2,8}等(?:区域|地区|城市|行业|领域|类|地)?(?=[\u4e00-\u9fff]{2})"
)  # 珠三角等区域颗粒物浓度
_MONEY = re.compile(r"(?:总?产值|税收|营业收入|销售收入|销售额|利税|利润|增加值|进出口|零售额|投资)$")
_LEAST = 3  # characters that a shared head has, 机械化率, and a name that stands for itself


def is_of_each(left: str) -> bool:
    """Say whether what stands before a number says that it is of each that is named."""
    return bool(_OF_EACH.search(left))


def names_of(name: str, left: str = "", *, is_change: bool = False) -> list[str]:
    """Return the names of those that share one number, each completed from the others: A职代会建制率、厂务公开建制率.

    A list of which not every member can stand for itself is one name, unless what stands before the number says 均, 都 or 各.
    """
    changed = _CHANGED.fullmatch(name)
    told, change = (changed["what"], changed["change"]) if changed else (name, "")
    pieces = _pieces(told)
    if len(pieces) < 2 or _TOGETHER.search(told):
        return [name]
    each = is_of_each(left)
    with_heads = [_has_head(one) for one in pieces]
    if all(is_rate(one) for one in pieces) or (all(with_heads) and (each or is_change)):
        return [pieces[0] + change, *(_completed(pieces[0], one) + change for one in pieces[1:])]
    is_emitted = is_change and _EMITTED.search(pieces[-1]) and not _PLACE.search(pieces[0])
    if with_heads[-1] and not any(with_heads[:-1]) and (each or is_emitted):
        return [one + change for one in with_shared_head(pieces)]
    if (each or change in _SPEEDS) and min(map(len, pieces)) >= _LEAST:
        return [one + change for one in pieces]
    return [name]


def with_shared_head(names: list[str]) -> list[str]:
    """Return a list of names, those that are a verb or lack the head of the last completed by it: 新建、改建养老机构."""
    last = names[-1]
    verb = re.match(rf"{MAKING.pattern[:-1]}(?=.{{2}})", last)
    if verb is not None and any(MAKING.fullmatch(one) for one in names[:-1]):
        return [one + last[verb.end() :] if MAKING.fullmatch(one) else one for one in names]
    level = _LEVEL.match(last)
    if level is not None and all(_LEVEL.fullmatch(one) for one in names[:-1]):  # 国家级、省级技术中心
        return [*(one + last[level.end() :] for one in names[:-1]), last]
    if not _has_head(last) or any(_has_head(one) for one in names[:-1]):
        return names
    first = names[0]
    own = _own(first, names[-2], last)
    if own:
        return [*(one + last[own:] for one in names[:-1]), last]
    whose = first[:-2]  # 马铃薯种植、收获机械化率
    return [first + last[2:], *(whose + one + last[2:] for one in names[1:-1]), whose + last]


def _own(first: str, before: str, last: str) -> int:
    """Return how many characters of the last name stand before the head that it shares; 0: it lacks the first one's whose."""
    among = _AMONG.match(last)
    if among is not None:
        return among.end()
    for length in range(len(last) - _LEAST, 1, -1):  # 村党组织(成员)、村委会(成员)中女性比例
        if last[length - 2 : length] == first[-2:]:
            return length
    emitted, counted = _EMITTED.search(last), _COUNTED_AS.search(last)
    if emitted and emitted.start() > 1:
        return emitted.start()
    if counted and counted.start() > 2:
        return counted.start()
    measure = _MEASURE.search(last)
    if measure is not None and measure.start() > 1 and (first == before or len(first) != len(before)):
        return measure.start()
    return len(before) if max(len(first), len(before)) + _LEAST <= len(last) else 0


def _pieces(name: str) -> list[str]:
    """Return the members of a list; of A、B设施达标率、C覆盖率 there are two."""
    head, comma, last = name.rpartition("、")
    pieces = [one for one in [*head.split("、"), *_LIST.split(last)] if one] if comma else _LIST.split(name)
    pieces = [one for one in pieces if one]
    if len(pieces) < 3 or sum(is_rate(one) for one in pieces) < 2:
        return pieces
    folded, begun = [], ""
    for one in pieces:
        begun = f"{begun}、{one}" if begun else one
        if is_rate(one):
            folded.append(begun)
            begun = ""
    return pieces if begun else folded


def _has_head(name: str) -> bool:
    return bool(HEADS.search(name) or _MONEY.search(name)) and not name.endswith(_OXYGEN)


def _completed(first: str, other: str) -> str:
    """Return a later name of a list with the words before the first one's own head, where it lacks them."""
    match = re.match(rf"(?P<whose>.*?(?:{_OWNERS}))(?P<what>\S{{3,}})$", first)
    money = _MONEY.search(first)
    if money and _MONEY.fullmatch(other):
        return first[: money.start()] + other
    is_whole = match is None or re.match(_OWNERS, other) or other.startswith(match["whose"])
    return (
        other if match is None or is_whole or len(other) > len(match["what"]) + 4 else match["whose"] + other
    )
