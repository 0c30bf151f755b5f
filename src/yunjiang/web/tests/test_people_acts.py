"""What is done to accounts and roles through the pages."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from yunjiang.access import permission
from yunjiang.access.models import AssignmentRequest, User
from yunjiang.access.people.tests import offices as opening
from yunjiang.access.people.tests.offices import Offices
from yunjiang.access.permission import Act
from yunjiang.access.signing import identity, lockout
from yunjiang.access.tests.cast import PASSWORD, Cast

TODAY = timezone.localdate()


@pytest.fixture
def offices(cast: Cast) -> Offices:
    return opening.people_the(cast)


@pytest.fixture
def system(client: Client, offices: Offices) -> Client:
    client.force_login(offices.system)
    return client


@pytest.fixture
def security(client: Client, offices: Offices) -> Client:
    client.force_login(offices.security)
    return client


def test_a_transfer_through_the_page(system: Client, offices: Offices) -> None:
    address = f"/people/{offices.clerk.pk}/transfer/"
    assert "曲靖市" in system.get(address).text
    sent = {"unit": "五华区", "on": TODAY, "role": "reporting_officer", "scope": "", "reason": "调任"}
    assert system.post(address, sent).status_code == 302
    person = User.objects.get(pk=offices.clerk.pk)
    assert person.organization == offices.wuhua
    assert not permission.acts_anywhere(person)
    assert AssignmentRequest.objects.get().organization == offices.wuhua


def test_leaving_signs_the_person_out(client: Client, offices: Offices) -> None:
    theirs = Client()
    theirs.force_login(offices.clerk)
    assert theirs.get("/account/").status_code == 200
    client.force_login(offices.system)
    sent = {"on": TODAY, "reason": "退休"}
    assert client.post(f"/people/{offices.clerk.pk}/leave/", sent).status_code == 302
    assert theirs.get("/account/").status_code == 302
    assert not theirs.login(username="clerk", password=PASSWORD)


def test_a_one_time_password_is_shown_once_and_kept_in_no_copy(system: Client, offices: Offices) -> None:
    answer = system.post(f"/people/{offices.clerk.pk}/password/")
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    password = answer.context["password"]
    assert password in answer.text
    assert User.objects.get(username="clerk").check_password(password)
    assert password not in system.get(f"/people/{offices.clerk.pk}/").text


def test_an_account_is_reopened_with_a_new_password(system: Client, offices: Offices) -> None:
    address = f"/people/{offices.clerk.pk}"
    system.post(f"{address}/leave/", {"on": TODAY, "reason": "借调"})
    answer = system.post(f"{address}/reopen/", {"reason": "返岗"})
    assert User.objects.get(username="clerk").check_password(answer.context["password"])


def test_a_locked_account_is_unlocked(system: Client, offices: Offices) -> None:
    for _failure in range(5):
        lockout.strike("clerk", "10.9.9.9")
    assert "/unlock/" in system.get(f"/people/{offices.clerk.pk}/").text
    assert system.post(f"/people/{offices.clerk.pk}/unlock/").status_code == 302
    assert lockout.locked_until("clerk") is None


def test_a_fault_is_told_beside_the_form_and_nothing_is_lost(system: Client, offices: Offices) -> None:
    answer = system.post(
        f"/people/{offices.clerk.pk}/transfer/", {"unit": "无此区", "on": TODAY, "reason": "调任"}
    )
    assert answer.status_code == 422
    assert 'value="无此区"' in answer.text
    assert "调任" in answer.text
    answer = system.post(
        f"/people/{offices.clerk.pk}/transfer/", {"unit": "曲靖市", "on": TODAY, "reason": "调任"}
    )
    assert answer.status_code == 422
    assert "已在曲靖市工作" in answer.text


def test_the_second_factor_of_another_administrator_is_not_removed(system: Client, offices: Offices) -> None:
    for person in (offices.security, offices.audit):
        for act in ("second-factor", "password"):
            assert system.post(f"/people/{person.pk}/{act}/").status_code == 422


def test_the_identity_is_set_and_nobody_elses_is_taken(system: Client, offices: Offices) -> None:
    address = f"/people/{offices.clerk.pk}/identity/"
    assert system.post(address, {"claim": "530300-007"}).status_code == 302
    assert identity.expected({"sub": "530300-007"}) == offices.clerk
    answer = system.post(f"/people/{offices.colleague.pk}/identity/", {"claim": "530300-007"})
    assert answer.status_code == 422
    assert system.post(f"/people/{offices.security.pk}/identity/", {"claim": "mine"}).status_code == 422
    assert identity.expected({"sub": "mine"}) is None


def test_a_role_is_given_and_ended(security: Client, offices: Offices) -> None:
    address = f"/people/{offices.stranger.pk}"
    sent = {"role": "reviewer", "scope": "五华区", "valid_from": TODAY}
    assert security.post(f"{address}/give-role/", sent).status_code == 302
    assert permission.may(offices.stranger, Act.REVIEW_RETURNS, offices.wuhua)
    held = offices.stranger.assignments.get()
    assert "五华区" in security.get(f"{address}/roles/{held.pk}/end/").text
    sent = {"on": TODAY + timedelta(days=3), "reason": "调整分工"}
    assert security.post(f"{address}/roles/{held.pk}/end/", sent).status_code == 302
    assert permission.may(offices.stranger, Act.REVIEW_RETURNS, offices.wuhua)
    assert not permission.may(offices.stranger, Act.REVIEW_RETURNS, offices.wuhua, TODAY + timedelta(days=3))


def test_two_administrations_are_refused_beside_the_form(security: Client, offices: Offices) -> None:
    sent = {"role": "system_administrator", "scope": "云南省", "valid_from": TODAY}
    answer = security.post(f"/people/{offices.audit.pk}/give-role/", sent)
    assert answer.status_code == 422
    assert "审计管理员" in answer.text


def test_a_role_of_somebody_else_is_not_found_under_this_person(security: Client, offices: Offices) -> None:
    held = offices.owner.assignments.get()
    assert security.get(f"/people/{offices.clerk.pk}/roles/{held.pk}/end/").status_code == 404
