"""Bring a large sheet into the sample register of a site of its own, and say what is there: `prepare`, `commit` or `examine`.

Run as `python -m tests.killed.importing WHAT`; `commit` is what gets killed.
"""

import io
import json
import os
import sys
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunjiang.settings_test")
ROWS = 6_000  # a third of which change what is there


def prepare() -> None:
    from django.core.management import call_command

    from yunjiang.registers.kit.intake import checking, committing, receiving
    from yunjiang.registers.kit.tests.desk import furnish
    from yunjiang.registers.kit.tests.sample.register import Places

    call_command("migrate", verbosity=0)
    desk = furnish()
    for rows, seats in ((range(ROWS // 3), 1), (range(ROWS), 2)):
        lines = ["编号,名称,类别,座位数", *(f"K{number:05},书屋{number},职工书屋,{seats}" for number in rows)]
        content = "\n".join(lines).encode()
        batch = receiving.receive(Places, desk.units["wuhua"], io.BytesIO(content), "场所.csv", by=desk.clerk)
        checking.check(batch)
        if seats == 1:
            committing.commit(batch, desk.clerk)


def commit() -> None:
    from yunjiang.access.models import User
    from yunjiang.registers.kit.intake import committing
    from yunjiang.registers.kit.models import IntakeBatch

    print("committing", flush=True)
    committing.commit(IntakeBatch.objects.latest("pk"), User.objects.get(username="wang"))


def examine() -> dict[str, Any]:
    from yunjiang.registers.kit.models import ChangeSet, Difference, IntakeBatch, Replaced
    from yunjiang.registers.kit.tests.sample.models import Place

    batch = IntakeBatch.objects.latest("pk")
    return {
        "state": batch.state,
        "rows": Place.objects.count(),
        "changed": Place.objects.filter(seats=2).count(),
        "change_sets": ChangeSet.objects.filter(batch=batch).count(),
        "differences": Difference.objects.filter(change_set__batch=batch).count(),
        "replaced": Replaced.objects.filter(batch=batch).count(),
    }


if __name__ == "__main__":
    django.setup()
    told = {"prepare": prepare, "commit": commit, "examine": examine}[sys.argv[1]]()
    print(json.dumps(told))
