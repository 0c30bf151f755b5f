"""New accounts and invitations through the pages."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from yunjiang.access.models import AssignmentRequest, Invitation, User
from yunjiang.access.people.tests import offices as opening
from yunjiang.access.people.tests.offices import Offices
from yunjiang.access.tests.cast import Cast

PASSWORD = "Nine-green-hills 27"
ACCEPTED = {"username": "zhang.san", "password": PASSWORD, "again": PASSWORD}


@pytest.fixture
def offices(cast: Cast) -> Offices:
    return opening.people_the(cast)


@pytest.fixture
def system(client: Client, offices: Offices) -> Client:
    client.force_login(offices.system)
    return client


def link(system: Client) -> str:
    sent = {"name": "张三", "unit": "五华区", "role": "reporting_officer"}
    answer = system.post("/people/invite/", sent)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    found = re.search(r"/invitations/[\w-]+/", answer.context["link"])
    assert found
    return found[0]


def test_one_account_is_opened_with_a_password_and_a_request(system: Client) -> None:
    sent = {"name": "李四", "username": "li.si", "unit": "wuhua", "role": "reviewer"}
    answer = system.post("/people/new/", sent)
    person = User.objects.get(username="li.si")
    assert person.check_password(answer.context["password"])
    assert AssignmentRequest.objects.get().user == person


def test_a_taken_name_is_told_beside_its_field(system: Client) -> None:
    answer = system.post("/people/new/", {"name": "李四", "username": "CLERK", "unit": "五华区"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["username"]


def test_when_the_role_cannot_be_asked_for_no_account_is_opened(system: Client, offices: Offices) -> None:
    system.force_login(offices.kunming_system)
    sent = {"name": "李四", "username": "li.si", "unit": "五华区", "role": "office", "scope": "云南省"}
    assert system.post("/people/new/", sent).status_code == 403
    assert not User.objects.filter(username="li.si").exists()


def test_an_invitation_is_accepted_by_who_has_the_link_and_nothing_else(system: Client) -> None:
    address = link(system)
    theirs = Client()
    page = theirs.get(address)
    assert "张三" in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page.headers["Cache-Control"]
    answer = theirs.post(address, ACCEPTED)
    assert answer.headers["Location"] == "/sign-in/"
    assert theirs.login(username="zhang.san", password=PASSWORD)
    assert AssignmentRequest.objects.get().state == "waiting"


def test_a_used_a_withdrawn_an_expired_and_an_unknown_link_each_say_so(system: Client) -> None:
    used, withdrawn, expired = link(system), link(system), link(system)
    Client().post(used, ACCEPTED)
    open_ones = Invitation.objects.filter(accepted_at__isnull=True).order_by("pk")
    system.post(f"/people/invitations/{open_ones[0].pk}/withdraw/")
    Invitation.objects.filter(pk=open_ones[1].pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    told = {}
    for address in (used, withdrawn, expired, "/invitations/nothing/"):
        answer = Client().get(address)
        assert answer.status_code == 410
        told[address] = answer.context["sentence"]
        assert Client().post(address, {**ACCEPTED, "username": "wang.wu"}).status_code == 410
    assert len(set(told.values())) == 4
    assert not User.objects.filter(username="wang.wu").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"password": "short", "again": "short"},
        {"again": "another one 27"},
        {"username": "owner"},
        {"username": "a b"},
    ],
)
def test_what_cannot_be_is_told_and_the_link_holds(system: Client, wrong: dict[str, str]) -> None:
    address = link(system)
    answer = Client().post(address, {**ACCEPTED, **wrong})
    assert answer.status_code == 422
    assert PASSWORD not in answer.text
    assert Client().post(address, ACCEPTED).status_code == 302


def test_open_invitations_are_listed_within_the_scope(system: Client, offices: Offices) -> None:
    link(system)
    assert "张三" in system.get("/people/invite/").text
    system.force_login(offices.qujing_system)
    assert "张三" not in system.get("/people/invite/").text
