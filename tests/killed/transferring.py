"""Members move from one union to another: each of them is here or there, once, and the ledger says the same."""

from datetime import date
from typing import Any

ALL = 40
LEFT, ENTERED = "u-foundry", "u-smelter"  # of their own: other scenes bring members into the world's unions


def prepare(world: Any) -> None:
    from yunjiang.access.tests import cast
    from yunjiang.organizations.models import Kind
    from yunjiang.registers.members import transfers
    from yunjiang.registers.members.models import TransferStarter

    foundry = cast.plant(LEFT, "五华区铸造厂工会", Kind.UNION, world.tree.wuhua)
    smelter = cast.plant(ENTERED, "曲靖冶炼厂工会", Kind.UNION, world.tree.qujing)
    for serial in range(1, ALL + 1):
        member = world.enrol(serial, union=foundry, joined_on=date(2024, 5, 1))
        transfers.claim(member, smelter, by=world.chief, starter=TransferStarter.SOURCE)


def act() -> None:
    from yunjiang.access.models import User
    from yunjiang.registers.members import transfers
    from yunjiang.registers.members.models import Transfer

    far = User.objects.get(username="far")
    for each in Transfer.objects.filter(state="open").order_by("pk"):
        transfers.accept(each, by=far)


def examine() -> dict[str, Any]:
    from yunjiang.ledger.models import Entry
    from yunjiang.registers.members.models import Membership, Transfer

    wrong: list[Any] = []
    for each in Transfer.objects.select_related("membership", "arrived"):
        left, came = each.membership, each.arrived
        kinds = sorted(left.events.values_list("kind", flat=True))
        if each.state == "open":
            fits = (left.state, came, kinds) == ("moving", None, ["joined", "sent"])
        else:
            fits = (left.state, kinds) == ("moved", ["joined", "moved_out", "sent"]) and came is not None
            fits = fits and came.current_person_id == left.person_id and came.events.get().kind == "moved_in"
        if not fits:
            wrong.append([each.pk, each.state, left.state, kinds])
    counted = dict.fromkeys((LEFT, ENTERED), 0)
    entries = Entry.objects.filter(measure__code="members", organization__key__in=counted)
    for unit, weight, quantity in entries.values_list("organization__key", "weight", "quantity"):
        counted[unit] += weight * quantity
    gone = Transfer.objects.filter(state="accepted").count()
    if counted != {LEFT: ALL - gone, ENTERED: gone}:
        wrong.append({unit: str(number) for unit, number in counted.items()})
    here = Membership.objects.filter(organization__key__in=counted, current_person__isnull=False)
    if here.count() != ALL:
        wrong.append(here.count())
    return {"wrong": wrong, "done": gone}
