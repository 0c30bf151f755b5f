"""The published values: each row is posted as printed or listed with the reason why not."""

from collections import Counter
from decimal import Decimal

import pytest

from yunjiang.demonstration import published
from yunjiang.demonstration.published import Statement
from yunjiang.ledger.models import Bound, DataSet, Entry, Measure, MeasureKind, Posting
from yunjiang.plans.document import PlanDocument

STATEMENTS = published.statements()
BY_ROW = {each.row: each for each in STATEMENTS}
OWN = {each.code: each for each in published.declarations()}


def test_every_row_is_posted_or_listed_with_a_reason() -> None:
    assert [each.row for each in STATEMENTS] == list(range(1, 138))
    undated = [each for each in STATEMENTS if not each.is_posted]
    assert [each.row for each in undated] == [56, 135, 136]
    assert all("无法入账" in each.note and "undated" in each.period for each in undated)
    assert all(each.measure for each in STATEMENTS if each.is_posted)


def test_every_row_says_why_it_does_or_does_not_match_the_plan() -> None:
    assert all(each.note for each in STATEMENTS)
    assert Counter(each.match for each in STATEMENTS) == {"exact": 23, "different": 39, "none": 75}
    for each in STATEMENTS:
        assert bool(each.plan_indicators) == (each.match != "none"), each.row


def test_readings_stand_beside_the_rows_they_read() -> None:
    labels = [line["indicator"] for line in published._lines("readings.csv")]
    assert labels == [each.label for each in STATEMENTS]


@pytest.mark.parametrize(
    ("row", "printed", "quantity", "unit"),
    [
        (1, "541.28万人", "5412800", "人"),
        (24, "12.8万人次", "128000", "人次"),
        (71, "13.16亿元", "1316000000", "元"),
        (96, "2001.17万人次", "20011700", "人次"),
        (113, "2631760万元", "26317600000", "元"),
        (114, "2.29亿元", "229000000", "元"),
        (132, "85.52%", "85.52", "%"),
        (110, "23062140元", "23062140", "元"),
    ],
)
def test_ten_thousands_and_hundred_millions_convert_exactly(
    row: int, printed: str, quantity: str, unit: str
) -> None:
    statement = BY_ROW[row]
    assert (statement.printed, statement.quantity, statement.plain_unit) == (printed, Decimal(quantity), unit)


def test_every_quantity_is_whole_in_its_measure_and_unit(plan: PlanDocument) -> None:
    scales = {each.code: each for each in (*plan.measures, *OWN.values())}
    for each in STATEMENTS:
        if each.is_posted:
            measure = scales[each.measure]
            scaled = each.quantity.scaleb(measure.scale)
            assert scaled == scaled.to_integral_value(), each.row
            assert published.is_same_unit(each.plain_unit, measure.unit), each.row


def test_the_plans_measures_take_only_exact_matches(plan: PlanDocument) -> None:
    for each in STATEMENTS:
        if not each.is_posted:
            continue
        if each.match == "exact":
            (indicator,) = each.plan_indicators
            assert plan.indicator(indicator).measures()[0] == each.measure, each.row
            assert not each.is_expected, each.row
        else:
            assert each.measure in OWN, each.row
    assert set(OWN) == {each.measure for each in STATEMENTS if each.measure in OWN}


def test_stretches_belong_to_flows_and_days_are_in_order(plan: PlanDocument) -> None:
    kinds = {each.code: each.kind for each in (*plan.measures, *OWN.values())}
    for each in STATEMENTS:
        if each.since_on:
            assert each.happened_on
            assert each.since_on <= each.happened_on, each.row
            assert kinds[each.measure] == MeasureKind.FLOW, each.row
        assert each.bound in Bound.values
        assert (each.precision == "none") == (not each.is_posted)


@pytest.mark.parametrize(
    ("row", "bound"), [(28, "at_least"), (51, "about"), (73, "at_least"), (116, "at_least"), (1, "exact")]
)
def test_bounds_follow_the_quote(row: int, bound: str) -> None:
    assert BY_ROW[row].bound == bound


def test_percentages_are_never_summed_up_the_tree() -> None:
    assert {each.code for each in OWN.values() if each.unit == "%"} == {
        each.code for each in OWN.values() if not each.is_additive
    }


def test_conflicts_are_named_from_both_sides() -> None:
    for each in STATEMENTS:
        for other in each.conflicts_with:
            assert each.row in BY_ROW[other].conflicts_with


def test_persons_and_person_times_are_different_units() -> None:
    assert published.is_same_unit("名", "人")
    assert not published.is_same_unit("人", "人次")
    assert not published.is_same_unit("家", "家次")


def _evidence(row: int) -> dict[str, object]:
    evidence = Posting.objects.get(source=published.source(row)).evidence
    assert isinstance(evidence, dict)
    return evidence


def test_loading_posts_each_dated_row_once(yunnan: PlanDocument) -> None:
    receipt = published.load("tests")
    assert (receipt.posted_count, receipt.entry_count) == (134, 134)
    again = published.load("tests")
    assert (again.batch, again.unchanged_count) == (None, 134)
    assert receipt.batch is not None
    assert receipt.batch.data_set == DataSet.PUBLISHED


def test_what_was_printed_wrong_is_posted_as_printed_and_says_so(yunnan: PlanDocument) -> None:
    published.load("tests")
    entry = Entry.objects.get(posting__source=published.source(113))
    assert entry.quantity == 2_631_760_0000_00  # fen
    assert "照录" in str(_evidence(113)["doubt"])
    assert _evidence(113)["printed"] == "2631760万元"
    assert _evidence(21)["conflicts_with"] == ["publication:34"]
    assert _evidence(117)["is_expected"] is True
    assert "提前完成" in str(_evidence(1)["quote"])


def test_a_value_in_another_unit_than_its_measure_is_refused(
    yunnan: PlanDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    published.load("tests")
    Measure.objects.filter(code="worker_visits").update(unit="人")

    def only_visits() -> list[Statement]:
        return [BY_ROW[127]]

    monkeypatch.setattr(published, "statements", only_visits)
    with pytest.raises(published.UnitDiffers, match="127"):
        published.load("tests")
