"""Heads of tables that stand in two rows: 指标, 单位, 现状, 目标 above 2025年, 2028年, 2030年."""

from collections.abc import Sequence

from .columns import BASE, GOAL, GROWTH, YEAR, Cell

_LONGEST = 10  # characters of a cell of the second row


def folded(lines: Sequence[Sequence[Cell]]) -> Sequence[Sequence[Cell]]:
    """Return a table with such a head in one row; any other as it is."""
    if len(lines) < 3:
        return lines
    above, below, width = lines[0], lines[1], len(lines[2])
    told = [each for each in below if each.text]
    if not any(YEAR.match(each.text) for each in told) or not all(_is_of_head(each.text) for each in told):
        return lines
    if len(above) == len(below) == width:
        head = [Cell(one.text + two.text, one.start) for one, two in zip(above, below, strict=True)]
        return [head, *lines[2:]]
    several = len(above) + len(told) - width  # cells of the first row that the second tells apart
    first = next((at for at, each in enumerate(above) if _is_of_head(each.text)), len(above))
    if several < 1 or first + several > len(above):
        return lines
    return [[*above[:first], *told, *above[first + several :]], *lines[2:]]


def _is_of_head(text: str) -> bool:
    return len(text) <= _LONGEST and any(each.search(text) for each in (YEAR, BASE, GOAL, GROWTH))
