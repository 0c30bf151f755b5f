"""What can stand on a sheet: the parts of an official document's body, from heading to chart."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from yunjiang.documents.number import Number
from yunjiang.documents.phrase import Phrase


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 4; its numeral (一、 （一） 1. （1）) is given by its place."""

    level: int
    text: Phrase


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of body text."""

    text: Phrase


@dataclass(frozen=True)
class Slot:
    """A place for the office's own words: the prompt while nothing is supplied, otherwise the words as supplied."""

    key: str
    title: str
    prompt: str
    words: str = ""


class Align(StrEnum):
    TEXT = "TableText"
    NUMBER = "TableNumber"
    MIDDLE = "TableMiddle"


@dataclass(frozen=True)
class Column:
    """One column: heading, part of the table's width (any scale) and alignment of its cells."""

    heading: str
    share: float
    align: Align = Align.TEXT


@dataclass(frozen=True)
class Band:
    """A row across the whole table that names the group of rows below it."""

    text: Phrase


TableRow = tuple[Phrase, ...]


@dataclass(frozen=True)
class Table:
    """A table with its caption above and its notes below. A wide one stands on landscape pages."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[TableRow | Band]
    unit: str = ""
    notes: Sequence[Phrase] = ()
    is_wide: bool = False


@dataclass(frozen=True)
class Bar:
    """One category of a bar chart: the completion and the required course beside it; None draws nothing."""

    label: str
    actual: Number | None
    required: Number | None


@dataclass(frozen=True)
class BarChart:
    """Horizontal bars of completion, each beside its required course, in the order given (top first)."""

    caption: str
    bars: Sequence[Bar]
    unit: str = "%"
    actual_name: str = "完成进度"
    required_name: str = "应达进度"
    notes: Sequence[Phrase] = ()


@dataclass(frozen=True)
class TrendPoint:
    """One moment of a trend: what was reached, what was required, what is expected; None draws nothing."""

    label: str
    actual: Number | None = None
    required: Number | None = None
    forecast: Number | None = None


@dataclass(frozen=True)
class TrendChart:
    """A small line of actual values with the required course (dashed) and the forecast (dotted)."""

    caption: str
    points: Sequence[TrendPoint]
    unit: str
    divisor: int = 1  # 10000 draws the values in 万
    notes: Sequence[Phrase] = ()


@dataclass(frozen=True)
class Annex:
    """An annex: a page of its own, its number, its title, its blocks."""

    title: str
    blocks: Sequence["Block"] = field(default_factory=tuple)


Block = Heading | Paragraph | Slot | Table | BarChart | TrendChart
