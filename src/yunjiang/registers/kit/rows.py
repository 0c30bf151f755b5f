"""A field that is filled in row by row: a word, a comparison and an input each, such as the conditions of a rule.

For models' fields that hold something structured: their `formfield` gives a `RowsField`, and their `told(value)` says the value
as a sentence wherever a record is shown. Pages draw the rows; nobody types or reads JSON.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Row:
    """One row: what is compared, how, with what is entered into its own field; `unit` stands after the input."""

    code: str
    name: str | Promise
    comparison: str | Promise
    field: forms.Field
    unit: str | Promise = ""


class Entered(dict[str, Any]):
    """What was sent for the rows, by code, not yet understood."""


class RowsInput(forms.Widget):
    """Reads what was sent; draws the bare rows, which pages dress."""

    def __init__(self, rows: Sequence[Row]) -> None:
        super().__init__()
        self.rows = rows

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Entered:
        if isinstance(data.get(name), Mapping):  # not from a page: all rows at once
            return Entered(data[name])
        return Entered({
            each.code: each.field.widget.value_from_datadict(data, files, input_name(name, each.code)) for each in self.rows
        })  # fmt: skip

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        start = (attrs or {}).get("id", f"id_{name}")
        drawn = (
            (row.name, row.comparison, self.drawn(row, name, value, {"id": f"{start}_{row.code}"}), row.unit)
            for row in self.rows
        )
        return format_html_join("", "<div>{} {} {} {}</div>", drawn)

    def drawn(self, row: Row, name: str, value: Any, attrs: Mapping[str, Any]) -> SafeString:
        """Return the input of one row; `value` is that of the whole field."""
        held = row.field.prepare_value((value or {}).get(row.code))
        return row.field.widget.render(input_name(name, row.code), held, dict(attrs))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(key.startswith(input_name(name, "")) for key in data)


class RowsField(forms.Field):
    """The rows as a field of a form; its value is what `join` makes of the rows, and `spread` takes apart again."""

    def __init__(
        self,
        rows: Sequence[Row],
        *,
        join: Callable[[Mapping[str, Any]], Any],
        spread: Callable[[Any], Mapping[str, Any]],
        told: Callable[[Any], str],
        **options: Any,
    ) -> None:
        self.rows, self.join, self.spread, self.told = rows, join, spread, told
        super().__init__(widget=RowsInput(rows), required=False, **options)

    def clean(self, value: Any) -> Any:
        """Understand each row and join them. Raises ValidationError with every fault, its code that of its row."""
        found, faults = {}, []
        for row in self.rows:
            try:
                found[row.code] = row.field.clean((value or {}).get(row.code))
            except ValidationError as refused:
                faults += [
                    ValidationError(f"{row.name}{row.comparison}: {text}", code=row.code)
                    for text in refused.messages
                ]
        if faults:
            raise ValidationError(faults)
        return self.join(found)

    def prepare_value(self, value: Any) -> Mapping[str, Any]:
        """Return what stands in each row: what was sent, or what the value says."""
        return value if isinstance(value, Entered) else self.spread(value or {})


def input_name(field: str, code: str) -> str:
    """Return the name of a row's input."""
    return f"{field}__{code}"
