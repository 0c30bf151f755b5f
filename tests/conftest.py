import secrets
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from tests import migrated, postgres


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """Return the address of a migrated database of its own on the PostgreSQL that the tests bring; empty for SQLite."""
    if "postgresql" not in settings.DATABASES["default"]["ENGINE"]:
        yield ""
        return
    folder = Path(settings.DATABASES["default"]["HOST"])
    server, name = postgres.start(folder), f"killed_{secrets.token_hex(4)}"
    migrated.create(server, name)
    yield f"postgresql://postgres@/{name}?host={folder}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
