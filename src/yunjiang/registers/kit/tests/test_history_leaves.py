"""A long history a part at a time: nothing twice, nothing left out, and what one request did never parted."""

import pytest

from yunjiang.access import trail
from yunjiang.registers.kit import history
from yunjiang.registers.kit.models import Difference
from yunjiang.registers.kit.tests.desk import Desk
from yunjiang.registers.kit.tests.sample.models import Place
from yunjiang.registers.kit.tests.sample.register import Places

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def leaves(place: Place, size: int) -> list[history.Leaf]:
    found = [history.leaf(Places, place, size=size)]
    while found[-1].further:
        found.append(history.leaf(Places, place, found[-1].further, size))
    return found


@pytest.mark.parametrize("size", [1, 3, 4, 5, 200])
def test_it_works(desk: Desk, size: int) -> None:
    place = desk.create(seats=0)
    for seats in range(1, 9):
        desk.change(place, seats=seats)
    revisions = [act.revision for leaf in leaves(place, size) for act in leaf.acts]
    assert revisions == list(range(9, 0, -1))


@pytest.mark.parametrize("size", [1, 2, 3])
def test_what_one_request_did_is_never_parted(desk: Desk, size: int) -> None:
    place = desk.create(seats=0)
    with trail.acting("wang", user=desk.clerk, request_id="r-1"):
        for seats in (1, 2, 3):
            desk.change(place, seats=seats)
    desk.change(place, seats=4)
    acts = [act for leaf in leaves(place, size) for act in leaf.acts]
    assert [len(each.change_sets) for each in acts] == [1, 3, 1]
    assert sum(len(each.change_sets) for each in acts) == Difference.objects.filter(record=place.pk).count()
