"""The shapes of an overview: the lead sentence, tallies by status, rows of indicators, units below."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from yunjiang.web.components.numbers import Number
from yunjiang.web.components.progress import Bar
from yunjiang.web.components.status import Mark
from yunjiang.web.components.tiles import Tile
from yunjiang.web.components.trend import Trend

NOTHING = Number("", "")


@dataclass(frozen=True)
class Clause:
    """A part of a sentence; `tone` colours what wants attention."""

    text: str
    tone: str = ""


@dataclass(frozen=True)
class Tab:
    """One of several ways to look at the same; `is_here` marks the present one."""

    name: str
    href: str
    is_here: bool


@dataclass(frozen=True)
class Tally:
    """How many indicators have a status, and the address that shows only these."""

    mark: Mark
    count: int
    href: str
    is_chosen: bool = False


@dataclass(frozen=True)
class Row:
    """One indicator at one unit on one day."""

    code: str
    name: str
    below: str  # where it stands in the plan, who leads it
    href: str
    value: Number
    required: Number
    completion: str  # of the target, per cent; empty when it has no meaning
    bar: Bar
    mark: Mark
    trend: Trend
    outlook: Mark | None
    foreseen: str  # what the forecast expects, in words
    target: Number = NOTHING
    part: str = ""  # which part of the plan's own target was handed down here; empty at the plan's owner
    places_href: str = ""  # shows it in the units below
    is_chosen: bool = False


@dataclass(frozen=True)
class Group:
    """Rows under a title; `depth` 0 draws no title."""

    title: str
    rows: Sequence[Row]
    depth: int = 1
    anchor: str = ""  # where an address leads on the page


@dataclass(frozen=True)
class Place:
    """One unit below, by its achievement of the chosen indicator; `rank` is None for who cannot be ranked."""

    rank: int | None
    name: str
    href: str
    value: Number
    completion: str
    bar: Bar
    mark: Mark
    gain: str = ""  # points won since the day compared with, where units are ranked by progress


@dataclass(frozen=True)
class Places:
    """The chosen indicator in the units below: tiles where the map has places for them, and always a table."""

    title: str
    told: str  # what the tiles and the table say of each
    href: str
    kinds: Sequence[Tab] = ()  # which kinds of units there are below, when there are several
    orders: Sequence[Tab] = ()  # by level or by progress
    is_by_progress: bool = False
    tiles: Sequence[Tile] = ()
    rows: Sequence[Place] = field(default=())
