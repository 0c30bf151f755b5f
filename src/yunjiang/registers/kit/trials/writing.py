"""Writing: forms, changes, history, voiding, guarded fields, moves, and who may do none of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import DatabaseError, models

from yunjiang.access.models import AuditRecord
from yunjiang.access.permission import Refused
from yunjiang.access.trail import TrailUnwritable
from yunjiang.organizations.prefixes import PrefixField
from yunjiang.registers.kit import bulk, contents, forms, history, looking_back, requests, workflow, writing
from yunjiang.registers.kit.models import ChangeSet, Difference, Record, RequestState, Step
from yunjiang.registers.kit.taking import is_fixed
from yunjiang.registers.kit.writing_refusals import (
    BulkRefused,
    ChangedMeanwhile,
    GuardedField,
    OnlyByClock,
    OwnRequest,
    ReasonMissing,
    RecordRefused,
    RecordVoided,
    UnknownMove,
)

from .reading import ReadingTrials
from .world import World


class WritingTrials(ReadingTrials):
    """What is tried of writing. A register whose first free text may not be changed at will says by `change` what may."""

    def change(self, record: Record) -> dict[str, Any]:
        """Return a change of one field that the record takes from who keeps it; nothing: not tried."""
        return self._other_text(record, lambda path: path not in self.register.guarded)

    def guarded_change(self, record: Record) -> dict[str, Any]:
        """Return a change of one guarded field; nothing: not tried."""
        return self._other_text(record, lambda path: path in self.register.guarded)

    @pytest.fixture
    def wanted(self, record: Record) -> dict[str, Any]:
        found = self.change(record)
        if not found:
            pytest.skip("has no field that may be changed at will")
        return found

    def test_a_form_sent_back_as_it_was_changes_nothing(self, world: World, record: Record) -> None:
        shown = forms.form_for(self.register, world.keeper, record=record)
        for section in shown.sections:
            assert all(str(each.label) and str(each) for each in section.fields)
        sent = {name: shown[name].value() for name in shown.fields}
        form = forms.form_for(
            self.register,
            world.keeper,
            record=record,
            data={name: value for name, value in sent.items() if value is not None},
        )
        assert form.is_valid(), form.errors
        writing.change(self.register, record, form.values(), by=world.keeper, revision=form.revision)
        assert self._now(record).revision == record.revision
        assert not self._changes(record, 1)

    def test_a_change_is_kept_in_history_and_undone_to_any_moment(
        self, world: World, record: Record, wanted: dict[str, Any]
    ) -> None:
        [path] = wanted
        was = contents.mask_at(self.register, record, path)
        revision = record.revision
        writing.change(self.register, record, wanted, by=world.keeper, reason="更正")
        now = self._now(record)
        assert now.revision == revision + 1
        [newest] = self._changes(record, revision)
        assert path in contents.read(newest.after)
        shown = history.differences(self.register, now)[0]
        assert (shown.by, shown.reason) == (world.keeper, "更正")
        assert path in {each.path for each in shown.fields}
        before = history.as_of(self.register, now, newest.change_set.at - timedelta(microseconds=1))
        assert contents.plain(self.register, path, before.get(path)) in (was, None if was == "" else was)
        assert looking_back.record_as_of(self.register, now, newest.change_set.at).pk == record.pk
        told = AuditRecord.objects.filter(action="registers.change").latest("pk")
        assert told.subject == f"{self.register.code}:{record.pk}"

    def test_who_had_an_older_revision_open_is_told(
        self, world: World, record: Record, wanted: dict[str, Any]
    ) -> None:
        stale = record.revision - 1
        with pytest.raises(ChangedMeanwhile) as refused:
            writing.change(self.register, record, wanted, by=world.keeper, revision=stale)
        assert set(wanted) == {each.path for each in refused.value.conflicts}
        assert not self._changes(record, record.revision)

    def test_nobody_writes_who_may_not(self, world: World, record: Record, wanted: dict[str, Any]) -> None:
        acts: tuple[Callable[[Any], object], ...] = (
            lambda by: writing.change(self.register, record, wanted, by=by),
            lambda by: writing.void(self.register, record, by=by, reason="重复"),
            lambda by: writing.restore(self.register, record, by=by),
        )
        for user in (world.stranger, world.nobody, world.auditor):
            for act in acts:
                with pytest.raises(Refused):
                    act(user)
        with pytest.raises(BulkRefused):
            bulk.change_many(self.register, [record], wanted, by=world.stranger)
        assert self._now(record).revision == record.revision
        assert AuditRecord.objects.filter(action="registers.change", result="refused").exists()

    def test_what_cannot_be_recorded_does_not_happen(
        self, world: World, record: Record, wanted: dict[str, Any]
    ) -> None:
        full = patch.object(AuditRecord.objects, "bulk_create", side_effect=DatabaseError("no space left"))
        with full, pytest.raises(TrailUnwritable):
            writing.change(self.register, record, wanted, by=world.keeper)
        assert self._now(record).revision == record.revision

    def test_many_are_changed_or_none(self, world: World, wanted: dict[str, Any]) -> None:
        [path] = wanted
        field = contents.fields_of(self.register).get(path)
        if field is None or field.unique:
            pytest.skip("changes a field of one record only")
        rows = [self.make(world.here, serial) for serial in (11, 12)]
        foreign = self.make(world.elsewhere, 13)
        with pytest.raises(BulkRefused) as refused:
            bulk.change_many(self.register, [*rows, foreign], wanted, by=world.keeper)
        assert [each.record for each in refused.value.rows] == [foreign.pk]
        done = bulk.change_many(self.register, rows, wanted, by=world.keeper)
        assert done.changed_count == 2
        assert Difference.objects.filter(change_set=done.change_set).count() == 2

    def test_a_voided_record_takes_no_change_and_comes_back_as_it_was(
        self, world: World, record: Record, wanted: dict[str, Any]
    ) -> None:
        state = contents.masks(self.register, self._now(record))
        with pytest.raises(ReasonMissing):
            writing.void(self.register, record, by=world.keeper, reason="")
        writing.void(self.register, record, by=world.keeper, reason="重复登记")
        with pytest.raises(RecordVoided):
            writing.change(self.register, record, wanted, by=world.keeper)
        assert workflow.moves_for(self.register, self._now(record), world.keeper) == []
        writing.restore(self.register, record, by=world.keeper)
        assert contents.masks(self.register, self._now(record)) == state

    def test_what_the_register_sets_itself_takes_no_hand(self, world: World, record: Record) -> None:
        fields = contents.fields_of(self.register)
        for path, field in fields.items():
            if is_fixed(self.register, field):
                with pytest.raises(RecordRefused) as refused:
                    writing.change(
                        self.register, record, {path: field.value_from_object(record)}, by=world.keeper
                    )
                assert path in refused.value.problems
        for path in ("id", "path", "revision", "extra", "nothing", "organization__key"):
            with pytest.raises(RecordRefused):
                writing.change(self.register, record, {path: 1}, by=world.keeper)

    def test_a_guarded_field_changes_only_by_a_second_person(self, world: World, record: Record) -> None:
        wanted = self.guarded_change(record)
        if not wanted:
            pytest.skip("guards no field that can be changed here")
        with pytest.raises(GuardedField):
            writing.change(self.register, record, wanted, by=world.keeper)
        asked = requests.ask(self.register, record, wanted, "证件更正", world.keeper)
        assert self._now(record).revision == record.revision
        with pytest.raises(OwnRequest):
            requests.approve(asked, world.keeper)
        for user in (world.stranger, world.nobody):
            with pytest.raises(Refused):
                requests.approve(asked, user)
        requests.approve(asked, world.above)
        assert asked.state == RequestState.APPLIED
        newest = ChangeSet.objects.filter(register=self.register.code).latest("pk")
        assert (newest.change_request, newest.by) == (asked, world.keeper)

    def test_history_holds_nothing_that_is_masked(self, world: World, record: Record) -> None:
        if wanted := self.change(record):
            writing.change(self.register, record, wanted, by=world.keeper)
        writing.void(self.register, record, by=world.keeper, reason="重复")
        kept = Difference.objects.filter(register=self.register.code).values_list("before", "after")
        told = AuditRecord.objects.values_list("facts", "before", "after")
        texts = [str(each) for row in (*kept, *told) for each in row]
        shown = [each.after for one in history.differences(self.register, record) for each in one.fields]
        for secret in self.secrets(record).values():
            assert all(secret not in each for each in (*texts, *shown))

    def test_its_flow_is_whole_and_closed_to_who_may_not(self, world: World, record: Record) -> None:
        flow = self.register.flow
        if flow is None:
            with pytest.raises(UnknownMove):
                workflow.move(self.register, record, "any", by=world.keeper)
            return
        field = contents.fields_of(self.register)[flow.field]
        states = {value for value, _label in field.flatchoices}
        known = {each.code for each in flow.moves}
        assert {state for each in flow.moves for state in (*each.sources, each.target)} <= states
        assert {*flow.clocks, *flow.closed} <= states
        assert {each.then for each in flow.clocks.values()} - {""} <= known
        for each in flow.moves_from(workflow.state_of(self.register, record)):
            for user in (world.stranger, world.nobody):
                with pytest.raises(Refused):
                    workflow.move(self.register, record, each.code, by=user, reason="试")
            if each.by_clock_only:
                with pytest.raises((OnlyByClock, Refused)):
                    workflow.move(self.register, record, each.code, by=world.keeper, reason="试")
            elif each.needs_reason:
                with pytest.raises((ReasonMissing, Refused)):
                    workflow.move(self.register, record, each.code, by=world.keeper, reason="")
        assert workflow.moves_for(self.register, record, world.stranger) == []
        assert not Step.objects.filter(by__in=[world.stranger, world.nobody]).exists()

    def _now(self, record: Record) -> Any:
        return self.register.model._default_manager.get(pk=record.pk)

    def _changes(self, record: Record, after: int) -> list[Difference]:
        rows = Difference.objects.filter(
            register=self.register.code, record=record.pk, revision__gt=after
        ).select_related("change_set")
        return list(rows.order_by("-id"))

    def _other_text(self, record: Record, fits: Callable[[str], bool]) -> dict[str, Any]:
        """Return another text for the first free text of the form that fits."""
        fields = contents.fields_of(self.register)
        for path in (each for section in self.register.sections.values() for each in section):
            field = fields.get(path)
            is_text = type(field) in (models.CharField, models.TextField, PrefixField)
            if field is None or not is_text or field.choices or field.validators[1:]:
                continue
            if is_fixed(self.register, field) or path in self.register.masked or not fits(path):
                continue
            held = str(field.value_from_object(record) or "")
            return {path: f"{held}2" if len(held) < (field.max_length or 200) else held[:-1]}
        return {}
