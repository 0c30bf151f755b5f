"""The name beside a membership is the person's: renamed, merged and taken apart, brought by a sheet and erased with it."""

from datetime import date

import pytest
from django.db.models import Q

from yunjiang.background.progress import Progress
from yunjiang.persons import merging, rights, writing
from yunjiang.persons.models import Person
from yunjiang.registers.kit import copies
from yunjiang.registers.kit.intake import undoing
from yunjiang.registers.kit.models import Difference
from yunjiang.registers.members import following
from yunjiang.registers.members.models import Membership
from yunjiang.registers.members.tests.test_sheet import row
from yunjiang.registers.members.tests.test_taking_back import committed
from yunjiang.registers.members.tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def names() -> list[tuple[str, str]]:
    """Return the names and pinyin beside all memberships, which are those of their persons."""
    rows = list(
        Membership.objects.order_by("pk").values_list(
            "person_name", "person_pinyin", "person__name", "person__pinyin"
        )
    )
    assert all(each[:2] == each[2:] for each in rows)
    return [each[:2] for each in rows]


def test_a_name_follows_the_person(world: World) -> None:
    kept, other = world.enrol(1), world.enrol(2, union=world.mine)
    assert names() == [("张例乙", "zhangliyi"), ("张例丙", "zhanglibing")]
    following.follow(world.mill.pk, world.riders.pk, date(2026, 7, 1))
    before = Difference.objects.filter(register="members").count()
    writing.write(kept.person, {"name": "刘例乙"}, by=world.chief)
    assert [each[0] for each in names()] == ["刘例乙", "张例丙", "刘例乙"]
    assert Difference.objects.filter(register="members").count() == before
    merge = merging.merge(kept.person, other.person, by=world.chief, reason="同一人", chosen=["name"])
    assert names() == [("张例丙", "zhanglibing")] * 3
    merging.undo(merge, by=world.chief, reason="不是同一人")
    assert [each[0] for each in names()] == ["刘例乙", "张例丙", "刘例乙"]


def test_a_name_comes_with_a_sheet_and_is_erased_with_it(world: World) -> None:
    batch = committed(world, row(world, 1), row(world, 2))
    assert {each[1] for each in names()} == {"liliyi", "lilibing"}
    undoing.undo(batch, world.clerk)
    assert names() == [(rights.ERASED_NAME, "")] * 2


def test_who_is_erased_has_no_name_beside_a_membership(world: World) -> None:
    member = world.enrol(1)
    Membership.objects.update(since_on=None, state="refused", current_person=None)
    assert rights.erase(member.person, "本人要求", by=world.chief).is_whole
    assert names() == [(rights.ERASED_NAME, "")]


def test_the_night_puts_right_what_differs(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [world.enrol(serial) for serial in (1, 2, 3)]
    monkeypatch.setattr(copies, "_ROWS_AT_ONCE", 2)
    Membership.objects.filter(pk__in=(rows[0].pk, rows[2].pk)).update(person_name="某", person_pinyin="")
    Person.objects.filter(Q(pk=rows[1].person_id)).update(name="刘例乙")
    assert copies.perform({}, Progress()) == {"changed": 3}
    assert [each[0] for each in names()] == ["张例乙", "刘例乙", "张例丁"]
    assert copies.perform({}, Progress()) == {"changed": 0}
