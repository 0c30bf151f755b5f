"""A site is killed in the middle of uploads and approvals: everything acknowledged is there, and nothing is half done.

YUNJIANG_KILL_SEED repeats the officers' choices and the moments of a run; what comes between two moments is the machine's.
"""

import json
import os
import random
import secrets
import time
from pathlib import Path

import pytest

from tests.killed.diary import Diary
from tests.killed.officers import Officer
from tests.killed.site import Site

ROUNDS = {"sqlite3": 4, "postgresql": 2}
ACTS_A_ROUND = (10, 45)
ROUND_AT_MOST_SECONDS = 30


@pytest.mark.slow
@pytest.mark.postgres
def test_what_was_acknowledged_is_there_whenever_the_site_is_killed(tmp_path: Path, database: str) -> None:
    seed = int(os.environ.get("YUNJIANG_KILL_SEED") or secrets.randbelow(10**6))
    chance = random.Random(seed)
    site = Site(tmp_path / "home", database)
    site.run("tests.killed.prepare")
    told = json.loads((site.home / "officers.json").read_text("utf-8"))
    written = tmp_path / "diary.jsonl"
    diary = Diary(written)
    officers = [Officer(county, told, site, diary, seed) for county in told["counties"]]
    for each in officers:
        each.start()
    try:
        for _round in range(ROUNDS["postgresql" if database else "sqlite3"]):
            site.start()
            wanted = diary.answered_count + chance.randint(*ACTS_A_ROUND)
            until = time.monotonic() + ROUND_AT_MOST_SECONDS
            while diary.answered_count < wanted and time.monotonic() < until:
                time.sleep(0.01)
            time.sleep(chance.uniform(0, 0.3))
            site.kill()
    finally:
        for each in officers:
            each.stop()
        site.kill()
    for each in officers:
        each.join()
    what = f"YUNJIANG_KILL_SEED={seed}, {diary.answered_count} acts, {diary.broken_count} answers broken off"
    faults = [each.fault for each in officers if each.fault]
    assert not faults, "\n".join([what, *faults, site.log.read_text()[-4000:]])
    assert diary.answered_count > 20, what
    wrong = site.run("tests.killed.examination", str(written)).splitlines()
    assert not wrong, "\n".join([what, *wrong])
