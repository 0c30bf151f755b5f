"""The generated province: always the same for a seed, adds up, and shows what real returns show."""

from datetime import date
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunjiang.demonstration.province import loading
from yunjiang.demonstration.province.returns import Quarter, Reporter, quarters
from yunjiang.demonstration.province.shapes import SEASONS, shapes, sizes
from yunjiang.demonstration.province.sharing import share_out
from yunjiang.ledger.models import Batch, DataSet, Entry
from yunjiang.ledger.records import Record
from yunjiang.plans.document import PlanDocument

COUNTIES = [
    Reporter(n, f"{prefecture[:4]}{n:02}", "county", prefecture)
    for n, prefecture in enumerate((each for each in sizes() for _ in range(3)), start=1)
]
TO_COUNTIES = dict.fromkeys(shapes(), COUNTIES)


@pytest.fixture(scope="module")
def everything() -> list[Quarter]:
    return list(quarters(TO_COUNTIES))


def arrived(everything: list[Quarter]) -> dict[str, Record]:
    """Return what stands of each source in the end."""
    standing: dict[str, Record] = {}
    for quarter in everything:
        standing.update({record.source: record for record in quarter.records})
        for source in quarter.withdrawn:
            del standing[source]
    return standing


def test_the_same_seed_gives_the_same_province(everything: list[Quarter]) -> None:
    assert list(quarters(TO_COUNTIES)) == everything
    first = list(islice(quarters(TO_COUNTIES, seed=1), 2))
    assert first != everything[:2]


def test_quarters_come_in_the_order_of_their_days(everything: list[Quarter]) -> None:
    assert everything[0].last_on == date(2020, 12, 31)
    assert [each.last_on for each in everything] == sorted(each.last_on for each in everything)
    for quarter in everything:
        assert all(line.happened_on <= quarter.last_on for record in quarter.records for line in record.lines)


def test_a_source_comes_again_only_with_a_higher_revision(everything: list[Quarter]) -> None:
    revisions: dict[str, int] = {}
    for quarter in everything:
        for record in quarter.records:
            assert record.revision == revisions.get(record.source, 0) + 1
            revisions[record.source] = record.revision
    assert sum(revision > 1 for revision in revisions.values()) > 10


def test_there_are_zeros_silent_units_and_a_story_told_twice(everything: list[Quarter]) -> None:
    lines = [line for record in arrived(everything).values() for line in record.lines]
    assert any(line.quantity == 0 for line in lines)
    speaking = {line.organization for line in lines if line.measure == "urban_jobs_created"}
    assert len(speaking) == len(COUNTIES) - 3
    assert sum(len(each.withdrawn) for each in everything) == 1


def test_nobody_reports_what_no_shape_has(everything: list[Quarter]) -> None:
    reported = {line.measure for record in arrived(everything).values() for line in record.lines}
    assert "advanced_methods_spread" not in reported
    assert "private_enterprises_with_disclosure" not in reported


def test_a_part_is_never_larger_than_its_whole(everything: list[Quarter]) -> None:
    amounts: dict[tuple[str, int, date], int] = {}
    for record in arrived(everything).values():
        for line in record.lines:
            key = (line.measure, line.organization, line.happened_on)
            amounts[key] = amounts.get(key, 0) + int(line.quantity)
    wholes = {measure: shape.whole for measure, shape in shapes().items() if shape.whole}
    for (measure, unit, day), amount in amounts.items():
        if measure in wholes:
            assert amount <= amounts[wholes[measure], unit, day]


def test_every_measure_of_the_plan_has_a_shape(plan: PlanDocument) -> None:
    assert set(shapes()) == {measure.code for measure in plan.measures}
    assert all(sum(season) == 100 for season in SEASONS.values())


@given(st.integers(0, 10**13), st.lists(st.floats(0.01, 1000), min_size=1, max_size=40))
def test_nothing_is_lost_in_sharing_out(total: int, weights: list[float]) -> None:
    shares = share_out(total, weights)
    assert sum(shares) == total
    assert all(share >= 0 for share in shares)


@given(
    st.integers(0, 500), st.lists(st.tuples(st.floats(0, 10), st.integers(0, 60)), min_size=1, max_size=20)
)
def test_no_share_is_larger_than_its_cap(total: int, units: list[tuple[float, int]]) -> None:
    caps = [cap for _, cap in units]
    shares = share_out(total, [weight for weight, _ in units], caps)
    assert sum(shares) == min(total, sum(caps))
    assert all(share <= cap for share, cap in zip(shares, caps, strict=True))


def test_loading_can_be_stopped_and_taken_up_again(
    yunnan: PlanDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stopped(Exception):
        pass

    def stop_in_the_middle(quarter: Quarter) -> None:
        if quarter.last_on == date(2021, 6, 30):
            raise Stopped

    monkeypatch.setattr(loading, "quarters", lambda owing: islice(quarters(owing), 5))
    with pytest.raises(Stopped):
        loading.load(yunnan, "tests", after_quarter=stop_in_the_middle)
    loading.load(yunnan, "tests")
    again = loading.load(yunnan, "tests")
    assert (again.batch_count, again.entry_count) == (0, 0)
    titles = list(Batch.objects.values_list("title", flat=True))
    assert len(titles) == len(set(titles)) == 5
    assert set(Batch.objects.values_list("data_set", flat=True)) == {DataSet.DEMONSTRATION}
    assert Entry.objects.filter(weight=-1).exists()
    assert Entry.objects.filter(person__isnull=False).exists()
