"""Writing events down and computing the standings that follow from them: the one place where standings change.

Whatever the order in which events are learned, the standings afterwards are those that all known events give: the lives
of the units concerned, and of all that ever stood below them, are computed anew and only differences are written.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import pairwise
from typing import TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from . import following
from .models import Event, EventKind, Organization, Standing
from .refusals import CounterpartNotOpen, DuplicateCode
from .timeline import PathPiece, Paths, Piece, Stretch, is_open, life, overlap

Row = TypeVar("Row", bound=Model)

# Below SQLite's limit of variables in one statement.
SLICE = 5_000
WITH_COUNTERPART = (EventKind.MERGED, EventKind.CLOSED, EventKind.SPLIT, EventKind.BOUNDARY_CHANGED)


@transaction.atomic
def record(events: Sequence[Event]) -> None:
    """Write events down and bring the standings of everything they concern up to date, or refuse them all.

    The organizations named in them exist already. Raises the refusals of `timeline`, DuplicateCode, CounterpartNotOpen.
    """
    hold()
    Event.objects.bulk_create(events, batch_size=500)
    compute({event.organization_id for event in events})


def hold() -> None:
    """Keep everybody else from changing the tree until the transaction ends; readers go on."""
    Organization.objects.select_for_update().order_by("id").first()


@transaction.atomic
def compute(organizations: set[int]) -> int:
    """Compute the standings of these units, and of all that ever stood below them, from their events.

    Return how many rows of standings were written, changed or deleted.
    """
    concerned = _with_all_below(organizations)
    lives = _lives(concerned)
    parents = {each.parent for stretches in lives.values() for each in stretches if each.parent is not None}
    paths = Paths(lives, _stored_paths(parents - concerned), label)
    computed = {organization: paths.standings_of(organization) for organization in sorted(concerned)}
    _refuse_absent_counterparts(organizations, lives)
    before = last_paths(concerned)
    written = _write(computed)
    _refuse_duplicate_codes(computed)
    if written:
        following.tell(before, last_paths(concerned))
    return written


def last_paths(organizations: Iterable[int]) -> dict[int, str]:
    """Return where each of the units stands today, or stood last; units that never stood are left out."""
    paths: dict[int, str] = {}
    stood = Standing.objects.filter(valid_from__lte=timezone.localdate()).order_by("valid_from")
    for rows in among(stood, "organization_id", organizations):
        paths.update(rows.values_list("organization_id", "path"))
    return paths


def label(organization: int) -> str:
    """Name a unit for a refusal, by its latest name and its key."""
    key = Organization.objects.get(pk=organization).key
    named = Event.objects.filter(
        organization=organization, kind__in=(EventKind.OPENED, EventKind.RENAMED)
    ).last()
    return f"{named.facts['name']} ({key})" if named else key


def _with_all_below(organizations: set[int]) -> set[int]:
    """Return the units and every unit that stood below one of them on any day."""
    found = set(organizations)
    frontier = found
    while frontier:
        below: set[int] = set()
        for rows in among(Standing.objects.order_by(), "parent_id", frontier):
            below.update(rows.values_list("organization_id", flat=True).distinct())
        frontier = below - found
        found |= frontier
    return found


def among(rows: QuerySet[Row], field: str, values: Iterable[int]) -> Iterable[QuerySet[Row]]:
    """Yield the rows whose `field` is one of the values, in slices that every database accepts."""
    ordered = sorted(values)
    for start in range(0, len(ordered), SLICE):
        yield rows.filter(**{f"{field}__in": ordered[start : start + SLICE]})


def _lives(organizations: set[int]) -> dict[int, list[Stretch]]:
    events: dict[int, list[Event]] = defaultdict(list)
    for rows in among(Event.objects.order_by("happened_on", "id"), "organization_id", organizations):
        for event in rows:
            events[event.organization_id].append(event)
    return {each: life(each, events[each], label) for each in organizations}


def _stored_paths(organizations: Iterable[int]) -> dict[int, list[PathPiece]]:
    pieces: dict[int, list[PathPiece]] = defaultdict(list)
    for rows in among(Standing.objects.order_by("valid_from"), "organization_id", organizations):
        for each in rows:
            pieces[each.organization_id].append(PathPiece(each.valid_from, each.valid_to, each.path))
    return pieces


def _refuse_absent_counterparts(organizations: set[int], lives: dict[int, list[Stretch]]) -> None:
    """Refuse events in which one of the units has a part on a day when the other one does not exist."""
    involved: dict[int, Event] = {}
    for field in ("organization_id", "counterpart_id"):
        for rows in among(Event.objects.filter(kind__in=WITH_COUNTERPART), field, organizations):
            involved.update({event.pk: event for event in rows.filter(counterpart__isnull=False)})
    others = {event.counterpart_id for event in involved.values() if event.counterpart_id not in lives}
    stored = _stored_paths(each for each in others if each is not None)
    for event in involved.values():
        counterpart = event.counterpart_id
        assert counterpart is not None
        days: Sequence[Stretch | PathPiece] = lives.get(counterpart) or stored.get(counterpart, [])
        if not is_open(days, event.happened_on):
            raise CounterpartNotOpen(label(event.organization_id), label(counterpart), event.happened_on)


def _write(computed: dict[int, list[Piece]]) -> int:
    """Make the stored standings of these units equal to the computed ones; return how many rows that touched."""
    wanted = {
        _substance(row): row
        for organization, pieces in computed.items()
        for row in _rows(organization, pieces)
    }
    obsolete: list[int] = []
    for rows in among(Standing.objects.order_by(), "organization_id", computed):
        for row in rows:
            if wanted.pop(_substance(row), None) is None:
                obsolete.append(row.pk)
    for rows in among(Standing.objects.order_by(), "pk", obsolete):
        rows.delete()
    Standing.objects.bulk_create(wanted.values(), batch_size=500)
    return len(obsolete) + len(wanted)


def _rows(organization: int, pieces: Sequence[Piece]) -> list[Standing]:
    return [
        Standing(
            organization_id=organization,
            parent_id=piece.parent,
            path=piece.path,
            valid_from=piece.first,
            valid_to=piece.end,
            **asdict(piece.facts),
        )
        for piece in pieces
    ]


def _substance(row: Standing) -> tuple[object, ...]:
    return tuple(
        getattr(row, field.attname) for field in Standing._meta.concrete_fields if not field.primary_key
    )


def _refuse_duplicate_codes(computed: dict[int, list[Piece]]) -> None:
    codes = {piece.facts.code for pieces in computed.values() for piece in pieces} - {""}
    holders: dict[str, list[Standing]] = defaultdict(list)
    for start in range(0, len(codes), SLICE):
        some = sorted(codes)[start : start + SLICE]
        for row in Standing.objects.filter(code__in=some).order_by("valid_from", "id"):
            holders[row.code].append(row)
    for code, rows in holders.items():
        for earlier, later in pairwise(rows):
            if earlier.organization_id == later.organization_id:
                continue
            shared = overlap(earlier.valid_from, earlier.valid_to, later.valid_from, later.valid_to)
            if shared:
                raise DuplicateCode(
                    code, shared[0], label(later.organization_id), label(earlier.organization_id)
                )
