"""What holds of figures whatever the ledger."""

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yunjiang.figures.answering import answer
from yunjiang.figures.engines.duck import DuckEngine
from yunjiang.figures.figure import Window
from yunjiang.figures.question import BARE, BEGINNING, END, Answer, Ask, Kind, Request
from yunjiang.figures.sums import Shelf
from yunjiang.figures.tests import ledgers
from yunjiang.figures.tests.journal import Journal
from yunjiang.figures.tests.ledgers import COUNTIES, EAST, MEASURES, PROVINCE, UNITS, WEST

ENGINE = DuckEngine(threads=1)
LEVELS = [measure for measure, kind in MEASURES.items() if kind is Kind.LEVEL]
unhurried = settings(max_examples=ledgers.EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


def everything(journal: Journal, *, position: int | None = None) -> Request:
    """Ask for every measure at every unit, of all days and of one year, in the tree in which nothing moves."""
    forest, _ = ledgers.grown((WEST, WEST, EAST))
    asks = [
        Ask(figure, measure, kind, window, forest, counts_persons=counts)
        for figure, (measure, kind, window, counts) in enumerate(
            (measure, kind, window, counts)
            for measure, kind in MEASURES.items()
            for window in (Window(BEGINNING, END), Window(date(2021, 1, 1), date(2021, 12, 31)))
            for counts in ((False,) if kind is Kind.LEVEL else (False, True))
        )
    ]
    return Request(0, journal.position if position is None else position, asks, UNITS)


def asked(journal: Journal, request: Request) -> Answer:
    with tempfile.TemporaryDirectory() as directory:
        shelf = Shelf(Path(directory) / "sums", ENGINE, LEVELS)
        return answer(request, journal.holdings(Path(directory)), shelf, ENGINE)


@given(st.data())
@unhurried
def test_rebuilt_equals_incremental(data: st.DataObject) -> None:
    journal = data.draw(ledgers.journals())
    request = everything(journal)
    with tempfile.TemporaryDirectory() as directory:
        shelf = Shelf(Path(directory) / "sums", ENGINE, LEVELS)
        for count in range(len(journal.seals) + 1):
            holdings = replace(journal, seals=journal.seals[:count]).holdings(Path(directory))
            grown = answer(request, holdings, shelf, ENGINE)
        names = {path.name for path in shelf.directory.glob("*.parquet")}
        assert shelf.clear() == len(names)
        assert answer(request, holdings, shelf, ENGINE) == grown
        assert {path.name for path in shelf.directory.glob("*.parquet")} <= names


@given(st.data())
@unhurried
def test_where_seals_fall_does_not_matter(data: st.DataObject) -> None:
    journal = data.draw(ledgers.journals())
    positions = st.lists(st.integers(1, max(1, journal.position)), unique=True).map(sorted)
    elsewhere = replace(journal, seals=[seal for seal in data.draw(positions) if seal <= journal.position])
    request = everything(journal, position=data.draw(st.integers(0, journal.position)))
    assert asked(journal, request) == asked(elsewhere, request)


@given(st.data())
@unhurried
def test_children_sum_to_the_parent(data: st.DataObject) -> None:
    journal = data.draw(ledgers.journals())
    request = everything(journal)
    summed = [ask for ask in request.asks if not ask.counts_persons]
    alone = [replace(ask, forest=BARE) for ask in summed]
    found = asked(journal, request.only([*summed, *alone], UNITS))
    for parent, children in ((PROVINCE, (WEST, EAST)), (WEST, COUNTIES[:2]), (EAST, COUNTIES[2:])):
        for term in range(len(summed)):
            parts = [found.get((term, child, 0)) for child in children]
            known = [
                part for part in (*parts, found.get((len(summed) + term, parent, 0))) if part is not None
            ]
            whole = found.get((term, parent, 0))
            assert (whole.quantity if whole else 0) == sum(part.quantity for part in known)
            assert (whole.entry_count if whole else 0) == sum(part.entry_count for part in known)


@given(st.data())
@unhurried
def test_a_reversal_restores_every_figure(data: st.DataObject) -> None:
    journal = data.draw(ledgers.journals())
    before = asked(journal, everything(journal))
    for lines in data.draw(st.lists(st.lists(ledgers.lines(), min_size=1, max_size=3), max_size=4)):
        posting = journal.post(*lines)
        if data.draw(st.booleans()):
            journal.seal()
        journal.withdraw(posting)
    assert asked(journal, everything(journal)) == before


@given(st.data())
@unhurried
def test_the_order_of_postings_does_not_matter(data: st.DataObject) -> None:
    # Of levels the order is what tells two observations of one day apart, so here every day has one.
    posted = data.draw(
        st.lists(
            ledgers.lines(),
            max_size=10,
            unique_by=lambda line: (line.measure, line.organization, line.happened_on),
        )
    )
    journals = []
    for order in (posted, data.draw(st.permutations(posted))):
        journals.append(Journal())
        for number, line in enumerate(order):
            journals[-1].post(line)
            if number % 3 == 2:
                journals[-1].seal()
    first, second = journals
    assert asked(first, everything(first)) == asked(second, everything(second))


@given(st.data())
@unhurried
def test_what_was_known_at_a_position_stays_what_it_was(data: st.DataObject) -> None:
    journal = data.draw(ledgers.journals())
    position = journal.position
    before = asked(journal, everything(journal))
    for lines in data.draw(st.lists(st.lists(ledgers.lines(), min_size=1, max_size=2), max_size=3)):
        journal.post(*lines)
    journal.seal()
    assert asked(journal, everything(journal, position=position)) == before
