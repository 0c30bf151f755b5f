"""A person as known at a moment: today's record with what the trail, and whoever else noted changes, says of it undone."""

import copy
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import models

from yunjiang.access.models import AuditRecord, Result
from yunjiang.access.trail import queries as trail

from .models import Person

Earlier = tuple[datetime, Mapping[str, Any]]  # when something was changed, and what stood before by field


def as_of(person: Person, moment: datetime, noted: Iterable[Earlier] = ()) -> Person:
    """Return a copy of a person's record as it was at a moment, unsaved, with masks instead of numbers.

    Who was erased stays erased: nothing is brought back.
    """
    then = copy.copy(person)
    then._state = copy.copy(person._state)
    then.identity = then.phone = then.identity_key = then.phone_key = None
    if person.erased_at is not None:
        return then
    changes = [*_in_the_trail(person, moment), *(each for each in noted if each[0] > moment)]
    for _at, before in sorted(changes, key=lambda each: each[0], reverse=True):
        for name, value in before.items():
            _put_back(then, name, value)
    return then


def _in_the_trail(person: Person, moment: datetime) -> list[Earlier]:
    rows = AuditRecord.objects.filter(
        subject=f"person:{person.pk}", action="persons.change", result=Result.DONE, recorded_at__gt=moment
    )
    return [(at, trail.read(before)) for at, before in rows.values_list("recorded_at", "before") if before]


def _put_back(then: Person, name: str, value: Any) -> None:
    known = {each.name: each for each in Person._meta.concrete_fields}
    field = known.get(f"{name}_mask", known.get(name))
    if field is None or isinstance(field, models.BinaryField):
        return
    held = field.to_python(value) if value not in (None, "") else None
    setattr(then, field.attname, "" if held is None and not field.null else held)
