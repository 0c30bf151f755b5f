"""How each measure goes over the years, read from `shapes.csv`, and how much of it falls into each stretch. Pure."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

FIRST_YEAR, LAST_YEAR = 2021, 2025

_FOLDER = Path(__file__).parent

# Parts in a hundred that fall into January … December.
SEASONS: dict[str, tuple[int, ...]] = {
    "even": (8, 8, 8, 9, 8, 8, 9, 8, 8, 9, 8, 9),
    "graduates": (5, 4, 9, 8, 8, 10, 13, 12, 10, 8, 7, 6),  # graduates look for work in summer
    "festivals": (30, 14, 3, 3, 5, 3, 5, 6, 8, 4, 4, 15),  # visits before New Year and Spring Festival
    "contests": (1, 2, 6, 10, 13, 12, 11, 10, 13, 12, 8, 2),
    "year_end": (3, 3, 6, 7, 8, 10, 7, 7, 10, 10, 13, 16),  # projects are closed towards the end
    "enrolment": (0, 0, 8, 2, 0, 0, 2, 20, 52, 14, 2, 0),
}


@dataclass(frozen=True)
class Shape:
    """What one measure does: `base` is what 100 in a year's column means, in the measure's unit.

    Flows have that much in the year, levels stand there at the year's end, parts are that many in a hundred of `whole`.
    """

    measure: str
    kind: str  # flow, level, part; none: nobody reports it
    base: int
    by_year: dict[int, Decimal]
    whole: str
    when: str  # month, quarter, half, year, or the one day of the year: 04-28
    season: str
    systems: int  # parts in a hundred that the industry systems report beside the counties
    breakdown: (
        tuple[str, tuple[tuple[str, int], ...]] | None
    )  # dimension, and parts in a hundred of each value

    def in_months(self, year: int, first: int, last: int) -> int:
        """Return a flow's amount from the first to the last month of a year, both included; months add up to the year."""
        months = SEASONS[self.season]
        before, through = sum(months[: first - 1]), sum(months[:last])
        return _whole(self._yearly(year) * through / 100) - _whole(self._yearly(year) * before / 100)

    def in_year(self, year: int) -> int:
        """Return a flow's amount in a year."""
        return _whole(self._yearly(year))

    def on(self, day: date) -> int:
        """Return where a level stands at the end of a day, evenly between the ends of the years."""
        return _whole(self._at(day) * self.base / 100)

    def rate_on(self, day: date) -> Decimal:
        """Return which part of its whole a part is on a day, 0 to 1."""
        return self._at(day) / 100

    def _yearly(self, year: int) -> Decimal:
        return self.by_year[year] * self.base / 100

    def _at(self, day: date) -> Decimal:
        # A flow's part has no year before the first: the rate of the year itself holds.
        before = self.by_year.get(day.year - 1, self.by_year[day.year])
        gone = Decimal(day.timetuple().tm_yday) / date(day.year, 12, 31).timetuple().tm_yday
        return before + (self.by_year[day.year] - before) * gone


def shapes() -> dict[str, Shape]:
    """Return the shape of every measure, wholes before their parts."""
    return {line["measure"]: _shape(line) for line in _lines("shapes.csv")}


def sizes() -> dict[str, int]:
    """Return how large the prefectures are against each other, by the code of the region."""
    return {line["prefecture"]: int(line["size"]) for line in _lines("sizes.csv")}


def _shape(line: dict[str, str]) -> Shape:
    years = {year: line[f"y{year}"] for year in range(FIRST_YEAR - 1, LAST_YEAR + 1)}
    return Shape(
        measure=line["measure"],
        kind=line["kind"],
        base=int(line["base"]),
        by_year={year: Decimal(text) for year, text in years.items() if text},
        whole=line["whole"],
        when=line["when"],
        season=line["season"],
        systems=int(line["systems"] or 0),
        breakdown=_breakdown(line["breakdown"]),
    )


def _breakdown(text: str) -> tuple[str, tuple[tuple[str, int], ...]] | None:
    if not text:
        return None
    dimension, _, parts = text.partition(":")
    pairs = (part.partition("=") for part in parts.split("|"))
    return dimension, tuple((value, int(share)) for value, _, share in pairs)


def _lines(name: str) -> Iterator[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _whole(amount: Decimal) -> int:
    return int(amount.to_integral_value(ROUND_HALF_EVEN))
