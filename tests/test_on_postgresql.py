"""The tests marked `postgres` hold on PostgreSQL too."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.mark.skipif(
    os.environ.get("YUNJIANG_TEST_DATABASE") == "postgresql", reason="already running on PostgreSQL"
)
def test_what_is_marked_postgres_holds_on_postgresql() -> None:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "YUNJIANG_"))
    }
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-m", "postgres", "-x"],
        cwd=REPOSITORY,
        env=environment | {"YUNJIANG_TEST_DATABASE": "postgresql"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-10_000:] + run.stderr[-2_000:]
