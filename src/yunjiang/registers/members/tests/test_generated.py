"""Generated members: the same for the same seed, numbers of nobody, marked, and something to mend among them."""

import pytest

from yunjiang.ledger.models import Batch
from yunjiang.persons.models import Person
from yunjiang.registers.members import generated, tallies
from yunjiang.registers.members.models import Membership, MembershipEvent
from yunjiang.registers.members.tests.world import furnish
from yunjiang.standards.identifiers import citizens, names

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def test_generated_members_are_marked_and_of_nobody() -> None:
    world = furnish()
    unions = generated.places([world.mill, world.riders, world.mine])
    assert generated.write(300, unions, by="演示") == 300
    assert generated.write(300, unions, by="演示") == 0
    assert Membership.objects.filter(is_demonstration=True).count() == MembershipEvent.objects.count() == 300
    assert set(Batch.objects.values_list("data_set", flat=True)) == {"demonstration"}
    assert Person.objects.filter(name__contains="例").count() == 300
    todo = tallies.of("/")
    assert todo.member_count == 300
    assert min(todo.qualified_count, todo.incomplete_count, todo.stale_count) > 0
    assert todo.qualified_count + todo.incomplete_count + todo.stale_count == 300


def test_their_numbers_pass_the_check_and_name_no_county() -> None:
    frame = generated.rows(2_000, [generated.Place(1, "/1/")])
    numbers = frame["person__identity"].to_list()
    assert len(set(numbers)) == 2_000
    for number, name, sex in frame.select("person__identity", "person__name", "person__sex").iter_rows():
        assert number.startswith("539900")
        assert citizens.problem(number) is None
        assert citizens.sex(number) == sex
        assert names.problem(name) is None
    assert generated.rows(50, [generated.Place(1, "/1/")]).equals(
        generated.rows(50, [generated.Place(1, "/1/")])
    )
