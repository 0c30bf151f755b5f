"""From a register's columns to JSON and its schema, and back."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from ninja import Schema
from ninja.parser import Parser
from pydantic import ConfigDict, Field, WithJsonSchema, create_model

from yunjiang.ledger.checking import unkeepable_character
from yunjiang.registers.kit import columns, contents, purposes
from yunjiang.registers.kit.columns import Cell, ColumnKind, Kind
from yunjiang.registers.kit.declaration import Register
from yunjiang.registers.kit.models import Record
from yunjiang.registers.kit.refusals import UnknownColumn

from .refusals import Unreadable

MOST = 500  # records moved at once: more are moved from the list
DEEPEST = 20  # levels of lists and objects in a request

# Local columns, which units declare while the site runs.
_LOCAL: Mapping[str, Any] = {
    "^extra__[a-z][a-z0-9_-]*$": {"type": ["string", "boolean", "number", "null"], "description": "自定义项"}
}
_REFERENCE = {
    "type": "object",
    "properties": {"id": {"type": "integer"}, "name": {"type": "string"}},
}
_SHAPES: Mapping[Kind, Mapping[str, Any]] = {
    Kind.MONEY: {"type": "string", "format": "decimal"},
    Kind.DAY: {"type": "string", "format": "date"},
    Kind.MOMENT: {"type": "string", "format": "date-time"},
    Kind.YES_NO: {"type": "boolean"},
    Kind.UNIT: _REFERENCE,
    Kind.PERSON: _REFERENCE,
    Kind.RECORD: _REFERENCE,
}


class Strict(Schema):
    """What is sent: a word that is not understood is refused instead of left alone."""

    model_config = ConfigDict(extra="forbid")


class Why(Strict):
    """What is sent with an act that needs nothing but its reason."""

    reason: str = Field(default="", max_length=400)


class MoveOffered(Schema):
    code: str
    name: str
    target: str
    asks: list[str]
    needs_reason: bool
    why_not: str


class Moves(Schema):
    """Which moves a record's state and the person's role allow; `why_not` says what still stands against one."""

    state: str
    moves: list[MoveOffered]


class Done(Schema):
    """What was done to many records: all of them, or the answer is a refusal."""

    asked: int
    changed: int


class Exact(Parser):
    """Reads a request's JSON without floats, and refuses what no database can keep."""

    def parse_body(self, request: HttpRequest) -> Any:
        try:
            read = json.loads(request.body, parse_float=Decimal, parse_constant=_no_number)
        except (ValueError, RecursionError) as error:
            raise Unreadable([("", str(error)[:200])]) from None
        _refuse_unkeepable(read, 0)
        if not isinstance(read, dict):
            raise Unreadable([("", "JSON object expected")])
        return read


def value_of(cell: Cell) -> Any:
    """Return what a reader may see of a column, as JSON has it: quantities exact, days and moments as ISO texts."""
    column, value = cell.column, cell.value
    if cell.is_masked:
        return cell.text or None
    if value is None:
        return None
    if column.is_relation:
        return {"id": value.pk, "name": cell.text}
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, bool | int | str | list | dict) else cell.text


def record_of(register: type[Register], record: Record, cells: Sequence[Cell]) -> dict[str, Any]:
    """Return a record as JSON has it; `masked` names the columns of which only a mask is shown."""
    return {
        "id": record.pk,
        "revision": record.revision,
        "created_at": timezone.localtime(record.created_at).isoformat(timespec="seconds"),
        "changed_at": timezone.localtime(record.changed_at).isoformat(timespec="seconds"),
        "is_voided": record.voided_at is not None,
        "is_demonstration": record.is_demonstration,
        "values": {cell.column.path: value_of(cell) for cell in cells},
        "masked": [cell.column.path for cell in cells if cell.is_masked],
    }


def record_schema(register: type[Register]) -> type[Schema]:
    """Return the schema of a register's records."""
    shown = {each.path: _schema(each) for each in columns.of(register)}
    properties = {path: _nullable(each) for path, each in shown.items()}
    values = {"type": "object", "properties": properties, "patternProperties": _LOCAL}
    fields: dict[str, Any] = {
        "id": (int, ...),
        "revision": (int, ...),
        "created_at": (str, ...),
        "changed_at": (str, ...),
        "is_voided": (bool, ...),
        "is_demonstration": (bool, ...),
        "values": (Annotated[dict[str, Any], WithJsonSchema(values)], ...),
        "masked": (list[str], ...),
    }
    return create_model(f"{_name(register)}Record", __base__=Schema, **fields)


def page_schema(register: type[Register], record: type[Schema]) -> type[Schema]:
    """Return the schema of a page of a register's records."""
    fields: dict[str, Any] = {
        "records": (list[record], ...),  # type: ignore[valid-type]
        "further": (str, Field(description="The parameter `after` of the next page; empty at the end.")),
        "count": (str, Field(description="How many there are, as far as it is quick: 37, 1000+.")),
    }
    return create_model(f"{_name(register)}Page", __base__=Schema, **fields)


def then_schema(register: type[Register]) -> type[Schema]:
    """Return the schema of a record as it was on a day."""
    return create_model(f"{_name(register)}Then", __base__=record_schema(register), on=(str, ...))


def unmask_schema(register: type[Register]) -> type[Schema]:
    """Return the schema of what is sent to see a hidden field whole: which, and what for."""
    purposes_of = {path: [each.code for each in purposes.allowed(register, path)] for path in register.masked}
    codes = list(dict.fromkeys(code for each in purposes_of.values() for code in each))
    fields: dict[str, Any] = {
        "path": (Annotated[str, WithJsonSchema({"type": "string", "enum": [*register.masked]})], ...),
        "purpose": (Annotated[str, WithJsonSchema({"type": "string", "enum": codes})], ...),
    }
    return create_model(f"{_name(register)}Unmask", __base__=Strict, **fields)


def wanted_schema(
    register: type[Register], paths: Sequence[str], title: str, *, with_records: bool = False
) -> type[Schema]:
    """Return the schema of what is sent to be written: values by path, and why; for many records, which.

    The register itself checks the values.
    """
    properties = {}
    for path in paths:
        column = columns.column(register, path)
        shape = {"type": "integer"} if column.is_relation else dict(_schema(column))
        properties[path] = _nullable({**shape, "title": str(contents.label(register, path))})
    values: dict[str, Any] = {
        "type": "object",
        "properties": properties,
        "patternProperties": _LOCAL,
        "additionalProperties": False,
    }
    fields: dict[str, Any] = {
        "values": (Annotated[dict[str, Any], WithJsonSchema(values)], Field(default_factory=dict)),
        "reason": (str, Field(default="", max_length=400)),
    }
    if with_records:
        number = Annotated[int, Field(ge=1, lt=1 << 63, strict=True)]
        fields["records"] = (list[number], Field(min_length=1, max_length=MOST))
    return create_model(f"{_name(register)}{title}", __base__=Strict, **fields)


def values_of(register: type[Register], wanted: Any) -> Mapping[str, Any]:
    """Return the values that were sent. Raises Unreadable for lists and objects, and for yes and no where they mean nothing."""
    values: Mapping[str, Any] = wanted.values
    problems = []
    for path, value in values.items():
        if isinstance(value, list | dict):
            problems.append((path[:60], gettext("One value is needed here.")))
        elif isinstance(value, bool) and not _is_yes_no(register, path):
            problems.append((path[:60], gettext("This is not asked with yes or no.")))
    if problems:
        raise Unreadable(problems)
    return values


def _is_yes_no(register: type[Register], path: str) -> bool:
    try:
        return columns.column(register, path).kind == Kind.YES_NO
    except UnknownColumn:
        return True  # the register says what is wrong with it


def written_paths(register: type[Register]) -> list[str]:
    """Return the paths that may be sent: what the sections show, but for what the register's logic sets."""
    paths = [path for section in register.sections.values() for path in section]
    state = register.flow.field if register.flow else ""
    return [path for path in dict.fromkeys(paths) if path not in register.fixed and path != state]


def _schema(column: ColumnKind) -> dict[str, Any]:
    shape: dict[str, Any] = {"title": str(column.label)}
    if column.mask is not None or column.kind == Kind.SEALED:
        return {**shape, "type": "string"}
    if column.kind == Kind.CHOICE:
        said = "; ".join(f"{value}={label}" for value, label in column.choices.items())
        return {**shape, "enum": [*column.choices], "description": said}
    if column.kind == Kind.NUMBER:
        is_whole = column.field is not None and "Integer" in type(column.field).__name__
        return {**shape, **({"type": "integer"} if is_whole else {"type": "string", "format": "decimal"})}
    return {**shape, **_SHAPES.get(column.kind, {"type": "string"})}


def _nullable(shape: Mapping[str, Any]) -> dict[str, Any]:
    told = dict(shape)
    if "enum" in told:
        told["enum"] = [*told["enum"], None]
    elif "type" in told:
        told["type"] = [told["type"], "null"]
    return told


def _name(register: type[Register]) -> str:
    return "".join(part.title() for part in register.code.replace("_", "-").split("-"))


def _no_number(text: str) -> Any:
    raise ValueError(text)


def _refuse_unkeepable(value: Any, depth: int) -> None:
    """Raise Unreadable for texts and numbers that not every database keeps, and for what is nested without end."""
    if depth > DEEPEST:
        raise Unreadable([("", "nested too deeply")])
    if isinstance(value, str):
        found = unkeepable_character(value)
        if found:
            raise Unreadable([("", found)])
    elif isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 1 << 63:
        raise Unreadable([("", "number too large")])
    elif isinstance(value, Mapping):
        for key, each in value.items():
            _refuse_unkeepable(key, depth + 1)
            _refuse_unkeepable(each, depth + 1)
    elif isinstance(value, list):
        for each in value:
            _refuse_unkeepable(each, depth + 1)
