"""The quantities of a text: numbers with their units, ranges, shares and multiples, and how exact they are said to be."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from . import units
from .rounded import rounded

_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_CHINESE = (
    r"(?:[一二两三四五六七八九十百千]+万零?(?=[一二两三四五六七八九]))?[零〇一二两三四五六七八九"
    r"十百千]+(?:点[零〇一二三四五六七八九]+)?"
)
_MULTIPLE = r"万亿|百万|千万|十万|百亿|千亿|亿|万|千(?![米克瓦伏卡帕乏])|百(?!分)"
_BETWEEN = r"—{1,2}|至|到|~"
_PART_OF = re.compile(
    r"(?P<below>[二三四五六七八九十])分之(?P<above>[一二三四五六七八九])|"
    r"(?<![\d.])(?P<num>[1-9])/(?P<den>[2-9])(?![\d/])|(?P<twice>(?<=[现年比]|争)(?:翻番|倍增))|(?P<half>一半|半数)(?!的时间)"
)
_SHARE_OF = r"(?P<of>百分之|千分之)"

_QUANTITY = re.compile(
    rf"""(?P<about>近|约|大约|超|逾|超过|上)?
    (?:{_SHARE_OF}(?P<share>{_ARABIC}|{_CHINESE}|百)(?:(?:{_BETWEEN})(?:百分之|千分之)?(?P<share_to>{_ARABIC}|{_CHINESE}))?
    |(?P<number>{_ARABIC}|{_CHINESE})(?P<more>余|多|来)?(?P<multiple>{_MULTIPLE})?(?P<more_after>余|多)?
      (?:(?P<unit_between>%|‰|{units.UNIT})?(?:{_BETWEEN})(?P<to>{_ARABIC}|{_CHINESE})(?P<multiple_to>{_MULTIPLE})?)?
      (?:\x20?(?P<unit>{units.UNIT}))?
    )""",
    re.VERBOSE,
)
_FIGURES = {each: value for value, each in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_MULTIPLES = {
    "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8, "百亿": 10**10, "千亿": 10**11,
    "万亿": 10**12,
}  # fmt: skip


_MOST_DOUBLINGS = 10
_MOST = Decimal(10) ** 18  # figures beyond are no quantity: numbers of accounts, texts that went wrong


@dataclass(frozen=True)
class Quantity:
    """One number as it stands: `value` and `value_max` in the unit without multiples (2.5亿元 is 250000000 元)."""

    start: int
    end: int
    value: Decimal
    value_max: Decimal | None
    unit: str  # empty: none is written
    is_about: bool = False  # 近, 约, 余, 多, 左右
    is_more: bool = False  # 超, 逾, 余, 多: more than it
    is_chinese: bool = False  # written in characters
    multiple: str = ""
    is_growth: bool = False  # 翻一番, 倍增: by how much it grows is in the word


def quantities(text: str) -> Iterator[Quantity]:
    """Yield the quantities of a text in their order; years, numbers of documents and headings are not among them."""
    round_ones = (
        Quantity(start, end, value, None, unit, is_chinese=not text[start].isdigit())
        for start, end, value, unit in rounded(text)
    )
    parts = sorted([*map(_part, _PART_OF.finditer(text)), *round_ones], key=lambda each: each.start)
    place = 0
    while match := _QUANTITY.search(text, place):
        while parts and parts[0].start <= match.start():
            place = parts[0].end
            yield parts.pop(0)
        if parts and parts[0].start < match.end():  # 超过(三分)之一
            place = parts[0].start
            continue
        if match.start() < place:
            continue
        found = _read(match, text)
        place = max(match.end(), match.start() + 1)
        if found is not None:
            yield found
    yield from parts


def _part(match: re.Match[str]) -> Quantity:
    """Return a share told as a fraction: 三分之一 is 33.33 %, 一半 50 %."""
    if match["twice"]:
        return Quantity(match.start(), match.end(), Decimal(100), None, "%", is_growth=True)
    above, below = match["above"] or match["num"], match["below"] or match["den"]
    share = Decimal(50)
    if above and below:
        of, whole = (value_of(each) for each in (above, below))
        share = (of * 100 / whole).quantize(Decimal("0.01")).normalize()
    return Quantity(match.start(), match.end(), Decimal(f"{share:f}"), None, "%")


def value_of(text: str) -> Decimal:
    """Return the value of a number in digits or in characters below ten thousand. Raises ValueError."""
    if text[0].isdigit():
        return Decimal(text.replace(",", ""))
    many, has_many, rest = text.partition("万")
    if has_many:
        return value_of(many) * 10_000 + value_of(rest)
    whole, _point, part = text.partition("点")
    if not any(each in _PLACES for each in whole):
        number = Decimal(int("".join(str(_FIGURES[each]) for each in whole)))
    else:
        number = Decimal(_in_places(whole))
    if part:
        number += Decimal("0." + "".join(str(_FIGURES[each]) for each in part))
    return number


def _in_places(text: str) -> int:
    total, figure = 0, None
    for each in text:
        if each in _PLACES:
            total += (1 if figure is None else figure) * _PLACES[each]
            figure = None
        else:
            figure = _FIGURES[each]
    return total + (figure or 0)


def _read(match: re.Match[str], text: str) -> Quantity | None:
    before, after = text[: match.start()], text[match.end() :]
    if match["of"]:
        low = value_of("一百" if match["share"] == "百" else match["share"])
        high = value_of(match["share_to"]) if match["share_to"] else None
        if high is not None and high <= low:
            return None
        unit = "%" if match["of"] == "百分之" else "‰"
        return _made(match, low, high, unit)
    number, unit = match["number"], match["unit"] or ""
    is_chinese = not number[0].isdigit()
    if len(unit) == 1 and _GLUED.match(unit + after):
        return None
    if _is_part_of_a_word(match, before, after, is_chinese):
        return None
    if unit == "年" and not match["to"] and len(number) == 4 and number.isdigit():
        return None
    try:
        low = value_of(number)
        high = value_of(match["to"]) if match["to"] else None
    except (ValueError, KeyError):
        return None
    multiple = match["multiple"] or ""
    multiple_to = match["multiple_to"] or ""
    if high is not None:
        if not multiple and multiple_to:
            multiple = multiple_to
        low, high = low * _MULTIPLES.get(multiple, 1), high * _MULTIPLES.get(multiple_to or multiple, 1)
        if high <= low or high >= _MOST or (unit == "年" and high > 1900):
            return None
        unit = unit or match["unit_between"] or ""
    else:
        low *= _MULTIPLES.get(multiple, 1)
    if low >= _MOST:
        return None
    return _made(match, low, high, unit, is_chinese=is_chinese, multiple=multiple)


def _made(
    match: re.Match[str],
    low: Decimal,
    high: Decimal | None,
    unit: str,
    *,
    is_chinese: bool = False,
    multiple: str = "",
) -> Quantity:
    about = match["about"] or ""
    end, is_growth = match.end(), unit == "番"
    if unit == "成":  # 七成 is 70 %, 八成五 85 %
        low, high, unit = low * 10, high * 10 if high is not None else None, "%"
        half = _FIGURES.get(match.string[end : end + 1])
        if half and high is None:
            low, end = low + half, end + 1
    elif unit == "番" and low <= _MOST_DOUBLINGS:  # 翻一番 is a growth of 100 %, 翻两番 of 300 %
        low, unit = (Decimal(2) ** int(low) - 1) * 100, "%"
    more = bool(match["of"] is None and (match["more"] or match["more_after"]))
    start = match.start() + len(about)
    return Quantity(
        start,
        end,
        low,
        high,
        unit,
        is_about=about in ("近", "约", "大约") or more,
        is_more=about in ("超", "逾", "超过", "上") or more,
        is_chinese=is_chinese,
        multiple=multiple,
        is_growth=is_growth,
    )


def number_is_round(match: re.Match[str]) -> bool:
    """Say whether a number names a size: 十亿, 百亿, 千亿, 百万, 千万."""
    return (
        match["number"] in ("十", "百", "千")
        and match["multiple"] in ("亿", "万")
        and not match["more_after"]
    )


# A noun behind a number that begins like a unit: 4500安置小区, 3号线2层次 lend none.
_GLUED = re.compile(
    r"分(?:段|层|级|类|区|流|散|布|工)|安(?:置|全|居|装|保|排|心)|伏(?:法|天)|度(?:假|汛|电量)|升(?:级|学)|口岸|层次|卡口|帕金|里程|点位图|站台|"
    r"方(?:面|案|向|式|法|位|言|阵|针|便|可|能|形|协|共|联|机|责|签|合|达|同|安|代)|匹配|发(?!商|火|运|卫|炮|子|导)"
)

# 农产品加工业产值与农业总产值之比提高到2.2：1 is a value of its own, 按1：1配套 a rule.
_ONE_TO = re.compile(r"(?:[：∶]1|比一|比1)(?![\d.：])")
_RATIO_OF = re.compile(
    r"(?:之比|[^之占]比|比值|差距)(?:由\d+(?:\.\d+)?[：:∶]1)?(?:力争|基本|稳定|保持|调整|优化)*(?:达到?|优于|高于|低于|提高到|提高至|提升到|提升至|控制在|不低于|不高于|不超过|保持在|缩小到|缩小至|降至|为|到|在)$"
)


_LATIN = re.compile(r"[A-Za-z][-.]?$")
# What is numbered: 专栏1强村行动
_LABELS = ("专栏", "指标", "图", "表", "目标", "任务", "附件", "行动")


def _is_part_of_a_word(match: re.Match[str], before: str, after: str, is_chinese: bool) -> bool:
    """Say whether the figures name something: 十四五, 5G, PM2.5, 12345热线, 〔2022〕, 第3条, 一流."""
    number, unit = match["number"], match["unit"]
    last = before[-1:]
    if last == "每" and match["multiple"]:
        return True  # 每10万人口
    if _LATIN.search(before[-2:]) or before.endswith(("第", "〔", "No.", "编号", "文号")):
        return True
    if (
        before.endswith(_LABELS)
        and not match["multiple"]
        and unit not in units.SHARES
        and len(number) < 3
        and number.isdigit()
        and after
    ):
        return True  # 专栏1强村行动
    if (
        unit in ("类", "级", "等", "档")
        and re.search(r"（[^（）]{0,12}$", before)
        and re.match(r"[^（）]{0,4}）", after)
    ):
        return True  # 优良（一、二类）比例
    if unit in ("方", "发") and is_chinese and not match["multiple"]:
        return True  # 三方协议
    if unit == "级" and is_chinese and after[:1] not in ("，", "。", "；"):
        return True  # 三级医院, 一级公路
    if unit == "期" and is_chinese and not re.search(r"班|培训|活动|举办", before[-8:]):
        return True  # 二期工程
    if after.startswith("强") and not unit:
        return True  # 世界500强
    if unit == "项" and re.search(r"(?:冬季|现代|铁人)$", before):
        return True  # 现代五项
    if not unit and re.match(r"[：∶]\d|比\d|比一", after):
        return not _ONE_TO.match(after) or not _RATIO_OF.search(before)  # 1：60
    if not unit and after[:1].isascii() and after[:1].isalpha():
        return True
    if not unit and after[:1] in ("〕", "号"):
        return True
    if is_chinese:
        if not match["unit"] and not match["multiple"]:
            return True
        if number == "一" and (last in "同统唯逐专另某任" or unit == "员"):
            return True  # 同一类, 重要一员
        if last in "“第" or after[:1] == "”":
            return True
        if (
            number_is_round(match)
            and (
                match["about"] in ("超", "逾", "超过")
                or re.search(r"(?:突破|达到?|迈上|跨越|稳定在|保持在)$", before)
            )
            and re.match(r"[，。；、左以]|大关|$", after)
        ):
            return False
        is_told = match["unit"] and re.search(r"(?:达到?|超过?|突破|增至)$", before)  # 达到百家
        if match.group().startswith(("百", "千")) and not (
            match["more"]
            or match["more_after"]
            or is_told
            or re.match(r"(?:以上|左右)(?:[，。；、）]|$)", after)
        ):
            return True
        if number_is_round(match):
            return True  # 千亿级产业, 百亿企业, 超百亿元的集群
        if after.startswith(("是", "方面", "届")):
            return True
    return False
