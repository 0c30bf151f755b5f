"""Reading Parquet files: typed columns as the texts that a person would have written."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from .problems import FileRefused
from .sheets import WHITE, Cells, Sheet, frame_of, sheet_of

_CHUNK = 50_000


def read(path: Path) -> Sheet:
    """Return the sheet of a Parquet file; its columns' names are the headings, in row 1. Raises FileRefused."""
    try:
        return sheet_of(frame_of(_rows(path)))
    except (pa.ArrowException, OSError) as error:
        raise FileRefused("parquet_damaged", reason=str(error).splitlines()[0]) from error


def _rows(path: Path) -> Iterator[tuple[int, Cells]]:
    with pq.ParquetFile(path) as file:
        yield 1, list(file.schema_arrow.names)
        number = 1
        for batch in file.iter_batches(batch_size=_CHUNK):
            columns = [[as_text(value) for value in column.to_pylist()] for column in batch.columns]
            for cells in zip(*columns, strict=True):
                number += 1
                yield number, list(cells)


def as_text(value: Any) -> str | None:
    """Return a typed value as text: days in ISO form, numbers with the digits that are certain, nothing for nothing."""
    if value is None:
        return None
    if isinstance(value, str):
        return value.strip(WHITE).replace("\x00", "") or None
    if isinstance(value, float):
        # 15 digits are what a double holds for certain and what Excel shows; 0.1 + 0.2 is 0.3 again.
        return f"{value:.15g}"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ") if value.time() != datetime.min.time() else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
