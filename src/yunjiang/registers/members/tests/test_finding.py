"""Members are found by what identifies a person and by how a name begins, whether few or many people are called so."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from yunjiang.access.models import User
from yunjiang.registers.kit import filters, indexes, lists, plans
from yunjiang.registers.members.models import Membership, MembershipState, Quality
from yunjiang.registers.members.register import Members

from .world import World

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Return the ways in which a list finds its rows, each while it is the one that is taken."""
    return _ways(monkeypatch)


def _ways(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    yield "all that fit are few"
    monkeypatch.setattr(plans, "FEW", 1)
    yield "an index tells all that fit"
    for name, value in (("FEW_FOUND", 1), ("FEW_LED", 1), ("LOOKED_OVER", 5), ("LOOKED_THROUGH", 5)):
        monkeypatch.setattr(plans, name, value)
    monkeypatch.setattr(lists, "WINDOWS", (2, 3))
    monkeypatch.setattr(lists, "STRETCHES", (2, 3))
    yield "entries of an index are looked over"
    monkeypatch.setattr(indexes, "holds", lambda *asked: False)
    yield "rows are looked through"


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


def test_a_beginning_finds_everybody_within_reach(world: World, ways: Iterator[str]) -> None:
    near = [world.enrol(serial, union) for serial, union in enumerate([world.mill, world.riders] * 3, 1)]
    away = world.enrol(7, world.mine)
    world.enrol(8, person__name="李某")
    for way in ways:
        for typed in ("张", "张例", "zhang", "zhangli"):
            assert found(world.clerk, q=typed) == in_order(near), way
            assert found(world.far, q=typed) == [away.pk], way
            assert found(world.chief, q=typed) == in_order([*near, away]), way
        assert found(world.clerk, q="张例乙某") == []
        assert found(world.clerk, q="张例", quality="stale") == []
        assert found(world.clerk, q="张例", state="current", quality="qualified") == in_order(near), way
        assert found(world.clerk, q=world.number(2)) == [near[1].pk]
        assert found(world.far, q=world.number(2)) == []


def test_who_was_voided_is_not_found(world: World, ways: Iterator[str]) -> None:
    rows = [world.enrol(serial) for serial in (1, 2, 3)]
    Membership.objects.filter(pk=rows[1].pk).update(voided_at=timezone.now(), current_person=None)
    for way in ways:
        assert found(world.chief, q="张例") == in_order([rows[0], rows[2]]), way


def test_two_filters_find_the_same_whichever_is_rarer(world: World, ways: Iterator[str]) -> None:
    rows = [world.enrol(serial) for serial in range(1, 9)]
    Membership.objects.filter(pk__in=[each.pk for each in rows[:6]]).update(quality=Quality.STALE)
    Membership.objects.filter(pk__in=[each.pk for each in rows[4:]]).update(state=MembershipState.RETAINED)
    Membership.objects.filter(pk=rows[0].pk).update(quality=Quality.INVALID)
    for way in ways:
        assert found(world.chief, quality="stale", state="retained") == in_order(rows[4:6]), way
        assert found(world.chief, quality="stale", state="current") == in_order(rows[1:4]), way


def test_a_page_ends_where_enough_was_looked_at_and_goes_on_from_there(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [world.enrol(serial) for serial in range(1, 8)]
    Membership.objects.filter(pk=rows[6].pk).update(quality=Quality.STALE)
    monkeypatch.setattr(plans, "LOOKED_OVER", 3)
    wanted = filters.parse(Members, {"state": ["current", "retained"], "quality": ["stale", "invalid"]})
    first = lists.page(Members, world.chief, wanted)
    assert (first.rows, first.told_count) == ([], "至少 0")
    second = lists.page(Members, world.chief, wanted, after=first.further)
    third = lists.page(Members, world.chief, wanted, after=second.further)
    assert ([each.pk for each in third.rows], third.further) == ([rows[6].pk], "")


@pytest.mark.parametrize(
    ("name", "ways_to_type_it"),
    [
        ("张\U00030001国", ["张", "张\U00030001", "zhang", "zhangguo"]),  # nobody has told how it sounds
        ("\U00031351建国", ["\U00031351", "\U00031351建", "jianguo"]),
        ("\uf9b4建国", ["\uf9b4", "lingjian"]),  # as on the card, not 領
        ("刘\ue863", ["刘䶮", "liuyan"]),  # from a system that kept it in a private code
        ("阿依古丽·\U00020087", ["阿依古丽·", "阿依古丽·\U00020087", "ayiguli"]),
    ],
)
def test_rare_characters_keep_nobody_from_being_found(
    world: World, name: str, ways_to_type_it: list[str]
) -> None:
    member = world.enrol(1, person__name=name)
    world.enrol(2, person__name="李某")
    for typed in ways_to_type_it:
        assert found(world.clerk, q=typed) == [member.pk], typed
