"""What the indexes of a table answer quickly, read from its model: lists follow them, checks demand them."""

from collections.abc import Iterator, Sequence

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, UniqueConstraint


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
