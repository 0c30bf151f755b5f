"""The main instrument: a table with its head, filters, totals, and the way to further rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.safestring import SafeString

from yunjiang.web.components.numbers import Number
from yunjiang.web.components.progress import Bar
from yunjiang.web.components.said import Empty
from yunjiang.web.components.status import Mark
from yunjiang.web.components.trend import Trend

Shown = str | SafeString | Number | Mark | Bar | Trend


@dataclass(frozen=True)
class Option:
    """One choice of a filter; the empty value shows everything."""

    value: str
    name: str


@dataclass(frozen=True)
class Filter:
    """A choice in the head of a column, carried in the address under `name`."""

    name: str
    label: str
    options: Sequence[Option]
    chosen: str = ""


@dataclass(frozen=True)
class Column:
    """`place` says what becomes of it on a phone's card: whole (a line of its own), end (at the right), fold (left out)."""

    key: str
    name: str
    unit: str = ""
    is_number: bool = False
    sort_href: str = ""  # empty: cannot be sorted by
    direction: str = ""  # ascending or descending, where the table is sorted by it
    filter: Filter | None = None
    place: str = ""


@dataclass(frozen=True)
class Cell:
    """What stands in one column of one row, with a smaller line under it."""

    shown: Shown
    small: str = ""
    href: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Row:
    """`key` is what a form gets when the row is picked; without one it cannot be. `depth` indents it under its parent."""

    cells: Sequence[Cell]
    key: str = ""
    is_picked: bool = False
    depth: int = 0
    tone: str = ""


@dataclass(frozen=True)
class Table:
    """`name` is its id on the page, under which the browser remembers which columns are put away and how dense it is."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    empty: Empty
    told: str = ""  # beside the title: how many rows there are
    totals: Row | None = None
    next_href: str = ""
    first_href: str = ""  # back to the beginning, where this page is not it
    export_href: str = ""
    kept: Mapping[str, str] = field(default_factory=dict)  # what else of the address filters must carry
    picks: str = ""  # the name under which a form gets picked rows; empty: nothing can be picked
    is_wide: bool = False  # scrolls within itself, its head and first column standing still
    has_own_columns: bool = (
        False  # which columns there are is chosen elsewhere on the page, not put away by the browser
    )

    @property
    def is_filtered(self) -> bool:
        return any(column.filter and column.filter.chosen for column in self.columns)

    @property
    def has_filters(self) -> bool:
        return any(column.filter for column in self.columns)

    @property
    def lines(self) -> list[tuple[Row, list[tuple[Column, Cell]]]]:
        """Return every row with its cells beside their columns."""
        return [(row, list(zip(self.columns, row.cells, strict=True))) for row in self.rows]

    @property
    def total_line(self) -> list[tuple[Column, Cell]]:
        return list(zip(self.columns, self.totals.cells, strict=True)) if self.totals else []


def sorted_by(columns: Sequence[Column], order: str, hrefs: Mapping[str, str]) -> list[Column]:
    """Return the columns with the addresses that sort by them; `order` is a key, with a minus for descending.

    `hrefs` holds for each key, and for each key with a minus, the address of the table so sorted.
    """
    arranged = []
    for column in columns:
        if column.key in hrefs:
            direction = {column.key: "ascending", f"-{column.key}": "descending"}.get(order, "")
            turned = f"-{column.key}" if direction == "ascending" else column.key
            column = replace(column, sort_href=hrefs[turned], direction=direction)
        arranged.append(column)
    return arranged
