"""Periods for which something is reported or asked: years, halves, quarters, months and free ranges of days.

A period is written as `2024`, `2024-H1`, `2024-Q3`, `2024-07` or `2024-07-01..2024-09-30`; first and last day are included.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

QUARTERS = ("一", "二", "三", "四")
HALVES = ("上", "下")


class PeriodKind(StrEnum):
    """What sort of stretch a period is; all but free ranges follow the calendar year."""

    DAYS = "days"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"

    @property
    def month_count(self) -> int:
        """How many months it lasts; 0 for a free range."""
        return {"days": 0, "month": 1, "quarter": 3, "half": 6, "year": 12}[self.value]


class UnknownPeriod(ValueError):
    """A text that names no period; `text` is the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(
            f"no period: {text!r}; write 2024, 2024-H1, 2024-Q3, 2024-07 or 2024-07-01..2024-09-30"
        )


@dataclass(frozen=True, order=True)
class Period:
    """The days from `first` to `last`, both included. Ordered by first day, then by last day."""

    first: date
    last: date
    kind: PeriodKind = PeriodKind.DAYS

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a period ends before it begins: {self.first}..{self.last}")
        if self.kind != PeriodKind.DAYS and (self.first, self.last) != _days_around(self.kind, self.first):
            raise ValueError(f"not a {self.kind} of the calendar: {self.first}..{self.last}")

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        year, month = self.first.year, self.first.month
        if self.kind == PeriodKind.YEAR:
            return f"{year:04}"
        if self.kind == PeriodKind.HALF:
            return f"{year:04}-H{(month + 5) // 6}"
        if self.kind == PeriodKind.QUARTER:
            return f"{year:04}-Q{(month + 2) // 3}"
        if self.kind == PeriodKind.MONTH:
            return f"{year:04}-{month:02}"
        return f"{self.first.isoformat()}..{self.last.isoformat()}"

    @property
    def label(self) -> str:
        """How an official document names it: 2024年第三季度."""
        year, month = self.first.year, self.first.month
        if self.kind == PeriodKind.YEAR:
            return f"{year}年"
        if self.kind == PeriodKind.HALF:
            return f"{year}年{HALVES[(month - 1) // 6]}半年"
        if self.kind == PeriodKind.QUARTER:
            return f"{year}年第{QUARTERS[(month - 1) // 3]}季度"
        if self.kind == PeriodKind.MONTH:
            return f"{year}年{month}月"
        if self.first == self.last:
            return day_label(self.first)
        return f"{day_label(self.first)}至{_end_label(self.first, self.last)}"

    @property
    def day_count(self) -> int:
        """How many days it has, first and last included."""
        return (self.last - self.first).days + 1

    def parts(self, kind: PeriodKind) -> Iterator["Period"]:
        """Yield the periods of a calendar kind that lie wholly within, in order."""
        return (each for each in between(self.first, self.last, kind) if each.first >= self.first)

    def next(self) -> "Period":
        """Return the period of the same kind that follows; for a free range, as many days again."""
        start = self.last + timedelta(days=1)
        if self.kind == PeriodKind.DAYS:
            return Period(start, start + timedelta(days=self.day_count - 1))
        return _around(self.kind, start)

    def previous(self) -> "Period":
        """Return the period of the same kind that goes before; for a free range, as many days before."""
        end = self.first - timedelta(days=1)
        if self.kind == PeriodKind.DAYS:
            return Period(end - timedelta(days=self.day_count - 1), end)
        return _around(self.kind, end)

    def year_before(self) -> "Period":
        """Return the same period of the year before (同期); 29 February becomes the 28th."""
        if self.kind == PeriodKind.DAYS:
            return Period(_year_earlier(self.first), _year_earlier(self.last))
        return _around(self.kind, _year_earlier(self.first))


def parse(text: str) -> Period:
    """Return the period that a text names, in the ways of writing at the top of this file. Raises UnknownPeriod."""
    text = text.strip()
    try:
        if match := re.fullmatch(r"(\d{4})", text):
            return year_of(date(int(match[1]), 1, 1))
        if match := re.fullmatch(r"(\d{4})-H([12])", text):
            return half_of(date(int(match[1]), int(match[2]) * 6, 1))
        if match := re.fullmatch(r"(\d{4})-Q([1-4])", text):
            return quarter_of(date(int(match[1]), int(match[2]) * 3, 1))
        if match := re.fullmatch(r"(\d{4})-(\d{2})", text):
            return month_of(date(int(match[1]), int(match[2]), 1))
        if match := re.fullmatch(r"(\d{4}-\d{2}-\d{2})(?:\.\.(\d{4}-\d{2}-\d{2}))?", text):
            return Period(date.fromisoformat(match[1]), date.fromisoformat(match[2] or match[1]))
    except ValueError as problem:
        raise UnknownPeriod(text) from problem
    raise UnknownPeriod(text)


def month_of(day: date) -> Period:
    """Return the calendar month in which the day lies."""
    return _around(PeriodKind.MONTH, day)


def quarter_of(day: date) -> Period:
    """Return the calendar quarter in which the day lies."""
    return _around(PeriodKind.QUARTER, day)


def half_of(day: date) -> Period:
    """Return the half of the calendar year in which the day lies."""
    return _around(PeriodKind.HALF, day)


def year_of(day: date) -> Period:
    """Return the calendar year in which the day lies."""
    return _around(PeriodKind.YEAR, day)


def year_to_date(day: date) -> Period:
    """Return the days from 1 January to the day."""
    return Period(day.replace(month=1, day=1), day)


def between(first: date, last: date, kind: PeriodKind) -> Iterator[Period]:
    """Yield the periods of a calendar kind that end from `first` to `last`, in order.

    Raises ValueError for free ranges, which have no calendar.
    """
    if kind == PeriodKind.DAYS:
        raise ValueError("free ranges have no calendar to count in")
    period = _around(kind, first)
    while period.last <= last:
        yield period
        period = period.next()


def day_label(day: date) -> str:
    """Return the day as official documents write it: 2022年2月7日, without padding zeros (GB/T 9704-2012)."""
    return f"{day.year}年{day.month}月{day.day}日"


def _end_label(first: date, last: date) -> str:
    """Name the last day of a range without repeating the year, or year and month, of the first."""
    if first.year != last.year:
        return day_label(last)
    if first.month != last.month:
        return f"{last.month}月{last.day}日"
    return f"{last.day}日"


def _around(kind: PeriodKind, day: date) -> Period:
    return Period(*_days_around(kind, day), kind)


def _days_around(kind: PeriodKind, day: date) -> tuple[date, date]:
    """Return the first and last day of the calendar period of a kind in which a day lies."""
    count = kind.month_count
    begins = (day.month - 1) // count * count + 1
    ends = begins + count - 1
    return date(day.year, begins, 1), date(day.year, ends, monthrange(day.year, ends)[1])


def _year_earlier(day: date) -> date:
    last = monthrange(day.year - 1, day.month)[1]
    return day.replace(year=day.year - 1, day=min(day.day, last))
