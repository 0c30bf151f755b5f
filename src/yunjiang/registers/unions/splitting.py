"""Splitting a union: part of it becomes a union of its own from a day on, with firms and the members who work in them."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.access.permission import Act
from yunjiang.organizations import queries
from yunjiang.organizations import services as tree
from yunjiang.organizations.models import Kind
from yunjiang.registers.kit import announcements
from yunjiang.registers.kit.models import Deed

from . import founding, keeping
from .choices import CoverageKind, UnionKind, UnionState
from .models import Enterprise, Union
from .questions import on_day
from .refusals import FoundingRefused, NothingToSplit


@transaction.atomic
def split(
    union: Union,
    plan: founding.Plan,
    *,
    on: date,
    firms: Sequence[Enterprise],
    document_number: str,
    by: User | None,
) -> Union:
    """Found a union beside another out of a part of it and return it; these firms and who works in them go over on `on`.

    Raises permission.Refused, FoundingRefused, NothingToSplit, TreeRefusal.
    """
    if by is not None:
        permission.require(by, Act.CHECK_RECORDS, union.organization)
    problems = plan.problems()
    if union.state != UnionState.NORMAL or (union.founded_on and on <= union.founded_on):
        problems.append(_("“%(union)s” was no union in office on that day.") % {"union": union.name})
    if problems:
        raise FoundingRefused(plan.name, problems)
    leaving = list(union.coverages.filter(on_day(on), enterprise__in=firms, voided_at=None))
    strangers = {each.pk for each in firms} - {each.enterprise_id for each in leaving}
    if strangers or not firms:
        raise NothingToSplit(union.name, [each.name for each in firms if each.pk in strangers] or ["—"])
    new = _found_beside(union, plan, on, document_number, by)
    for coverage in leaving:
        kind = CoverageKind.SINGLE if plan.kind == UnionKind.SINGLE else coverage.kind
        if coverage.since_on < on:
            keeping.alter("union-coverage", coverage, {"until_on": on}, by=by)
        founding.cover(new, coverage.enterprise, on, by=by, kind=kind)
    tree.split(union.organization, off=new.organization, on=on, document_number=document_number)
    founding.begin_work(new, by=by)
    announcements.announce(
        "unions.split",
        union,
        {
            "from": union.organization_id,
            "to": new.organization_id,
            "day": on.isoformat(),
            "enterprises": sorted(each.organization_id for each in firms),
        },
    )
    return new


def _found_beside(
    union: Union, plan: founding.Plan, on: date, document_number: str, by: User | None
) -> Union:
    standing = queries.standing(union.organization_id, on)
    assert standing is not None
    assert standing.parent is not None
    place = founding.open_place(plan.name, standing.parent, on, Kind.UNION)
    return keeping.add(
        "unions",
        {
            **plan.values(),
            "approval_number": document_number,
            "elected_on": on,
            "founded_on": on,
            "state": UnionState.NORMAL,
        },
        place,
        by=by,
        deed=Deed.CREATE,
        is_demonstration=union.is_demonstration,
    )
