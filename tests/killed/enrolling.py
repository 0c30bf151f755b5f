"""A sheet of new members comes in: persons, memberships, their events and what they count, all of it or nothing."""

import csv
import io
from typing import Any

ALL = 1_500
HEADINGS = ("姓名", "证件号码(18位)", "工作单位(全称)", "会籍变化类型", "会籍变化日期")


def prepare(world: Any) -> None:
    from yunjiang.registers.kit.intake import checking, receiving
    from yunjiang.registers.members import generated
    from yunjiang.registers.members.register import Members

    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(HEADINGS)
    people = generated.rows(ALL, [generated.Place(1, "/1/")], first=1)
    for name, number in people.select("person__name", "person__identity").iter_rows():
        writer.writerow([name, number, "骑手服务公司", "入会", "2024-03-01"])
    content = io.BytesIO(file.getvalue().encode("utf-8-sig"))
    batch = receiving.receive(Members, world.riders, content, "会员.csv", by=world.clerk)
    checking.check(batch)
    assert not batch.faulty_count, batch.summary["problems"]


def act() -> None:
    from yunjiang.registers.kit.intake import committing

    batch = _batch()
    committing.commit(batch, batch.received_by)


def examine() -> dict[str, Any]:
    from yunjiang.ledger.models import Entry
    from yunjiang.registers.kit.models import Difference
    from yunjiang.registers.members.models import Membership, MembershipEvent

    batch = _batch()
    here = Membership.objects.filter(organization=batch.organization)
    entries = Entry.objects.filter(measure__code="members", organization=batch.organization)
    found = {
        "memberships": here.count(),
        "current": here.filter(current_person__isnull=False).count(),
        "persons": here.values("person").distinct().count(),
        "events": MembershipEvent.objects.filter(membership__in=here).count(),
        "counted": sum(weight * quantity for weight, quantity in entries.values_list("weight", "quantity")),
        "differences": Difference.objects.filter(change_set__batch=batch).count(),
    }
    wanted = ALL if batch.state == "committed" else 0
    return {"wrong": [found] if set(found.values()) != {wanted} else [], "done": wanted}


def _batch() -> Any:
    from yunjiang.registers.kit.models import IntakeBatch

    return IntakeBatch.objects.filter(register="members").latest("pk")
