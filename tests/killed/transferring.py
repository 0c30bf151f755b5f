"""Move members from one union to another on a site of its own, and say what is there: `prepare`, `accept` or `examine`.

Run as `python -m tests.killed.transferring WHAT`; `accept` is what gets killed.
"""

import json
import os
import sys
from datetime import date
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunjiang.settings_test")
MEMBERS = 60


def prepare() -> None:
    from django.core.management import call_command

    from yunjiang.registers.members import transfers
    from yunjiang.registers.members.models import TransferStarter
    from yunjiang.registers.members.tests.world import furnish

    call_command("migrate", verbosity=0)
    world = furnish()
    for serial in range(1, MEMBERS + 1):
        member = world.enrol(serial, joined_on=date(2024, 5, 1))
        transfers.claim(member, world.mine, by=world.clerk, starter=TransferStarter.SOURCE)


def accept() -> None:
    from yunjiang.access.models import User
    from yunjiang.registers.members import transfers
    from yunjiang.registers.members.models import Transfer

    far = User.objects.get(username="far")
    print("accepting", flush=True)
    for each in Transfer.objects.filter(state="open").order_by("pk"):
        transfers.accept(each, by=far)


def examine() -> dict[str, Any]:
    """Return how many transfers are open and accepted, and whatever does not fit together."""
    from yunjiang.ledger.models import Entry
    from yunjiang.registers.members.models import Membership, Transfer

    odd = []
    for each in Transfer.objects.select_related("membership", "arrived"):
        left, came = each.membership, each.arrived
        kinds = sorted(left.events.values_list("kind", flat=True))
        if each.state == "open":
            fits = (left.state, came, kinds) == ("moving", None, ["joined", "sent"])
        else:
            fits = (left.state, kinds) == ("moved", ["joined", "moved_out", "sent"]) and came is not None
            fits = fits and came.current_person_id == left.person_id and came.events.get().kind == "moved_in"
        if not fits:
            odd.append([each.pk, each.state, left.state, kinds])
    counted = dict.fromkeys(("u-mill", "u-mine"), 0)
    entries = Entry.objects.filter(measure__code="members").values_list(
        "organization__key", "weight", "quantity"
    )
    for unit, weight, quantity in entries:
        counted[unit] += weight * quantity
    accepted = Transfer.objects.filter(state="accepted").count()
    return {
        "odd": odd,
        "current": Membership.objects.filter(current_person__isnull=False).count(),
        "accepted": accepted,
        "counted": [counted["u-mill"], counted["u-mine"]],
    }


if __name__ == "__main__":
    django.setup()
    told = {"prepare": prepare, "accept": accept, "examine": examine}[sys.argv[1]]()
    print(json.dumps(told))
