"""A sheet taken back leaves nothing behind: no membership, no person whom nobody else knows, no changed telephone."""

import pytest

from yunjiang.persons import rights, sealed, writing
from yunjiang.persons.models import Candidate, Person, Right
from yunjiang.registers.kit.intake import committing, undoing
from yunjiang.registers.kit.models import IntakeBatch
from yunjiang.registers.members import tallies
from yunjiang.registers.members.models import Membership, MembershipState
from yunjiang.registers.members.tests.test_sheet import bring, row
from yunjiang.registers.members.tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def committed(world: World, *rows: list[object]) -> IntakeBatch:
    batch = bring(world, *rows)
    committing.commit(batch, world.clerk)
    return batch


def test_persons_who_came_with_the_sheet_go_with_it(world: World) -> None:
    batch = committed(world, row(world, 1), row(world, 2))
    done = undoing.undo(batch, world.clerk)
    assert (done.voided_count, done.restored_count, list(done.left)) == (2, 0, [])
    for person in Person.objects.all():
        assert person.erased_at is not None
        assert (person.name, person.identity, person.identity_key, person.phone) == (
            rights.ERASED_NAME,
            None,
            None,
            None,
        )
    assert tallies.of("/").member_count == 0
    again = committed(world, row(world, 1), row(world, 2))
    assert again.summary["created"] == 2 if "created" in again.summary else True
    assert Membership.objects.filter(voided_at=None).count() == 2


def test_who_is_used_elsewhere_stays(world: World) -> None:
    batch = committed(world, row(world, 1), row(world, 2), row(world, 3))
    asked, changed, other = Person.objects.order_by("pk")
    rights.ask(asked, Right.ACCESS, by=world.chief)
    writing.write(changed, {"native_place": "大理"}, by=world.chief)
    done = undoing.undo(batch, world.clerk)
    for person in (asked, changed, other):
        person.refresh_from_db()
    assert [each.erased_at is None for each in (asked, changed, other)] == [True, True, False]
    assert done.voided_count == 3


def test_what_was_changed_in_a_person_is_as_it_was(world: World) -> None:
    committed(world, row(world, 1))
    before = Person.objects.get()
    batch = committed(world, row(world, 1, 移动电话="13911112222", 学历="本科"))
    assert sealed.phone_of(Person.objects.get().phone) == "13911112222"
    undoing.undo(batch, world.clerk)
    after = Person.objects.get()
    assert sealed.phone_of(after.phone) == "13900000001"
    assert (after.phone_key, after.phone_mask, after.education) == (
        before.phone_key,
        before.phone_mask,
        before.education,
    )
    assert after.erased_at is None
    assert Membership.objects.get().voided_at is None


def test_a_person_on_record_who_joined_by_the_sheet_gets_back_what_it_replaced(world: World) -> None:
    number = world.number(7)
    person = writing.write(
        None, {"name": "李例辛", "identity": number, "phone": "13700000000"}, by=None
    ).instance
    batch = committed(world, row(world, 7, number=number))
    person.refresh_from_db()
    assert sealed.phone_of(person.phone) == "13900000007"
    undoing.undo(batch, world.clerk)
    person.refresh_from_db()
    assert (sealed.phone_of(person.phone), person.education, person.erased_at) == ("13700000000", "", None)


def test_who_became_a_member_elsewhere_since_is_left_alone(world: World) -> None:
    member = world.enrol(1)
    leaves = {"会籍变化类型": "退会", "会籍变化原因": "个人要求退会", "会籍变化日期": "2026/1/1"}
    batch = committed(world, row(world, 1, number=world.number(1), 姓名=member.person.name, **leaves))
    member.refresh_from_db()
    assert member.state == MembershipState.LEFT
    world.enrol(1, world.riders)
    assert list(undoing.undo(batch, world.clerk).left) == [member.pk]
    member.refresh_from_db()
    assert member.state == MembershipState.LEFT


def test_the_double_of_somebody_taken_back_is_doubted_no_more(world: World) -> None:
    committed(world, row(world, 1))
    twin = row(world, 1, number=world.number(3), 姓名="李例乙", 移动电话="13900000001")
    batch = committed(world, twin)
    assert tallies.of("/").duplicate_count == 2
    undoing.undo(batch, world.clerk)
    assert not Candidate.objects.exists()
    assert (tallies.of("/").duplicate_count, tallies.of("/").qualified_count) == (0, 1)
