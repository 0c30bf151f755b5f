"""What is gathered for the rules: the last return, the ledger, the registers, the units below and beside."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import journal

from yunjiang.returns import checking
from yunjiang.returns.models import Counting, Rhythm
from yunjiang.returns.tests.checks.conftest import COUNTIES, Checked

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
    checked.open(Rhythm.ANNUAL, "2024")
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


def test_sums_of_the_year_are_held_against_the_quarter_before_and_the_year_before(checked: Checked) -> None:
    journal.post("""
        2022-Q1 · 甲 · jobs · 50
        2022-Q2 · 甲 · jobs · 60
        2023-Q1 · 甲 · jobs · 100
    """)
    checked.open(Rhythm.QUARTER, "2023-Q2", Counting.TO_DATE)
    checked.say("甲", jobs=90)
    fallen = checked.findings("甲")["sum_falls jobs"]
    assert (fallen.facts["standing"], fallen.facts["period"]) == (100, "2023-Q1")
    checked.say("甲", jobs=330)
    leap = checked.findings("甲")["jump jobs"]
    assert (leap.facts["last"], leap.facts["period"], leap.facts["proportion"]) == (110, "2022-Q2", 2)


def test_a_quarter_handed_in_stands_before_it_is_accepted(checked: Checked) -> None:
    checked.open(Rhythm.QUARTER, "2023-Q1", Counting.TO_DATE)
    checked.say("甲", hand_in=True, jobs=100)
    checked.open(Rhythm.QUARTER, "2023-Q2", Counting.TO_DATE)
    checked.say("甲", jobs=99)
    assert "sum_falls jobs" in checked.findings("甲")


def test_the_first_quarter_has_nothing_to_fall_below(checked: Checked) -> None:
    journal.post("2022-Q4 · 甲 · jobs · 500")
    checked.open(Rhythm.QUARTER, "2023-Q1", Counting.TO_DATE)
    checked.say("甲", jobs=30)
    assert checked.findings("甲") == {}


def test_a_series_of_quarters_is_a_history(checked: Checked) -> None:
    quarters = ["2021-Q2", "2021-Q3", "2021-Q4", "2022-Q1", "2022-Q2", "2022-Q3", "2022-Q4", "2023-Q1"]
    journal.post("".join(f"{each} · 甲 · jobs · {1000 + n * 5}\n" for n, each in enumerate(quarters)))
    checked.open(Rhythm.QUARTER, "2023-Q2")
    checked.say("甲", jobs=1200)
    finding = checked.findings("甲")["modified_z jobs"]
    assert (finding.facts["count"], finding.facts["usual"]) == (8, 1018)


def test_counties_that_all_meet_their_target_exactly_are_asked_about(checked: Checked) -> None:
    # Handed down over five years: after three of them three fifths are required.
    checked.allocate("1.1.1", **dict.fromkeys(COUNTIES, 1826))
    journal.post("".join(f"2022 · {name} · trained · 700\n" for name in COUNTIES[1:]))
    for name in COUNTIES:
        checked.say(name, hand_in=True, **(GOOD | {"trained": 395}))
    checked.say("甲", hand_in=True, **GOOD)
    [pattern] = [each for each in checking.across(checked.cycle) if each.rule == "at_target"]
    assert pattern.questions == ("trained",)
    assert (pattern.facts["exact"], pattern.facts["count"]) == (9, 10)


def test_rates_reach_their_target_by_their_two_answers(checked: Checked) -> None:
    for number, name in enumerate(COUNTIES):
        checked.say(name, hand_in=True, skilled=1000 + number * 100, expert=300 + number * 30)
    patterns = {each.questions: each for each in checking.across(checked.cycle) if each.rule == "at_target"}
    assert patterns["expert",].facts["exact"] == 10


def test_the_site_may_have_rules_of_its_own(checked: Checked, settings, tmp_path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("version: own\nrules: {jump: {is_on: false}}", "utf-8")
    settings.YUNJIANG_RETURN_RULES = str(own)
    checked.say("甲", **(GOOD | {"trained": 6300}))
    assert checked.findings("甲") == {}
