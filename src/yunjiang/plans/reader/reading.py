"""Reading a document from its text: everything that was found, each with its span in the original."""

import re
from dataclasses import dataclass

from .periods import plan_years
from .plain import Plain, plain
from .structure import Skeleton, skeleton
from .targets import Passed, Target, find


@dataclass(frozen=True)
class Reading:
    """What was read in a document."""

    plain: Plain
    skeleton: Skeleton
    first_year: int | None
    last_year: int | None
    issued: int | None
    targets: list[Target]
    passed: list[Passed]


def read(raw: str) -> Reading:
    """Return what is promised in a document's text."""
    made = plain(raw)
    bones = skeleton(made.text)
    first, last = plan_years(bones.title, made.text)
    issued = _issued(made.text)
    now = first or issued or 2021
    found = find(made, bones, now, last)
    return Reading(made, bones, first, last, issued, found.targets, found.passed)


def _issued(text: str) -> int | None:
    """Return the year in which a document was issued: of its number, else of the last date that stands alone on a line."""
    number = re.search(r"〔(20\d\d)〕", text)
    if number:
        return int(number[1])
    dates = re.findall(r"^(20\d\d)年\d{1,2}月\d{1,2}日$", text, re.MULTILINE)
    return int(dates[-1]) if dates else None
