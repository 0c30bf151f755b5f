"""Offers: from the registers by themselves, from last time by a click."""

from decimal import Decimal

import pytest
from tests import journal

from yunjiang.background.models import Job
from yunjiang.returns import filling, nightly, prefill
from yunjiang.returns.filling import Answer
from yunjiang.returns.models import Cell, CellChange, Origin, Return, State
from yunjiang.returns.refusals import ChangedMeanwhile, NothingOffered
from yunjiang.returns.tests.checks.conftest import Checked


def cell(report: Return, question: str) -> Cell:
    return Cell.objects.get(report=report, question__code=question)


def test_it_works(checked: Checked) -> None:
    report = checked.report("甲")
    assert prefill.offer(report) == prefill.Offered(3, 1)
    contests = cell(report, "contests")
    assert (contests.value, contests.origin, contests.changed_by) == (8, Origin.REGISTER, None)
    assert cell(report, "skilled").value is None
    offers = prefill.offers(report)
    assert {code: (each.value, each.origin) for code, each in offers.items()} == {
        "contests": (8, Origin.REGISTER),
        "skilled": (2300, Origin.LAST_TIME),
        "expert": (600, Origin.LAST_TIME),
    }
    assert offers["skilled"].period == "2022"
    assert offers["contests"].position is not None
    assert offers["contests"].is_taken


def test_what_happened_in_a_period_is_not_offered_from_the_one_before(checked: Checked) -> None:
    prefill.offer(checked.report("甲"))
    assert cell(checked.report("甲"), "trained").prefilled is None


def test_registers_begin_no_work(checked: Checked) -> None:
    report = checked.report("甲")
    prefill.offer(report)
    report.refresh_from_db()
    assert (report.state, report.version) == (State.NOT_STARTED, 1)
    [change] = CellChange.objects.filter(cell__report=report)
    assert (change.origin, change.after["value"]) == (Origin.REGISTER, "8")


def test_offering_again_changes_nothing(checked: Checked) -> None:
    prefill.offer(checked.report("甲"))
    assert prefill.offer(checked.report("甲")) == prefill.Offered()


def test_untouched_cells_follow_the_registers(checked: Checked) -> None:
    prefill.offer(checked.report("甲"))
    journal.post("2023-08-01 · 甲 · contests · 3", channel="evidenced")
    assert prefill.offer(checked.report("甲")) == prefill.Offered(1, 1)
    assert cell(checked.report("甲"), "contests").value == 11


def test_what_somebody_wrote_stays_and_the_offer_stands_beside_it(checked: Checked) -> None:
    report = checked.report("甲")
    prefill.offer(report)
    filling.save(report, {"contests": Answer(Decimal(9))}, by=None, origin=Origin.TYPED)
    journal.post("2023-08-01 · 甲 · contests · 3", channel="evidenced")
    assert prefill.offer(report) == prefill.Offered(1, 0)
    offer = prefill.offers(report)["contests"]
    assert (offer.value, offer.stands, offer.is_taken) == (11, 9, False)


def test_what_somebody_emptied_stays_empty(checked: Checked) -> None:
    report = checked.report("甲")
    prefill.offer(report)
    filling.save(report, {"contests": Answer(None)}, by=None, origin=Origin.TYPED)
    prefill.offer(report)
    assert cell(report, "contests").value is None


def test_taking_keeps_where_the_value_came_from(checked: Checked) -> None:
    report = checked.report("甲")
    prefill.offer(report)
    saved = prefill.take(report, ["skilled", "expert"], by=None, version=1)
    assert saved.changed_count == 2
    assert (cell(report, "skilled").value, cell(report, "skilled").origin) == (2300, Origin.LAST_TIME)
    assert prefill.offers(report)["skilled"].is_taken


def test_what_is_not_offered_cannot_be_taken(checked: Checked) -> None:
    with pytest.raises(NothingOffered):
        prefill.take(checked.report("甲"), ["skilled"], by=None)


def test_taking_from_a_form_that_is_out_of_date_is_refused(checked: Checked) -> None:
    report = checked.report("甲")
    prefill.offer(report)
    with pytest.raises(ChangedMeanwhile):
        prefill.take(report, ["skilled"], by=None, version=0)


def test_returns_handed_in_are_left_alone(checked: Checked) -> None:
    checked.say("甲", hand_in=True, contests=7)
    assert prefill.offer(checked.report("甲")) == prefill.Offered()
    assert cell(checked.report("甲"), "contests").prefilled is None


def test_sections_accepted_already_are_left_alone(checked: Checked) -> None:
    report = checked.report("甲")
    report.sections.update(is_accepted=True)
    assert prefill.offer(report) == prefill.Offered()


def test_a_prefecture_is_not_offered_what_its_counties_are_asked(checked: Checked) -> None:
    assert prefill.offer(checked.report("州")) == prefill.Offered()


def test_all_returns_of_open_cycles_are_offered_at_night(checked: Checked) -> None:
    assert nightly.offer({}, None) == {"offered": 3, "filled": 1}


def test_opening_a_cycle_asks_for_its_offers(checked: Checked) -> None:
    job = Job.objects.get(work="returns.offer")
    assert job.arguments == {"cycle": checked.cycle.pk}
    assert nightly.offer(job.arguments, None) == {"offered": 3, "filled": 1}
