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
    announcements._formerly.clear()
    announcements._retired.clear()


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


def test_what_waits_for_a_name_that_nobody_bears_is_kept_and_shown(
    world: World, heard: list[tuple[str, int]]
) -> None:
    place = world.place()
    announcements.announce_many(
        "places.opened", [(place, {"number": 1, "refuse": True}), (place, {"number": 2})]
    )
    del announcements._listeners["places.opened"]["tests.second"]
    assert announcements.deal() == {"heard": 0, "failed": 1}
    first, second = announcements.stuck()
    assert (first.listener, first.count, first.failed) == (
        "tests.first",
        2,
        "The listener does not want to hear.",
    )
    assert (second.listener, second.count, second.failed) == ("tests.second", 2, "")
    assert Hearing.objects.filter(listener="tests.second", heard_at=None).count() == 2
    announcements.deal()
    assert [each.listener for each in announcements.stuck()] == ["tests.second"]


def test_a_listener_that_is_renamed_hears_what_waited_for_it_once_and_in_order(
    world: World, heard: list[tuple[str, int]]
) -> None:
    place = world.place()
    announcements.announce_many("places.opened", [(place, {"number": 1}), (place, {"number": 2})])
    second = announcements._listeners["places.opened"].pop("tests.second")
    announcements.listen("places.opened", "tests.other", second, formerly=["tests.second"])
    announcements.announce("places.opened", place, {"number": 3})
    # Told under both names by a program that was being replaced.
    Hearing.objects.create(announcement=Announcement.objects.latest("pk"), listener="tests.second")
    announcements.deal()
    assert [number for name, number in heard if name == "second"] == [1, 2, 3]
    assert not Hearing.objects.filter(listener="tests.second").exists()
    assert announcements.stuck() == []


def test_a_listener_that_is_gone_for_good_keeps_nothing_waiting(
    world: World, heard: list[tuple[str, int]]
) -> None:
    announcements.announce("places.opened", world.place(), {"number": 1})
    del announcements._listeners["places.opened"]["tests.second"]
    announcements.retire("tests.second")
    assert announcements.deal() == {"heard": 1, "failed": 0}
    assert announcements.stuck() == []


def test_one_name_is_one_function_whatever_it_listens_to(heard: list[tuple[str, int]]) -> None:
    with pytest.raises(ListenerNamedTwice, match=r"tests\.first"):
        announcements.listen("places.closed", "tests.first", print)
