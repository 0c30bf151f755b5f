"""Promises without a number: 全覆盖 is a rate of a hundred in the hundred."""

import re
from collections.abc import Iterator
from decimal import Decimal

from . import naming
from .past import is_past_stretch
from .periods import By, Cadence, Mention, by_of
from .promises import Target
from .roles import Role
from .structure import Part

_WHOLE = re.compile(
    r"(?P<name>[^，。；：、\n]{2,40}?(?:覆盖率|覆盖面|参保率|建制率|达标率|合格率|[^，。；：、\n]率))"
    r"(?:要|力争|基本|全部|实现|达到|保持|始终|动态|为)*(?P<all>全覆盖|全部覆盖|百分百)|"
    r"(?P<what>(?:[区市州]、(?=[县市区州旗])|[^，。；：、\n]){4,40}?)(?:要|力争|基本|全部|达到|保持|始终|"
    r"动态)*(?:实现)?(?P<where>(?:县乡村|市县乡|"
    r"省市县)[^，。；：、\n]{0,6})?(?P<whole>全覆盖)(?=[，。；、]|$)"
)

# 基本全覆盖 is not a hundred in the hundred, and what is only pushed on has no measure: 推进管网全覆盖.
_NOT_WHOLE = re.compile(r"(?:基本(?!(?:医疗|养老|公共|生活|保障|农田))|推进|推动|促进|探索)[^，。；]*$")


def whole_coverage(
    text: str, offset: int, part: Part, known: list[Mention], inherited: By, now: int
) -> Iterator[Target]:
    """Yield what a sentence promises to cover wholly: 县乡村三级全覆盖 is a rate of 100 %."""
    if not any(each in text for each in ("全覆盖", "全部覆盖", "百分百")):
        return
    for match in _WHOLE.finditer(text):
        if _NOT_WHOLE.search(text[: match.end()]):
            continue
        at = match.start("all") if match["all"] else match.start("whole")
        if is_past_stretch(text[:at], known, at) or part.role == Role.BACKGROUND:
            continue
        told = "name" if match["name"] else "what"
        name = naming.before(match[told])
        if told == "what":
            name = f"{re.sub(r'^(?:推进|推动|促进|实现|确保)', '', name)}{match['where'] or ''}覆盖率"
        by = by_of(text, at, known, inherited, now)
        if "动态" in match.group() and not by.is_stated:
            by = By(Cadence.ONGOING, None, True)
        start = match.start(told) + max(match[told].find(name[:4]), 0)
        yield Target(
            name, ">=", Decimal(100), None, "%", by, "ratio", 1, offset + start, offset + match.end(),
            Decimal("0.8"), "whole-coverage", part,
        )  # fmt: skip


_COVERED = re.compile(r"(?P<what>[^，。；：、—]{2,24}?)(?P<verb>覆盖)(?P<whole>[^，。；：]{0,40}[、和及])?$")


def covered(before: str, after: str) -> str:
    """Return the name of a share in a list of what is covered: 设施覆盖所有社区、(80%)以上乡镇和(50%)以上村."""
    told = _COVERED.search(before)
    place = re.match(r"以上(?:的)?(?P<place>[^，。；、\d的和及]{1,10})(?=[，。；、和及]|$)", after)
    if told is None or place is None:
        return ""
    return naming.trimmed(told["what"]) + told["verb"] + place["place"]
