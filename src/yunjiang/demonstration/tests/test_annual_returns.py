"""The generated province's annual returns: every state is seen, and nothing is told twice."""

from datetime import date
from decimal import Decimal

import pytest

from yunjiang.demonstration import reporting
from yunjiang.demonstration.province import annual, loading
from yunjiang.demonstration.province.returns import quarters
from yunjiang.ledger.models import DataSet, Entry
from yunjiang.plans import library
from yunjiang.plans import services as plans
from yunjiang.plans.document import PlanDocument
from yunjiang.returns import queries, steps
from yunjiang.returns.models import Cell, Return, State


def standing(entries) -> Decimal:
    return sum(
        (Decimal(each.quantity * each.weight).scaleb(-each.measure.scale) for each in entries), Decimal(0)
    )


@pytest.mark.slow
def test_every_state_is_seen_and_nothing_is_told_twice(yunnan: PlanDocument) -> None:
    version = plans.load(library.text("yunnan-2021-2025"), "tests").version
    cycle = reporting.open_cycle(version)
    every = list(quarters(loading.reporters_of(yunnan)))
    coming, told = annual.set_aside(every, *reporting.owed(cycle))
    loading.load(yunnan, "tests", coming=coming[-4:])
    posted_count = reporting.hand_in(cycle, told)

    total = queries.progress(cycle, today=date(2026, 1, 31)).total
    assert total.in_state(State.POSTED) == posted_count > total.owed_count * 0.7
    assert all(total.in_state(state) for state in State)
    assert 0 < total.late_count < total.owed_count * 0.2
    assert all(steps.is_intact(each) for each in Return.objects.filter(cycle=cycle)[:20])

    # What is posted of a measure is what the accepted cells say, and no quarter tells of it beside them.
    measure = "rationalization_proposals"
    entries = Entry.objects.filter(measure__code=measure, happened_on__year=annual.YEAR).select_related(
        "measure"
    )
    cells = Cell.objects.filter(question__code=measure, section__is_accepted=True, value__isnull=False)
    assert standing(entries) == sum(cells.values_list("value", flat=True))
    assert set(entries.values_list("posting__batch__data_set", flat=True)) == {DataSet.DEMONSTRATION}

    # Once more: what was begun is left as it is.
    assert reporting.open_cycle(version) == cycle
    assert reporting.hand_in(cycle, told) == 0


def test_a_year_posted_without_returns_is_not_asked_for_again(yunnan: PlanDocument) -> None:
    version = plans.load(library.text("yunnan-2021-2025"), "tests").version
    last = list(quarters(loading.reporters_of(yunnan)))[-2:]
    loading.load(yunnan, "tests", coming=last)
    assert reporting.open_cycle(version) is None


def test_setting_aside_loses_nothing(yunnan: PlanDocument) -> None:
    every = list(quarters(loading.reporters_of(yunnan)))
    owed = {"worker_visits": frozenset(unit.id for unit in loading.reporters_of(yunnan)["worker_visits"][:3])}
    left, told = annual.set_aside(every, owed, frozenset())
    newest = {record.source: record for quarter in every for record in quarter.records}
    expected = sum(
        line.quantity
        for record in newest.values()
        for line in record.lines
        if line.measure == "worker_visits"
        and line.organization in owed["worker_visits"]
        and line.happened_on.year == annual.YEAR
    )
    assert sum(told.values()) == expected > 0
    assert not any(
        line.measure == "worker_visits" and line.organization in owed["worker_visits"]
        for quarter in left
        for record in quarter.records
        for line in record.lines
        if line.happened_on.year == annual.YEAR
    )
