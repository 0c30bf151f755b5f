"""What the generated province reports of its last year through returns instead of postings of its own. Pure.

The last year's annual returns tell whole years. What they tell must not be posted by quarters as well, or it would be counted
twice: it is set aside here, and the returns answer with it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from yunjiang.demonstration.province.returns import Quarter
from yunjiang.ledger.records import Line

YEAR = 2025

Owed = Mapping[str, frozenset[int]]  # measure → the units whose annual returns tell it
Told = Mapping[tuple[int, str], Decimal]  # what a unit tells of a measure for the year


def set_aside(quarters: Iterable[Quarter], owed: Owed, levels: frozenset[str]) -> tuple[list[Quarter], Told]:
    """Return the quarters without what annual returns tell of the year, and that by unit and measure, corrections applied.

    Of `levels` the returns tell the year's last day alone.
    """

    def is_told(line: Line) -> bool:
        return (
            line.organization in owed.get(line.measure, ())
            and line.happened_on.year == YEAR
            and (line.measure not in levels or line.happened_on == date(YEAR, 12, 31))
        )

    left, aside = [], {}
    for quarter in quarters:
        records = []
        for record in quarter.records:
            told = [line for line in record.lines if is_told(line)]
            if told:
                aside[record.source] = told  # a correction replaces what it corrects
            remaining = [line for line in record.lines if not is_told(line)]
            if remaining:
                records.append(replace(record, lines=remaining) if told else record)
        left.append(replace(quarter, records=records))
    sums: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    for lines in aside.values():
        for line in lines:
            sums[line.organization, line.measure] += Decimal(line.quantity)
    return left, sums
