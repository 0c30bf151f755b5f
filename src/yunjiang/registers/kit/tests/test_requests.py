"""Changes of guarded fields: asked for by one, decided by another, refused when overtaken."""

import pytest

from yunjiang.access.permission import Refused
from yunjiang.registers.kit import contents, history, requests, writing
from yunjiang.registers.kit.models import ChangeRequest, Deed, RequestState
from yunjiang.registers.kit.tests.desk import Desk
from yunjiang.registers.kit.tests.sample.models import Place
from yunjiang.registers.kit.tests.sample.register import Places
from yunjiang.registers.kit.writing_refusals import (
    GuardedField,
    NotGuarded,
    NothingAsked,
    NotYourRequest,
    OwnRequest,
    ReasonMissing,
    RecordRefused,
    RecordVoided,
    RequestDecided,
    RequestOutrun,
    RequestPending,
)

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def ask(desk: Desk, place: Place, number: str = "B2", reason: str = "证书换发") -> ChangeRequest:
    return requests.ask(Places, place, {"number": number}, reason, desk.clerk)


def test_it_works(desk: Desk) -> None:
    place = desk.create(number="A1")
    with pytest.raises(GuardedField):
        desk.change(place, number="B2")
    asked = ask(desk, place)
    assert list(requests.pending(desk.checker)) == [asked]
    assert not requests.pending(desk.stranger).exists()
    assert asked.shown == {"number": {"before": "A1", "after": "B2"}}
    assert b"B2" not in bytes(asked.wanted)
    requests.approve(asked, desk.checker, "已核对")
    place.refresh_from_db()
    assert (place.number, place.revision) == ("B2", 2)
    assert (asked.state, asked.decided_by, asked.answer) == (RequestState.APPLIED, desk.checker, "已核对")
    newest = history.differences(Places, place)[0]
    [change_set] = newest.change_sets
    assert (change_set.deed, change_set.by, change_set.change_request) == (Deed.REQUEST, desk.clerk, asked)
    assert not requests.pending(desk.checker).exists()


def test_nobody_decides_on_his_own(desk: Desk) -> None:
    asked = ask(desk, desk.create(number="A1"))
    for decide in (requests.approve, requests.reject):
        with pytest.raises(OwnRequest):
            decide(asked, desk.clerk, "同意")
    for person in (desk.stranger, desk.units and desk.reader):
        with pytest.raises(Refused):
            requests.approve(asked, person)
    assert Place.objects.get().number == "A1"


def test_it_is_decided_once(desk: Desk) -> None:
    place = desk.create(number="A1")
    asked = ask(desk, place)
    with pytest.raises(ReasonMissing):
        requests.reject(asked, desk.checker, " ")
    requests.reject(asked, desk.checker, "材料不全")
    with pytest.raises(RequestDecided):
        requests.approve(asked, desk.checker)
    with pytest.raises(RequestDecided):
        requests.cancel(asked, desk.clerk)


def test_who_asked_takes_it_back_and_nobody_else(desk: Desk) -> None:
    asked = ask(desk, desk.create(number="A1"))
    with pytest.raises(NotYourRequest):
        requests.cancel(asked, desk.colleague)
    requests.cancel(asked, desk.clerk)
    assert asked.state == RequestState.CANCELLED


def test_what_changed_meanwhile_is_not_overwritten(desk: Desk) -> None:
    place = desk.create(number="A1")
    asked = ask(desk, place)
    desk.change(place, name="别的名称")  # another field does no harm
    Place.objects.filter(pk=place.pk).update(number="C3")
    with pytest.raises(RequestOutrun) as refused:
        requests.approve(asked, desk.checker)
    assert refused.value.labels == ("编号",)
    asked.refresh_from_db()
    assert asked.state == RequestState.PENDING


def test_what_changed_back_meanwhile_is_asked_again_too(desk: Desk) -> None:
    place = desk.create(number="A1")
    first = ask(desk, place)
    ChangeRequest.objects.filter(pk=first.pk).update(state=RequestState.CANCELLED)
    for number in ("X", "A1"):
        other = ask(desk, place, number)
        requests.approve(other, desk.checker)
    ChangeRequest.objects.filter(pk=first.pk).update(state=RequestState.PENDING)
    with pytest.raises(RequestOutrun):
        requests.approve(first, desk.checker)


def test_what_cannot_be_asked_is_refused(desk: Desk) -> None:
    place, other = desk.create(number="A1"), desk.create(number="A2")
    with pytest.raises(NotGuarded):
        requests.ask(Places, place, {"name": "新"}, "改名", desk.clerk)
    with pytest.raises(NothingAsked):
        ask(desk, place, "A1")
    with pytest.raises(ReasonMissing):
        ask(desk, place, reason="")
    with pytest.raises(RecordRefused):
        ask(desk, place, "9" * 30)
    with pytest.raises(Refused):
        requests.ask(Places, place, {"number": "Z"}, "想改", desk.reader)
    taken = ask(desk, place, "A2")
    with pytest.raises(RequestPending):
        ask(desk, place, "A3")
    with pytest.raises(RecordRefused):  # the number of another
        requests.approve(taken, desk.checker)
    writing.void(Places, other, by=desk.clerk, reason="重复")
    with pytest.raises(RecordVoided):
        ask(desk, other)


def test_the_wanted_value_of_a_masked_field_is_shown_to_nobody(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Places, "guarded", ("keeper_phone",))
    place = desk.create(keeper_phone="13812345678")
    asked = requests.ask(Places, place, {"keeper_phone": "13987654321"}, "换号", desk.clerk)
    assert asked.shown == {"keeper_phone": {"before": "138****5678", "after": "139****4321"}}
    assert b"13987654321" not in bytes(asked.wanted)
    requests.approve(asked, desk.checker)
    place.refresh_from_db()
    assert place.keeper_phone == "13987654321"
    told = history.differences(Places, place)[0].fields[0]
    assert (told.before, told.after) == ("138****5678", "139****4321")
    assert "13987654321" not in "".join(contents.text(each) for each in [asked.shown])
