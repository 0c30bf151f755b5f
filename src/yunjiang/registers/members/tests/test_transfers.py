"""Transfers: two sides, one answer, a clock, and nobody in between."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from yunjiang.access.permission import Refused
from yunjiang.registers.kit import workflow
from yunjiang.registers.members import transfers
from yunjiang.registers.members.models import (
    Membership,
    MembershipState,
    Transfer,
    TransferStarter,
    TransferState,
)
from yunjiang.registers.members.refusals import AnswerMissing, OwnUnion, TransferDecided, TransferRuns
from yunjiang.registers.members.register import Members
from yunjiang.registers.members.tests.world import World, held

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def member(world: World) -> Membership:
    return world.enrol(joined_on=date(2024, 5, 1))


def ask(world: World, member: Membership, starter: str = TransferStarter.SOURCE) -> Transfer:
    by = {"source": world.clerk, "target": world.far, "worker": None}[str(starter)]
    return transfers.claim(member, world.mine, by=by, starter=starter)


def test_who_is_on_the_way_is_still_a_member_here(world: World, member: Membership) -> None:
    transfer = ask(world, member)
    today = timezone.localdate()
    assert transfer.due_on == today + timedelta(days=15)
    assert member.state == MembershipState.MOVING
    assert held("members", today, world.mill) == 1


def test_the_other_side_accepts_and_the_sums_stay(world: World, member: Membership) -> None:
    transfer = ask(world, member)
    today = timezone.localdate()
    with pytest.raises(Refused):
        transfers.accept(transfer, by=world.clerk)
    arrived = transfers.accept(transfer, by=world.far, work_place="曲靖煤矿")
    member.refresh_from_db()
    assert (member.state, member.ended_on) == (MembershipState.MOVED, today)
    assert (arrived.organization, arrived.joined_on, arrived.work_place) == (
        world.mine,
        date(2024, 5, 1),
        "曲靖煤矿",
    )
    assert arrived.current_person == member.person
    assert (held("members", today, world.mill), held("members", today, world.mine)) == (0, 1)
    assert (held("members", date(2024, 6, 1), world.mill), held("members-qualified", today)) == (1, 1)
    with pytest.raises(TransferDecided):
        transfers.accept(transfer, by=world.far)


def test_the_union_entered_asks_and_the_union_left_answers(world: World, member: Membership) -> None:
    transfer = ask(world, member, TransferStarter.TARGET)
    with pytest.raises(Refused):
        transfers.accept(transfer, by=world.far)
    with pytest.raises(AnswerMissing):
        transfers.refuse(transfer, by=world.clerk, answer=" ")
    transfers.refuse(transfer, by=world.clerk, answer="仍在本厂工作")
    member.refresh_from_db()
    assert (member.state, transfer.state) == (MembershipState.CURRENT, TransferState.REFUSED)


def test_the_worker_asks_and_takes_it_back(world: World, member: Membership) -> None:
    transfer = ask(world, member, TransferStarter.WORKER)
    with pytest.raises(TransferRuns):
        transfers.claim(member, world.riders, by=None, starter=TransferStarter.WORKER)
    transfers.withdraw(transfer, by=None)
    member.refresh_from_db()
    assert member.state == MembershipState.CURRENT
    ask(world, member)


def test_silence_accepts_the_day_after_the_last(world: World, member: Membership) -> None:
    transfer = ask(world, member)
    assert transfers.settle(transfer.due_on) == {"accepted": 0, "returned": 0}
    assert transfers.settle(transfer.due_on + timedelta(days=1)) == {"accepted": 1, "returned": 0}
    transfer.refresh_from_db()
    assert (transfer.state, transfer.decided_by) == (TransferState.LAPSED, None)
    assert Membership.objects.get(current_person=member.person).organization == world.mine
    assert transfers.settle(transfer.due_on + timedelta(days=1))["accepted"] == 0


def test_a_kept_membership_goes_back_to_being_kept(world: World, member: Membership) -> None:
    workflow.move(Members, member, "retain_unemployed", by=world.clerk)
    transfer = ask(world, member)
    transfers.withdraw(transfer, by=world.clerk)
    member.refresh_from_db()
    assert member.state == MembershipState.RETAINED


def test_the_move_of_the_record_page_starts_one(world: World, member: Membership) -> None:
    workflow.move(Members, member, "send", by=world.clerk, values={"heading_to": world.mine.pk})
    assert Transfer.objects.get().target == world.mine


def test_leaving_ends_a_transfer(world: World, member: Membership) -> None:
    transfer = ask(world, member)
    workflow.move(Members, member, "leave", by=world.clerk, reason="本人申请")
    transfer.refresh_from_db()
    assert transfer.state == TransferState.WITHDRAWN


def test_nobody_goes_where_he_is(world: World, member: Membership) -> None:
    with pytest.raises(OwnUnion):
        transfers.claim(member, world.mill, by=world.clerk, starter=TransferStarter.SOURCE)


def test_the_desk_shows_each_side_its_own(world: World, member: Membership) -> None:
    transfer = ask(world, member)
    assert list(transfers.desk(world.far, is_incoming=True)) == [transfer]
    assert list(transfers.desk(world.far, is_incoming=False)) == []
    assert list(transfers.desk(world.clerk, is_incoming=False)) == [transfer]
    assert transfers.answers(transfer, world.far)
    assert not transfers.answers(transfer, world.clerk)
