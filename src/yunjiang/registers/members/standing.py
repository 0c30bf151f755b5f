"""How a membership stands: the columns that follow from its others, derived before every write."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from yunjiang.organizations.models import Standing
from yunjiang.persons import likeness
from yunjiang.persons.models import Person
from yunjiang.registers.kit.models import Deed

from . import quality, tallies, working, workplaces
from .models import OPEN_STATES, Membership

_BY_HAND = (Deed.CHANGE, Deed.BULK, Deed.REQUEST)


def derive(membership: Membership) -> None:
    """Fill in who is current, what is missing or wrong, since when the record is qualified; for the kit, before each write."""
    today = timezone.localdate()
    is_open = membership.state in OPEN_STATES and membership.voided_at is None
    if membership.person_id is None:
        return
    tallies.note(membership)
    membership.current_person_id = membership.person_id if is_open else None
    person = membership.person
    values = {path: value_at(membership, person, path) for path in quality.NEEDS}
    membership.missing = quality.missing(values)
    values["person__restricted_at"] = person.restricted_at
    membership.faults = quality.faults(values, today)
    membership.is_complete, membership.is_valid = not membership.missing, not membership.faults
    span = quality.respan(
        quality.Span(membership.qualified_from, membership.qualified_until, membership.qualified_before),
        is_good=is_open and membership.is_complete and membership.is_valid and membership.is_unique,
        confirmed_on=membership.confirmed_on,
        since_on=membership.since_on,
        ended_on=membership.ended_on,
        on=today,
    )
    membership.qualified_from, membership.qualified_until = span.since, span.until
    membership.qualified_before = span.before
    membership.quality = quality.quality(
        is_current=is_open and membership.since_on is not None,
        missing_bits=membership.missing,
        fault_bits=membership.faults,
        is_unique=membership.is_unique,
        until=span.until,
        on=today,
    )


def follow_person(membership: Membership) -> Mapping[str, Any] | None:
    """Say anew whether the person may be on record twice; what is derived follows. A membership that ended stays as it is."""
    if membership.current_person_id is None:
        return None
    return {"is_unique": not likeness.doubtful([membership.person_id])}


def value_at(membership: Membership, person: Person, path: str) -> Any:
    """Return what a record says at a path of `quality.NEEDS`."""
    own = path.removeprefix("person__")
    return getattr(membership if own == path else person, own)


def settle(membership: Membership, change_set: Any) -> None:
    """Bring the derived columns up to the person, who is written after them; for the kit, after each write."""
    before = {name: getattr(membership, name) for name in DERIVED}
    membership.person = Person.objects.get(pk=membership.person_id)
    if change_set.deed in _BY_HAND:
        # Who changes a record has its fields before him: what a sheet said of those that say something now is settled.
        membership.unread = {
            path: text
            for path, text in membership.unread.items()
            if path in quality.NEEDS and not value_at(membership, membership.person, path)
        }
    derive(membership)
    if membership.enterprise_id is None and membership.work_place:
        # A form says the place of work as a text, as sheets do.
        membership.enterprise_id = workplaces.of(
            membership.organization_id, membership.work_place, timezone.localdate()
        )
    changed = {name: value for name in DERIVED if (value := getattr(membership, name)) != before[name]}
    if changed:
        Membership.objects.filter(pk=membership.pk).update(**changed)
    working.follow(membership, change_set)


DERIVED = (
    "enterprise_id", "unread",
    "missing", "faults", "is_complete", "is_valid", "quality", "qualified_from", "qualified_until", "qualified_before",
)  # fmt: skip


def first_day(organization_id: int, on: date) -> date:
    """Return the first day from `on` on which the union stands in the tree: nobody is counted in it before."""
    first = (
        Standing.objects.filter(organization=organization_id)
        .order_by("valid_from")
        .values_list("valid_from", flat=True)
    )
    opened: date | None = first.first()
    return max(on, opened) if opened else on
