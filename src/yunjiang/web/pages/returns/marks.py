"""How returns are said on pages: a state by shape, word and tone, and a due day in the working days that are left."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunjiang.organizations.models import Standing
from yunjiang.returns.models import Cycle, Return, State
from yunjiang.returns.standing import is_handed_in
from yunjiang.standards.working_days import NONE, Overrides, is_working_day
from yunjiang.web.components.said import Part, Whole
from yunjiang.web.components.status import Mark, Tone

_SHAPES: dict[State, tuple[str, Tone]] = {
    State.RETURNED: ("◆", Tone.LATE),
    State.NOT_STARTED: ("○", Tone.SILENT),
    State.DRAFT: ("◔", Tone.QUIET),
    State.SUBMITTED: ("◑", Tone.WELL),
    State.APPROVED: ("●", Tone.WELL),
    State.POSTED: ("▲", Tone.DONE),
}
# What somebody has to act on comes first, what is done last.
ORDER = tuple(_SHAPES)
FARTHEST = 60  # working days; further ahead the day itself says more


@dataclass(frozen=True)
class Due:
    """A due day, and how far it is in words; none where it is far off, or long done."""

    on: date
    told: str
    tone: str


def mark_of(state: str) -> Mark:
    """Return shape, word and tone of a state."""
    shape, tone = _SHAPES[State(state)]
    return Mark(shape, str(State(state).label), tone)


def standing_of(cycle: Cycle) -> Mark:
    """Return whether a cycle is open, locked or closed, by shape and word."""
    if cycle.closed_at is not None:
        return Mark("–", _("closed"), Tone.QUIET)
    if cycle.locks_on is not None and cycle.locks_on <= timezone.localdate():
        return Mark("◆", _("locked"), Tone.LATE)
    return Mark("●", _("open"), Tone.WELL)


def whole_of(counts: dict[str, int], hrefs: dict[str, str] | None = None) -> Whole:
    """Return how many returns are in each state, as one bar."""
    hrefs = hrefs or {}
    parts = []
    for state in ORDER:
        shape, tone = _SHAPES[state]
        parts.append(Part(counts.get(state, 0), str(state.label), shape, str(tone), hrefs.get(state, "")))
    told = _("%(count)d returns: %(parts)s") % {
        "count": sum(counts.values()),
        "parts": _("、").join(f"{part.word}{part.count}" for part in parts if part.count),
    }
    return Whole(parts, told)


def day_told(day: date) -> str:
    """Return a day as people say it: 1月15日."""
    return date_format(day, "MONTH_DAY_FORMAT")


def due(day: date, today: date, overrides: Overrides = NONE) -> Due:
    """Say how many working days are left until a day, the day itself counted, or since when it is over."""
    if today > day:
        over = _working_days(day + timedelta(days=1), today, overrides)
        if over > FARTHEST:
            return Due(day, _("over"), "serious")
        told = ngettext("%(count)d working day late", "%(count)d working days late", over)
        return Due(day, told % {"count": over}, "serious")
    left = _working_days(today, day, overrides)
    if today == day:
        return Due(day, _("due today"), "late")
    if left > FARTHEST:
        return Due(day, "", "")
    told = ngettext("%(count)d working day left", "%(count)d working days left", left)
    return Due(day, told % {"count": left}, "late" if left <= 3 else "")


def due_of(report: Return, today: date | None = None) -> Due:
    """Say how far the due day of a return is, its extension counted; once it is handed in, only which day it was."""
    last = max(report.due_on, report.extended_to or report.due_on)
    return Due(last, "", "") if is_handed_in(report) else due(last, today or timezone.localdate())


def names(organization_ids: Iterable[int | None], on: date) -> dict[int | None, str]:
    """Return the short names of units as they last stood on a day, in one query; None has an empty one."""
    wanted = {each for each in organization_ids if each is not None}
    found: dict[int | None, str] = {None: ""}
    standings = Standing.objects.filter(organization__in=wanted, valid_from__lte=on).order_by("valid_from")
    found.update(standings.values_list("organization_id", "short_name"))
    return found


def lead_name(report: Return, lead_id: int, found: Mapping[int | None, str]) -> str:
    """Return who accepts a section, as people call it: where nobody leads, the office does for the plan's owner."""
    if lead_id == report.cycle.plan_version.plan.owner_id:
        return _("the office")
    return found.get(lead_id, "")


def _working_days(first: date, last: date, overrides: Overrides) -> int:
    """Return how many working days lie from first to last, both included; one more than FARTHEST stands for many."""
    count, day = 0, first
    while day <= last and count <= FARTHEST:
        count += is_working_day(day, overrides)
        day += timedelta(days=1)
    return count
