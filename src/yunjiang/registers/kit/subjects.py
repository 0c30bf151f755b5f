"""Whom a column is about, and whether that person agreed to what it is to be shown for."""

from functools import cache

from django.db.models import Model

from yunjiang.persons import consenting
from yunjiang.persons.models import Person
from yunjiang.persons.purposes import Purpose

from .declaration import Register
from .models import Record
from .refusals import NobodyToAgree, NotAgreed, UseRestricted
from .walking import field_at, value_at


def link_of(register: type[Register], path: str) -> str:
    """Return the link by which a column is about a person: the last on its way, or the record's only one; empty for none."""
    return _link_of(register.model, path)


def require_usable(register: type[Register], record: Record, path: str, purpose: Purpose) -> None:
    """Do nothing when a person's data may be handled for a purpose. Raises NotAgreed, UseRestricted, NobodyToAgree."""
    link = link_of(register, path)
    person: Person | None = value_at(record, link) if link else None
    if person is None:
        if purpose.needs_consent:
            raise NobodyToAgree(purpose.name)
        return
    if consenting.may_use(person, purpose.code):
        return
    if person.restricted_at is not None or person.erased_at is not None:
        raise UseRestricted(person.name, purpose.name)
    raise NotAgreed(person.name, purpose.name)


@cache
def _link_of(model: type[Model], path: str) -> str:
    steps = path.split("__")[:-1]
    on_the_way = ["__".join(steps[: count + 1]) for count in range(len(steps))]
    for each in reversed(on_the_way):
        if field_at(model, each).related_model is Person:
            return each
    own = [each.name for each in model._meta.concrete_fields if each.related_model is Person]
    return own[0] if len(own) == 1 else ""
