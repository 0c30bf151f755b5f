"""What can happen to the reporting tree: opened, renamed, recoded, moved, merged, split, closed, boundary changed.

Every act takes the first day on which the new state holds, may be recorded long after that day, and is one transaction:
either all standings that follow are right, or a refusal (`refusals`) says in a sentence why the act cannot be.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from . import chronicle, queries
from .classification import classify, declassify
from .location import locate
from .models import Event, EventKind, Organization
from .opening import Opening, open_many, open_organization
from .refusals import NothingChanges, OwnCounterpart, ShareOutOfRange, UnitsBelow
from .region import Loaded, load_region, load_yunnan

__all__ = [
    "Loaded",
    "Opening",
    "change_boundary",
    "classify",
    "close",
    "declassify",
    "load_region",
    "load_yunnan",
    "locate",
    "merge",
    "move",
    "open_many",
    "open_organization",
    "rebuild",
    "recode",
    "rename",
    "split",
]


@transaction.atomic
def rename(
    organization: Organization,
    *,
    on: date,
    name: str,
    short_name: str,
    code: str | None = None,
    pinyin: str | None = None,
    initials: str | None = None,
    document_number: str = "",
    note: str = "",
) -> None:
    """Give a unit another name from `on`, and another code when `code` is given; what is None stays as it is.

    Raises NothingChanges, NotYetOpen, AlreadyClosed, DuplicateCode.
    """
    chronicle.hold()
    given = {"name": name, "short_name": short_name, "pinyin": pinyin, "initials": initials}
    facts = {key: text for key, text in given.items() if text is not None}
    _refuse_no_change(organization, on, facts if code is None else facts | {"code": code})
    events = [_event(EventKind.RENAMED, organization, on, document_number, note, facts=facts)]
    if code is not None:
        events.append(
            _event(EventKind.RECODED, organization, on, document_number, note, facts={"code": code})
        )
    chronicle.record(events)


@transaction.atomic
def recode(
    organization: Organization, *, on: date, code: str, document_number: str = "", note: str = ""
) -> None:
    """Give a unit another code from `on`. It stays the same organization, and its old code stays resolvable.

    Raises NothingChanges, NotYetOpen, AlreadyClosed, DuplicateCode.
    """
    chronicle.hold()
    _refuse_no_change(organization, on, {"code": code})
    chronicle.record(
        [_event(EventKind.RECODED, organization, on, document_number, note, facts={"code": code})]
    )


@transaction.atomic
def move(
    organization: Organization,
    *,
    on: date,
    parent: Organization | None,
    document_number: str = "",
    note: str = "",
) -> None:
    """Let a unit, with all below it, report to `parent` from `on` (None: it becomes a root).

    Raises NothingChanges, Circle, ParentNotOpen, NotYetOpen, AlreadyClosed, PathTooLong.
    """
    chronicle.hold()
    _refuse_no_change(organization, on, {"parent_id": parent.pk if parent else None})
    chronicle.record([_event(EventKind.MOVED, organization, on, document_number, note, counterpart=parent)])


@transaction.atomic
def merge(
    organization: Organization,
    *,
    into: Organization,
    on: date,
    document_number: str = "",
    note: str = "",
) -> None:
    """Let a unit cease to exist on `on`, the first day without it; `into` succeeds it and takes over the units below.

    Raises OwnCounterpart, CounterpartNotOpen, Circle (`into` stands below it), NotYetOpen, AlreadyClosed.
    """
    chronicle.hold()
    _refuse_own_counterpart(organization, into)
    moved = [
        _event(EventKind.MOVED, below.organization, on, document_number, note, counterpart=into)
        for below in queries.children(organization.pk, on)
    ]
    merged = _event(EventKind.MERGED, organization, on, document_number, note, counterpart=into)
    chronicle.record([*moved, merged])


@transaction.atomic
def split(
    organization: Organization,
    *,
    off: Organization,
    on: date,
    share: Decimal | None = None,
    document_number: str = "",
    note: str = "",
) -> None:
    """Say that part of a unit became `off`, which is open on that day (open it first when it is new).

    `share` is the part of the unit's earlier quantities that `off` takes over, above 0 and below 1; None: not known, and
    then nothing is restated. Raises OwnCounterpart, ShareOutOfRange, CounterpartNotOpen, NotYetOpen, AlreadyClosed.
    """
    chronicle.hold()
    _refuse_own_counterpart(organization, off)
    if share is not None:
        that_day = Event.objects.filter(
            organization=organization, happened_on=on, kind=EventKind.SPLIT
        ).aggregate(total=Sum("share"))
        total = share + (that_day["total"] or 0)
        if share <= 0 or total >= 1:
            raise ShareOutOfRange(chronicle.label(organization.pk), on, total)
    chronicle.record(
        [_event(EventKind.SPLIT, organization, on, document_number, note, counterpart=off, share=share)]
    )


@transaction.atomic
def close(
    organization: Organization,
    *,
    on: date,
    successor: Organization | None = None,
    document_number: str = "",
    note: str = "",
) -> None:
    """Let a unit cease to exist on `on`, the first day without it; its earlier quantities count at `successor`, if any.

    Raises UnitsBelow, OwnCounterpart, CounterpartNotOpen, NotYetOpen, AlreadyClosed.
    """
    chronicle.hold()
    if successor is not None:
        _refuse_own_counterpart(organization, successor)
    below = [each.name for each in queries.children(organization.pk, on)]
    if below:
        raise UnitsBelow(chronicle.label(organization.pk), on, below)
    chronicle.record(
        [_event(EventKind.CLOSED, organization, on, document_number, note, counterpart=successor)]
    )


@transaction.atomic
def change_boundary(
    organization: Organization,
    *,
    counterpart: Organization | None,
    on: date,
    note: str,
    document_number: str = "",
) -> None:
    """Say that territory (or staff) passed from a unit to `counterpart`; None: to somewhere outside the tree.

    No standing changes; the series of both, and of the units above only one of them, carry a footnote from that day.
    Raises OwnCounterpart, CounterpartNotOpen, NotYetOpen, AlreadyClosed.
    """
    chronicle.hold()
    if counterpart is not None:
        _refuse_own_counterpart(organization, counterpart)
    chronicle.record(
        [_event(EventKind.BOUNDARY_CHANGED, organization, on, document_number, note, counterpart=counterpart)]
    )


@transaction.atomic
def rebuild() -> int:
    """Compute every standing anew from the events; return how many rows were wrong. Always 0 unless someone meddled."""
    chronicle.hold()
    return chronicle.compute(set(Organization.objects.values_list("pk", flat=True)))


def _event(
    kind: EventKind,
    organization: Organization,
    on: date,
    document_number: str,
    note: str,
    *,
    counterpart: Organization | None = None,
    share: Decimal | None = None,
    facts: dict[str, str] | None = None,
) -> Event:
    return Event(
        kind=kind,
        happened_on=on,
        organization=organization,
        counterpart=counterpart,
        share=share,
        facts=facts or {},
        document_number=document_number,
        note=note,
    )


def _refuse_no_change(organization: Organization, on: date, facts: Mapping[str, object]) -> None:
    """Refuse an act after which the unit would stand as before; that it does not stand at all the chronicle says."""
    before = queries.standing(organization.pk, on)
    if before and all(getattr(before, name) == fact for name, fact in facts.items()):
        raise NothingChanges(chronicle.label(organization.pk), on)


def _refuse_own_counterpart(organization: Organization, counterpart: Organization) -> None:
    if organization.pk == counterpart.pk:
        raise OwnCounterpart(chronicle.label(organization.pk))
