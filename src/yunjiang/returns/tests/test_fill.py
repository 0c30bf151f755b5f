"""Filling in: all answers or none, two at once learn of each other, nobody gets past lock or acceptance."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from yunjiang.permanence.refusals import WrittenOnceOnly
from yunjiang.returns import cycles, filling, workflow
from yunjiang.returns.filling import Answer
from yunjiang.returns.models import CellChange, Heading, Origin, State
from yunjiang.returns.refusals import AnswersRefused, ChangedMeanwhile, NotOpenForFilling
from yunjiang.returns.tests.world import WHY


def save(world, unit="wuhua", by="clerk", version=None, passages=None, **values):
    answers = {code: value if isinstance(value, Answer) else Answer(value) for code, value in values.items()}
    return filling.save(
        world.report(unit),
        answers,
        by=world.people[by],
        origin=Origin.TYPED,
        version=version,
        passages=passages,
    )


def said(world, code, unit="wuhua"):
    cell = world.report(unit).cells.get(question__code=code)
    return cell.value, cell.is_unavailable, cell.explanation


def test_it_works(world):
    world.open("2024")
    saved = save(world, proposals=Decimal(5), funds=Decimal("12.50"))
    assert (saved.version, saved.changed_count) == (1, 2)
    assert said(world, "proposals") == (5, False, "")
    report = world.report("wuhua")
    assert report.state == State.DRAFT
    changes = CellChange.objects.filter(cell__report=report).order_by("id")
    assert [(each.before["value"], each.after["value"]) for each in changes] == [(None, "5"), (None, "12.5")]


def test_zero_is_an_answer_and_empty_is_none(world):
    world.open("2024")
    save(world, proposals=Decimal(0))
    assert said(world, "proposals")[0] == 0
    save(world, proposals=None)
    assert said(world, "proposals")[0] is None


def test_the_same_again_is_no_change(world):
    world.open("2024")
    save(world, funds=Decimal("12.5"))
    saved = save(world, funds=Decimal("12.50"))
    assert (saved.version, saved.changed_count) == (1, 0)
    assert CellChange.objects.count() == 1


def test_an_explanation_stands_until_it_is_taken_away(world):
    world.open("2024")
    save(world, proposals=Answer(Decimal(5), explanation="新开展"))
    save(world, proposals=Decimal(6))
    assert said(world, "proposals") == (6, False, "新开展")
    save(world, proposals=Answer(Decimal(6), explanation=""))
    assert said(world, "proposals") == (6, False, "")


@pytest.mark.parametrize(
    ("code", "answer", "problem"),
    [
        ("proposals", Answer(Decimal("1.5")), "too_fine"),
        ("funds", Answer(Decimal("1.005")), "too_fine"),
        ("proposals", Answer(Decimal(-1)), "negative"),
        ("enterprises", Answer(Decimal(-1)), "negative"),
        ("proposals", Answer(Decimal("NaN")), "not_a_number"),
        ("proposals", Answer(Decimal("Infinity")), "not_a_number"),
        ("proposals", Answer(1.0), "not_a_number"),  # type: ignore[arg-type]
        ("proposals", Answer(Decimal(10) ** 15), "too_large"),
        ("proposals", Answer(Decimal(1), is_unavailable=True), "value_and_unavailable"),
        ("proposals", Answer(Decimal(1), explanation="长" * 501), "explanation_too_long"),
        ("jobs", Answer(Decimal(1)), "unknown_question"),
    ],
)
def test_what_cannot_be_an_answer_is_refused_and_nothing_is_saved(world, code, answer, problem):
    world.open("2024")
    with pytest.raises(AnswersRefused) as refused:
        save(world, unions=Decimal(1), **{code: answer})
    assert [(each.question, each.code) for each in refused.value.problems] == [(code, problem)]
    assert all(each.sentence() for each in refused.value.problems)
    assert said(world, "unions")[0] is None


def test_every_problem_is_told_at_once(world):
    world.open("2024")
    with pytest.raises(AnswersRefused) as refused:
        save(world, proposals=Decimal(-1), funds=Decimal("1.005"))
    assert len(refused.value.problems) == 2


def test_two_who_fill_at_once_learn_of_each_other(world):
    world.open("2024")
    save(world, proposals=Decimal(5), version=0)
    with pytest.raises(ChangedMeanwhile) as refused:
        save(world, by="clerks", proposals=Decimal(7), funds=Decimal(1), version=0)
    assert (refused.value.version, refused.value.by) == (1, "clerk")
    assert refused.value.at is not None
    conflicts = {
        each.question: (each.stands["value"], each.sent["value"]) for each in refused.value.conflicts
    }
    assert conflicts == {"proposals": ("5", "7"), "funds": (None, "1")}
    assert said(world, "proposals")[0] == 5
    assert save(world, by="clerks", proposals=Decimal(7), version=1).version == 2


@pytest.mark.parametrize("days", [-1, 0])
def test_nobody_fills_in_once_the_lock_has_fallen(world, days):
    cycle = world.open("2024")
    cycles.set_lock(cycle, timezone.localdate() + timedelta(days=days), "汇总开始", world.people["office"])
    with pytest.raises(NotOpenForFilling):
        save(world, proposals=Decimal(1))


def test_the_day_before_the_lock_is_open(world):
    cycle = world.open("2024")
    cycles.set_lock(cycle, timezone.localdate() + timedelta(days=1), "汇总开始", world.people["office"])
    assert save(world, proposals=Decimal(1)).changed_count == 1


@pytest.mark.parametrize("shut", ["lock", "close"])
def test_an_extension_lets_one_unit_in_until_its_last_day(world, shut):
    cycle = world.open("2024")
    office, today = world.people["office"], timezone.localdate()
    if shut == "lock":
        cycles.set_lock(cycle, today, "汇总开始", office)
    else:
        cycles.close(cycle, office)
    cycles.extend(world.report("wuhua"), today, "停电", office)
    assert save(world, proposals=Decimal(1)).changed_count == 1
    with pytest.raises(NotOpenForFilling):
        save(world, unit="panlong", proposals=Decimal(1))
    with time_machine.travel(timezone.now() + timedelta(days=1)), pytest.raises(NotOpenForFilling):
        save(world, proposals=Decimal(2))


def test_what_is_accepted_stays_locked_when_the_rest_is_sent_back(world):
    world.open("2024")
    world.fill_all("wuhua")
    world.submit("wuhua")
    world.approve("wuhua")
    world.accept("wuhua", "1.1.1", by="lead")
    workflow.send_back(world.report("wuhua"), {"funds": "单位是元"}, world.people["office"])
    save(
        world, proposals=Answer(Decimal(10), explanation=WHY), funds=Decimal(99)
    )  # the same again may come along
    with pytest.raises(AnswersRefused) as refused:
        save(world, proposals=Decimal(11))
    assert refused.value.problems[0].code == "accepted_already"


def test_words_are_kept_by_action_and_heading(world):
    world.open("2024")
    save(
        world,
        "kunming",
        "clerks",
        passages={("1.1", Heading.PROGRESS): " 办了三场 ", ("", Heading.NEXT_YEAR): "再办"},
    )
    kept = {(each.action, each.heading): each.text for each in world.report("kunming").passages.all()}
    assert kept == {("1.1", "progress"): "办了三场", ("", "next_year"): "再办"}


@pytest.mark.parametrize(
    ("unit", "place", "text", "problem"),
    [
        ("kunming", ("9.9", Heading.PROGRESS), "x", "unknown_passage"),
        ("kunming", ("1.1", Heading.NEXT_YEAR), "x", "unknown_passage"),
        ("wuhua", ("", Heading.PROGRESS), "x", "unknown_passage"),  # a county of this plan owes no words
        ("kunming", ("", Heading.PROGRESS), "x" * 8001, "passage_too_long"),
    ],
)
def test_words_that_nobody_asked_for_are_refused(world, unit, place, text, problem):
    world.open("2024")
    with pytest.raises(AnswersRefused) as refused:
        save(world, unit, "clerks", passages={place: text})
    assert refused.value.problems[0].code == problem


def test_a_preview_changes_nothing(world):
    world.open("2024")
    answers = {"proposals": Answer(Decimal(5)), "funds": Answer(Decimal("0.001")), "unions": Answer(None)}
    changes, problems = filling.preview(world.report("wuhua"), answers)
    assert [each.cell.question.code for each in changes] == ["proposals"]
    assert [each.code for each in problems] == ["too_fine"]
    assert world.report("wuhua").version == 0


def test_a_change_is_written_once(world):
    world.open("2024")
    save(world, proposals=Decimal(5))
    with pytest.raises(WrittenOnceOnly):
        CellChange.objects.update(at=date(2020, 1, 1))


def test_forty_cells_cost_no_more_queries_than_one(world, django_assert_max_num_queries):
    world.open("2024")
    with django_assert_max_num_queries(14):
        save(world, proposals=Decimal(5), funds=Decimal(1), unions=Decimal(1), enterprises=Decimal(2))
