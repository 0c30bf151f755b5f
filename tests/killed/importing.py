"""A large sheet comes into the sample register, a third of it changing what is there: all of it or nothing."""

import io
from typing import Any

ROWS = 6_000
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
ALL = 1


def prepare(world: Any) -> None:
    from yunjiang.registers.kit.intake import checking, committing, receiving
    from yunjiang.registers.kit.tests.sample.register import Places

    for rows, seats in ((range(ROWS // 3), 1), (range(ROWS), 2)):
        lines = ["编号,名称,类别,座位数", *(f"K{number:05},书屋{number},职工书屋,{seats}" for number in rows)]
        content = "\n".join(lines).encode()
        batch = receiving.receive(Places, world.mill, io.BytesIO(content), "场所.csv", by=world.clerk)
        checking.check(batch)
        if seats == 1:
            committing.commit(batch, world.clerk)


def act() -> None:
    from yunjiang.registers.kit.intake import committing

    batch = _batch()
    committing.commit(batch, batch.received_by)


def examine() -> dict[str, Any]:
    from yunjiang.registers.kit.models import ChangeSet, Difference, Replaced
    from yunjiang.registers.kit.tests.sample.models import Place

    batch = _batch()
    found = {
        "state": batch.state,
        "rows": Place.objects.count(),
        "changed": Place.objects.filter(seats=2).count(),
        "change_sets": ChangeSet.objects.filter(batch=batch).count(),
        "differences": Difference.objects.filter(change_set__batch=batch).count(),
        "replaced": Replaced.objects.filter(batch=batch).count(),
    }
    return {"wrong": [] if found in (NOTHING, EVERYTHING) else [found], "done": int(found == EVERYTHING)}


def _batch() -> Any:
    from yunjiang.registers.kit.models import IntakeBatch

    return IntakeBatch.objects.filter(register="sample-places").latest("pk")
