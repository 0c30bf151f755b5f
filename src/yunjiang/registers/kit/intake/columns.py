"""What each column of a register's sheets holds, told from the model's field where it goes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

import polars as pl
from django.db import models

from yunjiang.organizations.models import Organization

from ..contents import field_at, label
from ..declaration import Column, Register
from .refusals import NoIntake


class Sort(Enum):
    """How the texts of a column are understood."""

    TEXT = "text"
    CHOICE = "choice"
    WHOLE = "whole"
    DECIMAL = "decimal"
    DAY = "day"
    YES_NO = "yes_no"
    UNIT = "unit"  # a unit of the reporting tree
    LINK = "link"  # a record of a register
    OWN = "own"  # by the column's own function


_SORTS: tuple[tuple[type[models.Field[Any, Any]], Sort], ...] = (
    (models.BooleanField, Sort.YES_NO),
    (models.DecimalField, Sort.DECIMAL),
    (models.DateField, Sort.DAY),
    (models.IntegerField, Sort.WHOLE),
)
DTYPES = {
    Sort.WHOLE: pl.Int64,
    Sort.DAY: pl.Date,
    Sort.YES_NO: pl.Boolean,
    Sort.UNIT: pl.Int64,
    Sort.LINK: pl.Int64,
}


@dataclass(frozen=True)
class Wanted:
    """One column that a register takes in: where it goes, what people call it and how it is understood."""

    path: str
    name: str
    sort: Sort
    field: models.Field[Any, Any] | None
    is_required: bool
    is_code: bool
    names: tuple[str, ...]
    values: Mapping[str, str]  # what is written → what is stored
    parse: Callable[[str], Any] | None = None

    @property
    def allowed(self) -> str:
        """Return what may be written, for a sentence."""
        return "、".join(
            dict.fromkeys(key for key, value in self.values.items() if key != value)
        ) or "、".join(self.values)


def of(register: type[Register]) -> dict[str, Wanted]:
    """Return the columns that a register takes in, by path. Raises NoIntake."""
    if register.intake is None:
        raise NoIntake(register)
    return {each.path: _wanted(register, each) for each in register.intake.columns}


def key_of(register: type[Register]) -> tuple[str, ...]:
    """Return the columns by which two rows of a sheet, or a row and a record, are the same."""
    assert register.intake is not None
    return tuple(register.intake.key or register.natural_key)


def _wanted(register: type[Register], column: Column) -> Wanted:
    field = field_at(register, column.path)
    choices = {}
    if field is not None and field.choices:
        flat = [(str(value), str(text)) for value, text in field.flatchoices]
        choices = {text: value for value, text in flat} | {value: value for value, _text in flat}
    is_key = column.path in key_of(register)
    name = str(field.verbose_name) if field is not None and not column.names else ""
    return Wanted(
        column.path,
        name or column.names[0],
        _sort(column, field, bool(choices)),
        field,
        column.is_required or is_key,
        is_key if column.is_code is None else column.is_code,
        (*column.names, label(register, column.path)),
        {**choices, **column.values},
        column.parse,
    )


def _sort(column: Column, field: models.Field[Any, Any] | None, has_choices: bool) -> Sort:
    if column.parse is not None:
        return Sort.OWN
    if isinstance(field, models.ForeignKey):
        return Sort.UNIT if field.related_model is Organization else Sort.LINK
    if has_choices or (column.values and not isinstance(field, models.BooleanField)):
        return Sort.CHOICE
    return next((sort for kind, sort in _SORTS if isinstance(field, kind)), Sort.TEXT)
