"""A window of days cut into whole years, whole months and edge months, so that sums are read and entries only at the edges."""

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from yunjiang.figures.figure import Window


@dataclass(frozen=True, slots=True)
class Piece:
    """A year (YYYY00) or month (YYYYMM). `era` counts the tree's breaks before it; an edge is read entry by entry."""

    period: int
    era: int
    is_edge: bool


def period_of(day: date) -> int:
    """Return the month of a day as YYYYMM."""
    return day.year * 100 + day.month


def cut(window: Window, breaks: Sequence[date], months: Mapping[int, date]) -> list[Piece]:
    """Cut a window into the fewest pieces that hold entries; `months` maps each month (YYYYMM) with any to its newest day.

    A month is whole when none of its entries can lie outside the window and no tree breaks among them (a break on its first
    day does not count); a year when all its months are whole and no tree breaks between them.
    """
    pieces: list[Piece] = []
    for year, found in groupby(sorted(months), key=lambda period: period // 100):
        periods = list(found)
        if _is_whole(date(year, 1, 1), months[periods[-1]], window, breaks):
            pieces.append(Piece(year * 100, bisect_right(breaks, date(year, 1, 1)), False))
            continue
        for period in periods:
            begins, ends = _first_of(period), _last_of(period)
            if begins <= window.last and ends >= window.first:
                is_whole = _is_whole(begins, months[period], window, breaks)
                pieces.append(Piece(period, bisect_right(breaks, begins), not is_whole))
    return pieces


def _first_of(period: int) -> date:
    return date(period // 100, period % 100, 1)


def _last_of(period: int) -> date:
    return date(period // 100, period % 100, monthrange(period // 100, period % 100)[1])


def _is_whole(begins: date, ends: date, window: Window, breaks: Sequence[date]) -> bool:
    if begins < window.first or ends > window.last:
        return False
    return not any(begins < day <= ends for day in breaks)
