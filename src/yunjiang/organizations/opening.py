"""Opening units, one or many thousands at once."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from . import chronicle
from .models import Event, EventKind, Organization
from .refusals import KeyTaken, UnknownOrganization
from .timeline import Facts


@dataclass(frozen=True)
class Opening:
    """One unit to be opened: `on` is its first day, `parent` the unit it reports to (None for a root)."""

    key: str
    on: date
    kind: str
    code: str  # empty: it has none
    name: str
    short_name: str
    parent: Organization | str | None  # a string is a key, perhaps of another opening in the same call
    rank: int = 0
    pinyin: str = ""
    initials: str = ""
    document_number: str = ""
    note: str = ""

    @property
    def facts(self) -> Facts:
        """What is said of the unit itself on its first day."""
        return Facts(
            str(self.kind), self.code, self.name, self.short_name, self.pinyin, self.initials, self.rank
        )


def open_organization(
    key: str,
    *,
    on: date,
    kind: str,
    code: str,
    name: str,
    short_name: str,
    parent: Organization | None,
    rank: int = 0,
    pinyin: str = "",
    initials: str = "",
    document_number: str = "",
    note: str = "",
) -> Organization:
    """Open a unit below `parent` (None: a root). An empty code means that it has none.

    Raises KeyTaken, ParentNotOpen, DuplicateCode, PathTooLong.
    """
    opening = Opening(
        key, on, kind, code, name, short_name, parent, rank, pinyin, initials, document_number, note
    )
    return open_many([opening])[0]


@transaction.atomic
def open_many(openings: Sequence[Opening]) -> list[Organization]:
    """Open many units at once, in any order; parents may be among them. Opens all or none.

    Raises UnknownOrganization for the key of an unknown parent, and what `open_organization` raises.
    """
    chronicle.hold()
    organizations, events = found(openings)
    chronicle.record(events)
    return organizations


def found(openings: Sequence[Opening]) -> tuple[list[Organization], list[Event]]:
    """Make the organizations and return them with the events of their opening, which the caller records.

    Until then they have no standing. Raises KeyTaken, UnknownOrganization.
    """
    keys = [each.key for each in openings]
    taken = set(Organization.objects.filter(key__in=keys).values_list("key", flat=True))
    for key in keys:
        if key in taken:
            raise KeyTaken(key)
        taken.add(key)
    organizations = Organization.objects.bulk_create([Organization(key=key) for key in keys], batch_size=500)
    named = {each.parent for each in openings if isinstance(each.parent, str)}
    by_key = {each.key: each for each in Organization.objects.filter(key__in=named)}
    events = []
    for opening, organization in zip(openings, organizations, strict=True):
        parent = opening.parent
        if isinstance(parent, str):
            if parent not in by_key:
                raise UnknownOrganization(parent)
            parent = by_key[parent]
        events.append(
            Event(
                kind=EventKind.OPENED,
                happened_on=opening.on,
                organization=organization,
                counterpart=parent,
                facts=asdict(opening.facts),
                document_number=opening.document_number,
                note=opening.note,
            )
        )
    return organizations, events
