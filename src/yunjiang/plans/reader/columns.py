"""Which column of a table is what: by its head, or without a head by what is in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .units import UNIT as A_UNIT

NAME = re.compile(r"指标(?:名称)?|项目(?:名称)?|主要指标|名称|内容|任务|类别|^[一二三]级$")

UNIT = re.compile(r"^(?:计量|统计|数量)?单位(?:[（(].*)?$")

_NATURE = re.compile(r"属性|性质|类型")

NUMBER_OF = re.compile(r"^(?:序号|编号|№|No\.?)$")

GROWTH = re.compile(r"增速|增长|增幅|\[?年均|累计|^(?:增量|增减量?)$")
# In the unit of the row: how much more it is at the end, 增量, or what it comes to, 年均/累计; no rate of growth.
ADDED = re.compile(r"^(?:增量|增减量?)$|^年均[/、或]?累计")

YEAR = re.compile(r"(20\d\d)年?")

GOAL = re.compile(
    r"目标|规划|2025|2027|2030|2035|预期|^(?:计划|建设|改造|新建|任务)?(?:规模|数量|任务[数量]|计划[数量]|指标值)$"
)

BASE = re.compile(r"基期|现状|实际|完成|基础值|基准")

# What has come of it so far, beside what is to be done; 进度要求 is a date.
PROGRESS = re.compile(
    r"(?:进展|完成|落实|推进|推动|实施|工作|办理)(?:情况|进度|结果|成效|现状)|^(?:目前)?(?:进展|进度)$|截至目前|已完成"
)

VALUE = re.compile(
    r"(?!(?:19|20)\d\d年)(?P<sign>[≥≤><〉〈＞＜]|力争|提高|增长|增加|下降|降低|减少|不低于|不少于|不超过|不高于|达到|"
    r"约)?\s*[\[〔]?(?P<value>-?\d[\d,]*(?:\.\d+)?)(?P<multiple>万|亿)?"
    rf"(?:(?P<unit>%|‰|{A_UNIT}))?(?:(?:—|至)(?P<to>\d[\d,]*(?:\.\d+)?)%?)?[\]〕]?(?P<after>以上|以下|以内|左右)?$"
)
NATURES = ("约束性", "预期性", "指导性")
CHANGES = ("提高", "增长", "增加", "下降", "降低", "减少")
# Points of a score, which are no goals: 分值, 权重, 得分.
SCORED = re.compile(r"分值|权重|得分|满分|评分|扣分|计分|考核分|标准分")


_NOTHING = re.compile(r"[—/]+")
_IS_UNIT = re.compile(rf"[（(]?(?:万亿|百万|亿|万|千)?(?:{A_UNIT}|%|‰)[）)]?")


@dataclass(frozen=True)
class Cell:
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass
class Columns:
    name: int = -1
    unit: int = -1
    nature: int = -1
    goals: tuple[tuple[int, int | None], ...] = ()  # column, year
    base: tuple[int, int | None] | None = None
    growth: int = -1
    is_added: bool = False  # what stands there is in the unit of the row


def columns_of(cells: Sequence[Cell], last: int | None, now: int = 0) -> Columns:
    """Tell the columns of a table by its head; `now` is the first year that is not past, 0 where none is known."""
    found = Columns()
    years: list[tuple[int, int | None]] = []
    for number, cell in enumerate(cells):
        text = cell.text
        year = YEAR.search(text)
        if NUMBER_OF.search(text) or SCORED.search(text) or not text:
            continue
        if _NATURE.search(text) and found.nature < 0:
            found.nature = number
        elif year and not GROWTH.search(text):
            years.append((number, int(year[1])))
        elif GROWTH.search(text):
            found.growth, found.is_added = number, ADDED.search(text) is not None
        elif BASE.search(text):
            found.base = (number, None)
        elif GOAL.search(text) and "指标" not in text.replace("目标", ""):
            years.append((number, last))
        elif UNIT.search(text) and found.unit < 0:
            found.unit = number
        elif NAME.search(text):
            found.name = number  # the last of several: 类别, 指标
    told = [year for _at, year in years if year]
    are_goals = len(told) == len(years) > 1 and "目标" in cells[years[0][0]].text
    is_yearly = len(told) == len(years) > 2 and told == list(range(told[0], told[0] + len(told)))
    if are_goals or (
        is_yearly and told[0] % 5 and told[0] >= now
    ):  # 2017年, 2018年, 2019年: no year that it starts from
        pass
    elif len(years) > 1 and found.base is None:
        found.base, years = years[0], years[1:]
    found.goals = tuple(each for each in years if each[1] is None or each[1] >= now)
    return found


def guessed(cells: Sequence[Cell], last: int | None) -> Columns:
    """Tell the columns of a row without a head: the first words are the name, the last number the goal."""
    found = Columns()
    numbers = []
    for number, cell in enumerate(cells):
        if cell.text in NATURES:
            found.nature = number
        elif VALUE.match(cell.text) or _NOTHING.fullmatch(cell.text):
            if number or len(cells) < 3:
                numbers.append(number)
        elif found.name < 0 and re.search(r"[\u4e00-\u9fff]{2,}", cell.text):
            found.name = number
        elif found.unit < 0 and _IS_UNIT.fullmatch(cell.text):
            found.unit = number
    if len(numbers) > 1 and cells[numbers[-1]].text.startswith(("〔", "[", *CHANGES)):
        found.growth = numbers.pop()  # 60, 64, 〔4〕: from, to, and by how much
    while len(numbers) > 1 and _NOTHING.fullmatch(cells[numbers[-1]].text):
        numbers.pop()
    units = [match["unit"] if (match := VALUE.match(cells[number].text)) else None for number in numbers]
    if len(units) > 1 and all(units) and len(set(units)) > 1:  # 10万亩, 500万元: each is one of its own
        found.goals = tuple((number, last) for number in numbers)
    elif numbers:
        found.goals = ((numbers[-1], last),)
        if len(numbers) > 1:
            found.base = (numbers[-2], None)
    return found


def aligned(cells: Sequence[Cell], head: Sequence[Cell], columns: Columns) -> Sequence[Cell]:
    """Return a row below a merged cell of its table's first columns with the places that it lacks."""
    if len(cells) > len(head):  # empty cells behind it belong to no column
        cells = cells[: max((at for at, each in enumerate(cells, 1) if each.text), default=0)]
    lacking = len(head) - len(cells)
    if lacking < 0 and columns.goals:  # the head's cell of names lies over several columns: 类别 and 指标
        values = {at for at, _year in columns.goals} | ({columns.base[0]} if columns.base else set())
        following = columns.name + 1
        is_words = following in values and re.search(r"[\u4e00-\u9fff]{2}", cells[following].text)
        return cells[-lacking:] if is_words else cells
    ends_alike = columns.nature == len(head) - 1 and cells[-1].text in NATURES
    if lacking > columns.name and ends_alike:  # it starts from nothing
        named = next((at for at, each in enumerate(cells) if at and VALUE.match(each.text)), 1)
        return [*cells[:named], *(Cell("", cells[named].start) for _each in range(lacking)), *cells[named:]]
    if not 0 < lacking <= columns.name or not columns.goals:
        return cells
    moved = [*(Cell("", cells[0].start) for _each in range(lacking)), *cells]
    place = columns.goals[-1][0]
    return moved if place < len(moved) and VALUE.match(moved[place].text) else cells
