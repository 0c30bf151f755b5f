"""Tables of indicators: rows of cells, from documents that keep them and from text in which they were flattened.

A table is a run of lines with tabs. Its head says which column is the name, the unit, which year each value is of, and
what nature a target has; without a head the columns are told by what is in them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from . import crossed
from .columns import (
    GOAL,
    NAME,
    PROGRESS,
    SCORED,
    UNIT,
    VALUE,
    YEAR,
    Cell,
    Columns,
    aligned,
    columns_of,
    guessed,
)
from .heads import folded
from .row_reading import RowFound, growth_of, in_unit, names_whole, of_part, row_of
from .units import UNIT as A_UNIT

_TASKS = re.compile(r"重点工作|工作任务|任务|目标|内容|时限|完成时间|牵头|责任|配合|措施|事项")

_BODIES = re.compile(r"(?:牵头|责任|配合|负责|承办|主办|协办|参与|落实|实施)(?:单位|部门|科室|股室|主体)")
_DONE = re.compile(r"任务|事项|工作|内容|项目|措施|举措|目标")
_DUE = re.compile(r"时限|完成时间|完成时|期限|时间要求|进度要求")

_BETWEEN = 8  # lines between two rows of one table: the sorts that they are of, what is meant
_NO_SORT = re.compile(r"[。；，：]|^[表附专]|20\d\d年|现状值|目标值|属性")
_EXPLAINS = re.compile(r"(?:说明|计算方法|备注|注)[：:]")
# What falls to each of several places, told without marks: 东镇280西乡15南镇40.
_SHARED_OUT = re.compile(r"(?:[\u4e00-\u9fff（）]{2,12}\d+(?:\.\d+)?[、，；\s]*){4,}")
_SAYS = re.compile(r"[\u4e00-\u9fff]{2,}\d")  # 解决2万人
# Above a table: the unit of all its values.
_UNIT_ABOVE = re.compile(
    rf"(?:单位[：:](?P<told>(?:万|亿)?(?:{A_UNIT}|%))|表（(?P<named>(?:万|亿)?{A_UNIT})）)[）)]?\n?(?:[^\n\t。]{{0,20}}\n){{0,8}}[^\n\t]{{0,20}}\n?$"
)
_CAPTION = 100  # characters before a table
_SHORT = 8  # characters of a cell of a head
_NUMBERS = re.compile(rf"{VALUE.pattern}|\d[\d.,]*(?:/\d[\d.,]*)+$")  # 6/19: two things in one row
_LONGEST_SORT = 14  # characters of a line that heads rows of one sort


@dataclass(frozen=True)
class Told:
    """A cell that says in words what is to be done, and what its row says of when."""

    start: int
    end: int
    due: str


@dataclass(frozen=True)
class BodyCell:
    """A cell of a column that names bodies, with what its head says of them."""

    head: str
    start: int
    end: int


def rows(text: str, last: int | None, now: int = 0) -> Iterator[RowFound]:
    """Yield the promises in the tables of a plain text; `last` is the plan's last year, for columns that name none, and
    `now` the first year that is not past."""
    above: Sequence[Cell] | None = None  # the head of the table before, under which this one may go on
    for table in (part for whole in _tables(text) for part in _begun_again(whole)):
        unit = _unit_above(text, table[0][0].start)
        lines = crossed.measured_in(crossed.turned(crossed.unfolded(folded(table))), unit)
        at = next(
            (
                number
                for number, cells in enumerate(lines[:4])
                if _is_head(cells) or crossed.is_crossed(lines[number:])
            ),
            None,
        )
        if at is None and (turned := _turned(lines)):
            for row, cells in _below(turned[0], turned[1:], last, now):
                value = next((each for each in cells if each.end == row.end), None)
                yield replace(row, start=value.start) if value else row
        elif at is None and _is_scored(lines):
            continue
        elif at is not None and crossed.is_crossed(lines[at:]):
            yield from crossed.rows(lines[at:], last, now)
        else:
            head = lines[at] if at is not None else above if above and _goes_on(lines, above, last) else None
            above = head or above
            for row, _cells in _below(head, lines if at is None else lines[at + 1 :], last, now, unit):
                yield row if row.unit or not unit else in_unit(row, unit)


def _unit_above(text: str, start: int) -> str:
    """Return the unit that stands above a table for all of it: 单位：亩, 造林任务分解表（亩）."""
    found = _UNIT_ABOVE.search(text[max(start - _CAPTION, 0) : start])
    return found["told"] or found["named"] if found else ""


def _below(
    head: Sequence[Cell] | None,
    lines: Sequence[Sequence[Cell]],
    last: int | None,
    now: int,
    unit: str = "",
) -> Iterator[tuple[RowFound, Sequence[Cell]]]:
    """Yield what the rows below a head promise, each with its cells."""
    columns = columns_of(head, last, now) if head else None
    parted = ""  # the cell whose parts the rows name: 入学率（%） beside 学前段, 义务段 below it
    for cells in lines:
        whole = aligned(cells, head, columns) if head and columns else cells
        told = columns or guessed(whole, last)
        parted = _parted(whole, columns, parted)
        found = row_of(whole, told, last)
        is_bare = columns is None and sum(bool(VALUE.match(each.text)) for each in whole) == 1
        if found is not None and is_bare and not (found.unit or unit or found.nature):
            continue  # a number of nothing, under no head: how many lessons a subject has
        for interim in range(len(told.goals) - 1):
            step = row_of(whole, told, last, interim)
            if step is not None:
                yield step, whole
        if found is not None:
            yield of_part(found, parted) if parted else found, whole
            grown = whole[told.growth] if 0 <= told.growth < len(whole) else None
            more = growth_of(found, whole, told, last) if grown and grown.end != found.end else None
            if more is not None:
                yield more, whole


def _parted(cells: Sequence[Cell], columns: Columns | None, earlier: str) -> str:
    """Return the cell of which a row names a part: the one before its name, or an earlier row's; "" if it names a whole."""
    if columns is None or columns.unit >= 0 or not 0 < columns.name < len(cells):
        return ""
    before, name = cells[columns.name - 1].text, cells[columns.name].text
    if not name or names_whole(name):
        return ""
    return (before if names_whole(before) else "") if before else earlier


def _begun_again(lines: list[list[Cell]]) -> Iterator[list[list[Cell]]]:
    """Yield the tables of which one consists that has its head several times, one below the other."""
    head = lines[0][0].text
    starts = [number for number, cells in enumerate(lines) if NAME.search(head) and cells[0].text == head]
    for start, end in pairwise([0, *starts[1:], len(lines)]):
        yield lines[start:end]


def _turned(lines: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """Return the columns of a table as rows whose head is its first column: 指标, 单位, 2020年, 2025年 one below the other."""
    if len(lines) < 2 or not _is_head([cells[0] for cells in lines]):
        return []
    return [list(column) for column in zip(*lines, strict=False)]


def _is_scored(lines: Sequence[Sequence[Cell]]) -> bool:
    """Say whether a table without goals tells what earns how many points."""
    return any(SCORED.search(each.text) for cells in lines[:4] for each in cells if len(each.text) <= _SHORT)


def _goes_on(lines: Sequence[Sequence[Cell]], head: Sequence[Cell], last: int | None) -> bool:
    """Say whether rows without a head stand under that of the table before: values where it has its goals."""
    columns = columns_of(head, last)
    places = [place for place, _year in columns.goals]
    return bool(places) and all(
        len(whole) == len(head) and all(VALUE.match(whole[place].text) for place in places)
        for whole in (aligned(cells, head, columns) for cells in lines)
    )


def told(text: str) -> Iterator[Told]:
    """Yield the cells of tables that say in words what is to be done: 年度目标, 工作内容."""
    for lines in _tables(text):
        head = next(
            (number for number, cells in enumerate(lines[:4]) if _is_head(cells) or _is_tasks(cells)), None
        )
        due = (
            next((place for place, cell in enumerate(lines[head]) if _DUE.search(cell.text)), -1)
            if head is not None
            else -1
        )
        done = (
            {place for place, cell in enumerate(lines[head]) if PROGRESS.search(cell.text)}
            if head is not None
            else set()
        )
        for cells in lines[(head + 1) if head is not None else 0 :]:
            for place, cell in enumerate(cells):
                if (
                    place not in done
                    and (len(cell.text) > 5 or _SAYS.match(cell.text))
                    and re.search(r"\d|[一二三四五六七八九十百]+[个家所名场]|全覆盖", cell.text)
                    and not VALUE.match(cell.text)
                    and not _SHARED_OUT.fullmatch(cell.text)
                ):
                    yield Told(cell.start, cell.end, cells[due].text if 0 <= due < len(cells) else "")


def bodies(text: str) -> Iterator[BodyCell]:
    """Yield the cells of tables that name bodies, by the heads of their columns: 牵头单位, 责任部门."""
    for lines in _tables(text):
        heads = [
            number
            for number, cells in enumerate(lines[:4])
            if any(_BODIES.search(each.text) for each in cells)
        ]
        if not heads:
            continue
        head = lines[heads[0]]
        for cells in lines[heads[0] + 1 :]:
            for cell, over in zip(cells, head, strict=False):
                if cell.text and _BODIES.search(over.text) and len(cells) == len(head):
                    yield BodyCell(over.text, cell.start, cell.end)


def dated(text: str) -> Iterator[Told]:
    """Yield what rows of tables of tasks say is to be done, of those whose head has a column for by when."""
    for lines in _tables(text):
        head = next((number for number, cells in enumerate(lines[:4]) if _is_tasks(cells)), None)
        if head is None:
            continue
        titles = [each.text for each in lines[head]]
        due = next((place for place, each in enumerate(titles) if _DUE.search(each)), None)
        tasks = [place for place, each in enumerate(titles) if _DONE.search(each) and place != due]
        if due is None or not tasks:
            continue
        for cells in lines[head + 1 :]:
            if len(cells) == len(titles) and cells[due].text:
                said = max((cells[place] for place in tasks), key=lambda each: len(each.text))
                yield Told(said.start, said.end, cells[due].text)


def covered(text: str) -> list[tuple[int, int]]:
    """Return where the rows of the tables of a plain text are, so that they are not read as sentences."""
    return [(cells[0].start, cells[-1].end) for lines in _tables(text) for cells in lines]


def _tables(text: str) -> Iterator[list[list[Cell]]]:
    found: list[list[Cell]] = []
    start = 0
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if "\t" in line:
            found.append(_cells(line, start))
        elif line.strip() and found and not _is_between(lines[number : number + _BETWEEN + 1], start):
            yield found
            found = []
        start += len(line) + 1
    if found:
        yield found


def _cells(line: str, start: int) -> list[Cell]:
    cells, at = [], start
    for piece in line.split("\t"):
        cells.append(Cell(piece.strip(), at + len(piece) - len(piece.lstrip())))
        at += len(piece) + 1
    return cells


def _is_between(lines: Sequence[str], start: int) -> bool:
    """Say whether a line is a row of one cell over all columns, 一、经济发展, behind which the table goes on."""
    for line in lines:
        if "\t" in line:
            cells = _cells(line, start)
            return not _is_head(cells) and any(_NUMBERS.match(each.text) for each in cells)
        if _EXPLAINS.match(line):
            continue
        if len(line) > _LONGEST_SORT or _NO_SORT.search(line):
            return False
    return False


def _is_head(cells: Sequence[Cell]) -> bool:
    texts = [each.text for each in cells]
    return (
        any(NAME.search(each) for each in texts)
        and (any(UNIT.search(each) or YEAR.search(each) or GOAL.search(each) for each in texts))
        and not any(VALUE.match(each) and not YEAR.fullmatch(each) for each in texts)
    )


def _is_tasks(cells: Sequence[Cell]) -> bool:
    """Say whether a row is the head of a list of tasks: 重点工作, 年度目标, 完成时限, 牵头单位."""
    return sum(bool(_TASKS.search(each.text)) for each in cells) >= 2 and all(
        len(each.text) <= 12 for each in cells
    )
