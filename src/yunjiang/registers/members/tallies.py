"""How many records lack what, by union: brought up with every act that writes a membership, and counted anew at night.

The rate itself comes from the ledger, for any day (`rates`); this says what there is to do, fast.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Min, Q, QuerySet, Sum, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from yunjiang.access.models import User
from yunjiang.background.progress import Progress
from yunjiang.organizations import queries
from yunjiang.organizations.chronicle import last_paths
from yunjiang.organizations.models import Standing
from yunjiang.organizations.prefixes import begins
from yunjiang.registers.kit import counting, undertaking

from . import quality
from .models import OPEN_STATES, Membership, Quality, Tally

_AT_ONCE = 500  # unions
_RECORDS_AT_ONCE = 5_000
_NOTES = "members.tallies"
# The quality of a record, NONE where it does not count, and the bits of what is missing and what is wrong.
_Counted = tuple[str, int, int]
COUNTS = ("member", "qualified", "incomplete", "invalid", "duplicate", "stale")
_COLUMNS = tuple(f"{name}_count" for name in COUNTS)
_WRITTEN = (*_COLUMNS, "missing", "faults", "path", "counted_at")


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

    @property
    def is_impossible(self) -> bool:
        """Say whether fewer than none are told of."""
        counts = [getattr(self, f"{name}_count") for name in COUNTS]
        return min(*counts, *self.missing.values(), *self.faults.values()) < 0

    def add(self, counts: Sequence[int]) -> None:
        """Add one union's counts, in the order of `COUNTS`."""
        for name, count in zip(COUNTS, counts, strict=True):
            setattr(self, f"{name}_count", getattr(self, f"{name}_count") + count)


@dataclass(frozen=True)
class UnitTodo:
    """One unit with what there is to do at it and below."""

    standing: Standing
    todo: Todo


def of(path: str) -> Todo:
    """Return what there is to do at and below a path of the tree: sums of the database, but for the names of what is lacking."""
    rows = Tally.objects.filter(begins("path", path))
    oldest = Min("counted_at", filter=Q(member_count__gt=0))
    sums = rows.aggregate(counted_at=oldest, **{name: Sum(name) for name in _COLUMNS})
    total = Todo(
        counted_at=sums.pop("counted_at"), missing=_named(rows, "missing"), faults=_named(rows, "faults")
    )
    for name, count in sums.items():
        setattr(total, name, count or 0)
    return total


def below(unit: int, day: date) -> Sequence[UnitTodo]:
    """Return how many records of which quality there are at each unit directly below one, in one reading of the tallies."""
    units = list(queries.children(unit, day))
    own = queries.standing(unit, day)
    if own is None:
        return ()
    found = {each.path: Todo() for each in units}
    depth = own.path.count("/") + 1
    rows = Tally.objects.filter(begins("path", own.path), member_count__gt=0)
    for path, *counts in rows.values_list("path", *_COLUMNS).iterator(chunk_size=5_000):
        top = "/".join(path.split("/", depth)[:depth]) + "/"
        if top in found:
            found[top].add(counts)
    return [UnitTodo(each, found[each.path]) for each in units]


def _named(rows: QuerySet[Tally], kind: str) -> dict[str, int]:
    """Add up what is said by name in each row; all rows are read as one text, for there are thousands."""
    texts = rows.annotate(text=Cast(kind, TextField())).exclude(text="{}").values_list("text", flat=True)
    total: dict[str, int] = {}
    for said in json.loads(f"[{','.join(texts)}]"):
        for code, count in said.items():
            total[code] = total.get(code, 0) + count
    return total


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


def note(membership: Membership) -> None:
    """Note as what a record counts before the write that is going on, so that its union need not be counted anew for it."""
    # By the object: a new one has no number yet. It is kept with the note, so that no other takes its place in memory.
    counted = (membership.quality, membership.missing, membership.faults)
    undertaking.notes(_NOTES).setdefault(id(membership), (membership, counted))


def after_act(records: Sequence[int], by: User | None) -> None:
    """Bring the tallies up to the memberships that an act wrote; for the kit, at the end of each act.

    Those written one by one are taken out as they counted and put in as they count. Unions of which records came another way,
    such as in a sheet, are counted anew.
    """
    noted: dict[int, tuple[int, _Counted]] = {}
    for each, was in undertaking.notes(_NOTES).values():
        noted.setdefault(each.pk, (each.organization_id, was))  # what it counted before the first change
    unknown = [number for number in records if number not in noted]
    anew: set[int] = set()
    for first in range(0, len(unknown), _RECORDS_AT_ONCE):
        rows = Membership.objects.filter(counting.among(unknown[first : first + _RECORDS_AT_ONCE]))
        anew.update(rows.order_by().values_list("organization", flat=True).distinct())
    changed = [number for number in records if number in noted and noted[number][0] not in anew]
    _turn(changed, noted, anew)
    if anew:
        recount(anew)


def _turn(records: Sequence[int], noted: Mapping[int, tuple[int, _Counted]], anew: set[int]) -> None:
    """Turn tallies by what these records counted and count now; unions without one are added to those to be counted anew."""
    turns: dict[int, list[tuple[_Counted, int]]] = {}
    for first in range(0, len(records), _RECORDS_AT_ONCE):
        rows = Membership.objects.filter(pk__in=records[first : first + _RECORDS_AT_ONCE])
        for number, *now_of in rows.values_list("pk", "quality", "missing", "faults"):
            union, was = noted[number]
            now = _counted(now_of)
            if was != now:
                turns.setdefault(union, []).extend([(was, -1), (now, 1)])
    with transaction.atomic():
        held = _held(sorted(turns))
        anew.update(turns.keys() - held.keys())
        for union, tally in list(held.items()):
            todo = Todo(
                **{f"{name}_count": getattr(tally, f"{name}_count") for name in COUNTS},
                missing=dict(tally.missing),
                faults=dict(tally.faults),
            )
            for each, count in turns[union]:
                _add(todo, each, count)
            if todo.is_impossible:  # it was not right before
                anew.add(union)
                del held[union]
            else:
                _take(tally, todo)
        Tally.objects.bulk_update(held.values(), _WRITTEN, batch_size=50)


def _counted(values: Sequence[Any]) -> _Counted:
    found, missing, faults = values
    return found, missing, faults


def _add(todo: Todo, counted: _Counted, count: int) -> None:
    """Add so many records that count so."""
    found, missing, faults = counted
    if found == Quality.NONE:
        return
    todo.member_count += count
    setattr(todo, f"{found}_count", getattr(todo, f"{found}_count") + count)
    for bits, names, said in ((missing, quality.FIELDS, todo.missing), (faults, quality.FAULTS, todo.faults)):
        for each in quality.named(bits, names):
            said[each.code] = said.get(each.code, 0) + count


def _take(tally: Tally, todo: Todo) -> None:
    """Let a tally say what there is to do."""
    tally.counted_at = timezone.now()
    tally.missing, tally.faults = (
        {code: count for code, count in each.items() if count} for each in (todo.missing, todo.faults)
    )
    for name in COUNTS:
        setattr(tally, f"{name}_count", getattr(todo, f"{name}_count"))


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
        _add(fresh[union], (found, missing, faults), count)
    for union, tally in held.items():
        tally.path = paths.get(union, tally.path)
        _take(tally, fresh[union])
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
