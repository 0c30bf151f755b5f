"""By when: the years that a sentence names, and what a sentence without one inherits from its paragraph, section and plan."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

_FIVE_YEARS = {"十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030, "十六五": 2035}
_FIGURES = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}

_YEAR = re.compile(
    r"(?P<to>到|至|力争到|争取到|确保到|力争在|在|于|截至|截止到?)?"
    r"(?<![\d—.])(?P<year>(?:19|20)\d\d)年?(?P<span>(?:—|至|到)(?P<last>(?:19|20)\d\d))?年"
    r"(?P<month>\d{1,2}月)?(?P<end>底前|末前|年底|底|末|前|以前|之前|间|期间)?"
)
_SPAN = re.compile(r"(?P<first>20\d\d)年?(?:—|至|到)(?P<last>20\d\d)年?")
_FIVE = re.compile(r"[“\"]?(?P<name>十[二三四五六]五)[”\"]?(?P<what>期间|时期|末期|末|以来|规划期)?")
_WITHIN = re.compile(r"(?:未来|今后|用|力争用|在|经过)?(?P<count>\d+|[一二两三四五六七八九十])(?:—\d+)?(?:至\d+)?个?年(?:左右)?(?:内|时间|以内|之内|后)")
_ANNUAL = re.compile(r"每年度?|年均|逐年|每个年度|分年度|(?<!\d)年(?=新增|培训|均|发放|完成|服务|组织|开展)")
_ONGOING = re.compile(r"动态|始终|长期|常年|任何时候")
_THIS_YEAR = re.compile(r"今年|本年|当年|年内|全年|年底前|年底")


class Cadence(StrEnum):
    """When something must hold, as the document says it."""

    DEADLINE = "deadline"
    ANNUAL = "annual"
    ONGOING = "ongoing"


@dataclass(frozen=True)
class By:
    """By when something is promised; `year` is None where neither the document nor its surroundings say."""

    cadence: Cadence
    year: int | None = None
    is_stated: bool = True  # in the sentence itself; otherwise inherited
    at: int = 0  # where in the text it is said

    @property
    def told(self) -> str:
        """Return it as the table of spans has it: a year, annual or ongoing."""
        return str(self.year or "") if self.cadence == Cadence.DEADLINE else self.cadence.value


@dataclass(frozen=True)
class Mention:
    """A year in a sentence: `is_goal` when it is said as a goal (到2025年), `is_past` when it lies before the plan."""

    start: int
    end: int
    year: int
    is_goal: bool
    is_past: bool
    first: int | None = None  # of a span 2021—2025


def mentions(text: str, now: int, last: int) -> list[Mention]:
    """Return the years that a text names; `now` is the year before which everything has happened, `last` the plan's last."""
    found = []
    for match in _YEAR.finditer(text):
        year = int(match["last"] or match["year"])
        said_as_goal = (match["to"] or "").endswith("到") or match["to"] == "至" or bool(match["end"])
        is_past = (match["to"] or "").startswith("截") or year < now
        found.append(
            Mention(
                match.start(),
                match.end(),
                year,
                said_as_goal and not is_past,
                is_past,
                int(match["year"]) if match["last"] else None,
            )
        )
    for match in _FIVE.finditer(text):
        year = _FIVE_YEARS[match["name"]]
        quoted = text[max(0, match.start() - 1) : match.start()] == "《"
        if quoted or not match["what"]:
            continue
        is_past = year < now or match["what"] == "以来"
        found.append(Mention(match.start(), match.end(), year, not is_past, is_past, year - 4))
    for match in _WITHIN.finditer(text):
        count = match["count"]
        years = int(count) if count.isdigit() else _FIGURES[count]
        if years <= 10:
            year = min(last, now + years) if last > now else now + years
            found.append(Mention(match.start(), match.end(), year, True, False))
    return sorted(found, key=lambda each: each.start)


def by_of(text: str, place: int, known: list[Mention], inherited: By, now: int) -> By:
    """Return by when a quantity at a place in a sentence is promised.

    What stands nearest before it counts; each year (每年, 年均) holds to the end of the sentence unless a year is named after it.
    """
    before = text[:place]
    goals = [each for each in known if each.start < place and not each.is_past]
    annual = [match.start() for match in _ANNUAL.finditer(before) if not _is_share_of_year(before, match)]
    last_goal = goals[-1] if goals else None
    if annual and (last_goal is None or annual[-1] > last_goal.start):
        return By(Cadence.ANNUAL, None, True, annual[-1])
    if last_goal is not None:
        return By(Cadence.DEADLINE, last_goal.year, True, last_goal.start)
    this = [match.start() for match in _THIS_YEAR.finditer(before)]
    if this:
        return By(Cadence.DEADLINE, now, True, this[-1])
    return replace(inherited, is_stated=False)


def is_ongoing(text: str) -> bool:
    """Say whether a stretch of a sentence speaks of keeping something at every moment."""
    return bool(_ONGOING.search(text))


def plan_years(title: str, text: str) -> tuple[int | None, int | None]:
    """Return the first and last year of the plan that a document is or speaks of, from its title before its text."""
    for part in (title, text[:3000]):
        for match in _SPAN.finditer(part):
            first, last = int(match["first"]), int(match["last"])
            if 0 < last - first <= 20:
                return first, last
        for name, year in _FIVE_YEARS.items():
            if name in part:
                return year - 4, year
    years = [int(each) for each in re.findall(r"(20\d\d)年", title)]
    return (years[0], years[-1]) if years else (None, None)


def _is_share_of_year(text: str, match: re.Match[str]) -> bool:
    return match.group() == "年度" and text[match.start() - 1 : match.start()].isdigit()
