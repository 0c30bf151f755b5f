"""Handling: files, local columns, requests that are not granted, public notice, and clocks."""

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from yunjiang.access.models import AuditRecord
from yunjiang.access.permission import Refused
from yunjiang.background.progress import Progress
from yunjiang.registers.kit import (
    attachments,
    clocks,
    columns,
    effects,
    extras,
    forms,
    history,
    nightly,
    notices,
    requests,
    workflow,
    writing,
)
from yunjiang.registers.kit.attachments import Upload
from yunjiang.registers.kit.models import Deadline, ExtraKind, NoticeState, Record, RequestState
from yunjiang.registers.kit.writing_refusals import (
    AttachedAlready,
    NoticeNotOver,
    NoticeOpen,
    NoticeWithoutDays,
    NotYourRequest,
    ObjectionsOpen,
    ReasonMissing,
    RecordRefused,
    RequestDecided,
)

from .world import World
from .writing import WritingTrials

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


class HandlingTrials(WritingTrials):
    """What is tried of everything that belongs to a record or waits for it."""

    def test_files_are_attached_read_on_record_and_taken_off(
        self, world: World, record: Record, settings: Any, tmp_path: Path
    ) -> None:
        settings.YUNJIANG_FILES = tmp_path
        for user in (world.stranger, world.nobody, world.auditor):
            with pytest.raises(Refused):
                attachments.attach(self.register, record, Upload(io.BytesIO(PDF), "批复.pdf"), by=user)
        kept = attachments.attach(self.register, record, Upload(io.BytesIO(PDF), "批复.pdf"), by=world.keeper)
        with pytest.raises(AttachedAlready):
            attachments.attach(self.register, record, Upload(io.BytesIO(PDF), "二.pdf"), by=world.keeper)
        for user in (world.stranger, world.nobody):
            with pytest.raises(Refused):
                attachments.handed_out(kept, by=user)
            with pytest.raises(Refused):
                attachments.detach(kept, by=user)
        _headers, file = attachments.handed_out(kept, by=world.auditor)
        with file:
            assert file.read() == PDF
        assert AuditRecord.objects.filter(action="registers.read").latest("pk").subject == self._subject(
            record
        )
        attachments.detach(kept, by=world.keeper)
        assert not attachments.of_record(self.register, record).exists()

    def test_a_local_column_is_kept_where_it_was_declared(self, world: World, record: Record) -> None:
        path = "extra__shifts"
        with pytest.raises(Refused):
            extras.declare(self.register, world.here, "shifts", "班次", ExtraKind.NUMBER, by=world.stranger)
        extras.declare(self.register, world.here, "shifts", "班次", ExtraKind.NUMBER, by=world.keeper)
        assert path in forms.form_for(self.register, world.keeper, record=record).fields
        writing.change(self.register, record, {path: "3"}, by=world.keeper)
        now = self._now(record)
        assert columns.shown(self.register, now, path, world.keeper).text == "3"
        assert self.exported(world.keeper, {}, [path]) == ["3"]
        assert [each.path for each in history.differences(self.register, now)[0].fields] == [path]
        with pytest.raises(RecordRefused) as refused:
            writing.change(self.register, now, {path: "三"}, by=world.keeper)
        assert path in refused.value.problems
        foreign = self.make(world.elsewhere, 2)
        with pytest.raises(RecordRefused):
            writing.change(self.register, foreign, {path: "1"}, by=world.above)

    def test_a_request_that_is_not_granted_changes_nothing(self, world: World, record: Record) -> None:
        wanted = self.guarded_change(record)
        if not wanted:
            pytest.skip("guards no field that can be changed here")
        asked = requests.ask(self.register, record, wanted, "更正", world.keeper)
        assert asked in requests.pending(world.above)
        assert asked not in requests.pending(world.stranger)
        with pytest.raises(ReasonMissing):
            requests.reject(asked, world.above, "")
        requests.reject(asked, world.above, "证据不足")
        with pytest.raises(RequestDecided):
            requests.approve(asked, world.above)
        again = requests.ask(self.register, record, wanted, "更正", world.keeper)
        with pytest.raises(NotYourRequest):
            requests.cancel(again, world.above)
        requests.cancel(again, world.keeper)
        assert (asked.state, again.state) == (RequestState.REJECTED, RequestState.CANCELLED)
        assert self._now(record).revision == record.revision

    def test_a_public_notice_is_heard_before_it_ends(self, world: World, record: Record) -> None:
        if not self.register.notice_days:
            with pytest.raises(NoticeWithoutDays):
                notices.open_notice(self.register, record, where="公告栏", by=world.keeper)
            return
        for user in (world.stranger, world.nobody, world.auditor):
            with pytest.raises(Refused):
                notices.open_notice(self.register, record, where="公告栏", by=user)
        notice = notices.open_notice(self.register, record, where="公告栏", by=world.keeper)
        with pytest.raises(NoticeOpen):
            notices.open_notice(self.register, record, where="公告栏", by=world.keeper)
        closes_on = notice.closes_on
        assert closes_on >= timezone.localdate() + timedelta(self.register.notice_days)
        notices.extend(notice, 2, by=world.keeper, reason="延长")
        assert notice.closes_on >= closes_on + timedelta(2)
        objection = notices.object_to(notice, "有异议", person="某某", by=world.keeper)
        with pytest.raises(ObjectionsOpen):
            notices.close(notice, by=world.keeper)
        with pytest.raises(Refused):
            notices.answer(objection, "不成立", is_upheld=False, by=world.stranger)
        notices.answer(objection, "不成立", is_upheld=False, by=world.above)
        with pytest.raises(NoticeNotOver):
            notices.close(notice, by=world.keeper, day=notice.closes_on)
        notices.close(notice, by=world.keeper, day=notice.closes_on + timedelta(1))
        assert notice.state == NoticeState.PASSED
        assert notices.has_passed(self.register, record)

    def test_clocks_run_remind_and_make_their_moves(self, world: World, record: Record) -> None:
        flow = self.register.flow
        if flow is None or not flow.clocks:
            pytest.skip("has no clocks")
        for state, clock in flow.clocks.items():
            self.bring_into(record, state)
            deadline = clocks.of_record(self.register, record)
            assert deadline is not None, f"nothing is due in {state}"
            due_on = deadline.due_on
            assert due_on >= timezone.localdate() + timedelta(clock.days)
            late = due_on + timedelta(1)
            assert deadline in clocks.overdue(world.keeper, late)
            assert deadline not in clocks.overdue(world.keeper, due_on)
            assert deadline not in clocks.overdue(world.stranger, late)
            assert (deadline in clocks.due(world.keeper, due_on)) == (deadline.reminds_on <= due_on)
            self._night(due_on)
            assert self._state(record) == state, f"{state} ends before its last day"
            self._night(late)
            if not clock.then:
                assert self._state(record) == state
                continue
            told = Deadline.objects.filter(pk=deadline.pk).values_list("refused", flat=True).first()
            assert told or self._state(record) == flow.move(clock.then).target

    def bring_into(self, record: Record, state: str) -> None:
        """Let a record be in a state whose clock runs, as the register's own logic would."""
        assert self.register.flow is not None
        if self._state(record) != state:
            values = {self.register.flow.field: state}
            effects.change(self.register, record, values, by=None, because="试")
        else:
            clocks.wind(self.register, self._now(record))

    def _night(self, day: date) -> None:
        nightly.run_clocks({"day": day.isoformat()}, Progress())

    def _state(self, record: Record) -> str:
        return workflow.state_of(self.register, self._now(record))

    def _subject(self, record: Record) -> str:
        return f"{self.register.code}:{record.pk}"
