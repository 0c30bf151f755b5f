"""Numbers of figures and words, 3万1千户, and round numbers that are a word alone: 打造百家企业, 培训万名工匠.

Such words name things as often (千人计划, 百亿企业, 万吨级泊位), so they count only behind a verb that makes what follows.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from . import naming
from .units import UNIT

_COUNTED = "人次|场次|项|家|个|名|位|场|所|支|部|套|台|座|条|门|种|件|处|户|人|辆|对|堂"
_MEASURED = "平方米|立方米|千瓦|公里|亩|吨|株"
_ROUND = re.compile(
    rf"(?P<number>(?P<small>[百千万])(?P<counted>{_COUNTED})|(?P<large>[十百千]万|亿)(?P<unit>{_COUNTED}|{_MEASURED}))"
    r"(?=[\u4e00-\u9fff]{2}|(?:以上|左右)?(?:[，。；、]|$))(?![级百千万亿])"
)
_VALUES = {"百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_VERBS = re.compile(rf"(?:{naming.MAKING.pattern[3:-2]}|增至|增加到|扩大到|超过)(?:超过?|逾|近|约)?$")
# 3万1千(户), 1千2百, 2亿3千万
_MIXED = re.compile(
    rf"(?<![\d.])(?P<first>\d{{1,4}})(?P<of_first>[亿万千])(?P<second>\d,\d{{3}}|\d{{1,4}})(?P<of_second>千万|百万|[万千百])?余?"
    rf"(?P<unit>{UNIT})"
)
_NEAR = 8  # characters before a number in which its verb stands
_NAMES = re.compile(r"(?:计划|工程|行动|大会|规模|口)|[^，。；、]{0,14}(?:工程|行动|计划)(?:[，。；、]|$)")


def rounded(text: str) -> Iterator[tuple[int, int, Decimal, str]]:
    """Yield where such numbers with their units stand, their values, and the units."""
    for match in _ROUND.finditer(text):
        start, end = match.span()
        if text[start - 1 : start].isdigit() or not _VERBS.search(text[max(start - _NEAR, 0) : start]):
            continue
        if not _NAMES.match(text, end):
            word = match["small"] or match["large"]
            yield start, end, Decimal(_VALUES[word]), match["counted"] or match["unit"]
    for match in _MIXED.finditer(text):
        first, second = (
            int(match[each].replace(",", "")) * _VALUES.get(match[f"of_{each}"], 1)
            for each in ("first", "second")
        )
        if second < _VALUES[match["of_first"]]:
            yield *match.span(), Decimal(first + second), match["unit"]
