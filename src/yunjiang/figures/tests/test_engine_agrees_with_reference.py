"""The SQL text over sums, segments and tail gives what plain Python gives over the list of entries."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yunjiang.figures import reading
from yunjiang.figures.answering import answer
from yunjiang.figures.engines.duck import DuckEngine
from yunjiang.figures.question import Kind
from yunjiang.figures.sums import Shelf
from yunjiang.figures.tests import ledgers, reference

ENGINE = DuckEngine(threads=1)
LEVELS = [measure for measure, kind in ledgers.MEASURES.items() if kind is Kind.LEVEL]


@pytest.fixture(autouse=True)
def _small_chunks_are_summed_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SUMMED_FROM", 3)


@given(st.data())
@settings(max_examples=3 * ledgers.EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_amount_is_that_of_the_reference(data: st.DataObject) -> None:
    journal = data.draw(ledgers.journals())
    request, trees = data.draw(ledgers.requests(journal))
    with tempfile.TemporaryDirectory() as directory:
        holdings = journal.holdings(Path(directory))
        shelf = Shelf(Path(directory) / "sums", ENGINE, LEVELS)
        found = answer(request, holdings, shelf, ENGINE)
    assert found == reference.answer(request, journal.entries, trees)
