"""What follows for firms from the dated rows about them: today's state, and its course over time for the ledger.

Computed from operating states, headcounts and coverages; can be deleted and rebuilt, and `flaws` compares the two.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from yunjiang.access.models import User
from yunjiang.registers.kit import counting, postings, registry

from .choices import OperatingStatus
from .models import Coverage, Enterprise, Headcount, Operation
from .rules import LARGE_FROM

_CHUNK = 2_000
_COMPUTED = ("status", "staff", "counted_on", "most_staff", "is_covered", "course")


@dataclass
class Said:
    """What dated rows say of one firm, each list in the order of days; coverages end before their second day."""

    operations: list[tuple[date, str]] = field(default_factory=list)
    headcounts: list[tuple[date, int]] = field(default_factory=list)
    coverages: list[tuple[date, date | None]] = field(default_factory=list)
    first: date = date.min  # of the firm in the reporting tree


def course_of(said: Said) -> list[list[Any]]:
    """Return, for each day on which something was said, whether the firm was large and in operation then, and covered too.

    Days before both the operating state and a headcount are known are left out: unknown is not small.
    """
    days = {day for day, _state in said.operations} | {day for day, _count in said.headcounts}
    days |= {day for span in said.coverages for day in span if day is not None}
    course: list[list[Any]] = []
    # The ledger takes observations of units that are in the tree: what was so before counts from the first day there.
    for day in sorted({max(day, said.first) for day in days}):
        status, staff = newest(said.operations, day), newest(said.headcounts, day)
        if status is None or staff is None:
            continue
        is_large = status == OperatingStatus.OPERATING and staff >= LARGE_FROM
        course.append([day.isoformat(), int(is_large), int(is_large and is_covered(said.coverages, day))])
    return course


def newest(rows: Sequence[tuple[date, Any]], day: date) -> Any:
    """Return what the last row up to a day says; None before the first."""
    return next((said for since, said in reversed(rows) if since <= day), None)


def is_covered(spans: Iterable[tuple[date, date | None]], day: date) -> bool:
    """Say whether one of the spans holds on a day."""
    return any(since <= day and (until is None or day < until) for since, until in spans)


def computed(said: Said, today: date) -> dict[str, Any]:
    """Return the computed fields of a firm."""
    counted = [each for each in said.headcounts if each[0] <= today]
    return {
        "status": newest(said.operations, today) or "",
        "staff": counted[-1][1] if counted else None,
        "counted_on": counted[-1][0] if counted else None,
        "most_staff": max((staff for _day, staff in said.headcounts), default=0),
        "is_covered": is_covered(said.coverages, today),
        "course": course_of(said),
    }


def refresh(keys: Sequence[int], *, by: User | str | None, today: date | None = None) -> int:
    """Compute these firms anew and bring the ledger up to them; return how many were otherwise. In the caller's transaction."""
    changed = recompute(keys, today)
    if changed:
        postings.refresh_many(registry.of("enterprises"), changed, by=by)
    return len(changed)


def recompute(keys: Sequence[int], today: date | None = None) -> list[int]:
    """Write the computed fields of these firms where they differ; return the numbers of those that did."""
    changed: list[int] = []
    for part in _parts(keys):
        rows = _wrong(Enterprise.objects.filter(counting.among(part)), today or timezone.localdate())
        Enterprise.objects.bulk_update(rows, _COMPUTED, batch_size=200)
        changed += [each.pk for each in rows]
    return changed


def flaws(rows: QuerySet[Enterprise], today: date | None = None) -> list[Enterprise]:
    """Return the firms whose computed fields are not what the dated rows give, as they should be."""
    found: list[Enterprise] = []
    for part in _parts(list(rows.values_list("pk", flat=True))):
        found += _wrong(Enterprise.objects.filter(counting.among(part)), today or timezone.localdate())
    return found


def _parts(keys: Sequence[int]) -> Iterable[Sequence[int]]:
    return (keys[first : first + _CHUNK] for first in range(0, len(keys), _CHUNK))


def _wrong(rows: QuerySet[Enterprise], today: date) -> list[Enterprise]:
    firms = list(rows)
    said = said_of([each.pk for each in firms])
    wrong = []
    for firm in firms:
        right = computed(said.get(firm.pk, Said()), today)
        if any(getattr(firm, name) != value for name, value in right.items()):
            for name, value in right.items():
                setattr(firm, name, value)
            wrong.append(firm)
    return wrong


def said_of(keys: Sequence[int]) -> Mapping[int, Said]:
    """Return what dated rows that stand say of each firm, in four queries."""
    said: dict[int, Said] = defaultdict(Said)
    for model, day, value, name in (
        (Operation, "since_on", "status", "operations"),
        (Headcount, "as_of_on", "staff", "headcounts"),
        (Coverage, "since_on", "until_on", "coverages"),
    ):
        rows = model._default_manager.filter(_of(keys), voided_at=None).order_by(day, "pk")
        for firm, since, what in rows.values_list("enterprise_id", day, value):
            getattr(said[firm], name).append((since, what))
    firsts = Enterprise.objects.filter(counting.among(keys)).values_list(
        "pk", Min("organization__standings__valid_from")
    )
    for firm, first in firsts:
        said[firm].first = first or date.min
    return said


def _of(keys: Sequence[int]) -> Q:
    return Q(enterprise__in=Enterprise.objects.filter(counting.among(keys)).values("pk"))
