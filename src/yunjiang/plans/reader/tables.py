"""Tables of indicators: rows of cells, from documents that keep them and from text in which they were flattened.

A table is a run of lines with tabs. Its head says which column is the name, the unit, which year each value is of, and what nature
a target has; without a head the columns are told by what is in them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from . import naming
from .units import ATTACHED

_NAME = re.compile(r"指标(?:名称)?|项目(?:名称)?|主要指标|名称|内容|任务|类别")
_UNIT = re.compile(r"^(?:计量)?单位$|单位")
_NATURE = re.compile(r"属性|性质|类型")
_NUMBER_OF = re.compile(r"^(?:序号|编号|№|No\.?)$")
_GROWTH = re.compile(r"增速|增长|增幅|\[?年均|累计")
_YEAR = re.compile(r"(20\d\d)年?")
_GOAL = re.compile(r"目标|规划|2025|2027|2030|2035|预期")
_BASE = re.compile(r"基期|现状|实际|完成|基础值|基准")
_VALUE = re.compile(
    r"(?P<sign>[≥≤><〉〈＞＜]|力争|提高|增加|下降|降低|减少|不低于|不少于|不超过|不高于|达到|约)?\s*[\[〔]?(?P<value>-?\d[\d,]*(?:\.\d+)?)(?P<multiple>万|亿)?(?P<unit>%|‰)?"
    r"(?:(?:—|至)(?P<to>\d[\d,]*(?:\.\d+)?)%?)?[\]〕]?(?P<after>以上|以下|以内|左右|个百分点|岁)?$"
)
_TASKS = re.compile(r"重点工作|工作任务|任务|目标|内容|时限|完成时间|牵头|责任|配合|措施|事项")
_DUE = re.compile(r"时限|完成时间|完成时|期限|时间要求|进度要求")
_PLACES = re.compile(r"^(?:单位|地区|辖区|县市名称|县[（(]?市|县市|州市|州[（(]市|年度|年份|时间|市县|区县|县区|各县|区域|辖区|乡镇|部门|市[（(]州|县[（(]区|责任单位)")
_IN_BRACKETS = re.compile(r"[（(](?:万|亿|千)?[^（）()\d]{1,8}[）)]$")
_TOTAL = re.compile(r"合计|总计|全[省市州县区]|小计|总数")
_COMPARED = {"≥": ">=", "≤": "<=", ">": ">=", "<": "<=", "〉": ">=", "〈": "<=", "不低于": ">=", "不少于": ">=", "不超过": "<=", "不高于": "<="}
_MULTIPLES = {"万": Decimal(10_000), "亿": Decimal(100_000_000), "百万": Decimal(1_000_000), "千": Decimal(1000), "万亿": Decimal(10) ** 12}


@dataclass(frozen=True)
class RowFound:
    """One promise of a table: the place of the row's name and of its value."""

    name: str
    unit: str
    comparator: str
    value: Decimal
    value_max: Decimal | None
    year: int | None
    nature: str
    baseline: Decimal | None
    baseline_year: int | None
    is_growth: bool
    start: int
    end: int


@dataclass(frozen=True)
class Told:
    """A cell that says in words what is to be done, and what its row says of when."""

    start: int
    end: int
    due: str


@dataclass(frozen=True)
class _Cell:
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass
class _Columns:
    name: int = -1
    unit: int = -1
    nature: int = -1
    goals: tuple[tuple[int, int | None], ...] = ()  # column, year
    base: tuple[int, int | None] | None = None
    growth: int = -1


def rows(text: str, last: int | None) -> Iterator[RowFound]:
    """Yield the promises in the tables of a plain text; `last` is the plan's last year, for columns that name none."""
    for lines in _tables(text):
        head = next((number for number, cells in enumerate(lines[:4]) if _is_head(cells) or _is_crossed(cells)), None)
        if head is not None and _is_crossed(lines[head]):
            yield from _crossed(lines[head], lines[head + 1 :], last)
            continue
        columns = _columns(lines[head], last) if head is not None else None
        for cells in lines[(head + 1) if head is not None else 0 :]:
            whole = _aligned(cells, lines[head], columns) if head is not None and columns else cells
            found = _row(whole, columns or _guessed(whole, last), last)
            if found is not None:
                yield found
                more = _growth(found, whole, columns, last) if columns and not found.is_growth else None
                if more is not None:
                    yield more


def told(text: str) -> Iterator[Told]:
    """Yield the cells of tables that say in words what is to be done: 年度目标, 工作内容."""
    for lines in _tables(text):
        head = next((number for number, cells in enumerate(lines[:4]) if _is_head(cells) or _is_tasks(cells)), None)
        due = next((place for place, cell in enumerate(lines[head]) if _DUE.search(cell.text)), -1) if head is not None else -1
        for cells in lines[(head + 1) if head is not None else 0 :]:
            for cell in cells:
                if len(cell.text) > 8 and re.search(r"\d|[一二三四五六七八九十百]+[个家所名场]|全覆盖", cell.text) and not _VALUE.match(cell.text):
                    yield Told(cell.start, cell.end, cells[due].text if 0 <= due < len(cells) else "")


def covered(text: str) -> list[tuple[int, int]]:
    """Return where the tables of a plain text are, so that their lines are not read as sentences."""
    return [(lines[0][0].start, lines[-1][-1].end) for lines in _tables(text)]


def _tables(text: str) -> Iterator[list[list[_Cell]]]:
    found: list[list[_Cell]] = []
    start = 0
    for line in text.split("\n"):
        if "\t" in line:
            cells, at = [], start
            for piece in line.split("\t"):
                cells.append(_Cell(piece.strip(), at + len(piece) - len(piece.lstrip())))
                at += len(piece) + 1
            found.append(cells)
        elif line.strip() and found:
            yield found
            found = []
        start += len(line) + 1
    if found:
        yield found


def _is_head(cells: Sequence[_Cell]) -> bool:
    texts = [each.text for each in cells]
    return any(_NAME.search(each) for each in texts) and (
        any(_UNIT.search(each) or _YEAR.search(each) or _GOAL.search(each) for each in texts)
    ) and not any(_VALUE.match(each) and not _YEAR.fullmatch(each) for each in texts)


def _is_tasks(cells: Sequence[_Cell]) -> bool:
    """Say whether a row is the head of a list of tasks: 重点工作, 年度目标, 完成时限, 牵头单位."""
    return sum(bool(_TASKS.search(each.text)) for each in cells) >= 2 and all(len(each.text) <= 12 for each in cells)


def _is_crossed(cells: Sequence[_Cell]) -> bool:
    """Say whether a table has units in its rows and indicators, each with its unit in brackets, in its columns."""
    return bool(_PLACES.match(cells[0].text)) and sum(bool(_IN_BRACKETS.search(each.text)) for each in cells[1:]) >= 2


def _crossed(head: Sequence[_Cell], lines: Sequence[Sequence[_Cell]], last: int | None) -> Iterator[RowFound]:
    for cells in lines:
        row_year = _YEAR.match(cells[0].text)
        if row_year and _BASE.search(cells[0].text + "基期" * ("基数" in cells[0].text)):
            continue
        is_total = bool(_TOTAL.search(cells[0].text))
        if is_total and any(_YEAR.match(each[0].text) for each in lines):
            continue
        whose = "" if is_total or row_year else cells[0].text
        for cell, over in zip(cells[1:], head[1:], strict=False):
            match = _VALUE.match(cell.text)
            if match is None or not _IN_BRACKETS.search(over.text):
                continue
            name, unit = _with_unit(over.text, "")
            factor, unit = taken_apart(match["unit"] or unit)
            factor *= _MULTIPLES.get(match["multiple"] or "", Decimal(1))
            value = Decimal(match["value"].replace(",", "")) * factor
            year = row_year or _YEAR.search(over.text)
            yield RowFound(
                whose + name, unit, ">=", value, None, int(year[1]) if year else last, "", None, None, False, cells[0].start, cell.end
            )


def _aligned(cells: Sequence[_Cell], head: Sequence[_Cell], columns: _Columns) -> Sequence[_Cell]:
    """Return a row below a merged cell of its table's first columns with the places that it lacks."""
    lacking = len(head) - len(cells)
    if not 0 < lacking <= columns.name or not columns.goals:
        return cells
    moved = [*(_Cell("", cells[0].start) for _each in range(lacking)), *cells]
    place = columns.goals[-1][0]
    return moved if place < len(moved) and _VALUE.match(moved[place].text) else cells


def _columns(cells: Sequence[_Cell], last: int | None) -> _Columns:
    found = _Columns()
    years: list[tuple[int, int | None]] = []
    for number, cell in enumerate(cells):
        text = cell.text
        year = _YEAR.search(text)
        if _NUMBER_OF.search(text) or not text:
            continue
        if _NATURE.search(text) and found.nature < 0:
            found.nature = number
        elif year and not _GROWTH.search(text):
            years.append((number, int(year[1])))
        elif _GROWTH.search(text):
            found.growth = number
        elif _BASE.search(text):
            found.base = (number, None)
        elif _GOAL.search(text) and "指标" not in text.replace("目标", ""):
            years.append((number, last))
        elif _UNIT.search(text) and found.unit < 0:
            found.unit = number
        elif _NAME.search(text):
            found.name = number  # the last of several: 类别, 指标
    if len(years) > 1 and found.base is None:
        found.base, years = years[0], years[1:]
    found.goals = tuple(years)
    return found


def _guessed(cells: Sequence[_Cell], last: int | None) -> _Columns:
    """Tell the columns of a row without a head: the first words are the name, the last number the goal."""
    found = _Columns()
    numbers = []
    for number, cell in enumerate(cells):
        if cell.text in ("约束性", "预期性", "指导性"):
            found.nature = number
        elif _VALUE.match(cell.text) or cell.text in ("—", "——"):
            if number or len(cells) < 3:
                numbers.append(number)
        elif found.name < 0 and re.search(r"[\u4e00-\u9fff]{2,}", cell.text):
            found.name = number
        elif found.unit < 0 and cell.text:
            found.unit = number
    if numbers:
        found.goals = ((numbers[-1], last),)
        if len(numbers) > 1:
            found.base = (numbers[-2], None)
    return found


def _row(cells: Sequence[_Cell], columns: _Columns, last: int | None) -> RowFound | None:
    if columns.name < 0 or columns.name >= len(cells) or not columns.goals:
        return None
    place, year = columns.goals[-1]
    is_growth = False
    if place >= len(cells) or not _VALUE.match(cells[place].text):
        if not 0 <= columns.growth < len(cells):
            return None
        place, year, is_growth = columns.growth, last, True
    match = _VALUE.match(cells[place].text)
    if match is None:
        return None
    name_cell = cells[columns.name]
    told, unit = _with_unit(name_cell.text, cells[columns.unit].text if 0 <= columns.unit < len(cells) else "")
    name = naming.trimmed(re.sub(r"^(?:\d+[.、]?|[（(]\d+[)）])", "", told))
    name += (match["sign"] or "") if (match["sign"] or "") in ("提高", "增加", "下降", "降低", "减少") else ""
    if len(name) < 2:
        return None
    factor, unit = taken_apart(match["unit"] or unit)
    factor *= _MULTIPLES.get(match["multiple"] or "", Decimal(1))
    after = match["after"] or ""
    comparator = _COMPARED.get(match["sign"] or "", "<=" if after in ("以下", "以内") else ">=")
    value = Decimal(match["value"].replace(",", "")) * factor
    value_max = Decimal(match["to"].replace(",", "")) * factor if match["to"] else None
    base, base_year = None, None
    if columns.base and columns.base[0] < len(cells):
        before = _VALUE.match(cells[columns.base[0]].text)
        if before:
            base, base_year = Decimal(before["value"].replace(",", "")) * factor, columns.base[1]
    falls = re.search(r"降低|下降|减少|压减|削减|降幅", name)
    if comparator == ">=" and not falls and not match["sign"] and not after and base is not None and value < base and not is_growth:
        comparator = "<="
    nature = {"约束性": "binding", "预期性": "expected"}.get(
        cells[columns.nature].text if 0 <= columns.nature < len(cells) else "", ""
    )
    return RowFound(
        name + ("年均增长" if is_growth and "增" not in name else ""),
        "%" if is_growth and not unit.startswith("个百分点") else unit,
        "range" if value_max is not None else comparator,
        value,
        value_max,
        year or last,
        nature,
        base,
        base_year,
        is_growth,
        name_cell.start,
        cells[place].end,
    )


def _growth(row: RowFound, cells: Sequence[_Cell], columns: _Columns, last: int | None) -> RowFound | None:
    """Return what the column of growth promises beside the value: 1.6% a year, or [5.7] over the whole period."""
    if not 0 <= columns.growth < len(cells):
        return None
    cell = cells[columns.growth]
    match = _VALUE.match(cell.text)
    if match is None:
        return None
    is_whole = cell.text.startswith(("[", "〔"))
    value = Decimal(match["value"].replace(",", ""))
    is_share = row.unit in ("%", "‰")
    if is_whole and not is_share:
        factor, _unit = taken_apart(_with_unit(cells[columns.name].text, cells[columns.unit].text if 0 <= columns.unit < len(cells) else "")[1])
        value *= factor
    name = row.name + (("提高" if is_share else "新增") if is_whole else "年均增速")
    unit = ("个百分点" if is_share else row.unit) if is_whole else "%"
    return replace(row, name=name, value=value, value_max=None, unit=unit, comparator=">=", baseline=None, baseline_year=None,
                   is_growth=not is_whole, start=cell.start, end=cell.end)  # fmt: skip


def _with_unit(name: str, unit: str) -> tuple[str, str]:
    """Return a name without the unit that its brackets hold, and that unit where no column gives one."""
    match = re.search(r"[（(](?P<unit>[^（）()]{1,12})[)）]$", name)
    if match and (ATTACHED.search(match["unit"]) or match["unit"] in ("%", "‰")):
        return name[: match.start()], unit or match["unit"]
    return name, unit


def is_unit(unit: str) -> bool:
    """Say whether a word is a unit and nothing else."""
    return unit in ("%", "‰") or ATTACHED.fullmatch(unit) is not None


def taken_apart(unit: str) -> tuple[Decimal, str]:
    """Return the factor of a unit with a multiple, and the unit without: 万人次 is 10000 and 人次."""
    unit = unit.strip("（）() ")
    for word in ("万亿", "百万", "亿", "万", "千"):
        if unit.startswith(word) and len(unit) > len(word) and not unit.startswith(("千瓦", "千克", "千米")):
            return _MULTIPLES[word], unit[len(word) :]
    return Decimal(1), unit
