"""Records of persons are merged by pairs, each with a membership: both become one with all that was theirs, or stay two."""

import json
from pathlib import Path
from typing import Any

ALL = 30
FIRST = 500  # among the serial numbers of the world's people


def prepare(world: Any) -> None:
    from yunjiang.access.tests import cast
    from yunjiang.organizations.models import Kind

    docks = cast.plant("u-docks", "五华区码头工会", Kind.UNION, world.tree.wuhua)
    members = [world.enrol(serial, union=docks) for serial in range(FIRST, FIRST + 2 * ALL)]
    _kept().write_text(json.dumps([each.person_id for each in members]))


def act() -> None:
    from yunjiang.persons import merging

    for kept, gone in _pairs():
        if gone.merged_into_id is None:
            merging.merge(kept, gone, by=None, reason="同一人")


def examine() -> dict[str, Any]:
    from yunjiang.persons.models import Merge
    from yunjiang.registers.kit import rebuilding
    from yunjiang.registers.members.models import Membership
    from yunjiang.registers.members.register import Members

    wrong: list[Any] = []
    done = 0
    for kept, gone in _pairs():
        is_merged = Merge.objects.filter(kept=kept, merged=gone).exists()
        rows = Membership.objects.filter(person__in=[kept, gone])
        found = (
            gone.merged_into_id,
            sorted(rows.values_list("person", flat=True)),
            sorted(rows.values_list("state", flat=True)),
        )
        one = (kept.pk, [kept.pk, kept.pk], ["cancelled", "current"])
        two = (None, [kept.pk, gone.pk], ["current", "current"])
        if found != (one if is_merged else two):
            wrong.append([is_merged, *found])
        done += is_merged
    ledger = rebuilding.rebuild(Members)
    if not ledger.agreed:
        wrong.append(ledger.sentence())
    return {"wrong": wrong, "done": done}


def _pairs() -> list[tuple[Any, Any]]:
    from yunjiang.persons.models import Person

    numbers = json.loads(_kept().read_text())
    people = Person.objects.in_bulk(numbers)
    return [(people[kept], people[gone]) for kept, gone in zip(numbers[::2], numbers[1::2], strict=True)]


def _kept() -> Path:
    from django.conf import settings

    return Path(settings.HOME) / "merging.json"
