"""Sheets of what is said of firms from a day on: headcounts and operating states, each row of a firm that is on record."""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext

from yunjiang.registers.kit.declaration import Column, Intake
from yunjiang.registers.kit.intake.problems import ROW, SCHEMA

from .models import Enterprise

_FIRM = Column("enterprise", ["统一社会信用代码", "单位统一社会信用代码"], is_required=True, is_code=True)
_PARTS = ("women", "migrant_workers")


def wrong(rows: pl.DataFrame) -> pl.DataFrame:
    """Return what is wrong with rows beyond single cells: days on which nothing can have been so, more of a part than of all."""
    opened = _opened(rows)
    found = [
        (row[ROW], column, "firm_wrong", text)
        for row in rows.iter_rows(named=True)
        for column, text in _faults(row, opened)
    ]
    return pl.DataFrame(found, schema=SCHEMA, orient="row")


def _opened(rows: pl.DataFrame) -> Mapping[int, Any]:
    known = rows["enterprise"].drop_nulls().unique().to_list() if "enterprise" in rows.columns else []
    found: dict[int, Any] = {}
    for first in range(0, len(known), 500):
        some = Enterprise.objects.filter(pk__in=known[first : first + 500])
        found |= dict(some.values_list("pk", "opened_on"))
    return found


def _faults(row: Mapping[str, Any], opened: Mapping[int, Any]) -> Iterator[tuple[str, str]]:
    column = "as_of_on" if "as_of_on" in row else "since_on"
    day, begun = row.get(column), opened.get(row.get("enterprise") or 0)
    if day is not None and day > timezone.localdate():
        yield column, gettext("This day lies ahead.")
    elif day is not None and begun is not None and day < begun:
        yield column, gettext("The firm did not exist yet: it began on %(on)s.") % {"on": begun}
    staff = row.get("staff")
    for part in _PARTS:
        count = row.get(part)
        if staff is not None and count is not None and count > staff:
            yield part, gettext("There cannot be more of them than staff.")


HEADCOUNTS = Intake(
    columns=(
        _FIRM,
        Column("as_of_on", ["日期", "截止日期"], is_required=True, is_code=False),
        Column("staff", ["职工人数", "职工总数"], is_required=True),
        Column("women", ["女职工人数", "其中女职工"]),
        Column("migrant_workers", ["农民工人数", "其中农民工"]),
        Column("dispatched", ["劳务派遣人数", "劳务派遣"]),
        Column("evidence", ["数据来源"]),
    ),
    rules=[wrong],
    sheet_name="职工人数表",
)
OPERATIONS = Intake(
    columns=(
        _FIRM,
        Column("status", ["经营状态"], is_required=True),
        Column("since_on", ["起始日期"], is_required=True, is_code=False),
        Column("evidence", ["依据"]),
    ),
    rules=[wrong],
    sheet_name="经营状态表",
)
