"""By whom a document is numbered, on which day it was issued, and from which day to which it holds."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .periods import years_of

_TITLED = 200  # characters in which a title stands
_OPENING = 3000  # characters in which a document's own number stands
_NUMBER = re.compile(
    r"(?:^|(?<=[ 件知见案划》]))(?:(?!根据|按照|依据|贯彻|落实|印发|关于)[^\s，。：（）()《》]){1,14}?"
    r"[〔\[（(](?:19|20)\d\d[〕\])）]\s*\d{1,4}号",
    re.MULTILINE,
)
_ALONE = re.compile(
    r"^(?:[^\n：]{2,6}：)?[（(]?(?P<number>[^\s，。：《》（）—]{1,14}〔(?P<year>20\d\d)〕\s*\d{1,4}号)[）)]?$",
    re.MULTILINE,
)
_BESIDE_TITLE = re.compile(
    r"^[^\n。；]{6,80}（(?P<number>[^\s，。：《》（）—]{1,14}〔20\d\d〕\d{1,4}号)）$", re.MULTILINE
)
_CITED = re.compile(r"〔(20\d\d)〕")

_DAY = r"(?:19|20)\d\d年(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})日"
_PARTS = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?:[年—./](?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})[月—./]?)?"
    r"(?:(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})日?)?"
)
_BODY = r"[局委部办厅府会院署室校组队司团处](?:（[^）]{1,8}）)?"
# A day under the name of who issues it comes before one that stands alone, that before one that a label or the imprint tells.
_ISSUED = (
    re.compile(rf"{_BODY}\n?(?P<day>{_DAY})(?=\n|$)"),
    re.compile(rf"^（(?P<day>{_DAY})）$", re.MULTILINE),
    re.compile(rf"^(?P<day>{_DAY})$", re.MULTILINE),
    re.compile(
        rf"(?:成文|印发|发布|发文|签发|公布)(?:日期|时间)[：:](?P<day>{_DAY}|20\d\d[—./]\d{{1,2}}[—./]\d{{1,2}})"
    ),
    re.compile(rf"(?P<day>{_DAY})印发|^—*({_DAY})在", re.MULTILINE),
)

_KIND = r"(?:方案|规划|计划|意见|措施|办法|通知|细则|规定|政策|行动|要点|纲要|文件|计画)"
_ITSELF = rf"本[^，。；]{{0,8}}?{_KIND}"
_BEGINS = re.compile(
    rf"自(?P<day>{_DAY}|20\d\d年\d{{1,2}}月|[发印公颁下]\S{{0,2}}之日)(?:起|开始)(?:正式)?(?:施行|实施|执行|生效|试行)(?=[，。；）]|$)"
)
_HOLDS = re.compile(
    rf"{_ITSELF}(?:的)?(?:有效|实施|执行|试行)期|(?:^|[，；。：])有效期|(?:实施|执行|规划|计划)期(?:限|间|程)?(?:为|：|自|是)|期程"
)
_MAY_SAY = re.compile(r"有效期|起(?:正式)?[施实执生试]|开始[施实执试]|期程|期限?为|期间为|期[：自]")
_UNTIL = re.compile(rf"(?:至|到)(?P<last>{_DAY}|20\d\d年(?:\d{{1,2}}月)?)(?:底|末)?")
_FROM_TO = re.compile(
    rf"(?P<first>{_DAY}|20\d\d年?(?:\d{{1,2}}月)?)(?:—|至|到)(?P<last>{_DAY}|20\d\d年(?:\d{{1,2}}月)?)(?:底|末)?"
)
_YEARS = re.compile(
    r"(?:有效|实施|执行|试行)期限?(?:为|：|暂定)?(?P<count>\d{1,2}|[一二两三四五六七八九十])个?年"
)


@dataclass(frozen=True)
class Issue:
    """What a document says of its own issue; None where it does not."""

    number: str = ""  # such as 云办发〔2022〕1号
    on: date | None = None
    year: int | None = None  # of its number or day, else of the latest document that it cites
    valid_from: date | None = None
    valid_until: date | None = None
    valid_at: tuple[int, int] | None = None  # where it says so


def issue(text: str) -> Issue:
    """Return what a plain text says of the issue of the document that it is."""
    alone = _ALONE.search(text[:_OPENING])
    on = _day_of(text)
    year = (
        int(alone["year"]) if alone else on.year if on else max(map(int, _CITED.findall(text)), default=None)
    )
    first, last, place = _validity(text, on)
    return Issue(_number(text, alone), on, year, first, last, place)


def _number(text: str, alone: re.Match[str] | None) -> str:
    if alone:
        return alone["number"]
    if beside := _BESIDE_TITLE.search(text[:_TITLED]):
        return beside["number"]
    for found in _NUMBER.finditer(text[:_OPENING]):
        before = text[: found.start()]
        if before.rfind("（") <= before.rfind("）"):  # in brackets stand the numbers of other documents
            return found.group().strip()
    return ""


def _day_of(text: str) -> date | None:
    for pattern in _ISSUED:
        for found in pattern.finditer(text):
            if (day := _first(next(filter(None, found.groups())))) is not None:
                return day
    return None


def _validity(text: str, issued: date | None) -> tuple[date | None, date | None, tuple[int, int] | None]:
    """Return from when to when a document holds and where it says so; what it says of permits and cards is not it."""
    for start, end in _said(text):
        sentence = text[start:end]
        begins = _BEGINS.search(sentence)
        if not (_HOLDS.search(sentence) or (begins and not _is_of_another(sentence))):
            continue
        first = (_first(begins["day"]) or issued) if begins else None
        rest = sentence[begins.end() :] if begins else sentence
        span, until, count = _FROM_TO.search(rest), _UNTIL.search(rest), _YEARS.search(rest)
        if span and not begins:
            return _first(span["first"]), _last(span["last"]), (start, end)
        if until:
            return first, _last(until["last"]), (start, end)
        if count and (first or issued):
            begun = first or issued
            assert begun is not None
            return begun, _years_on(begun, years_of(count["count"])), (start, end)
        if begins:
            return first, None, (start, end)
    return None, None, None


def _is_of_another(sentence: str) -> bool:
    """Say whether a sentence tells since when another document holds: 《条例》自…起施行."""
    return "》" in sentence and not re.search(_ITSELF, sentence)


def _said(text: str) -> Iterator[tuple[int, int]]:
    """Yield the sentences that may say how long a document holds, the last first: it mostly stands at the end."""
    for place in sorted((each.start() for each in _MAY_SAY.finditer(text)), reverse=True):
        start = max(text.rfind("。", 0, place), text.rfind("\n", 0, place)) + 1
        end = min(each for each in (text.find("。", place), text.find("\n", place), len(text)) if each >= 0)
        yield start, end


def _first(told: str) -> date | None:
    """Return the first day of a day, a month or a year; None of what is none of them."""
    found = _PARTS.match(told)
    if found is None:
        return None
    return _date(int(found["year"]), _count(found["month"]) or 1, _count(found["day"]) or 1)


def _last(told: str) -> date | None:
    """Return the last day of a day, a month or a year; None of what is none of them."""
    found = _PARTS.match(told)
    if found is None:
        return None
    year, month = int(found["year"]), _count(found["month"]) or 12
    return _date(year, month, _count(found["day"]) or (monthrange(year, month)[1] if month <= 12 else 0))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _years_on(day: date, count: int) -> date:
    """Return the last of so many years from a day on."""
    until = _date(day.year + count, day.month, day.day) or date(day.year + count, 3, 1)
    return until - timedelta(days=1)


def _count(told: str | None) -> int:
    """Return the number that a month or day is: 12, 七, 十八, 三十一."""
    if not told:
        return 0
    if told.isdigit():
        return int(told)
    tens, is_ten, ones = told.rpartition("十")
    figures = "〇一二三四五六七八九"
    return (figures.find(tens) if tens else 1) * 10 * bool(is_ten) + (figures.find(ones) if ones else 0)
