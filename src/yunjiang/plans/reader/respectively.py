"""Lists in which names or years and numbers pair: A、B分别达到95%和85%; 2024年、2025年分别完成300亿元和350亿元."""

import re
from collections.abc import Sequence

from . import naming, sharing
from .clauses import listed
from .periods import By, Mention

_GOAL = re.compile(r"年(?:底|末|前)?，")
_BOTH = {"城乡": ("城镇", "农村"), "存贷款": ("存款", "贷款")}
# What stands before 分别 where the names are those of the clause before: 2030年(分别达到), 比2020年(分别下降).
_AGAIN = re.compile(
    r"(?:[比较到至]|力争|再|年均|同比|[比较]上年|[比较]去年)*(?:20\d\d年)?(?:底|末|前|时)*，?"
)
_NUMBER = re.compile(r"(?=\d[\d.,]*\D{0,8}$)")
_YEARS = re.compile(r"20\d\d年(?:(?:底|末)?[、和与及](?:到)?20\d\d年)+")


def paired(before: str, count: int, *, has_years: bool) -> list[tuple[str, int]]:
    """Return the names of so many numbers, each with its place in what stands before the first; none where they do not pair.

    Where as many years are named, names are looked for in the last clause only.
    """
    told = _told(before)
    goal = list(_GOAL.finditer(told))
    told = told[goal[-1].end() :] if goal else told
    names = listed(told.rpartition("，")[2])
    is_one_list = len(names) == count
    if not is_one_list and not has_years:
        numbered = [_NUMBER.split(each)[0] for each in listed(told)]  # A达到3万人，B达到5亿元，分别增长…
        names = [naming.trimmed(naming.before(each)) for each in numbered]
    if count == 2 and len(names) == 1 and not has_years:
        names = next(
            (
                [names[0].replace(both, each, 1) for each in two]
                for both, two in _BOTH.items()
                if both in names[0]
            ),
            names,
        )
    if len(names) != count:
        return []
    clause = max(before.rfind(each) for each in "，；。：\n") + 1
    places = [place if place >= 0 else clause for place in (before.rfind(each) for each in names)]
    if is_one_list:
        names = sharing.with_shared_head(names)
    whose = re.match(r"(.*?(?:的|学校|企业|人口|居民|农村|城镇))", names[0])
    if whose:
        names[1:] = [
            whose[1] + each if len(each) <= 4 and naming.is_rate(each) else each for each in names[1:]
        ]
    return list(zip(names, places, strict=True))


def are_again(before: str) -> bool:
    """Say whether what stands before numbers told 分别 names nothing, so that they are of those named last."""
    told = re.search(r"(?:^|[；。：\n，])([^；。：\n，]*)分别[^，\d]*$", before)
    return told is not None and bool(_AGAIN.fullmatch(told[1]))


def years_of(before: str, count: int, known: Sequence[Mention], inherited: By, now: int) -> list[int]:
    """Return the years that so many values are of, one each: 2024年、2025年分别, 三年分别 of a plan of three years."""
    split = before.rfind("分别")
    listed_years = _YEARS.search(before)
    if split < 0 and listed_years:
        split = listed_years.end()
    elif split < 0 or re.search(r"[；。]", before[split:]):
        return []
    years = [each.year for each in known if each.end <= split and not each.is_past and not each.first]
    if len(years) == count and years == sorted(set(years)):
        return years
    told = re.search(r"([两三四五])年(?:内)?$", before[:split])
    last = inherited.year
    if told and last and "两三四五".index(told[1]) + 2 == count == last - now + 1:
        return list(range(now, last + 1))
    return []


def _told(before: str) -> str:
    """Return what stands before 分别 in the part of a sentence that ends with it."""
    begun = max(before.rfind(each) for each in "；。：\n")
    told, _split, rest = before[begun + 1 :].rpartition("分别")
    return "" if "，" in rest else told
