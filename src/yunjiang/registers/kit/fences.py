"""Rows out of a stretch of an index that is cut off first and looked through then, whatever a planner makes of it.

Given a stretch, further conditions and an order all at once, a planner may take another index, or sort everything. Neither
database moves a condition into a part of a statement that has a LIMIT: that part is read as it stands, and no further.
"""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import BooleanField, Case, F, Q, QuerySet, Value, When

from .keys import Key


def fitting(stretch: QuerySet[Any], fits: Q, most: int) -> list[Key]:
    """Return the keys of those that fit, `most` of them, among the rows of a stretch, which is cut off: `rows[:20_000]`."""
    asked = Case(When(fits, then=Value(True)), default=Value(False), output_field=BooleanField())
    named = {"at": F("path"), "number": F("pk"), "fits": asked}
    inside = stretch.annotate(**named).values_list(*named)
    connection = connections[inside.db]
    try:
        statement, values = inside.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:  # no row can lie in such a stretch
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT at, number FROM ({statement}) AS stretch WHERE fits ORDER BY at, number LIMIT {most:d}",  # noqa: S608
            values,
        )
        return [Key(*each) for each in cursor.fetchall()]
