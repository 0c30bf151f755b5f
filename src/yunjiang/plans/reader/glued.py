"""Tables whose cells ran together: 1化学需氧量排放总量（万吨）14141270-10%2二氧化硫….

Where one number ends and the next begins is told by what is said of the change between them: of all ways to part
14141270 only 1414 and 1270 are a fall of 10 %. What does not add up is not read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from .comparing import is_wanted_low
from .naming import trimmed
from .row_reading import RowFound, taken_apart
from .units import UNIT

_HEAD = re.compile(
    r"指标(?:名称)?[^\n。；]{0,6}?20\d\d年[^\n。；]{0,8}?(?P<year>20\d\d)年[^\n。；]{0,14}?(?:增|减|变化)"
)
_ROW = re.compile(r"（(?P<unit>[^（）\d\n]{1,8})）(?P<values>[\d<>≤≥][\d.<>≤≥—]{2,24})(?P<of>%|个百分点)")
_BEFORE_NAME = re.compile(r"^(?:[长减幅率速]|情况|变化|属性|单位)*\d{0,2}(?=[\u4e00-\u9fff])")
_NUMBER = re.compile(r"[<>≤≥—]?(?:0|[1-9]\d*)(?:\.\d+)?")
_LONGEST = 90  # characters of a row
_NEAR_SHARE, _NEAR_POINTS = Decimal("0.6"), Decimal("0.06")  # how far a change may be off by rounding


@dataclass(frozen=True)
class _Parted:
    base: Decimal
    goal: Decimal
    sign: str
    change: Decimal


_YEARS = re.compile(r"指标[^\n。；\d]{0,8}(?P<years>(?:20\d\d年){2,5})")
_WORDS = r"(?P<name>[\u4e00-\u9fff（）]{3,40})(?<![年月第])"
_UNIT_OF_EACH = rf"(?P<unit>%|‰|{UNIT})"


def rows(text: str) -> Iterator[RowFound]:
    """Yield the promises in such tables of a plain text."""
    yield from _of_years(text)
    for head, found in _tables(text):
        begun = head.end()
        for row, parted in found:
            if parted is not None:
                yield from _promises(text[begun : row.start()], row, parted, int(head["year"]))
            begun = row.end()


def _of_years(text: str) -> Iterator[RowFound]:
    """Yield what rows promise that have as many values of one unit, or with as many places, as the head has years: 30%40%55%."""
    head = _YEARS.search(text)
    if head is None:
        return
    years = [int(each) for each in re.findall(r"20\d\d", head["years"])]
    several = len(years) - 1
    patterns = [
        rf"{_WORDS}(?P<values>(?!20\d\d年)\d+(?:\.\d+)?{_UNIT_OF_EACH}(?:\d+(?:\.\d+)?(?P=unit)){{{several}}})(?![\d%‰])"
    ]
    patterns += [
        rf"{_WORDS}(?P<values>(?:\d{{1,3}}\.\d{{{places}}}){{{several + 1}}})(?![\d.%‰])"
        for places in (1, 2, 3)
    ]
    for pattern in patterns:
        for row in re.finditer(pattern, text[head.end() :]):
            unit = row.groupdict().get("unit", "")
            places = len(row["values"].rpartition(".")[2])
            values = row["values"].split(unit) if unit else re.findall(rf"\d+\.\d{{{places}}}", row["values"])
            name = trimmed(row["name"])
            comparator = "<=" if is_wanted_low(name) else ">="
            start, end = head.end() + row.start("name"), head.end() + row.end()
            for value, year in zip(values, years, strict=False):
                yield RowFound(
                    name, unit, comparator, Decimal(value), None, year, "", None, None, False, start, end
                )


def covered(text: str) -> list[tuple[int, int]]:
    """Return where such tables are, from the stop before them, so that they are not read as sentences."""
    return [
        (max(text.rfind(stop, 0, head.start()) for stop in "。；\n") + 1, found[-1][0].end())
        for head, found in _tables(text)
    ]


def _tables(text: str) -> Iterator[tuple[re.Match[str], list[tuple[re.Match[str], _Parted | None]]]]:
    for head in _HEAD.finditer(text):
        found: list[tuple[re.Match[str], _Parted | None]] = []
        place = head.end()
        while (row := _ROW.search(text, place, place + _LONGEST)) and "\n" not in text[place : row.start()]:
            found.append((row, _parted(row["values"], row["of"])))
            place = row.end()
        if any(parted for _row, parted in found):
            yield head, found


def _parted(values: str, of: str) -> _Parted | None:
    """Return base, goal and change that run together, parted in the one way that adds up; None where none or several do."""
    ways = []
    for first, second in combinations(range(1, len(values)), 2):
        pieces = (values[:first], values[first:second], values[second:])
        if not all(_NUMBER.fullmatch(each) for each in pieces) or "—" in pieces[0] + pieces[1]:
            continue
        base, goal, change = (Decimal(each.strip("<>≤≥—")) for each in pieces)
        if of == "%":
            fits = base and abs(abs(goal - base) / base * 100 - change) <= _NEAR_SHARE
        else:
            fits = abs(abs(goal - base) - change) <= _NEAR_POINTS
        if fits and change:
            ways.append(_Parted(base, goal, pieces[1][0] if pieces[1][0] in "<>≤≥" else "", change))
    return ways[0] if len(ways) == 1 else None


def _promises(before: str, row: re.Match[str], parted: _Parted, year: int) -> Iterator[RowFound]:
    """Yield what a row promises: its goal, and by how much that is more or less; `before` are its name and its number."""
    name = _BEFORE_NAME.sub("", before).strip()
    if not name:
        return
    factor, unit = taken_apart(row["unit"])
    falls = parted.goal < parted.base
    comparator = {"<": "<=", "≤": "<=", ">": ">=", "≥": ">="}.get(parted.sign, "<=" if falls else ">=")
    start = row.start() - len(name)
    yield RowFound(
        name,
        unit,
        comparator,
        parted.goal * factor,
        None,
        year,
        "",
        parted.base * factor,
        None,
        False,
        start,
        row.end(),
    )
    verb = "下降" if falls else "提高" if unit in ("%", "‰") else "增长"
    yield RowFound(
        name + verb,
        row["of"],
        ">=",
        parted.change,
        None,
        year,
        "",
        None,
        None,
        False,
        row.start("values"),
        row.end(),
    )
