"""What other rooms do when two records become one person, and when that is taken back: they follow, persons knows none of them.

class MembershipsFollow(followers.Follower):
    code = "members"
    ...
followers.on_merge(MembershipsFollow())
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db import models

from yunjiang.access.models import User

from .models import Person


class Follower:
    """Does nothing by itself; a room overrides what concerns it. All of it runs in the transaction of the merge."""

    code: ClassVar[str]  # never changes: facts are kept under it

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


def every() -> list[Follower]:
    """Return all who follow."""
    return list(_followers.values())
