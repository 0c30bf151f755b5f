"""Signing in and out: by password, with the second factor, under the lock-out."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from yunjiang.access import services
from yunjiang.access.models import AuditRecord, Result, Role, User
from yunjiang.access.signing import passwords
from yunjiang.access.signing.tests.test_second_factor import app_of, code_at
from yunjiang.access.tests import cast as casting
from yunjiang.access.tests.cast import PASSWORD, Cast
from yunjiang.ledger import posting
from yunjiang.ledger.models import DataSet
from yunjiang.ledger.posting import Line, Record
from yunjiang.web.tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return casting.assemble()


@pytest.fixture
def required(settings: Any) -> None:
    settings.YUNJIANG_SECOND_FACTOR = "required"


def sign_in(client: Client, username: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/sign-in/", {"username": username, "password": password, **more})


def test_it_works(client: Client, cast: Cast) -> None:
    answer = sign_in(client, "owner", next="/units/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/units/"


def test_a_wrong_password_keeps_the_name_and_does_not_say_whether_it_exists(
    client: Client, cast: Cast
) -> None:
    known, unknown = (sign_in(client, name, "wrong") for name in ("owner", "nobody"))
    assert 'value="owner"' in known.text
    assert known.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()


def test_a_closed_account_answers_like_a_wrong_password(client: Client, cast: Cast) -> None:
    User.objects.filter(username="owner").update(is_active=False)
    closed, unknown = (sign_in(client, name).context["form"] for name in ("owner", "nobody"))
    assert closed.non_field_errors() == unknown.non_field_errors()


def test_a_name_is_known_whatever_its_case(client: Client, cast: Cast) -> None:
    assert sign_in(client, "OWNER").status_code == 302


def test_a_way_to_elsewhere_is_not_followed(client: Client, cast: Cast) -> None:
    assert sign_in(client, "owner", next="https://elsewhere.example/").headers["Location"] == "/"


def test_five_failures_lock_the_name_also_for_the_right_password(client: Client, cast: Cast) -> None:
    for _time in range(5):
        sign_in(client, "owner", "wrong")
    answer = sign_in(Client(REMOTE_ADDR="10.0.0.7"), "owner")
    assert "已锁定15分钟" in answer.text
    with time_machine.travel(timezone.now() + timedelta(minutes=15, seconds=1)):
        assert sign_in(client, "owner").status_code == 302


def test_a_locked_name_that_does_not_exist_answers_the_same(
    client: Client, cast: Cast, settings: Any
) -> None:
    settings.YUNJIANG_ADDRESS_FAILURES = 100
    for name in ("owner", "nobody"):
        for _time in range(5):
            sign_in(client, name, "wrong")
    known, unknown = (sign_in(client, name, "wrong").context["form"] for name in ("owner", "nobody"))
    assert known.non_field_errors() == unknown.non_field_errors()


def test_the_trail_tells_of_failures_and_the_lock(client: Client, cast: Cast) -> None:
    for _time in range(5):
        sign_in(client, "owner", "wrong")
    told = AuditRecord.objects.filter(subject=f"user:{cast.owner.pk}", result=Result.REFUSED)
    assert sorted(told.values_list("action", flat=True)) == [
        "access.lock_out",
        *["access.sign_in_failed"] * 5,
    ]


def test_a_right_password_in_between_does_not_reset_the_second_factor(client: Client, cast: Cast) -> None:
    app_of(cast.clerk)
    for _time in range(5):
        sign_in(client, "clerk")
        client.post("/sign-in/second-factor/", {"code": "000000"})
    assert "已锁定15分钟" in sign_in(Client(REMOTE_ADDR="10.0.0.7"), "clerk").text


def test_the_second_factor_follows_the_password(client: Client, cast: Cast) -> None:
    _app, secret = app_of(cast.clerk)
    assert sign_in(client, "clerk", next="/units/").headers["Location"] == "/sign-in/second-factor/"
    assert client.get("/units/").headers["Location"].startswith("/sign-in/")
    answer = client.post("/sign-in/second-factor/", {"code": code_at(secret)})
    assert answer.headers["Location"] == "/units/"


def test_a_code_opens_once(client: Client, cast: Cast) -> None:
    _app, secret = app_of(cast.clerk)
    code = code_at(secret)
    for browser, status in ((client, 302), (Client(), 200)):
        sign_in(browser, "clerk")
        assert browser.post("/sign-in/second-factor/", {"code": code}).status_code == status


def test_a_recovery_code_opens_once(client: Client, cast: Cast) -> None:
    app_of(cast.clerk)
    code = RecoveryCodes.activate(cast.clerk).get_unused_codes()[0]
    for browser, status in ((client, 302), (Client(), 200)):
        sign_in(browser, "clerk")
        assert browser.post("/sign-in/second-factor/", {"code": code}).status_code == status


def test_nobody_reaches_the_second_factor_without_the_first(client: Client, cast: Cast) -> None:
    assert client.get("/sign-in/second-factor/").headers["Location"] == "/sign-in/"


@pytest.mark.usefixtures("required")
def test_who_must_have_one_is_led_to_set_it_up(client: Client, cast: Cast) -> None:
    sign_in(client, "clerk")
    assert client.get("/documents/").headers["Location"] == "/account/second-factor/"
    page = client.get("/account/second-factor/")
    assert "设置双因素认证" in page.text
    assert page.context["navigation"] == []


@pytest.mark.usefixtures("required")
def test_setting_it_up_opens_the_doors(client: Client, cast: Cast) -> None:
    sign_in(client, "clerk")
    page = client.get("/account/second-factor/app/")
    assert "data:image/svg+xml;base64," in page.text
    secret = page.context["form"].secret
    answer = client.post("/account/second-factor/app/", {"code": code_at(secret)})
    assert answer.headers["Location"] == "/account/second-factor/codes/"
    assert len(client.get("/account/second-factor/codes/").context["unused_codes"]) == 10
    assert client.get("/account/").status_code == 200
    assert secret not in str(Authenticator.objects.get(type="totp").data)
    assert AuditRecord.objects.filter(action="access.add_second_factor").count() == 1


@pytest.mark.usefixtures("required")
def test_recovery_codes_are_shown_once(client: Client, cast: Cast) -> None:
    sign_in(client, "clerk")
    secret = client.get("/account/second-factor/app/").context["form"].secret
    client.post("/account/second-factor/app/", {"code": code_at(secret)})
    codes = client.get("/account/second-factor/codes/").context["unused_codes"]
    again = client.get("/account/second-factor/codes/").text
    assert not any(code in again for code in codes)


@pytest.mark.usefixtures("required")
def test_the_last_factor_cannot_be_removed_by_who_must_have_one(client: Client, cast: Cast) -> None:
    _app, secret = app_of(cast.clerk)
    sign_in(client, "clerk")
    client.post("/sign-in/second-factor/", {"code": code_at(secret)})
    client.post("/account/second-factor/app/remove/")
    assert Authenticator.objects.filter(user=cast.clerk).exists()


def test_a_factor_is_not_removed_by_a_password_alone(client: Client, cast: Cast) -> None:
    _app, secret = app_of(cast.clerk)
    sign_in(client, "clerk")
    client.post("/sign-in/second-factor/", {"code": code_at(secret)})
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        asked = client.get("/account/second-factor/app/remove/").headers["Location"]
        assert asked.startswith("/account/confirm/")
        assert client.get("/account/confirm/").headers["Location"].startswith("/account/confirm/code/")
        client.post("/account/confirm/", {"password": PASSWORD})
        assert client.get("/account/second-factor/app/remove/").status_code == 302
        answer = client.post(f"/account/confirm/code/?{asked.partition('?')[2]}", {"code": code_at(secret)})
        assert answer.headers["Location"] == "/account/second-factor/app/remove/"
        client.post("/account/second-factor/app/remove/")
    assert not Authenticator.objects.filter(user=cast.clerk).exists()


@pytest.mark.usefixtures("required")
def test_who_has_no_role_is_led_nowhere(client: Client, cast: Cast) -> None:
    sign_in(client, "stranger")
    assert client.get("/account/").status_code == 200


@pytest.fixture
def demonstration(cast: Cast) -> User:
    person = services.create_person(
        "demo", "printed", name="演示", organization=None, is_password_checked=False, is_demonstration=True
    )
    services.assign(person, Role.OFFICE, cast.province, valid_from=date(2021, 1, 1))
    return person


@pytest.mark.usefixtures("required")
def test_a_demonstration_account_signs_in_in_one_step(client: Client, demonstration: User) -> None:
    assert sign_in(client, "demo", "printed").headers["Location"] == "/"
    assert client.get("/account/").status_code == 200


@pytest.mark.usefixtures("required")
def test_beside_operational_data_it_is_an_account_like_any_other(client: Client) -> None:
    cast = world.build()
    person = services.create_person(
        "demo", "printed", name="演示", organization=None, is_password_checked=False, is_demonstration=True
    )
    services.assign(person, Role.OFFICE, cast.province, valid_from=date(2021, 1, 1))
    line = Line("proposals", cast.kunming.pk, date(2023, 1, 1), 1)
    posting.post([Record("return:real", [line])], data_set=DataSet.OPERATIONAL, by="tests", title="填报")
    sign_in(client, "demo", "printed")
    assert client.get("/documents/").headers["Location"] == "/account/second-factor/"


def test_signing_out_closes_the_doors_and_deletes_the_session(client: Client, cast: Cast) -> None:
    sign_in(client, "owner")
    client.post("/sign-out/")
    assert client.get("/units/").status_code == 302
    assert Session.objects.count() == 0


def test_signing_out_needs_a_button_and_not_a_link(client: Client, cast: Cast) -> None:
    client.force_login(cast.owner)
    assert client.get("/sign-out/").status_code == 405


def test_signing_in_twice_leads_on(client: Client, cast: Cast) -> None:
    sign_in(client, "owner")
    assert client.get("/sign-in/?next=/units/").headers["Location"] == "/units/"


@pytest.mark.parametrize(
    "address", ["/accounts/signup/", "/account/signup/", "/account/email/", "/account/password/reset/"]
)
def test_what_allauth_offers_and_the_site_does_not_has_no_address(
    client: Client, cast: Cast, address: str
) -> None:
    client.force_login(cast.owner)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "address", ["/sign-in/", "/account/", "/account/password/", "/account/second-factor/"]
)
def test_no_copies_of_account_pages_are_kept(client: Client, cast: Cast, address: str) -> None:
    if address != "/sign-in/":
        client.force_login(cast.owner)
    answer = client.get(address)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_one_time_password_opens_only_for_a_while(client: Client, cast: Cast) -> None:
    password = passwords.give_one_time(cast.owner)
    with time_machine.travel(timezone.now() + passwords.ONE_TIME_LASTS + timedelta(minutes=1)):
        refused = sign_in(client, "owner", password)
        assert refused.context["form"].non_field_errors() == [
            "该一次性口令已过期。请向发放口令的人员重新索取。"
        ]
    assert sign_in(client, "owner", password).status_code == 302
