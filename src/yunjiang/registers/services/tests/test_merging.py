"""Two records of one person who has had one benefit under both: merged with everything, and parted again."""

import pytest

from yunjiang.persons import followers, merging
from yunjiang.persons.models import Merge, Person
from yunjiang.registers.kit.tests.world import officer
from yunjiang.registers.services import claiming
from yunjiang.registers.services.models import Claim
from yunjiang.registers.services.refusals import AlreadyHad
from yunjiang.registers.services.tests.conftest import DAY, World

pytestmark = pytest.mark.postgres


def slots(person: Person) -> list[tuple[str, int | None]]:
    return sorted(Claim.objects.filter(person=person).values_list("benefit", "slot"))


def test_it_works(world: World) -> None:
    service, other = world.service("P1"), world.service("P2")
    kept, merged = world.person("张伟", world.cast.wuhua), world.person("张玮", world.cast.wuhua)
    for person in (kept, merged):
        claiming.claim(service, person, by=None, day=DAY)
    claiming.claim(other, merged, by=None, day=DAY)
    follower = next(each for each in followers.every() if each.code == "service-claims")
    assert ["项目P1" in each for each in follower.conflicts(kept, merged)] == [True]
    by = officer("keeper", world.cast.kunming)
    done = merging.merge(kept, merged, by=by, reason="同一人")
    assert slots(kept) == [("P1", 1), ("P1", 2), ("P2", 1)]
    with pytest.raises(AlreadyHad):
        claiming.claim(service, kept, by=None, day=DAY)
    merging.undo(done, by=by, reason="弄错了")
    assert (slots(kept), slots(merged)) == ([("P1", 1)], [("P1", 1), ("P2", 1)])
    assert Merge.objects.count() == 2
