"""What is gathered for the rules: the last return, the ledger, the registers, the units below and beside."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yunjiang.returns import checking, cycles
from yunjiang.returns.models import Rhythm
from yunjiang.returns.tests.checks.conftest import COUNTIES, Checked
from yunjiang.standards import periods

GOOD = {"trained": 2200, "contests": 8, "skilled": 2400, "expert": 700}


def test_it_works(checked: Checked) -> None:
    checked.say("甲", **GOOD)
    assert checked.findings("甲") == {}


def test_blank_cells_are_found_and_zero_is_not_blank(checked: Checked) -> None:
    checked.say("乙", trained=0, contests=0, skilled=0)
    assert set(checked.findings("乙")) == {"required expert"}


def test_the_ledger_says_what_was_told_last_time(checked: Checked) -> None:
    checked.say("甲", **(GOOD | {"trained": 6300}))
    [finding] = checked.findings("甲").values()
    assert finding.rule == "jump"
    assert finding.facts["last"] == 2100
    assert finding.facts["period"] == "2022"
    assert finding.facts["proportion"] == 2


def test_what_was_handed_in_last_time_counts_before_it_is_accepted(checked: Checked) -> None:
    checked.say("甲", hand_in=True, **(GOOD | {"trained": 6300}))
    year_2023 = checked.cycle
    checked.cycle = cycles.open_cycle(
        checked.version, Rhythm.ANNUAL, periods.parse("2024"), "operational", by=None
    )
    checked.say("甲", **(GOOD | {"trained": 6400}))
    assert "jump trained" not in checked.findings("甲")
    year_2023.returns.update(state="draft")
    found = checked.findings("甲")
    assert "jump trained" not in found  # nothing is known of 2023: nobody compares with the year before that


def test_the_registers_stand_beside_what_is_reported(checked: Checked) -> None:
    checked.say("甲", **(GOOD | {"contests": 18}))
    finding = checked.findings("甲")["register_differs contests"]
    assert (finding.facts["register"], finding.facts["difference"]) == (8, 10)


def test_a_part_is_held_against_its_whole(checked: Checked) -> None:
    checked.say("甲", **(GOOD | {"expert": 2401}))
    assert checked.findings("甲")["part_exceeds expert"].is_hard


def test_a_prefecture_is_held_against_its_counties(checked: Checked) -> None:
    for name in COUNTIES[1:]:
        checked.say(name, hand_in=True, contests=2)
    checked.say("州", contests=20)
    assert "below_differs contests" not in checked.findings(
        "州"
    )  # 甲 has yet to report, and may bring the other two
    checked.say("州", contests=10)
    finding = checked.findings("州")["below_differs contests"]
    assert (finding.facts["together"], finding.facts["told"], finding.facts["silent"]) == (18, 9, 1)
    checked.say("甲", hand_in=True, **GOOD)
    checked.say("州", contests=26)
    assert "below_differs contests" not in checked.findings("州")


def test_drafts_of_others_are_nobodys_business(checked: Checked) -> None:
    for name in COUNTIES:
        checked.say(name, contests=2)
    checked.say("州", contests=10)
    assert "below_differs contests" not in checked.findings("州")


def test_a_unit_is_compared_with_those_of_its_kind(checked: Checked) -> None:
    for number, name in enumerate(COUNTIES[1:]):
        checked.say(name, hand_in=True, trained=100 + number)
    checked.say("甲", **(GOOD | {"trained": 3900}))
    finding = checked.findings("甲")["peers trained"]
    assert finding.facts["usual"] == 104
    assert finding.facts["direction"] == "up"


def test_an_explanation_settles_a_soft_finding(checked: Checked) -> None:
    checked.say("甲", explaining="全县集中轮训农民工，新增班次四十个", **(GOOD | {"trained": 6300}))
    assert checked.findings("甲")["jump trained"].is_explained


def test_an_explanation_that_says_nothing_does_not(checked: Checked) -> None:
    checked.say("甲", explaining="属实。", **(GOOD | {"trained": 6300}))
    assert checked.findings("甲")["short_explanation trained"].is_hard


@pytest.mark.parametrize("count", [1, 10])
def test_many_returns_cost_no_more_queries_than_one(checked: Checked, count: int) -> None:
    for name in COUNTIES:
        checked.say(name, hand_in=True, **GOOD)
    reports = list(checked.cycle.returns.filter(organization__key__in=COUNTIES[:count]))
    checking.findings_of_many(reports)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = checking.findings_of_many(reports)
    assert len(found) == count
    assert len(queries) <= 24


def test_across_asks_about_sheets_that_are_alike(checked: Checked) -> None:
    for name in COUNTIES:
        checked.say(name, hand_in=True, **GOOD)
    found = {each.rule for each in checking.across(checked.cycle)}
    assert found <= {"identical_sheets", "at_target", "copied_sheets", "heaping"}


def test_returns_not_handed_in_are_in_no_pattern(checked: Checked) -> None:
    for name in COUNTIES:
        checked.say(name, **GOOD)
    assert checking.across(checked.cycle) == []


def test_values_keep_their_decimals(checked: Checked) -> None:
    checked.say("甲", **(GOOD | {"trained": Decimal("2200.5")}))
    assert checked.findings("甲")["decimals trained"].facts["scale"] == 0
