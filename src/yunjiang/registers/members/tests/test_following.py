"""Members follow their union, duplicates become one, and nobody is counted twice on the way."""

from datetime import date

import pytest
from django.utils import timezone

from yunjiang.persons import merging as persons
from yunjiang.registers.kit import facts, postings
from yunjiang.registers.members import following, joining, transfers
from yunjiang.registers.members.models import Membership, MembershipState, Transfer, TransferStarter
from yunjiang.registers.members.register import Members
from yunjiang.registers.members.tests.world import World, held

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
DAY = date(2026, 7, 1)


def test_all_follow_once_and_sums_stay(world: World) -> None:
    for serial in (1, 2):
        world.enrol(serial, joined_on=date(2024, 5, 1))
    applicant = joining.apply(world.mill, world.values(3))
    assert following.follow(world.mill.pk, world.riders.pk, DAY) == 3
    assert following.follow(world.mill.pk, world.riders.pk, DAY) == 0
    today = timezone.localdate()
    assert (held("members", DAY, world.mill), held("members", DAY, world.riders)) == (0, 2)
    assert held("members", date(2026, 6, 30), world.mill) == 2
    assert held("members-qualified", today) == 2
    moved = Membership.objects.get(current_person=applicant.person)
    assert (moved.organization, moved.state, moved.entry) == (
        world.riders,
        MembershipState.APPLIED,
        "followed",
    )


def test_a_transfer_under_way_goes_on(world: World) -> None:
    member = world.enrol(1)
    transfer = transfers.claim(member, world.mine, by=world.clerk, starter=TransferStarter.SOURCE)
    following.follow(world.mill.pk, world.riders.pk, DAY)
    transfer.refresh_from_db()
    assert (transfer.source, transfer.state) == (world.riders, "open")
    arrived = transfers.accept(transfer, by=world.far)
    assert (arrived.organization, Membership.objects.filter(current_person=member.person).count()) == (
        world.mine,
        1,
    )


def test_a_transfer_into_the_union_that_ends_goes_to_its_successor(world: World) -> None:
    member = world.enrol(1, union=world.mine)
    transfers.claim(member, world.mill, by=world.far, starter=TransferStarter.SOURCE)
    following.follow(world.mill.pk, world.riders.pk, DAY)
    assert Transfer.objects.get().target == world.riders


def test_two_records_of_one_person_count_once_and_twice_again_when_taken_back(world: World) -> None:
    kept, other = world.enrol(1), world.enrol(2, union=world.mine)
    merge = persons.merge(kept.person, other.person, by=world.chief, reason="同一人")
    today = timezone.localdate()
    assert held("members", today) == 1
    other.refresh_from_db()
    assert (other.state, other.person) == (MembershipState.CANCELLED, kept.person)
    persons.undo(merge, by=world.chief, reason="不是同一人")
    other.refresh_from_db()
    assert (other.state, other.current_person) == (MembershipState.CURRENT, other.person)
    assert held("members", today) == 2


def test_others_are_told_who_is_a_member(world: World) -> None:
    member = world.enrol(1, new_form_job="courier")
    told = facts.ask("membership", [member.person_id, 999], timezone.localdate())
    assert told == {
        member.person_id: {
            "organization_id": world.mill.pk,
            "path": member.path,
            "state": "member",
            "is_qualified": True,
            "joined_on": timezone.localdate(),
            "new_form": "courier",
        }
    }


def test_why_a_record_does_not_count(world: World) -> None:
    member = world.enrol(1, person__phone="")
    said = {
        each.count.code: each.reason.code if each.reason else "" for each in postings.why(Members, member)
    }
    assert said == {"members": "", "qualified": "incomplete", "joined": "other_job"}
