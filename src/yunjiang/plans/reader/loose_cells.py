"""Rows of tables whose cells lost what parted them: each on a line of its own, or apart by blanks only."""

import re
from collections.abc import Iterator

from .units import UNIT

STOPS = re.compile(r"[。；！？，]")
_VERB = r"下降|降低|减少|提高|提升|增长|增加|达到|力争|控制在"
_DAY = re.compile(r"\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日")  # of issue, under a document
_NUMBER = re.compile(
    rf"(?:[≥≤>＞<＜〉〈约]|不少于|不低于|不超过|不高于|{_VERB})?-?\d[\d,]*(?:\.\d+)?[%‰]?(?:[—~～-]+\d+(?:\.\d+)?%?)?"
    r"(?:个百分点)?(?:左右|以上|以下|以内)?|[—―－/-]+|[\[〔［]\d+(?:\.\d+)?%?[\]〕］]"
)
_NATURES = ("约束性", "预期性", "指导性")
_UNIT = re.compile(rf"1/10?[万千]|[（(]?(?:万亿|百万|亿|万|千)?(?:{UNIT}|%|‰|人口|元|千瓦时)[）)]?")
_WITH_UNIT = re.compile(rf"\d[\d,]*(?:\.\d+)?(?:亿|万)?(?:{UNIT})")
_DUE_DAY = re.compile(r"\d{1,2}月(?:\d{1,2}日|底|中旬)?前?")
_PLACES = re.compile(r"乡镇|镇街|镇（街）|县区|区县|县市|市县|地区|辖区|单位|年度|年份")
_DUE = re.compile(r"时限|时间|日期|期限|备注|合计")
_YEAR = re.compile(r"(?:19|20)\d\d年?")
_BARE_YEAR = re.compile(r"(?:19|20)\d\d")
_HEADS = re.compile(r"指标|单位|属性|性质|名称|序号|类别|项目|领域|目标|任务|年")
_HEAD_CELL = re.compile(
    r"指标|单位|属性|性质|名称|序号|类别|领域|20\d\d|目标|基期|现状|年均|累计|增|水平$|[户人]数$|[\u4e00-\u9fff][（(][^（）()]{1,6}[)）]$|"
    r"^(?:乡镇|镇街|县区|县市|地区|区域|年份|年度|项目)"
)
_IN_BRACKETS = re.compile(rf"[（(](?:万|亿|千)?(?:{UNIT}|%)[)）]$")
# 指 标, 单 位: a word of a head that was set wide.
_WIDE = re.compile(r"(?<=[指单项名目属序类])\s+(?=[标位目称性质号别])|(?<=20\d\d)[^\S\n]+(?=年)")
# 新建公园 26 个, 3 月: blanks around numbers in running words.
_SPACED = re.compile(rf"(?<=\d)[^\S\n](?=(?:万|亿)?(?:{UNIT})(?:\s|[\u4e00-\u9fff]|$))")
_BLANKS = re.compile(r"(?<=\d)[ \u3000]+(?=[%％‰\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])[ \u3000]+(?=\d)")
# The end of a line between a name and its values.
_WRAPPED = re.compile(r"\n\s*(?=[≥≤>＞<＜\d][\d.]*\s)")
_FEW_CELLS = 3  # of a row that is one only below a head
_OF_UNITS = ("单位", "计量单位")
_NUMBER_OF = re.compile(r"序\s*号|编\s*号")
_MOST_COLUMNS = 12
_WIDEST = 8  # characters around a blank within a word
_RECORDS = 3  # rows of a table that make one of lines; two below a head or with what they are said to be
_ABOVE = 8  # lines between the head of such a table and its first row
_LONGEST_NAME = 40
_LONGEST_HEAD = 16  # characters of a cell of a head apart by blanks

Line = tuple[int, int, str]  # start, end, words


def standing_apart(raw: str) -> dict[int, int]:
    """Return where the rows of tables are of which every cell stands on a line of its own, and their heads: start to end."""
    lines = [
        (match.start(), match.end(), _BLANKS.sub("", match.group().strip()))
        for match in re.finditer(r"[^\n]*\S[^\n]*", raw)
    ]
    numbered = _numbered(lines)
    if numbered:
        return {lines[each[0]][0]: lines[each[-1]][1] for each in numbered}
    records = list(_records(lines))
    heads: dict[int, int] = {}
    found: dict[int, int] = {}
    are_sure = True
    head: range | None = None
    for number, one in enumerate(records):
        head = _head_of(lines, records, number) or head
        has_nature = lines[one[-1]][2] in _NATURES
        has_unit = _UNIT.fullmatch(lines[one[1]][2]) is not None
        if has_nature or has_unit or len(one) > _FEW_CELLS or (head and len(one) == len(head)):
            found[lines[one[0]][0]] = lines[one[-1]][1]
            are_sure = are_sure and has_nature
            if head:
                heads[lines[head[0]][0]] = lines[head[-1]][1]
    return heads | found if len(found) >= (_RECORDS - 1 if heads or are_sure else _RECORDS) else {}


def _numbered(lines: list[Line]) -> list[range]:
    """Return the lines of head and rows of a table whose rows are numbered: 序号, 项目, 任务; 1, …, …; 2, …, …."""
    words = [told for *_at, told in lines]
    found: list[range] = []
    place = 0
    while place < len(words):
        if not _NUMBER_OF.fullmatch(words[place]):
            place += 1
            continue
        first = next(
            (at for at in range(place + 1, min(place + _MOST_COLUMNS, len(words))) if words[at] == "1"), 0
        )
        rows = list(_numbered_rows(words, first, first - place)) if first > place + 1 else []
        if len(rows) > 1:
            found += [range(place, first), *rows]
        place = rows[-1][-1] + 1 if rows else place + 1
    return found


def _numbered_rows(words: list[str], first: int, size: int) -> Iterator[range]:
    """Yield the rows from one number to the next, as long as they have as many cells as their head."""
    at, number = first, 1
    while at + size <= len(words) and words[at] == str(number):
        number += 1
        if (
            at + size < len(words)
            and words[at + size] != str(number)
            and str(number) in words[at : at + 2 * size]
        ):
            return
        yield range(at, at + size)
        at += size


def _records(lines: list[Line]) -> Iterator[range]:
    """Yield which lines may be a row: a name, and under it what can be but cells."""
    number = used = 0
    while number < len(lines):
        name = lines[number][2]
        following = number + 1
        if len(name) > _LONGEST_NAME or STOPS.search(name) or (is_cell(name) and name not in _OF_UNITS):
            number = following
            continue
        values = 0
        while following < len(lines) and _is_cell_behind(lines[following][2], values, name):
            values += is_number(lines[following][2])
            following += 1
        has_nature = following < len(lines) and lines[following][2] in _NATURES
        following += has_nature
        if not has_nature and values > 1 and number > used and _counts_on(lines, number, following):
            following -= 1  # the number of the next row
        if (values or name in _OF_UNITS) and (has_nature or following - number >= _FEW_CELLS):
            yield range(number, following)
            number = used = following
        else:
            number += 1


def _is_cell_behind(line: str, values: int, name: str) -> bool:
    """Say whether a line can be a cell of a row that has so many values: behind one, 2000 is a value unless rows are of years."""
    is_told = values > 0 or _IN_BRACKETS.search(name) is not None
    is_value = is_told and _BARE_YEAR.fullmatch(line) is not None and not _YEAR.fullmatch(name)
    return line not in _NATURES and (is_cell(line) or is_value)


def _counts_on(lines: list[Line], number: int, following: int) -> bool:
    """Say whether the last cell of a row is the number of the next: one more than what stands before its name."""
    before, last = lines[number - 1][2] if number else "", lines[following - 1][2]
    return before.isdigit() and last.isdigit() and int(last) == int(before) + 1


def _head_of(lines: list[Line], records: list[range], number: int) -> range | None:
    """Return the lines of the head that stands above a row: as many as the longest of the rows below it has."""
    first, before = records[number][0], records[number - 1][-1] if number else -1
    size = max(len(each) for each in records[number : number + _ABOVE])
    if lines[first][2] in _OF_UNITS and first - size > before and _HEAD_CELL.search(lines[first - size][2]):
        return range(first - size, first)  # names in a row, above their units
    for last in range(first, max(first - _ABOVE, before + size), -1):
        heads = [_WIDE.sub("", told) for *_at, told in lines[last - size : last]]
        if all(len(told) <= 14 and _HEAD_CELL.search(told) for told in heads):
            return range(last - size, last)
    return None


def is_number(line: str) -> bool:
    """Say whether a cell holds a value."""
    told = line.replace("％", "%")
    return bool(_NUMBER.fullmatch(told) or _WITH_UNIT.fullmatch(told)) and not _YEAR.fullmatch(told)


def is_cell(line: str) -> bool:
    """Say whether a line can be but a cell: a value, a unit, what a target is said to be."""
    return is_number(line) or bool(_UNIT.fullmatch(line)) or line in _NATURES


def is_row(line: str) -> bool:
    """Say whether a line is a row of a table whose cells are apart only by blanks, as text taken from a PDF has them."""
    if "\t" in line or STOPS.search(line) or _DAY.fullmatch(line.strip()):
        return False
    cells = _SPACED.sub("", _WIDE.sub("", _WRAPPED.sub(" ", line))).replace("\n", "").split()
    if not 3 <= len(cells) <= 14:
        return False
    numbers = sum(bool(_NUMBER.fullmatch(each)) for each in cells)
    numbers += numbers > 0 and _DUE_DAY.fullmatch(cells[-1]) is not None
    if not numbers:
        heads = sum(bool(_HEADS.search(each) or _IN_BRACKETS.search(each)) for each in cells)
        are_places = _PLACES.fullmatch(cells[0]) is not None and _DUE.search(cells[-1]) is not None
        return (heads >= 3 or are_places) and all(len(each) <= _LONGEST_HEAD for each in cells)
    is_measured = numbers == len(cells) - 1 and _IN_BRACKETS.search(cells[0]) is not None  # 绿地率（%） 35 41
    return (
        cells[-1] in _NATURES or is_measured or any(_UNIT.fullmatch(each) for each in cells) or numbers >= 3
    )


def parts_cells(raw: str, place: int) -> bool:
    """Say whether a line ends within a row where a cell does too: before the values of a name above them."""
    return _WRAPPED.match(raw, place) is not None


def is_within_word(raw: str, place: int) -> bool:
    """Say whether a blank stands within a word of a head that was set wide."""
    start = max(place - _WIDEST, 0)
    return any(
        start + each.start() <= place < start + each.end()
        for each in _WIDE.finditer(raw[start : place + _WIDEST])
    )
