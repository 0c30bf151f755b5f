"""What the JSON schema says about a file's content, as problems with lines."""

import difflib
import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from importlib import resources
from itertools import islice
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from yunjiang.plans.problem import Problem, error
from yunjiang.plans.syntax import Parsed, Path

MOST_PROBLEMS = 500

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_formats = FormatChecker(formats=())


@_formats.checks("date", raises=ValueError)
def _is_date(value: object) -> bool:
    """Accept only days that exist, written 2025-12-31."""
    if not isinstance(value, str):
        return True
    if not _DATE.fullmatch(value):
        return False
    date.fromisoformat(value)
    return True


@cache
def schema() -> dict[str, Any]:
    """Return the JSON schema of plan files (draft 2020-12)."""
    return json.loads(resources.files("yunjiang.plans").joinpath("schema.json").read_text("utf-8"))


def violations(parsed: Parsed) -> list[tuple[Path, Problem]]:
    """Return where and how the content departs from the schema, the first 500."""
    validator = Draft202012Validator(schema(), format_checker=_formats)
    errors = islice(validator.iter_errors(parsed.content), MOST_PROBLEMS)
    return [found for each in errors for found in _problems(each, parsed)]


def _problems(fault: ValidationError, parsed: Parsed) -> Iterator[tuple[Path, Problem]]:
    path: Path = tuple(fault.absolute_path)
    field = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
    if fault.validator == "anyOf":
        yield from _closest_form(fault, parsed, path, field)
        return
    if fault.validator == "additionalProperties":
        form: Any = fault.schema
        content: Any = fault.instance
        allowed = form.get("properties", {})
        for name in [key for key in content if key not in allowed]:
            here = (*path, name)
            yield (
                here,
                error("unknown_field", parsed.line(here), field=name, suggestion=_similar(name, allowed)),
            )
        return
    if "propertyNames" in fault.absolute_schema_path:
        here = (*path, str(fault.instance))
        yield here, error("bad_code", parsed.line(here), value=str(fault.instance)[:60])
        return
    yield path, _problem(fault, field, parsed.line(path))


def _problem(fault: ValidationError, field: str, line: int) -> Problem:
    found: Any = fault.instance
    rule: Any = fault.validator_value
    match fault.validator:
        case "required":
            missing = [name for name in rule if name not in found]
            return error("field_missing", line, fields=", ".join(missing), inside=field)
        case "type" if rule == "string" and _kind(found) == "number":
            return error("number_for_text", line, field=field, value=str(found))
        case "type":
            expected = rule if isinstance(rule, str) else "/".join(rule)
            return error("wrong_type", line, field=field, expected=expected, found=_kind(found))
        case "const" | "enum":
            allowed = [rule] if fault.validator == "const" else list(rule)
            names = [str(each) for each in allowed]
            return error(
                "not_allowed",
                line,
                field=field,
                value=str(found)[:60],
                allowed=", ".join(names),
                suggestion=_similar(str(found), names),
            )
        case "format":
            return error("not_a_date", line, field=field, value=str(found)[:60])
        case "pattern":
            return error("bad_text", line, field=field, value=str(found)[:60])
        case "minItems" | "minLength" | "minProperties":
            return error("too_few", line, field=field, least=rule)
        case "maxItems" | "maxLength":
            return error("too_many", line, field=field, most=rule)
        case _:  # minimum, maximum
            return error(
                "out_of_range", line, field=field, value=str(found)[:60], rule=f"{fault.validator} {rule}"
            )


def _closest_form(
    fault: ValidationError, parsed: Parsed, path: Path, field: str
) -> Iterator[tuple[Path, Problem]]:
    """Report the errors of the one form that the writer evidently meant, or that no form fits."""
    by_form: dict[int, list[ValidationError]] = {}
    for each in fault.context or ():
        by_form.setdefault(int(each.schema_path[0]), []).append(each)
    meant = [
        form
        for form in by_form.values()
        if not any(each.validator in ("type", "const", "enum") and not each.path for each in form)
    ]
    if len(meant) == 1:
        for each in meant[0]:
            yield from _problems(each, parsed)
        return
    yield path, error("no_form_fits", parsed.line(path), field=field, found=_kind(fault.instance))


def _kind(found: Any) -> str:
    if found is None:
        return "null"
    names: dict[type, str] = {bool: "boolean", str: "string", list: "array", dict: "object"}
    return names.get(type(found), "number")


def _similar(word: str, words: Iterable[str]) -> str:
    return next(iter(difflib.get_close_matches(word, list(words), n=1)), "")
