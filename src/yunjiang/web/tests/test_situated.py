"""Of whom and from where requests are recorded, refusals among them."""

import json
from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from yunjiang.access import permission, trail
from yunjiang.access.models import AuditRecord, User
from yunjiang.access.permission import Act
from yunjiang.access.tests.cast import Cast, assemble
from yunjiang.access.trail import names
from yunjiang.organizations.models import Organization
from yunjiang.urls import handler400, handler404  # noqa: F401 - looked for beside urlpatterns
from yunjiang.urls import urlpatterns as house
from yunjiang.web import situated

pytestmark = [pytest.mark.django_db, pytest.mark.urls("yunjiang.web.tests.test_situated")]


def change(request: HttpRequest) -> HttpResponse:
    with trail.recording("test.change", subject="thing:1"):
        User.objects.create(username="made")
    return HttpResponse("done")


def refuse_within(request: HttpRequest) -> HttpResponse:
    with trail.recording("test.change"):
        raise PermissionDenied("not yours")


def door(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("closed")


def refuse_unit(request: HttpRequest) -> HttpResponse:
    unit = Organization.objects.get(key="530100")
    permission.require(request.user, Act.SEE_FIGURES, unit)
    return HttpResponse("shown")


urlpatterns = [
    *house,
    path("test/change/", change),
    path("test/refuse/", refuse_within),
    path("test/door/", door),
    path("test/unit/", refuse_unit),
]


@pytest.fixture(autouse=True)
def named(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(names, "_named", {**names._named, "test.change": "Change"})
    monkeypatch.setattr(situated, "_allowance", situated._Allowance())
    return


@pytest.fixture
def cast() -> Cast:
    return assemble()


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def newest(action: str) -> AuditRecord:
    found = AuditRecord.objects.filter(action=action).first()
    assert found is not None
    return found


def test_it_works(client: Client, cast: Cast) -> None:
    answer = signed_in(client, cast.owner).get("/test/change/", headers={"User-Agent": "Chromium 86"})
    record = newest("test.change")
    assert (record.user_id, record.name, record.workplace) == (cast.owner.pk, "owner", "云南省")
    assert (record.ip, record.user_agent) == ("127.0.0.1", "Chromium 86")
    assert record.request_id == answer.headers["X-Request-ID"]
    assert len(record.request_id) == 32


@pytest.mark.parametrize(
    ("proxies", "ip", "number"), [(0, "127.0.0.1", None), (1, "10.1.1.1", "from-the-proxy-1")]
)
def test_only_a_trusted_proxy_is_believed(
    client: Client, cast: Cast, proxies: int, ip: str, number: str | None
) -> None:
    told = {"X-Forwarded-For": "6.6.6.6, 10.1.1.1", "X-Request-ID": "from-the-proxy-1"}
    with override_settings(YUNJIANG_PROXIES=proxies):
        signed_in(client, cast.owner).get("/test/change/", headers=told)
    record = newest("test.change")
    assert record.ip == ip
    assert number is None or record.request_id == number
    assert record.request_id != "from-the-proxy-1" or number


def test_a_refusal_is_recorded(client: Client, cast: Cast) -> None:
    signed_in(client, cast.clerk).get("/test/door/")
    record = newest("access.refused")
    assert (record.result, record.subject, record.name) == ("refused", "page:/test/door/", "clerk")
    assert json.loads(record.facts) == {"method": "GET", "sentence": "closed"}


def test_a_refused_act_is_recorded_once(client: Client, cast: Cast) -> None:
    assert signed_in(client, cast.clerk).get("/test/refuse/").status_code == 403
    record = newest("test.change")
    assert (record.result, json.loads(record.facts)["sentence"]) == ("refused", "not yours")
    assert not AuditRecord.objects.filter(action="access.refused").exists()


def test_refusals_are_recorded_up_to_a_bound(client: Client, cast: Cast) -> None:
    signed_in(client, cast.stranger)
    for _ in range(situated.TOLD_A_MINUTE + 5):
        assert client.get("/test/door/").status_code == 403
    told = AuditRecord.objects.filter(action="access.refused")
    assert told.count() == situated.TOLD_A_MINUTE
    assert (told[0].user_id, told[0].subject, told[0].result) == (
        cast.stranger.pk,
        "page:/test/door/",
        "refused",
    )
    assert "not recorded" in told[0].facts
    assert "not recorded" not in told[1].facts


def test_what_cannot_be_recorded_is_answered_with_503(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in(client, cast.owner)
    monkeypatch.setattr(AuditRecord.objects, "bulk_create", lambda rows: 1 / 0)
    for address in ("/test/change/", "/test/door/"):
        answer = client.get(address)
        assert answer.status_code == 503
        assert "审计记录" in answer.content.decode()
    assert not User.objects.filter(username="made").exists()


def test_a_unit_that_was_refused_is_told(client: Client, cast: Cast) -> None:
    assert signed_in(client, cast.clerk).get("/test/unit/").status_code == 403
    record = newest("access.refused")
    assert record.organization_id == cast.kunming.pk
    assert json.loads(record.facts)["act"] == "see_figures"


def test_a_wrong_password_is_recorded_with_where_it_came_from(client: Client, cast: Cast) -> None:
    client.post("/sign-in/", {"login": "clerk", "username": "clerk", "password": "wrong"})
    record = newest("access.sign_in_failed")
    assert (record.subject, record.ip, record.user_id) == (f"user:{cast.clerk.pk}", "127.0.0.1", None)
