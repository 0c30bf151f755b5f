"""Reading: the sheet, what lies with a person, how far a cycle has come, lists; each in a bounded number of queries."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from yunjiang.access import services as access
from yunjiang.access.models import Role
from yunjiang.returns import comparing, cycles, lists, queries, workflow
from yunjiang.returns.lists import Wanted
from yunjiang.returns.models import State
from yunjiang.returns.tests.world import FIRST_DAY


def keys(reports) -> list[str]:
    return [each.organization.key for each in reports]


def test_a_sheet_lays_everything_out(world, django_assert_max_num_queries):
    world.open("2023")
    world.post("wuhua", "2023", proposals=7)
    world.open("2024")
    world.fill("wuhua", unions=3)
    report = world.report("wuhua")
    with django_assert_max_num_queries(9):
        sheet = queries.sheet(report)
    assert [each.section.indicator for each in sheet.sections] == ["1.1.1", "1.1.3", "1.2.1"]
    assert sheet.answered_count == 1
    by_code = {each.code: each for each in sheet.cells}
    assert (by_code["proposals"].last, by_code["proposals"].last_code) == (7, "2023")
    assert by_code["unions"].part_of == "enterprises"
    assert sheet.slots == ()


def test_a_sheet_of_words_shows_every_place_for_them(world):
    world.open("2024")
    world.tell("kunming")
    slots = queries.sheet(world.report("kunming")).slots
    assert [(each.action, each.heading, each.is_owed) for each in slots] == [
        ("1.1", "progress", True),
        ("1.2", "progress", True),
        ("", "progress", True),
        ("", "problems", False),
        ("", "next_steps", False),
        ("", "next_year", True),
    ]
    assert slots[2].text == "办了三场活动"
    assert slots[2].changed_by.username == "clerk"


def test_a_lead_is_shown_its_own_section(world):
    world.open("2024")
    sheet = queries.sheet(world.report("wuhua"), sections=["1.1.1"])
    assert [each.section.indicator for each in sheet.sections] == ["1.1.1"]
    assert sheet.slots == sheet.steps == ()


def test_things_lie_with_the_nearest_holder(world):
    world.open("2024")
    people = world.people
    assert keys(queries.asked_of(people["clerk"]).to_fill) == ["530102"]
    # Whoever has no officer of his own falls to the province's.
    assert keys(queries.asked_of(people["clerks"]).to_fill) == ["530100", "530103", "530300", "yn-zgh"]
    assert queries.asked_of(people["auditor"]).count == 0


def test_what_is_submitted_lies_with_the_desk(world):
    world.open("2024")
    world.fill_all("wuhua")
    world.submit("wuhua")
    world.fill_all("qilin")
    world.submit("qilin")
    assert keys(queries.asked_of(world.people["reviewer"]).to_review) == ["530102"]
    # Qujing has no reviewer: the office stands in.
    assert keys(queries.asked_of(world.people["office"]).to_review) == ["530302"]
    assert queries.asked_of(world.people["clerk"]).count == 0


def test_what_is_approved_lies_with_the_leads(world):
    world.open("2024")
    world.fill_all("wuhua")
    world.submit("wuhua")
    world.approve("wuhua")
    (led,) = queries.asked_of(world.people["lead"]).to_accept
    assert [each.indicator for each in led.sections] == ["1.1.1"]
    (own,) = queries.asked_of(world.people["office"]).to_accept
    assert [each.indicator for each in own.sections] == ["1.1.3", "1.2.1"]
    world.accept("wuhua", "1.1.1", by="lead")
    assert queries.asked_of(world.people["lead"]).count == 0


def test_words_only_lie_with_the_office(world):
    world.open_department()
    world.open("2024")
    world.tell("department")
    world.submit("department")
    (whole,) = queries.asked_of(world.people["office"]).to_accept
    assert whole.sections == ()


def test_a_locked_return_is_asked_of_nobody(world):
    cycle = world.open("2024")
    cycles.set_lock(cycle, timezone.localdate(), "汇总", world.people["office"])
    assert queries.asked_of(world.people["clerk"]).count == 0
    cycles.extend(world.report("wuhua"), timezone.localdate(), "停电", world.people["office"])
    assert queries.asked_of(world.people["clerk"]).count == 1


def test_an_inbox_costs_five_queries_at_most(world, django_assert_max_num_queries):
    world.open("2024")
    for unit in ("wuhua", "panlong", "qilin"):
        world.fill_all(unit)
        world.submit(unit)
    with django_assert_max_num_queries(5):
        queries.asked_of(world.people["office"])


def at(day: str):
    return time_machine.travel(datetime.fromisoformat(f"{day}T12:00:00+08:00").astimezone(UTC), tick=False)


def test_progress_counts_units_and_all_below(world, django_assert_num_queries):
    with at("2024-12-20"):
        cycle = world.open("2024")
        world.fill_all("wuhua")
        world.submit("wuhua")
    with at("2025-01-02"):
        world.fill_all("qilin")
        world.submit("qilin")
    with django_assert_num_queries(2):
        progress = queries.progress(cycle, today=date(2025, 1, 3))
    total = progress.total
    assert (total.owed_count, total.handed_in_count, total.in_time_count, total.late_count) == (6, 2, 1, 5)
    assert total.completeness_rate == Decimal(2) / 6
    assert total.timeliness_rate == Decimal(1) / 6
    of = {each.place.organization_id: each for each in progress.units}
    kunming = of[world.id("kunming")]
    assert (kunming.tally.owed_count, kunming.tally.handed_in_count, kunming.depth) == (3, 1, 1)
    assert kunming.tally.in_state(State.NOT_STARTED) == 2
    assert of[world.id("province")].report is None


def test_progress_of_one_unit(world):
    cycle = world.open("2024")
    progress = queries.progress(cycle, world.id("kunming"))
    assert [each.place.organization.key for each in progress.units] == ["530100", "530102", "530103"]
    assert progress.total.owed_count == 3


def test_progress_costs_the_same_however_many_units(world, django_assert_num_queries):
    cycle = world.open("2024-Q1")
    with django_assert_num_queries(2):
        queries.progress(cycle)


def test_in_time_is_judged_by_the_first_submission(world):
    with at("2024-12-30"):
        cycle = world.open("2024")
        world.fill_all("wuhua")
        world.submit("wuhua")
        workflow.send_back(world.report("wuhua"), {"funds": "单位是元"}, world.people["reviewer"])
    with at("2025-01-20"):
        world.submit("wuhua")
        assert queries.progress(cycle).total.in_time_count == 1
        assert world.id("wuhua") not in {each.report.organization_id for each in queries.late(cycle)}


@pytest.mark.parametrize(
    ("handed_in", "is_late"),
    [
        ("2022-12-30", False),
        ("2022-12-31", False),
        ("2023-01-01", True),
    ],  # the 31st is a Saturday; the notice's word
)
def test_late_only_once_the_named_day_is_over(world, handed_in, is_late):
    with at("2022-12-01"):
        cycle = world.open("2022")
        assert world.report("wuhua", "2022").due_on == date(2022, 12, 30)
    with at(handed_in):
        world.fill_all("wuhua", "2022")
        world.submit("wuhua", "2022")
    late = {each.report.organization_id: each for each in queries.late(cycle, date(2023, 1, 3))}
    assert (world.id("wuhua") in late) == is_late
    assert late[world.id("panlong")].days == 3
    assert not late[world.id("panlong")].has_come


def test_an_extension_is_in_time(world):
    with at("2025-01-02"):
        cycle = world.open("2024")
        cycles.extend(world.report("wuhua"), date(2025, 1, 10), "机构调整", world.people["office"])
    with at("2025-01-10"):
        world.fill_all("wuhua")
        world.submit("wuhua")
    assert queries.progress(cycle, world.id("wuhua")).total.in_time_count == 1


def test_lists_go_page_by_page(world, django_assert_max_num_queries):
    cycle = world.open("2024")
    world.fill("wuhua", proposals=1)
    every = lists.readable(world.people["office"], cycle)
    with django_assert_max_num_queries(3):
        first = lists.page(every, size=4)
    second = lists.page(every, after=first.after, size=4)
    assert keys(first.reports) + keys(second.reports) == [
        "530100",
        "530102",
        "530103",
        "530300",
        "530302",
        "yn-zgh",
    ]
    assert second.after is None
    wuhua = first.reports[1]
    assert (wuhua.answered_count, wuhua.cell_count) == (1, 4)
    assert lists.count(every) == 6


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(states=[State.DRAFT]), ["530103"]),
        (Wanted(is_handed_in=True), ["530102"]),
        (Wanted(is_handed_in=False, text="qi"), ["530302"]),
        (Wanted(text="5301"), ["530100", "530102", "530103"]),
    ],
)
def test_lists_are_filtered(world, wanted, found):
    cycle = world.open("2024")
    world.fill_all("wuhua")
    world.submit("wuhua")
    world.fill("panlong", proposals=1)
    every = lists.readable(world.people["office"], cycle)
    assert (
        keys(each for each in lists.page(every, wanted).reports if each.organization.key != "530300") == found
    )


def test_lists_by_tree_desk_and_lead(world):
    cycle = world.open("2024")
    world.fill_all("wuhua")
    world.submit("wuhua")
    every = lists.readable(world.people["office"], cycle)
    kunming, union = world.id("kunming"), world.id("union")
    assert keys(lists.page(every, Wanted(below=kunming)).reports) == ["530100", "530102", "530103"]
    assert keys(lists.page(every, Wanted(desk=kunming)).reports) == ["530102"]
    assert keys(lists.page(every, Wanted(lead=union)).reports) == ["530102", "530103", "530302"]


def test_what_changed_since_the_approval(world):
    world.open("2024")
    world.fill_all("wuhua")
    world.submit("wuhua")
    world.approve("wuhua")
    approval = world.report("wuhua").steps.get(kind="approved")
    workflow.send_back(world.report("wuhua"), {"funds": "单位是元"}, world.people["office"])
    world.fill("wuhua", funds=100000)
    (difference,) = comparing.differences(world.report("wuhua"), approval)
    assert (difference.key, difference.before["value"], difference.after["value"]) == (
        "funds",
        "10",
        "100000",
    )
    assert difference.is_value


def test_two_hundred_officers_at_once(world, django_assert_max_num_queries):
    world.open("2024")
    for number in range(20):
        person = access.create_person(
            f"p{number}", "", name="p", organization=None, is_password_checked=False
        )
        access.assign(person, Role.REPORTING_OFFICER, world.units["panlong"], valid_from=FIRST_DAY)
    with django_assert_max_num_queries(2):
        assert keys(queries.asked_of(person).to_fill) == ["530103"]


def test_overdue_counts_from_the_last_day_in_time(world):
    with at("2025-01-05"):
        cycle = world.open("2024")
        assert {each.days for each in queries.late(cycle)} == {5}
        assert queries.late(cycle, date(2024, 12, 31)) == []
        assert queries.late(cycle, date(2025, 1, 1))[0].days == 1
