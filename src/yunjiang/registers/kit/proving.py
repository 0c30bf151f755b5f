"""Whether a record may be as it is wanted: what the model, its constraints and the register itself say to it."""

from collections.abc import Collection

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from yunjiang.access.models import User

from .declaration import Register
from .models import Record


def problems_of(
    register: type[Register], record: Record, by: User | None, changed: Collection[str] | None
) -> dict[str, str]:
    """Ask the model and the register whether the record may be so; `changed` None: it is new."""
    problems = problems_of_model(record, changed)
    if register.validate is not None:
        problems |= register.validate(record, by)
    return problems


def problems_of_model(record: Record, changed: Collection[str] | None) -> dict[str, str]:
    """Ask the model only: its own rules, what must be unique, and its constraints."""
    problems: dict[str, str] = {}
    for check in (record.clean, lambda: _unique(record, changed), lambda: _constraints(record, changed)):
        try:
            check()
        except ValidationError as wrong:
            problems |= _by_path(wrong)
    return problems


def unique_names(model: type[models.Model]) -> set[str]:
    """Return the fields of which no two records, or combinations, may be alike."""
    found = {each.name for each in model._meta.concrete_fields if each.unique and not each.primary_key}
    found |= {name for names in model._meta.unique_together for name in names}
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            found |= set(constraint.fields)
    return found


def _unique(record: Record, changed: Collection[str] | None) -> None:
    together = {name for names in record._meta.unique_together for name in names}
    exclude = {
        each.name
        for each in record._meta.concrete_fields
        if each.primary_key or not (changed is None or each.name in changed or each.name in together)
    }
    record.validate_unique(exclude=exclude)


def _constraints(record: Record, changed: Collection[str] | None) -> None:
    """Validate the constraints that a change touches; unlike Django's own, also those of which it touches only one field."""
    problems: dict[str, list[ValidationError]] = {}
    for constraint in record._meta.constraints:
        names = _names_in(constraint)
        if changed is not None and names and not names & set(changed):
            continue
        try:
            constraint.validate(type(record), record)
        except ValidationError as wrong:
            known = len(names) == 1 and wrong.code != "unique"
            problems.setdefault(next(iter(names)) if known else NON_FIELD_ERRORS, []).append(wrong)
    if problems:
        raise ValidationError(problems)


def _names_in(constraint: models.BaseConstraint) -> set[str]:
    if isinstance(constraint, models.CheckConstraint) and isinstance(constraint.condition, models.Q):
        return set(constraint.condition.referenced_base_fields)
    return set(getattr(constraint, "fields", ()))


def _by_path(wrong: ValidationError) -> dict[str, str]:
    if not hasattr(wrong, "error_dict"):
        return {"": " ".join(wrong.messages)}
    return {
        "" if name == NON_FIELD_ERRORS else name: " ".join(sentences)
        for name, sentences in wrong.message_dict.items()
    }
