"""By when: the years that a sentence names, and what a sentence without one inherits from its paragraph, section and plan."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

FIVE_YEARS = {"八五": 1995, "九五": 2000, "十五": 2005} | {
    f"十{each}五": 2010 + 5 * place for place, each in enumerate("一二三四五六")
}
_FIGURES = {
    "一": 1,
    "两": 2,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}

_YEAR = re.compile(
    r"(?P<to>到|至|力争到|争取到|确保到|力争在|在|于|截至|截止到?)?"
    r"(?<![\d—.])(?P<year>(?:19|20)\d\d)年?(?P<span>(?:—|至|到)(?P<last>(?:19|20)\d\d))?年"
    r"(?P<month>\d{1,2}月)?(?P<end>底前|末前|年底|底|末|前|以前|之前|间|期间)?"
)
FIVE = re.compile(
    r"(?P<open>[“\"])?(?<![一二三四五六七八九十])(?P<name>十[一二三四五六]五|[八九十]五)(?![一二三四五六七八九十年个])[”\"]?"
    r"(?P<what>期间|期末|时期|末期|末|以来|规划期|期(?!货))?"
)
_PART_OF_YEAR = re.compile(
    r"上半年|(?<!\d)\d{1,2}—(?P<until>1[0-2]|[1-9])月(?:份|底|末)?(?=[，、：])|"
    r"第?[一二三四]季度(?:末|底)?|(?<![\d年])(?P<month>1[0-2]|[1-9])月(?:底|末|"
    r"\d{1,2}日)?(?:前|之前|以前)"
)
_QUARTERS = {"上半": 6, "一季": 3, "二季": 6, "三季": 9, "第一季": 3, "第二季": 6, "第三季": 9}
_WITHIN = re.compile(
    r"(?:(?P<ahead>未来|今后)|用|力争用|在|经过)?(?P<count>\d+|"
    r"[一二两三四五六七八九十])(?:—\d+)?(?:至\d+)?个?年(?:左右)?(?(ahead)(?:内|时间|以内|之内|后)?|(?:内|时间|以内|之内|后))"
)
_LONGEST_TERM = 10
_NEXT = re.compile(r"明年(?:底前?|年?末)?")
# 2000年底前(建成的)老旧小区: which ones, not when
_MADE_THEN = re.compile(
    r"(?:之前|以前|前|及以前)?(?:建成|竣工|建造|修建|投用|投产|出厂|注册|登记|出生)(?:投用|投入使用|并投入使用)?的(?!基础)"
)
_ANNUAL = re.compile(
    r"每年度?|年人均|年均(?![^，。；]{0,8}浓度|值|气温|降|水平|相对|温度|湿度|风速|流量|径流|来水|水位)|逐年|每个年度|分年度|"
    r"(?<![\d今全本当明去后前半一二两三四五六七八九十])年(?=新增|培训|发放|完成|服务|组织|"
    r"开展)"
)
_ONGOING = re.compile(r"动态(?!调整|监测|管理|更新|排查|掌握)|始终|长期|(?<!正)常年|任何时候")
_ALTOGETHER = re.compile(
    r"(?<!每)[，；、](?:\D{0,4}[一二两三四五六七八九十\d]+年|累计|总计|到期末|期末)"
)  # ends what holds each year
# What is said of a number that is no yearly one: every year one is founded, those there are come to 200.
_TOTALLED = re.compile(r"(?:总数|总量|总共|累计)[^，；。]{0,6}$|(?:达到|达|保持在|稳定在|突破|超过)\D{0,4}$")
_THIS_YEAR = re.compile(r"今年|本年|当年|(?<![\d一二两三四五六七八九十])年内|全年|(?<!\d)年底前|(?<!\d)年底")


UNKNOWN = (
    0  # the year in which a plan begins whose text names none: nothing is past, and no term ends in a year
)


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
    month: int | None = None  # where one is said

    @property
    def told(self) -> str:
        """Return it as the table of spans has it: a year, a month such as 2025-06, annual or ongoing."""
        if self.cadence != Cadence.DEADLINE:
            return self.cadence.value
        return f"{self.year}-{self.month:02}" if self.year and self.month else str(self.year or "")


@dataclass(frozen=True)
class Mention:
    """A year in a sentence: `is_goal` when it is said as a goal (到2025年), `is_past` when it lies before the plan."""

    start: int
    end: int
    year: int
    is_goal: bool
    is_past: bool
    first: int | None = None  # of a span 2021—2025
    month: int | None = None
    is_to: bool = False  # 到2025年
    is_span: bool = False  # 3—6月
    is_of_a_case: bool = False  # 毕业2年内的学生


def mentions(text: str, now: int, last: int, *, is_yearly: bool = False) -> list[Mention]:
    """Return the years that a text names; `now` is the year before which everything has happened, `last` the plan's last.

    In a year's report (`is_yearly`) that year is the first of 今后三年 and of 三年内.
    """
    found = []
    for match in _YEAR.finditer(text):
        year = int(match["last"] or match["year"])
        said_as_goal = (match["to"] or "").endswith("到") or match["to"] == "至" or bool(match["end"])
        is_of_a_case = year < now and _MADE_THEN.match(text, match.end()) is not None
        is_past = ((match["to"] or "").startswith("截") or year < now) and not is_of_a_case
        found.append(
            Mention(
                match.start(),
                match.end(),
                year,
                said_as_goal and not (is_past or is_of_a_case),
                is_past,
                int(match["year"]) if match["last"] else None,
                _month(match["month"]),
                bool(match["to"]) and match["to"][-1] in "到至" and not (is_past or is_of_a_case),
                is_of_a_case=is_of_a_case,
            )
        )
    for match in _PART_OF_YEAR.finditer(text):
        month = (
            _QUARTERS.get(match.group()[:2])
            or _QUARTERS.get(match.group()[:3])
            or _month(match["until"] or match["month"])
        )
        if any(each.start <= match.start() < each.end for each in found):
            continue
        year = next((each.year for each in found if each.end == match.start()), now)  # 2024年上半年
        found.append(
            Mention(
                match.start(),
                match.end(),
                year,
                year >= now,
                year < now,
                None,
                month,
                is_span=bool(match["until"]),
            )
        )
    for match in FIVE.finditer(text):
        year = FIVE_YEARS[match["name"]]
        quoted = text[max(0, match.start() - 1) : match.start()] == "《"
        if quoted or not match["what"]:
            continue
        is_past = year < now or match["what"] == "以来"
        found.append(Mention(match.start(), match.end(), year, not is_past, is_past, year - 4))
    if now != UNKNOWN:
        found += [Mention(match.start(), match.end(), now + 1, True, False) for match in _NEXT.finditer(text)]
    for match in _WITHIN.finditer(text):
        years = years_of(match["count"])
        if years <= _LONGEST_TERM and not (now == UNKNOWN and match["ahead"]):
            year = min(last, now + years) if last > now else now + years
            if last == now != UNKNOWN and (match["ahead"] or is_yearly) and years < _LONGEST_TERM:
                year -= 1
            is_of_a_case = now == UNKNOWN or _is_of_a_case(text, match)
            is_to = not is_of_a_case and _carries_on(text, match)
            found.append(
                Mention(
                    match.start(),
                    match.end(),
                    year,
                    not is_of_a_case,
                    False,
                    is_to=is_to,
                    is_of_a_case=is_of_a_case,
                )
            )
    return sorted(found, key=lambda each: each.start)


def _is_of_a_case(text: str, match: re.Match[str]) -> bool:
    """Say whether a term runs for each case (毕业2年内的学生) and is none of the plan's."""
    return bool(
        re.search(
            r"(?:毕业|离校|满|成立|出生|入职|退役|投产|注册|登记|取得|获得|签订|购买|连续|近|缴费|转正|过去|前|有效期)$",
            text[: match.start()],
        )
    )


def _carries_on(text: str, match: re.Match[str]) -> bool:
    """Say whether a term holds for the clauses behind its own too: 5年内引进100人，培养50人; not for those behind 三年内完成."""
    opens = re.search(r"(?:^|[，。；：、])(?:力争|确保|争取|计划|要|在|利用|通过)*$", text[: match.start()])
    return bool(opens) and not re.match(
        r"(?:全部|基本|全面)?(?:完成|建成|实现|到位|见效)[，。；]", text[match.end() :]
    )


def years_of(count: str) -> int:
    return int(count) if count.isdigit() else _FIGURES[count]


def by_of(
    text: str, place: int, known: list[Mention], inherited: By, now: int, *, is_share: bool = False
) -> By:
    """Return by when a quantity at a place in a sentence is promised.

    What stands nearest before it counts; each year (每年, 年均) holds to the end of the sentence unless a year is named after it.
    """
    before = text[:place]
    goals = [
        each
        for each in known
        if each.start < place and not (each.is_past or each.is_of_a_case) and _holds(text, each, place)
    ]
    annual = [
        match.start() for match in _ANNUAL.finditer(before) if _reaches(before, match, is_share=is_share)
    ]
    last_goal = goals[-1] if goals else None
    this = [match.start() for match in _THIS_YEAR.finditer(before)]
    if (
        annual
        and (last_goal is None or annual[-1] > last_goal.start)
        and not _ALTOGETHER.search(before[annual[-1] :])
    ):
        return By(Cadence.ANNUAL, None, True, annual[-1])
    if last_goal is not None:
        is_whole = bool(this) and this[-1] > last_goal.start  # 上半年…，全年…
        return By(
            Cadence.DEADLINE,
            last_goal.year or None,
            True,
            last_goal.start,
            None if is_whole else last_goal.month,
        )
    if this and not (before[this[-1] :].startswith("全年") and inherited.at and (inherited.year or 0) > now):
        return By(Cadence.DEADLINE, now or None, True, this[-1])
    return replace(inherited, is_stated=False)


def is_ongoing(text: str) -> bool:
    """Say whether a stretch of a sentence speaks of keeping something at every moment."""
    return bool(_ONGOING.search(text))


def _month(told: str | None) -> int | None:
    found = int(re.sub(r"\D", "", told)) if told else None
    return found if found is not None and 1 <= found <= 12 else None


def _reaches(before: str, match: re.Match[str], *, is_share: bool) -> bool:
    """Say whether each year, said where a match is, still holds where `before` ends.

    At the beginning of a clause it holds for the numbers of all that follow, not for their rates; behind a subject of its own
    (轮岗比例每年不低于20%) and as an average (年均增长) for its clause only.
    """
    if not re.search(r"[，；。]", before[match.end() :]):
        return True
    if _TOTALLED.search(before):
        return False
    if (
        (is_share and not re.search(r"[，；]其中[^，；]*$", before))
        or "均" in match.group()
        or match.group() == "逐年"
    ):
        return False
    return bool(
        re.search(
            r"(?:^|[，；。：、])(?:力争|要|应|确保|全[省市县州区]|[省市县州区]级?|支持|\d+[.、])*$",
            before[: match.start()],
        )
    )


def _holds(text: str, mention: Mention, place: int) -> bool:
    """Say whether a year said in a sentence holds at a place behind it.

    到2025年 holds for all that follows, 2023年底前 amid a sentence for its clause.
    """
    if mention.is_to or mention.first or not re.search(r"[，；。：]", text[: mention.start]):
        return True
    return not re.search(r"[，；。]", text[mention.end : place].lstrip("，"))
