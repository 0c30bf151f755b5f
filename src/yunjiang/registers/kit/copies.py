"""Copies that a register keeps of what stands behind its link to a person, so that an index of its own table can hold it.

Filled in whenever a record is written; in the transaction in which a person is renamed, merged or erased, the copies follow; and
every night all are compared with the person, who is right. Nothing of this is a change of a record: no revision, no difference.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery

from yunjiang.background.progress import Progress
from yunjiang.persons.models import Person

from . import counting, registry
from .declaration import Register
from .models import Record
from .walking import value_at

_PERSONS_AT_ONCE = 900
_ROWS_AT_ONCE = 20_000


def fill(register: type[Register], record: Record) -> None:
    """Set the copies of a record that is about to be saved."""
    for name, path in register.copied.items():
        setattr(record, name, value_at(record, path))


def fill_many(register: type[Register], records: Collection[int]) -> None:
    """Set the copies of records that were written past their objects."""
    if register.copied and records:
        _bring_up(register, register.model._base_manager.filter(counting.among(list(records))))


def follow(persons: Collection[int]) -> int:
    """Let the copies of persons in all registers follow, those in voided rows too; return how many rows that changed."""
    wanted, changed = sorted(persons), 0
    for register in registry.every():
        for link in _fields(register):
            for first in range(0, len(wanted), _PERSONS_AT_ONCE):
                part = wanted[first : first + _PERSONS_AT_ONCE]
                changed += _bring_up(register, register.model._base_manager.filter(**{f"{link}__in": part}))
    return changed


def perform(arguments: Mapping[str, Any], progress: Progress) -> dict[str, int]:
    """Compare all copies with the persons and put right what differs; the nightly work."""
    return {"changed": sum(_mend(register, progress) for register in registry.every() if register.copied)}


def _mend(register: type[Register], progress: Progress) -> int:
    rows = register.model._base_manager.all()
    last: int = rows.aggregate(last=Max("pk"))["last"] or 0
    changed = 0
    for first in range(0, last, _ROWS_AT_ONCE):
        part = rows.filter(pk__gt=first, pk__lte=first + _ROWS_AT_ONCE)
        if any(part.filter(differs).exists() for differs, _right in _differing(register)):
            changed += _bring_up(register, part)
        progress.report(min(first + _ROWS_AT_ONCE, last), last)
    return changed


def _bring_up(register: type[Register], rows: QuerySet[Any]) -> int:
    return sum(rows.filter(differs).update(**right) for differs, right in _differing(register))


def _differing(register: type[Register]) -> Iterator[tuple[Q, dict[str, Subquery]]]:
    """Yield for each link the condition that a row's copies are not what stands behind it, and what does."""
    for link, fields in _fields(register).items():
        behind = Person.objects.filter(pk=OuterRef(f"{link}_id"))
        right = {name: Subquery(behind.values(own)) for name, own in fields.items()}
        differs = Q()
        for name, value in right.items():
            differs |= ~Q(**{name: value})
        yield Q(**{f"{link}__isnull": False}) & differs, right


def _fields(register: type[Register]) -> dict[str, dict[str, str]]:
    """Return by link which field copies which of the person's."""
    found: dict[str, dict[str, str]] = {}
    for name, path in register.copied.items():
        link, _separator, own = path.partition("__")
        found.setdefault(link, {})[name] = own
    return found
