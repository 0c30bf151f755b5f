"""How people write days and periods: 2024-03-31, 2024.3.31, 2024年3月31日, 2024年一季度, 20240331, and what is no day."""

import re
from calendar import monthrange
from datetime import date, timedelta

from yunjiang.standards import periods

FIRST_YEAR, LAST_YEAR = 1900, 2200
_NUMERALS = {"一": "1", "二": "2", "三": "3", "四": "4", "上": "1", "下": "2"}
_FORMS = (
    (r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?", "day"),
    (r"(\d{4})(\d{2})(\d{2})", "day"),
    (r"(\d{4})[-/.年](\d{1,2})月?份?", "month"),
    (r"(\d{4})(0[1-9]|1[0-2])", "month"),
    (r"(\d{4})年?[-/.]?[Qq]([1-4])", "quarter"),
    (r"(\d{4})年第?([一二三四1-4])季度?", "quarter"),
    (r"(\d{4})年?[-/.]?[Hh]([12])", "half"),
    (r"(\d{4})年([上下])半年", "half"),
    (r"(\d{4})年?度?", "year"),
)
_RANGE = re.compile(r"(.+?)(?:\.\.|至|到|~|～|—+|–)(.+)")
_AMBIGUOUS = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})(?: .*)?|\d{2}年.*")
_SERIAL = re.compile(r"[2-7]\d{4}(?:\.\d+)?")


class NotADay(Exception):
    """A text that names no day; `code` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def stretch(text: str, day_zero: date | None = None) -> tuple[date, date]:
    """Return the first and the last day that a text names (the same day twice for a day). Raises NotADay.

    `day_zero` is the day on which the counted days of a workbook begin; without it a count of days is refused.
    """
    text = text.strip()
    try:
        return _stretch(text, day_zero)
    except ValueError as error:  # the 30th of February
        raise NotADay("not_a_day") from error


def _stretch(text: str, day_zero: date | None) -> tuple[date, date]:
    for form, kind in _FORMS:
        match = re.fullmatch(form, text)
        if match and not (kind == "month" and _SERIAL.fullmatch(text)):
            return _named(kind, [int(_NUMERALS.get(part, part)) for part in match.groups()])
    if _SERIAL.fullmatch(text):
        if day_zero is None:
            raise NotADay("day_is_a_number")
        day = day_zero + timedelta(days=int(float(text)))
        return day, day
    if _AMBIGUOUS.fullmatch(text):
        raise NotADay("day_ambiguous")
    between = _RANGE.fullmatch(text)
    if between:
        first, last = _stretch(between[1].strip(), day_zero), _stretch(between[2].strip(), day_zero)
        if last[1] < first[0]:
            raise NotADay("not_a_day")
        return first[0], last[1]
    raise NotADay("not_a_day")


def _named(kind: str, parts: list[int]) -> tuple[date, date]:
    year = parts[0]
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotADay("day_out_of_range")
    if kind == "day":
        day = date(year, parts[1], parts[2])
        return day, day
    if kind == "month":
        return date(year, parts[1], 1), date(year, parts[1], monthrange(year, parts[1])[1])
    if kind == "quarter":
        period = periods.quarter_of(date(year, parts[1] * 3, 1))
    elif kind == "half":
        period = periods.half_of(date(year, parts[1] * 6, 1))
    else:
        period = periods.year_of(date(year, 1, 1))
    return period.first, period.last
