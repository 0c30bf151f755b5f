"""Rows of tables whose cells lost what parted them: each on a line of its own, or apart by blanks only."""

import re

from .units import UNIT

STOPS = re.compile(r"[。；！？，]")
_VERB = r"下降|降低|减少|提高|提升|增长|增加|达到|力争|控制在"
_NUMBER = re.compile(
    rf"(?:[≥≤>＞<＜〉〈约]|不少于|不低于|不超过|不高于|{_VERB})?-?\d[\d,]*(?:\.\d+)?[%‰]?(?:[—~～-]+\d+(?:\.\d+)?%?)?"
    r"(?:个百分点)?(?:左右|以上|以下|以内)?|[—―－/-]+|[\[〔]\d+(?:\.\d+)?%?[\]〕]"
)
_NATURES = ("约束性", "预期性", "指导性")
_UNIT = re.compile(rf"[（(]?(?:万亿|百万|亿|万|千)?(?:{UNIT}|%|‰|人口|元|千瓦时)[）)]?")
_WITH_UNIT = re.compile(rf"\d[\d,]*(?:\.\d+)?(?:亿|万)?(?:{UNIT})")
_HEADS = re.compile(r"指标|单位|属性|性质|名称|序号|类别|项目|领域|目标|任务|年")
_HEAD_CELL = re.compile(r"指标|单位|属性|性质|名称|序号|类别|领域|20\d\d|目标|基期|现状|年均|累计|增|水平$")
# The end of a line between a name and its values.
_WRAPPED = re.compile(r"\n\s*(?=[≥≤>＞<＜\d][\d.]*\s)")
_RECORDS = 3  # rows of a table that make one of lines; two below a head or with what they are said to be
_ABOVE = 8  # lines between the head of such a table and its first row
_LONGEST_NAME = 40

Line = tuple[int, int, str]  # start, end, words


def standing_apart(raw: str) -> dict[int, int]:
    """Return where the rows of tables are of which every cell stands on a line of its own: start to end."""
    lines = [
        (match.start(), match.end(), match.group().strip()) for match in re.finditer(r"[^\n]*\S[^\n]*", raw)
    ]
    found: dict[int, int] = {}
    are_sure = True
    number = 0
    while number < len(lines):
        start, _end, name = lines[number]
        following = number + 1
        if len(name) > _LONGEST_NAME or STOPS.search(name) or is_cell(name):
            number = following
            continue
        values = 0
        while following < len(lines) and is_cell(lines[following][2]) and lines[following][2] not in _NATURES:
            values += is_number(lines[following][2])
            following += 1
        has_nature = following < len(lines) and lines[following][2] in _NATURES
        following += has_nature
        if not has_nature and values > 1 and _counts_on(lines, number, following):
            following -= 1  # the number of the next row
        if values and (has_nature or following - number > _RECORDS):
            found[start] = lines[following - 1][1]
            are_sure = are_sure and has_nature
            number = following
        else:
            number += 1
    head = _head_of(lines, found) if found else {}
    return head | found if len(found) >= (_RECORDS - 1 if head or are_sure else _RECORDS) else {}


def _counts_on(lines: list[Line], number: int, following: int) -> bool:
    """Say whether the last cell of a row is the number of the next: one more than what stands before its name."""
    before, last = lines[number - 1][2] if number else "", lines[following - 1][2]
    return before.isdigit() and last.isdigit() and int(last) == int(before) + 1


def _head_of(lines: list[Line], records: dict[int, int]) -> dict[int, int]:
    """Return where the head of such a table stands, its cells on lines of their own too: as many as the longest row has."""
    first = next(number for number, line in enumerate(lines) if line[0] in records)
    size = max(
        sum(start <= line[0] < end for line in lines[first:]) for start, end in [*records.items()][:_ABOVE]
    )
    for last in range(first, max(first - _ABOVE, size - 1), -1):
        heads = lines[last - size : last]
        if all(len(told) <= 14 and _HEAD_CELL.search(told) for *_at, told in heads):
            return {heads[0][0]: heads[-1][1]}
    return {}


def is_number(line: str) -> bool:
    """Say whether a cell holds a value."""
    return bool(_NUMBER.fullmatch(line.replace("％", "%"))) or bool(_WITH_UNIT.fullmatch(line))


def is_cell(line: str) -> bool:
    """Say whether a line can be but a cell: a value, a unit, what a target is said to be."""
    return is_number(line) or bool(_UNIT.fullmatch(line)) or line in _NATURES


def is_row(line: str) -> bool:
    """Say whether a line is a row of a table whose cells are apart only by blanks, as text taken from a PDF has them."""
    if "\t" in line or STOPS.search(line):
        return False
    cells = _WRAPPED.sub(" ", line).replace("\n", "").split()
    if not 3 <= len(cells) <= 14:
        return False
    numbers = sum(bool(_NUMBER.fullmatch(each)) for each in cells)
    if not numbers:
        heads = sum(bool(_HEADS.search(each)) for each in cells)
        return heads >= 3 and all(len(each) <= 12 for each in cells)
    return cells[-1] in _NATURES or any(_UNIT.fullmatch(each) for each in cells) or numbers >= 3


def parts_cells(raw: str, place: int) -> bool:
    """Say whether a line ends within a row where a cell does too: before the values of a name above them."""
    return _WRAPPED.match(raw, place) is not None
