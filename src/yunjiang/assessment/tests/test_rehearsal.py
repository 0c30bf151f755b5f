"""What if silent units reported: the same as if they had, and nothing is written."""

from datetime import date
from decimal import Decimal

import pytest
from tests import journal

from yunjiang.assessment import rehearsal
from yunjiang.assessment.judging import judge
from yunjiang.assessment.rehearsal import Rehearsed
from yunjiang.assessment.rules.judgement import Status
from yunjiang.assessment.rules.supposing import Assumption
from yunjiang.assessment.silences import silences
from yunjiang.assessment.tests.conftest import MID_TERM, Small
from yunjiang.ledger import posting

OPERATIONAL = "operational"
SAME_AS_LAST_YEAR = """
2023 · 甲 · trained · 2000
2023 · 乙 · trained · 1600
2023 · 甲 · contests · 3
2023 · 乙 · contests · 0
2023-12-31 · 甲 · skilled · 2300
2023-12-31 · 乙 · skilled · 1900
2023-12-31 · 甲 · firms · 100
2023-12-31 · 甲 · covered · 85
2023-12-31 · 乙 · firms · 50
2023-12-31 · 乙 · covered · 30
"""


def rehearse(small: Small, unit: str = "省", on: date = MID_TERM, **how: object) -> dict[str, Rehearsed]:
    [place] = small.ids(unit)
    how.setdefault("assumption", Assumption.LAST)
    silent = silences(small.version, place, on=on, data_set=OPERATIONAL)
    found = rehearsal.rehearse(small.version, place, silent, on=on, data_set=OPERATIONAL, **how)  # type: ignore[arg-type]
    return {each.silence.indicator.code: each for each in found}


def test_it_works(small: Small) -> None:
    trained = rehearse(small)["1.1.1"]
    assert (trained.real.judgement.value, trained.supposed.judgement.value) == (7100, 10700)
    assert trained.real.judgement.status is Status.NOT_REPORTED
    assert trained.supposed.judgement.status is Status.ON_COURSE
    assert trained.supposed.judgement.forecast.value is not None


def test_everybody_silent_is_supposed_to_report(small: Small) -> None:
    trained = rehearse(small)["1.1.1"]
    assert set(trained.silence.silent) == set(small.ids("甲", "乙"))
    supposed = {each.organization_id: each.amounts.value for each in trained.units if each.amounts}
    assert supposed == dict(zip(small.ids("甲", "乙"), [2000, 1600], strict=True))
    assert trained.silence.is_due


def test_with_nobody_chosen_nothing_differs(small: Small) -> None:
    for each in rehearse(small, units=[]).values():
        assert each.supposed == each.real


@pytest.mark.parametrize("on", [MID_TERM, date(2024, 3, 15)])
def test_it_is_as_if_they_had_reported(small: Small, on: date) -> None:
    would = rehearse(small, on=on)
    journal.post(SAME_AS_LAST_YEAR)
    did = judge(small.version, small.ids("省"), on=on, data_set=OPERATIONAL)
    assert {each.indicator: each.judgement for each in did} == {
        code: each.supposed.judgement for code, each in would.items()
    }
    assert {each.indicator: each.facts for each in did} == {
        code: each.supposed.facts for code, each in would.items()
    }


def test_what_stands_is_replaced_and_not_added(small: Small) -> None:
    skilled = rehearse(small)["1.1.3"]
    assert skilled.supposed.judgement.value == 4200


def test_a_ratio_is_made_anew_of_its_sums(small: Small) -> None:
    coverage = rehearse(small)["1.1.4"]
    assert coverage.supposed.judgement.value is not None
    assert round(coverage.supposed.judgement.value, 4) == round(Decimal(115) * 100 / 150, 4)


def test_only_some_are_supposed_to_report(small: Small) -> None:
    trained = rehearse(small, units=small.ids("甲"))["1.1.1"]
    assert trained.supposed.judgement.value == 9100
    assert (trained.supposed.judgement.reported_count, trained.supposed.judgement.expected_count) == (1, 2)


def test_a_unit_below_is_rehearsed_for_itself(small: Small) -> None:
    small.allocate("1.1.1", 州=10000)
    assert rehearse(small, "州")["1.1.1"].supposed.judgement.value == 10700


def test_numbers_of_ones_own(small: Small) -> None:
    first, second = small.ids("甲", "乙")
    found = rehearse(small, assumption=Assumption.OWN, numbers={first: Decimal(900)})
    assert found["1.1.1"].supposed.judgement.value == 8000
    assert [each.organization_id for each in found["1.1.1"].units if each.amounts is None] == [second]
    rate = rehearse(small, assumption=Assumption.OWN, numbers={first: Decimal(90), second: Decimal(80)})
    assert round(rate["1.1.4"].supposed.judgement.value or 0, 4) == round(Decimal(130) * 100 / 150, 4)


def test_at_the_pace_of_the_period_before(small: Small) -> None:
    # 2021 and 2022 are as long as 2023; what stands went from 2000 to 2300 and from 1800 to 1900.
    found = rehearse(small, assumption=Assumption.RATE)
    assert found["1.1.1"].supposed.judgement.value == 10700
    assert found["1.1.3"].supposed.judgement.value == 2600 + 2000


def test_before_anything_is_due_it_is_the_running_period(small: Small) -> None:
    journal.post(SAME_AS_LAST_YEAR)
    found = rehearse(small, on=date(2024, 6, 30), assumption=Assumption.RATE)
    trained = found["1.1.1"]
    assert not trained.silence.is_due
    assert (trained.silence.period.first, trained.silence.period.last) == (
        date(2024, 1, 1),
        date(2024, 6, 30),
    )
    # 182 of 366 days at 2000 and 1600 in 365
    assert trained.supposed.judgement.value == 10700 + 997 + 798


def test_of_who_never_reported_nothing_can_be_supposed(db: None, small: Small) -> None:
    found = rehearse(small, on=date(2021, 12, 31))
    assert found == {}  # everybody reported 2021
    early = rehearse(small, on=date(2021, 6, 30))
    assert all(each.amounts is None for each in early["1.1.1"].units)
    assert early["1.1.1"].counted == 0
    assert early["1.1.1"].supposed == early["1.1.1"].real


def test_published_values_cannot_be_rehearsed(small: Small) -> None:
    assert silences(small.version, small.ids("省")[0], on=MID_TERM, data_set="published") == []


def test_nothing_is_written(small: Small) -> None:
    before = posting.position()
    rehearse(small)
    rehearse(small, assumption=Assumption.RATE)
    assert posting.position() == before


def test_a_past_position_is_rehearsed_as_it_was(small: Small) -> None:
    before = posting.position()
    journal.post(SAME_AS_LAST_YEAR)
    [place] = small.ids("省")
    assert silences(small.version, place, on=MID_TERM, data_set=OPERATIONAL) == []
    silent = silences(small.version, place, on=MID_TERM, data_set=OPERATIONAL, position=before)
    assert silent[0].is_due
