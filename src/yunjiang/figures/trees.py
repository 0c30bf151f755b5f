"""The reporting trees as the engine takes them, kept as long as the organizations' history stays as it is."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

import pyarrow as pa
from django.utils import timezone

from yunjiang.figures.figure import Tree
from yunjiang.figures.question import BEGINNING, Forest, Kind
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Event, EventKind, Standing
from yunjiang.organizations.restatement import Row


class Trees:
    """Gives the forest in which a quantity of some kind is summed.

    Flows count in the tree of the day they happened, or restated on one day's tree. What stands on a day (balances, levels)
    counts in that day's tree, with what merged until then at its successor: a member who joined when the county belonged
    elsewhere is a member where the county is now.
    """

    def __init__(self) -> None:
        self._history: object = None
        self._changes: list[date] = []
        self._succession: tuple[tuple[int, int | None, date], ...] = ()
        self._as_then: Forest | None = None
        self._restated: dict[int, Forest] = {}

    def forest(self, kind: Kind, tree: Tree, last: date, restated_on: date | None) -> Forest:
        """Return the forest for quantities of a kind in a window that ends on a day."""
        if tree is Tree.RESTATED:
            return self._on(restated_on or timezone.localdate())
        return self._then() if kind is Kind.FLOW else self._on(last)

    def renew(self) -> None:
        """Forget everything if an organization's history changed since."""
        standings = Standing.objects.order_by("pk").values_list(
            "organization_id", "path", "valid_from", "valid_to"
        )
        events = Event.objects.order_by("pk").values_list(
            "kind", "organization_id", "counterpart_id", "happened_on"
        )
        history = (tuple(standings), tuple(events))
        if history == self._history:
            return
        self._history = history
        self._as_then, self._restated = None, {}
        days = {day for _, _, first, end in history[0] for day in (first, end) if day is not None}
        self._changes = sorted(days)
        ends: dict[int, list[date | None]] = defaultdict(list)
        for organization, _, _, end in history[0]:
            ends[organization].append(end)
        ended = {unit: max(filter(None, days)) for unit, days in ends.items() if None not in days}
        heirs = {
            organization: counterpart
            for kind, organization, counterpart, _ in history[1]
            if kind in (EventKind.MERGED, EventKind.CLOSED)
        }
        self._succession = _closure(ended, heirs)

    def _then(self) -> Forest:
        if self._as_then is None:
            self._as_then = _forest(organizations.rollup(tree="as_then"))
        return self._as_then

    def _on(self, day: date) -> Forest:
        era = bisect_right(self._changes, day)
        if era not in self._restated:
            rows = organizations.rollup(tree="restated", on=day)
            pairs = [(0, row.organization_id, row.ancestor_id) for row in rows]
            self._restated[era] = Forest(rollup=_table(pairs), succession=self._succession)
        return self._restated[era]


def _closure(
    ended: Mapping[int, date], heirs: Mapping[int, int | None]
) -> tuple[tuple[int, int | None, date], ...]:
    """Return for each unit that ended everybody who took over in turn, and from which day."""
    rows: list[tuple[int, int | None, date]] = []
    for unit, day in ended.items():
        heir: int | None = heirs.get(unit)
        since, seen = day, {unit}
        while heir is not None and heir not in seen:
            rows.append((unit, heir, since))
            seen.add(heir)
            if heir not in ended:
                break
            since = ended[heir]
            heir = heirs.get(heir)
        else:
            rows.append((unit, None, since))
    return tuple(rows)


def _forest(rows: Sequence[Row]) -> Forest:
    """Cut time where any unit got other ancestors.

    A unit's first ancestors also hold before its first day, its last ones after its last: a late entry is not lost.
    """
    stretches: dict[int, dict[date, set[int]]] = defaultdict(lambda: defaultdict(set))
    days_of: dict[int, set[date]] = defaultdict(set)
    for row in rows:
        days_of[row.organization_id].add(row.valid_from)
    for row in rows:
        for day in days_of[row.organization_id]:
            if row.valid_from <= day and (row.valid_to is None or day < row.valid_to):
                stretches[row.organization_id][day].add(row.ancestor_id)
    changes: set[date] = set()
    for by_day in stretches.values():
        ordered = sorted(by_day)
        changes |= {later for earlier, later in pairwise(ordered) if by_day[earlier] != by_day[later]}
    breaks = sorted(changes)
    pairs = []
    for era, first in enumerate([BEGINNING, *breaks]):
        for organization, by_day in stretches.items():
            known = [day for day in by_day if day <= first]
            day = max(known) if known else min(by_day)
            pairs += [(era, organization, place) for place in by_day[day]]
    return Forest(tuple(breaks), _table(pairs))


def _table(pairs: list[tuple[int, int, int]]) -> pa.Table:
    names = ("era", "organization", "place")
    return pa.table({name: pa.array([pair[n] for pair in pairs], pa.int32()) for n, name in enumerate(names)})
