"""Rows that are written once: at the model, at the queryset, and by triggers in the database."""

from typing import Any, NoReturn, TypeVar

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from .refusals import DocumentIsWritten

Row = TypeVar("Row", bound=models.Model)

_REFUSE = """
CREATE OR REPLACE FUNCTION documents_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'records of documents stay as written: no % of %', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


class KeptQuerySet(models.QuerySet[Row]):
    """Rows that can be added and read, neither changed nor deleted."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise DocumentIsWritten("update")

    def delete(self) -> NoReturn:
        raise DocumentIsWritten("delete")

    def _raw_delete(self, using: str | None) -> NoReturn:
        raise DocumentIsWritten("delete")

    def bulk_update(self, objs: Any, *args: Any, **kwargs: Any) -> NoReturn:
        raise DocumentIsWritten("update")

    def update_or_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise DocumentIsWritten("update")

    update.alters_data = True  # type: ignore[attr-defined]
    delete.alters_data = True  # type: ignore[attr-defined]


class KeptManager(models.Manager[Row]):
    """The manager of such rows. Written out, because the type checker loses managers made of querysets."""

    def get_queryset(self) -> KeptQuerySet[Row]:
        return KeptQuerySet(self.model, using=self._db)


def install_locks(connection: BaseDatabaseWrapper, table: str) -> None:
    """Put triggers on a table that refuse UPDATE and DELETE; on PostgreSQL TRUNCATE too."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_REFUSE)
        for name, act, level in _triggers(connection.vendor, table):
            if connection.vendor == "postgresql":
                cursor.execute(
                    f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH {level} EXECUTE FUNCTION documents_refuse()"
                )
            else:
                cursor.execute(
                    f"CREATE TRIGGER {name} BEFORE {act} ON {table} BEGIN "
                    f"SELECT RAISE(ABORT, 'records of documents stay as written: no {act} of {table}'); END"
                )


def remove_locks(connection: BaseDatabaseWrapper, table: str) -> None:
    """Take the triggers away. For migrations only."""
    on = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name, _, _ in _triggers(connection.vendor, table):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def _triggers(vendor: str, table: str) -> list[tuple[str, str, str]]:
    acts = [("UPDATE", "ROW"), ("DELETE", "ROW")]
    if vendor == "postgresql":
        acts.append(("TRUNCATE", "STATEMENT"))
    return [(f"{table}_no_{act.lower()}", act, level) for act, level in acts]
