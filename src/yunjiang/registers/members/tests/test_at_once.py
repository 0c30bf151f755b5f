"""Two officers at once: the same people from two sheets, the same transfer answered twice, one person joining twice."""

import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection

from yunjiang.registers.kit.intake import committing
from yunjiang.registers.kit.intake.refusals import RowsRefused
from yunjiang.registers.members import transfers
from yunjiang.registers.members.models import Membership, Transfer, TransferStarter
from yunjiang.registers.members.refusals import MemberAlready, TransferDecided
from yunjiang.registers.members.tests.test_sheet import bring, row
from yunjiang.registers.members.tests.world import furnish, held

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def together(*acts: Callable[[], object]) -> list[Exception | None]:
    """Do acts at the same moment, each on a connection of its own; return what each raised."""
    barrier = threading.Barrier(len(acts))
    raised: list[Exception | None] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            act()
        except Exception as error:
            raised[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_two_sheets_with_the_same_people_make_one_membership_each() -> None:
    world = furnish()
    rows = [row(world, serial) for serial in range(1, 41)]
    here = bring(world, *rows)
    there = bring(world, *rows, unit=world.mine, by=world.far)
    again = bring(world, *rows)
    raised = together(
        lambda: committing.commit(here, world.clerk),
        lambda: committing.commit(there, world.far),
        lambda: committing.commit(again, world.clerk),
    )
    assert all(each is None or isinstance(each, RowsRefused) for each in raised), raised
    assert Membership.objects.count() == Membership.objects.filter(current_person__isnull=False).count() == 40
    assert Membership.objects.values("organization").distinct().count() == 1
    assert held("members", date(2026, 6, 1)) == 40


def test_one_person_joins_once() -> None:
    world = furnish()
    raised = together(
        lambda: world.enrol(1, by=world.clerk), lambda: world.enrol(1, union=world.mine, by=world.far)
    )
    assert Membership.objects.count() == 1
    assert sum(each is not None for each in raised) == 1, raised


def test_a_transfer_is_answered_once() -> None:
    world = furnish()
    member = world.enrol(1)
    transfers.claim(member, world.mine, by=world.clerk, starter=TransferStarter.SOURCE)
    first, second = Transfer.objects.get(), Transfer.objects.get()
    raised = together(
        lambda: transfers.accept(first, by=world.far),
        lambda: transfers.refuse(second, by=world.far, answer="不接收"),
    )
    assert sum(isinstance(each, TransferDecided) for each in raised) == 1, raised
    assert Membership.objects.filter(current_person=member.person).count() == 1


def test_a_member_is_found_where_he_is() -> None:
    world = furnish()
    world.enrol(1)
    with pytest.raises(MemberAlready):
        world.enrol(1)
