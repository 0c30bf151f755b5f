"""What other rooms do when a person's record changes, or two become one person: they follow, persons knows none of them.

class MembershipsFollow(followers.Follower):
    code = "members"
    ...
followers.on_merge(MembershipsFollow())
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

from django.db import models

from yunjiang.access.models import User

from .models import Person


class Follower:
    """Does nothing by itself; a room overrides what concerns it. All of it runs in the transaction of the act."""

    code: ClassVar[str]  # never changes: facts are kept under it

    def changed(self, persons: Collection[int], by: User | None) -> None:
        """Do what follows when what is on record of persons has changed, or of whom they may be the double; new ones included."""

    def conflicts(self, kept: Person, merged: Person) -> Sequence[str]:
        """Return, as sentences, what both have although one person has it once, and what `before` will do about it."""
        return ()

    def before(self, kept: Person, merged: Person, by: User | None) -> Mapping[str, Any]:
        """Settle conflicts before the rows move; return what `undo` needs (JSON). May refuse with a PersonRefusal."""
        return {}

    def moved(
        self,
        model: type[models.Model],
        rows: Mapping[int, Sequence[str]],
        old: Person,
        new: Person,
        by: User | None,
    ) -> None:
        """Log that rows of a model (fields by primary key) point to another person now; also when a merge is taken back."""

    def after(self, kept: Person, merged: Person, by: User | None) -> None:
        """Do what follows once everything has moved, there or back."""

    def changed_since(self, facts: Mapping[str, Any], kept: Person, merged: Person) -> Sequence[str]:
        """Return, as sentences, what keeps `undo` from restoring exactly what was."""
        return ()

    def undo(self, facts: Mapping[str, Any], kept: Person, merged: Person, by: User | None) -> None:
        """Restore what `before` settled, after the rows have moved back."""


_followers: dict[str, Follower] = {}


def on_merge(follower: Follower) -> None:
    """Have a room follow; one with the same code is replaced."""
    _followers[follower.code] = follower


def tell_changed(persons: Collection[int], by: User | None) -> None:
    """Tell everybody who follows that what is on record of these persons has changed; in the transaction of the change."""
    if persons:
        for each in every():
            each.changed(persons, by)


def every() -> list[Follower]:
    """Return all who follow."""
    return list(_followers.values())
