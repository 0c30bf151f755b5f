"""Every state and every act: what is allowed where, and what becomes of it."""

import pytest

from yunjiang.returns import steps, workflow
from yunjiang.returns.models import State
from yunjiang.returns.refusals import (
    FourEyes,
    NarrativeMissing,
    NotOpenForFilling,
    ReasonMissing,
    ReturnsRefusal,
    Unanswered,
    UnknownSection,
    WrongState,
)


def not_started(world):
    world.open("2024")


def draft(world):
    not_started(world)
    world.fill_all("wuhua")


def submitted(world):
    draft(world)
    world.submit("wuhua")


def returned(world):
    submitted(world)
    workflow.send_back(world.report("wuhua"), {"funds": "单位是元"}, world.people["reviewer"])


def approved(world):
    submitted(world)
    world.approve("wuhua")


def partly(world):
    """Approved, and one section accepted."""
    approved(world)
    world.accept("wuhua", "1.1.1", by="lead")


def posted(world):
    approved(world)
    world.accept("wuhua")


def reopened(world):
    posted(world)
    workflow.reopen(world.report("wuhua"), ["1.1.3"], world.people["office"], "报错了")


ACTS = {
    "fill": lambda world: world.fill("wuhua", funds=77),
    "submit": lambda world: world.submit("wuhua"),
    "withdraw": lambda world: workflow.withdraw(world.report("wuhua"), world.people["clerk"]),
    "approve": lambda world: world.approve("wuhua"),
    "send back": lambda world: workflow.send_back(
        world.report("wuhua"), {}, world.people["office"], "重新核对"
    ),
    "accept": lambda world: world.accept("wuhua"),
    "reopen": lambda world: workflow.reopen(
        world.report("wuhua"), ["1.1.1"], world.people["office"], "报错了"
    ),
}

# What each act leads to in each state; a refusal's class where it is not taken.
TABLE = {
    "fill": {
        not_started: State.DRAFT,
        draft: State.DRAFT,
        submitted: NotOpenForFilling,
        returned: State.RETURNED,
        approved: NotOpenForFilling,
        partly: NotOpenForFilling,
        posted: NotOpenForFilling,
        reopened: State.RETURNED,
    },
    "submit": {
        not_started: ReturnsRefusal,
        draft: State.SUBMITTED,
        submitted: WrongState,
        returned: State.SUBMITTED,
        approved: WrongState,
        partly: WrongState,
        posted: WrongState,
        reopened: State.SUBMITTED,
    },
    "withdraw": {
        not_started: WrongState,
        draft: WrongState,
        submitted: State.DRAFT,
        returned: WrongState,
        approved: WrongState,
        partly: WrongState,
        posted: WrongState,
        reopened: WrongState,
    },
    "approve": {
        not_started: WrongState,
        draft: WrongState,
        submitted: State.APPROVED,
        returned: WrongState,
        approved: WrongState,
        partly: WrongState,
        posted: WrongState,
        reopened: WrongState,
    },
    "send back": {
        not_started: WrongState,
        draft: WrongState,
        submitted: State.RETURNED,
        returned: WrongState,
        approved: State.RETURNED,
        partly: State.RETURNED,
        posted: WrongState,
        reopened: WrongState,
    },
    "accept": {
        not_started: WrongState,
        draft: WrongState,
        submitted: WrongState,
        returned: WrongState,
        approved: State.POSTED,
        partly: State.POSTED,
        posted: State.POSTED,
        reopened: WrongState,
    },
    "reopen": {
        not_started: UnknownSection,
        draft: UnknownSection,
        submitted: UnknownSection,
        returned: UnknownSection,
        approved: UnknownSection,
        partly: State.RETURNED,
        posted: State.RETURNED,
        reopened: State.RETURNED,
    },
}


@pytest.mark.parametrize(
    ("act", "state", "outcome"),
    [
        pytest.param(act, state, outcome, id=f"{act} when {state.__name__}")
        for act, row in TABLE.items()
        for state, outcome in row.items()
    ],
)
def test_every_act_in_every_state(world, act, state, outcome):
    state(world)
    before = world.report("wuhua")
    step_count = before.steps.count()
    if isinstance(outcome, State):
        ACTS[act](world)
        assert world.report("wuhua").state == outcome
    else:
        with pytest.raises(outcome):
            ACTS[act](world)
        assert world.report("wuhua").state == before.state
        assert before.steps.count() == step_count
    assert steps.is_intact(world.report("wuhua"))


def test_the_table_leaves_nothing_out():
    assert set(TABLE) == set(ACTS)
    assert len({frozenset(row) for row in TABLE.values()}) == 1


def test_units_directly_below_the_owner_go_straight_to_acceptance(world):
    world.open("2024")
    world.tell("kunming")
    world.fill_all("kunming")
    assert world.submit("kunming").state == State.APPROVED
    assert world.accept("kunming").state == State.POSTED


def test_a_return_of_words_only_is_accepted_as_a_whole(world):
    world.open_department()
    world.open("2024")
    world.tell("department")
    assert world.submit("department").state == State.APPROVED
    assert world.accept("department").state == State.POSTED
    assert [each.kind for each in world.report("department").steps.order_by("id")][-1] == "accepted"


def test_it_may_be_withdrawn_from_acceptance_until_something_is_accepted(world):
    world.open("2024")
    world.tell("kunming")
    world.fill_all("kunming")
    world.submit("kunming")
    assert workflow.withdraw(world.report("kunming"), world.people["clerk"]).state == State.DRAFT


def test_words_that_are_owed_stop_submission(world):
    world.open("2024")
    world.fill_all("kunming")
    with pytest.raises(NarrativeMissing) as refused:
        world.submit("kunming")
    assert refused.value.headings == ("工作进展", "下一年度工作计划")


def test_who_submitted_does_not_review(world):
    draft(world)
    world.submit("wuhua", by="reviewer")
    with pytest.raises(FourEyes):
        world.approve("wuhua", by="reviewer")
    with pytest.raises(FourEyes):
        workflow.send_back(world.report("wuhua"), {}, world.people["reviewer"], "重新核对")
    assert world.approve("wuhua", by="office").state == State.APPROVED


def test_who_submitted_does_not_accept(world):
    draft(world)
    world.submit("wuhua", by="office")
    world.approve("wuhua")
    with pytest.raises(FourEyes):
        world.accept("wuhua", by="office")
    assert world.accept("wuhua", by="clerks").state == State.POSTED


def test_empty_cells_stop_submission(world):
    not_started(world)
    world.fill("wuhua", proposals=1)
    with pytest.raises(ReturnsRefusal) as refused:
        world.submit("wuhua")
    assert refused.value.__class__ is not Unanswered  # the rules speak first, with every finding


def test_sending_back_needs_a_reason_and_cells_of_the_return(world):
    submitted(world)
    with pytest.raises(ReasonMissing):
        workflow.send_back(world.report("wuhua"), {"funds": " "}, world.people["reviewer"], " ")
    with pytest.raises(UnknownSection):
        workflow.send_back(world.report("wuhua"), {"jobs": "不对"}, world.people["reviewer"])


def test_remarks_stand_at_their_cells_until_it_is_submitted_again(world):
    returned(world)
    remark = world.report("wuhua").remarks.get()
    assert (remark.cell.question.code, remark.indicator, remark.text) == ("funds", "1.1.3", "单位是元")
    world.fill("wuhua", funds=100000)
    world.submit("wuhua")
    remark.refresh_from_db()
    assert remark.settled_at is not None


def test_a_lead_that_sends_its_section_back_leaves_accepted_ones_alone(world):
    partly(world)
    workflow.send_back(world.report("wuhua"), {}, world.people["office"], "口径不对", ["1.1.3"])
    report = world.report("wuhua")
    assert report.sections.get(indicator="1.1.1").is_accepted
    assert report.remarks.get().indicator == "1.1.3"
    with pytest.raises(WrongState):
        world.accept("wuhua")
    world.submit("wuhua")
    world.approve("wuhua")
    assert world.accept("wuhua").state == State.POSTED


def test_steps_tell_who_did_what_for_whom(world):
    posted(world)
    told = [
        (each.kind, each.by.username, each.desk and each.desk.key)
        for each in world.report("wuhua").steps.order_by("id")
    ]
    assert told == [
        ("opened", "office", None),
        ("submitted", "clerk", "530102"),
        ("approved", "reviewer", "530100"),
        ("accepted", "office", None),  # for two leads at once
    ]


def test_a_step_keeps_all_the_return_said(world):
    submitted(world)
    step = world.report("wuhua").steps.get(kind="submitted")
    assert step.content["cells"]["proposals"]["value"] == "10"
