"""Deciding on requests for roles through the page."""

import pytest
from django.test import Client
from django.utils import timezone

from yunjiang.access import permission
from yunjiang.access.models import AssignmentRequest, Role
from yunjiang.access.people import requests
from yunjiang.access.people.tests import offices as opening
from yunjiang.access.people.tests.offices import Offices
from yunjiang.access.permission import Act
from yunjiang.access.tests.cast import Cast


@pytest.fixture
def offices(cast: Cast) -> Offices:
    return opening.people_the(cast)


@pytest.fixture
def asked(offices: Offices) -> AssignmentRequest:
    today = timezone.localdate()
    return requests.ask(offices.clerk, Role.REVIEWER, offices.qujing, valid_from=today, by=offices.system)


def decide(client: Client, asked: AssignmentRequest, decision: str, reason: str = "") -> int:
    sent = {"request": [asked.pk], "decision": decision, "reason": reason}
    return client.post("/people/requests/", sent).status_code


def test_it_works(client: Client, offices: Offices, asked: AssignmentRequest) -> None:
    client.force_login(offices.security)
    assert "1项角色待确认" in client.get("/people/requests/").text
    assert decide(client, asked, "grant") == 302
    assert permission.may(offices.clerk, Act.REVIEW_RETURNS, offices.qujing)
    assert "已同意" in client.get("/people/requests/", {"state": "decided"}).text


def test_a_refusal_wants_a_reason(client: Client, offices: Offices, asked: AssignmentRequest) -> None:
    client.force_login(offices.security)
    decide(client, asked, "refuse")
    assert "请填写原因" in client.get("/people/requests/").text
    decide(client, asked, "refuse", "已有审核员")
    assert "已有审核员" in client.get("/people/requests/", {"state": "decided"}).text
    assert not permission.may(offices.clerk, Act.REVIEW_RETURNS, offices.qujing)


def test_the_system_administrator_takes_back(
    client: Client, offices: Offices, asked: AssignmentRequest
) -> None:
    client.force_login(offices.system)
    assert decide(client, asked, "withdraw") == 302
    asked.refresh_from_db()
    assert asked.state == "withdrawn"


def test_only_what_concerns_the_viewer_is_listed(
    client: Client, offices: Offices, asked: AssignmentRequest
) -> None:
    for name, count in (
        ("qujing_system", 1),
        ("kunming_system", 0),
        ("kunming_security", 0),
        ("security", 1),
    ):
        client.force_login(getattr(offices, name))
        assert len(client.get("/people/requests/").context["table"].rows) == count


def test_a_request_out_of_scope_cannot_be_decided_by_its_number(
    client: Client, offices: Offices, asked: AssignmentRequest
) -> None:
    client.force_login(offices.kunming_security)
    assert decide(client, asked, "grant") == 403
    asked.refresh_from_db()
    assert asked.state == "waiting"


def test_nothing_picked_is_told(client: Client, offices: Offices) -> None:
    client.force_login(offices.security)
    client.post("/people/requests/", {"decision": "grant"})
    assert "请先勾选申请" in client.get("/people/requests/").text


def test_a_decision_that_is_none_is_refused(client: Client, offices: Offices) -> None:
    client.force_login(offices.security)
    assert client.post("/people/requests/", {"decision": "burn"}).status_code == 400
