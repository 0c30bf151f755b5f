"""What the registers of unions tell the ledger: lines of rows, as plain functions.

Unions, legal persons and social workers are balances: one more on the first day, one less on the day on which it no longer holds.
Firms are levels under the measures that plans name, so that what registers hold stands beside what counties report.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from yunjiang.ledger.records import Line


def unions(row: Any) -> Sequence[Line]:
    """Return a union's beginning and end."""
    return _span(
        "union_organizations", row.organization_id, row.founded_on, row.closed_on, {"union_kind": row.kind}
    )


def legal_persons(row: Any) -> Sequence[Line]:
    """Return the beginning and end of a union's being a legal person."""
    return _span(
        "union_legal_persons",
        row.organization_id,
        row.legal_since_on,
        _first(row.legal_until_on, row.closed_on),
        {},
    )


def social_workers(row: Any) -> Sequence[Line]:
    """Return from when until when a post's holder is a union social worker; a person in two posts is one person."""
    since = max(row.since_on, row.social_since_on)
    until = _first(row.until_on, row.social_until_on)
    if until is not None and until <= since:
        return []
    person = f"person:{row.person_id}"
    return _span("union_social_workers_held", row.organization_id, since, until, {}, person)


def social_worker_numbers(row: Any) -> Sequence[Line]:
    """Return how many union social workers a union had, for each day on which that changed and each end of a year since."""
    return _observed("union_social_workers", row.organization_id, row.social_course, 1)


def large_firms(row: Any) -> Sequence[Line]:
    """Return for each day on which something was said, and each end of a year since, whether the firm was large."""
    return _observed("large_enterprises", row.organization_id, row.course, 1)


def large_firms_covered(row: Any) -> Sequence[Line]:
    """Return for each such day whether a union covered it as well."""
    return _observed("large_enterprises_unionized", row.organization_id, row.course, 2)


def _observed(measure: str, organization: int, course: Sequence[Sequence[Any]], place: int) -> list[Line]:
    """Return the observations of a level: what a register holds is so until it says otherwise, and is not old for that.

    Plans take no observation of long ago; so what still holds is observed again at the end of every year.
    """
    today = timezone.localdate()
    lines = []
    for number, each in enumerate(course):
        day = _day(each[0])
        until = _day(course[number + 1][0]) if number + 1 < len(course) else today
        lines.append(Line(measure, organization, day, each[place]))
        ends = (date(year, 12, 31) for year in range(day.year, until.year + 1))
        lines += [Line(measure, organization, end, each[place]) for end in ends if day < end < until]
    return lines


def _span(
    measure: str,
    organization: int,
    since: date,
    until: date | None,
    breakdown: dict[str, str],
    person: str | None = None,
) -> list[Line]:
    lines = [Line(measure, organization, since, 1, person=person, breakdown=breakdown)]
    if until is not None:
        lines.append(Line(measure, organization, until, -1, person=person, breakdown=breakdown))
    return lines


def _first(*days: date | None) -> date | None:
    known = [each for each in days if each is not None]
    return min(known) if known else None


def _day(text: str) -> date:
    return date.fromisoformat(text)
