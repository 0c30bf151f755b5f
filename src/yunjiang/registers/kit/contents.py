"""What a record says, field by field: as it is, as history keeps it, and as people read it.

History is kept as JSON with the same text for the same value: decimals and days as texts, links by their numbers, the mask for
what is masked or sealed, so that whoever may read history learns nothing that the record itself would hide.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from yunjiang.organizations.models import Organization, Standing

from .declaration import Register
from .models import ExtraField, Record
from .walking import beside, value_at

HIDDEN = "***"
EXTRA = "extra__"
# Of the kit itself: no form sets them, and history knows them anyway.
OF_THE_KIT = frozenset({"id", "path", "revision", "created_at", "changed_at", "extra"})


def fields_of(register: type[Register]) -> dict[str, models.Field[Any, Any]]:
    """Return the record's own fields whose changes history keeps, by name; copies are none of its own."""
    return _fields_of(register.model, frozenset(register.copied))


@lru_cache(maxsize=256)
def _fields_of(model: type[models.Model], copied: frozenset[str]) -> dict[str, models.Field[Any, Any]]:
    left_out = OF_THE_KIT | copied
    return {
        each.name: each
        for each in model._meta.concrete_fields
        if each.name not in left_out and not each.primary_key
    }


def field_at(register: type[Register], path: str) -> models.Field[Any, Any] | None:
    """Return the field that a path such as `person__name` ends in; None for a local column or an unknown path."""
    return _field_of(register.model, path)


@lru_cache(maxsize=4096)
def _field_of(model: type[models.Model], path: str) -> models.Field[Any, Any] | None:
    found: models.Field[Any, Any] | None = None
    for step in path.split("__"):
        try:
            field = model._meta.get_field(step)
        except FieldDoesNotExist:
            return None
        if not isinstance(field, models.Field):
            return None
        found = field
        if field.is_relation and isinstance(field.related_model, type):
            model = field.related_model
    return found


def label(register: type[Register], path: str) -> str:
    """Return what people call a path."""
    if path.startswith(EXTRA):
        key = path.removeprefix(EXTRA)
        named = ExtraField.objects.filter(register=register.code, key=key).order_by("-since_on").first()
        return named.name if named else key
    if path in register.labels:
        return str(register.labels[path])
    mask = register.masked.get(path)
    field = field_at(register, beside(path, mask.column)) if mask and mask.column else None
    field = field or field_at(register, path)
    return str(field.verbose_name) if field is not None else path


def snapshot(register: type[Register], record: Record) -> dict[str, Any]:
    """Return what the record holds by path, as Python holds it; links by their numbers. For comparing, never for showing."""
    found = {name: field.value_from_object(record) for name, field in fields_of(register).items()}
    found |= {f"{EXTRA}{key}": value for key, value in (record.extra or {}).items()}
    return found


def plain(register: type[Register], path: str, value: Any) -> Any:
    """Return a value as JSON keeps it: the same for the same value whatever the database."""
    return plain_of(field_at(register, path), value)


def plain_of(field: models.Field[Any, Any] | None, value: Any) -> Any:
    """Return a value of a field as JSON keeps it (see `plain`)."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, bytes | bytearray | memoryview):
        return HIDDEN
    if isinstance(value, Decimal):
        if isinstance(field, models.DecimalField):
            value = value.quantize(Decimal(1).scaleb(-field.decimal_places))
        return format(value, "f")
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, float):
        return repr(value)
    return value if value is None or isinstance(value, bool | int | list | dict) else str(value)


def typed(register: type[Register], path: str, value: Any, *, is_whole: bool = False) -> Any:
    """Return as Python holds it what `plain` made; masks stay as they are, unless it `is_whole` and none of them a mask."""
    field = field_at(register, path)
    if field is None or value is None or isinstance(field, models.BinaryField):
        return value
    if path in register.masked and not is_whole:
        return value
    if isinstance(field, models.ForeignKey):
        return field.target_field.to_python(value)
    return field.to_python(value)


def hidden(register: type[Register], path: str, value: Any, record: Record | None = None) -> Any:
    """Return a plain value as history may keep it: its mask where the path is masked or sealed."""
    mask = register.masked.get(path)
    if mask is None or value in (None, ""):
        return value
    if mask.hide is not None and value != HIDDEN:
        return mask.hide(str(value))
    if mask.column and record is not None:
        return value_at(record, beside(path, mask.column)) or HIDDEN
    return HIDDEN


def kept(register: type[Register], record: Record, path: str, value: Any) -> Any:
    """Return what a record holds at a path as history keeps it: plain, masked where it must be."""
    return hidden(register, path, plain(register, path, value), record)


def masks(register: type[Register], record: Record) -> dict[str, Any]:
    """Return everything the record's own fields say, as history may keep it."""
    found = snapshot(register, record)
    return {path: kept(register, record, path, each) for path, each in found.items()}


def mask_at(register: type[Register], record: Record, path: str) -> Any:
    """Return what a record says at a path, its own or of an object behind a link, as history may keep it."""
    value = plain(register, path, value_at(record, path))
    return hidden(register, path, value, record)


def text(contents: Mapping[str, Any]) -> str:
    """Return plain contents as history keeps them: canonical JSON; nothing at all for no contents."""
    if not contents:
        return ""
    return json.dumps(dict(contents), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(kept: str) -> dict[str, Any]:
    """Return the contents that `text` kept."""
    found: dict[str, Any] = json.loads(kept) if kept else {}
    return found


def shown(register: type[Register], path: str, value: Any, names: Mapping[tuple[str, Any], str] = {}) -> str:
    """Return a plain value as people read it; `names` are those of linked rows by path and number."""
    if value is None or value == "":
        return ""
    field = field_at(register, path)
    if path in register.masked and not isinstance(field, models.BinaryField):  # sealed ones are masks already
        value = hidden(register, path, value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if field is None:
        return str(value)
    if hasattr(field, "told"):
        return str(field.told(value))
    if field.choices:
        return str(dict(field.flatchoices).get(typed(register, path, value), value))
    if isinstance(field, models.ForeignKey):
        return names.get((path, value), f"#{value}")
    held = typed(register, path, value)
    if isinstance(held, datetime):
        return date_format(localtime(held), "Y-m-d H:i")
    return str(value)


def shown_alone(register: type[Register], path: str, value: Any, record: Record | None = None) -> str:
    """Return one plain value as people read it, its mask where it is masked, a linked row by its name."""
    value = hidden(register, path, value, record)
    return shown(register, path, value, names(register, [(path, value)]))


def names(register: type[Register], wanted: Iterable[tuple[str, Any]]) -> dict[tuple[str, Any], str]:
    """Return what linked rows are called, by path and number, in one query for each path."""
    numbers: dict[str, set[Any]] = {}
    for path, value in wanted:
        if value is not None and isinstance(field_at(register, path), models.ForeignKey):
            numbers.setdefault(path, set()).add(value)
    found: dict[tuple[str, Any], str] = {}
    for path, keys in numbers.items():
        field = field_at(register, path)
        assert field is not None
        model = field.related_model
        if model is Organization:
            standings = Standing.objects.filter(organization__in=keys).order_by("valid_from")
            found |= {(path, each.organization_id): each.name for each in standings}
        elif isinstance(model, type):
            rows = model._base_manager.filter(pk__in=keys)
            found |= {(path, each.pk): str(each) for each in rows}
    return found
