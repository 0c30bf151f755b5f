"""Which days an indicator's value at the end of a day is made of."""

from datetime import date

from yunjiang.figures.figure import Window
from yunjiang.plans.document import Basis, Indicator


def to_date(indicator: Indicator, first_day: date, on: date) -> Window:
    """Return the window of an indicator from the plan's first day, or the year's for annual ones, until `on`, included.

    What stands at a day (stocks, increments, ratios of levels) depends on the last day alone; the window then says since when
    a series would have to compare. Before the plan's first day the window is the one day.
    """
    first = max(first_day, date(on.year, 1, 1)) if indicator.basis is Basis.ANNUAL else first_day
    return Window(min(first, on), on)
