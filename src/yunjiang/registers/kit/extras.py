"""Local columns: what a unit keeps beside the register's own fields. Typed, shown, imported and exported, never counted."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.access.permission import Visitor
from yunjiang.organizations.models import Organization, Standing, ids_in

from . import extra_values, registry, scope
from .columns import EXTRA
from .declaration import Register
from .models import ExtraField, ExtraKind, Record
from .undertaking import undertaken
from .writing_refusals import ExtraRefused

MOST = 20  # that hold for one unit at once: whoever needs more needs a field


def declare(
    register: type[Register],
    organization: Organization,
    key: str,
    name: str,
    kind: ExtraKind,
    *,
    by: User | None,
    choices: Sequence[str] = (),
    since_on: date | None = None,
    is_filter: bool = False,
) -> ExtraField:
    """Let a unit and all below it keep one more column from a day on (today); with `is_filter` lists are filtered by it.

    A key is one word of small Latin letters, digits and lines, once along the way from the root. Raises permission.Refused,
    ExtraRefused.
    """
    since_on = since_on or timezone.localdate()
    with undertaken(
        "registers.extra", register, by=by, organization_id=organization.pk, facts={"key": key, "name": name}
    ):
        if by is not None:
            scope.require(register, by, register.keeps, organization)
        path = scope.path_of(organization.pk)
        near = ExtraField.objects.filter(
            Q(organization__in=ids_in(path)) | Q(organization__in=_below(path)), register=register.code
        )
        if not re.fullmatch(r"[a-z][a-z0-9_-]{0,29}", key) or "__" in key or not name.strip():
            raise ExtraRefused(name, _("Give it a name, and a key of small Latin letters and digits."))
        if kind == ExtraKind.CHOICE and len(set(choices)) < 2:
            raise ExtraRefused(name, _("Give at least two choices that differ."))
        if near.filter(key=key).exists():
            raise ExtraRefused(name, _("The key “%(key)s” is taken here, above or below.") % {"key": key})
        if len(fields_for(register, path, since_on)) >= MOST:
            raise ExtraRefused(name, _("There are %(most)d local columns already.") % {"most": MOST})
        return ExtraField.objects.create(
            register=register.code,
            organization=organization,
            key=key,
            name=name.strip()[:60],
            kind=kind,
            choices=list(choices),
            is_filter=is_filter,
            since_on=since_on,
        )


def end(field: ExtraField, on: date, *, by: User | None) -> ExtraField:
    """Keep a local column no longer from a day on; what stands in it stays. Raises permission.Refused, ExtraRefused."""
    register = registry.of(field.register)
    with undertaken(
        "registers.extra", register, by=by, organization_id=field.organization_id, facts={"key": field.key}
    ) as act:
        if by is not None:
            scope.require(register, by, register.keeps, field.organization)
        if on < field.since_on:
            raise ExtraRefused(field.name, _("It cannot end before it began."))
        act.changed(before={"until_on": str(field.until_on or "")}, after={"until_on": str(on)})
        field.until_on = on
        field.save(update_fields=["until_on"])
    return field


def fields_for(register: type[Register], path: str, day: date | None = None) -> list[ExtraField]:
    """Return the local columns that hold on a day for records at a path: those of their unit and of all units above it."""
    above = ids_in(path) if path.strip("/") else []
    return list(_holding(register, day).filter(organization__in=above))


def fields_at(
    register: type[Register], paths: Collection[str], day: date | None = None
) -> dict[str, list[ExtraField]]:
    """Return the local columns that hold on a day at each of the paths, in one query."""
    above = {path: frozenset(ids_in(path)) for path in paths if path.strip("/")}
    units = {unit for each in above.values() for unit in each}
    rows = list(_holding(register, day).filter(organization__in=units))
    return {path: [each for each in rows if each.organization_id in above[path]] for path in above}


def seen_by(register: type[Register], user: Visitor) -> list[ExtraField]:
    """Return the local columns that hold today for units of which a person may read records."""
    return list(near(register, permission.reach(user, register.reads)))


def paths_of(fields: Iterable[ExtraField]) -> list[str]:
    """Return local columns as paths of columns, each once."""
    return list(dict.fromkeys(f"{EXTRA}{each.key}" for each in fields))


def near(register: type[Register], paths: Sequence[str]) -> QuerySet[ExtraField]:
    """Return the local columns that hold today for any unit at, above or below these paths of the tree."""
    if not paths:
        return ExtraField.objects.none()
    below = Standing.objects.filter(scope.below_like(paths), valid_to=None).values("organization_id")
    return _holding(register, None).filter(Q(organization__in=above(paths)) | Q(organization__in=below))


def above(paths: Sequence[str]) -> set[int]:
    """Return the units that stand at these paths and above them."""
    return {unit for path in paths for unit in ids_in(path)}


def taken(
    record: Record, fields: Iterable[ExtraField], values: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return a record's local columns with the values put in, and what is wrong with them by key; an empty value clears one."""
    known = {each.key: each for each in fields}
    held = dict(record.extra or {})
    problems = {}
    for key, value in values.items():
        if key not in known:
            problems[key] = _("There is no such column for this unit.")
            continue
        try:
            read = extra_values.parse(known[key], value)
        except ValueError as wrong:
            problems[key] = str(wrong)
            continue
        if read is None:
            held.pop(key, None)
        else:
            held[key] = read
    return held, problems


def _holding(register: type[Register], day: date | None) -> QuerySet[ExtraField]:
    day = day or timezone.localdate()
    rows = ExtraField.objects.filter(
        Q(until_on=None) | Q(until_on__gt=day), register=register.code, since_on__lte=day
    )
    return rows.order_by("id")


def _below(path: str) -> QuerySet[Standing, int]:
    below = Standing.objects.filter(path__startswith=path, valid_to=None)
    return below.values_list("organization_id", flat=True)
