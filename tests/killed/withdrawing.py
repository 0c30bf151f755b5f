"""A sheet of members is taken back: memberships, the persons who came with it, tallies and the ledger, all of it or nothing."""

import csv
import io
from typing import Any

ALL = 600
FILE = "误传.csv"


def prepare(world: Any) -> None:
    from tests.killed.enrolling import HEADINGS
    from yunjiang.registers.kit.intake import checking, committing, receiving
    from yunjiang.registers.members import generated
    from yunjiang.registers.members.register import Members

    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(HEADINGS)
    people = generated.rows(ALL, [generated.Place(1, "/1/")], first=100_000)
    for name, number in people.select("person__name", "person__identity").iter_rows():
        writer.writerow([name, number, "煤矿", "入会", "2024-03-01"])
    content = io.BytesIO(file.getvalue().encode("utf-8-sig"))
    batch = receiving.receive(Members, world.mine, content, FILE, by=world.far)
    checking.check(batch)
    committing.commit(batch, world.far)


def act() -> None:
    from yunjiang.registers.kit.intake import undoing

    batch = _batch()
    if batch.state == "committed":
        undoing.undo(batch, batch.received_by)


def examine() -> dict[str, Any]:
    from yunjiang.ledger.models import Entry
    from yunjiang.persons.models import Person
    from yunjiang.registers.members.models import Membership, MembershipEvent, Tally

    batch = _batch()
    here = Membership.objects.filter(organization=batch.organization)
    entries = Entry.objects.filter(measure__code="members", organization=batch.organization)
    standing = {
        "memberships": here.filter(voided_at=None).count(),
        "current": here.filter(current_person__isnull=False).count(),
        "persons": Person.objects.filter(memberships__in=here, erased_at=None).count(),
        "counted": sum(weight * quantity for weight, quantity in entries.values_list("weight", "quantity")),
        "tallied": Tally.objects.get(organization=batch.organization).member_count,
        "untold": ALL - MembershipEvent.objects.filter(membership__in=here, reason="taken_back").count(),
    }
    wanted = ALL if batch.state == "committed" else 0
    return {
        "wrong": [{name: int(count) for name, count in standing.items()}]
        if {int(each) for each in standing.values()} != {wanted}
        else [],
        "done": ALL - wanted,
    }


def _batch() -> Any:
    from yunjiang.registers.kit.models import IntakeBatch

    return IntakeBatch.objects.get(register="members", file_name=FILE)
