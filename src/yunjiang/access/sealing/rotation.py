"""Sealing again, in the background, what is sealed under a key of before: batch by batch, begun again wherever it stopped.

Rooms say which columns they seal. Rows that are written once keep the key they were sealed under, so old keys stay in the ring.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from yunjiang.access import trail
from yunjiang.background.progress import Progress

from .envelope import is_current, open_many, seal_many

BATCH = 2_000


@dataclass(frozen=True)
class SealedColumn:
    """One column of sealed texts and the context under which they are sealed."""

    model: str  # app_label.Model
    field: str
    context: str


_columns: dict[tuple[str, str], SealedColumn] = {}


def keep(*columns: SealedColumn) -> None:
    """Have columns sealed again when the key changes; called when a room starts."""
    _columns.update({(each.model, each.field): each for each in columns})


def kept() -> list[SealedColumn]:
    """Return every column that is sealed again."""
    return list(_columns.values())


def reseal(arguments: Mapping[str, Any], progress: Progress) -> dict[str, int]:
    """Seal every kept column under the current key; return how many values of each were not. The background's work."""
    found: dict[str, int] = {}
    for column in kept():
        name = f"{column.model}.{column.field}"
        found[name] = _reseal(column, progress, name)
    trail.note("access.reseal", facts=found)
    return found


def _reseal(column: SealedColumn, progress: Progress, name: str) -> int:
    model = apps.get_model(column.model)
    last, seen, changed = 0, 0, 0
    total = model._base_manager.count()
    while rows := _next(model, column.field, last):
        last, seen = rows[-1][0], seen + len(rows)
        old = [(pk, bytes(value)) for pk, value in rows if not is_current(value)]
        if old:
            changed += _replace(model, column, old)
        progress.report(seen, total, name)
    return changed


def _next(model: type[models.Model], field: str, last: int) -> list[tuple[int, Any]]:
    rows = model._base_manager.filter(pk__gt=last).exclude(**{field: None}).order_by("pk")
    return list(rows.values_list("pk", field)[:BATCH])


def _replace(model: type[models.Model], column: SealedColumn, old: list[tuple[int, bytes]]) -> int:
    """Write values sealed anew, unless somebody has changed them meanwhile; return how many there were."""
    texts = open_many([value for _pk, value in old], column.context)
    fresh = seal_many(texts, column.context)
    columns = {each.name: str(each.column) for each in model._meta.concrete_fields}
    names = (model._meta.db_table, columns[column.field], columns[model._meta.pk.name])
    quoted = [connection.ops.quote_name(each) for each in names]
    changing = "UPDATE {0} SET {1} = %s WHERE {2} = %s AND {1} = %s".format(*quoted)  # noqa: S608 - names of our own
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(changing, [(new, pk, value) for new, (pk, value) in zip(fresh, old, strict=True)])
    return len(old)
