"""The same for all that fit a filter: part by part, going on where it stopped, and saying what was left out and why."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from yunjiang.access.models import AuditRecord
from yunjiang.access.permission import Refused
from yunjiang.background.progress import Progress
from yunjiang.registers.kit import bulk, fitting, writing
from yunjiang.registers.kit.models import BulkAct, ChangeSet, Deed, LeftOut, Step
from yunjiang.registers.kit.refusals import FiltersUnreadable
from yunjiang.registers.kit.tests.desk import Desk
from yunjiang.registers.kit.tests.sample.models import Place, Sort, State
from yunjiang.registers.kit.tests.sample.register import FLOW, Places
from yunjiang.registers.kit.writing_refusals import NothingFits, RecordRefused, UnknownMove

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "PART", 2)


def ask(desk: Desk, what: str = "change:seats", by: Any = None, **asked: Any) -> BulkAct:
    query: Mapping[str, Sequence[str]] = asked.pop("query", {})
    values = asked.pop("values", {"seats": 7} if what == "change:seats" else {})
    return fitting.ask(Places, what, query, values, by=by or desk.clerk, name="批量办理", **asked)


def done(act: BulkAct) -> BulkAct:
    fitting.perform({"act": act.pk}, Progress())
    act.refresh_from_db()
    return act


def test_it_works(desk: Desk) -> None:
    for seats in (1, 7, 3):
        desk.create(seats=seats)
        desk.create(seats=seats, sort=Sort.SPORT)
    act = done(ask(desk, query={"sort": ["reading"], "page": ["2"]}, reason="统一更正"))
    assert set(Place.objects.filter(sort=Sort.READING).values_list("seats", flat=True)) == {7}
    assert set(Place.objects.filter(sort=Sort.SPORT).values_list("seats", flat=True)) == {1, 7, 3}
    told = (act.total_count, act.changed_count, act.same_count, act.left_out_count)
    assert told == (3, 2, 1, 0)
    assert act.told == [["类别", "职工书屋"]]
    assert act.finished_at is not None
    assert {each.reason for each in ChangeSet.objects.filter(deed=Deed.BULK)} == {"统一更正"}
    asked = AuditRecord.objects.get(action="registers.bulk_act")
    assert '"filter":{"sort":"职工书屋"}' in asked.facts.replace(" ", "")


def test_what_does_not_allow_it_is_left_out_and_named_and_the_rest_is_done(desk: Desk) -> None:
    drafts = [desk.create(name=f"书屋{each}") for each in range(4)]
    desk.move(drafts[1], "file")
    act = done(ask(desk, "move:file"))
    assert set(Place.objects.values_list("state", flat=True)) == {State.FILED}
    assert (act.changed_count, act.left_out_count) == (3, 1)
    [left] = LeftOut.objects.all()
    assert (left.record, left.title) == (drafts[1].pk, "书屋1")
    [(sentence, count)] = fitting.reasons(act)
    assert (count, "书屋1" in sentence, sentence.startswith("该记录")) == (1, False, True)
    assert Step.objects.count() == 4


def test_moving_takes_records_out_of_the_filter_and_none_is_passed_over(desk: Desk) -> None:
    for _ in range(7):
        desk.create()
    act = done(ask(desk, "move:file", query={"state": ["draft"]}))
    assert (act.changed_count, act.same_count, act.left_out_count) == (7, 0, 0)
    assert not Place.objects.exclude(state=State.FILED).exists()


def test_a_refusal_in_the_middle_of_a_part_leaves_only_its_own_record_out(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def effect(record: Any, step: Any) -> None:
        if record.name == "乙":
            raise RecordRefused(record.name, {"": "此处不行"})

    for name in ("甲", "乙", "丙"):
        desk.create(name=name)
    moves = [replace(each, effect=effect) if each.code == "file" else each for each in FLOW.moves]
    monkeypatch.setattr(Places, "flow", replace(FLOW, moves=moves))
    act = done(ask(desk, "move:file"))
    assert (act.changed_count, act.left_out_count) == (2, 1)
    assert Place.objects.get(name="乙").state == State.DRAFT
    assert "此处不行" in LeftOut.objects.get().sentence


def test_begun_again_it_goes_on_where_it_stopped(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(5):
        desk.create()
    act, change_many, calls = ask(desk), bulk.change_many, []

    def breaking(*given: Any, **named: Any) -> bulk.Done:
        calls.append(1)
        if len(calls) == 2:
            raise KeyError("the machine stops")
        return change_many(*given, **named)

    monkeypatch.setattr(bulk, "change_many", breaking)
    with pytest.raises(KeyError):
        fitting.perform({"act": act.pk}, Progress())
    act.refresh_from_db()
    assert (act.changed_count, act.finished_at) == (2, None)
    done(act)
    assert (act.changed_count, act.same_count, act.total_count) == (5, 0, 5)
    assert Place.objects.filter(seats=7, revision=2).count() == 5
    done(act)  # and once more: nothing
    assert act.changed_count == 5


def test_only_what_the_person_may_keep_then_is_written(desk: Desk) -> None:
    mine, voided = desk.create(name="甲"), desk.create(name="乙")
    desk.create(name="丙", unit="qujing", by=desk.stranger)
    writing.void(Places, voided, by=desk.clerk, reason="重复")
    act = done(ask(desk, query={"voided": ["with"]}))
    assert (act.changed_count, act.left_out_count) == (1, 1)
    assert LeftOut.objects.get().title == "乙"
    assert list(Place.objects.filter(seats=7)) == [mine]


def test_who_may_not_is_refused_before_anything_begins(desk: Desk) -> None:
    desk.create()
    with pytest.raises(Refused):
        ask(desk, by=desk.reader)
    with pytest.raises(UnknownMove):
        ask(desk, "move:fly")
    with pytest.raises(FiltersUnreadable):
        ask(desk, query={"sort": ["casino"]})
    assert not BulkAct.objects.exists()


def test_where_nothing_fits_nothing_begins(desk: Desk) -> None:
    with pytest.raises(NothingFits):
        ask(desk)
    assert not BulkAct.objects.exists()


def test_what_no_longer_fits_when_it_begins_is_left_alone(desk: Desk) -> None:
    place = desk.create()
    act = ask(desk, query={"sort": ["reading"]})
    desk.change(place, sort=Sort.SPORT)
    done(act)
    assert (act.total_count, act.changed_count) == (0, 0)
    assert act.finished_at is not None


def test_what_was_looked_for_is_kept_sealed(desk: Desk) -> None:
    desk.create(name="翠湖书屋")
    act = done(ask(desk, query={"q": ["翠湖"]}))
    assert act.changed_count == 1
    assert act.told == [["查找", "…"]]
    assert "翠湖".encode() not in bytes(act.wanted)
