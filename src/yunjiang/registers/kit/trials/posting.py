"""Postings: what a record counts stands in the ledger, follows each change and leads back; what does not count says why.

Trials of postings hold what an act posted against what the rows themselves say (`rebuilding`): acts by hand, sheets and
everything that follows from other records post by ways of their own, and all of them must come to the same.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest
from django.test import Client
from django.utils import timezone

from yunjiang.access.permission import Act, may
from yunjiang.ledger.models import Entry, MeasureKind
from yunjiang.organizations.models import Organization
from yunjiang.registers.kit import effects, postings, rebuilding, writing
from yunjiang.registers.kit.intake import undoing
from yunjiang.registers.kit.models import Record
from yunjiang.registers.kit.postings import Counted

from .intake import IntakeTrials, Told
from .world import World

Lines = list[tuple[Any, ...]]


class PostingTrials(IntakeTrials):
    """What is tried of counts. A register that counts says by `count` what it counts, and by `uncounted` what it does not."""

    # By code of each declared reason: what a row that counts is made to say so that it is the reason, past the kit.
    uncounted: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    # Whether what `row` says makes at least one count count.
    rows_count: ClassVar[bool] = True

    def count(self, organization: Organization, serial: int) -> Record:
        """Save a record that every count of the register counts."""
        return self.make(organization, serial)

    def recount(self, record: Record) -> Mapping[str, Any]:
        """Return a change by which the record counts otherwise than before; the register's own logic makes it."""
        if self.register.dated is None:
            raise NotImplementedError(f"{self.register.code}: say by `recount` what changes a count")
        _since, until = self.register.dated
        return {until: timezone.localdate()}

    @pytest.fixture
    def counted(self, world: World) -> Any:
        if not self.register.counts:
            pytest.skip("counts nothing")
        return self._again(self.count(world.here, 1))

    def test_a_record_posts_its_lines_and_each_leads_to_the_other(
        self, world: World, counted: Record
    ) -> None:
        client = Client()
        client.force_login(world.keeper)
        address = f"/registers/{self.register.code}/{counted.pk}/"
        page = client.get(f"{address}counted/").content.decode()
        for each in self._why(counted):
            assert each.is_counted, f"{each.count.code}: {each.reason}"
            assert str(each.count.name) in page
            assert _lines(each) == self._said(each, counted)
            for entry in each.entries:
                assert postings.record_of(entry.source) == (self.register, counted.pk)
                assert entry.evidence is not None
                assert entry.evidence["record"] == counted.pk
                assert (entry.measure, entry.unit) == (each.count.measure, each.count.unit)
                assert may(world.keeper, Act.SEE_ENTRIES, Organization(pk=entry.organization_id))
                assert f"/entries/{entry.id}/" in page
                assert address in client.get(f"/entries/{entry.id}/").content.decode()
        self._agreed()

    def test_what_is_voided_counts_no_more_until_it_is_restored(self, world: World, counted: Record) -> None:
        before = self._stands(counted)
        assert all(before.values())
        writing.void(self.register, counted, by=world.keeper, reason="重复登记")
        assert not any(self._stands(counted).values())
        assert {each.reason and each.reason.code for each in self._why(counted)} == {"voided"}
        self._agreed()
        writing.restore(self.register, counted, by=world.keeper)
        assert self._stands(counted) == before
        self._agreed()

    def test_a_change_counts_otherwise_from_then_on(self, world: World, counted: Record) -> None:
        before = self._stands(counted)
        effects.change(self.register, counted, self.recount(counted), by=world.keeper, because="试")
        changed = [each for each in self._why(counted) if self._stands(counted) != before]
        assert changed, "recount changes nothing that counts"
        for each in self._why(counted):
            assert _lines(each) == (self._said(each, counted) if each.is_counted else [])
        self._agreed()

    def test_a_row_that_is_not_counted_says_why(self, world: World, counted: Record) -> None:
        model = self.register.model._base_manager
        kept = {**vars(counted)}
        for count in self.register.counts:
            for reason in count.not_counted:
                assert reason.code in self.uncounted, f"`uncounted` does not say what gives {reason.code}"
                values = self.uncounted[reason.code]
                model.filter(pk=counted.pk).update(**values)
                postings.refresh(self.register, [counted], by="trial")
                [told] = [each for each in self._why(counted) if each.count is count]
                assert (told.is_counted, told.entries) == (False, []), reason.code
                assert told.reason is reason, f"{count.code}: {told.reason} and not {reason.code}"
                assert str(reason.name)
                numbers = {each.reason.code: each for each in self._not_counted(world, count)}
                assert numbers[reason.code].number == 1
                assert list(model.filter(numbers[reason.code].condition)) == [counted]
                assert not postings.not_counted(self.register, count, world.stranger)
                model.filter(pk=counted.pk).update(**{name: kept[name] for name in values})
                postings.refresh(self.register, [counted], by="trial")
                [told] = [each for each in self._why(counted) if each.count is count]
                assert told.is_counted, f"{count.code} does not count again after {reason.code}"
        self._agreed()

    def test_what_the_ledger_missed_is_found_and_mended(self, world: World, counted: Record) -> None:
        other = self.count(world.below, 2)
        self._agreed()
        first = self.register.counts[0]
        code = first.not_counted[0].code if first.not_counted else "voided"
        values = {"voided": {"voided_at": timezone.now()}, **self.uncounted}[code]
        self.register.model._base_manager.filter(pk=counted.pk).update(**values)
        found = rebuilding.rebuild(self.register)
        assert found.refreshed.withdrawn_count >= 1
        assert not self._stands(counted)[first.code]
        assert all(self._stands(other).values())
        self._agreed()

    def test_a_balance_stands_from_its_first_day_until_its_last(self, world: World, counted: Record) -> None:
        if self.register.dated is None:
            pytest.skip("is not dated")
        since, until = self.register.dated
        first, last = getattr(counted, since), timezone.localdate()
        balances = [each for each in self._why(counted) if each.count.kind == MeasureKind.BALANCE]
        for each in balances:
            opened = min(line.happened_on for line in each.entries)
            assert opened >= first
            assert (_sum(each, opened - timedelta(1)), _sum(each, opened)) == (0, 1)
        effects.change(self.register, counted, {until: last}, by=world.keeper, because="试")
        for each in self._why(counted):
            if each.count.kind == MeasureKind.BALANCE and each.is_counted:
                assert _sum(each, last) == 0, f"{each.count.code} stands after its last day"
                assert all(line.happened_on <= last for line in each.entries)

    def test_a_sheet_posts_what_acts_by_hand_would(self, world: World, told: Sequence[Told]) -> None:
        if not self.register.counts:
            pytest.skip("counts nothing")
        batch = self._brought(world.keeper, world.here, told)
        rows = self._standing()
        for row in rows:
            counts = self._why(row)
            for each in counts:
                assert _lines(each) == (self._said(each, row) if each.is_counted else [])
            assert any(each.is_counted for each in counts) == self.rows_count
            assert postings.refresh(self.register, [row], by="trial").posted_count == 0
        self._agreed()
        undoing.undo(batch, world.keeper, reason="来错了")
        for row in rows:
            assert not any(self._stands(row).values())
        self._agreed()

    def _why(self, record: Record) -> list[Counted]:
        return postings.why(self.register, record)

    def _stands(self, record: Record) -> dict[str, Lines]:
        """Return what stands in the ledger for a record, by count."""
        return {each.count.code: _lines(each) for each in self._why(record)}

    def _said(self, counted: Counted, record: Record) -> Lines:
        """Return the lines that the record itself says; the units of trials stand on all its days."""
        rows = self.register.model._base_manager.filter(pk=record.pk).values(*counted.count.needs)
        return sorted(
            (each.organization, each.happened_on, each.quantity, tuple(sorted(each.breakdown.items())))
            for each in counted.count.lines(SimpleNamespace(**rows.get()))
        )

    def _not_counted(self, world: World, count: Any) -> list[postings.NotCounted]:
        return postings.not_counted(self.register, count, world.keeper)

    def _agreed(self) -> None:
        found = rebuilding.rebuild(self.register)
        assert found.agreed, found.sentence()

    def _again(self, record: Record) -> Any:
        return self.register.model._base_manager.get(pk=record.pk)


def _lines(counted: Counted) -> Lines:
    return sorted(
        (each.organization_id, each.happened_on, each.quantity, tuple(sorted(each.breakdown.items())))
        for each in counted.entries
    )


def _sum(counted: Counted, day: date) -> Any:
    """Return what the ledger holds of a source up to a day, what was taken back with its contrary."""
    rows = Entry.objects.filter(posting__source=counted.source, happened_on__lte=day)
    return sum(weight * quantity for weight, quantity in rows.values_list("weight", "quantity"))
