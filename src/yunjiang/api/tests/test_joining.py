"""Joining from a phone over the API: by anybody, so often, and nobody learns who is a member."""

from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from yunjiang.access.models import AuditRecord
from yunjiang.persons import purposes
from yunjiang.persons.models import Person
from yunjiang.registers.members import deciding
from yunjiang.registers.members.applicants import Application
from yunjiang.registers.members.models import Membership
from yunjiang.registers.members.tests.world import World, furnish

pytestmark = pytest.mark.django_db
JOINING = "/api/v1/joining/"
NOTICE = purposes.of("membership").notice_version


@pytest.fixture
def world() -> World:
    return furnish()


def send(world: World, client: Client, serial: int = 1, unit: str = "u-riders", **changed: Any) -> Any:
    values = {
        "person__name": world.values(serial)["person__name"],
        "person__identity": world.number(serial),
        "person__phone": f"1380000{serial:04d}",
        "new_form_job": "food_rider",
    } | changed
    wanted = {"unit": unit, "values": values, "notice": NOTICE, "agrees": {}}
    return client.post(f"{JOINING}applications/", wanted, content_type="application/json")


def ask(client: Client, address: str, receipt: str) -> Any:
    return client.post(f"{JOINING}{address}/", {"receipt": receipt}, content_type="application/json")


def test_from_the_words_to_the_membership(world: World, client: Client) -> None:
    told = client.get(f"{JOINING}words/").json()["words"]
    assert [(each["purpose"], each["is_optional"]) for each in told] == [
        ("membership", False),
        ("service", True),
    ]
    found = client.get(f"{JOINING}places/", {"text": "外卖", "unit": "530102"}).json()["places"]
    assert [each["key"] for each in found] == ["u-riders"]
    answer = send(world, client)
    assert answer.status_code == 201, answer.content.decode()
    received = answer.json()
    assert (received["state"], received["desk"]) == ("waiting", "五华区外卖配送行业工会")
    assert received["due_on"] in received["sentence"]
    deciding.admit(Application.objects.get(), by=world.clerk, shown_by="card")
    assert ask(client, "state", received["receipt"]).json()["state"] == "admitted"
    assert ask(client, "withdraw", received["receipt"]).status_code == 409
    assert Membership.objects.get().channel == "phone"
    trail = AuditRecord.objects.get(action="members.apply")
    assert (trail.user_id, world.number(1) in trail.facts) == (None, False)


def test_known_or_not_the_answer_is_the_same(world: World, client: Client) -> None:
    world.enrol(1, union=world.mine)
    answers = [send(world, client, serial).json() for serial in (1, 2)]
    for each in answers:
        del each["receipt"]
    assert answers[0] == answers[1]
    assert send(world, client, 1, person__name="王别名").status_code == 201
    assert Person.objects.count() == 1


def test_who_is_signed_in_applies_as_nobody(world: World, client: Client) -> None:
    client.force_login(world.clerk)
    assert send(world, client).status_code == 201
    assert AuditRecord.objects.get(action="members.apply").user_id is None


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"person__identity": "530102199001010011"}, "person__identity"),
        ({"person__phone": None}, "person__phone"),
        ({"quality": "qualified"}, "quality"),
        ({"person__identity": 530102199001010012}, "values"),
        ({"work_place": "长" * 200}, "work_place"),
    ],
)
def test_what_is_wrong_is_told_by_field(
    world: World, client: Client, changed: dict[str, Any], field: str
) -> None:
    answer = send(world, client, **changed)
    assert answer.status_code == 422
    assert any(each.startswith(field) for each in answer.json()["problems"]), answer.content.decode()
    assert not Application.objects.exists()


def test_a_wrong_receipt_opens_nothing(world: World, client: Client) -> None:
    for address in ("state", "withdraw"):
        for receipt in ("0000-0000-0000-0000", "", "x"):
            assert ask(client, address, receipt).status_code == 404
    assert send(world, client, unit="nowhere").status_code == 409


@pytest.mark.usefixtures("one_minute")
def test_so_often_from_one_address_and_shut_where_it_is_not_wanted(
    world: World, client: Client, settings: LazySettings
) -> None:
    settings.YUNJIANG_JOINING_RATE = 2
    answers = [send(world, client, serial) for serial in (1, 2, 3)]
    assert [each.status_code for each in answers] == [201, 201, 429]
    assert "Retry-After" in answers[-1].headers
    settings.YUNJIANG_JOINING_RATE = 0
    assert client.get(f"{JOINING}words/").status_code == 404
