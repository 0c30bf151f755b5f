"""Reading: columns, filters, search, scope, masks, pages, exports."""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from yunjiang.access.models import AuditRecord, User
from yunjiang.access.permission import Classification, Refused
from yunjiang.organizations.models import Organization
from yunjiang.persons import consenting
from yunjiang.registers.kit import (
    checks,
    columns,
    exports,
    filters,
    lists,
    masks,
    purposes,
    scope,
    subjects,
)
from yunjiang.registers.kit.columns import ColumnKind, Kind
from yunjiang.registers.kit.declaration import Register, Search
from yunjiang.registers.kit.masks import Reader
from yunjiang.registers.kit.models import Record
from yunjiang.registers.kit.plans import STARTS
from yunjiang.registers.kit.refusals import NobodyToAgree, NotAgreed, NotCleared, PurposeMissing
from yunjiang.registers.kit.walking import value_at
from yunjiang.standards.spreadsheets import harmless

from .world import World, settle

NONSENSE = "¿nonsense?"
Query = Mapping[str, Sequence[str]]


@pytest.mark.django_db
class ReadingTrials:
    """What is tried of reading a register, and what the other trials build on: `register`, `make`, `world`."""

    register: ClassVar[type[Register]]

    def make(self, organization: Organization, serial: int, **fields: Any) -> Record:
        """Save a record at a unit, different for each serial number, with its fields filled in."""
        raise NotImplementedError

    @pytest.fixture(scope="class")
    def _settled(self, django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
        """Let the units stand for all trials of a register; each trial takes back what it did itself."""
        with django_db_blocker.unblock(), transaction.atomic():
            yield settle()
            transaction.set_rollback(True)

    @pytest.fixture
    def world(self, _settled: World, db: None) -> World:
        return _settled

    @pytest.fixture
    def record(self, world: World) -> Record:
        return self.register.model._default_manager.get(pk=self.make(world.here, 1).pk)

    def test_its_declaration_is_sound(self) -> None:
        assert [str(each) for each in checks.problems(self.register)] == []

    def test_every_column_shows(self, world: World, record: Record) -> None:
        for column in columns.of(self.register):
            assert str(column.label)
            cell = columns.shown(self.register, record, column.path, world.keeper)
            held = column.value(record)
            assert bool(cell.text) == (held is not None), f"{column.path}: {held!r} is shown as {cell.text!r}"

    def test_every_filter_finds(self, world: World, record: Record) -> None:
        for path in self.register.filters:
            query = asking(columns.column(self.register, path), record)
            assert record.pk in self.listed(world.keeper, query), f"{query} does not find what has it"
            assert record.pk not in self.listed(world.stranger, query)
            assert filters.described(filters.parse(self.register, query))

    def test_every_filter_refuses_nonsense(self, world: World) -> None:
        for path in self.register.filters:
            column = columns.column(self.register, path)
            if column.kind == Kind.TEXT:
                continue
            (problem,) = filters.parse(self.register, {path: [NONSENSE]}).problems
            assert NONSENSE in problem.text
            assert problem.name == path

    def test_every_search_finds_what_may_be_read(self, world: World, record: Record) -> None:
        for way in self.register.search:
            typed = self.typed(way if isinstance(way, Search) else Search(way), record)
            if typed:
                query = {"q": [typed]}
                assert record.pk in self.listed(world.keeper, query), (
                    f"{way}: {typed!r} does not find what has it"
                )
                assert record.pk not in self.listed(world.stranger, query)
                assert record.pk not in self.listed(world.nobody, query)

    def test_a_search_for_nonsense_finds_nothing(self, world: World, record: Record) -> None:
        assert self.listed(world.keeper, {"q": [NONSENSE]}) == []

    def test_nobody_reads_the_records_of_another_unit(self, world: World, record: Record) -> None:
        for user in (world.stranger, world.nobody):
            assert self.listed(user, {}) == []
            assert self.listed(user, {"voided": ["with"]}) == []
            assert not scope.visible(self.register, user, with_voided=True).exists()
            assert not scope.may(self.register, user, self.register.reads, record)
            assert self.exported(user, {}) == []
            with pytest.raises(Refused):
                scope.require(self.register, user, self.register.reads, record)

    def test_whoever_is_above_reads_it(self, world: World, record: Record) -> None:
        below = self.make(world.below, 2)
        other = self.make(world.elsewhere, 3)
        assert {*self.listed(world.above, {})} >= {record.pk, below.pk, other.pk}
        assert other.pk not in self.listed(world.keeper, {})
        assert below.pk in self.listed(world.keeper, {})
        if "organization" in self.register.filters:
            assert self.listed(world.above, {"organization": [world.elsewhere.key]}) == [other.pk]

    def test_pages_neither_repeat_nor_hide(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        made = {self.make(unit, serial).pk for serial, unit in enumerate([world.here, world.below] * 3)}
        for size in (1, 2, 5):
            listed = self.listed(world.keeper, {}, size=size)
            assert len(listed) == len({*listed})
            assert {*listed} >= made
        assert [int(each) for each in self.exported(world.keeper, {}, ["pk"])] == self.listed(
            world.keeper, {}
        )
        (page,) = self._pages(world.keeper, {}, lists.PAGE)
        assert page.told_count == str(len(page.rows))
        monkeypatch.setattr(lists, "COUNTED_UP_TO", len(made) - 1)
        (page,) = self._pages(world.keeper, {}, lists.PAGE)
        assert page.told_count == f"{len(made) - 1}+"

    def test_no_file_holds_a_formula(self, world: World, record: Record) -> None:
        paths = [each.path for each in columns.of(self.register) if _is_own_text(self.register, each)]
        if not paths:
            pytest.skip("has no free text")
        rows = self.register.model._base_manager.filter(pk=record.pk)
        rows.update(**{paths[0]: "=1+1"})
        assert self.exported(world.keeper, {}, paths[:1]) == [harmless("=1+1")] != ["=1+1"]
        wanted = filters.parse(self.register, {})
        book = b"".join(exports.stream(self.register, world.keeper, wanted, paths[:1], "xlsx"))
        with zipfile.ZipFile(io.BytesIO(book)) as parts:
            assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")

    def test_a_page_takes_as_many_queries_for_many_records_as_for_one(
        self, world: World, record: Record
    ) -> None:
        def show() -> int:
            with CaptureQueriesContext(connection) as asked:
                page = lists.page(self.register, world.keeper, filters.parse(self.register, {}))
                columns.rows_shown(self.register, page.rows, self.register.columns, Reader(world.keeper))
            return len(asked)

        for_one = show()
        for serial in range(2, 8):
            self.make(world.here, serial)
        assert show() <= for_one

    def test_masked_columns_stay_masked(self, world: World, record: Record) -> None:
        for path, whole in self.secrets(record).items():
            cell = columns.shown(self.register, record, path, world.keeper)
            assert cell.is_masked
            assert cell.value is None
            assert whole not in cell.text
            assert all(whole not in text for text in self.exported(world.keeper, {}, [path]))

    def test_unmasking_is_on_record_first(self, world: World, record: Record) -> None:
        for path, whole in self.secrets(record).items():
            purpose = purposes.allowed(self.register, path)[0].code
            assert masks.unmask(self.register, record, path, purpose, world.keeper) == whole
            told = AuditRecord.objects.filter(action="registers.unmask").latest("pk")
            assert told.subject == f"{self.register.code}:{record.pk}"
            assert purpose in str(told.facts)
            assert whole not in str(told.facts)
            assert whole in self.exported(world.keeper, {}, [path], purpose)

    def test_unmasking_needs_a_purpose_clearance_and_the_unit(self, world: World, record: Record) -> None:
        for path, whole in self.secrets(record).items():
            purpose = purposes.allowed(self.register, path)[0].code
            before = AuditRecord.objects.count()
            with pytest.raises(PurposeMissing):
                masks.unmask(self.register, record, path, "", world.keeper)
            with pytest.raises(Refused):
                masks.unmask(self.register, record, path, purpose, world.stranger)
            if self.register.masked[path].classification > Classification.INTERNAL:
                with pytest.raises(NotCleared):
                    masks.unmask(self.register, record, path, purpose, world.checker)
                assert whole not in self.exported(world.checker, {}, [path], purpose)
            assert AuditRecord.objects.filter(action="registers.unmask").count() == 0, before

    def test_a_purpose_that_rests_on_consent_opens_nothing_without_it(
        self, world: World, record: Record
    ) -> None:
        for path, whole in self.secrets(record).items():
            link = subjects.link_of(self.register, path)
            for purpose in (each for each in purposes.allowed(self.register, path) if each.needs_consent):
                with pytest.raises(NotAgreed if link else NobodyToAgree):
                    masks.unmask(self.register, record, path, purpose.code, world.keeper)
                assert whole not in self.exported(world.keeper, {}, [path], purpose.code)
                if link:
                    person = value_at(record, link)
                    consenting.record(person, purpose.code, is_given=True, how="书面", by=world.keeper)
                    assert masks.unmask(self.register, record, path, purpose.code, world.keeper) == whole
                    assert whole in self.exported(world.keeper, {}, [path], purpose.code)
                    consenting.record(person, purpose.code, is_given=False, how="书面", by=world.keeper)

    def test_an_export_is_on_record(self, world: World, record: Record) -> None:
        self.exported(world.keeper, {})
        told = AuditRecord.objects.filter(action="registers.export").latest("pk")
        assert told.subject == self.register.code

    def listed(self, user: User, query: Query, size: int = lists.PAGE) -> list[int]:
        """Return the numbers of all records that a person finds so, through all pages."""
        return [row.pk for page in self._pages(user, query, size) for row in page.rows]

    def exported(
        self, user: User, query: Query, paths: Sequence[str] | None = None, purpose: str | None = None
    ) -> list[str]:
        """Return the cells of what a person takes away, without the heading."""
        wanted = filters.parse(self.register, query)
        stream = exports.stream(self.register, user, wanted, paths or self.register.columns, purpose=purpose)
        _heading, *rows = csv.reader(io.StringIO(b"".join(stream).decode("utf-8-sig"), newline=""))
        return [cell for row in rows for cell in row]

    def secrets(self, record: Record) -> dict[str, str]:
        """Return the whole texts of what is masked in a record, by path."""
        texts = {
            path: masks.whole(mask, value_at(record, path)) for path, mask in self.register.masked.items()
        }
        return {path: text for path, text in texts.items() if text}

    def typed(self, search: Search, record: Record) -> str:
        """Return what somebody types to find a record so; empty where the record has nothing of the sort."""
        path = search.path.removesuffix(STARTS)
        secret = path.removesuffix("_key")
        if secret in self.register.masked:
            return masks.whole(self.register.masked[secret], value_at(record, secret))
        text = str(value_at(record, path) or "")
        return text[: max(3, len(text) // 2)] if search.path.endswith(STARTS) else text

    def _pages(self, user: User, query: Query, size: int) -> Iterator[lists.Page]:
        wanted = filters.parse(self.register, query)
        wanted.require_understood()
        page = lists.page(self.register, user, wanted, size=size)
        yield page
        while page.further:
            page = lists.page(self.register, user, wanted, after=page.further, size=size)
            yield page


def _is_own_text(register: type[Register], column: ColumnKind) -> bool:
    """Say whether a column is text that somebody types, in the register's own table."""
    known = {each.name for each in register.model._meta.get_fields()}
    is_typed = column.kind == Kind.TEXT and not column.choices and column.mask is None
    return is_typed and column.path in known


def asking(column: ColumnKind, record: Record) -> dict[str, list[str]]:
    """Return a query that a record fits."""
    value = column.value(record)
    if value is None:
        return {column.path: [filters.MISSING]}
    if column.kind == Kind.UNIT:
        return {column.path: [value.key]}
    if column.kind == Kind.YES_NO:
        return {column.path: ["1" if value else "0"]}
    if column.is_relation:
        return {column.path: [str(value.pk)]}
    if column.kind == Kind.MOMENT:
        return {column.path + filters.FROM: [f"{value:%Y-%m-%d}"]}
    if column.kind == Kind.DAY or column.is_number:
        return {column.path + filters.FROM: [str(value)], column.path + filters.TO: [str(value)]}
    return {column.path: [str(value)]}
