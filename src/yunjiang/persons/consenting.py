"""The ledger of consents: what somebody agreed to, when, to which words, and that he took it back (个人信息保护法 §14-16)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from yunjiang.access import trail
from yunjiang.access.models import User

from . import purposes
from .models import Consent, Person
from .purposes import Purpose
from .refusals import ConsentNotAsked
from .unsealing import IN_SPITE_OF_RESTRICTION
from .writing import lineage


@dataclass(frozen=True)
class Standing:
    """Whether data may be handled for a purpose today, and the last word of the person, if there is one."""

    purpose: Purpose
    may_be_used: bool
    last: Consent | None


def record(
    person: Person,
    purpose: str,
    *,
    is_given: bool,
    how: str,
    by: User | None,
    version: str = "",
    at: datetime | None = None,
) -> Consent:
    """Write down that somebody agreed, or took it back, now or at an earlier moment; without a version to the words shown today.

    Raises PurposeUnknown, ConsentNotAsked.
    """
    named = purposes.of(purpose)
    version = version or named.current_version
    if version not in named.texts:
        raise ConsentNotAsked(named.name, version)
    with trail.recording(
        "persons.consent",
        subject=f"person:{person.pk}",
        facts={"purpose": purpose, "is_given": is_given, "version": version, "how": how[:60]},
    ):
        return Consent.objects.create(
            person=person,
            purpose=purpose,
            is_given=is_given,
            text_version=version,
            how=how[:60],
            by=by,
            at=at or timezone.now(),
        )


def may_use(person: Person, purpose: str) -> bool:
    """Say whether a person's data may be handled for a purpose: the law says so or the person did, and it is not restricted."""
    return person.pk in usable([person.pk], purpose)


def usable(persons: Collection[int], purpose: str) -> set[int]:
    """Return those of these persons whose data may be handled for a purpose (see `may_use`); a bounded number of queries."""
    named = purposes.of(purpose)
    rows = Person.objects.filter(pk__in=persons, erased_at=None)
    if named.code not in IN_SPITE_OF_RESTRICTION:
        rows = rows.filter(restricted_at=None)
    found = set(rows.values_list("pk", flat=True))
    return found & _agreed(found, purpose) if named.needs_consent else found


def standings(person: Person) -> list[Standing]:
    """Return for every purpose whether it may be used and what the person said last."""
    last = _last(person)
    return [
        Standing(each, _may_use(person, each, last), last.get(each.code))
        for each in purposes.every().values()
    ]


def _last(person: Person) -> Mapping[str, Consent]:
    """Return the newest word for each purpose; of a merged person the newest of all its records."""
    rows = Consent.objects.filter(person__in=lineage(person)).order_by("at", "pk")
    return {each.purpose: each for each in rows}


def _agreed(persons: Collection[int], purpose: str) -> set[int]:
    """Return who agreed to a purpose and did not take it back; what was said under a record that was merged away counts."""
    now = {each: each for each in persons}
    last = list(persons)
    while last:
        merged = dict(Person.objects.filter(merged_into__in=last).values_list("pk", "merged_into_id"))
        now |= {each: now[into] for each, into in merged.items() if into is not None}
        last = list(merged)
    words = Consent.objects.filter(person__in=now, purpose=purpose).order_by("at", "pk")
    said = {now[person]: is_given for person, is_given in words.values_list("person_id", "is_given")}
    return {person for person, is_given in said.items() if is_given}


def _may_use(person: Person, purpose: Purpose, last: Mapping[str, Consent]) -> bool:
    if person.erased_at is not None:
        return False
    if person.restricted_at is not None and purpose.code not in IN_SPITE_OF_RESTRICTION:
        return False
    if not purpose.needs_consent:
        return True
    word = last.get(purpose.code)
    return word is not None and word.is_given
