"""Of which years a plan is: from its title, the spans and terms that it names, and the years that it sets as its goals."""

import re

from .periods import FIVE, FIVE_YEARS, years_of

_NTH = re.compile(r"第十([一二三四五六])个五年")
_SPAN = re.compile(r"(?P<first>20\d\d)年?(?:\d{1,2}月)?(?:—|至|到)(?P<last>20\d\d)年?")
_OF_FIGURES = re.compile(r"年?[^，。；\n]{0,12}(?:情况|数据|统计|变化|走势)")  # 2005—2010年出生人口情况
# A term of the whole plan: 5年内, 用三年时间, 力争3年; from 2012年起 on that year is its first.
_TERM = re.compile(
    r"(?:(?:^|[，。；：、\n]|未来|今后|力争|争取|确保|通过|经过)(?:用|在)?|用)"
    r"(?P<count>[2-9]|10|[二两三四五六七八九十])个?年(?:左右)?(?:内|时间|以内|之内|的?努力)"
)
_SINCE = re.compile(
    r"(?P<year>20\d\d)年(?:起|开始)[，、]?(?:力争|争取|计划)?(?:用|在)?"
    r"(?P<count>[2-9]|10|[二两三四五六七八九十])个?年(?:左右)?(?:内|时间|以内|之内)"
)
# What a year's report, list or programme is called; a longer term in it is no term of its own.
_OF_ONE_YEAR = re.compile(
    r"\A[^。；\n]{0,30}20\d\d年(?:度)?[^，。；\n]{0,20}(?:报告|要点|实事|年度计划|工作计划|工作安排)"
)
_TOLD_AND_PLANNED = re.compile(r"(?:总结|回顾|情况).*20\d\d年.*(?:计划|安排|打算|思路|要点)")
_GONE = re.compile(r"(?:过去的|回顾|回首)$")
_MINGUO = 1911  # 114年 in Taiwan is 2025
_NEXT_TERM = 5  # years to the end of the next term; beside a goal behind that one too, a term that is named is the plan's
_STEPS = 2  # years between the goals of one plan: 到2025年…, 到2027年…; what lies further on is a vision


def plan_years(title: str, text: str) -> tuple[int | None, int | None]:
    """Return the first and last year of the plan that a document is or speaks of, from its title before its text."""
    minguo = re.search(r"(?<!\d)(1[01]\d)年?(?:至|—)(1[01]\d)年", title)
    if minguo:
        return int(minguo[1]) + _MINGUO, int(minguo[2]) + _MINGUO
    minguo = re.search(r"(?<!\d)(1[01]\d)年度", title)
    if minguo:
        return int(minguo[1]) + _MINGUO, int(minguo[1]) + _MINGUO
    opening = text[:3000]
    for part in (title, opening):
        for match in _SPAN.finditer(part):
            first, last = int(match["first"]), int(match["last"])
            told = _OF_FIGURES.match(part, match.end())
            if 0 < last - first <= 20 and not told:
                return first, last
        is_sentence = re.search(
            r"[。；，]", part
        )  # a text without a title has the terms of all of its opening
        where = opening if is_sentence else part
        named = [FIVE_YEARS[f"十{each}五"] for each in _NTH.findall(where)] + [
            FIVE_YEARS[match["name"]] for match in FIVE.finditer(where) if _is_term(match)
        ]
        named = [each for each in named if each not in _over(text)]
        goal = goal_year(text) or 0
        if named and (part == title or max(named) >= goal or goal > max(named) + _NEXT_TERM):
            return _first_of(named, part), max(named)
        years = [int(each) for each in re.findall(r"(20\d\d)年", title)]
        if years and _TOLD_AND_PLANNED.search(title):
            return years[-1], years[-1]
        if years:
            return years[0], years[-1]
    return None, None


def _over(text: str) -> set[int]:
    """Return the last years of terms that a text says are over: 在刚刚过去的“十一五”期间."""
    return {
        FIVE_YEARS[match["name"]]
        for match in FIVE.finditer(text[:3000])
        if _GONE.search(text[: match.start()])
    }


def _is_term(match: re.Match[str]) -> bool:
    """Say whether a plan may be of a term that is named; 十五 without marks is a number as often."""
    if match["what"] == "以来" or match.string[match.start() - 1 : match.start()] == "《":
        return False
    return len(match["name"]) > 2 or bool(match["open"] or match["what"])


def _first_of(named: list[int], text: str) -> int:
    """Return the year in which a plan begins that speaks of several terms of five years: the first that it sets goals for."""
    aimed = [year for year in named if len(re.findall(rf"到{year}年", text)) > 1]
    return min([*aimed, max(named)]) - 4


def is_of_one_year(text: str) -> bool:
    """Say whether a document is a year's report, list or programme."""
    return _OF_ONE_YEAR.match(text) is not None


def term_end(text: str, begins: int | None, last: int | None) -> int | None:
    """Return a plan's last year: where no year but its first is named, that of the term (5年内) it speaks of."""
    since = _SINCE.search(text)
    if since and int(since["year"]) >= (last or 0):
        return int(since["year"]) + years_of(since["count"]) - 1
    is_open = begins and (last or begins) <= begins and not is_of_one_year(text)
    match = _TERM.search(text) if is_open else None
    return begins + years_of(match["count"]) if begins and match else last


def goal_year(text: str) -> int | None:
    """Return the year that a text sets as its goal: of the first sentence that says by when."""
    for pattern in (
        r"(?<!恢复)(?:到|至)(20\d\d)年(?!以来)",
        r"(20\d\d)年(?:底|末|年底)(?:前|，|、)",
        r"(20\d\d)年",
    ):
        found = [int(each) for each in re.findall(pattern, text)]
        if found and "到|至" in pattern:
            return max(year for year in found if 0 <= year - found[0] <= _STEPS)
        if found:
            return max(found)
    return None
