"""How people write days in a cell: 2024-03-01, 2024/3/1, 2024.3.1, 2024年3月1日, 20240301; anything else gets its sentence."""

import re
import unicodedata
from datetime import date, timedelta

from django.utils.translation import gettext as _

FIRST_YEAR, LAST_YEAR = 2000, 2100
_FORMS = (
    re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?(?: \d{1,2}:\d{2}(?::\d{2})?)?"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
)
_NUMBER = re.compile(r"\d{5}(?:\.\d+)?")
_DAY_ZERO, _DAY_ZERO_1904 = date(1899, 12, 30), date(1904, 1, 1)


class NoDay(ValueError):
    """That a text names no day; its text is meant for whoever wrote it."""


def day(text: str, *, is_1904: bool = False) -> date:
    """Return the day a text names. Raises NoDay, also for the bare number of a cell that is not formatted as a date."""
    text = unicodedata.normalize("NFKC", text).strip()
    for form in _FORMS:
        match = form.fullmatch(text)
        if match:
            return _day(text, *map(int, match.groups()))
    if _NUMBER.fullmatch(text):
        zero = _DAY_ZERO_1904 if is_1904 else _DAY_ZERO
        meant = zero + timedelta(days=int(float(text)))
        raise NoDay(
            _(
                "“%(text)s” is a number; if it shall be %(day)s, format the cell as a date or write the day so."
            )
            % {"text": text, "day": meant}
        )
    raise NoDay(_("“%(text)s” is no day; write it like 2024-03-01.") % {"text": text[:40]})


def _day(text: str, year: int, month: int, number: int) -> date:
    try:
        found = date(year, month, number)
    except ValueError:
        raise NoDay(_("There is no day “%(text)s” in the calendar.") % {"text": text}) from None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NoDay(
            _(
                "“%(text)s” is not in the years %(first)s to %(last)s. "
                "A workbook that counts from 1904 may shift its days by four years."
            )
            % {"text": text, "first": FIRST_YEAR, "last": LAST_YEAR}
        )
    return found
