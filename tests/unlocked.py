"""Opening the database's locks on rows that are written once, for tests only: to empty tables between tests, and to tamper."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def unlocked() -> Iterator[None]:
    """Let any statement through for a while, as an administrator of the database could."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            try:
                yield
            finally:
                cursor.execute("SET session_replication_role = origin")
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            standing = cursor.fetchall()
            for name, _ in standing:
                cursor.execute(f"DROP TRIGGER {name}")
            try:
                yield
            finally:
                for _, statement in standing:
                    cursor.execute(statement)
