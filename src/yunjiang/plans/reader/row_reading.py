"""What one row of a table promises, its columns known: name, unit, comparator, value, and the value that it starts from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from . import naming
from .columns import CHANGES, VALUE, Cell, Columns
from .comparing import is_wanted_low
from .quantities import Quantity
from .units import ATTACHED

_COMPARED = {
    "≥": ">=",
    "≤": "<=",
    ">": ">=",
    "<": "<=",
    "〉": ">=",
    "〈": "<=",
    "不低于": ">=",
    "不少于": ">=",
    "不超过": "<=",
    "不高于": "<=",
}
_COMPARED_BEHIND = {"以下": "<=", "以内": "<=", "左右": "="}

MULTIPLES = {
    "万": Decimal(10_000),
    "亿": Decimal(100_000_000),
    "百万": Decimal(1_000_000),
    "千": Decimal(1000),
    "万亿": Decimal(10) ** 12,
}
_NATURE_OF_NAME = re.compile(r"[（(](?P<nature>约束性|预期性|指导性)(?:指标)?[)）]$")
# The number of a row before its name, 3.绿地率, 3绿地率; not a number of the name itself: 5G基站, 3岁以下儿童入托率.
_NUMBER_OF_ROW = re.compile(
    r"^(?:\d+[.、．]|[（(]\d+[)）]|\d{1,2}(?=[\u4e00-\u9fff])(?!周?岁|年|个?月|小时|分钟|公里|米|千|万|亿|以|[A级类所家]|个))"
)


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


def row_of(cells: Sequence[Cell], columns: Columns, last: int | None, goal: int = -1) -> RowFound | None:
    """Return what a row promises by the last of its goal columns, or by the one asked for."""
    if columns.name < 0 or columns.name >= len(cells) or not columns.goals:
        return None
    place, year = columns.goals[goal]
    is_growth = False
    if place >= len(cells) or not VALUE.match(cells[place].text):
        if goal != -1 or not 0 <= columns.growth < len(cells):
            return None
        place, year = columns.growth, last
        is_growth = not (
            columns.is_added or cells[place].text.startswith(("[", "〔"))
        )  # in brackets: over the whole period
    match = VALUE.match(cells[place].text)
    if match is None:
        return None
    name_cell = cells[columns.name]
    named = _NATURE_OF_NAME.search(name_cell.text)
    bare = name_cell.text[: named.start()] if named else name_cell.text
    told, unit = with_unit(bare, cells[columns.unit].text if 0 <= columns.unit < len(cells) else "")
    name = naming.trimmed(_NUMBER_OF_ROW.sub("", told))
    name += match["sign"] if match["sign"] in CHANGES else ""
    if len(name) < 2:
        return None
    factor, unit = taken_apart(match["unit"] or unit)
    factor *= MULTIPLES.get(match["multiple"] or "", Decimal(1))
    after = match["after"] or ""
    comparator = _COMPARED.get(match["sign"] or "", _COMPARED_BEHIND.get(after, ">="))
    value = Decimal(match["value"].replace(",", "")) * factor
    value_max = Decimal(match["to"].replace(",", "")) * factor if match["to"] else None
    base, base_year = None, None
    if columns.base and columns.base[0] < len(cells):
        before = VALUE.match(cells[columns.base[0]].text)
        if before:
            base, base_year = Decimal(before["value"].replace(",", "")) * factor, columns.base[1]
    falls = re.search(r"降低|下降|减少|压减|削减|降幅", name)
    if (
        comparator == ">="
        and not falls
        and not match["sign"]
        and not after
        and base is not None
        and value < base
        and not is_growth
    ):
        comparator = "<="
    if not value or (comparator == ">=" and not (match["sign"] or after or falls) and is_wanted_low(name)):
        comparator = "<="
    natured = (
        cells[columns.nature].text if 0 <= columns.nature < len(cells) else named["nature"] if named else ""
    )
    nature = {"约束性": "binding", "预期性": "expected"}.get(natured, "")
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
        min(name_cell.start, cells[place].start),
        max(name_cell.end, cells[place].end),
    )


def growth_of(row: RowFound, cells: Sequence[Cell], columns: Columns, last: int | None) -> RowFound | None:
    """Return what the column of growth promises beside the value: 1.6% a year, or [5.7] over the whole period."""
    if not 0 <= columns.growth < len(cells):
        return None
    cell = cells[columns.growth]
    match = VALUE.match(cell.text)
    if match is None:
        return None
    if match["sign"] in CHANGES:  # 下降10%以上
        return replace(
            row, name=row.name + match["sign"], value=Decimal(match["value"].replace(",", "")), value_max=None,
            unit=match["unit"] or "%", comparator=">=", baseline=None, baseline_year=None, start=cell.start, end=cell.end,
        )  # fmt: skip
    is_whole = columns.is_added or cell.text.startswith(("[", "〔"))
    value = Decimal(match["value"].replace(",", ""))
    is_share = row.unit in ("%", "‰")
    if is_whole and not is_share:
        factor, _unit = taken_apart(
            with_unit(
                cells[columns.name].text, cells[columns.unit].text if 0 <= columns.unit < len(cells) else ""
            )[1]
        )
        value *= factor
    name = row.name + (("提高" if is_share else "新增") if is_whole else "年均增速")
    unit = ("个百分点" if is_share and not columns.is_added else row.unit) if is_whole else "%"
    return replace(row, name=name, value=value, value_max=None, unit=unit, comparator=">=", baseline=None, baseline_year=None,
                   is_growth=not is_whole, start=cell.start, end=cell.end)  # fmt: skip


def of_part(row: RowFound, whole: str) -> RowFound:
    """Return a row that names a part of what an earlier row named, 职校 below 双师型教师比例（%） | 高校."""
    bare, unit = with_unit(whole, "")
    row = row if row.unit or not unit else in_unit(row, unit)
    return replace(row, name=f"{naming.trimmed(_NUMBER_OF_ROW.sub('', bare))}（{row.name}）")


def names_whole(text: str) -> bool:
    """Say whether a cell names what is measured: by its unit in brackets, or by its last word."""
    bare, unit = with_unit(text, "")
    return bool(unit) or naming.has_head(bare)


def in_unit(row: RowFound, unit: str) -> RowFound:
    """Return a row that has no unit of its own with the one that its table is told in."""
    factor, unit = taken_apart(unit)
    high = None if row.value_max is None else row.value_max * factor
    base = None if row.baseline is None else row.baseline * factor
    return replace(row, unit=unit, value=row.value * factor, value_max=high, baseline=base)


def with_unit(name: str, unit: str) -> tuple[str, str]:
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
            return MULTIPLES[word], unit[len(word) :]
    return Decimal(1), unit


def with_unit_of_name(quantity: Quantity, text: str) -> Quantity:
    """Return a number that has its unit in the brackets of its name: 森林覆盖率（%）：65, 蓄积量（亿立方米）：2.1."""
    found = (
        None
        if quantity.unit
        else re.search(
            r"（(?P<unit>[^（）]{1,10})）(?:[：:]\D{0,3}|(?:累计|合计|共|达到?)*[<>≤≥]|累计|合计)$",
            text[: quantity.start],
        )
    )
    if found is None:
        return quantity
    factor, unit = taken_apart(found["unit"])
    if not is_unit(unit):
        return quantity
    high = quantity.value_max * factor if quantity.value_max is not None else None
    return replace(quantity, value=quantity.value * factor, value_max=high, unit=unit)
