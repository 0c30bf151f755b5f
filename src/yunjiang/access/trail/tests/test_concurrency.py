"""Many who record at once, and one who is killed: no position is skipped, nothing is half done."""

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings as site
from django.db import connection, connections

from yunjiang.access import trail
from yunjiang.access.models import AuditRecord, TrailHead, User
from yunjiang.access.trail import writing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

PATIENCE = 30  # seconds; only a test that fails waits so long
EACH = 15

# Makes a person within a recording; one called "dies" waits, with everything written, until it is killed.
WRITER = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "yunjiang.settings_test"
import django
from django.conf import settings
settings.DATABASES["default"].update({database!r})
django.setup()
from yunjiang.access import trail
from yunjiang.access.models import User
from yunjiang.access.trail import writing
trail.register({{"test.change": "Change"}})
name = sys.argv[1]
write = writing.write
def waits(deeds, situation):
    write(deeds, situation)
    print("written", flush=True)
    sys.stdin.read()
if name == "dies":
    writing.write = waits
for turn in range(int(sys.argv[2])):
    with trail.acting(name), trail.recording("test.change", subject=f"{{name}}:{{turn}}"):
        User.objects.create(username=f"{{name}}-{{turn}}")
"""


def writer(name: str, count: int) -> "subprocess.Popen[str]":
    """Start a process of its own that records in the database of this test."""
    wanted = ("ENGINE", "NAME", "HOST", "PORT", "USER", "PASSWORD")
    database = {key: str(connection.settings_dict.get(key) or "") for key in wanted}
    return subprocess.Popen(
        [sys.executable, "-c", WRITER.format(database=database), name, str(count)],
        cwd=Path(__file__).resolve().parents[5],
        env=os.environ | {"YUNJIANG_HOME": str(site.HOME)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def positions() -> list[int]:
    return list(AuditRecord.objects.order_by("position").values_list("position", flat=True))


def test_writers_in_threads_leave_no_gap_and_a_sound_chain() -> None:
    def act(number: int) -> None:
        try:
            for turn in range(EACH):
                try:
                    with trail.recording("test.change", subject=f"{number}:{turn}"):
                        User.objects.create(username=f"{number}-{turn}")
                        trail.note("test.read", subject=f"{number}:{turn}")
                        if turn % 5 == 4:
                            raise ZeroDivisionError
                except ZeroDivisionError:
                    pass
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(act, number) for number in range(4)]:
            done.result()
    # Twelve acts of each thread were done and read something; three failed and left one record each.
    assert positions() == list(range(1, 4 * (12 * 2 + 3) + 1))
    assert User.objects.count() == 4 * 12
    assert AuditRecord.objects.filter(result="failed").count() == 4 * 3
    assert trail.verify() == []


def test_what_is_recorded_becomes_visible_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who holds the head keeps the next from taking a number that would be seen before his own."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time anyway")
    holds, go = threading.Event(), threading.Event()
    write = writing.write

    def held(deeds: list[trail.Deed], situation: object) -> None:
        write(deeds, situation)  # type: ignore[arg-type]
        if deeds[0].subject == "first":
            holds.set()
            assert go.wait(PATIENCE)

    monkeypatch.setattr(writing, "write", held)

    def act(subject: str) -> None:
        try:
            trail.note("test.read", subject=subject)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(act, "first")
        assert holds.wait(PATIENCE)
        second = pool.submit(act, "second")
        with pytest.raises(TimeoutError):
            second.result(timeout=0.3)
        assert positions() == []
        go.set()
        first.result(PATIENCE)
        second.result(PATIENCE)
    assert list(AuditRecord.objects.order_by("position").values_list("subject", flat=True)) == [
        "first",
        "second",
    ]


def test_who_is_killed_in_the_middle_leaves_nothing_half() -> None:
    trail.note("test.read")
    dies = writer("dies", 1)
    assert dies.stdout is not None
    assert dies.stdout.readline().strip() == "written"
    dies.send_signal(signal.SIGKILL)
    dies.communicate()
    others = [writer(f"p{number}", 5) for number in range(2)]
    for each in others:
        each.communicate()
        assert each.returncode == 0
    assert not User.objects.filter(username__startswith="dies").exists()
    assert not AuditRecord.objects.filter(name="dies").exists()
    assert User.objects.count() == 10
    assert positions() == list(range(1, 12))
    assert TrailHead.objects.get().position == 11
    assert trail.verify() == []
