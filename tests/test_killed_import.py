"""A site is killed in the middle of an import: afterwards all of the sheet is there or nothing, and the batch says which."""

import json
import os
import random
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.killed.importing import ROWS
from tests.test_killed import database  # noqa: F401 - a fixture

ROUNDS = 4
NOTHING = {
    "state": "checked",
    "rows": ROWS // 3,
    "changed": 0,
    "change_sets": 0,
    "differences": 0,
    "replaced": 0,
}
EVERYTHING = {
    "state": "committed",
    "rows": ROWS,
    "changed": ROWS,
    "change_sets": 1,
    "differences": ROWS,
    "replaced": ROWS // 3,
}


@pytest.mark.slow
@pytest.mark.postgres
def test_an_import_that_is_killed_is_there_whole_or_not_at_all(tmp_path: Path, database: str) -> None:  # noqa: F811
    seed = int(os.environ.get("YUNJIANG_KILL_SEED") or secrets.randbelow(10**6))
    chance = random.Random(seed)
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("YUNJIANG", "DJANGO"))
    }
    environment |= {"YUNJIANG_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "yunjiang.settings_test"}
    if database:
        environment["YUNJIANG_DATABASE"] = database

    def begun(what: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.killed.importing", what]
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)

    def done(what: str) -> dict[str, object]:
        process = begun(what)
        told, _ = process.communicate(timeout=120)
        assert process.returncode == 0
        found: dict[str, object] = json.loads(told.splitlines()[-1])
        return found

    done("prepare")
    for _round in range(ROUNDS):
        process = begun("commit")
        assert process.stdout is not None
        assert process.stdout.readline() == "committing\n"
        time.sleep(chance.uniform(0.02, 0.8))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        found = done("examine")
        assert found in (NOTHING, EVERYTHING), f"YUNJIANG_KILL_SEED={seed}"
    done("commit")
    assert done("examine") == EVERYTHING
