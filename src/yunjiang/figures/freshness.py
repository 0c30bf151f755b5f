"""Since when an indicator has been as it is at a unit, so that a posting by one office does not throw away what all others see.

Whoever keeps figures keeps them under a mark: the newest position at which anything behind them was posted, with the chain's
digest there and the newest change of the tree. As long as the mark is the same, so is the figure. Only the batches since the
last multiple of STRETCH are looked at, so that every process comes to the same marks whenever it was started; at a multiple
everything counts as touched, once.
"""

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from django.db.models import Max

from yunjiang.ledger import touches as ledger
from yunjiang.organizations.models import Event, Standing, ids_in
from yunjiang.plans.document import Indicator

STRETCH = 512  # batches; a day of two hundred offices reporting has some thousands


class Freshness:
    """What one process knows of the newest batches."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._floor = self._known = self._tree = 0
        self._digests: dict[int, str] = {0: ""}
        self._touched: dict[tuple[str, int, str], int] = {}

    def marks(
        self, indicators: Sequence[Indicator], places: Iterable[int], data_set: str, position: int
    ) -> dict[tuple[str, int], str]:
        """Return the mark of each indicator at each place as of a position, by (code, organization id)."""
        tree = Event.objects.aggregate(newest=Max("pk"))["newest"] or 0
        with self._lock:
            if not self._reads_on(position, tree):
                past = _written(position, ledger.chain_digest(position), tree)
                return {(each.code, place): past for place in places for each in indicators}
            return {
                (each.code, place): self._mark(each, place, data_set, position)
                for place in places
                for each in indicators
            }

    def _mark(self, indicator: Indicator, place: int, data_set: str, position: int) -> str:
        touched = max(
            (self._touched.get((data_set, place, measure), 0) for measure in indicator.measures()), default=0
        )
        # Another thread may have read on already; what came after the position asked for says nothing about it.
        newest = position if touched > position else touched or self._floor
        return _written(newest, self._digests[newest], self._tree)

    def _reads_on(self, position: int, tree: int) -> bool:
        """Read the batches up to a position; say whether what is known now reaches exactly so far or farther."""
        floor = position // STRETCH * STRETCH
        if floor < self._floor:
            return False
        if floor > self._floor or tree != self._tree or not self._is_true():
            self._forget(floor, tree, ledger.chain_digest(floor))
        if position > self._known:
            self._take_up(ledger.touches(self._known, position))
            self._digests |= ledger.chain_digests(self._known, position)
            self._known = position
        return position in self._digests

    def _is_true(self) -> bool:
        """Say whether the ledger still has what was read (a transaction may have read its own, then come to nothing)."""
        return self._digests.get(self._known) == ledger.chain_digest(self._known)

    def _forget(self, floor: int, tree: int, digest: str) -> None:
        self._floor, self._known, self._tree = floor, floor, tree
        self._digests, self._touched = {floor: digest}, {}

    def _take_up(self, found: Sequence[ledger.Touch]) -> None:
        reached = _reached({each.organization_id for each in found})
        for each in found:
            for place in reached[each.organization_id]:
                key = (each.data_set, place, each.measure)
                self._touched[key] = max(self._touched.get(key, 0), each.position)


def _written(position: int, digest: str, tree: int) -> str:
    return f"{position}-{digest[:16]}-{tree}"


def _reached(organizations: set[int]) -> Mapping[int, set[int]]:
    """Return for each unit every unit whose figures may hold its entries.

    That is itself, all that it was ever below, whoever took it or a part of it over, and all that these were ever below.
    """
    heirs: dict[int, set[int]] = defaultdict(set)
    if organizations:
        for unit, heir in Event.objects.filter(counterpart__isnull=False).values_list(
            "organization_id", "counterpart_id"
        ):
            heirs[unit].add(heir)
    families = {each: _closure(each, heirs) for each in organizations}
    everyone = set().union(*families.values()) if families else set()
    above: dict[int, set[int]] = defaultdict(set)
    for unit, path in Standing.objects.filter(organization__in=everyone).values_list(
        "organization_id", "path"
    ):
        above[unit].update(ids_in(path))
    return {
        each: set().union(*(above[unit] | {unit} for unit in family)) for each, family in families.items()
    }


def _closure(unit: int, heirs: Mapping[int, set[int]]) -> set[int]:
    found, waiting = {unit}, [unit]
    while waiting:
        fresh = heirs.get(waiting.pop(), set()) - found
        found |= fresh
        waiting += fresh
    return found


@cache
def freshness() -> Freshness:
    """Return what this process knows."""
    return Freshness()
