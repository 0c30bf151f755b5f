"""What records count: posted with them, corrected and withdrawn with them, and traced both ways."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from yunjiang.access.tests import cast
from yunjiang.access.tests.cast import Cast
from yunjiang.ledger.models import Batch, Entry, Measure, Posting
from yunjiang.organizations import queries
from yunjiang.registers.kit import postings, rebuilding
from yunjiang.registers.kit.tests.sample.models import Place, Sort, State
from yunjiang.registers.kit.tests.sample.register import Places

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
OPENED = date(2023, 5, 1)


@dataclass
class World:
    cast: Cast

    def place(self, number: str = "1", **facts: Any) -> Place:
        unit = facts.pop("organization", self.cast.wuhua)
        standing = queries.standing(unit.pk, OPENED)
        given = {
            "name": f"书屋{number}",
            "sort": Sort.READING,
            "state": State.OPEN,
            "opened_on": OPENED,
            "seats": 5,
        }
        return Place.objects.create(number=number, organization=unit, path=standing.path, **(given | facts))


@pytest.fixture
def world(db: None) -> World:
    return World(cast.assemble())


def total(data_set: str = "operational") -> int:
    rows = Entry.objects.filter(posting__batch__data_set=data_set).values_list("quantity", "weight")
    return sum(quantity * weight for quantity, weight in rows)


def refresh(*places: Place) -> postings.Refreshed:
    return postings.refresh(Places, places, by="li")


def test_it_works(world: World) -> None:
    place = world.place()
    assert refresh(place) == postings.Refreshed(1, posted_count=1)
    entry = Entry.objects.select_related("posting", "breakdown").get()
    assert (entry.quantity, entry.happened_on, entry.breakdown.values) == (1, OPENED, {"sort": "reading"})
    assert entry.posting.channel == "evidenced"
    assert postings.record_of(entry.posting.source) == (Places, place.pk)
    [counted] = postings.why(Places, place)
    assert (counted.is_counted, counted.reason) == (True, None)
    assert [each.id for each in counted.entries] == [entry.pk]


def test_what_did_not_change_is_not_posted_again(world: World) -> None:
    place = world.place()
    refresh(place)
    place.name = "另一个名称"
    place.save()
    assert refresh(place) == postings.Refreshed(1, unchanged_count=1)
    assert Batch.objects.count() == 1


def test_a_change_supersedes_what_was_posted(world: World) -> None:
    place = world.place()
    refresh(place)
    place.sort, place.organization = Sort.SPORT, world.cast.qujing
    place.save()
    assert refresh(place).posted_count == 1
    assert total() == 1
    [counted] = postings.why(Places, place)
    assert [each.organization_id for each in counted.entries] == [world.cast.qujing.pk]


def test_what_no_longer_counts_is_withdrawn_with_its_reason_and_may_count_again(world: World) -> None:
    place = world.place()
    refresh(place)
    place.seats = 0
    place.save()
    assert refresh(place) == postings.Refreshed(1, 0, withdrawn_count=1)
    assert total() == 0
    silenced = Posting.objects.filter(is_reversal=False).latest("pk")
    assert silenced.evidence["not_counted"] == "no_seats"
    [counted] = postings.why(Places, place)
    assert (counted.is_counted, counted.reason.code, counted.entries) == (False, "no_seats", [])
    assert refresh(place) == postings.Refreshed(1, unchanged_count=1)
    place.seats = 3
    place.save()
    assert refresh(place).posted_count == 1
    assert total() == 1


def test_a_voided_record_is_withdrawn(world: World) -> None:
    place = world.place()
    refresh(place)
    Place.objects.filter(pk=place.pk).update(voided_at="2024-01-01T00:00Z")
    refresh(place)
    assert total() == 0
    [counted] = postings.why(Places, place)
    assert counted.reason is not None
    assert counted.reason.code == "voided"


def test_what_never_counted_is_never_posted(world: World) -> None:
    assert refresh(world.place(seats=0), world.place("2", state=State.DRAFT)).unchanged_count == 2
    assert not Batch.objects.exists()


def test_demonstration_records_are_counted_apart(world: World) -> None:
    refresh(world.place(), world.place("2", is_demonstration=True))
    assert (total(), total("demonstration")) == (1, 1)


def test_a_balance_from_before_the_unit_is_what_it_began_with(world: World) -> None:
    place = world.place(opened_on=date(1998, 3, 1))
    refresh(place)
    assert Entry.objects.get().happened_on == cast.FIRST_DAY


def test_the_measure_is_declared_with_the_names_of_its_dimensions(world: World) -> None:
    refresh(world.place())
    measure = Measure.objects.get(code="sample-places")
    assert (measure.name, measure.unit, measure.kind, measure.dimensions) == (
        "职工活动场所",
        "个",
        "balance",
        ["sort"],
    )


@pytest.mark.parametrize(
    "source", ["return:1/2", "sample-places:x/places", "sample-places:1", "", "nobody:1/x"]
)
def test_a_source_of_others_leads_to_no_record(source: str) -> None:
    assert postings.record_of(source) is None


def test_reasons_are_told_with_their_numbers_to_who_may_read_the_records(world: World) -> None:
    world.place()
    world.place("2", seats=0)
    world.place("3", state=State.DRAFT, seats=0)
    world.place("4", voided_at="2024-01-01T00:00Z")
    world.place("5", seats=0, organization=world.cast.qujing)
    told = postings.not_counted(Places, Places.counts[0], world.cast.colleague)
    assert [(each.reason.code, each.number, each.is_at_least) for each in told] == [
        ("voided", 1, False),
        ("not_open", 1, False),
        ("no_seats", 1, False),
    ]
    found = [list(Place.objects.filter(each.condition).values_list("number", flat=True)) for each in told]
    assert found == [["4"], ["3"], ["2", "5"]]
    assert postings.not_counted(Places, Places.counts[0], world.cast.stranger) == []


def test_rebuilding_mends_what_differs_and_says_so(world: World) -> None:
    places = [world.place(str(number)) for number in range(5)]
    refresh(*places)
    assert rebuilding.rebuild(Places).agreed
    Place.objects.filter(pk=places[0].pk).update(seats=0)
    Place.objects.filter(pk=places[1].pk).update(sort=Sort.REST)
    Place.objects.filter(pk=places[2].pk).delete()
    done = rebuilding.rebuild(Places)
    assert (done.refreshed.posted_count, done.refreshed.withdrawn_count, done.orphan_count) == (1, 1, 1)
    assert total() == 3
    assert "1" in done.sentence()
    assert rebuilding.rebuild(Places).agreed


def test_many_are_posted_in_one_batch(world: World) -> None:
    places = [world.place(str(number)) for number in range(250)]
    done = postings.refresh_many(Places, [each.pk for each in places], by=world.cast.owner)
    assert done.posted_count == 250
    assert Batch.objects.get().recorded_by == "owner"


def test_what_is_said_together_is_what_each_record_says(world: World) -> None:
    sorts, days = (Sort.READING, Sort.SPORT), (OPENED, date(2024, 2, 29))
    places = [
        world.place(str(number), sort=sorts[number % 2], opened_on=days[number // 3 % 2], seats=number % 4)
        for number in range(24)
    ]
    done = postings.refresh_many(Places, [each.pk for each in places], by="li")
    assert (done.posted_count, done.unchanged_count) == (18, 6)
    for place in places:
        [counted] = postings.why(Places, place)
        said = [(each.organization_id, each.happened_on, dict(each.breakdown)) for each in counted.entries]
        expected = [(place.organization_id, place.opened_on, {"sort": place.sort})] if place.seats else []
        assert said == expected
        posted = Posting.objects.filter(source=counted.source).first()
        if posted is not None:
            assert posted.evidence == {
                "count": "places",
                "record": place.pk,
                "register": "sample-places",
                "revision": place.revision,
            }
