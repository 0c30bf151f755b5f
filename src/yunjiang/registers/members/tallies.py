"""How many records lack what, by union: counted at night for the whole tree, and at once for a union that somebody works on.

The rate itself comes from the ledger, for any day (`rates`); this says what there is to do, fast.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q
from django.db.models.lookups import GreaterThan
from django.utils import timezone

from yunjiang.background.progress import Progress
from yunjiang.organizations import queries
from yunjiang.organizations.models import Standing
from yunjiang.organizations.prefixes import begins

from . import quality
from .models import OPEN_STATES, Membership, Quality, Tally

COUNTS = ("member", "qualified", "incomplete", "invalid", "duplicate", "stale")


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

    def add(self, row: Mapping[str, Any]) -> None:
        """Add one union's tally."""
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
    for row in rows.values("missing", "faults", *(f"{name}_count" for name in COUNTS)).iterator(
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
    for row in rows.values("path", "missing", "faults", *(f"{name}_count" for name in COUNTS)).iterator(
        chunk_size=5_000
    ):
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
    """Count unions anew, all unless some are named, and return how many there are now; a union without members has none."""
    rows = Membership.objects.filter(state__in=OPEN_STATES, since_on__isnull=False, voided_at=None)
    known = Tally.objects.all()
    if unions is not None:
        paths = list(
            Standing.objects.filter(organization__in=unions).values_list("path", flat=True).distinct()
        )
        rows = rows.filter(path__in=paths)
        known = known.filter(organization__in=unions)
    counted: Any = rows.values("organization_id", "path").annotate(
        member_count=Count("pk"),
        **{
            f"{each.value}_count": Count("pk", filter=Q(quality=each))
            for each in Quality
            if each is not Quality.NONE
        },
        **{
            f"missing_{each.code}": Count("pk", filter=_bit("missing", place))
            for place, each in enumerate(quality.FIELDS)
        },
        **{
            f"faults_{each.code}": Count("pk", filter=_bit("faults", place))
            for place, each in enumerate(quality.FAULTS)
        },
    )
    now = timezone.now()
    made = [
        Tally(
            organization_id=row["organization_id"],
            path=row["path"],
            counted_at=now,
            missing={each.code: n for each in quality.FIELDS if (n := row[f"missing_{each.code}"])},
            faults={each.code: n for each in quality.FAULTS if (n := row[f"faults_{each.code}"])},
            **{f"{name}_count": row[f"{name}_count"] for name in COUNTS},
        )
        for row in counted.order_by().iterator(chunk_size=2_000)
    ]
    with transaction.atomic():
        known.delete()
        Tally.objects.bulk_create(made, batch_size=2_000)
    return len(made)


def _bit(column: str, place: int) -> Q:
    return Q(GreaterThan(F(column).bitand(1 << place), 0))


def perform(arguments: Mapping[str, Any], progress: Progress) -> dict[str, int]:
    """Mark what lapsed and count everything anew; the nightly work."""
    day = date.fromisoformat(arguments["day"]) if arguments.get("day") else timezone.localdate()
    return {"lapsed": lapse(day), "unions": recount()}
