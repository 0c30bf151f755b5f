"""Who may be whom: records that look like one person, found one by one and for a whole sheet at once. Nothing is decided here.

exact   the same identity number (only what comes in can have it: in the database a number is unique)
strong  the same name, day of birth and telephone
weak    the same name in the same unit, where not both show an identity number: of 张伟 every large firm has several

Which persons are in a unit is known to registers, who tell it through `in_unit`.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, TypeVar

from django.db import connection, transaction
from django.utils import timezone

from yunjiang.access import trail
from yunjiang.access.models import User

from . import followers
from .models import Candidate, CandidateState, Likeness, Person
from .refusals import AlreadyDecided, ReasonMissing
from .writing import living

_CHUNK = 10_000
_ORDER = [each.value for each in Likeness]
T = TypeVar("T")


@dataclass(frozen=True)
class Sought:
    """What is known of one person in a sheet; `row` is whatever the caller knows it by."""

    row: int
    name: str
    birth_on: date | None = None
    phone_key: bytes | None = None
    identity_key: bytes | None = None
    organization: int | None = None


@dataclass(frozen=True)
class Alike:
    """That the person of a row looks like one on record."""

    row: int
    person: int
    likeness: Likeness


# (names with the units in which they are sought) → (name, unit, person) of those who are there.
InUnit = Callable[[Sequence[tuple[str, int]]], Iterable[tuple[str, int, int]]]
_in_unit: list[InUnit] = []


def in_unit(function: InUnit) -> None:
    """Have a register tell who of these names is in these units."""
    _in_unit.append(function)


def similar(person: Person, organization: int | None = None) -> list[Alike]:
    """Return the records that look like a person's own, the likest first; what was said to be different is left out."""
    sought = Sought(
        person.pk,
        person.name,
        person.birth_on,
        bytes(person.phone_key) if person.phone_key else None,
        bytes(person.identity_key) if person.identity_key else None,
        organization,
    )
    settled = set(
        Candidate.objects.filter(first=person, state=CandidateState.DIFFERENT).values_list(
            "second", flat=True
        )
    ) | set(
        Candidate.objects.filter(second=person, state=CandidateState.DIFFERENT).values_list(
            "first", flat=True
        )
    )
    return [each for each in alike([sought]) if each.person not in {person.pk, *settled}]


def alike(sought: Iterable[Sought]) -> list[Alike]:
    """Return for each row the records that it looks like, each once and at its likest; a few queries for ten thousand rows."""
    found: dict[tuple[int, int], Likeness] = {}
    for part in _parts(sought, _CHUNK):
        for likeness, pairs in (
            (Likeness.EXACT, _exact(part)),
            (Likeness.STRONG, _strong(part)),
            (Likeness.WEAK, _weak(part)),
        ):
            for row, person in pairs:
                found.setdefault((row, person), likeness)
    order = list(Likeness)
    return sorted(
        (Alike(row, person, likeness) for (row, person), likeness in found.items()),
        key=lambda each: (each.row, order.index(each.likeness), each.person),
    )


def note(person: Person, path: str, organization: int | None = None) -> int:
    """Put a person on the desk with everybody he looks like, as met under a unit's path; return how many pairs are new."""
    return note_pairs(
        [(person.pk, each.person, each.likeness) for each in similar(person, organization)], path
    )


@transaction.atomic
def note_pairs(pairs: Iterable[tuple[int, int, Likeness]], path: str) -> int:
    """Put pairs of persons on the desk; (newer, older, likeness), and return how many are new.

    A pair that is there already stays as it is; an open one may become likelier.
    """
    rows = [
        Candidate(first_id=min(one, other), second_id=max(one, other), likeness=likeness, path=path)
        for one, other, likeness in pairs
        if one != other
    ]
    known: dict[tuple[int, int], Candidate] = {}
    for part in _parts({each.first_id for each in rows}, 900):
        for each in Candidate.objects.filter(first__in=part):
            known[(each.first_id, each.second_id)] = each
    new = {pair: each for each in rows if (pair := (each.first_id, each.second_id)) not in known}
    Candidate.objects.bulk_create(new.values(), batch_size=1000, ignore_conflicts=True)
    likelier = [
        each
        for each in rows
        if (there := known.get((each.first_id, each.second_id))) is not None
        and there.state == CandidateState.OPEN
        and _ORDER.index(each.likeness) < _ORDER.index(there.likeness)
    ]
    for each in likelier:
        Candidate.objects.filter(first=each.first_id, second=each.second_id).update(likeness=each.likeness)
    told = [*new.values(), *likelier]
    followers.tell_changed({person for each in told for person in (each.first_id, each.second_id)}, None)
    return len(new)


def doubtful(persons: Collection[int]) -> set[int]:
    """Return which of these persons may, as long as nobody has decided, be on record twice; a mere namesake is no doubt."""
    doubts = Candidate.objects.filter(
        state=CandidateState.OPEN, likeness__in=(Likeness.EXACT, Likeness.STRONG)
    )
    found: set[int] = set()
    for part in _parts(persons, 900):
        for side in ("first", "second"):
            found.update(doubts.filter(**{f"{side}__in": part}).values_list(side, flat=True))
    return found


def dismiss(candidate: Candidate, reason: str, *, by: User) -> None:
    """Say that two records are two persons; they are not offered again. Raises AlreadyDecided, ReasonMissing."""
    with trail.recording(
        "persons.dismiss",
        subject=f"person:{candidate.first_id}",
        facts={"other": f"person:{candidate.second_id}", "reason": reason},
    ):
        candidate = Candidate.objects.select_for_update().get(pk=candidate.pk)
        if candidate.state != CandidateState.OPEN:
            raise AlreadyDecided
        if not reason.strip():
            raise ReasonMissing
        candidate.state, candidate.reason = CandidateState.DIFFERENT, reason.strip()[:400]
        candidate.decided_by, candidate.decided_at = by, timezone.now()
        candidate.save(update_fields=["state", "reason", "decided_by", "decided_at"])
        followers.tell_changed([candidate.first_id, candidate.second_id], by)


def _exact(part: Sequence[Sought]) -> Iterator[tuple[int, int]]:
    wanted: dict[bytes, list[int]] = {}
    for each in part:
        if each.identity_key:
            wanted.setdefault(each.identity_key, []).append(each.row)
    for key, person, merged_into in _rows_by_key("identity_key", list(wanted), ("id", "merged_into_id")):
        if merged_into is not None:
            person = living(Person.objects.get(pk=merged_into)).pk
        yield from ((row, person) for row in wanted[key])


def _strong(part: Sequence[Sought]) -> Iterator[tuple[int, int]]:
    wanted: dict[bytes, list[Sought]] = {}
    for each in part:
        if each.phone_key and each.birth_on:
            wanted.setdefault(each.phone_key, []).append(each)
    columns = ("id", "merged_into_id", "name", "birth_on")
    for key, person, merged_into, name, birth_on in _rows_by_key("phone_key", list(wanted), columns):
        if merged_into is not None:
            continue
        for each in wanted[key]:
            if (each.name, each.birth_on) == (name, birth_on):
                yield each.row, person


def _weak(part: Sequence[Sought]) -> Iterator[tuple[int, int]]:
    wanted: dict[tuple[str, int], list[Sought]] = {}
    for each in part:
        if each.organization is not None:
            wanted.setdefault((each.name, each.organization), []).append(each)
    met = {pair for function in _in_unit for pair in function(list(wanted))} if wanted else set()
    is_numbered = _is_numbered({person for _name, _unit, person in met})
    for name, unit, person in sorted(met):
        if person not in is_numbered:  # merged meanwhile
            continue
        for each in wanted.get((name, unit), ()):
            if not (each.identity_key and is_numbered[person]):
                yield each.row, person


def _is_numbered(persons: Iterable[int]) -> dict[int, bool]:
    """Return of those who stand for themselves whether an identity number is known."""
    found: dict[int, bool] = {}
    for part in _parts(persons, 900):
        rows = Person.objects.filter(pk__in=part, merged_into=None, erased_at=None)
        found |= {pk: key is not None for pk, key in rows.values_list("pk", "identity_key")}
    return found


def _rows_by_key(by: str, keys: list[bytes], columns: Sequence[str]) -> list[tuple[Any, ...]]:
    """Return key and columns of the records with one of these digests: one lookup of an index each."""
    if not keys:
        return []
    of_row = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"SELECT {by}, {of_row} FROM persons_person WHERE {by} = ANY(%s::bytea[]) AND erased_at IS NULL",  # noqa: S608
                [keys],
            )
        else:
            marks = ",".join(["%s"] * len(keys))
            cursor.execute(
                f"SELECT {by}, {of_row} FROM persons_person WHERE {by} IN ({marks}) AND erased_at IS NULL",  # noqa: S608
                keys,
            )
        rows = cursor.fetchall()
    return [(bytes(key), *_dated(columns, rest)) for key, *rest in rows]


def _dated(columns: Sequence[str], row: Sequence[Any]) -> list[Any]:
    """Return a row with days as days: SQLite gives them as texts."""
    return [
        date.fromisoformat(value) if name == "birth_on" and isinstance(value, str) else value
        for name, value in zip(columns, row, strict=True)
    ]


def _parts(things: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(things)
    while part := list(islice(rest, size)):
        yield part
