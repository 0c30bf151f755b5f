"""Which column of a file is what, by its heading in English or Chinese."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..models import Dimension
from .problems import RowProblem

NAMES: dict[str, tuple[str, ...]] = {
    "measure": ("measure", "计量项", "计量项代码", "计量项编码", "计量项名称"),
    "organization": (
        "organization",
        "机构",
        "机构代码",
        "机构名称",
        "单位代码",
        "单位名称",
        "填报单位",
        "地区",
        "行政区划代码",
    ),
    "date": ("date", "日期", "发生日期", "时间", "期间", "报告期", "统计期", "period"),
    "since": ("since", "起始日期", "开始日期", "起"),
    "until": ("until", "截止日期", "结束日期", "终止日期", "止"),
    "quantity": ("quantity", "数量", "数值", "值", "value"),
    "unit": ("unit", "计量单位"),
    "person": ("person", "人员", "身份证号", "身份证号码", "公民身份号码", "证件号码"),
    "source": ("source", "来源", "来源编号", "记录编号"),
    "revision": ("revision", "版本", "修订号"),
    "channel": ("channel", "渠道"),
    "bound": ("bound", "精确程度", "界限"),
    "note": ("note", "remark", "备注", "说明"),
}
IGNORED = frozenset(("序号", "no", "no.", "number", "错误原因", "whatiswrong"))
REQUIRED = ("measure", "organization", "quantity")
DIMENSION = "dimension "  # followed by the dimension's code
SEARCHED = 20  # rows in which the headings are looked for


@dataclass
class Headings:
    """Where each known column stands; `places` by the English name, dimensions as `dimension <code>`."""

    places: dict[str, int] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)


def normal(heading: str | None) -> str:
    """Return a heading without what does not change its meaning: width, case, spaces, stars, hints in brackets."""
    plain = unicodedata.normalize("NFKC", heading or "").casefold()
    return re.sub(r"\(.*?\)|\[.*?\]|[\s*_:]", "", plain)


def meanings() -> dict[str, str]:
    """Return what every known heading means, the declared dimensions by code and name among them."""
    known = {normal(name): meaning for meaning, names in NAMES.items() for name in names}
    for code, name in Dimension.objects.values_list("code", "name"):
        known.setdefault(normal(code), DIMENSION + code)
        known.setdefault(normal(name), DIMENSION + code)
    return known


def find_row(rows: Sequence[Sequence[str | None]], known: Mapping[str, str]) -> int:
    """Return which of the first rows holds the headings: the one in which most are known; titles may stand above it."""
    found = [len({known[normal(cell)] for cell in row if normal(cell) in known}) for row in rows[:SEARCHED]]
    return found.index(max(found))


def understand(cells: Sequence[str | None], row: int, known: Mapping[str, str]) -> Headings:
    """Return what the columns are and every problem with the headings, which stand in this row."""
    headings = Headings()
    names = ", ".join(sorted({names[0] for names in NAMES.values()} | set(_dimensions(known))))
    for place, cell in enumerate(cells):
        if not cell or normal(cell) in IGNORED:
            continue
        meaning = known.get(normal(cell))
        if meaning is None:
            facts = {"column": cell, "names": names}
            headings.problems.append(RowProblem("column_unknown", facts, row, cell))
        elif meaning in headings.places:
            other = cells[headings.places[meaning]]
            facts = {"column": cell, "other": other or ""}
            headings.problems.append(RowProblem("column_twice", facts, row, cell))
        else:
            headings.places[meaning] = place
    for meaning in REQUIRED:
        if meaning not in headings.places:
            headings.problems.append(_missing(row, NAMES[meaning]))
    if not {"date", "until"} & headings.places.keys():
        headings.problems.append(_missing(row, NAMES["date"] + NAMES["until"]))
    return headings


def _dimensions(known: Mapping[str, str]) -> list[str]:
    return [meaning.removeprefix(DIMENSION) for meaning in known.values() if meaning.startswith(DIMENSION)]


def _missing(row: int, names: Sequence[str]) -> RowProblem:
    return RowProblem("column_missing", {"names": " / ".join(names)}, row)
