"""Quota tables: places, things or years in the rows, what is to be done in the columns, each cell a promise of its own."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from .columns import BASE, GOAL, NUMBER_OF, UNIT, VALUE, YEAR, Cell
from .row_reading import MULTIPLES, RowFound, taken_apart, with_unit

_PLACES = re.compile(
    r"^(?:单位|地区|辖区|县市名称|县[（(]?市|县市|州市|州[（(]市|年度|年份|时间|市县|区县|"
    r"县区|各县|区域|辖区|乡镇|镇街|镇[（(]|部门|市[（(]|县[（(]区|责任单位|[省市州县区乡镇]别|市、县|盟市|旗县)"
)
_THINGS = re.compile(r"项目|工程|学校|园所|村|企业|机构|医院|基地|园区")
_IN_BRACKETS = re.compile(r"[（(](?:万|亿|千)?[^（）()\d]{1,8}[）)]$")
_COUNT = re.compile(r"(?P<unit>人次|人|户|村|个)数$")
_UNIT_OF = re.compile(rf"{_IN_BRACKETS.pattern}|{_COUNT.pattern}")
_WORDS = re.compile(r"备注|单位|责任|时间|时限|日期|名称|地点|内容|序号|说明|人$|领导")
# What a project costs is no goal of it.
_COSTS = re.compile(r"投资(?:金额|额|估算|概算|规模)?[（(]|总投资|概算|资金(?:规模|来源|需求)?[（(]")
_NOBODY = re.compile(r"[—/]+")
# What names a place: of a head whose columns are places.
_A_PLACE = re.compile(r"[镇乡县区市州旗村]$|街道$|合计|总计|小计")
_TOTAL = re.compile(r"合计|总计|全[省市州县区]|小计|总数")
_PRESENT = re.compile(r"现有|原有|现状|基期|已|实际|上年|去年|完成数|基数")
_OF_A_YEAR = re.compile(r"(?:到|至)?20\d\d年(?:度)?(?:目标|计划|任务)?")


def is_crossed(lines: Sequence[Sequence[Cell]]) -> bool:
    """Say whether the rows of a table are of places, things or years, and its columns of measures, with units in either."""
    head, following = lines[0], lines[1] if len(lines) > 1 else []
    label = _label(head)
    if label >= len(head) or any(UNIT.search(each.text) for each in head[label + 1 :]):
        return False
    measures = sum(_is_measure(each.text) for each in head[label + 1 :])
    if _PLACES.match(head[label].text) or not head[label].text:
        measures = sum(bool(_UNIT_OF.search(each.text)) for each in head[label + 1 :])
        with_units = sum(bool((match := VALUE.match(each.text)) and match["unit"]) for each in following[1:])
        return max(measures, with_units) > 1 or (measures > 0 and len(head) == label + 2)
    return measures > 0 and _THINGS.search(head[label].text) is not None and "指标" not in head[label].text


def turned(lines: Sequence[Sequence[Cell]]) -> Sequence[Sequence[Cell]]:
    """Return a table whose columns are places and whose rows are measures the other way round; any other as it is."""
    head = [each.text for each in lines[0]]
    places = sum(bool(_A_PLACE.search(each)) for each in head[1:])
    if len(lines) < 2 or places < 2 or places < len(head) - 2:
        return lines
    sides = [list(each) for each in zip(*lines, strict=False)]
    return [[Cell("地区", sides[0][0].start), *sides[0][1:]], *sides[1:]]


def unfolded(lines: Sequence[Sequence[Cell]]) -> Sequence[Sequence[Cell]]:
    """Return a table with the two rows of its head as one: 乡镇, 退出村 above 必成数, 预备数."""
    if len(lines) < 3 or not (_PLACES.match(lines[0][0].text) or _THINGS.search(lines[0][0].text)):
        return lines
    above, below = ([each for each in cells if each.text] for cells in lines[:2])
    values = sum(bool(VALUE.match(each.text)) for each in lines[2])
    if any(re.search(r"\d", each.text) for each in (*above, *below)):
        return lines
    groups = above[1:]
    if values == len(below):  # all that stands above is told apart below
        whose = groups[0].text if len(groups) == 1 else ""
        head = [Cell(whose + each.text, each.start) for each in below]
    elif values == len(groups) - 1 + len(
        below
    ):  # one of what stands above is, the others are columns by themselves
        apart = max(at for at, each in enumerate(groups) if not _is_measure(each.text) or not at)
        parts = [Cell(groups[apart].text + each.text, each.start) for each in below]
        head = [*groups[:apart], *parts, *groups[apart + 1 :]]
    else:
        return lines
    return [[above[0], *head], *lines[2:]]


def measured_in(lines: Sequence[Sequence[Cell]], unit: str) -> Sequence[Sequence[Cell]]:
    """Return a table with the unit that stands above all of it in its head, where a column has none of its own."""
    head, label = lines[0], _label(lines[0])
    if (
        not unit
        or label >= len(head)
        or not (_PLACES.match(head[label].text) or _THINGS.search(head[label].text))
    ):
        return lines
    units = [
        each if at <= label or not each.text or _UNIT_OF.search(each.text) or _WORDS.search(each.text)
        else Cell(f"{each.text}（{unit}）", each.start)
        for at, each in enumerate(head)
    ]  # fmt: skip
    return [units, *lines[1:]]


def rows(lines: Sequence[Sequence[Cell]], last: int | None, now: int = 0) -> Iterator[RowFound]:
    """Yield a promise for each cell of such a table that is not of a year before `now`."""
    head, label = lines[0], _label(lines[0])
    has_years = any(YEAR.match(each[label].text) for each in lines[1:] if label < len(each))
    are_projects = not _PLACES.match(head[label].text) and _THINGS.search(head[label].text) is not None
    whose = ""
    for cells in lines[1:]:
        if label >= len(cells):
            continue
        name = cells[label].text
        if _NOBODY.fullmatch(name):
            continue
        row_year = YEAR.match(name)
        if row_year and BASE.search(name + "基期" * ("基数" in name)):
            continue
        is_total = bool(_TOTAL.search(name))
        if is_total and has_years:
            continue
        whose = "" if is_total or row_year else name or whose
        for cell, over in zip(cells[label + 1 :], head[label + 1 :], strict=False):
            if are_projects and _COSTS.search(over.text):
                continue
            found = _of_cell(cell, over, whose, row_year, cells[label], last, now)
            if found is not None:
                yield found


def _of_cell(
    cell: Cell,
    over: Cell,
    whose: str,
    row_year: re.Match[str] | None,
    named: Cell,
    last: int | None,
    now: int,
) -> RowFound | None:
    match = VALUE.match(cell.text)
    if match is None or not (match["unit"] or _UNIT_OF.search(over.text)) or _PRESENT.search(over.text):
        return None
    name, unit = with_unit(over.text, "")
    if not unit and (counted := _COUNT.search(name)):
        unit = counted["unit"]
    factor, unit = taken_apart(match["unit"] or unit)
    factor *= MULTIPLES.get(match["multiple"] or "", Decimal(1))
    value = Decimal(match["value"].replace(",", "")) * factor
    year = row_year or YEAR.search(over.text)
    by = int(year[1]) if year else last
    if year and by and by < now:
        return None
    name = whose + (_OF_A_YEAR.sub("", name) if whose else name)
    return RowFound(name, unit, ">=", value, None, by, "", None, None, False, named.start, cell.end)


def _label(head: Sequence[Cell]) -> int:
    """Return the column that says of whom or what a row is: the first, or the one behind the numbers of the rows."""
    return int(bool(NUMBER_OF.search(head[0].text)))


def _is_measure(text: str) -> bool:
    return _UNIT_OF.search(text) is not None and not (
        YEAR.search(text) or GOAL.search(text) or BASE.search(text)
    )
