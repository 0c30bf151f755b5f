"""Moving a record on: who may, what it needs, four eyes, steps and clocks."""

from datetime import date

import pytest
import time_machine
from tests import trails

from yunjiang.access.permission import Refused
from yunjiang.background.progress import Progress
from yunjiang.registers.kit import clocks, history, nightly, workflow, writing
from yunjiang.registers.kit.models import Deadline, Step
from yunjiang.registers.kit.tests.desk import Desk
from yunjiang.registers.kit.tests.sample.models import State
from yunjiang.registers.kit.tests.sample.register import Places
from yunjiang.registers.kit.writing_refusals import (
    FourEyes,
    OnlyByClock,
    ReasonMissing,
    RecordRefused,
    RecordVoided,
    UnknownMove,
    WrongState,
)

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
FRIDAY = date(2024, 4, 26)  # 4 days of May are off, the Sunday after tomorrow and 11 May are worked


def offered(desk: Desk, place: object, by: str = "clerk") -> dict[str, str]:
    return {each.code: each.why_not for each in workflow.moves_for(Places, place, getattr(desk, by))}


def test_it_works(desk: Desk) -> None:
    place = desk.create()
    assert offered(desk, place) == {"file": ""}
    step = desk.move(place, "file")
    assert (step.source, step.target, step.by) == ("draft", "filed", desk.clerk)
    assert (place.state, place.revision) == (State.FILED, 2)
    desk.move(place, "open", by=desk.checker, opened_on=date(2024, 5, 1))
    place.refresh_from_db()
    assert (place.state, place.opened_on) == (State.OPEN, date(2024, 5, 1))
    assert [each.move for each in workflow.steps_of(Places, place)] == ["file", "open"]
    newest = history.differences(Places, place)[0]
    assert [(each.label, each.before, each.after) for each in newest.fields] == [
        ("启用日期", "", "2024-05-01"),
        ("状态", "已申报", "已启用"),
    ]
    assert len(trails.records("registers.move")) == 2


def test_who_made_the_step_before_does_not_check_it(desk: Desk) -> None:
    place = desk.create()
    desk.move(place, "file")
    told = offered(desk, place)
    assert set(told) == {"return", "open"}
    assert all("wang" in each for each in told.values())
    with pytest.raises(FourEyes):
        desk.move(place, "open", opened_on=date(2024, 5, 1))
    assert offered(desk, place, "colleague") == {"return": "", "open": ""}


def test_a_wrong_move_says_what_can_be_done_instead(desk: Desk) -> None:
    place = desk.create()
    with pytest.raises(WrongState) as refused:
        desk.move(place, "close", reason="不办了", closed_on=date(2024, 5, 1))
    assert refused.value.instead == ("申报",)
    assert "草稿" in str(refused.value)
    with pytest.raises(UnknownMove):
        desk.move(place, "fly")


def test_what_a_move_needs_is_asked_for(desk: Desk) -> None:
    place = desk.create()
    desk.move(place, "file")
    with pytest.raises(ReasonMissing):
        desk.move(place, "return", by=desk.checker)
    with pytest.raises(RecordRefused) as refused:
        desk.move(place, "open", by=desk.checker)
    assert set(refused.value.problems) == {"opened_on"}
    with pytest.raises(RecordRefused) as refused:
        desk.move(place, "open", by=desk.checker, opened_on=date(2024, 5, 1), name="别的")
    assert set(refused.value.problems) == {"name"}
    assert Step.objects.count() == 1


def test_who_may_not_is_refused(desk: Desk) -> None:
    place = desk.create()
    for person in (desk.stranger, desk.reader):
        assert workflow.moves_for(Places, place, person) == []
        with pytest.raises(Refused):
            desk.move(place, "file", by=person)
    desk.move(place, "file")
    with pytest.raises(OnlyByClock):
        desk.move(place, "lapse")
    writing.void(Places, place, by=desk.clerk, reason="重复")
    assert workflow.moves_for(Places, place, desk.checker) == []
    with pytest.raises(RecordVoided):
        desk.move(place, "return", by=desk.checker, reason="不全")


def test_a_clock_counts_working_days_and_not_the_first(desk: Desk) -> None:
    with time_machine.travel("2024-04-26 09:00+08:00", tick=False):
        place = desk.create()
        assert clocks.of_record(Places, place) is None
        desk.move(place, "file")
    deadline = Deadline.objects.get()
    # 28, 29, 30 April, 6 to 11 May (Saturday worked), 13 May: ten working days.
    assert (deadline.since_on, deadline.due_on) == (FRIDAY, date(2024, 5, 13))
    assert deadline.reminds_on == date(2024, 5, 10)
    assert not clocks.due(desk.clerk, date(2024, 5, 9)).exists()
    assert list(clocks.due(desk.clerk, date(2024, 5, 10))) == [deadline]
    assert not clocks.due(desk.stranger, date(2024, 5, 10)).exists()
    assert not clocks.overdue(desk.clerk, date(2024, 5, 13)).exists()
    assert list(clocks.overdue(desk.checker, date(2024, 5, 14))) == [deadline]


def test_the_clock_moves_what_was_not_dealt_with_once(desk: Desk) -> None:
    with time_machine.travel("2024-04-26 09:00+08:00", tick=False):
        place, other = desk.create(), desk.create()
        desk.move(place, "file")
        desk.move(other, "file")
    with time_machine.travel("2024-05-13 23:00+08:00", tick=False):
        assert nightly.run_clocks({}, Progress()) == {"moved": 0, "refused": 0}
        desk.move(other, "open", by=desk.checker, opened_on=date(2024, 5, 13))
    with time_machine.travel("2024-05-14 00:30+08:00", tick=False):
        assert nightly.run_clocks({}, Progress()) == {"moved": 1, "refused": 0}
        assert nightly.run_clocks({}, Progress()) == {"moved": 0, "refused": 0}
    place.refresh_from_db()
    other.refresh_from_db()
    assert (place.state, other.state) == (State.DRAFT, State.OPEN)
    step = workflow.steps_of(Places, place)[-1]
    assert (step.move, step.by, step.change_set.deed) == ("lapse", None, "clock")
    assert "2024-05-13" in step.reason
    assert not Deadline.objects.exists()


def test_why_a_clock_could_not_move_is_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with time_machine.travel("2024-04-26 09:00+08:00", tick=False):
        place = desk.create()
        desk.move(place, "file")
    monkeypatch.setattr(Places, "validate", lambda record, user: {"seats": "座位不足"})
    day = {"day": "2024-05-14"}
    assert nightly.run_clocks(day, Progress()) == {"moved": 0, "refused": 1}
    assert "座位不足" in Deadline.objects.get().refused
    monkeypatch.setattr(Places, "validate", None)
    assert nightly.run_clocks(day, Progress()) == {"moved": 1, "refused": 0}


def test_nobody_moves_on_what_was_voided(desk: Desk) -> None:
    place = desk.create()
    desk.move(place, "file")
    writing.void(Places, place, by=desk.clerk, reason="重复")
    assert not Deadline.objects.exists()
    writing.restore(Places, place, by=desk.clerk)
    assert Deadline.objects.get().state == State.FILED
