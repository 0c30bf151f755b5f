"""From a record along a path: `person__name` is the name of the record's person."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model


def value_at(record: Any, path: str) -> Any:
    """Return what a record holds at a path; None where a step leads nowhere. `extra__key` is a local column."""
    value = record
    for step in path.split("__"):
        if value is None:
            return None
        value = value.get(step) if isinstance(value, dict) else getattr(value, step)
    return value


def owner_at(record: Any, path: str) -> Model | None:
    """Return the row that holds the last field of a path: for `person__name` the person."""
    before, _separator, _name = path.rpartition("__")
    owner: Model | None = value_at(record, before) if before else record
    return owner


def beside(path: str, name: str) -> str:
    """Return the path of another field of the same row: `person__identity`, `identity_mask` → `person__identity_mask`."""
    before, separator, _name = path.rpartition("__")
    return f"{before}{separator}{name}"


def field_at(model: type[Model], path: str) -> Any:
    """Return the model field at the end of a path; `pk` and `organization_id` are understood. Raises FieldDoesNotExist."""
    found: Any = None
    for step in path.split("__"):
        if model is None:
            raise FieldDoesNotExist(path)
        found = model._meta.pk if step == "pk" else model._meta.get_field(step)
        if not getattr(found, "concrete", False) or found.many_to_many:
            raise FieldDoesNotExist(path)
        model = found.related_model
    return found
