"""What the registers of unions tell the ledger: lines of rows, as plain functions.

Unions and legal persons are balances: one more on the first day, one less on the day on which it no longer holds. Social workers
and firms are levels under the measures that plans name, so that what registers hold stands beside what counties report.
"""

from collections.abc import Iterator, Sequence
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
    """Return how many union social workers a union had, for each day on which that changed and each end of a year since.

    Men and women are told apart, each day both, for a day's observation is whole; of whom it is not known, nothing is said.
    """
    lines = []
    for day, total, men, women in _days(row.social_course):
        for quantity, breakdown in (
            (men, {"sex": "male"}),
            (women, {"sex": "female"}),
            (total - men - women, {}),
        ):
            if breakdown or quantity:
                lines.append(
                    Line("union_social_workers", row.organization_id, day, quantity, breakdown=breakdown)
                )
    return lines


def large_firms(row: Any) -> Sequence[Line]:
    """Return for each day on which something was said, and each end of a year since, whether the firm was large."""
    return _observed("large_enterprises", row.organization_id, row.course, 1)


def large_firms_covered(row: Any) -> Sequence[Line]:
    """Return for each such day whether a union covered it as well."""
    return _observed("large_enterprises_unionized", row.organization_id, row.course, 2)


def _observed(measure: str, organization: int, course: Sequence[Sequence[Any]], place: int) -> list[Line]:
    return [Line(measure, organization, each[0], each[place]) for each in _days(course)]


def _days(course: Sequence[Sequence[Any]]) -> Iterator[tuple[Any, ...]]:
    """Yield what a course says on each of its days: what a register holds is so until it says otherwise, and is not old for that.

    Plans take no observation of long ago; so what still holds is observed again at the end of every year.
    """
    today = timezone.localdate()
    for number, each in enumerate(course):
        day = _day(each[0])
        until = _day(course[number + 1][0]) if number + 1 < len(course) else today
        yield day, *each[1:]
        for year in range(day.year, until.year + 1):
            if day < (end := date(year, 12, 31)) < until:
                yield end, *each[1:]


def _span(
    measure: str,
    organization: int,
    since: date,
    until: date | None,
    breakdown: dict[str, str],
) -> list[Line]:
    lines = [Line(measure, organization, since, 1, breakdown=breakdown)]
    if until is not None:
        lines.append(Line(measure, organization, until, -1, breakdown=breakdown))
    return lines


def _first(*days: date | None) -> date | None:
    known = [each for each in days if each is not None]
    return min(known) if known else None


def _day(text: str) -> date:
    return date.fromisoformat(text)
