"""Two officers at once, and one who is killed: one person, one merge, or nothing at all."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.conf import settings as site
from django.db import connection, connections

from yunjiang.persons import merging, writing
from yunjiang.persons.models import Merge, Person
from yunjiang.persons.refusals import AlreadyMerged

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

NUMBER = "530102199001011231"

# Merges two persons and, with everything done but not committed, waits until it is killed.
MERGER = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "yunjiang.settings_test"
import django
from django.conf import settings
settings.DATABASES["default"].update({database!r})
django.setup()
from yunjiang.access.trail import writing
from yunjiang.persons import merging
from yunjiang.persons.models import Person
write = writing.write
def waits(deeds, situation):
    write(deeds, situation)
    print("written", flush=True)
    sys.stdin.read()
writing.write = waits
kept, gone = Person.objects.order_by("pk")
merging.merge(kept, gone, by=None, reason="同一人")
"""


def at_once(*acts: Any) -> list[Any]:
    """Do the acts in threads that begin together; return what each returned or raised."""
    ready = Barrier(len(acts))

    def run(act: Any) -> Any:
        try:
            ready.wait(30)
            return act()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_the_same_new_person_twice_is_one_person() -> None:
    values = {"name": "李红", "identity": NUMBER}
    found = at_once(*[lambda: writing.write(None, values, by=None)] * 2)
    assert Person.objects.count() == 1
    assert {each.instance.pk for each in found} == {Person.objects.get().pk}
    assert sorted(each.is_new for each in found) == [False, True]


def test_the_same_pair_merged_either_way_is_merged_once() -> None:
    one, other = (writing.write(None, {"name": "李红"}, by=None).instance for _ in range(2))
    found = at_once(
        lambda: merging.merge(one, other, by=None, reason="一"),
        lambda: merging.merge(other, one, by=None, reason="二"),
    )
    assert sorted(type(each) for each in found if isinstance(each, Exception)) == [AlreadyMerged]
    assert Merge.objects.count() == 1
    assert Person.objects.filter(merged_into=None).count() == 1


def test_killed_in_the_middle_of_a_merge_nothing_is_there() -> None:
    for _ in range(2):
        writing.write(None, {"name": "李红"}, by=None)
    wanted = ("ENGINE", "NAME", "HOST", "PORT", "USER", "PASSWORD")
    database = {key: str(connection.settings_dict.get(key) or "") for key in wanted}
    merger = subprocess.Popen(
        [sys.executable, "-c", MERGER.format(database=database)],
        cwd=Path(__file__).resolve().parents[4],
        env=os.environ | {"YUNJIANG_HOME": str(site.HOME)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert merger.stdout is not None
    assert merger.stdout.readline() == "written\n"
    merger.send_signal(signal.SIGKILL)
    merger.wait(30)
    assert not Merge.objects.exists()
    assert Person.objects.filter(merged_into=None, revision=1).count() == 2
