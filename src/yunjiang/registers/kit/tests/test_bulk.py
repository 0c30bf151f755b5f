"""The same for many records: all or none, in a bounded number of queries."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yunjiang.registers.kit import bulk, contents, writing
from yunjiang.registers.kit.models import ChangeSet, Deadline, Deed, Difference, Step
from yunjiang.registers.kit.tests.desk import Desk
from yunjiang.registers.kit.tests.sample.models import Place, State
from yunjiang.registers.kit.tests.sample.register import Places
from yunjiang.registers.kit.writing_refusals import BulkRefused, GuardedField, RecordRefused, TooMany

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def change(desk: Desk, places: Any, **values: Any) -> bulk.Done:
    return bulk.change_many(Places, places, values, by=desk.clerk, reason="统一更正")


def test_it_works(desk: Desk) -> None:
    places = [desk.create(seats=each) for each in (1, 2, 3)]
    done = change(desk, places, seats=2, is_free=True)
    assert (done.changed_count, done.asked_count) == (3, 3)
    assert set(Place.objects.values_list("seats", "is_free", "revision")) == {(2, True, 2)}
    assert done.change_set is not None
    assert (done.change_set.deed, done.change_set.record_count) == (Deed.BULK, 3)
    told = {
        each.record: (contents.read(each.before), contents.read(each.after))
        for each in Difference.objects.filter(change_set=done.change_set)
    }
    assert told[places[0].pk] == ({"is_free": None, "seats": 1}, {"is_free": True, "seats": 2})
    assert told[places[1].pk] == ({"is_free": None}, {"is_free": True})


def test_what_is_so_already_is_no_change(desk: Desk) -> None:
    places = [desk.create(seats=2) for _ in range(2)]
    assert change(desk, places, seats=2).changed_count == 0
    assert not ChangeSet.objects.filter(deed=Deed.BULK).exists()


def test_one_that_may_not_keeps_all_as_they_were_and_each_is_named(desk: Desk) -> None:
    mine, voided = desk.create(name="甲"), desk.create(name="乙")
    foreign = desk.create(name="丙", unit="qujing", by=desk.stranger)
    writing.void(Places, voided, by=desk.clerk, reason="重复")
    with pytest.raises(BulkRefused) as refused:
        change(desk, [mine, voided, foreign], seats=9)
    assert {each.title for each in refused.value.rows} == {"乙", "丙"}
    assert not Place.objects.filter(seats=9).exists()


def test_a_register_speaks_of_each_record(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    places = [desk.create(name="甲"), desk.create(name="乙")]
    only = {"乙": {"seats": "放不下"}}
    monkeypatch.setattr(Places, "validate", lambda record, by: only.get(record.name, {}))
    with pytest.raises(BulkRefused) as refused:
        change(desk, places, seats=9)
    assert [(each.title, each.sentence) for each in refused.value.rows] == [("乙", "放不下")]


def test_wrong_values_are_refused_once(desk: Desk) -> None:
    places = [desk.create(), desk.create()]
    with pytest.raises(RecordRefused) as refused:
        change(desk, places, seats=-1, state="open", nothing=1)
    assert set(refused.value.problems) == {"seats", "state", "nothing"}
    with pytest.raises(GuardedField):
        change(desk, places, number="1")


def test_queries_do_not_grow_with_the_records(desk: Desk) -> None:
    def asked(count: int, code: str) -> int:
        places = [desk.create() for _ in range(count)]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            change(desk, places, seats=5)
            bulk.move_many(Places, places, code, by=desk.clerk)
        return len(queries)

    asked(2, "file")
    assert asked(3, "file") == asked(30, "file")


def test_too_many_are_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MOST", 2)
    places = [desk.create() for _ in range(3)]
    for given in (places, Place.objects.all()):
        with pytest.raises(TooMany):
            change(desk, given, seats=1)


def test_many_are_moved_each_with_a_step_and_a_clock(desk: Desk) -> None:
    places = [desk.create(), desk.create()]
    bulk.move_many(Places, Place.objects.all(), "file", by=desk.clerk)
    assert set(Place.objects.values_list("state", flat=True)) == {State.FILED}
    assert Step.objects.count() == Deadline.objects.count() == 2
    with pytest.raises(BulkRefused):  # four eyes
        bulk.move_many(Places, places, "open", by=desk.clerk, values={"opened_on": "2024-05-01"})
    bulk.move_many(Places, places, "open", by=desk.checker, values={"opened_on": "2024-05-01"})
    assert set(Place.objects.values_list("state", "opened_on")) == {(State.OPEN, date(2024, 5, 1))}
    assert not Deadline.objects.exists()


def test_one_in_another_state_moves_none(desk: Desk) -> None:
    places = [desk.create(name="甲"), desk.create(name="乙")]
    desk.move(places[0], "file")
    with pytest.raises(BulkRefused) as refused:
        bulk.move_many(Places, places, "file", by=desk.clerk)
    assert [each.title for each in refused.value.rows] == ["甲"]
    assert Step.objects.count() == 1
