"""Who owes an indicator's figures: the units of the kinds or keys it names below a place, otherwise those directly below."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import ids_in
from yunjiang.plans.document import Indicator


class Rosters:
    """The units that owe figures to places, by the tree of one day, each set of reporters numbered once.

    A unit of a named kind that is asked about itself owes its own figure.
    """

    def __init__(self, on: date, *, is_owed: bool) -> None:
        self._on = on
        self._is_owed = is_owed
        self._numbers: dict[tuple[str, ...], int] = {}
        self._units: dict[tuple[tuple[str, ...], int], list[int]] = {}
        self._tree: list[_Unit] | None = None

    def number(self, indicator: Indicator) -> int:
        """Return the number of an indicator's roster; 0 is nobody's."""
        if not self._is_owed:
            return 0
        return self._numbers.setdefault(indicator.reporters, len(self._numbers) + 1)

    def pairs(self, places: Sequence[int]) -> tuple[tuple[tuple[int, int], ...], ...]:
        """Return (place, unit) pairs by number of the roster."""
        rosters: list[tuple[tuple[int, int], ...]] = [()]
        for reporters in self._numbers:
            rosters.append(tuple((place, unit) for place in places for unit in self._of(reporters, place)))
        return tuple(rosters)

    def units(self, indicator: Indicator, place: int) -> list[int]:
        """Return who owes an indicator to a place, in the tree's order."""
        return self._of(indicator.reporters, place) if self._is_owed else []

    def count(self, indicator: Indicator, place: int) -> int | None:
        """Return how many owe it; None where nobody owes anything."""
        return len(self.units(indicator, place)) or None if self._is_owed else None

    def _of(self, reporters: tuple[str, ...], place: int) -> list[int]:
        key = (reporters, place)
        if key not in self._units:
            self._units[key] = [
                each.organization for each in self._standings() if each.owes(reporters, place)
            ]
        return self._units[key]

    def _standings(self) -> list["_Unit"]:
        if self._tree is None:
            rows = organizations.at(self._on).values_list(
                "organization_id", "parent_id", "kind", "organization__key", "path"
            )
            self._tree = [
                _Unit(organization, parent, kind, key, frozenset(ids_in(path)))
                for organization, parent, kind, key, path in rows
            ]
        return self._tree


class _Unit(NamedTuple):
    """How a unit stands: what reporters may name it by, and all above it."""

    organization: int
    parent: int | None
    kind: str
    key: str
    chain: frozenset[int]

    def owes(self, reporters: tuple[str, ...], place: int) -> bool:
        """Say whether the unit owes a figure of these reporters to a place."""
        if not reporters:
            return self.parent == place
        return place in self.chain and (self.kind in reporters or self.key in reporters)
