"""The cells of a pivot: figures at every crossing, what is made of them, and totals where values may be added."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from yunjiang.figures import crossing
from yunjiang.figures.crossing import Amount, Axis, Spot
from yunjiang.figures.figure import Figure, Window
from yunjiang.figures.windows import to_date
from yunjiang.ledger.models import Channel
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Standing
from yunjiang.plans.document import Indicator
from yunjiang.standards import periods
from yunjiang.standards.periods import Period, PeriodKind
from yunjiang.web import judged
from yunjiang.web.pages.pivot_wishes import Shown, Wishes
from yunjiang.web.pages.selection import Selection

MOST_ROWS, MOST_COLUMNS = 200, 60


class TooLarge(Exception):
    """That a table would have more rows or columns than anybody reads; says how many and what to do."""

    def __init__(self, rows: int, columns: int) -> None:
        self.rows, self.columns = rows, columns
        super().__init__(rows, columns)

    def __str__(self) -> str:
        return _(
            "The table would have %(rows)d rows and %(columns)d columns; at most %(most_rows)d and %(most_columns)d are "
            "drawn. Choose fewer indicators, another kind of units or longer periods."
        ) % {
            "rows": self.rows,
            "columns": self.columns,
            "most_rows": MOST_ROWS,
            "most_columns": MOST_COLUMNS,
        }


@dataclass(frozen=True)
class Member:
    """One row or column: an indicator, a unit, a period, a breakdown's value or a channel."""

    key: str
    name: str
    unit: str = ""
    indicator: Indicator | None = None
    standing: Standing | None = None
    period: Period | None = None
    label: str | None = None
    channel: str | None = None


@dataclass(frozen=True)
class Crossing:
    """What stands at one crossing; `value` is in the unit of what is shown, `figure` what it was made of."""

    value: Decimal | None
    indicator: Indicator
    figure: Figure | None = None


@dataclass(frozen=True)
class Grid:
    """The table: a crossing for every row and column, totals of rows and columns where there may be any, else None."""

    rows: Sequence[Member]
    columns: Sequence[Member]
    cells: Sequence[Sequence[Crossing]]
    row_totals: Sequence[Crossing | None]
    column_totals: Sequence[Crossing | None]

    @property
    def has_row_totals(self) -> bool:
        return any(each is not None for each in self.row_totals)

    @property
    def has_column_totals(self) -> bool:
        return any(each is not None for each in self.column_totals)


def grid(selection: Selection, wishes: Wishes) -> Grid:
    """Lay the figures out. Raises TooLarge."""
    rows, columns = (_members(selection, wishes, axis) for axis in wishes.axes)
    if len(rows) > MOST_ROWS or len(columns) > MOST_COLUMNS:
        raise TooLarge(len(rows), len(columns))
    indicators = [selection.document.indicator(code) for code in wishes.codes]
    work = _Work(selection, wishes, indicators, rows, columns)
    amounts = {(r, c): work.amount(r, c) for r in range(len(rows)) for c in range(len(columns))}
    return Grid(
        rows,
        columns,
        [[work.crossing(r, c, amounts) for c in range(len(columns))] for r in range(len(rows))],
        [
            work.total([(r, c) for c in range(len(columns))], amounts, wishes.columns)
            for r in range(len(rows))
        ],
        [work.total([(r, c) for r in range(len(rows))], amounts, wishes.rows) for c in range(len(columns))],
    )


def _members(selection: Selection, wishes: Wishes, axis: Axis) -> list[Member]:
    document = selection.document
    if axis is Axis.INDICATOR:
        chosen = [document.indicator(code) for code in wishes.codes]
        return [Member(each.code, each.name, each.unit, indicator=each) for each in chosen]
    if axis is Axis.UNIT:
        below = organizations.descendants(selection.place.organization_id, selection.on)
        units = below.filter(kind=wishes.level) if wishes.level else below.none()
        return [Member(each.code, each.short_name or each.name, standing=each) for each in units]
    if axis is Axis.PERIOD:
        until = min(selection.on, document.last_day)
        found = periods.between(document.first_day, until, wishes.rhythm)
        return [Member(str(each), each.label, period=each) for each in found]
    if axis is Axis.BREAKDOWN:
        declared = [each for each in document.dimensions if each.code == wishes.dimension]
        if not declared:
            return []
        values = declared[0].values
        named = [Member(code, name, label=code) for code, name in values]
        return [*named, Member("", _("not stated"), label="")]
    return [
        Member(Channel.REPORTED.value, _("reported by units"), channel=Channel.REPORTED.value),
        Member(Channel.EVIDENCED.value, _("held by registers"), channel=Channel.EVIDENCED.value),
    ]


class _Work:
    """One pivot being made: the figures of all its crossings, asked in one run of the engine."""

    def __init__(
        self,
        selection: Selection,
        wishes: Wishes,
        indicators: Sequence[Indicator],
        rows: Sequence[Member],
        columns: Sequence[Member],
    ) -> None:
        self.selection, self.wishes = selection, wishes
        self.indicators, self.rows, self.columns = indicators, rows, columns
        self.addable = crossing.addable(indicators, selection.data_set.value)
        self.completions: Mapping[tuple[str, int, date], Decimal | None] = {}
        if wishes.shown is Shown.COMPLETION:
            self.completions = self._completions()
        self.figures = self._figures()

    def amount(self, row: int, column: int) -> Amount:
        """Return what is added up in totals: the figure, whatever is made of it in the cell."""
        figure = self.figures.get(self._spot(row, column))
        return Amount(None) if figure is None else Amount.of(figure)

    def crossing(self, row: int, column: int, amounts: Mapping[tuple[int, int], Amount]) -> Crossing:
        """Return what is shown at a crossing."""
        indicator, spot = self._indicator(row, column), self._spot(row, column)
        figure = self.figures.get(spot)
        value = amounts[row, column].value
        if self.wishes.shown is Shown.CHANGE:
            value = self._change(value, spot, indicator)
        elif self.wishes.shown is Shown.SHARE:
            value = self._share(row, column, amounts)
        elif self.wishes.shown is Shown.COMPLETION:
            value = self.completions.get((indicator.code, spot.organization, spot.window.last))
        return Crossing(value, indicator, figure)

    def total(
        self, spots: Sequence[tuple[int, int]], amounts: Mapping[tuple[int, int], Amount], over: Axis
    ) -> Crossing | None:
        """Return the total of a line of crossings over an axis; None where these values may not be added."""
        if not spots or self.wishes.shown is not Shown.VALUE or over not in self._added(*spots[0]):
            return None
        indicator = self._indicator(*spots[0])
        summed = crossing.total([amounts[spot] for spot in spots], is_rate=indicator.is_rate)
        return Crossing(summed.value, indicator)

    def _added(self, row: int, column: int) -> frozenset[Axis]:
        return self.addable[self._indicator(row, column).code]

    def _share(self, row: int, column: int, amounts: Mapping[tuple[int, int], Amount]) -> Decimal | None:
        """Return a crossing's part of its column's total, in per cent; None where the column has none, and of rates."""
        indicator = self._indicator(row, column)
        if indicator.is_rate or self.wishes.rows not in self._added(row, column):
            return None
        whole = crossing.total([amounts[r, column] for r in range(len(self.rows))], is_rate=False).value
        value = amounts[row, column].value
        return None if value is None or not whole else value * 100 / whole

    def _change(self, value: Decimal | None, spot: Spot, indicator: Indicator) -> Decimal | None:
        window = self._earlier(spot.window, indicator)
        before = self.figures.get(replace(spot, window=window)) if window else None
        if value is None or before is None or before.value is None:
            return None
        return value - before.value

    def _figures(self) -> dict[Spot, Figure]:
        windows: dict[tuple[str, Window], tuple[Indicator, Window]] = {}
        for row in range(len(self.rows)):
            for column in range(len(self.columns)):
                indicator, window = self._indicator(row, column), self._spot(row, column).window
                windows[indicator.code, window] = (indicator, window)
                earlier = self._earlier(window, indicator) if self.wishes.shown is Shown.CHANGE else None
                if earlier is not None:
                    windows[indicator.code, earlier] = (indicator, earlier)
        has_breakdown = Axis.BREAKDOWN in self.wishes.axes
        if not windows or (has_breakdown and not self.wishes.dimension):
            return {}
        return crossing.cross(
            self.indicators,
            self._places(),
            list(windows.values()),
            on=self.selection.on,
            data_set=self.selection.data_set.value,
            position=self.selection.position,
            dimension=self.wishes.dimension if has_breakdown else "",
            channels=[each.value for each in Channel] if Axis.CHANNEL in self.wishes.axes else ("",),
        )

    def _places(self) -> list[int]:
        units = [
            each.standing.organization_id for each in (*self.rows, *self.columns) if each.standing is not None
        ]
        return units or [self.selection.place.organization_id]

    def _completions(self) -> dict[tuple[str, int, date], Decimal | None]:
        """Return completion rates by the rules, at the end of each period; of breakdowns and channels there are none."""
        if {Axis.BREAKDOWN, Axis.CHANNEL} & set(self.wishes.axes):
            return {}
        ends = [each.period.last for each in (*self.rows, *self.columns) if each.period]
        found: dict[tuple[str, int, date], Decimal | None] = {}
        for end in ends or [self.selection.on]:
            looked_at = replace(self.selection, on=end)
            for (code, place), each in judged.across(looked_at, self.indicators, self._places()).items():
                found[code, place, end] = each.judgement.completion_rate
        return found

    def _indicator(self, row: int, column: int) -> Indicator:
        return self.rows[row].indicator or self.columns[column].indicator or self.indicators[0]

    def _spot(self, row: int, column: int) -> Spot:
        one, other = self.rows[row], self.columns[column]
        indicator = self._indicator(row, column)
        standing = one.standing or other.standing or self.selection.place
        period = one.period or other.period
        if period is None:
            window = to_date(indicator, self.selection.document.first_day, self.selection.on)
        else:
            window = Window(period.first, period.last)
        label = one.label if one.label is not None else other.label
        channel = one.channel if one.channel is not None else other.channel
        return Spot(indicator.code, standing.organization_id, window, label or "", channel or "")

    def _earlier(self, window: Window, indicator: Indicator) -> Window | None:
        """Return the same days a year before; of what is summed from the plan's first day, until a year before."""
        if not {Axis.PERIOD} & set(self.wishes.axes):
            last = Period(window.last, window.last, PeriodKind.DAYS).year_before().last
            first_day = self.selection.document.first_day
            return None if last < first_day else to_date(indicator, first_day, last)
        before = Period(window.first, window.last).year_before()
        return Window(before.first, before.last)
