"""Accounts in doubt, whom to call, who may do what."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from yunjiang.access import permission, services
from yunjiang.access.models import Role, User
from yunjiang.access.people.dormancy import Doubt
from yunjiang.access.people.queries import AccountState
from yunjiang.access.people.tests import offices as opening
from yunjiang.access.people.tests.offices import Offices
from yunjiang.access.people.workbook.checking import Effect
from yunjiang.access.permission import Act, Classification
from yunjiang.access.tests.cast import FIRST_DAY, Cast
from yunjiang.web.pages.people_wording import ACTS, CLASSES, DOUBTS, EFFECTS, STATES


@pytest.fixture
def offices(cast: Cast) -> Offices:
    return opening.people_the(cast)


@pytest.fixture
def system(client: Client, offices: Offices) -> Client:
    client.force_login(offices.system)
    return client


def test_dormant_accounts_are_told_and_ended_with_a_reason(system: Client, offices: Offices) -> None:
    User.objects.filter(username="clerk").update(last_login=timezone.now() - timedelta(days=120))
    assert "久未登录" in system.get("/people/dormant/").text
    system.post("/people/dormant/", {"person": [offices.clerk.pk], "reason": ""})
    assert User.objects.get(username="clerk").is_active
    system.post("/people/dormant/", {"person": [offices.clerk.pk], "reason": "九十日未登录"})
    assert not User.objects.get(username="clerk").is_active


def test_the_security_administrator_reads_the_report_and_ends_nobody(
    client: Client, offices: Offices
) -> None:
    User.objects.filter(username="clerk").update(last_login=timezone.now() - timedelta(days=120))
    client.force_login(offices.security)
    assert "clerk" in client.get("/people/dormant/").text
    sent = {"person": [offices.clerk.pk], "reason": "九十日未登录"}
    assert client.post("/people/dormant/", sent).status_code == 403


def test_units_without_anybody_are_counted_and_listed(owner: Client, offices: Offices) -> None:
    answer = owner.get("/people/responsible/")
    assert "云南省有3个机构没有填报员" in answer.text
    rows = {row.cells[0].shown: row.cells for row in answer.context["table"].rows}
    assert rows["曲靖市"][1].shown == "clerk"
    assert rows["昆明市"][2].shown == "colleague"
    lacking = owner.get("/people/responsible/", {"only": "without"}).context["table"].rows
    assert {row.cells[0].shown for row in lacking} == {"云南省", "昆明市", "五华区"}


def test_where_nobody_is_the_nearest_above_is_named(owner: Client, offices: Offices) -> None:
    rows = owner.get("/people/responsible/", {"unit": "530100"}).context["table"].rows
    [county] = [row.cells for row in rows if row.cells[0].shown == "五华区"]
    assert "昆明市：colleague" in county[2].small


def test_a_reviewer_sees_whom_to_call_below_himself(client: Client, offices: Offices) -> None:
    services.assign(offices.stranger, Role.REPORTING_OFFICER, offices.wuhua, valid_from=FIRST_DAY)
    client.force_login(offices.colleague)
    rows = client.get("/people/responsible/").context["table"].rows
    assert {row.cells[0].shown for row in rows} == {"昆明市", "五华区"}


def test_the_matrix_says_what_permission_says(system: Client) -> None:
    answer = system.get("/people/matrix/")
    shown = dict(answer.context["acts"])
    for act in Act:
        assert [bool(sign) for sign in shown[str(ACTS[act])]] == [
            act in permission.ACTS_OF_ROLE[role] for role in Role
        ]


def test_everything_has_its_words() -> None:
    for words, things in (
        (ACTS, Act),
        (CLASSES, Classification),
        (DOUBTS, Doubt),
        (EFFECTS, Effect),
        (STATES, AccountState),
    ):
        assert set(words) == set(things)  # type: ignore[call-overload, arg-type]
