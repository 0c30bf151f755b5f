"""Where unions stand: another place in the reporting tree, and places in industrial trees beside it."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.access.permission import Act
from yunjiang.organizations import services as tree
from yunjiang.organizations.models import Organization
from yunjiang.registers.kit import announcements

from . import keeping
from .choices import TreeKind
from .models import IndustrialPlace, Union
from .questions import on_day
from .refusals import CircleOfPlaces


@transaction.atomic
def move(union: Union, parent: Organization, *, on: date, by: User | None, document_number: str = "") -> None:
    """Let a union, with all below it, report to another unit from a day. Raises permission.Refused, TreeRefusal."""
    if by is not None:
        permission.require(by, Act.CHECK_RECORDS, union.organization)
        permission.require(by, Act.CHECK_RECORDS, parent)
    tree.move(union.organization, on=on, parent=parent, document_number=document_number)
    announcements.announce(
        "unions.moved", union, {"union": union.organization_id, "to": parent.pk, "day": on.isoformat()}
    )


@transaction.atomic
def place(
    union: Union,
    upper: Union,
    *,
    on: date,
    by: User | None,
    kind: str = TreeKind.INDUSTRY,
    document_number: str = "",
) -> IndustrialPlace:
    """Let a union stand below another in an industrial tree from a day; its former place of that kind ends.

    Raises permission.Refused, CircleOfPlaces.
    """
    if by is not None:
        permission.require(by, Act.KEEP_RECORDS, union.organization)
    refuse_circle(union, upper, on)
    for former in union.industrial_places.filter(on_day(on), kind=kind, voided_at=None, since_on__lt=on):
        keeping.alter("union-places", former, {"until_on": on}, by=by)
    return keeping.add(
        "union-places",
        {"union": union, "upper": upper, "kind": kind, "since_on": on, "document_number": document_number},
        union.organization,
        by=by,
        is_demonstration=union.is_demonstration,
    )


def refuse_circle(union: Union, upper: Union, on: date) -> None:
    """Do nothing when a union may stand below another on a day. Raises CircleOfPlaces."""
    if stands_above(union, upper, on):
        raise CircleOfPlaces(union.name, upper.name, on)


def stands_above(union: Union, lower: Union, on: date) -> bool:
    """Say whether a union is the other one, or stands above it in the industrial trees on a day."""
    seen = {lower.pk}
    frontier = {lower.pk}
    while frontier and union.pk not in seen:
        rows = IndustrialPlace.objects.filter(on_day(on), union_id__in=frontier, voided_at=None)
        frontier = set(rows.values_list("upper_id", flat=True)) - seen
        seen |= frontier
    return union.pk in seen


def validated(row: IndustrialPlace, user: Any) -> dict[str, str]:
    """Return what stands against a place in an industrial tree as it is wanted, by field."""
    problems = {}
    if row.union.organization_id != row.organization_id:
        problems["union"] = _("Choose the union of this unit.")
    if stands_above(row.union, row.upper, row.since_on):
        problems["upper"] = str(CircleOfPlaces(row.union.name, row.upper.name, row.since_on))
    return problems
