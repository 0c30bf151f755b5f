"""Employment and membership: who retires or loses the work is kept, who works again is active; why, stands in the log."""

import pytest

from yunjiang.registers.kit import bulk, writing
from yunjiang.registers.kit.models import Step
from yunjiang.registers.members.models import Membership, MembershipState
from yunjiang.registers.members.register import Members
from yunjiang.registers.members.tests.test_sheet import bring, commit, row
from yunjiang.registers.members.tests.world import World

pytestmark = pytest.mark.django_db


def told(member: Membership) -> list[tuple[str, str, str]]:
    return list(member.events.order_by("pk").values_list("kind", "reason", "note"))


def test_who_retires_is_kept_and_who_works_again_is_active(world: World) -> None:
    member = world.enrol()
    kept = writing.change(Members, member, {"work_state": "retired"}, by=world.clerk)
    assert (kept.state, kept.work_state) == (MembershipState.RETAINED, "retired")
    assert Step.objects.get().move == "retain_retired"
    again = writing.change(Members, kept, {"work_state": "working"}, by=world.clerk)
    assert again.state == MembershipState.CURRENT
    assert [each[:2] for each in told(member)[1:]] == [("retained", "retired"), ("restored", "re_employed")]


def test_what_changes_nothing_by_the_rules_or_something_else_moves_nobody(world: World) -> None:
    member = world.enrol()
    writing.change(Members, member, {"work_state": "early"}, by=world.clerk)
    assert writing.change(Members, member, {"card_number": "53000001"}, by=world.clerk).state == "current"


def test_many_at_once(world: World) -> None:
    members = [world.enrol(serial) for serial in (1, 2)]
    bulk.change_many(Members, members, {"work_state": "unemployed"}, by=world.clerk)
    assert set(Membership.objects.values_list("state", flat=True)) == {"retained"}


def test_a_sheet_that_names_no_change_says_it_by_the_employment(world: World) -> None:
    commit(world, row(world, 1), row(world, 2))
    commit(world, row(world, 1, 会籍变化类型="", 就业状况="退休"), row(world, 2, 会籍变化类型=""))
    first, second = Membership.objects.order_by("person__name")
    assert {first.state, second.state} == {"retained", "current"}
    kept = Membership.objects.get(state="retained")
    assert told(kept)[-1][:2] == ("retained", "retired")
    commit(world, row(world, 1, 会籍变化类型="", 就业状况="在岗"))
    kept.refresh_from_db()
    assert (kept.state, told(kept)[-1][:2]) == ("current", ("restored", "re_employed"))


def test_who_is_brought_as_retired_is_kept_from_the_first_day(world: World) -> None:
    commit(
        world,
        row(world, 1, 会籍变化类型="", 就业状况="退休"),
        row(world, 2, 会籍变化类型="", 就业状况="内退"),
    )
    assert set(Membership.objects.values_list("work_state", "state")) == {
        ("retired", "retained"),
        ("early", "current"),
    }
    kept = Membership.objects.get(state="retained")
    assert [each[:2] for each in told(kept)] == [("joined", ""), ("retained", "retired")]
    assert kept.phases == [[str(kept.since_on), "retained"]]
    commit(world, row(world, 3, 会籍变化类型="入会", 就业状况="退休"))
    assert Membership.objects.filter(state="current", work_state="retired").exists()  # as the sheet says


def test_a_reason_in_no_list_is_in_the_log_and_spoils_no_record(world: World) -> None:
    batch = commit(world, row(world, 1, 会籍变化类型="保留", 会籍变化原因="随军家属安置"))
    member = Membership.objects.get()
    assert (member.unread, member.quality) == ({}, "qualified")
    assert told(member) == [("retained", "", "随军家属安置 · 采集表.xlsx")]
    assert [text[1:7] for _column, text, _count, _rows in batch.summary["unlisted"]] == ["随军家属安置"]


@pytest.mark.parametrize(
    ("changed", "count"),
    [
        ({"会籍变化类型": "除名", "会籍变化原因": ""}, 1),
        ({"会籍变化类型": "除名", "会籍变化原因": "失业"}, 1),
        ({"会籍变化类型": "退会", "会籍变化原因": "所在企业破产"}, 1),
        ({"会籍变化类型": "除名", "会籍变化原因": "因犯罪被开除会籍"}, 0),
        ({"会籍变化类型": "除名", "会籍变化原因": "经会员大会表决"}, 0),
        ({"会籍变化类型": "转出", "会籍变化原因": "劳动（工作）关系发生变化"}, 0),
    ],
)
def test_an_event_has_a_reason_that_the_rules_know(world: World, changed: dict[str, str], count: int) -> None:
    assert bring(world, row(world, 1, **changed)).faulty_count == count
