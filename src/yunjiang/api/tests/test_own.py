"""What a member does for himself over the API: with a pass that is given to those who vouch for him, and with nothing else."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from yunjiang.access import services as access
from yunjiang.access.keys import issuing
from yunjiang.access.models import AuditRecord, Role, User
from yunjiang.access.permission import Act
from yunjiang.access.tests import cast
from yunjiang.organizations.models import Organization
from yunjiang.persons import rights
from yunjiang.registers.kit import scope
from yunjiang.registers.members.models import Membership
from yunjiang.registers.members.tests.world import World, furnish
from yunjiang.registers.services import claiming
from yunjiang.registers.services.models import Claim, Service, ServiceKind, ServiceState

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
OWN = "/api/v1/own/"


@pytest.fixture
def world() -> World:
    found = furnish()
    found.enrol(1)
    found.enrol(2, union=found.mine)
    return found


def service(world: World, number: str = "P1", unit: Any = None, **fields: Any) -> Service:
    usual = {
        "kind": ServiceKind.HEALTH,
        "state": ServiceState.OPEN,
        "starts_on": date(2025, 1, 1),
        "unit_cost": Decimal(10),
        "organization": unit or world.tree.kunming,
    }
    made = Service(number=number, name=f"项目{number}", benefit=number, **usual | fields)
    scope.place(made)
    made.save()
    return made


def asked(world: World, serial: int = 1, by: Any = None, name: str = "") -> Any:
    client = Client()
    client.force_login(by or world.clerk)
    shown = {"name": name or world.values(serial)["person__name"], "identity": world.number(serial)}
    return client.post(f"{OWN}passes/", shown, content_type="application/json")


def bearer(world: World, serial: int = 1, by: Any = None) -> Client:
    answer = asked(world, serial, by)
    assert answer.status_code == 201, answer.content.decode()
    return Client(headers={"Authorization": f"Pass {answer.json()['token']}"})


def send(client: Client, address: str, **body: Any) -> Any:
    return client.post(f"{OWN}{address}", body, content_type="application/json")


def test_from_the_catalogue_to_the_opinion(world: World) -> None:
    found = service(world)
    service(world, "P2", rule={"sex": "2", "age_from": 60}, unit=world.tree.province)
    service(world, "P3", unit=world.tree.qujing)
    service(world, "P4", state=ServiceState.DRAFT)
    worker = bearer(world)
    told = {each["name"]: each for each in worker.get(f"{OWN}services/").json()["services"]}
    assert set(told) == {"项目P1", "项目P2"}
    assert (told["项目P1"]["is_eligible"], told["项目P1"]["needs_consent"]) == (True, True)
    assert len(told["项目P2"]["reasons"]) == 2
    refused = send(worker, f"services/{found.pk}/claim/")
    assert (refused.status_code, refused.json()["title"]) == (409, "NotAgreedTo")
    words = worker.get(f"{OWN}consent/").json()
    assert send(worker, "consent/", is_given=True, version="1999-1").status_code == 422
    assert send(worker, "consent/", is_given=True, version=words["version"]).json()["may_be_used"]
    made = send(worker, f"services/{found.pk}/claim/").json()
    assert send(worker, f"services/{found.pk}/claim/").json()["title"] == "AlreadyHad"
    assert send(worker, f"claims/{made['id']}/opinion/", stars=5).status_code == 409
    shown = worker.get(f"{OWN}claims/{made['id']}/code/").json()
    claiming.redeem(shown["picture"], by=world.clerk, where="服务中心")
    assert worker.get(f"{OWN}claims/{made['id']}/code/").status_code == 404
    assert send(worker, f"claims/{made['id']}/opinion/", stars=6).status_code == 422
    assert send(worker, f"claims/{made['id']}/opinion/", stars=4, words="好").json()["rating"] == 4
    [mine] = worker.get(f"{OWN}claims/").json()["claims"]
    assert (mine["state"], mine["rating"]) == ("redeemed", 4)
    assert AuditRecord.objects.filter(user_agent__startswith="pass of person:").exists()


def test_a_place_is_given_up_and_consent_taken_back(world: World) -> None:
    found, worker = service(world), bearer(world)
    send(worker, "consent/", is_given=True, version="2026-1")
    made = send(worker, f"services/{found.pk}/claim/").json()
    assert send(worker, f"claims/{made['id']}/cancel/", reason="有事").json()["state"] == "cancelled"
    assert not send(worker, "consent/", is_given=False, version="2026-1").json()["may_be_used"]
    assert send(worker, f"services/{found.pk}/claim/").status_code == 409


def test_nobody_touches_what_is_anothers(world: World) -> None:
    found, other = service(world, unit=world.tree.province), bearer(world, 2, by=world.far)
    send(other, "consent/", is_given=True, version="2026-1")
    theirs = send(other, f"services/{found.pk}/claim/").json()["id"]
    worker, of_kunming = bearer(world), service(world, "P2")
    assert worker.get(f"{OWN}claims/").json()["claims"] == []
    answers = [
        worker.get(f"{OWN}claims/{theirs}/code/"),
        send(worker, f"claims/{theirs}/cancel/"),
        send(worker, f"claims/{theirs}/opinion/", stars=1),
        send(other, f"services/{of_kunming.pk}/claim/"),
    ]
    assert {each.status_code for each in answers} == {404}
    assert Claim.objects.get().state == "claimed"


def test_a_pass_is_given_to_who_vouches_for_the_union_and_says_nothing_to_others(world: World) -> None:
    answers = [
        asked(world, 1, world.far),
        asked(world, 1, world.reader),
        asked(world, 1, name="王别名"),
        asked(world, 9),
    ]
    assert {each.status_code for each in answers} == {404}
    assert len({each.content for each in answers}) == 1
    assert Client().post(f"{OWN}passes/", {}, content_type="application/json").status_code == 401


def test_a_service_asks_for_passes_and_for_nothing_else(world: World) -> None:
    security, service_desk = (cast.person(name, world.tree.province) for name in ("security", "application"))
    access.assign(security, Role.SECURITY_ADMINISTRATOR, world.tree.province, valid_from=cast.FIRST_DAY)
    access.assign(service_desk, Role.SERVICE_DESK, world.tree.kunming, valid_from=cast.FIRST_DAY)

    def key(owner: User, act: Act, *units: Organization) -> Client:
        until = timezone.localdate() + timedelta(days=30)
        secret = issuing.issue(owner, "手机", acts=[act], expires_on=until, by=security, units=units)[1]
        return Client(headers={"Authorization": f"Bearer {secret}"})

    def status(client: Client, serial: int = 1) -> int:
        shown = {"name": world.values(serial)["person__name"], "identity": world.number(serial)}
        answer = client.post(f"{OWN}passes/", shown, content_type="application/json")
        return int(answer.status_code)

    program = key(service_desk, Act.VOUCH_FOR_MEMBERS)
    assert (status(program, 1), status(program, 2)) == (201, 404)  # the second is a member in Qujing
    member = Membership.objects.get(organization=world.mill)
    for address in ("members/", f"members/{member.pk}/", "unions/", "service-claims/"):
        assert program.get(f"/api/v1/{address}").status_code in (403, 404)
    assert status(key(service_desk, Act.VOUCH_FOR_MEMBERS, world.tree.qujing)) == 404
    assert status(key(service_desk, Act.KEEP_RECORDS)) == 404
    # A key for keeping records is none for passes, whoever owns it.
    assert status(key(world.clerk, Act.KEEP_RECORDS)) == 404
    assert status(key(world.clerk, Act.VOUCH_FOR_MEMBERS)) == 201


def test_nothing_opens_but_a_pass_that_holds(world: World) -> None:
    found = service(world)
    text = asked(world).json()["token"]
    session = Client()
    session.force_login(world.chief)
    forged = text.replace(text.split(".")[1], f"{int(text.split('.')[1], 16) + 1:x}", 1)
    wrong = [
        session,
        *(
            Client(headers={"Authorization": each})
            for each in ("", "Pass", f"Pass {forged}", f"Bearer {text}")
        ),
    ]
    for client in wrong:
        assert client.get(f"{OWN}services/").status_code == 401
        assert send(client, f"services/{found.pk}/claim/").status_code == 401
    holder = Client(headers={"Authorization": f"Pass {text}"})
    assert holder.get(f"{OWN}services/").status_code == 200
    assert holder.get("/api/v1/members/").status_code == 401
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert holder.get(f"{OWN}services/").status_code == 401
    world.clerk.is_active = False
    world.clerk.save()
    assert holder.get(f"{OWN}services/").status_code == 401


def test_who_is_restricted_takes_nothing(world: World) -> None:
    found, worker = service(world), bearer(world)
    send(worker, "consent/", is_given=True, version="2026-1")
    rights.restrict(Membership.objects.get(organization=world.mill).person, "本人要求", by=world.chief)
    assert send(worker, f"services/{found.pk}/claim/").status_code == 409
