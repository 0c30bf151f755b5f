"""Registers hear of one another: in order, once each, and a listener that fails keeps nobody else waiting."""

from collections.abc import Iterator

import pytest

from yunjiang.access.tests import cast
from yunjiang.background.models import Job
from yunjiang.registers.kit import announcements
from yunjiang.registers.kit.models import Announcement, Hearing
from yunjiang.registers.kit.refusals import ListenerNamedTwice, RecordOfNoRegister, RegisterRefusal
from yunjiang.registers.kit.tests.test_postings import World

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


class Deaf(RegisterRefusal):
    def __str__(self) -> str:
        return "The listener does not want to hear."


@pytest.fixture
def world(db: None) -> World:
    return World(cast.assemble())


@pytest.fixture
def heard() -> Iterator[list[tuple[str, int]]]:
    """What two listeners heard, the first of which refuses when told to."""
    told: list[tuple[str, int]] = []

    def first(announcement: Announcement) -> None:
        told.append(("first", announcement.facts["number"]))
        if announcement.facts.get("refuse") and not told.count(("first", announcement.facts["number"])) > 1:
            raise Deaf

    def second(announcement: Announcement) -> None:
        told.append(("second", announcement.facts["number"]))

    before = {code: dict(named) for code, named in announcements._listeners.items()}
    announcements.listen("places.opened", "tests.first", first)
    announcements.listen("places.opened", "tests.second", second)
    yield told
    announcements._listeners.clear()
    announcements._listeners.update(before)


def test_it_works(world: World, heard: list[tuple[str, int]]) -> None:
    place = world.place()
    for number in (1, 2):
        announcements.announce("places.opened", place, {"number": number})
    assert Job.objects.filter(work="registers.announcements").count() == 1
    assert announcements.deal() == {"heard": 4, "failed": 0}
    assert heard == [("first", 1), ("first", 2), ("second", 1), ("second", 2)]
    assert announcements.deal() == {"heard": 0, "failed": 0}
    assert Announcement.objects.first().register == "sample-places"


def test_a_failure_stops_only_its_listener_and_is_tried_again(
    world: World, heard: list[tuple[str, int]]
) -> None:
    place = world.place()
    announcements.announce_many(
        "places.opened", [(place, {"number": 1, "refuse": True}), (place, {"number": 2})]
    )
    assert announcements.deal() == {"heard": 2, "failed": 1}
    [failed] = announcements.failures()
    assert (failed.failed, failed.attempt_count) == ("The listener does not want to hear.", 1)
    assert announcements.deal() == {"heard": 2, "failed": 0}
    assert [each for each in heard if each[0] == "first"] == [("first", 1), ("first", 1), ("first", 2)]
    assert announcements.failures() == []


def test_a_fault_of_ours_tells_nothing_of_the_inside(world: World, heard: list[tuple[str, int]]) -> None:
    announcements.announce("places.opened", world.place(), {})
    announcements.deal()
    assert Hearing.objects.filter(heard_at=None).count() == 2
    assert all("KeyError" in each.failed and "number" not in each.failed for each in announcements.failures())


def test_what_nobody_listens_to_is_kept_and_asks_for_no_work(world: World) -> None:
    announcements.announce("places.painted", world.place(), {})
    assert Announcement.objects.count() == 1
    assert not Job.objects.exists()


def test_two_listeners_of_one_name_and_records_of_no_register_are_refused(
    world: World, heard: list[tuple[str, int]]
) -> None:
    with pytest.raises(ListenerNamedTwice, match=r"tests\.first"):
        announcements.listen("places.opened", "tests.first", print)
    with pytest.raises(RecordOfNoRegister):
        announcements.announce("places.opened", world.cast.owner, {})  # type: ignore[arg-type]
