"""A site is killed in the middle of a transfer: afterwards the member is here or there, once, and the ledger says the same."""

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

from tests.killed.transferring import MEMBERS
from tests.test_killed import database  # noqa: F401 - a fixture

ROUNDS = 3


@pytest.mark.slow
@pytest.mark.postgres
def test_a_transfer_that_is_killed_is_done_whole_or_not_at_all(tmp_path: Path, database: str) -> None:  # noqa: F811
    seed = int(os.environ.get("YUNJIANG_KILL_SEED") or secrets.randbelow(10**6))
    chance = random.Random(seed)
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("YUNJIANG", "DJANGO"))
    }
    environment |= {"YUNJIANG_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "yunjiang.settings_test"}
    if database:
        environment["YUNJIANG_DATABASE"] = database

    def begun(what: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.killed.transferring", what]
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)

    def done(what: str) -> dict[str, object]:
        process = begun(what)
        told, _ = process.communicate(timeout=180)
        assert process.returncode == 0
        found: dict[str, object] = json.loads(told.splitlines()[-1])
        return found

    done("prepare")
    for _round in range(ROUNDS):
        process = begun("accept")
        assert process.stdout is not None
        assert process.stdout.readline() == "accepting\n"
        time.sleep(chance.uniform(0.05, 0.6))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        found = done("examine")
        gone = found["accepted"]
        assert isinstance(gone, int)
        assert found == {
            "odd": [],
            "current": MEMBERS,
            "accepted": gone,
            "counted": [MEMBERS - gone, gone],
        }, f"YUNJIANG_KILL_SEED={seed}"
    done("accept")
    assert done("examine")["accepted"] == MEMBERS
