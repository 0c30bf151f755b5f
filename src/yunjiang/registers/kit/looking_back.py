"""A record as it was at a moment, and with it what it links to as that was then: other records by their own differences, an
owned object by what its owner knows of it. Units are called by `masks.Reader` as they were called on a day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from . import contents, registry
from .declaration import Noted, Owner, Register
from .history import as_of
from .models import Difference, Record
from .refusals import UnknownRegister
from .walking import field_at
from .writing_refusals import NotThereYet

DEEPEST = 2  # links behind links: the person of the membership of a claim


@dataclass(frozen=True)
class Validity:
    """Whether what a record says held on a day: from its first day until before another, where it says them."""

    since: date | None
    until: date | None
    day: date

    @property
    def is_before(self) -> bool:
        return self.since is None or self.day < self.since

    @property
    def is_over(self) -> bool:
        return self.until is not None and self.until <= self.day


def validity(register: type[Register], record: Record, day: date) -> Validity | None:
    """Return whether a record held on a day, by the register's dated fields as the record has them; None where it has no such."""
    if register.dated is None:
        return None
    since, until = (getattr(record, name) for name in register.dated)
    return Validity(since, until, day)


def record_as_of(
    register: type[Register], record: Record, moment: datetime, *, depth: int = DEEPEST
) -> Record:
    """Return a copy of a record as it was at a moment, for showing like any other: unsaved, masked fields hold their masks.

    Raises NotThereYet for a moment before the record was added. What it links to that came later is shown as it is today.
    """
    state = as_of(register, record, moment)
    then = register.model(path=record.path, revision=state["revision"])
    then.pk = record.pk
    then.created_at, then.changed_at = record.created_at, record.changed_at
    for name, field in contents.fields_of(register).items():
        setattr(then, field.attname, state.get(name))
    then.extra = {
        path.removeprefix(contents.EXTRA): value
        for path, value in state.items()
        if path.startswith(contents.EXTRA)
    }
    then._state.adding = False
    for name, field in contents.fields_of(register).items() if depth else ():
        number = state.get(name)
        if isinstance(field.related_model, type) and number is not None:
            linked = _linked(field.related_model, number, moment, depth - 1)
            if linked is not None:
                setattr(then, name, linked)
    return then


def is_known(register: type[Register], path: str) -> bool:
    """Say whether what stands at a path is known for earlier days: all links on its way lead to records or owned objects."""
    *links, _last = path.split("__")
    steps = ["__".join(links[: count + 1]) for count in range(len(links))]
    models = [field_at(register.model, each).related_model for each in steps]
    return len(links) <= DEEPEST and all(_register_of(each) or _owner_of(each) for each in models)


def _linked(model: type[Model], number: Any, moment: datetime, depth: int) -> Model | None:
    """Return what a link leads to as it was then; None where nobody knows."""
    register, owner = _register_of(model), _owner_of(model)
    if register is None and owner is None:
        return None
    held = model._base_manager.filter(pk=number).first()
    if held is None or register is None:
        then: Model = owner.then(held, moment, _noted(held, moment)) if owner and held else None  # type: ignore[assignment]
        return then
    assert isinstance(held, Record)
    try:
        return record_as_of(register, held, moment, depth=depth)
    except NotThereYet:
        return held


def _noted(instance: Model, moment: datetime) -> list[Noted]:
    """Return what histories of records know of an owned object since a moment, as long as they were records of it."""
    found: list[Noted] = []
    for register, link in _owning(type(instance)):
        rows = Difference.objects.filter(
            register=register.code,
            record__in=register.model._base_manager.filter(**{link: instance}).values("pk"),
            change_set__at__gt=moment,
        )
        moved: set[int] = set()
        told = rows.order_by("-id").values_list("record", "change_set__at", "before", "after")
        for record, at, before, after in told:
            was, became = contents.read(before), contents.read(after)
            if record not in moved:
                found.append(Noted(at, _of_link(was, link), _of_link(became, link)))
            if link in was:
                moved.add(record)
    return [each for each in found if each.before or each.after]


def _of_link(values: dict[str, Any], link: str) -> dict[str, Any]:
    begins = f"{link}__"
    return {path.removeprefix(begins): value for path, value in values.items() if path.startswith(begins)}


def _owning(model: type[Model]) -> Iterator[tuple[type[Register], str]]:
    for register in registry.every():
        for link in register.owned:
            if field_at(register.model, link).related_model is model:
                yield register, link


def _owner_of(model: type[Model]) -> Owner | None:
    return next((register.owned[link] for register, link in _owning(model)), None)


def _register_of(model: type[Model]) -> type[Register] | None:
    if not issubclass(model, Record):
        return None
    try:
        return registry.of_model(model)
    except UnknownRegister:  # kept by a register that the site no longer has
        return None
