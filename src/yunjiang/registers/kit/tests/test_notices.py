"""Public notice: its days, objections, answers, and what follows from its end."""

from datetime import date
from typing import Any

import pytest
import time_machine

from yunjiang.access.models import AuditRecord
from yunjiang.access.permission import Refused
from yunjiang.background.progress import Progress
from yunjiang.organizations import calendar
from yunjiang.registers.kit import nightly, notices, workflow, writing
from yunjiang.registers.kit.flows import Flow, Move
from yunjiang.registers.kit.models import Notice, NoticeState, Objection
from yunjiang.registers.kit.refusals import PurposeMissing, PurposeNotForThis
from yunjiang.registers.kit.tests.desk import Desk
from yunjiang.registers.kit.tests.sample.models import State
from yunjiang.registers.kit.tests.sample.register import Places
from yunjiang.registers.kit.writing_refusals import (
    MoveRefused,
    NoticeNotOver,
    NoticeOpen,
    NoticeOver,
    NoticeWithoutDays,
    ObjectionAnswered,
    ObjectionsOpen,
    ReasonMissing,
    RecordVoided,
)

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture(autouse=True)
def friday() -> Any:
    """The last Friday of April 2024: Sunday is worked, 1 to 5 May are off, Saturday the 11th is worked."""
    with time_machine.travel("2024-04-26 09:00+08:00", tick=False) as clock:
        yield clock


def post_up(desk: Desk, **facts: Any) -> Notice:
    return notices.open_notice(Places, desk.create(name="书屋"), where="公告栏", by=desk.clerk, **facts)


def test_it_works(desk: Desk, friday: Any) -> None:
    notice = post_up(desk)
    # 28, 29, 30 April, 6 and 7 May: the day of posting does not count.
    assert (notice.opens_on, notice.closes_on) == (date(2024, 4, 26), date(2024, 5, 7))
    assert list(notices.standing(desk.checker)) == [notice]
    assert nightly.close_notices({"day": "2024-05-07"}, Progress()) == {"closed": 0, "refused": 0}
    assert nightly.close_notices({"day": "2024-05-08"}, Progress()) == {"closed": 1, "refused": 0}
    assert nightly.close_notices({"day": "2024-05-08"}, Progress()) == {"closed": 0, "refused": 0}
    notice.refresh_from_db()
    assert notice.state == NoticeState.PASSED
    assert notice.result


def test_days_off_of_the_unit_count(desk: Desk) -> None:
    calendar.declare(date(2024, 4, 29), is_working=False, name="火把节", organization=desk.units["kunming"])
    assert post_up(desk).closes_on == date(2024, 5, 8)


def test_an_objection_is_heard_before_it_ends(desk: Desk, friday: Any) -> None:
    notice = post_up(desk)
    objection = notices.object_to(notice, "面积不实", person="张三", by=desk.clerk)
    assert "张三".encode() not in bytes(objection.sealed_person or b"")
    assert notices.objector(objection, "verify", desk.checker) == "张三"
    assert AuditRecord.objects.filter(action="registers.unmask").count() == 1
    for user, refused in ((desk.stranger, Refused), (desk.reader, Refused)):
        with pytest.raises(refused):
            notices.objector(objection, "verify", user)
    for purpose in ("", "service"):
        with pytest.raises((PurposeMissing, PurposeNotForThis)):
            notices.objector(objection, purpose, desk.checker)
    assert AuditRecord.objects.filter(action="registers.unmask").count() == 1
    friday.move_to("2024-05-08 09:00+08:00")
    assert nightly.close_notices({}, Progress()) == {"closed": 0, "refused": 0}
    with pytest.raises(ObjectionsOpen):
        notices.close(notice, by=desk.checker)
    with pytest.raises(ReasonMissing):
        notices.answer(objection, " ", is_upheld=False, by=desk.checker)
    notices.answer(objection, "现场核实属实", is_upheld=False, by=desk.checker)
    with pytest.raises(ObjectionAnswered):
        notices.answer(objection, "再答", is_upheld=True, by=desk.checker)
    notices.close(notice, by=desk.checker)
    assert (notice.state, notice.result) == (NoticeState.PASSED, "听取异议1件。")


def test_an_objection_that_holds_ends_it(desk: Desk) -> None:
    notice = post_up(desk)
    notices.answer(
        notices.object_to(notice, "面积不实", by=desk.clerk), "属实", is_upheld=True, by=desk.checker
    )
    notices.close(notice, by=desk.checker)
    assert notice.state == NoticeState.UPHELD
    with pytest.raises(NoticeOver):
        notices.object_to(notice, "又一条", by=desk.clerk)


def test_it_is_not_closed_early_and_takes_nothing_late(desk: Desk, friday: Any) -> None:
    notice = post_up(desk)
    friday.move_to("2024-05-07 18:00+08:00")
    with pytest.raises(NoticeNotOver):
        notices.close(notice, by=desk.checker)
    notices.object_to(notice, "最后一天", by=desk.clerk)
    friday.move_to("2024-05-08 00:10+08:00")
    with pytest.raises(NoticeOver):
        notices.object_to(notice, "迟了", by=desk.clerk)
    assert Objection.objects.count() == 1


def test_it_is_extended_with_a_reason(desk: Desk) -> None:
    notice = post_up(desk, days=1)
    assert notice.closes_on == date(2024, 4, 28)
    with pytest.raises(ReasonMissing):
        notices.extend(notice, 2, by=desk.clerk, reason="")
    notices.extend(notice, 2, by=desk.clerk, reason="补充材料")
    assert (notice.closes_on, notice.working_days, notice.state) == (
        date(2024, 4, 30),
        3,
        NoticeState.EXTENDED,
    )
    notices.extend(notice, 1, by=desk.clerk, reason="再听意见")
    assert notice.extensions.splitlines() == ["延至2024-04-30：补充材料", "延至2024-05-06：再听意见"]


def test_one_at_a_time_and_none_without_days(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    place = desk.create()
    notice = notices.open_notice(Places, place, where="网站", by=desk.clerk)
    with pytest.raises(NoticeOpen):
        notices.open_notice(Places, place, where="网站", by=desk.clerk)
    notices.withdraw(notice, by=desk.clerk, reason="材料有误")
    assert notice.state == NoticeState.WITHDRAWN
    notices.open_notice(Places, place, where="网站", by=desk.clerk)
    with pytest.raises(NoticeWithoutDays):
        post_up(desk, days=0)
    voided = desk.create()
    writing.void(Places, voided, by=desk.clerk, reason="重复")
    with pytest.raises(RecordVoided):
        notices.open_notice(Places, voided, where="网站", by=desk.clerk)


def test_who_may_not_is_refused(desk: Desk) -> None:
    notice = post_up(desk)
    objection = notices.object_to(notice, "不实", by=desk.clerk)
    for person in (desk.stranger, desk.reader):
        for act in (
            lambda by: notices.extend(notice, 1, by=by, reason="补充"),
            lambda by: notices.object_to(notice, "不实", by=by),
            lambda by: notices.answer(objection, "属实", is_upheld=True, by=by),
            lambda by: notices.withdraw(notice, by=by, reason="不办"),
            lambda by: notices.close(notice, by=by),
        ):
            with pytest.raises(Refused):
                act(person)


def test_a_flow_waits_for_it_and_the_register_follows_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, friday: Any
) -> None:
    flow = Flow(
        moves=[
            Move("file", "申报", [State.DRAFT], State.FILED),
            Move("open", "启用", [State.FILED], State.OPEN, may=notices.must_have_passed),
        ]
    )
    ended: list[tuple[str, str]] = []
    monkeypatch.setattr(Places, "flow", flow)
    monkeypatch.setattr(
        Places, "after_notice", lambda place, notice, by: ended.append((place.name, notice.state))
    )
    place = desk.create(name="书屋")
    early = notices.open_notice(Places, place, where="网站", by=desk.clerk, days=1)
    friday.move_to("2024-04-29 09:00+08:00")
    notices.close(early, by=desk.clerk)
    friday.move_to("2024-04-30 09:00+08:00")
    desk.move(place, "file")
    [offer] = workflow.moves_for(Places, place, desk.clerk)
    assert offer.why_not  # the notice of before it was filed does not count
    notice = notices.open_notice(Places, place, where="网站", by=desk.clerk, days=1)
    with pytest.raises(MoveRefused, match="2024-05-06"):
        desk.move(place, "open")
    nightly.close_notices({"day": "2024-05-07"}, Progress())
    assert ended == [("书屋", "passed"), ("书屋", "passed")]
    desk.move(place, "open")
    notice.refresh_from_db()
    assert notice.state == NoticeState.PASSED
    assert place.state == State.OPEN
