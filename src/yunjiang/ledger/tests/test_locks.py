"""The three locks: neither model, nor queryset, nor the database lets posted rows change."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.db.models import Model
from tests import journal
from tests.unlocked import unlocked

from yunjiang.ledger import locks
from yunjiang.ledger.models import Batch, Breakdown, Entry, Head, Measure, Person, Posting, Rewriting, Segment
from yunjiang.ledger.refusals import LedgerIsAppendOnly
from yunjiang.ledger.seal import seal

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

LOCKED = [Batch, Posting, Entry, Segment]


@pytest.fixture
def posted(world: None) -> None:
    journal.post("2024-03-31 · 五华 · graduates · 1 · person=张三\n2024-03-31 · 五华 · trained · 3 · sex=F")
    seal()


@pytest.mark.usefixtures("posted")
@pytest.mark.parametrize("model", LOCKED)
def test_a_row_is_neither_saved_again_nor_deleted(model: type[Model]) -> None:
    row = model._default_manager.first()
    assert row is not None
    for act in (
        row.save,
        row.delete,
        lambda: row.save(update_fields=["id"]),
        lambda: row.save(force_update=True),
    ):
        with pytest.raises(LedgerIsAppendOnly):
            act()


@pytest.mark.usefixtures("posted")
def test_a_new_row_does_not_overwrite_one_of_its_number() -> None:
    entry = Entry.objects.all()[0]
    copy = Entry(**{field.attname: getattr(entry, field.attname) for field in Entry._meta.concrete_fields})
    copy.quantity = 99
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save()


@pytest.mark.usefixtures("posted")
@pytest.mark.parametrize("model", LOCKED)
def test_a_queryset_neither_updates_nor_deletes(model: type[Model]) -> None:
    rows = model._default_manager.all()
    acts: list[Callable[[], object]] = [
        rows.delete,
        lambda: rows.update(id=1),
        lambda: rows._raw_delete(None),  # type: ignore[attr-defined]
        lambda: rows.bulk_update(list(rows), ["id"]),
        lambda: rows.update_or_create(id=1),
        lambda: rows.bulk_create([], update_conflicts=True),
    ]
    for act in acts:
        with pytest.raises(LedgerIsAppendOnly):
            act()


@pytest.mark.usefixtures("posted")
def test_rows_behind_another_are_locked_too() -> None:
    for act in (Posting.objects.all()[0].entries.all().delete, Batch.objects.all()[0].postings.all().delete):
        with pytest.raises(LedgerIsAppendOnly):
            act()


STATEMENTS = [
    "UPDATE ledger_entry SET quantity = 9",
    "UPDATE ledger_entry SET weight = -1",
    "DELETE FROM ledger_entry",
    "UPDATE ledger_posting SET source = 'x'",
    "DELETE FROM ledger_posting",
    "UPDATE ledger_batch SET title = 'x'",
    "UPDATE ledger_batch SET position = position + 1",
    "UPDATE ledger_batch SET position = NULL",
    "DELETE FROM ledger_batch",
    "UPDATE ledger_segment SET entry_count = 0",
    "DELETE FROM ledger_segment",
    "DELETE FROM ledger_measure",
    "DELETE FROM ledger_person",
    "DELETE FROM ledger_breakdown",
    "INSERT INTO ledger_entry SELECT * FROM ledger_entry",
]


@pytest.mark.usefixtures("posted")
@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_refuses(statement: str) -> None:
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.usefixtures("posted", "on_postgresql")
@pytest.mark.parametrize("table", locks.LOCKED)
def test_postgresql_refuses_to_truncate(table: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.usefixtures("posted")
def test_sqlite_refuses_to_replace_a_row() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a statement of SQLite")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("REPLACE INTO ledger_entry SELECT * FROM ledger_entry")


def unnumbered() -> Batch:
    return Batch.objects.create(recorded_by="li", data_set="operational", title="t", content_digest=bytes(32))


def test_a_batch_is_numbered_once_and_with_nothing_else_changed() -> None:
    batch = unnumbered()
    with connection.cursor() as cursor:
        for more in (", title = 'x'", ", entry_count = 9", ", id = 77"):
            with pytest.raises(IntegrityError), transaction.atomic():
                cursor.execute(f"UPDATE ledger_batch SET position = 1{more} WHERE id = %s", [batch.pk])
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute("UPDATE ledger_batch SET recorded_by = 'x' WHERE id = %s", [batch.pk])
        cursor.execute("UPDATE ledger_batch SET position = 1 WHERE id = %s", [batch.pk])
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute("UPDATE ledger_batch SET position = 2 WHERE id = %s", [batch.pk])


@pytest.mark.usefixtures("posted", "on_postgresql")
def test_postgresql_refuses_rows_of_a_numbered_batch_and_rows_that_point_nowhere() -> None:
    batch = Batch.objects.all()[0]
    posting = Posting.objects.all()[0]
    entry = Entry.objects.all()[0]
    digest = {"digest": bytes(32), "revision": 1, "source": "x:1"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Posting.objects.create(id=batch.pk << 24 | 900, batch=batch, **digest)
    fresh = unnumbered()
    first = fresh.pk << 24
    Posting.objects.create(id=first | 1, batch=fresh, **digest)
    good = {
        "posting_id": first | 1,
        "measure_id": entry.measure_id,
        "organization_id": entry.organization_id,
        "happened_on": entry.happened_on,
        "quantity": 1,
        "origin": 1,
    }
    for number, wrong in enumerate(
        (
            {"posting_id": posting.pk + 500},
            {"measure_id": 9999},
            {"organization_id": 9999},
            {"breakdown_id": 9999},
            {"person_id": 9999},
            {"id": batch.pk << 24 | 900},
        ),
        1,
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Entry.objects.create(**({"id": first | number} | good | wrong))
    Entry.objects.create(id=first | 50, **good)


def test_every_lock_stands_after_the_migrations() -> None:
    assert locks.missing(connection) == []
    assert {model._meta.db_table for model in (*LOCKED, Rewriting)} == set(locks.LOCKED)
    assert {model._meta.db_table for model in (Measure, Breakdown, Person)} == set(locks.KEPT)
    assert Head.objects.get().pk == 1


def test_a_lock_taken_away_is_missed() -> None:
    name = "ledger_entry_no_update"
    on = " ON ledger_entry" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{on}")
    assert locks.missing(connection) == [name]
    locks.install(connection)
    assert locks.missing(connection) == []


@pytest.mark.usefixtures("posted")
def test_tests_can_open_the_locks_for_a_while() -> None:
    with unlocked(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_entry SET quantity = 9")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_entry SET quantity = 8")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_a_test_that_commits_finds_an_empty_open_ledger(time: str) -> None:
    assert not Batch.objects.exists()
    assert Head.objects.get(pk=1).position == 0
    journal.tree("云南")
    journal.measures("trained · flow · 人次")
    journal.post("2024-03-31 · 云南 · trained · 3")
