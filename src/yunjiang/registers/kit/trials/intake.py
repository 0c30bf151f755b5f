"""Intake: a sheet of the register's own columns comes in, changes nothing the second time, and is taken back."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
import xlsxwriter

from yunjiang.access.models import User
from yunjiang.access.permission import Refused
from yunjiang.organizations.models import Organization
from yunjiang.registers.kit.intake import checking, columns, committing, receiving, template, undoing
from yunjiang.registers.kit.models import Difference, IntakeBatch, IntakeState, Record

from .reading import ReadingTrials
from .world import World

Told = Mapping[str, str]


class IntakeTrials(ReadingTrials):
    """What is tried of sheets. A register that takes some in says what stands in a row by `row`."""

    def row(self, serial: int) -> Told | None:
        """Return what a sheet says of a new record, by path; different for each serial number. None: not tried."""
        return None

    @pytest.fixture
    def told(self) -> Sequence[Told]:
        rows = [self.row(serial) for serial in (1, 2, 3)] if self.register.intake is not None else [None]
        if None in rows:
            pytest.skip("takes no sheets in, or says no row")
        return [row for row in rows if row is not None]

    def test_a_sheet_comes_in(self, world: World, told: Sequence[Told]) -> None:
        batch = self._brought(world.keeper, world.here, told)
        assert (batch.created_count, batch.faulty_count) == (3, 0), batch.summary["problems"]
        rows = self._standing()
        assert len(rows) == 3
        assert all(each.path.startswith(batch.path) and each.revision == 1 for each in rows)
        kept = Difference.objects.filter(change_set__batch=batch, before="")
        assert set(kept.values_list("record", flat=True)) == {each.pk for each in rows}

    def test_the_same_sheet_changes_nothing(self, world: World, told: Sequence[Told]) -> None:
        self._brought(world.keeper, world.here, told)
        before = {each.pk: each.revision for each in self._standing()}
        again = self._brought(world.keeper, world.here, told)
        assert (again.created_count, again.changed_count, again.same_count) == (0, 0, 3)
        assert {each.pk: each.revision for each in self._standing()} == before

    def test_checking_writes_nothing(self, world: World, told: Sequence[Told]) -> None:
        batch = self._checked(world.keeper, world.here, told)
        assert (batch.state, batch.created_count) == (IntakeState.CHECKED, 3), batch.summary["problems"]
        assert not self._standing()

    def test_a_sheet_is_taken_back(self, world: World, told: Sequence[Told]) -> None:
        batch = self._brought(world.keeper, world.here, told)
        undone = undoing.undo(batch, world.keeper, reason="来错了")
        assert (undone.voided_count, list(undone.left)) == (3, [])
        assert not self._standing()

    def test_a_row_that_comes_twice_is_told(self, world: World, told: Sequence[Told]) -> None:
        batch = self._checked(world.keeper, world.here, [*told, told[0]])
        assert batch.faulty_count == 1
        assert batch.summary["problems"][0]["row"] == 5

    def test_who_keeps_no_records_here_brings_none(self, world: World, told: Sequence[Told]) -> None:
        for user in (world.checker, world.auditor, world.stranger, world.nobody):
            with pytest.raises(Refused):
                receiving.receive(self.register, world.here, self._csv(told), "表.csv", by=user)

    def test_a_stranger_changes_nothing_of_ours(self, world: World, told: Sequence[Told]) -> None:
        self._brought(world.keeper, world.here, told)
        before = {each.pk: (each.revision, each.path) for each in self._standing()}
        batch = self._checked(world.stranger, world.elsewhere, told)
        assert batch.changed_count == 0
        assert {each.pk: (each.revision, each.path) for each in self._standing()} == before

    def test_a_code_typed_as_a_number_is_told(self, world: World, told: Sequence[Told]) -> None:
        wanted = columns.of(self.register)
        codes = [path for path, column in wanted.items() if column.is_code and path in told[0]]
        for path in codes:
            rows: list[Mapping[str, Any]] = [{**told[0], path: 123456789012345678}]
            batch = self._checked(world.keeper, world.here, rows, is_workbook=True)
            assert (path, "typed_as_number") in {
                (each["column"], each["code"]) for each in batch.summary["problems"]
            }

    def test_there_is_an_empty_sheet(self, told: Sequence[Told]) -> None:
        assert template.write(self.register).startswith(b"PK")

    def _standing(self) -> list[Record]:
        return list(self.register.model._default_manager.filter(voided_at=None))

    def _brought(self, user: User, unit: Organization, rows: Sequence[Told]) -> IntakeBatch:
        batch = self._checked(user, unit, rows)
        assert not batch.faulty_count, batch.summary["problems"]
        committing.commit(batch, user)
        return batch

    def _checked(
        self, user: User, unit: Organization, rows: Sequence[Mapping[str, Any]], *, is_workbook: bool = False
    ) -> IntakeBatch:
        file, name = (self._xlsx(rows), "表.xlsx") if is_workbook else (self._csv(rows), "表.csv")
        batch = receiving.receive(self.register, unit, file, name, by=user)
        checking.check(batch)
        return batch

    def _headed(self, rows: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
        wanted = columns.of(self.register)
        paths = list(dict.fromkeys(path for row in rows for path in row))
        return [
            [wanted[path].names[0] for path in paths],
            *([row.get(path, "") for path in paths] for row in rows),
        ]

    def _csv(self, rows: Sequence[Mapping[str, Any]]) -> io.BytesIO:
        file = io.StringIO()
        csv.writer(file).writerows(self._headed(rows))
        return io.BytesIO(file.getvalue().encode("utf-8-sig"))

    def _xlsx(self, rows: Sequence[Mapping[str, Any]]) -> io.BytesIO:
        file = io.BytesIO()
        with xlsxwriter.Workbook(file) as book:
            page = book.add_worksheet()
            for number, row in enumerate(self._headed(rows)):
                page.write_row(number, 0, row)
        file.seek(0)
        return file
