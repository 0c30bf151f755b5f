"""Which files and tables hold what a request needs: sums where they serve, entries where they must."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from yunjiang.figures.engines import Relation, Rows, Scan, Union
from yunjiang.figures.question import Kind, Request
from yunjiang.figures.sums import (
    EDGE,
    ENTRY_COLUMNS,
    WHOLE,
    Chunk,
    Grain,
    Months,
    Sealed,
    Shelf,
    SummedChunk,
    Sums,
)

SUMMED_FROM = 4096  # entries: smaller chunks of the tail are faster read one by one than summed anew
SUMS_COLUMNS = (
    "channel",
    "measure",
    "period",
    "organization",
    "breakdown",
    "bound",
    "since_on",
    "until_on",
    "quantity",
    "entry_count",
    "last_on",
    "undone_on",
    "months",
    "month_count",
    "origin",
    "posting",
)
_INT8 = {"data_set", "channel", "bound", "weight"}
_INT64 = {"quantity", "entry_count", "months", "month_count", "origin", "posting", "position", "person"}


def _empty(names: Iterable[str]) -> pa.Table:
    """Return no rows, with the types that segments and sums have: one engine widens every column to the widest it meets."""
    return pa.table(
        {
            name: pa.array(
                [],
                pa.date32()
                if name.endswith("_on")
                else pa.int8()
                if name in _INT8
                else pa.int64()
                if name in _INT64
                else pa.int32(),
            )
            for name in names
        }
    )


NOTHING = _empty(SUMS_COLUMNS)
_NO_ENTRIES = _empty(ENTRY_COLUMNS)
KEPT = (Grain.YEAR, Grain.STRETCH, Grain.NEWEST_OF_YEAR, Grain.TAKEN_BACK)  # what every page to date asks


@dataclass(frozen=True)
class Holdings:
    """What the ledger holds: sealed segments, gapless from number 1, and the unsealed entries after them."""

    sealed: Sequence[Sealed]
    tail: Sequence[Chunk]


@dataclass(frozen=True)
class Reading:
    """What a request reads: sums of whole segments and of large chunks, and what only its entries tell."""

    blocks: Sequence[Sums]
    whole: Sequence[Sealed]
    partial: Sequence[Sealed]
    summed: Sequence[tuple[Chunk, SummedChunk]]
    loose: Sequence[Chunk]
    position: int

    @property
    def months(self) -> Months:
        """Return every month that the sums hold, with the newest day of its entries."""
        newest: Months = {}
        held = [days for block in self.blocks for days in block.months.values()]
        for days in (*held, *(sums.months for _, sums in self.summed)):
            for month, day in days.items():
                newest[month] = max(day, newest.get(month, day))
        return newest

    def holding(self, months: set[int]) -> list[Sealed]:
        """Return the whole segments with entries in any of these months."""
        found = {number: days.keys() for block in self.blocks for number, days in block.months.items()}
        return [each for each in self.whole if found[each.number] & months]


def read(request: Request, holdings: Holdings, shelf: Shelf) -> Reading:
    """Decide what to read. Sums serve for what lies wholly before the asked position and is large enough to be summed."""
    position = request.position
    whole = [each for each in holdings.sealed if each.last_position <= position]
    chunks = [each for each in holdings.tail if each.first_position <= position]
    summed = [
        each for each in chunks if each.last_position <= position and each.entries.num_rows >= SUMMED_FROM
    ]
    return Reading(
        blocks=shelf.blocks(whole),
        whole=whole,
        partial=[each for each in holdings.sealed if each.first_position <= position < each.last_position],
        summed=[(each, shelf.summed(each)) for each in summed],
        loose=[each for each in chunks if each not in summed],
        position=position,
    )


def from_sums(
    request: Request, reading: Reading, whole_periods: set[int], edge_months: set[int]
) -> dict[str, Relation]:
    """Bind sums of whole years and months and observations; stretches, sums with returns and entries where there are any.

    Entries are those of the edge months and what no sums hold.
    """
    condition = _condition(request)
    entries = _loose(reading, condition)
    if edge_months:
        at_edges = f"{condition} AND {_among('period', edge_months)}"
        if segments := reading.holding(edge_months):
            entries.append(Scan(_paths(segments), EDGE, at_edges))
        entries.extend(Rows(chunk.entries, EDGE, at_edges) for chunk, _ in reading.summed)
    sums = _Grains(reading, condition)
    days = {ask.last_on for ask in request.asks if ask.kind is Kind.LEVEL}
    has_flows = any(ask.kind is not Kind.LEVEL for ask in request.asks)
    summed = [sums for _, sums in reading.summed]
    has_returns = any(block.has_returns for block in reading.blocks) or any(
        sums.has_returns for sums in summed
    )
    found = {
        "marks": sums.of_periods(whole_periods, "(months <> 0 OR month_count <> 0)") if has_returns else [],
        "stretches": sums.parts(Grain.STRETCH) if has_flows else [],
        "entries": entries,
    }
    relations: dict[str, Relation] = {name: Union(tuple(parts)) for name, parts in found.items() if parts}
    return relations | {
        "sums": _bound(sums.of_periods(whole_periods)),
        "observations": _bound(sums.standing(days)),
    }


def from_entries(request: Request, reading: Reading) -> dict[str, Relation]:
    """Bind every entry that may count, and no sums."""
    first, last = min(ask.first_on for ask in request.asks), max(ask.last_on for ask in request.asks)
    condition = _condition(request)
    if not any(ask.kind is Kind.LEVEL for ask in request.asks):
        condition += f" AND happened_on >= DATE '{first}'"
    condition += f" AND COALESCE(since_on, happened_on) <= DATE '{last}'"
    entries = _loose(reading, condition)
    if reading.whole:
        entries.append(Scan(_paths(reading.whole), WHOLE, condition))
    entries.extend(Rows(chunk.entries, WHOLE, condition) for chunk, _ in reading.summed)
    nothing: dict[str, Relation] = dict.fromkeys(("sums", "observations"), NOTHING)
    return nothing | {"entries": Union(tuple(entries or [Rows(_NO_ENTRIES, WHOLE)]))}


def _between(column: str, numbers: Collection[int]) -> str:
    return f"{column} BETWEEN {min(numbers)} AND {max(numbers)}"


def _among(column: str, numbers: Collection[int]) -> str:
    """Return a condition that holds for these numbers and, when they lie close, for those between: the text joins exactly.

    Of a list of numbers DuckDB makes a join of its own, dearer than reading the rows between.
    """
    if max(numbers) - min(numbers) < 2 * len(numbers):
        return _between(column, numbers)
    return f"{column} IN ({', '.join(str(number) for number in sorted(numbers))})"


@dataclass(frozen=True)
class _Grains:
    """Finds those rows of the sums that a request needs, by grain: what no file has is asked of no engine."""

    reading: Reading
    condition: str

    def of_periods(self, periods: set[int], besides: str = "TRUE") -> list[Scan | Rows]:
        """Return the sums of years (YYYY00) and months (YYYYMM)."""
        years = {period for period in periods if period % 100 == 0}
        months = periods - years
        parts = self.parts(Grain.YEAR, f"{_between('period', years)} AND {besides}") if years else []
        if months:
            parts += self.parts(Grain.MONTH, f"{_between('period', months)} AND {besides}", months)
        return parts

    def standing(self, days: Collection[date]) -> list[Scan | Rows]:
        """Return the observations that tell what stood at the end of some days.

        Of whole years the newest day is enough, unless it was taken back: then the text is in doubt and says so.
        """
        if not days:
            return []
        parts = self.parts(Grain.NEWEST_OF_YEAR) + self.parts(Grain.TAKEN_BACK)
        within = [
            f"period BETWEEN {-100 * day.year - day.month} AND {-100 * day.year - 1}"
            for day in sorted(days)
            if (day.month, day.day) != (12, 31)
        ]
        if within:
            parts += self.parts(Grain.OBSERVATION, f"({' OR '.join(within)})")
        return parts

    def parts(self, grain: Grain, within: str = "TRUE", months: Collection[int] = ()) -> list[Scan | Rows]:
        """Return the sources of one grain's rows, of files that hold any of the months if some are given."""
        condition = f"grain = {int(grain)} AND {self.condition} AND {within}"
        parts: list[Scan | Rows] = [
            Rows(sums.table, SUMS_COLUMNS, condition)
            for _, sums in self.reading.summed
            if grain in sums.grains
        ]
        paths = tuple(
            str(block.path)
            for block in self.reading.blocks
            if grain in block.grains and (not months or block.holds(months))
        )
        if paths:
            parts.append(
                Scan(paths, SUMS_COLUMNS, condition, f"grain = {int(grain)}" if grain in KEPT else "")
            )
        return parts


def _condition(request: Request) -> str:
    measures, channels = {ask.measure for ask in request.asks}, {ask.channel for ask in request.asks}
    return (
        f"data_set = {request.data_set} AND {_among('channel', channels)} AND {_among('measure', measures)}"
    )


def _loose(reading: Reading, condition: str) -> list[Scan | Rows]:
    """Return the sources of entries that no sums hold."""
    condition = f"{condition} AND position <= {reading.position}"
    parts: list[Scan | Rows] = [Rows(chunk.entries, WHOLE, condition) for chunk in reading.loose]
    if reading.partial:
        parts.append(Scan(_paths(reading.partial), WHOLE, condition))
    return parts


def _bound(parts: Sequence[Scan | Rows]) -> Relation:
    return Union(tuple(parts)) if parts else NOTHING


def _paths(segments: Iterable[Sealed]) -> tuple[str, ...]:
    return tuple(str(each.path) for each in segments)
