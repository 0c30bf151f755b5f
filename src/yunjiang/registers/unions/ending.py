"""How unions end: merged into another or closed, from a day on, with their members and papers going somewhere.

工会法 article 13: nobody may dissolve a union; one ends with its employer, reported to the union above, and its members keep
their membership. So an end always names the union that takes the members over. In the tree the union stands one day longer than
in office: on its last day everything that leaves it is still written at its place.
"""

from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.access.permission import Act
from yunjiang.organizations import queries
from yunjiang.organizations import services as tree
from yunjiang.registers.kit import announcements
from yunjiang.registers.kit.models import Step

from . import founding, keeping
from .choices import UnionState
from .models import Coverage, Union
from .refusals import EndsBeforeItBegan, NoSuccessor, OwnSuccessor, SuccessorNotThere, UnionsBelow

ENDS = ("closed_on", "closing_number", "successor")


def merged(union: Union, step: Step) -> None:
    """Let what belongs to a union that was merged go over: units below it, firms that it covers, members by announcement."""
    on, successor = _checked(union)
    for coverage in _running(union, on):
        founding.cover(successor, coverage.enterprise, on, by=step.by, kind=coverage.kind)
    _end(union, on, by=step.by)
    if _stands(union, on):
        tree.merge(
            union.organization,
            into=successor.organization,
            on=on + timedelta(days=1),
            document_number=union.closing_number,
        )
    _announce("unions.merged", union, successor, on)


def closed(union: Union, step: Step) -> None:
    """Let a closed union end: its firms lose it, its members go to the union that was named."""
    on, successor = _checked(union)
    below = [each.name for each in queries.children(union.organization_id, on)]
    if below:
        raise UnionsBelow(union.name, below[:5])
    _end(union, on, by=step.by)
    if _stands(union, on):
        tree.close(
            union.organization,
            on=on + timedelta(days=1),
            successor=successor.organization,
            document_number=union.closing_number,
        )
    _announce("unions.closed", union, successor, on)


def may_end(union: Union, user: Any) -> str | None:
    """Return why a union cannot end: somebody is just being founded below it, or nothing."""
    lower = Union.objects.filter(
        path__startswith=union.path, state__in=(UnionState.PREPARING, UnionState.APPROVED), voided_at=None
    ).exclude(pk=union.pk)
    names = [each.name for each in lower[:3]]
    return _("%(names)s are still being founded below it.") % {"names": "、".join(names)} if names else None


def _checked(union: Union) -> tuple[date, Union]:
    on, successor = union.closed_on, union.successor
    if successor is None:
        raise NoSuccessor(union.name)
    if successor.pk == union.pk:
        raise OwnSuccessor(union.name)
    assert on is not None
    if union.founded_on is None or on <= union.founded_on or on > timezone.localdate():
        raise EndsBeforeItBegan(union.name, on, union.founded_on)
    is_there = (
        successor.state == UnionState.NORMAL
        and successor.voided_at is None
        and successor.founded_on is not None
        and successor.founded_on <= on
    )
    if not is_there:
        raise SuccessorNotThere(union.name, successor.name, on)
    return on, successor


def _running(union: Union, on: date) -> list[Coverage]:
    rows = union.coverages.filter(Q(until_on=None) | Q(until_on__gt=on), since_on__lte=on, voided_at=None)
    return list(rows.select_related("enterprise"))


def _end(union: Union, on: date, *, by: User | None) -> None:
    """End everything of a union that runs: coverages, term, posts, industrial places, its being a legal person."""
    for coverage in _running(union, on):
        _end_row("union-coverage", coverage, on, by)
    for term in union.terms.filter(is_running=True, voided_at=None):
        keeping.alter("union-terms", term, {"ended_on": max(on, term.elected_on + timedelta(days=1))}, by=by)
    for post in union.posts.filter(until_on=None, voided_at=None):
        values: dict[str, Any] = {"until_on": max(on, post.since_on + timedelta(days=1))}
        if post.social_since_on and post.social_until_on is None:
            values["social_until_on"] = max(on, post.social_since_on + timedelta(days=1))
        keeping.alter("union-posts", post, values, by=by)
    for place in [
        *union.industrial_places.filter(until_on=None),
        *union.industrial_below.filter(until_on=None),
    ]:
        _end_row("union-places", place, on, by)
    if union.legal_since_on and union.legal_until_on is None:
        keeping.alter("unions", union, {"legal_until_on": on}, by=by)


def _end_row(code: str, row: Any, on: date, by: User | None) -> None:
    """End a dated row on a day; one that would have begun on that day never was."""
    if row.since_on < on:
        keeping.alter(code, row, {"until_on": on}, by=by)
    else:
        keeping.alter(code, row, {"voided_at": timezone.now()}, by=by)


def _stands(union: Union, on: date) -> bool:
    return queries.standing(union.organization_id, on + timedelta(days=1)) is not None


def _announce(code: str, union: Union, successor: Union, on: date) -> None:
    facts = {"from": union.organization_id, "to": successor.organization_id, "day": on.isoformat()}
    announcements.announce(code, union, facts)


def require(union: Union, successor: Union, by: User) -> None:
    """See to it that a person may end the one union and hand its members to the other. Raises permission.Refused."""
    permission.require(by, Act.CHECK_RECORDS, union.organization)
    permission.require(by, Act.CHECK_RECORDS, successor.organization)
