"""How many records lack what, by union: counted anew with every act that writes a membership, and at night for the whole tree.

The rate itself comes from the ledger, for any day (`rates`); this says what there is to do, fast.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from yunjiang.access.models import User
from yunjiang.background.progress import Progress
from yunjiang.organizations import queries
from yunjiang.organizations.chronicle import last_paths
from yunjiang.organizations.models import Standing
from yunjiang.organizations.prefixes import begins
from yunjiang.registers.kit import counting

from . import quality
from .models import OPEN_STATES, Membership, Quality, Tally

_AT_ONCE = 500  # unions
COUNTS = ("member", "qualified", "incomplete", "invalid", "duplicate", "stale")
_WRITTEN = (*(f"{name}_count" for name in COUNTS), "missing", "faults", "path", "counted_at")


@dataclass
class Todo:
    """What there is to do below a unit: how many members, how many records of each quality, how many lack each field."""

    member_count: int = 0
    qualified_count: int = 0
    incomplete_count: int = 0
    invalid_count: int = 0
    duplicate_count: int = 0
    stale_count: int = 0
    missing: dict[str, int] = field(default_factory=dict)
    faults: dict[str, int] = field(default_factory=dict)
    counted_at: datetime | None = None  # of the union that was counted longest ago

    def add(self, row: Mapping[str, Any]) -> None:
        """Add one union's tally."""
        if row["member_count"]:
            self.counted_at = min(filter(None, (self.counted_at, row["counted_at"])), default=None)
        for name in COUNTS:
            setattr(self, f"{name}_count", getattr(self, f"{name}_count") + row[f"{name}_count"])
        for kind in ("missing", "faults"):
            mine = getattr(self, kind)
            for code, count in row[kind].items():
                mine[code] = mine.get(code, 0) + count


@dataclass(frozen=True)
class UnitTodo:
    """One unit with what there is to do at it and below."""

    standing: Standing
    todo: Todo


def of(path: str) -> Todo:
    """Return what there is to do at and below a path of the tree."""
    total = Todo()
    rows = Tally.objects.filter(begins("path", path))
    for row in rows.values("missing", "faults", "counted_at", *(f"{name}_count" for name in COUNTS)).iterator(
        chunk_size=5_000
    ):
        total.add(row)
    return total


def below(unit: int, day: date) -> Sequence[UnitTodo]:
    """Return what there is to do at each unit directly below one, in one reading of the tallies."""
    units = list(queries.children(unit, day))
    own = queries.standing(unit, day)
    if own is None:
        return ()
    found = {each.path: Todo() for each in units}
    depth = own.path.count("/") + 1
    rows = Tally.objects.filter(begins("path", own.path))
    for row in rows.values(
        "path", "missing", "faults", "counted_at", *(f"{name}_count" for name in COUNTS)
    ).iterator(chunk_size=5_000):
        top = "/".join(row["path"].split("/")[:depth]) + "/"
        if top in found:
            found[top].add(row)
    return [UnitTodo(each, found[each.path]) for each in units]


def lapse(day: date) -> int:
    """Mark as stale what is no longer confirmed within twelve months on a day; return how many rows."""
    return Membership.objects.filter(quality=Quality.QUALIFIED, qualified_until__lte=day).update(
        quality=Quality.STALE
    )


def recount(unions: Collection[int] | None = None) -> int:
    """Count unions anew, all unless some are named, and return how many were counted.

    Whoever counts a union holds its tally until the end of the transaction and sees what others have written before, so that
    of two acts in one union the later counts both.
    """
    if unions is not None:
        _recount(sorted(set(unions)))
        return len(unions)
    members = set(_members().order_by().values_list("organization", flat=True).distinct())
    every = sorted(members | set(Tally.objects.values_list("organization", flat=True)))
    for first in range(0, len(every), _AT_ONCE):
        _recount(every[first : first + _AT_ONCE])
    return len(members)


def after_act(records: Sequence[int], by: User | None) -> None:
    """Count anew the unions whose memberships an act wrote; for the kit, at the end of each act."""
    rows = Membership.objects.filter(counting.among(records))
    recount(set(rows.order_by().values_list("organization", flat=True).distinct()))


@transaction.atomic
def _recount(unions: Sequence[int]) -> None:
    paths = last_paths(unions)
    known = _held(unions)
    Tally.objects.bulk_create(
        [Tally(organization_id=each, path=paths.get(each, "/")) for each in unions if each not in known],
        ignore_conflicts=True,
        batch_size=_AT_ONCE,
    )
    held = _held(unions)
    # One pass over the rows: of so many columns there are few combinations.
    rows = _members().filter(path__in=set(paths.values()), organization__in=unions).order_by()
    counted = rows.values_list("organization", "quality", "missing", "faults").annotate(count=Count("pk"))
    fresh = {each: Todo() for each in unions}
    for union, found, missing, faults, count in counted.iterator(chunk_size=5_000):
        todo = fresh[union]
        todo.member_count += count
        if found != Quality.NONE:
            name = f"{found}_count"
            setattr(todo, name, getattr(todo, name) + count)
        for bits, names, said in (
            (missing, quality.FIELDS, todo.missing),
            (faults, quality.FAULTS, todo.faults),
        ):
            for each in quality.named(bits, names):
                said[each.code] = said.get(each.code, 0) + count
    now = timezone.now()
    for union, tally in held.items():
        tally.path, tally.counted_at = paths.get(union, tally.path), now
        tally.missing, tally.faults = fresh[union].missing, fresh[union].faults
        for name in COUNTS:
            setattr(tally, f"{name}_count", getattr(fresh[union], f"{name}_count"))
    Tally.objects.bulk_update(held.values(), _WRITTEN, batch_size=50)


def _members() -> QuerySet[Membership]:
    return Membership.objects.filter(state__in=OPEN_STATES, since_on__isnull=False, voided_at=None)


def _held(unions: Sequence[int]) -> dict[int, Tally]:
    """Return the tallies of unions, held in one order against everybody else who counts them."""
    rows = Tally.objects.select_for_update().filter(organization__in=unions).order_by("organization")
    return {each.organization_id: each for each in rows}


def perform(arguments: Mapping[str, Any], progress: Progress) -> dict[str, int]:
    """Mark what lapsed and count everything anew; the nightly work."""
    day = date.fromisoformat(arguments["day"]) if arguments.get("day") else timezone.localdate()
    return {"lapsed": lapse(day), "unions": recount()}
