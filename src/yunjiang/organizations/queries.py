"""What the reporting tree looks like on a day, and how quantities roll up in it. Reads only; days are calendar days.

Lists of standings are in the order of the tree's siblings: by rank, then code.
"""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from .classification import group_of, groups, members
from .footnotes import footnotes, footnotes_of
from .location import located_in
from .models import Standing, ids_in
from .naming import resolve
from .restatement import apportionment, break_dates, rollup
from .tiles import tile

__all__ = [
    "ancestors",
    "apportionment",
    "at",
    "break_dates",
    "children",
    "descendants",
    "footnotes",
    "footnotes_of",
    "group_of",
    "groups",
    "ids_in",
    "located_in",
    "members",
    "resolve",
    "rollup",
    "root",
    "standing",
    "standings_of",
    "tile",
]


def at(day: date) -> QuerySet[Standing]:
    """Return how every unit open on the day stands, with its organization, in the order of rank and code."""
    return (
        Standing.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)
        .select_related("organization")
        .order_by("rank", "code", "id")
    )


def standing(organization_id: int, day: date) -> Standing | None:
    """Return how a unit stands on the day, or None when it is not open."""
    return at(day).filter(organization=organization_id).first()


def standings_of(organization_ids: Collection[int], day: date) -> dict[int, Standing]:
    """Return how each of the units open on the day stands, by organization id, in one query."""
    return {each.organization_id: each for each in at(day).filter(organization__in=organization_ids)}


def root(day: date) -> Standing | None:
    """Return the first unit that has nothing above it on the day."""
    return at(day).filter(parent__isnull=True).first()


def children(organization_id: int, day: date) -> QuerySet[Standing]:
    """Return the units directly below one on the day, lazily, each with `has_children`: one query for a whole level."""
    below = at(day).order_by().filter(parent=OuterRef("organization_id"))
    return at(day).filter(parent=organization_id).annotate(has_children=Exists(below))


def descendants(organization_id: int, day: date, *, with_itself: bool = False) -> QuerySet[Standing]:
    """Return all units below one on the day, at any depth; none when it is not open."""
    top = standing(organization_id, day)
    if top is None:
        return Standing.objects.none()
    below = at(day).filter(path__startswith=top.path)
    return below if with_itself else below.exclude(organization=organization_id)


def ancestors(organization_id: int, day: date) -> list[Standing]:
    """Return the units above one on the day, the root first; itself is not among them."""
    own = standing(organization_id, day)
    if own is None:
        return []
    ids = ids_in(own.path)[:-1]
    above = standings_of(ids, day)
    return [above[each] for each in ids]
