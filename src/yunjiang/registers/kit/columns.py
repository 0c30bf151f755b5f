"""Columns of registers: what each is called, of which kind it is, and how it is shown to whom."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext

from yunjiang.access.permission import Visitor
from yunjiang.organizations.models import Organization
from yunjiang.persons.models import Person

from . import masks, subjects
from .declaration import Mask, Register
from .masks import Reader
from .models import ExtraField, ExtraKind, Record
from .refusals import UnknownColumn
from .walking import beside, field_at, value_at

EXTRA = "extra__"


class Kind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"  # yuan
    DAY = "day"
    MOMENT = "moment"
    CHOICE = "choice"
    YES_NO = "yes_no"
    UNIT = "unit"  # an organization of the reporting tree
    PERSON = "person"
    RECORD = "record"  # any other row of a table
    SEALED = "sealed"  # bytes that only `masks` opens


@dataclass(frozen=True)
class ColumnKind:
    """One column of a register; `field` is the model's field, None for a local column kept in `extra`."""

    path: str
    label: str | Promise
    kind: Kind
    field: Any = None
    mask: Mask | None = None
    choices: Mapping[Any, str | Promise] = dataclasses.field(default_factory=dict)

    @property
    def is_number(self) -> bool:
        return self.kind in (Kind.NUMBER, Kind.MONEY)

    @property
    def is_relation(self) -> bool:
        return self.kind in (Kind.UNIT, Kind.PERSON, Kind.RECORD)

    def value(self, record: Record) -> Any:
        """Return what the record holds here, or None where it holds nothing; zero and no are something."""
        value = self.held(value_at(record, self.path))
        return None if value == "" else value

    def held(self, value: Any) -> Any:
        """Return what is kept here as Python holds it: numbers and days of local columns are kept as texts."""
        if self.field is not None or not isinstance(value, str) or not value:
            return value
        if self.kind == Kind.NUMBER:
            return Decimal(value)
        return date.fromisoformat(value) if self.kind == Kind.DAY else value

    def text(self, value: Any) -> str:
        """Return a value of this column as people read it; of a unit its key (`shown` knows names), of nothing nothing."""
        if value is None or value == "":
            return ""
        if hasattr(self.field, "told"):
            return str(self.field.told(value))
        if self.kind == Kind.CHOICE:
            return str(self.choices.get(value, value))
        if self.kind == Kind.YES_NO:
            return gettext("yes") if value else gettext("no")
        if self.kind == Kind.MOMENT and isinstance(value, datetime):
            return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
        if self.kind == Kind.DAY and isinstance(value, date):
            return value.isoformat()
        if self.is_number and isinstance(value, int | Decimal):
            return f"{value:,}"
        return str(value)


@dataclass(frozen=True)
class Cell:
    """What one reader sees of one column of one record; `value` is None where it is masked or missing."""

    column: ColumnKind
    text: str
    value: Any = None
    is_masked: bool = False

    @property
    def is_missing(self) -> bool:
        return not self.text


def column(register: type[Register], path: str) -> ColumnKind:
    """Return the column at a path of the register's model, declared or not. Raises UnknownColumn."""
    if path.startswith(EXTRA):
        return _extra(register, path)
    try:
        found = _kept(register.model, path)
    except FieldDoesNotExist:
        raise UnknownColumn(str(register.name), path) from None
    label, mask = register.labels.get(path), register.masked.get(path)
    if mask is not None and mask.column and label is None:  # what is sealed has no name of its own
        label = field_at(register.model, beside(path, mask.column)).verbose_name
    return found if label is mask is None else replace(found, label=label or found.label, mask=mask)


def of(register: type[Register]) -> list[ColumnKind]:
    """Return all that can be shown of a register's records: the list's columns, then what the sections have besides."""
    paths = [*register.columns, *register.more_columns]
    paths += [path for section in register.sections.values() for path in section]
    return [column(register, path) for path in dict.fromkeys(paths)]


def shown(register: type[Register], record: Record, path: str, reader: Reader | Visitor) -> Cell:
    """Return what a reader sees of a column of a record that he may read; masked unless the reader has a purpose for more."""
    if not isinstance(reader, Reader):
        reader = Reader(reader)
    return _shown(register, record, column(register, path), reader)


def _shown(register: type[Register], record: Record, found: ColumnKind, reader: Reader) -> Cell:
    path = found.path
    if found.mask is not None:
        link = subjects.link_of(register, path)
        person = value_at(record, f"{link}_id") if link else None
        if not reader.sees_whole(register, path, record.path, person):
            return Cell(found, masks.hidden(found.mask, path, record), is_masked=True)
        whole = masks.whole(found.mask, value_at(record, path))
        return Cell(found, whole, whole or None)
    value = found.value(record)
    if found.kind == Kind.UNIT and value is not None:
        return Cell(found, reader.unit_name(value.pk), value)
    return Cell(found, found.text(value), value)


def rows_shown(
    register: type[Register], records: Sequence[Record], paths: Sequence[str], reader: Reader | Visitor
) -> list[list[Cell]]:
    """Return the cells of a page of records; names of units are asked for once."""
    if not isinstance(reader, Reader):
        reader = Reader(reader)
    kinds = [column(register, path) for path in paths]
    units = [each.path for each in kinds if each.kind == Kind.UNIT]
    met = (value_at(record, path) for path in units for record in records)
    reader.learn_units(each.pk for each in met if each is not None)
    links = {kind.path: subjects.link_of(register, kind.path) for kind in kinds if "__" in kind.path}
    return [
        [
            _restricted(kind)
            if kind.path != register.title and _is_restricted(record, links.get(kind.path, ""))
            else _shown(register, record, kind, reader)
            for kind in kinds
        ]
        for record in records
    ]


def _is_restricted(record: Record, link: str) -> bool:
    """Say whether the use of the data of the person behind a link is restricted: 个人信息保护法 §47, kept and nothing else."""
    person: Person | None = value_at(record, link) if link else None
    return person is not None and person.restricted_at is not None


def _restricted(kind: ColumnKind) -> Cell:
    return Cell(kind, gettext("(restricted)"), is_masked=True)


def relations(register: type[Register], paths: Iterable[str]) -> list[str]:
    """Return what to select with records so that these columns are shown without further questions."""
    wanted = dict.fromkeys(register.related)
    for path in paths:
        if path.startswith(EXTRA):
            continue
        before, _separator, _name = path.rpartition("__")
        wanted |= dict.fromkeys([path] if column(register, path).is_relation else [before] if before else [])
    return list(wanted)


@cache
def _kept(model: type[models.Model], path: str) -> ColumnKind:
    """Return a column as its field alone says it. Raises FieldDoesNotExist."""
    found = field_at(model, path)
    label = found.verbose_name
    return ColumnKind(path, label, _kind(found, str(label)), found, choices=dict(found.flatchoices))


def _kind(found: Any, label: str) -> Kind:
    if found.is_relation:
        return {Organization: Kind.UNIT, Person: Kind.PERSON}.get(found.related_model, Kind.RECORD)
    if found.choices:
        return Kind.CHOICE
    if isinstance(found, models.DecimalField):
        return Kind.MONEY if "元" in label else Kind.NUMBER
    for sort, kind in _KINDS:
        if isinstance(found, sort):
            return kind
    return Kind.TEXT


_KINDS: Sequence[tuple[type, Kind]] = (
    (models.BinaryField, Kind.SEALED),
    (models.BooleanField, Kind.YES_NO),
    (models.DateTimeField, Kind.MOMENT),  # before DateField, of which it is a sort
    (models.DateField, Kind.DAY),
    (models.IntegerField, Kind.NUMBER),
)

_KIND_OF_EXTRA = {
    ExtraKind.CHOICE: Kind.CHOICE,
    ExtraKind.NUMBER: Kind.NUMBER,
    ExtraKind.DAY: Kind.DAY,
    ExtraKind.YES_NO: Kind.YES_NO,
}


def _extra(register: type[Register], path: str) -> ColumnKind:
    key = path.removeprefix(EXTRA)
    found = ExtraField.objects.filter(register=register.code, key=key).order_by("pk").first()
    if found is None:
        raise UnknownColumn(str(register.name), path)
    choices = {each: each for each in found.choices}
    return ColumnKind(path, found.name, _KIND_OF_EXTRA.get(ExtraKind(found.kind), Kind.TEXT), choices=choices)


def filtering(register: type[Register], path: str) -> list[ExtraField]:
    """Return the local columns behind a path by which lists can be filtered: units apart may keep one key each."""
    fields = ExtraField.objects.filter(register=register.code, key=path.removeprefix(EXTRA), is_filter=True)
    return list(fields.order_by("pk"))
