"""All that the house holds of one person, from every register: whatever row points to the person, field by field.

A register whose rows say more than their fields tells so through `tell`; sealed fields of others are told only so.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from yunjiang.access import trail
from yunjiang.access.models import User
from yunjiang.organizations.models import Organization

from . import moving, sealed
from .models import Merge, Person, SubjectRequest
from .writing import lineage

Teller = Callable[[Any], Mapping[str, Any]]
_tellers: dict[str, Teller] = {}
_names: dict[str, str] = {"persons.SubjectRequest": "个人信息权利请求", "persons.Consent": "同意与撤回"}
_LIMIT = 1000  # rows of one sort for one person on one page; a hand-out has all


@dataclass(frozen=True)
class Holding:
    """The rows of one sort that point to a person."""

    label: str  # app.Model
    name: str
    count: int
    rows: list[dict[str, Any]]
    elsewhere: int = 0  # of the count, rows of units that the reader does not reach


def tell(label: str, teller: Teller) -> None:
    """Have rows of a model (app.Model) told by a function of the row, which returns values by their names for people."""
    _tellers[label] = teller


def call(label: str, name: str) -> None:
    """Say what people call the rows of a model (app.Model)."""
    _names[label] = name


def held(
    person: Person, limit: int | None = _LIMIT, reach: Sequence[str] | None = None, only: str = ""
) -> list[Holding]:
    """Return what every register and ledger holds of a person, records merged into it included.

    With a reach (paths of the tree), rows of other units are counted and not told; `only` names the one model (app.Model) whose
    rows are told.
    """
    numbers = lineage(person)
    found = []
    for model, fields in [*moving.links(), *moving.written_once()]:
        label = model._meta.label
        if model is Merge:
            continue
        wanted = Q()
        for name in fields:
            wanted |= Q(**{f"{name}__in": numbers})
        rows = model._base_manager.filter(wanted).order_by("pk")
        count = rows.count()
        if not count:
            continue
        if reach is not None and any(field.name == "path" for field in model._meta.concrete_fields):
            within = Q(pk__in=())
            for path in reach:
                within |= Q(path__startswith=path)
            rows = rows.filter(within)
        elsewhere = count - rows.count() if reach is not None else 0
        if only and label != only:
            rows = rows.none()
        told = [_told(row) for row in (rows if limit is None else rows[:limit])]
        found.append(Holding(label, _name_of(model), count, told, elsewhere))
    return found


def hand_out(person: Person, *, by: User, request: SubjectRequest | None = None) -> dict[str, Any]:
    """Return all that is held of a person, numbers whole, as JSON for the person; put on record before.

    Whoever calls has made sure that it goes to nobody but the person (个人信息保护法 §45).
    """
    facts = {"request": request.pk} if request else {}
    trail.note("persons.hand_out", subject=f"person:{person.pk}", facts=facts)
    own = dict(_fields(person))
    own["证件号码"], own["移动电话"] = sealed.identity_of(person.identity), sealed.phone_of(person.phone)
    return {
        "生成时间": timezone.localtime().isoformat(timespec="seconds"),
        "本人": own,
        "台账": {each.name: each.rows for each in held(person, None)},
    }


def _name_of(model: type[models.Model]) -> str:
    """Return what people call the rows of a model: what its room said, or the first line of what it says of itself."""
    return _names.get(model._meta.label) or str(model._meta.verbose_name)


def _told(row: models.Model) -> dict[str, Any]:
    teller = _tellers.get(row._meta.label)
    return dict(teller(row)) if teller else dict(_fields(row))


def _fields(row: models.Model) -> Iterator[tuple[str, Any]]:
    """Yield the fields of a row that people would recognize: no keys, no digests, nothing sealed or without a name for people."""
    for field in row._meta.concrete_fields:
        is_named = field.verbose_name != field.name.replace("_", " ")
        if field.primary_key or isinstance(field, models.BinaryField) or not is_named:
            continue
        if isinstance(field, models.ForeignKey):
            if field.remote_field.model is not Person:
                other = getattr(row, field.name)
                yield str(field.verbose_name), _called(other)
            continue
        display = getattr(row, f"get_{field.name}_display", None)
        value = display() if display else getattr(row, field.name)
        yield str(field.verbose_name), _plain(value)


def _called(other: models.Model | None) -> str | None:
    """Return what a thing pointed to is called; a unit as it is called now, or was last."""
    if isinstance(other, Organization):
        last = other.standings.order_by("-valid_from").first()
        return last.name if last else other.key
    return None if other is None else str(other)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | str | list | dict) else str(value)
