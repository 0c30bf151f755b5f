"""A site is killed in an import, in taking one back, a transfer, a merge: each is there whole or not at all, and says which.

YUNJIANG_KILL_SEED repeats the moments of a run; what comes between two moments is the machine's.
"""

import importlib
import json
import os
import random
import secrets
import signal
import subprocess
import sys
import time
from typing import Any

import pytest

from tests import migrated

ROUNDS = 3
SCENES = ("importing", "withdrawing", "enrolling", "transferring", "merging")
FROM, UNTIL = 0.02, 0.7  # seconds after the act began

pytestmark = [pytest.mark.slow, pytest.mark.postgres]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory, database: str) -> dict[str, str]:
    """Return the environment of a site of its own on which every scene is prepared."""
    home = tmp_path_factory.mktemp("killed")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("YUNJIANG", "DJANGO"))}
    kept |= {
        "YUNJIANG_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "yunjiang.settings_test",
    }
    if database:
        kept["YUNJIANG_DATABASE"] = database
    else:
        migrated.copy(home / "yunjiang.sqlite3")
    run(kept, "prepare", *SCENES)
    return kept


def run(environment: dict[str, str], *what: str) -> None:
    command = [sys.executable, "-m", "tests.killed.acting", *what]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-8000:]


@pytest.mark.parametrize("scene", SCENES)
def test_what_is_killed_is_there_whole_or_not_at_all(environment: dict[str, str], scene: str) -> None:
    seed = int(os.environ.get("YUNJIANG_KILL_SEED") or secrets.randbelow(10**6))
    chance = random.Random(seed)
    command = [sys.executable, "-m", "tests.killed.acting", "act", scene]
    for round_ in range(ROUNDS + 1):
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        told = [process.stdout.readline()]  # what the round before left
        if round_ < ROUNDS:
            time.sleep(chance.uniform(FROM, UNTIL))
            process.send_signal(signal.SIGKILL)
        rest, _nothing = process.communicate(timeout=120)
        told += rest.splitlines()
        found: list[dict[str, Any]] = [json.loads(each) for each in told]
        assert [each["wrong"] for each in found] == [[]] * len(found), f"YUNJIANG_KILL_SEED={seed}"
    assert found[-1]["done"] == importlib.import_module(f"tests.killed.{scene}").ALL
