"""Taking values onto a record: each through its field's own conversions and validators, with every problem by path."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from . import contents, extras, sealed
from .contents import EXTRA
from .declaration import Mask, Register
from .models import Record


@dataclass(frozen=True)
class Permits:
    """What this write may set beyond what a form may: everything (the register's own logic), or some guarded or asked paths."""

    is_logic: bool = False
    paths: frozenset[str] = frozenset()

    def allow(self, path: str) -> bool:
        return self.is_logic or path in self.paths


FORM = Permits()
LOGIC = Permits(is_logic=True)


def take(
    register: type[Register], record: Record, values: Mapping[str, Any], permits: Permits, *, is_new: bool
) -> dict[str, str]:
    """Set the values on the record; return what is wrong with them, by path."""
    problems: dict[str, str] = {}
    fields = contents.fields_of(register)
    local: dict[str, Any] = {}
    owned: dict[str, dict[str, Any]] = {}
    for path, value in values.items():
        link, _separator, rest = path.partition("__")
        if path.startswith(EXTRA):
            local[path.removeprefix(EXTRA)] = value
        elif rest and link in register.owned:
            owned.setdefault(link, {})[rest] = value
        elif path not in fields:
            problems[path] = _("There is no such field here.")
        elif is_fixed(register, fields[path]) and not permits.allow(path):
            problems[path] = _("This is set by the system and not by hand.")
        else:
            problem = set_value(record, fields[path], value, register.masked.get(path))
            if problem:
                problems[path] = problem
    for link, given in owned.items():
        found = register.owned[link].check(given)
        problems |= {f"{link}__{name}": sentence for name, sentence in found.items()}
    if local:
        record.extra, found = extras.taken(record, extras.fields_for(register, record.path), local)
        problems |= {f"{EXTRA}{key}": sentence for key, sentence in found.items()}
    if is_new:
        problems |= _missing(register, record, values, fields)
    return problems


def set_value(record: Record, field: models.Field[Any, Any], value: Any, mask: Mask | None = None) -> str:
    """Set one field after the model's own conversions and validators; return what is wrong, or nothing.

    A text for a sealed field is sealed, with its mask and its keyed digest (`<field>_key`) where the model keeps them.
    """
    if isinstance(value, models.Model):
        setattr(record, field.name, value)
        return ""
    if isinstance(field, models.BinaryField) and isinstance(value, str | None):
        return "" if mask is None else sealed.take(record, field, value or "", mask)
    if isinstance(value, float) and not (isinstance(field, models.FloatField) or value.is_integer()):
        return _("Give a number as text or as a whole number, so that nothing is rounded.")
    if isinstance(value, str) and isinstance(field, models.CharField | models.TextField):
        value = value.strip().replace("\x00", "")
    if value is None and not field.null and field.empty_strings_allowed and field.blank:
        value = ""
    if value == "" and not field.empty_strings_allowed and field.null:
        value = None
    try:
        cleaned = field.clean(value, record)
    except ValidationError as wrong:
        return " ".join(wrong.messages)
    setattr(record, field.attname, cleaned)
    return ""


def is_fixed(register: type[Register], field: models.Field[Any, Any]) -> bool:
    """Say whether only the register's own logic sets a field."""
    if isinstance(field, models.BinaryField) and field.name in register.masked:
        return field.name in register.fixed
    is_state = register.flow is not None and field.name == register.flow.field
    return field.name in register.fixed or not field.editable or is_state


def _missing(
    register: type[Register],
    record: Record,
    values: Mapping[str, Any],
    fields: Mapping[str, models.Field[Any, Any]],
) -> dict[str, str]:
    """Return what a new record lacks: fields that must be filled, have no default, and were not given."""
    found = {}
    for name, each in fields.items():
        if name in values or each.blank or name in register.owned or not each.editable:
            continue
        if each.value_from_object(record) in (None, ""):
            found[name] = str(each.error_messages["blank"])
    return found
