"""A roster that comes in again on another day: it confirms everybody, and changes whom it says something else of."""

import json
from datetime import date, timedelta

import pytest
from django.utils import timezone

from yunjiang.persons.models import Person
from yunjiang.registers.kit.intake import committing, undoing
from yunjiang.registers.kit.models import Difference, IntakeBatch
from yunjiang.registers.members import rewriting, rules
from yunjiang.registers.members.models import Membership, MembershipEvent
from yunjiang.registers.members.tests.test_sheet import bring, row
from yunjiang.registers.members.tests.world import World, held

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
LATER = 40  # days


def brought(world: World, *rows: list[object]) -> IntakeBatch:
    batch = bring(world, *rows)
    committing.commit(batch, world.clerk)
    return batch


def on(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *of: day)


def state() -> dict[str, object]:
    """Return all that memberships and persons say, by name."""
    names = [*rewriting.WRITTEN, "person__confirmed_on", "person__native_place", "person__phone_mask"]
    left_out = {"current_person", "enterprise"}
    rows = Membership.objects.order_by("pk").values(
        "person_name", *(each for each in names if each not in left_out)
    )
    return {each.pop("person_name"): each for each in rows}


def test_everybody_is_confirmed_once_for_all_and_what_differs_is_changed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = timezone.localdate()
    lacking = row(world, 3, 移动电话="")
    brought(world, row(world, 1), row(world, 2), lacking, row(world, 4))
    before, event_count = state(), MembershipEvent.objects.count()
    worked_out: list[int] = []
    after = rewriting._after
    monkeypatch.setattr(
        rewriting, "_after", lambda of, work: worked_out.append(of["like"]) or after(of, work)
    )
    on(monkeypatch, first + timedelta(days=LATER))
    batch = brought(world, row(world, 1), row(world, 2), lacking, row(world, 4, 籍贯="大理"))
    assert (batch.created_count, batch.changed_count, batch.same_count) == (0, 4, 0)
    # In the check and in the commit: those who are complete together, the one who lacks a phone, the one who is changed.
    assert len(worked_out) == 2 * 3
    day = first + timedelta(days=LATER)
    for name, now in state().items():
        was = before[name]
        is_lacking = now["missing"] != 0
        expected = was | {"confirmed_on": day, "person__confirmed_on": day}
        if not is_lacking:
            expected["qualified_until"] = rules.lapses_on(day)
        if now["person__native_place"] == "大理":
            expected["person__native_place"] = "大理"
        assert now == expected, name
    assert MembershipEvent.objects.count() == event_count
    assert held("members-qualified", first + timedelta(days=300), world.mill) == 3
    told = [json.loads(each.after) for each in Difference.objects.filter(revision=2, register="members")]
    assert sorted(sorted(each) for each in told) == sorted(
        [["confirmed_on", "qualified_until"]] * 2
        + [["confirmed_on"], ["confirmed_on", "person__native_place", "qualified_until"]]
    )
    undoing.undo(batch, world.clerk)
    assert {name: each | {"qualified_until": None} for name, each in state().items()} == {
        name: each | {"qualified_until": None} for name, each in before.items()
    }
    assert set(Person.objects.values_list("confirmed_on", flat=True)) == {first}


def test_a_record_that_was_stale_is_qualified_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    first = timezone.localdate()
    brought(world, row(world, 1), row(world, 2))
    Membership.objects.filter(person_name=row(world, 1)[0]).update(quality="stale")
    day = first + timedelta(days=400)
    on(monkeypatch, day)
    brought(world, row(world, 1), row(world, 2))
    assert {each["quality"] for each in Membership.objects.values("quality")} == {"qualified"}
    spans = Membership.objects.values_list("qualified_from", "qualified_until", "qualified_before")
    gap = [[first.isoformat(), rules.lapses_on(first).isoformat()]]
    assert list(spans) == [(day, rules.lapses_on(day), gap)] * 2
