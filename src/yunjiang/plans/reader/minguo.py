"""Years as Taiwan counts them: in a document whose title is of 114至117年, 116年底 is the end of 2027."""

import re
from collections.abc import Iterator

from .periods import Mention

_BEGAN = 1911
_TITLED = re.compile(r"(?<!\d)1[01]\d(?:年?(?:至|—)1[0-3]\d)?年")
_YEAR = re.compile(
    r"(?P<to>到|至|截至|在|于)?(?<![\d—.])(?P<year>1[0-3]\d)年度?(?P<month>(?:1[0-2]|[1-9])月)?(?P<end>底前|末前|年底|底|末|前|以前|之前)?"
)


def is_counted_so(title: str) -> bool:
    """Say whether a document of that title counts its years so."""
    return _TITLED.search(title) is not None


def mentions(text: str, now: int) -> Iterator[Mention]:
    """Yield the years that a text of such a document names; `now` is the first year that is not past."""
    for match in _YEAR.finditer(text):
        year, to = int(match["year"]) + _BEGAN, match["to"] or ""
        is_past = year < now or to == "截至"
        month = int(match["month"].removesuffix("月")) if match["month"] else None
        is_to = to in ("到", "至") and not is_past
        is_goal = (is_to or match["end"] is not None) and not is_past
        yield Mention(match.start(), match.end(), year, is_goal, is_past, month=month, is_to=is_to)
