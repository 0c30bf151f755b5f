"""The way of a return, from opening to the ledger and back."""

from decimal import Decimal

from yunjiang.ledger.models import Entry
from yunjiang.returns import steps, workflow
from yunjiang.returns.models import State


def standing(world) -> dict[tuple[str, str], Decimal]:
    """Return what the ledger holds, by unit and measure, in the measure's unit."""
    held: dict[tuple[str, str], Decimal] = {}
    names = {each.pk: name for name, each in world.units.items()}
    for entry in Entry.objects.select_related("measure"):
        key = names[entry.organization_id], entry.measure.code
        amount = Decimal(entry.quantity * entry.weight).scaleb(-entry.measure.scale)
        held[key] = held.get(key, Decimal(0)) + amount
    return held


def test_it_works(world) -> None:
    world.open("2024")
    assert world.post("wuhua", proposals=0, funds=12, unions=None, enterprises=7).state == State.POSTED
    assert standing(world) == {
        ("wuhua", "proposals"): 0,
        ("wuhua", "funds"): 12,
        ("wuhua", "enterprises"): 7,
    }
    assert steps.is_intact(world.report("wuhua"))


def test_accepting_twice_changes_nothing(world) -> None:
    world.open("2024")
    world.post("wuhua")
    before = Entry.objects.count()
    assert world.accept("wuhua").state == State.POSTED
    assert Entry.objects.count() == before


def test_reopening_takes_back_and_a_correction_is_posted_anew(world) -> None:
    world.open("2024")
    world.post("wuhua", proposals=5)
    workflow.reopen(world.report("wuhua"), ["1.1.1"], world.people["office"], "重复计算")
    assert standing(world)["wuhua", "proposals"] == 0
    world.fill("wuhua", proposals=4)
    world.submit("wuhua")
    world.approve("wuhua")
    world.accept("wuhua")
    assert standing(world)["wuhua", "proposals"] == 4
    assert steps.is_intact(world.report("wuhua"))
