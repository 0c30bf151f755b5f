"""The machines that run the room's SQL texts: DuckDB in this process, Spark where one machine is outgrown.

A text reads named relations; an engine is told what stands behind each name (an Arrow table held in memory, or a scan of
Parquet files) and returns an Arrow table. No other module of the house imports an engine.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import pyarrow as pa


@dataclass(frozen=True)
class Scan:
    """Columns (SQL expressions) of those rows of some Parquet files that meet a condition (SQL, DuckDB's dialect).

    `keep` is a second condition, for a part that is asked again and again: an engine may hold the rows of each file that meet
    it in memory. A file, once written, never changes.
    """

    paths: tuple[str, ...]
    columns: tuple[str, ...]
    condition: str = "TRUE"
    keep: str = ""


@dataclass(frozen=True)
class Rows:
    """Columns of those rows of a table in memory that meet a condition."""

    table: pa.Table
    columns: tuple[str, ...]
    condition: str = "TRUE"


@dataclass(frozen=True)
class Union:
    """Several sources with the same columns, one after the other."""

    parts: tuple[Scan | Rows, ...]


Relation: TypeAlias = "pa.Table | Scan | Rows | Union"


class Engine(Protocol):
    """Runs one SQL text (DuckDB's dialect) over named relations."""

    def run(self, text: str, relations: Mapping[str, Relation]) -> pa.Table:
        """Return what `text` selects, with the column types it casts to."""
        ...

    def rows(self, text: str, relations: Mapping[str, Relation]) -> list[tuple[Any, ...]]:
        """Return what `text` selects as tuples: for answers of a few thousand rows."""
        ...
