"""Keys of a list in the usual order, and what lies behind one, as a comparison of rows that an index follows."""

from typing import Any, NamedTuple

from django.db.models import BooleanField, F, Func, Q, QuerySet, Value

USUAL = ("path", "pk")


class Key(NamedTuple):
    """Where a row lies in a list: the path of its unit, then its number."""

    path: str
    pk: int


class _Behind(Func):
    """(path, id) > (…, …): both databases read it as one place in the index; path > … OR path = … AND id > … they do not."""

    output_field = BooleanField()

    def __init__(self, key: Key) -> None:
        super().__init__(F("path"), F("pk"), Value(key.path), Value(key.pk))

    def as_sql(self, compiler: Any, connection: Any, **_context: Any) -> tuple[str, Any]:  # type: ignore[override]
        parts = [compiler.compile(each) for each in self.get_source_expressions()]
        path, number, other_path, other_number = [text for text, _values in parts]
        values = [value for _text, values in parts for value in values]
        return f"({path}, {number}) > ({other_path}, {other_number})", values


def behind(key: Key) -> Q:
    """Return the condition that a row lies behind a key."""
    return Q(_Behind(key))


def following(rows: QuerySet[Any], key: Key | None) -> QuerySet[Any]:
    """Return the rows behind a key; all of them behind none."""
    return rows if key is None else rows.filter(behind(key))
