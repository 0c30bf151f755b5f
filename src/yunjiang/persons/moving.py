"""Whatever points to a person: found in the registry of models, so that a register of tomorrow is carried along as well.

Rows that are written once (consents, logs) cannot move; they stay with the record they were written for, and whoever reads
them asks for the person's `writing.lineage`. Merges and candidates are the desk's own.
"""

from collections.abc import Iterator, Mapping, Sequence

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import Case, F, Q, Value, When

from yunjiang.permanence.models import WrittenOnce

from .models import Candidate, Merge, Person
from .refusals import MergeBlocked

_OWN = (Candidate, Merge, Person)

Rows = dict[int, list[str]]  # fields that point to the person, by primary key


def links() -> Iterator[tuple[type[models.Model], list[str]]]:
    """Yield every model whose rows move with a person, and its fields that point to one."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy or model in _OWN or issubclass(model, WrittenOnce):
            continue
        fields = _pointing(model)
        if fields:
            yield model, fields


def written_once() -> list[tuple[type[models.Model], list[str]]]:
    """Return the models whose rows point to a person and stay where they are."""
    found = [model for model in apps.get_models() if issubclass(model, WrittenOnce) and model not in _OWN]
    return [(model, fields) for model in found if (fields := _pointing(model))]


def pointing_to(person: Person) -> dict[str, Rows]:
    """Return all rows that point to a person, by the label of their model; locked, for they are about to move."""
    found: dict[str, Rows] = {}
    for model, fields in links():
        rows = (
            model._base_manager.select_for_update(of=("self",)).filter(_any_of(fields, person)).order_by("pk")
        )
        pointing = {
            pk: [field for field, value in zip(fields, values, strict=True) if value == person.pk]
            for pk, *values in rows.values_list("pk", *fields)
        }
        if pointing:
            found[model._meta.label] = pointing
    return found


def move(label: str, rows: Mapping[int, Sequence[str]], old: Person, new: Person) -> None:
    """Have rows of a model point to another person: all fields of a row in one statement, as its constraints want.

    Raises MergeBlocked when a person can have only one such row.
    """
    model = apps.get_model(label)
    fields = sorted({field for each in rows.values() for field in each})
    changed = {
        field: Case(
            When(**{field: old.pk}, then=Value(new.pk)),
            default=F(f"{field}_id"),
            output_field=models.BigIntegerField(),
        )
        for field in fields
    }
    try:
        with transaction.atomic():
            model._base_manager.filter(_any_of(fields, old), pk__in=list(rows)).update(**changed)
    except IntegrityError:
        raise MergeBlocked(str(model._meta.verbose_name)) from None


def _pointing(model: type[models.Model]) -> list[str]:
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.remote_field.model is Person
    ]


def _any_of(fields: Sequence[str], person: Person) -> Q:
    wanted = Q()
    for field in fields:
        wanted |= Q(**{field: person.pk})
    return wanted
