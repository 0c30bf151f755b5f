"""In which period a claim falls, for counting what a person has had."""

from datetime import date

from .models import Period


def period_of(period: str, day: date) -> str:
    """Return the name of the period that a day falls in: ever, 2025, 2025-Q3, 2025-07."""
    if period == Period.YEAR:
        return str(day.year)
    if period == Period.QUARTER:
        return f"{day.year}-Q{(day.month + 2) // 3}"
    if period == Period.MONTH:
        return f"{day.year}-{day.month:02}"
    return "ever"
