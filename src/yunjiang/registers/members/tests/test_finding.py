"""Members are found by what identifies a person and by how a name begins, whether few or many people are called so."""

from typing import Any

import pytest
from django.utils import timezone

from yunjiang.access.models import User
from yunjiang.registers.kit import filters, lists, plans
from yunjiang.registers.members.models import Membership, MembershipState, Quality
from yunjiang.registers.members.register import Members

from .world import World, furnish

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def world() -> World:
    return furnish()


@pytest.fixture(params=["few", "many"])
def _either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "many":
        monkeypatch.setattr(plans, "FEW", 1)
        monkeypatch.setattr(plans, "FEW_FOUND", 1)
        monkeypatch.setattr(lists, "WINDOWS", (2, 3))
        monkeypatch.setattr(lists, "LOOKED_THROUGH", 5)


def found(user: User, size: int = 2, **query: str) -> list[int]:
    wanted = filters.parse(Members, {name: [each] for name, each in query.items()})
    numbers: list[int] = []
    after = ""
    while True:
        page = lists.page(Members, user, wanted, after=after, size=size)
        numbers += [row.pk for row in page.rows]
        after = page.further
        if not after:
            return numbers


def in_order(rows: list[Any]) -> list[int]:
    return [row.pk for row in sorted(rows, key=lambda row: (row.path, row.pk))]


@pytest.mark.usefixtures("_either_way")
def test_a_beginning_finds_everybody_within_reach(world: World) -> None:
    near = [world.enrol(serial, union) for serial, union in enumerate([world.mill, world.riders] * 3, 1)]
    away = world.enrol(7, world.mine)
    world.enrol(8, person__name="李某")
    for typed in ("张", "张例", "zhang", "zhangli"):
        assert found(world.clerk, q=typed) == in_order(near)
        assert found(world.far, q=typed) == [away.pk]
        assert found(world.chief, q=typed) == in_order([*near, away])
    assert found(world.clerk, q="张例乙某") == []
    assert found(world.clerk, q=world.number(2)) == [near[1].pk]
    assert found(world.far, q=world.number(2)) == []


@pytest.mark.usefixtures("_either_way")
def test_who_was_voided_is_not_found(world: World) -> None:
    rows = [world.enrol(serial) for serial in (1, 2, 3)]
    Membership.objects.filter(pk=rows[1].pk).update(voided_at=timezone.now(), current_person=None)
    assert found(world.chief, q="张例") == in_order([rows[0], rows[2]])


@pytest.mark.usefixtures("_either_way")
def test_two_filters_find_the_same_whichever_is_rarer(world: World) -> None:
    rows = [world.enrol(serial) for serial in range(1, 9)]
    Membership.objects.filter(pk__in=[each.pk for each in rows[:6]]).update(quality=Quality.STALE)
    Membership.objects.filter(pk__in=[each.pk for each in rows[4:]]).update(state=MembershipState.RETAINED)
    assert found(world.chief, quality="stale", state="retained") == in_order(rows[4:6])
    Membership.objects.filter(pk__in=[each.pk for each in rows[:5]]).update(quality=Quality.INVALID)
    assert found(world.chief, quality="stale", state="retained") == in_order(rows[5:6])
