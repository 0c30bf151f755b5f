"""Days off that the office enters beside the published calendar, recorded in the trail; one by one, or from a CSV file.

What they hold for is `organizations.calendar`'s to say; due days of open cycles move only when they are worked out again.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from yunjiang.access import trail
from yunjiang.organizations import calendar
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import DayOff, Organization
from yunjiang.organizations.refusals import AmbiguousOrganization, UnknownOrganization

HEADINGS = ("日期", "上班", "名称", "单位", "文号")
_NEEDED = HEADINGS[:3]


@dataclass(frozen=True)
class Day:
    """One day to declare. `organization` None: everywhere."""

    day: date
    is_working: bool
    name: str
    organization: Organization | None = None
    document_number: str = ""


class _Wrong(ValueError):
    """What is wrong with one line, as a sentence."""


def declare(days: Sequence[Day]) -> None:
    """Declare days, all of them or none; a day declared before is replaced."""
    facts = {"days": [f"{each.day} {each.name}" for each in days]}
    with trail.recording("returns.declare_days_off", subject="calendar", facts=facts):
        for each in days:
            calendar.declare(
                each.day,
                is_working=each.is_working,
                name=each.name,
                organization=each.organization,
                document_number=each.document_number,
            )


def withdraw(row: DayOff) -> None:
    """Let the published calendar hold again on a day."""
    facts = {"day": str(row.day), "name": row.name}
    with trail.recording("returns.withdraw_day_off", subject="calendar", facts=facts):
        calendar.withdraw(row.day, row.organization)


def unit(text: str) -> Organization | None:
    """Return the unit that a code or name means, None for an empty text. Raises ValueError with a sentence."""
    if not text.strip():
        return None
    try:
        return organizations.resolve(text.strip())
    except (UnknownOrganization, AmbiguousOrganization) as refusal:
        raise _Wrong(str(refusal)) from refusal


def read(content: bytes) -> tuple[list[Day], list[str]]:
    """Return the days of a CSV file (UTF-8 or GB 18030) and every problem with it, each with its line number."""
    days: list[Day] = []
    problems: list[str] = []
    for number, row in _rows(content, problems):
        try:
            days.append(_day(row))
        except _Wrong as wrong:
            problems.append(_("Line %(number)d: %(problem)s") % {"number": number, "problem": wrong})
    if not days and not problems:
        problems.append(_("The file has no line but its heading."))
    return days, problems


def _rows(content: bytes, problems: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    rows = csv.DictReader(io.StringIO(text))
    missing = [each for each in _NEEDED if each not in (rows.fieldnames or ())]
    if missing:
        problems.append(
            _("The first line lacks the headings: %(headings)s") % {"headings": "、".join(missing)}
        )
        return
    for number, row in enumerate(rows, start=2):
        yield number, {name: (row.get(name) or "").strip() for name in HEADINGS}


def _day(row: dict[str, str]) -> Day:
    try:
        day = date.fromisoformat(row["日期"].replace("/", "-"))
    except ValueError:
        raise _Wrong(_("“%(day)s” is no day; write 2026-02-17.") % {"day": row["日期"]}) from None
    if row["上班"] not in ("是", "否"):
        raise _Wrong(_("Write 是 or 否 for whether people work, not “%(word)s”.") % {"word": row["上班"]})
    if not row["名称"]:
        raise _Wrong(_("The occasion is missing."))
    return Day(day, row["上班"] == "是", row["名称"][:60], unit(row["单位"]), row["文号"][:60])
