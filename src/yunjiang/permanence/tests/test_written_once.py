"""Rows that are written once: the model, the queryset and the database each refuse."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, InternalError, connection, models, transaction
from django.test.utils import isolate_apps
from tests.unlocked import unlocked

from yunjiang.permanence import locks
from yunjiang.permanence.models import WrittenOnce
from yunjiang.permanence.refusals import WrittenOnceOnly

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

TABLE = "permanence_line"


class OutOfHand(Exception):
    def __init__(self, act: str, number: object) -> None:
        self.act, self.number = act, number


@pytest.fixture
def line() -> Iterator[Any]:
    """Make a table of lines: a text, and a number and a seal that may be given once."""
    with isolate_apps("yunjiang.access"):

        class Line(WrittenOnce):
            text = models.CharField(max_length=20)
            number = models.IntegerField(null=True)
            seal = models.CharField(max_length=20, null=True)  # noqa: DJ001

            class Meta:
                app_label = "permanence"
                db_table = TABLE

            def __str__(self) -> str:
                return self.text

        with connection.cursor() as cursor:
            serial = "bigserial" if connection.vendor == "postgresql" else "integer"
            cursor.execute(
                f"CREATE TABLE {TABLE} (id {serial} PRIMARY KEY, text varchar(20), number integer, seal varchar(20))"
            )
        yield Line


def refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except (IntegrityError, InternalError):
        return True
    return False


def test_it_works(line: Any) -> None:
    line.objects.create(text="a")
    line.objects.bulk_create([line(text="b"), line(text="c")])
    assert [str(each) for each in line.objects.order_by("pk")] == ["a", "b", "c"]


def test_a_row_is_neither_saved_again_nor_deleted(line: Any) -> None:
    row = line.objects.create(text="a")
    acts: list[Callable[[], object]] = [
        row.save,
        row.delete,
        lambda: row.save(update_fields=["text"]),
        lambda: row.save(force_update=True),
    ]
    for act in acts:
        with pytest.raises(WrittenOnceOnly, match=str(row.pk)):
            act()


def test_a_new_row_does_not_overwrite_one_of_its_number(line: Any) -> None:
    row = line.objects.create(text="a")
    with pytest.raises(IntegrityError), transaction.atomic():
        line(pk=row.pk, text="b").save()
    assert line.objects.get().text == "a"


def test_a_queryset_neither_updates_nor_deletes(line: Any) -> None:
    row = line.objects.create(text="a")
    rows = line.objects.all()
    acts: list[Callable[[], object]] = [
        rows.delete,
        lambda: rows.update(text="b"),
        lambda: rows._raw_delete(None),
        lambda: rows.bulk_update([row], ["text"]),
        lambda: rows.update_or_create(text="b"),
        lambda: rows.bulk_create([], update_conflicts=True),
        lambda: rows.bulk_create([], None, False, True),
    ]
    for act in acts:
        with pytest.raises(WrittenOnceOnly):
            act()
    assert line.objects.get().text == "a"


def test_a_room_speaks_its_own_sentence_and_names_rows_its_own_way(
    line: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line, "refusal", classmethod(lambda model, act, number=None: OutOfHand(act, number)))
    monkeypatch.setattr(line, "known_as", "text")
    row = line.objects.create(text="a")
    with pytest.raises(OutOfHand) as refusal:
        row.delete()
    assert (refusal.value.act, refusal.value.number) == ("delete", "a")
    with pytest.raises(OutOfHand):
        line.objects.update(text="b")


def test_the_database_refuses_too(line: Any) -> None:
    line.objects.create(text="a")
    locks.install(connection, TABLE)
    assert refused(f"UPDATE {TABLE} SET text = 'b'")
    assert refused(f"UPDATE {TABLE} SET number = 1")
    assert refused(f"DELETE FROM {TABLE}")
    if connection.vendor == "postgresql":
        assert refused(f"TRUNCATE {TABLE}")
    else:
        assert refused(f"REPLACE INTO {TABLE} SELECT id, 'b', number, seal FROM {TABLE}")
    assert not refused(f"INSERT INTO {TABLE} (text) VALUES ('b')")


def test_rows_that_may_change_are_not_deleted(line: Any) -> None:
    line.objects.create(text="a")
    locks.install(connection, TABLE, may_change=True)
    assert not refused(f"UPDATE {TABLE} SET text = 'b'")
    assert refused(f"DELETE FROM {TABLE}")
    assert locks.missing(connection, TABLE, may_change=True) == []
    assert locks.missing(connection, TABLE) == [f"{TABLE}_no_update"]


def test_columns_are_filled_once_and_with_nothing_else_changed(line: Any) -> None:
    line.objects.create(text="a")
    locks.install(connection, TABLE, fills=["number", "seal"])
    for change in (
        "seal = 's'",
        "text = 'b'",
        "number = 1, text = 'b'",
        "number = 1, id = 99",
        "number = NULL",
    ):
        assert refused(f"UPDATE {TABLE} SET {change}"), change
    assert not refused(f"UPDATE {TABLE} SET number = 1, seal = 's'")
    for change in ("number = 2", "number = NULL", "seal = 't'", "seal = NULL"):
        assert refused(f"UPDATE {TABLE} SET {change}"), change
    row = line.objects.get()
    assert (row.text, row.number, row.seal) == ("a", 1, "s")


def test_rows_change_until_they_have_ended(line: Any) -> None:
    line.objects.create(text="a")
    locks.install(connection, TABLE, until="seal")
    assert not refused(f"UPDATE {TABLE} SET text = 'b'")
    assert not refused(f"UPDATE {TABLE} SET text = 'c', seal = 's'")
    for change in ("text = 'd'", "seal = NULL", "seal = 't'"):
        assert refused(f"UPDATE {TABLE} SET {change}"), change
    assert refused(f"DELETE FROM {TABLE}")


def test_a_lock_taken_away_or_disabled_is_missed(line: Any) -> None:
    assert len(locks.missing(connection, TABLE)) == (3 if connection.vendor == "postgresql" else 2)
    locks.install(connection, TABLE)
    locks.install(connection, TABLE)
    assert locks.missing(connection, TABLE) == []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER {TABLE}_no_delete")
        else:
            cursor.execute(f"DROP TRIGGER {TABLE}_no_delete")
    assert locks.missing(connection, TABLE) == [f"{TABLE}_no_delete"]
    locks.remove(connection, TABLE)
    line.objects.create(text="a")
    assert not refused(f"DELETE FROM {TABLE}")


def test_other_databases_are_refused() -> None:
    class Oracle:
        vendor = "oracle"

    with pytest.raises(NotImplementedError, match="oracle"):
        locks.install(Oracle(), TABLE)  # type: ignore[arg-type]


def test_tests_can_open_the_locks_for_a_while(line: Any) -> None:
    line.objects.create(text="a")
    locks.install(connection, TABLE)
    with unlocked(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET text = 'b'")
    assert line.objects.get().text == "b"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET text = 'c'")
