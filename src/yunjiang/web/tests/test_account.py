"""One's own account: the password, the sessions and their limits."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from yunjiang.access import services
from yunjiang.access.models import AuditRecord, Role
from yunjiang.access.signing import passwords
from yunjiang.access.signing.models import SignInSession
from yunjiang.access.tests import cast as casting
from yunjiang.access.tests.cast import PASSWORD, Cast
from yunjiang.web.pages.account import browser_name

pytestmark = pytest.mark.django_db

NEW = "Quiet-Rain-On-Cangshan-7"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/86.0.4240.198 Safari/537.36"


@pytest.fixture
def cast() -> Cast:
    return casting.assemble()


def signed_in(username: str, password: str = PASSWORD, **headers: str) -> Client:
    client = Client(**headers)
    assert client.post("/sign-in/", {"username": username, "password": password}).status_code == 302
    return client


def change(client: Client, present: str = PASSWORD, new: str = NEW, again: str = NEW) -> Any:
    return client.post("/account/password/", {"present": present, "new": new, "again": again})


def later(**how_long: float) -> Any:
    return time_machine.travel(timezone.now() + timedelta(**how_long))


def test_the_page_says_who_i_am_and_what_i_may(cast: Cast) -> None:
    page = signed_in("clerk", HTTP_USER_AGENT=CHROME).get("/account/").text
    for words in ("clerk", "填报员", "曲靖市", "Chrome · Windows", "未设置"):
        assert words in page


def test_the_password_is_changed(cast: Cast) -> None:
    client = signed_in("clerk")
    assert change(client).headers["Location"] == "/account/"
    assert client.get("/account/").status_code == 200
    signed_in("clerk", NEW)
    assert AuditRecord.objects.filter(action="access.change_password").count() == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"present": "wrong"}, "present"),
        ({"again": "different"}, "again"),
        ({"new": "short", "again": "short"}, "new"),
        ({"new": PASSWORD, "again": PASSWORD}, "new"),
    ],
    ids=["wrong", "different", "weak", "the same"],
)
def test_what_is_wrong_is_told_at_its_field(cast: Cast, typed: dict[str, str], field: str) -> None:
    answer = change(signed_in("clerk"), **typed)
    assert answer.status_code == 422
    assert list(answer.context["faults"]) == [field]


def test_guessing_the_present_password_locks_like_signing_in(cast: Cast) -> None:
    client = signed_in("clerk")
    for _time in range(5):
        change(client, present="wrong")
    assert "已锁定" in change(client).text


def test_changing_signs_the_others_out(cast: Cast) -> None:
    here, elsewhere = signed_in("clerk"), signed_in("clerk")
    change(here)
    assert elsewhere.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200


def test_a_given_password_must_be_changed_first(cast: Cast) -> None:
    client = signed_in("clerk", passwords.give_one_time(cast.clerk))
    assert client.get("/documents/").headers["Location"] == "/account/password/"
    assert "由他人设置" in client.get("/account/password/").text


def test_a_part_of_a_page_leads_the_whole_page_there(cast: Cast) -> None:
    client = signed_in("clerk", passwords.give_one_time(cast.clerk))
    answer = client.get("/units/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == "/account/password/"


def test_and_then_the_doors_open(cast: Cast) -> None:
    given = passwords.give_one_time(cast.clerk)
    client = signed_in("clerk", given)
    assert change(client, present=given).headers["Location"] == "/"
    assert client.get("/account/").status_code == 200


def test_an_administrators_password_holds_90_days(cast: Cast) -> None:
    services.assign(cast.stranger, Role.AUDIT_ADMINISTRATOR, cast.province, valid_from=date(2021, 1, 1))
    with later(days=90):
        client = signed_in("stranger")
        assert client.get("/account/").headers["Location"] == "/account/password/"
        change(client)
        assert client.get("/account/").status_code == 200


def test_half_an_hour_of_nothing_leads_to_the_sign_in_page_which_says_why(cast: Cast) -> None:
    client = signed_in("clerk")
    with later(minutes=30):
        answer = client.get("/account/?x=1")
        assert answer.headers["Location"] == "/sign-in/?next=/account/%3Fx%3D1"
        assert "较长时间没有操作" in client.get("/sign-in/").text
    assert SignInSession.objects.count() == 0


def test_what_a_page_asks_by_itself_keeps_nobody_signed_in(cast: Cast) -> None:
    client = signed_in("clerk")
    for minutes in range(1, 30):
        with later(minutes=minutes):
            client.get("/account/", headers={"Yunjiang-Uncaused": "1"})
    with later(minutes=30):
        assert client.get("/account/").status_code == 302


def test_the_end_can_be_put_off(cast: Cast) -> None:
    client = signed_in("clerk")
    with later(minutes=28, seconds=30):
        told = client.get("/account/session/", headers={"Yunjiang-Uncaused": "1"}).json()
        assert 80 <= told["seconds"] <= 90
        assert client.post("/account/session/").json()["seconds"] >= 30 * 60 - 2
    with later(minutes=45):
        assert client.get("/account/").status_code == 200


def test_the_page_knows_when_the_session_ends(cast: Cast) -> None:
    page = signed_in("clerk").get("/account/").text
    assert 'data-warning="120"' in page
    assert 'data-idle="1800"' in page


def test_an_administrator_signs_in_in_one_place(cast: Cast) -> None:
    services.assign(cast.stranger, Role.SYSTEM_ADMINISTRATOR, cast.province, valid_from=date(2021, 1, 1))
    first, second = signed_in("stranger"), signed_in("stranger")
    assert first.get("/account/").status_code == 302
    assert second.get("/account/").status_code == 200


def test_another_session_of_mine_is_ended(cast: Cast) -> None:
    here, elsewhere = signed_in("clerk"), signed_in("clerk")
    other = SignInSession.objects.get(session_key=elsewhere.session.session_key)
    here.post(f"/account/sessions/{other.pk}/end/")
    assert elsewhere.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200
    assert AuditRecord.objects.filter(action="access.session_ended").count() == 1


def test_a_session_of_somebody_else_is_not(cast: Cast) -> None:
    here, theirs = signed_in("clerk"), signed_in("owner")
    other = SignInSession.objects.get(session_key=theirs.session.session_key)
    assert here.post(f"/account/sessions/{other.pk}/end/").status_code == 404
    assert theirs.get("/account/").status_code == 200


@pytest.mark.parametrize(
    ("agent", "name"), [(CHROME, "Chrome · Windows"), ("", "未知浏览器"), ("curl/8.0", "curl/8.0")]
)
def test_browsers_are_called_by_their_names(agent: str, name: str) -> None:
    assert browser_name(agent) == name
