"""Giving, redeeming and handing down places of inclusive services at the counter."""

import pytest
from django.test import Client
from django.utils import timezone

from yunjiang.access.models import AuditRecord, Role, User
from yunjiang.access.tests import cast as casting
from yunjiang.persons import sealed
from yunjiang.persons.models import Person
from yunjiang.registers.kit import facts
from yunjiang.registers.kit.tests.world import officer
from yunjiang.registers.services import claiming
from yunjiang.registers.services.models import Allotment, Claim, ClaimState
from yunjiang.registers.services.tests.conftest import World

NUMBER = "53010219900101123X"

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    made = World(casting.assemble())
    monkeypatch.setattr(facts, "_tellers", {"membership": made.tell})
    return made


@pytest.fixture
def keeper(world: World) -> User:
    return officer("keeper", world.cast.kunming)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def member(world: World) -> Person:
    """Return a member whom the officers reach: he has had a place of another service before."""
    person = world.person("张三丰", world.cast.wuhua)
    person.identity_key, person.identity_mask = sealed.identity_key(NUMBER), "530***********123X"
    person.save()
    claiming.claim(world.service("P0"), person, by=None, day=timezone.localdate())
    return person


def test_it_works(world: World, keeper: User) -> None:
    service, person = world.service("P1"), member(world)
    client = browser(keeper)
    found = client.post(f"/services/{service.pk}/give/", {"number": NUMBER})
    assert found.status_code == 200
    assert "530***********123X" in found.text
    assert NUMBER not in AuditRecord.objects.filter(action="registers.search").get().facts
    answer = client.post(f"/services/{service.pk}/give/", {"number": NUMBER, "give": "1"}, follow=True)
    made = Claim.objects.get(service=service)
    assert (made.person, answer.status_code) == (person, 200)
    assert " ".join(made.code[place : place + 4] for place in (0, 4, 8)) in answer.text
    done = client.post("/services/redeem/", {"code": made.code, "where": "服务中心"}, follow=True)
    assert "张*丰" in done.text
    made.refresh_from_db()
    assert (made.state, made.redeemed_where) == (ClaimState.REDEEMED, "服务中心")


def test_who_has_not_agreed_is_asked_first_and_the_answer_is_on_record(world: World, keeper: User) -> None:
    service, person = world.service("P1"), member(world)
    world.agree(person, is_given=False)
    client, address = browser(keeper), f"/services/{service.pk}/give/"
    assert 'name="agreed" value="2026-1"' in client.post(address, {"number": NUMBER}).text
    assert client.post(address, {"number": NUMBER, "give": "1"}).status_code == 422
    assert client.post(address, {"number": NUMBER, "give": "1", "agreed": "0"}).status_code == 422
    assert client.post(address, {"number": NUMBER, "give": "1", "agreed": "2026-1"}).status_code == 302
    assert person.consents.latest("pk").by == keeper


def test_the_desk_remembers_where_it_stands(world: World, keeper: User) -> None:
    client = browser(keeper)
    refused = client.post("/services/redeem/", {"code": "123", "where": "三楼窗口"})
    assert refused.status_code == 422
    assert 'value="三楼窗口"' in client.get("/services/redeem/").text


def test_whom_a_service_is_not_for_is_told_why(world: World, keeper: User) -> None:
    service = world.service("P1", rule={"sex": "2", "age_from": 60})
    member(world)
    answer = browser(keeper).post(f"/services/{service.pk}/give/", {"number": NUMBER})
    assert "性别不符合项目要求" in answer.text
    assert "年龄低于项目要求" in answer.text
    assert 'name="give"' not in answer.text


def test_nobody_is_found_whom_the_officer_does_not_reach(world: World) -> None:
    service = world.service("P1", organization=world.cast.province)
    member(world)
    elsewhere = browser(officer("elsewhere", world.cast.qujing))
    assert elsewhere.post(f"/services/{service.pk}/give/", {"number": NUMBER}).status_code in (403, 422)
    assert not Claim.objects.filter(service=service).exists()


def test_a_counter_redeems_and_does_nothing_else(world: World) -> None:
    service = world.service("P1")
    member(world)
    made = Claim.objects.get()
    desk = browser(officer("desk", world.cast.kunming, Role.SERVICE_DESK))
    page = desk.get("/services/redeem/")
    assert page.status_code == 200
    for closed in (
        "/services/",
        "/registers/",
        f"/services/{service.pk}/give/",
        f"/services/claims/{made.pk}/",
    ):
        assert desk.get(closed).status_code == 403, closed
        assert closed != "/services/" or f'href="{closed}"' not in page.text
    elsewhere = browser(officer("far", world.cast.qujing, Role.SERVICE_DESK))
    assert elsewhere.post("/services/redeem/", {"code": made.code}).status_code == 403
    assert desk.post("/services/redeem/", {"code": made.code}).status_code == 302
    made.refresh_from_db()
    assert made.state == ClaimState.REDEEMED


@pytest.mark.parametrize(
    "role", [Role.AUDITOR, Role.REVIEWER, Role.REPORTING_OFFICER, Role.SYSTEM_ADMINISTRATOR]
)
def test_who_keeps_no_records_gives_and_redeems_nothing(world: World, role: Role) -> None:
    service = world.service("P1")
    member(world)
    made = Claim.objects.get()
    client = browser(officer("other", world.cast.kunming, role))
    for address, body in (
        ("/services/redeem/", {"code": made.code}),
        (f"/services/{service.pk}/give/", {"number": NUMBER, "give": "1"}),
        (f"/services/{service.pk}/allotments/", {"unit": "530102", "quota": "3"}),
        (f"/services/claims/{made.pk}/", {"cancel": "1"}),
    ):
        assert client.post(address, body).status_code == 403, address
        assert client.get(address).status_code == 403, address
    made.refresh_from_db()
    assert made.state == ClaimState.CLAIMED


def test_a_place_is_given_back(world: World, keeper: User) -> None:
    member(world)
    made = Claim.objects.get()
    browser(keeper).post(f"/services/claims/{made.pk}/", {"cancel": "1", "reason": "本人放弃"})
    made.refresh_from_db()
    assert made.state == ClaimState.CANCELLED


def test_places_are_handed_down_and_shown(world: World, keeper: User) -> None:
    service = world.service("P1", quota=10)
    client = browser(keeper)
    address = f"/services/{service.pk}/allotments/"
    assert client.post(address, {"unit": "530102", "quota": "4"}).status_code == 302
    assert client.post(address, {"unit": "530102", "quota": "11"}).status_code == 422
    assert Allotment.objects.get().quota == 4
    assert "尚有6个未分配" in client.get(address).text
    shown = client.get(f"/registers/services/{service.pk}/places/")
    assert shown.status_code == 200
    assert "五华区" in shown.text
