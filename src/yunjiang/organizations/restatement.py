"""How quantities roll up: in the tree of the day they happened, or restated on the tree of one day.

Restated, a unit that no longer stands counts at its successor (merger, closing), one that does not stand yet at the unit
it came from. A split moves no unit as a whole: `rollup` leaves its earlier quantities where they were, and
`apportionment` says which known parts of them belong elsewhere.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from django.utils import timezone

from .models import Event, EventKind, Standing, ids_in

FOREVER: tuple[date, None] = (date.min, None)


class Row(NamedTuple):
    """Quantities of `organization_id` on days from `valid_from` to before `valid_to` count at `ancestor_id` too."""

    organization_id: int
    ancestor_id: int
    valid_from: date
    valid_to: date | None


class Portion(NamedTuple):
    """Of the organization's additive quantities from `valid_from` to before `valid_to`, `share` more counts at the ancestor.

    Negative shares count less. To be added to what `rollup` gives; an ancestor above both sides of a split has none.
    """

    organization_id: int
    ancestor_id: int
    valid_from: date
    valid_to: date | None
    share: Decimal


def rollup(*, tree: str, on: date | None = None) -> list[Row]:
    """Return where quantities count, each unit itself included.

    `as_then`: the tree of the day on which they happened; rows of one (unit, ancestor) do not overlap. `restated`: the tree
    of the day `on` (today unless said); one row per (unit, ancestor), for all days. Raises ValueError for another tree.
    """
    if tree == "as_then":
        return _as_then()
    if tree == "restated":
        restated = _Restated(_today() if on is None else on)
        return [
            Row(organization, ancestor, *FOREVER)
            for organization in restated.known
            for ancestor in restated.chain(organization)
        ]
    raise ValueError(f"no such tree: {tree}")


def apportionment(on: date | None = None) -> list[Portion]:
    """Return the known parts of earlier quantities that splits up to the day `on` (today unless said) carry elsewhere.

    Splits whose share is not known have no part in it; `footnotes` names them. Only for quantities that add up: persons and
    stated percentages cannot be apportioned.
    """
    restated = _Restated(_today() if on is None else on)
    portions: list[Portion] = []
    for organization in restated.known:
        portions += _portions(organization, restated)
    return portions


def break_dates() -> list[date]:
    """Return the days on which some open unit got another parent, in order; openings and closings are none."""
    days = set()
    rows = Standing.objects.order_by("organization_id", "valid_from")
    for earlier, later in pairwise(rows.values_list("organization_id", "parent_id", "valid_from")):
        if earlier[0] == later[0] and earlier[1] != later[1]:
            days.add(later[2])
    return sorted(days)


def _today() -> date:
    return timezone.localdate()


def _as_then() -> list[Row]:
    rows: dict[tuple[int, int], list[tuple[date, date | None]]] = defaultdict(list)
    standings = Standing.objects.order_by("organization_id", "valid_from")
    for organization, path, first, end in standings.values_list(
        "organization_id", "path", "valid_from", "valid_to"
    ):
        for ancestor in ids_in(path):
            stretches = rows[organization, ancestor]
            if stretches and stretches[-1][1] == first:
                stretches[-1] = (stretches[-1][0], end)
            else:
                stretches.append((first, end))
    return [Row(*pair, *days) for pair, stretches in rows.items() for days in stretches]


@dataclass(frozen=True)
class _Life:
    """When a unit stands, what it hung on first and last, and what became of it."""

    opened_on: date
    closed_on: date | None
    first_parent: int | None
    last_parent: int | None
    path: str | None  # on the day asked for


class _Restated:
    """The tree of one day, and where every unit ever known belongs in it."""

    def __init__(self, on: date) -> None:
        self.on = on
        self._lives = _lives(on)
        self._successors: dict[int, int] = {}
        self._origins: dict[tuple[int, date], int] = {}
        self._shares: dict[int, list[tuple[date, int, Decimal]]] = defaultdict(list)
        events = Event.objects.filter(
            kind__in=(EventKind.MERGED, EventKind.CLOSED, EventKind.SPLIT), counterpart__isnull=False
        )
        for event in events:
            counterpart = event.counterpart_id
            assert counterpart is not None
            if event.kind != EventKind.SPLIT:
                self._successors[event.organization_id] = counterpart
                continue
            self._origins.setdefault((counterpart, event.happened_on), event.organization_id)
            if event.share is not None and event.happened_on <= on:
                self._shares[event.organization_id].append((event.happened_on, counterpart, event.share))

    @property
    def known(self) -> list[int]:
        """Every unit that ever stood."""
        return sorted(self._lives)

    def chain(self, organization: int) -> list[int]:
        """Return the units at which all quantities of a unit count, from the root down; none if nothing took them over."""
        heir = self.heir(organization)
        path = None if heir is None else self._lives[heir].path
        return ids_in(path) if path else []

    def heir(self, organization: int) -> int | None:
        """Return the unit standing on the day to which a unit's quantities belong: itself while it stands."""
        seen = set()
        unit: int | None = organization
        while unit is not None and unit not in seen:
            seen.add(unit)
            if self._lives[unit].path is not None:
                return unit
            unit = self._next(unit)
        return None

    def ending(self, organization: int) -> tuple[date, int] | None:
        """Return the day, not after the day asked for, on which a unit ceased, and the unit it counts at since."""
        own = self._lives[organization]
        heir = self._successors.get(organization, own.last_parent)
        if own.closed_on is None or own.closed_on > self.on or heir is None:
            return None
        return own.closed_on, heir

    def shares_after(self, organization: int, day: date) -> tuple[date, list[tuple[int, Decimal]]] | None:
        """Return the first day after `day` on which known parts left the unit, and to whom, or None."""
        later = [each for each in self._shares.get(organization, ()) if each[0] > day]
        if not later:
            return None
        first = min(each[0] for each in later)
        return first, [(unit, share) for on, unit, share in later if on == first]

    def _next(self, unit: int) -> int | None:
        own = self._lives[unit]
        if own.opened_on > self.on:
            return self._origins.get((unit, own.opened_on), own.first_parent)
        return self._successors.get(unit, own.last_parent)


def _lives(on: date) -> dict[int, _Life]:
    lives: dict[int, _Life] = {}
    rows = Standing.objects.order_by("organization_id", "valid_from")
    for organization, parent, path, first, end in rows.values_list(
        "organization_id", "parent_id", "path", "valid_from", "valid_to"
    ):
        standing = path if first <= on and (end is None or on < end) else None
        earlier = lives.get(organization)
        if earlier is None:
            lives[organization] = _Life(first, end, parent, parent, standing)
        else:
            lives[organization] = _Life(
                earlier.opened_on, end, earlier.first_parent, parent, standing or earlier.path
            )
    return lives


def _portions(organization: int, restated: _Restated) -> Iterable[Portion]:
    days: set[date] = set()
    _distribute(organization, date.min, Decimal(1), restated, defaultdict(Decimal), days)
    whole = restated.chain(organization)
    begins = [date.min, *sorted(days)]
    for first, end in zip(begins, [*begins[1:], None], strict=True):
        held: dict[int, Decimal] = defaultdict(Decimal)
        _distribute(organization, first, Decimal(1), restated, held, set())
        for ancestor, share in _difference(held, whole, restated).items():
            yield Portion(organization, ancestor, first, end, share)


def _distribute(
    organization: int,
    day: date,
    share: Decimal,
    restated: _Restated,
    held: dict[int, Decimal],
    days: set[date],
) -> None:
    """Follow a share of a unit's quantities of the day through all later splits and endings; note the days of splits."""
    ending = restated.ending(organization)
    parts = restated.shares_after(organization, day)
    if parts is not None:
        on, leaving = parts
        days.add(on)
        for unit, part in leaving:
            _distribute(unit, on, share * part, restated, held, days)
        rest = share * (1 - sum((part for _, part in leaving), Decimal(0)))
        _distribute(organization, on, rest, restated, held, days)
    elif ending is not None and ending[0] > day:
        _distribute(ending[1], ending[0], share, restated, held, days)
    else:
        held[organization] += share


def _difference(held: Mapping[int, Decimal], whole: Iterable[int], restated: _Restated) -> dict[int, Decimal]:
    """Return how much more, or less, counts at each unit than if nothing had been split."""
    difference: dict[int, Decimal] = defaultdict(Decimal)
    for unit, share in held.items():
        for ancestor in restated.chain(unit):
            difference[ancestor] += share
    for ancestor in whole:
        difference[ancestor] -= 1
    return {ancestor: share for ancestor, share in difference.items() if share}
