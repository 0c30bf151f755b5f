"""Whose records a person may read and keep: rows by the path of their unit, acts by the unit itself."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from yunjiang.access import permission
from yunjiang.access.permission import Act, Visitor
from yunjiang.organizations.models import Organization, Standing
from yunjiang.organizations.prefixes import begins

from .declaration import Register
from .models import Record


def below(paths: Iterable[str], field: str = "path") -> Q:
    """Return the condition that something lies at or below one of the paths; nothing lies below no path."""
    wanted = Q(pk__in=())
    for path in paths:
        wanted |= begins(field, path)
    return wanted


def below_like(paths: Iterable[str]) -> Q:
    """Return the same condition for standings, whose path is indexed for LIKE."""
    wanted = Q(pk__in=())
    for path in paths:
        wanted |= Q(path__startswith=path)
    return wanted


def visible(
    register: type[Register], user: Visitor, day: date | None = None, *, with_voided: bool = False
) -> QuerySet[Any]:
    """Return the records of a register that the person may read on the day (today), without voided ones unless asked."""
    rows = register.model._default_manager.filter(below(permission.reach(user, register.reads, day)))
    return rows if with_voided else rows.filter(voided_at=None)


def may(register: type[Register], user: Visitor, act: Act, subject: Record | Organization) -> bool:
    """Say whether the person may do the act to a record, or to a unit's records in this register."""
    return permission.may(user, act, _unit(subject))


def require(register: type[Register], user: Visitor, act: Act, subject: Record | Organization) -> None:
    """Do nothing when the person may (see `may`). Raises permission.Refused otherwise."""
    permission.require(user, act, _unit(subject))


def require_somewhere(register: type[Register], user: Visitor) -> None:
    """Do nothing when there is a unit whose records of this register the person may read. Raises permission.Refused otherwise.

    For lists, on pages and for programs: who may read nowhere is refused, and is not told that there is nothing.
    """
    if register.reads not in permission.acts_anywhere(user):
        raise permission.Refused(register.reads, "")


def place(record: Record) -> None:
    """Set a record's path from where its unit stands in today's tree; does not save. Raises Standing.DoesNotExist."""
    record.path = path_of(record.organization_id)


def path_of(organization_id: int) -> str:
    """Return where a unit stands today, or stood last. Raises Standing.DoesNotExist for one that never stood."""
    path: str = (
        Standing.objects.filter(organization_id=organization_id, valid_from__lte=timezone.localdate())
        .values_list("path", flat=True)
        .latest("valid_from")
    )
    return path


def _unit(subject: Record | Organization) -> Organization:
    return subject.organization if isinstance(subject, Record) else subject
