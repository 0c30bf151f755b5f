"""Which rows of a segment the database holds differently from its sealed file."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa

from .. import entry_tables, segment_files
from ..flaws import Flaw
from ..models import Posting, Segment
from ..sorting import ORDER, in_order

TOLD = 20  # rows a segment


def differences(segment: Segment, path: Path) -> Iterator[Flaw]:
    """Yield the rows that differ between the database and a sealed file that is known to be good, in its order."""
    file = _frame(segment_files.read(path))
    database = _frame(in_order(entry_tables.read(segment.first_position - 1, segment.last_position)))
    columns = [name for name in entry_tables.SCHEMA.names if name != "id"]
    both = file.join(database, on="id", how="full", suffix=" in database", coalesce=False)
    differing = both.filter(
        pl.any_horizontal(
            pl.col("id").is_null(),
            pl.col("id in database").is_null(),
            *(pl.col(name).ne_missing(pl.col(f"{name} in database")) for name in columns),
        )
    ).sort([pl.coalesce(name, f"{name} in database") for name in ORDER])
    for row in islice(differing.iter_rows(named=True), TOLD):
        yield _flaw(segment, row, columns)
    if differing.height > TOLD:
        yield Flaw(
            "segment_more_differences",
            {"segment": segment.number, "count": differing.height - TOLD},
        )


def _frame(batches: Iterator[pa.RecordBatch]) -> pl.DataFrame:
    frame = pl.from_arrow(pa.Table.from_batches(batches, schema=entry_tables.SCHEMA))
    assert isinstance(frame, pl.DataFrame)
    return frame


def _flaw(segment: Segment, row: dict[str, Any], columns: list[str]) -> Flaw:
    if row["id in database"] is None:
        return Flaw("segment_row_only_in_file", {"segment": segment.number, "entry": row["id"]})
    facts = {"segment": segment.number, "entry": row["id in database"], "source": _source(row)}
    if row["id"] is None:
        return Flaw("segment_row_only_in_database", facts)
    column = next(name for name in columns if row[name] != row[f"{name} in database"])
    return Flaw(
        "segment_row_differs",
        facts | {"column": column, "database": row[f"{column} in database"], "file": row[column]},
    )


def _source(row: dict[str, Any]) -> str:
    posting = Posting.objects.filter(pk=row["posting in database"]).first()
    return f"{posting.source}, revision {posting.revision}" if posting else "?"
