"""Opening the database's locks on ledger and documents, for tests only: to empty the tables between tests, and to tamper."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from yunjiang.documents import kept
from yunjiang.documents.models import Document
from yunjiang.ledger import locks


@contextmanager
def unlocked() -> Iterator[None]:
    """Let any statement through for a while, as an administrator of the database could."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SET session_replication_role = origin")
    else:
        locks.remove(connection)
        kept.remove_locks(connection, Document._meta.db_table)
        try:
            yield
        finally:
            kept.remove_locks(connection, Document._meta.db_table)
            kept.install_locks(connection, Document._meta.db_table)
            locks.install(connection)
