"""Opening a cycle: worked out first, then written down as plan and tree stood."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from yunjiang.access import services as access
from yunjiang.ledger.models import DataSet
from yunjiang.organizations import calendar
from yunjiang.organizations import services as organizations
from yunjiang.returns import cycles, steps
from yunjiang.returns.models import Cell, Place, Question, Return, Rhythm, Section, State, StepKind
from yunjiang.returns.refusals import CycleThere, ExtensionOver, NothingAsked, NotThisRhythm, ReasonMissing
from yunjiang.standards import periods


def outlined(world, code="2024", rhythm=Rhythm.ANNUAL):
    return cycles.outline(world.version, rhythm, periods.parse(code), DataSet.OPERATIONAL)


def test_it_works(world):
    cycle = world.open("2024")
    assert cycle.name == "小规划 2024年年报"
    assert {each.organization.key for each in Return.objects.filter(cycle=cycle)} == {
        "530100",
        "530300",
        "530102",
        "530103",
        "530302",
        "yn-zgh",
    }
    report = world.report("wuhua")
    assert [each.indicator for each in report.sections.order_by("rank")] == ["1.1.1", "1.1.3", "1.2.1"]
    assert report.cells.count() == 4
    assert (report.state, report.version) == (State.NOT_STARTED, 0)
    assert report.steps.get().kind == StepKind.OPENED


def test_an_outline_writes_nothing(world):
    found = outlined(world)
    assert found.cell_count == 15  # three counties are asked four, two prefectures and the union one each
    assert not Place.objects.exists()


def test_units_that_owe_nothing_stand_between(world):
    cycle = world.open("2024-Q1")
    assert {each.organization.key for each in cycle.places.all()} == {
        "530000", "530100", "530300", "530102", "530103", "530302"
    }  # fmt: skip
    assert Return.objects.filter(cycle=cycle).count() == 3


def test_parents_come_first(world):
    cycle = world.open("2024")
    order = [each.organization.key for each in cycle.places.order_by("rank")]
    assert order.index("530000") < order.index("530100") < order.index("530102")


def test_the_first_lead_that_is_open_accepts_and_else_the_owner(world):
    world.open("2024")
    leads = {each.indicator: each.lead.key for each in world.report("wuhua").sections.select_related("lead")}
    assert leads == {"1.1.1": "yn-zgh", "1.1.3": "530000", "1.2.1": "530000"}


def test_the_measure_of_two_indicators_stands_where_the_unit_owes_it(world):
    world.open("2024")
    assert world.report("kunming").cells.get().section.indicator == "1.1.2"
    assert world.report("wuhua").cells.get(question__code="proposals").section.indicator == "1.1.1"
    assert Question.objects.get(code="proposals").serves == ["1.1.1", "1.1.2"]


def test_duties_make_prefectures_and_departments_tell_of_the_year(world):
    world.open("2024")
    assert world.report("kunming").owes_narrative
    assert world.report("union").owes_narrative
    assert not world.report("wuhua").owes_narrative


def test_a_unit_that_only_owes_words_has_a_return(world):
    organizations.open_organization(
        "yn-jyt", on=date(2022, 1, 1), kind="department", code="yn-jyt", name="教育厅", short_name="教育厅",
        parent=world.units["province"],
    )  # fmt: skip
    cycle = world.open("2024")
    report = Return.objects.get(cycle=cycle, organization__key="yn-jyt")
    assert report.owes_narrative
    assert not report.sections.exists()


def test_a_rename_later_changes_nothing(world):
    cycle = world.open("2024")
    organizations.rename(world.units["wuhua"], on=date(2024, 6, 1), name="新五华", short_name="新五华")
    assert cycle.places.get(organization=world.units["wuhua"]).name == "wuhua"
    assert world.post("wuhua").state == State.POSTED


def test_a_merger_learned_later_does_not_keep_a_return_out_of_the_ledger(world):
    world.open("2024")
    organizations.merge(world.units["wuhua"], into=world.units["panlong"], on=date(2024, 12, 1))
    assert world.post("wuhua").state == State.POSTED


def test_sources_of_two_rhythms_data_sets_and_plans_differ(world):
    annual, quarter = world.open("2024"), world.open("2024-Q1")
    again = world.open("2024", data_set=DataSet.DEMONSTRATION)
    sources = list(Section.objects.values_list("source", flat=True))
    assert len(sources) == len(set(sources))
    assert "return:small/2024/530102/1.1.1" in sources
    assert "return:small/2024-Q1/530102/1.2.2" in sources
    assert "return:small+demonstration/2024/530102/1.1.1" in sources
    assert {annual.code, quarter.code, again.code} == {"2024", "2024-Q1"}


def test_a_cycle_is_opened_once(world):
    world.open("2024")
    with pytest.raises(CycleThere):
        world.open("2024")
    assert Cell.objects.count() == 15


def test_nobody_is_asked_in_a_rhythm_without_indicators(world):
    with pytest.raises(NothingAsked):
        world.open("2024-H1")


@pytest.mark.parametrize(
    ("rhythm", "code"),
    [(Rhythm.ANNUAL, "2024-Q1"), (Rhythm.QUARTER, "2024"), (Rhythm.ANNUAL, "2026"), (Rhythm.ANNUAL, "2020")],
)
def test_a_period_must_be_the_rhythms_and_within_the_plan(world, rhythm, code):
    with pytest.raises(NotThisRhythm):
        outlined(world, code, rhythm)


def test_the_outline_says_what_is_odd(world):
    access.end(world.people["clerks"].assignments.get(), timezone.localdate())
    odd = {each.code: each.concerns for each in outlined(world).oddities}
    assert odd == {"nobody_responsible": ("kunming", "panlong", "qujing", "union")}


def test_days_off_of_a_prefecture_hold_for_its_counties_alone(world):
    calendar.declare(date(2024, 12, 31), is_working=False, name="火把节", organization=world.units["kunming"])
    cycle = world.open("2024")
    assert world.report("wuhua").due_on == date(2024, 12, 30)
    assert world.report("wuhua").in_time_until == date(2024, 12, 31)
    assert world.report("qilin").due_on == cycle.due_on == date(2024, 12, 31)


def test_due_days_move_when_the_calendar_is_entered(world):
    cycle = world.open("2024")
    calendar.declare(date(2024, 12, 31), is_working=False, name="调休")
    assert cycles.recompute_due(cycle) == 6
    assert world.report("wuhua").due_on == date(2024, 12, 30)
    assert cycles.recompute_due(cycle) == 0


def test_an_extension_needs_a_reason_and_a_day_to_come(world):
    world.open("2024")
    today = timezone.localdate()
    with pytest.raises(ReasonMissing):
        cycles.extend(world.report("wuhua"), today, " ", world.people["office"])
    with pytest.raises(ExtensionOver):
        cycles.extend(world.report("wuhua"), today - timedelta(days=1), "停电", world.people["office"])
    report = cycles.extend(world.report("wuhua"), today, "停电", world.people["office"])
    assert report.extended_to == today
    assert report.steps.order_by("-id").first().until == today
    assert steps.is_intact(report)
