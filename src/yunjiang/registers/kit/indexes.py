"""What the indexes of a table answer quickly, read from its model: lists follow them, checks demand them."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q, UniqueConstraint
from django.db.models.constants import LOOKUP_SEP


def orders(model: type[Model]) -> Iterator[list[str]]:
    """Yield the fields of every index of a model, those of unique columns included, in their order."""
    for field in model._meta.concrete_fields:
        if field.unique or getattr(field, "db_index", False):
            yield [field.name]
    for index in model._meta.indexes:
        if index.condition is None and index.fields:
            yield [_plain(model, each) for each in index.fields]
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and constraint.condition is None and constraint.fields:
            yield [_plain(model, each) for each in constraint.fields]


def begins_with(model: type[Model], fields: Sequence[str]) -> bool:
    """Say whether an index of the model begins with these fields, in this order."""
    wanted = [_plain(model, each) for each in fields]
    return any(order[: len(wanted)] == wanted for order in orders(model))


def holds(model: type[Model], first: Sequence[str], names: Collection[str]) -> bool:
    """Say whether an index of the model begins with these fields, in this order, and holds all of the others besides."""
    begin, wanted = [_plain(model, each) for each in first], {_plain(model, each) for each in names}
    return any(order[: len(begin)] == begin and wanted <= {*order} for order in orders(model))


def asked(model: type[Model], test: Q | None) -> set[str] | None:
    """Return the model's own fields that a condition asks; None where it asks what stands elsewhere as well."""
    names: set[str] = set()
    for each in test.children if test is not None else ():
        if isinstance(each, Q):
            inner = asked(model, each)
        elif isinstance(each, tuple):
            inner = _own(model, *each)
        else:
            inner = None
        if inner is None:
            return None
        names |= inner
    return names


def _own(model: type[Model], path: str, value: Any) -> set[str] | None:
    name, _separator, rest = path.partition(LOOKUP_SEP)
    name = _plain(model, name)
    field = next((each for each in model._meta.concrete_fields if each.name == name), None)
    is_asked_elsewhere = hasattr(value, "resolve_expression") or hasattr(value, "query")
    if field is None or is_asked_elsewhere or (rest and field.get_lookup(rest) is None):
        return None
    return {name}


def is_unique(model: type[Model], fields: Sequence[str]) -> bool:
    """Say whether the database lets no two rows have the same in all these fields."""
    wanted = {_plain(model, each) for each in fields}
    if any(each.unique and each.name in wanted for each in model._meta.concrete_fields):
        return True
    return any(
        isinstance(each, UniqueConstraint)
        and each.condition is None
        and {*each.fields} <= wanted
        and each.fields
        for each in model._meta.constraints
    )


def _plain(model: type[Model], name: str) -> str:
    """Return a field's own name: of `pk`, `organization_id`, `-opened_on`."""
    name = name.lstrip("-")
    if name == "pk":
        return model._meta.pk.name
    try:
        return model._meta.get_field(name).name
    except FieldDoesNotExist:
        return name
