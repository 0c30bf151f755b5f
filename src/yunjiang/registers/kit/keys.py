"""Keys of a list in the usual order, and what lies behind or before one, as comparisons of rows that an index follows."""

from typing import Any, NamedTuple

from django.db.models import BooleanField, F, Func, QuerySet, Value


class Key(NamedTuple):
    """Where a row lies in a list: the path of its unit, then its number."""

    path: str
    pk: int


class _Compared(Func):
    """(path, id) > (…, …): both databases read it as one place in the index; path > … OR path = … AND id > … they do not."""

    output_field = BooleanField()

    def __init__(self, key: Key, sign: str) -> None:
        super().__init__(F("path"), F("pk"), Value(key.path), Value(key.pk))
        self._sign = sign

    def as_sql(self, compiler: Any, connection: Any, **_context: Any) -> tuple[str, Any]:  # type: ignore[override]
        parts = [compiler.compile(each) for each in self.get_source_expressions()]
        path, number, other_path, other_number = [text for text, _values in parts]
        values = [value for _text, values in parts for value in values]
        return f"({path}, {number}) {self._sign} ({other_path}, {other_number})", values


def following(rows: QuerySet[Any], key: Key | None) -> QuerySet[Any]:
    """Return the rows behind a key; all of them behind none."""
    return rows if key is None else rows.filter(_Compared(key, ">"))


def up_to(rows: QuerySet[Any], key: Key) -> QuerySet[Any]:
    """Return the rows before a key and at it."""
    return rows.filter(_Compared(key, "<="))
