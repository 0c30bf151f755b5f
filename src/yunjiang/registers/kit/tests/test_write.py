"""Adding, changing, voiding and restoring a record: what is kept, what is refused, what history says."""

from decimal import Decimal
from typing import Any

import pytest
from tests import trails

from yunjiang.access import trail
from yunjiang.access.permission import Refused
from yunjiang.ledger.models import Entry
from yunjiang.registers.kit import contents, writing
from yunjiang.registers.kit.models import ChangeSet, Deadline, Deed, Difference
from yunjiang.registers.kit.tests.desk import Desk
from yunjiang.registers.kit.tests.sample.models import Place
from yunjiang.registers.kit.tests.sample.register import Places
from yunjiang.registers.kit.writing_refusals import (
    ChangedMeanwhile,
    GuardedField,
    MadeElsewhere,
    NotVoided,
    ReasonMissing,
    RecordGone,
    RecordRefused,
    RecordVoided,
)

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def differences(place: Place) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    rows = Difference.objects.filter(register="sample-places", record=place.pk).order_by("id")
    return [(contents.read(each.before), contents.read(each.after)) for each in rows]


def test_it_works(desk: Desk) -> None:
    place = desk.create(number="1", name="书屋", seats=3, cost="12.5", keeper_phone="13812345678")
    assert (place.path, place.revision, place.cost) == (desk.path("wuhua"), 1, Decimal("12.50"))
    change_set = ChangeSet.objects.get()
    assert (change_set.deed, change_set.by) == (Deed.CREATE, desk.clerk)
    [(before, after)] = differences(place)
    assert before == {}
    assert (after["cost"], after["seats"], after["keeper_phone"]) == ("12.50", 3, "138****5678")
    [record] = trails.records("registers.create")
    assert record.subject == f"sample-places:{place.pk}"
    assert "13812345678" not in record.after
    changed = desk.change(place, name="新书屋", seats=3, cost=Decimal("12.50"))
    assert changed.revision == 2
    assert differences(place)[1] == ({"name": "书屋"}, {"name": "新书屋"})
    assert Place.objects.get().name == "新书屋"
    assert place.name == "新书屋"


def test_what_stays_the_same_is_no_change(desk: Desk) -> None:
    place = desk.create(seats=0, note="")
    desk.change(place, seats="0", note=None, name=" 书屋 ", cost=None)
    assert place.revision == 1
    assert ChangeSet.objects.count() == 1
    assert trails.records("registers.change") == []


def test_nothing_and_zero_are_two_things(desk: Desk) -> None:
    place = desk.create(cost=None, is_free=None)
    desk.change(place, cost=0, is_free=False)
    assert differences(place)[1] == ({"cost": None, "is_free": None}, {"cost": "0.00", "is_free": False})


def test_every_problem_is_told_at_once(desk: Desk) -> None:
    desk.create(number="1")
    with pytest.raises(RecordRefused) as refused:
        desk.create(
            number="", sort="zoo", seats=2.5, cost="-1", opened_on="31.2.", nothing=1, state="open", name=None
        )
    assert set(refused.value.problems) == {
        "number",
        "sort",
        "seats",
        "cost",
        "opened_on",
        "nothing",
        "state",
        "name",
    }
    with pytest.raises(RecordRefused) as refused:
        desk.create(number="1")
    assert set(refused.value.problems) == {"number"}
    assert Place.objects.count() == ChangeSet.objects.count() == 1
    assert trails.records("registers.create")[-1].result == "refused"


def test_the_register_has_its_say(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Places, "validate", lambda place, by: {"seats": "太多"} if place.seats > 9 else {})
    place = desk.create(seats=3)
    with pytest.raises(RecordRefused) as refused:
        desk.change(place, seats=10)
    assert "座位数: 太多" in str(refused.value)
    assert Place.objects.get().seats == 3
    writing.void(Places, place, by=desk.clerk, reason="重复")


def test_what_follows_from_other_fields_is_filled_in_and_kept_in_history(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def derive(place: Place) -> None:
        place.note = f"{place.seats} 座"

    monkeypatch.setattr(Places, "derive", derive)
    place = desk.create(seats=3)
    desk.change(place, seats=4)
    assert differences(place)[1] == ({"note": "3 座", "seats": 3}, {"note": "4 座", "seats": 4})
    place.refresh_from_db()
    assert place.note == "4 座"


def test_what_follows_a_write_belongs_to_its_transaction(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(place: Place, change_set: ChangeSet) -> None:
        raise RecordRefused("书屋", {"": "不行"})

    place = desk.create()
    monkeypatch.setattr(Places, "after_save", refuse)
    with pytest.raises(RecordRefused):
        desk.change(place, name="新")
    assert Place.objects.get().name == "书屋"
    assert ChangeSet.objects.count() == 1


def test_what_cannot_be_recorded_does_not_happen(desk: Desk) -> None:
    with trails.unwritable(), pytest.raises(trail.TrailUnwritable):
        desk.create()
    assert not Place.objects.exists()
    assert not Difference.objects.exists()


def test_who_may_not_is_refused(desk: Desk) -> None:
    for person in (desk.stranger, desk.reader):
        with pytest.raises(Refused):
            desk.create(by=person)
    place = desk.create()
    for person in (desk.stranger, desk.reader):
        with pytest.raises(Refused):
            desk.change(place, by=person, name="新")
        with pytest.raises(Refused):
            writing.void(Places, place, by=person, reason="重复")
    assert Place.objects.get().revision == 1


def test_a_record_is_given_only_to_a_unit_whose_records_one_keeps(desk: Desk) -> None:
    place = desk.create()
    desk.move(place, "file")
    with pytest.raises(Refused):
        desk.change(place, organization=desk.units["qujing"])
    desk.change(place, by=desk.checker, organization=desk.units["kunming"])
    place.refresh_from_db()
    assert (place.organization, place.path) == (desk.units["kunming"], desk.path("kunming"))
    assert Deadline.objects.get().path == desk.path("kunming")


def test_two_contents_are_told_when_somebody_was_quicker(desk: Desk) -> None:
    place = desk.create(keeper_phone="13812345678")
    desk.change(place, by=desk.colleague, name="甲", keeper_phone="13987654321")
    with pytest.raises(ChangedMeanwhile) as refused:
        desk.change(place, revision=1, name="乙", seats=0, keeper_phone="13700000000")
    assert (refused.value.revision, refused.value.by) == (2, "zhao")
    told = {each.path: (each.stands, each.sent) for each in refused.value.conflicts}
    assert told == {"name": ("甲", "乙"), "keeper_phone": ("139****4321", "137****0000")}
    desk.change(place, revision=2, name="乙")
    assert Place.objects.get().name == "乙"


def test_what_is_guarded_is_not_changed_in_passing(desk: Desk) -> None:
    place = desk.create(number="1")
    with pytest.raises(GuardedField) as refused:
        desk.change(place, number="2", name="新")
    assert refused.value.paths == ("number",)
    desk.change(place, number="1", name="新")
    assert Place.objects.get().name == "新"


def test_a_voided_record_takes_no_change_until_it_is_restored(desk: Desk) -> None:
    place = desk.create()
    with pytest.raises(ReasonMissing):
        writing.void(Places, place, by=desk.clerk, reason=" ")
    with pytest.raises(NotVoided):
        writing.restore(Places, place, by=desk.clerk)
    writing.void(Places, place, by=desk.clerk, reason="重复登记")
    assert ChangeSet.objects.latest("id").reason == "重复登记"
    for act in (
        lambda: desk.change(place, name="新"),
        lambda: writing.void(Places, place, by=desk.clerk, reason="又"),
    ):
        with pytest.raises(RecordVoided):
            act()
    writing.restore(Places, place, by=desk.clerk)
    assert desk.change(place, name="新").revision == 4


def test_a_record_that_is_gone_is_said_to_be(desk: Desk) -> None:
    place = desk.create()
    Place.objects.all().delete()
    with pytest.raises(RecordGone):
        desk.change(place, name="新")


def test_it_is_posted_with_the_write_and_withdrawn_when_voided(desk: Desk) -> None:
    place = desk.create(seats=3)
    desk.move(place, "file")
    assert not Entry.objects.exists()
    desk.move(place, "open", by=desk.checker, opened_on="2024-05-01")
    assert sum(each.quantity * each.weight for each in Entry.objects.all()) == 1
    writing.void(Places, place, by=desk.clerk, reason="重复")
    assert sum(each.quantity * each.weight for each in Entry.objects.all()) == 0


def test_what_a_demonstration_account_adds_is_demonstration(desk: Desk) -> None:
    desk.clerk.is_demonstration = True
    assert desk.create().is_demonstration
    assert not desk.create(by=desk.colleague).is_demonstration


def test_a_register_that_makes_its_own_takes_none_by_hand(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Places, "can_be_added", False)
    with pytest.raises(MadeElsewhere):
        desk.create()
