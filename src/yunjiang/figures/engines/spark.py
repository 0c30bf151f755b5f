"""Spark, for ledgers beyond one machine: the same texts, carried over by sqlglot. Needs the extra `spark` and a Java 17.

Files must lie where every worker can read them. Small relations go along with the text.
"""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession

from yunjiang.figures.engines import Relation, Rows, Scan, Union
from yunjiang.figures.engines.dialect import in_dialect


class SparkEngine:
    """Runs texts in a Spark session. Names of relations are views of the session, so one text runs at a time."""

    def __init__(self, session: SparkSession) -> None:
        self._session = session
        session.conf.set("spark.sql.session.timeZone", "UTC")
        session.conf.set("spark.sql.ansi.enabled", "true")  # an overflow is an error, as in DuckDB

    def run(self, text: str, relations: Mapping[str, Relation]) -> pa.Table:
        """Return what `text` selects over `relations`."""
        return self._selected(text, relations).toArrow()

    def rows(self, text: str, relations: Mapping[str, Relation]) -> list[tuple[Any, ...]]:
        """Return what `text` selects as tuples."""
        return [tuple(row) for row in self._selected(text, relations).collect()]

    def _selected(self, text: str, relations: Mapping[str, Relation]) -> DataFrame:
        for name, relation in relations.items():
            self._frame(relation).createOrReplaceTempView(name)
        return self._session.sql(in_dialect(text, "spark"))

    def _frame(self, relation: Relation) -> DataFrame:
        if isinstance(relation, Union):
            first, *others = (self._frame(part) for part in relation.parts)
            for other in others:
                first = first.unionByName(other)
            return first
        if isinstance(relation, Scan):
            return self._part(self._session.read.parquet(*relation.paths), relation)
        if isinstance(relation, Rows):
            return self._part(self._session.createDataFrame(relation.table), relation)
        return self._session.createDataFrame(relation)

    def _part(self, frame: DataFrame, part: Scan | Rows) -> DataFrame:
        frame.createOrReplaceTempView("part")
        text = f"SELECT {', '.join(part.columns)} FROM part WHERE {part.condition}"
        return self._session.sql(in_dialect(text, "spark"))
