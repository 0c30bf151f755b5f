"""Joining by an officer and from a phone, what follows, and that nobody is a member twice."""

from datetime import date

import pytest
from django.utils import timezone

from yunjiang.access.permission import Refused
from yunjiang.registers.kit import workflow
from yunjiang.registers.kit.writing_refusals import ReasonMissing
from yunjiang.registers.members import joining
from yunjiang.registers.members.models import Membership, MembershipState, Quality
from yunjiang.registers.members.refusals import MayNotJoin, MemberAlready, NoUnion
from yunjiang.registers.members.register import Members
from yunjiang.registers.members.tests.world import World, held

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def test_an_officer_writes_a_member_down(world: World) -> None:
    member = world.enrol(by=world.clerk, joined_on=date(2024, 5, 1))
    assert (member.state, member.since_on) == (MembershipState.CURRENT, date(2024, 5, 1))
    assert member.quality == Quality.QUALIFIED
    assert [each.kind for each in member.events.all()] == ["joined"]
    today = timezone.localdate()
    assert held("members", date(2024, 4, 30)) == 0
    assert held("members", date(2024, 5, 1), world.mill) == 1
    assert held("members-qualified", today) == 1
    assert held("members-qualified", date(today.year + 1, today.month, today.day)) == 0


def test_a_long_membership_counts_since_the_union_stands(world: World) -> None:
    member = world.enrol(joined_on=date(1998, 5, 1), person__identity=world.number(born="19700101"))
    assert (member.joined_on, member.since_on) == (date(1998, 5, 1), date(2021, 1, 1))


def test_nobody_joins_twice_and_is_told_where_he_is(world: World) -> None:
    world.enrol()
    with pytest.raises(MemberAlready, match="五华区纺织厂工会"):
        world.enrol(union=world.mine)
    assert Membership.objects.count() == 1


def test_members_belong_to_unions(world: World) -> None:
    with pytest.raises(NoUnion):
        world.enrol(union=world.tree.wuhua)


def test_children_do_not_join(world: World) -> None:
    with pytest.raises(MayNotJoin):
        world.enrol(person__identity=world.number(born="20150101"))
    assert Membership.objects.count() == 0


def test_who_keeps_other_records_may_not(world: World) -> None:
    for stranger in (world.far, world.reader):
        with pytest.raises(Refused):
            world.enrol(by=stranger)


def test_a_worker_applies_and_the_union_approves(world: World) -> None:
    member = joining.apply(world.riders, world.values(new_form_job="food_rider"))
    assert (member.state, member.quality) == (MembershipState.APPLIED, Quality.NONE)
    assert held("members", timezone.localdate()) == 0
    joining.approve(member, by=world.clerk)
    assert (member.state, member.joined_on) == (MembershipState.CURRENT, timezone.localdate())
    assert held("members", timezone.localdate(), world.riders) == 1
    assert held("members-new-form-joined", timezone.localdate(), world.riders) == 1
    assert [each.kind for each in member.events.order_by("id")] == ["applied", "joined"]


def test_a_refused_applicant_may_apply_again(world: World) -> None:
    member = joining.apply(world.riders, world.values())
    with pytest.raises(ReasonMissing):
        joining.refuse(member, by=world.clerk, reason="")
    joining.refuse(member, by=world.clerk, reason="不在本行业工作")
    assert member.state == MembershipState.REFUSED
    assert joining.apply(world.mill, world.values()).state == MembershipState.APPLIED


def test_a_member_retires_comes_back_and_leaves(world: World) -> None:
    member = world.enrol(joined_on=date(2024, 5, 1))
    today = timezone.localdate()
    workflow.move(Members, member, "retain_retired", by=world.clerk)
    member.refresh_from_db()
    assert member.phases == [[today.isoformat(), "retained"]]
    assert held("members", today) == 1
    workflow.move(Members, member, "resume", by=world.clerk)
    with pytest.raises(ReasonMissing):
        workflow.move(Members, member, "leave", by=world.clerk)
    workflow.move(Members, member, "leave", by=world.clerk, reason="本人书面申请")
    member.refresh_from_db()
    assert (member.state, member.ended_on, member.current_person) == (MembershipState.LEFT, today, None)
    assert held("members", today) == held("members-qualified", today) == 0
    assert [each.kind for each in member.events.order_by("id")] == ["joined", "retained", "restored", "left"]
    again = world.enrol(union=world.mine)
    assert again.entry == "rejoined"
    assert held("members", today) == 1
