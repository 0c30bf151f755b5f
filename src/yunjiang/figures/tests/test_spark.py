"""Every text is Spark's as well; where Spark is installed, it gives the same answers, types included."""

import os
import tempfile
from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import sqlglot
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yunjiang.figures import reading, sql
from yunjiang.figures.answering import answer
from yunjiang.figures.engines import Scan
from yunjiang.figures.engines.dialect import in_dialect
from yunjiang.figures.engines.duck import DuckEngine
from yunjiang.figures.question import Kind
from yunjiang.figures.sums import WHOLE, Shelf
from yunjiang.figures.tests import ledgers
from yunjiang.figures.tests.journal import Journal, Line

LEVELS = [measure for measure, kind in ledgers.MEASURES.items() if kind is Kind.LEVEL]
TEXTS = ("sum_up", "merge", "persons", "statements", "cube")
SECTIONS = frozenset(
    {
        "flows",
        "entries",
        "stretches",
        "stretches_and_entries",
        "unfolded",
        "marks",
        "marks_and_unfolded",
        "told",
    }
    | {"levels", "succession", "both", "labels", "rosters", "amounts", "sums"}
)


@pytest.mark.parametrize(
    "text", [*map(sql.text, TEXTS), sql.text("answer", SECTIONS)], ids=[*TEXTS, "answer"]
)
def test_every_text_is_carried_over(text: str) -> None:
    carried = in_dialect(text, "spark")
    assert sqlglot.parse_one(carried, read="spark").sql(dialect="spark", pretty=True) == carried
    assert "MATERIALIZED" not in carried


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    if find_spec("pyspark") is None:
        pytest.skip("Spark is not installed (uv sync --extra spark)")
    from pyspark.sql import SparkSession

    from yunjiang.figures.engines.spark import SparkEngine

    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    session = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "1")
        .getOrCreate()
    )
    yield SparkEngine(session)
    session.stop()


def test_spark_sums_up_as_duckdb_does_with_the_same_types(spark: Any, tmp_path: Path) -> None:
    journal = Journal()
    journal.post(
        Line(11, 4, date(2021, 3, 31), 5, since_on=date(2021, 1, 1)), Line(11, 4, date(2021, 3, 2), 2)
    )
    corrected = journal.post(Line(13, 4, date(2021, 3, 31), 5), Line(11, 4, date(2021, 3, 2), 1))
    journal.correct(corrected, Line(13, 4, date(2021, 3, 31), 6))
    journal.seal()
    [sealed] = journal.holdings(tmp_path).sealed
    relations = {"entries": Scan((str(sealed.path),), WHOLE), "levels": reading.NOTHING.select(["measure"])}
    ours = DuckEngine(threads=1).run(sql.text("sum_up"), relations)
    theirs = spark.run(sql.text("sum_up"), relations)
    assert theirs.schema.types == ours.schema.types
    assert theirs.to_pylist() == ours.to_pylist()


@given(st.data())
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
def test_spark_answers_as_duckdb_does(spark: Any, data: st.DataObject) -> None:
    journal = data.draw(ledgers.journals())
    request, _ = data.draw(ledgers.requests(journal))
    with tempfile.TemporaryDirectory() as directory:
        holdings = journal.holdings(Path(directory))
        found = []
        for name, engine in (("duckdb", DuckEngine(threads=1)), ("spark", spark)):
            shelf = Shelf(Path(directory) / name, engine, LEVELS)
            found.append(answer(request, holdings, shelf, engine))
    assert found[0] == found[1]
