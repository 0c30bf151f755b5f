"""Intake: a sheet of the register's own columns comes in, changes nothing the second time, and is taken back."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import pytest
import xlsxwriter

from yunjiang.access.models import User
from yunjiang.access.permission import Refused
from yunjiang.files.answering import content
from yunjiang.organizations.models import Organization
from yunjiang.registers.kit.intake import (
    answering,
    checking,
    columns,
    committing,
    receiving,
    template,
    undoing,
    verdicts,
)
from yunjiang.registers.kit.intake.refusals import RowsRefused
from yunjiang.registers.kit.models import ChangeSet, Deed, Difference, IntakeBatch, IntakeState, Record

from .reading import NONSENSE, ReadingTrials
from .world import World

Told = Mapping[str, str]
UNDERSTOOD = frozenset(columns.Sort) - {columns.Sort.TEXT}


class IntakeTrials(ReadingTrials):
    """What is tried of sheets. A register that takes some in says what stands in a row by `row`."""

    # Columns in which what nobody understands is kept as it was written, for people to mend later.
    tolerant: ClassVar[Sequence[str]] = ()

    def row(self, serial: int) -> Told:
        """Return what a sheet says of a new record, by path; different for each serial number."""
        raise NotImplementedError(f"{self.register.code}: say by `row` what a sheet says of a record")

    @pytest.fixture
    def told(self) -> Sequence[Told]:
        if self.register.intake is None:
            pytest.skip("takes no sheets in")
        return [self.row(serial) for serial in (1, 2, 3)]

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
        assert set(ChangeSet.objects.filter(deed=Deed.UNDO).values_list("reason", flat=True)) == {"来错了"}
        assert not self._standing()

    def test_a_row_that_comes_twice_is_told(self, world: World, told: Sequence[Told]) -> None:
        batch = self._checked(world.keeper, world.here, [*told, told[0]])
        assert batch.faulty_count == 1
        assert batch.summary["problems"][0]["row"] == 5

    def test_every_fault_is_told_by_row_and_column_and_the_sheet_comes_back(
        self, world: World, told: Sequence[Told], settings: Any, tmp_path: Path
    ) -> None:
        settings.YUNJIANG_FILES = tmp_path
        rows: list[Told] = [told[0]]
        faults = []
        for path, text in self._faults(told[0]):
            faults.append((len(rows) + 2, path))
            rows.append({**self.row(len(rows) + 20), path: text})
        batch = self._checked(world.keeper, world.here, rows)
        found = verdicts.of(batch).select("row", "column", "text").rows()
        assert {(row, column) for row, column, _text in found} >= {*faults}
        assert all(text for _row, _column, text in found)
        assert {row for row, _column, _text in found} == {row for row, _column in faults}, found
        assert batch.faulty_count == len(faults)
        with pytest.raises(RowsRefused):
            committing.commit(batch, world.keeper)
        assert not self._standing()
        heading, whole, *back = self._answer(batch)
        assert tuple(heading[-2:]) == ("是否成功", "错误原因")
        assert not whole[-1]
        assert all(each[-2] != whole[-2] and each[-1] for each in back)
        committing.commit(batch, world.keeper, leaves_faulty_out=True)
        assert len(self._standing()) == 1

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

    def _faults(self, told: Told) -> Iterator[tuple[str, str]]:
        """Yield for every column that is understood or must be told what is no good there."""
        for path, column in columns.of(self.register).items():
            if column.is_required:
                yield path, ""
            if column.sort in UNDERSTOOD and path not in self.tolerant:
                yield path, NONSENSE

    def _answer(self, batch: IntakeBatch) -> list[list[str]]:
        text = content(answering.answer(batch)).decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text, newline="")))

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
