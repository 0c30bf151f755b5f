"""Facts and judgements as plain JSON values and back, so that a stored run holds every number exactly as it was.

Decimals become text, days ISO text, choices their codes, tuples lists; nothing is rounded. Reading needs the type, because the
text of a number and the text of a code look alike.
"""

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Kind = TypeVar("Kind")
_hints = cache(get_type_hints)  # asked thousands of times for a handful of classes


def plain(value: Any) -> Any:
    """Return a value made of dataclasses, tuples, enumerations, decimals and days as JSON values."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    return value


def read(kind: type[Kind], value: Any) -> Kind:
    """Return what `plain` made JSON of. Fields that the JSON lacks take their defaults: older runs stay readable."""
    return _read(kind, value)


def _read(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        return kind(
            **{
                each.name: _read(hints[each.name], value[each.name])
                for each in fields(kind)
                if each.name in value
            }
        )
    origin, of = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _read(next(each for each in of if each is not type(None)), value)
    if origin is tuple:
        kinds = [of[0]] * len(value) if of[1:] == (...,) else list(of)
        return tuple(_read(each, part) for each, part in zip(kinds, value, strict=True))
    if kind is date:
        return date.fromisoformat(value)
    return kind(value)
