"""Writing a person's record: one door for forms, sheets, merges and whoever else brings values.

writing.check({"name": "张三", "identity": "53…"})            # {} or sentences by field
changed = writing.write(None, {...}, by=user)                # a new person, or the one who has this number
changed.before, changed.after                                # only what differs, masks for what is sealed
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from yunjiang.access import trail
from yunjiang.access.models import User
from yunjiang.access.people.latin import spelled

from . import followers, sealed
from .checking import check, taken
from .models import Person
from .refusals import PersonGone, PersonRefused, PersonRestricted

__all__ = ["Changed", "check", "confirm", "find", "lineage", "living", "spell", "write"]

_NUMBERS = ("identity", "phone")


@dataclass(frozen=True)
class Changed:
    """What was written: the person as it is now, and only what differs; numbers as masks."""

    instance: Person
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    is_new: bool = False


def write(person: Person | None, values: Mapping[str, Any], *, by: User | None) -> Changed:
    """Write values into a person's record, or into a new one; without a record, one with the same number is found and used.

    A record found so must bear the same name. One transaction, recorded in the trail. Raises PersonRefused (what is wrong, by
    field), PersonRestricted, PersonGone.
    """
    kept, wrong = taken(values, person)
    if wrong:
        raise PersonRefused(wrong)
    with trail.recording("persons.change", facts={"fields": sorted(kept)}) as deed:
        changed = _written(person, kept) or _written(person, kept)
        if changed is None:
            raise PersonRefused({"identity": _taken_number()})
        deed.subject = f"person:{changed.instance.pk}"
        deed.changed(before=changed.before, after=changed.after)
        if not changed.after and not changed.before:
            deed.changed_nothing()
        else:
            followers.tell_changed([changed.instance.pk], by)
    return changed


def confirm(person: Person, on: date, *, by: User | None) -> Changed:
    """Note that somebody said on a day that all this is so; an earlier day than the last changes nothing."""
    if person.confirmed_on is not None and on <= person.confirmed_on:
        return Changed(person)
    return write(person, {"confirmed_on": on}, by=by)


def find(number: str, kind: str = "resident") -> Person | None:
    """Return the person known by an identity number written in any way, merges followed; None when nobody is."""
    found = Person.objects.filter(identity_key=sealed.identity_key(number, kind)).first()
    return living(found) if found else None


def living(person: Person) -> Person:
    """Return the record into which a person's was merged, or the record itself."""
    while person.merged_into is not None:
        person = person.merged_into
    return person


def lineage(person: Person) -> list[int]:
    """Return the numbers of a person's record and of all that were merged into it, however far back."""
    found, last = [person.pk], [person.pk]
    while last:
        last = list(Person.objects.filter(merged_into__in=last).values_list("pk", flat=True))
        found += last
    return found


def spell(person: Person) -> None:
    """Set how the name sounds in Latin letters, for finding and sorting."""
    whole, initials = spelled(person.name)
    person.pinyin, person.initials = whole[:160], initials[:40]


def _to_write(person: Person | None, kept: Mapping[str, Any]) -> Person:
    """Return the record to write to, locked; a new one when nobody has the number."""
    if person is not None and person.pk is not None:
        person = Person.objects.select_for_update().get(pk=person.pk)
        _refuse_unusable(person)
        _refuse_number_of_another(person, kept)
        return person
    number = kept.get("identity")
    found = find(number, kept["identity_kind"]) if number else None
    if found is None:
        return Person()
    found = Person.objects.select_for_update().get(pk=found.pk)
    _refuse_unusable(found)
    if kept.get("name") and kept["name"] != found.name:
        raise PersonRefused(
            {
                "identity": gettext(
                    "Somebody of another name is known by this number. Check number and name; who has changed the name has the "
                    "record changed first."
                )
            }
        )
    return found


def _refuse_unusable(person: Person) -> None:
    if person.erased_at is not None:
        raise PersonGone
    if person.merged_into_id is not None:
        raise PersonRefused({"": gettext("This record was merged into another. Open that one.")})
    if person.restricted_at is not None:
        raise PersonRestricted(person.name)


def _refuse_number_of_another(person: Person, kept: Mapping[str, Any]) -> None:
    if not kept.get("identity"):
        return
    key = sealed.identity_key(kept["identity"], kept["identity_kind"])
    if Person.objects.filter(identity_key=key).exclude(pk=person.pk).exists():
        raise PersonRefused({"identity": _taken_number()})


def _taken_number() -> str:
    return gettext("Another record has this number. If both are the same person, have them merged.")


def _set(person: Person, kept: Mapping[str, Any]) -> None:
    for name, value in kept.items():
        if name not in _NUMBERS:
            setattr(person, name, value)
    if "identity" in kept and kept["identity"] != sealed.identity_of(person.identity):
        number = kept["identity"] or None
        columns = sealed.identities([number], [kept["identity_kind"]])
        person.identity, person.identity_key = columns.sealed[0], columns.keys[0]
        person.identity_mask = columns.masks[0]
    if "phone" in kept and kept["phone"] != sealed.phone_of(person.phone):
        columns = sealed.phone_columns([kept["phone"] or None])
        person.phone, person.phone_key = columns.sealed[0], columns.keys[0]
        person.phone_mask = columns.masks[0]
    if "name" in kept:
        spell(person)


def _written(person: Person | None, kept: Mapping[str, Any]) -> Changed | None:
    """Write once; None when another transaction brought the same number meanwhile: the second time it is found."""
    person = _to_write(person, kept)
    is_new = person.pk is None
    before, keys = _told(person, kept), _keys(person)
    _set(person, kept)
    after = _told(person, kept)
    # Two numbers may have one mask, so that these are compared by their digests.
    differing = {name for name in kept if before[name] != after[name]} | {
        name for name in _NUMBERS if keys[name] != _keys(person)[name]
    }
    if not differing and not is_new:
        return Changed(person)
    person.changed_at = timezone.now()
    person.revision += not is_new
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        return None
    before = {} if is_new else {name: before[name] for name in kept if name in differing}
    return Changed(
        person, before, {name: after[name] for name in kept if is_new or name in differing}, is_new
    )


def _keys(person: Person) -> dict[str, bytes]:
    return {name: bytes(getattr(person, f"{name}_key") or b"") for name in _NUMBERS}


def _told(person: Person, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields as the trail and histories keep them: days as texts, of numbers only the masks."""
    told: dict[str, Any] = {}
    for name in kept:
        value = getattr(person, f"{name}_mask" if name in _NUMBERS else name)
        told[name] = value.isoformat() if isinstance(value, date) else value
    return told
