"""What every room's tests share: the database they run on and the way to empty it.

YUNJIANG_TEST_DATABASE=postgresql runs the suite on the PostgreSQL that the tests bring. Without it the suite runs on SQLite,
and `tests/test_on_postgresql.py` runs the tests marked `postgres` once more on PostgreSQL.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.base.operations import BaseDatabaseOperations
from tests import migrated, postgres
from tests.unlocked import unlocked

# What registers inherit tells what it found, as tests do.
pytest.register_assert_rewrite("yunjiang.registers.kit.trials")

# A busy machine is no defect; speed is measured in benchmarks/. In CI hypothesis has a profile of its own, without deadlines.
hypothesis.settings.register_profile("unhurried", deadline=None)
if "CI" not in os.environ:
    hypothesis.settings.load_profile("unhurried")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes minutes by itself, so that nobody waits for it at the end.

    Tests without `lasting` come before those with it: of one module too, they find the database empty in any selection.
    """

    def order(item: pytest.Item) -> tuple[bool, bool, bool]:
        return (
            "test_on_postgresql" not in item.nodeid,
            not item.nodeid.startswith("tests/"),
            "lasting" in getattr(item, "fixturenames", ()),
        )

    items.sort(key=order)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Migrate the database that the next fixture puts there, instead of an empty one."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """Put a database that is migrated where the tests will look for theirs; start the server that it is on."""
    name = connection.creation._get_test_db_name()
    if connection.vendor == "postgresql":
        migrated.create(postgres.start(Path(settings.DATABASES["default"]["HOST"])), name)
        yield
    else:
        migrated.copy(Path(name))
        yield
        connection.close()
        Path(name).unlink(missing_ok=True)


@pytest.fixture(scope="module")
def lasting(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Let what fixtures of a module's scope write stand for all its tests; each test takes back what it wrote itself.

    What tests get of it in memory is a copy for each.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True, scope="session")
def _ledger_can_be_emptied() -> Iterator[None]:
    """Let tests that commit empty locked tables behind them, and leave ledger and audit trail open for the next."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_unlocked(operations: BaseDatabaseOperations, statements: list[str]) -> Any:
        from yunjiang.access.models import TrailHead
        from yunjiang.ledger.models import Head

        with unlocked():
            flush(operations, statements)
        Head.objects.get_or_create(pk=1)
        TrailHead.objects.get_or_create(pk=1)

    BaseDatabaseOperations.execute_sql_flush = flush_unlocked  # type: ignore[method-assign]
    yield
    BaseDatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _asked_anew() -> None:
    """Count how often programs ask anew for each test."""
    from yunjiang.api import rates

    for each in (rates.requests, rates.refusals_told, rates.strangers, rates.applicants):
        each.forget()


@pytest.fixture
def on_postgresql() -> None:
    """Skip a test that makes no sense on another database."""
    if "postgresql" not in settings.DATABASES["default"]["ENGINE"]:
        pytest.skip("for PostgreSQL only")
