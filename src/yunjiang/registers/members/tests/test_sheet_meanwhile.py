"""What may change between the check of a sheet and its commit: the records, the keys; and what is not looked at twice."""

from datetime import date
from typing import Any

import pytest
from django.db.models import F

from yunjiang.access import sealing
from yunjiang.access.sealing import ring
from yunjiang.access.sealing.refusals import UnknownKey
from yunjiang.persons import sealed
from yunjiang.persons.models import Person
from yunjiang.registers.kit.intake import checking, committing, parsing, unpacked
from yunjiang.registers.kit.intake.refusals import Contended, RowsRefused
from yunjiang.registers.kit.models import IntakeBatch, IntakeState
from yunjiang.registers.members import arriving, differing
from yunjiang.registers.members.models import Membership
from yunjiang.registers.members.tests.test_sheet import bring, row
from yunjiang.registers.members.tests.world import World, held

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def imported(world: World, *rows: list[Any]) -> IntakeBatch:
    batch = bring(world, *rows)
    committing.commit(batch, world.clerk)
    return batch


def counts(batch: IntakeBatch) -> tuple[int, int, int]:
    return batch.created_count, batch.changed_count, batch.same_count


def test_what_said_nothing_new_is_neither_understood_nor_read_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [row(world, serial) for serial in (1, 2, 3)]
    imported(world, *rows)
    batch = bring(world, row(world, 1, 籍贯="大理"), *rows[1:])
    held_against: list[int] = []
    with_persons = differing.with_persons
    monkeypatch.setattr(
        differing, "with_persons", lambda of: held_against.append(of.height) or with_persons(of)
    )
    monkeypatch.setattr(parsing, "parse", lambda *of: pytest.fail("it was parsed again"))
    monkeypatch.setattr(arriving, "_numbered", lambda *of: pytest.fail("it was digested again"))
    committing.commit(batch, world.clerk)
    assert held_against == [1]
    assert counts(batch) == (0, 1, 2)
    assert Person.objects.get(native_place="大理")


@pytest.mark.parametrize("what", ["person", "membership", "both"])
def test_a_record_that_was_changed_since_the_check_is_held_against_the_sheet_again(
    world: World, what: str
) -> None:
    imported(world, row(world, 1), row(world, 2))
    batch = bring(world, row(world, 1), row(world, 2))
    assert counts(batch) == (0, 0, 2)
    member = Membership.objects.order_by("pk")[0]
    if what != "membership":
        Person.objects.filter(pk=member.person_id).update(native_place="别处", revision=F("revision") + 1)
    if what != "person":
        Membership.objects.filter(pk=member.pk).update(work_state="retired", revision=F("revision") + 1)
    committing.commit(batch, world.clerk)
    assert counts(batch) == (0, 1, 1)
    member.refresh_from_db()
    assert (member.person.native_place, member.work_state) == ("云南", "working")


def test_whoever_left_since_the_check_is_no_longer_met(world: World) -> None:
    imported(world, row(world, 1))
    batch = bring(world, row(world, 1))
    Membership.objects.update(
        current_person=None, ended_on=date(2026, 6, 1), state="left", revision=F("revision") + 1
    )
    committing.commit(batch, world.clerk)
    assert counts(batch) == (1, 0, 0)


def test_whoever_joined_another_union_since_the_check_is_told(world: World) -> None:
    batch = bring(world, row(world, 1))
    assert batch.faulty_count == 0
    there = bring(world, row(world, 1), unit=world.mine, by=world.far)
    committing.commit(there, world.far)
    with pytest.raises(RowsRefused):
        committing.commit(batch, world.clerk)
    assert Membership.objects.count() == 1


def test_a_new_key_since_the_check_seals_what_is_written(world: World) -> None:
    batch = bring(world, row(world, 1))
    ring.add_key()
    committing.commit(batch, world.clerk)
    person = Person.objects.get()
    assert bytes(person.identity)[1:5] == ring.ring().current
    assert sealing.open_(person.identity, sealed.IDENTITY) == world.number(1)


def test_a_lost_key_makes_the_sheet_be_read_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = bring(world, row(world, 1))
    opened: list[IntakeBatch] = []
    real = checking.opened
    monkeypatch.setattr(checking, "opened", lambda of, **how: opened.append(of) or real(of, **how))

    def gone(*_of: object) -> bytes:
        raise UnknownKey("0000")

    monkeypatch.setattr(unpacked.sealing, "open_bytes", gone)
    committing.commit(batch, world.clerk)
    assert (opened, counts(batch)) == ([batch], (1, 0, 0))


@pytest.mark.parametrize("times", [1, committing.ATTEMPTS])
def test_a_record_changed_between_looking_and_writing_is_looked_at_again(
    world: World, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    imported(world, row(world, 1))
    batch = bring(world, row(world, 1, 籍贯="大理"))
    left = [times]
    completed = differing.completed

    def meanwhile(*of: Any) -> Any:
        if left[0]:
            left[0] -= 1
            Person.objects.update(household_place="别处", revision=F("revision") + 1)
        return completed(*of)

    monkeypatch.setattr(differing, "completed", meanwhile)
    if times == committing.ATTEMPTS:
        with pytest.raises(Contended):
            committing.commit(batch, world.clerk)
        batch.refresh_from_db()
        assert batch.state == IntakeState.CHECKED
    else:
        committing.commit(batch, world.clerk)
        assert counts(batch) == (0, 1, 0)
    person = Person.objects.get()
    assert person.native_place == ("云南" if times > 1 else "大理")
    assert held("members", date(2026, 6, 1)) == 1
