"""Who comes in: a session with its token, a key that holds, so often a minute; every operation is tried by who may not."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from yunjiang.access import services
from yunjiang.access.keys import issuing
from yunjiang.access.models import AuditRecord, Role, User
from yunjiang.access.permission import Act
from yunjiang.access.tests import cast
from yunjiang.api import reading
from yunjiang.registers.kit.tests.desk import Desk
from yunjiang.registers.kit.tests.sample.models import Place

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
PLACES = "/api/v1/sample-places/"
PROBLEM = "application/problem+json"
OPEN = ("/api/v1/joining/", "/api/v1/own/")  # by other ways in: test_joining, test_own


@pytest.fixture
def keeper(desk: Desk) -> User:
    """The security administrator of the province."""
    person = cast.person("keeper", desk.units["province"])
    services.assign(person, Role.SECURITY_ADMINISTRATOR, desk.units["province"], valid_from=cast.FIRST_DAY)
    return person


def key(owner: User, keeper: User, *acts: Act, **facts: Any) -> str:
    expires_on = timezone.localdate() + timedelta(days=30)
    _key, secret = issuing.issue(
        owner,
        "对接",
        acts=acts or [Act.SEE_RECORDS, Act.KEEP_RECORDS],
        expires_on=expires_on,
        by=keeper,
        **facts,
    )
    return secret


def bearing(secret: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {secret}"})


def operations() -> Iterator[tuple[str, str]]:
    for path, methods in reading.described()["paths"].items():
        if path.startswith(OPEN):
            continue
        for method in methods:
            yield method.upper(), path


def filled(path: str, number: int) -> str:
    told = path.replace("{pk}", str(number)).replace("{move}", "file").replace("{attachment}", "1")
    return told.replace("{indicator}", "1.1.1") + ("?unit=530102&on=2024-01-01" if "figures" in path else "")


def sent(path: str) -> dict[str, Any]:
    """Return what an operation takes, so that only permission stands against it."""
    match path.rstrip("/").rpartition("/")[2]:
        case "void" | "restore":
            return {"reason": "重复"}
        case "unmask":
            return {"path": "keeper_phone", "purpose": "verify"}
        case _ if path == f"{PLACES}moves/file/":
            return {"records": [each.pk for each in Place.objects.all()]}
        case _:
            return {"values": {}}


def ask(client: Client, method: str, path: str) -> Any:
    body = json.dumps(sent(path)) if method != "GET" else ""
    return client.generic(method, path, body, content_type="application/json", headers={"If-Match": "1"})


def test_it_works(desk: Desk, keeper: User) -> None:
    place = desk.create()
    client = bearing(key(desk.clerk, keeper))
    assert client.get(f"{PLACES}{place.pk}/").json()["id"] == place.pk
    changed = client.patch(
        f"{PLACES}{place.pk}/",
        {"values": {"seats": 9}},
        content_type="application/json",
        headers={"If-Match": "1"},
    )
    assert changed.status_code == 200, changed.content.decode()
    record = AuditRecord.objects.filter(action="registers.change").latest("position")
    assert (record.user_id, record.user_agent[:8]) == (desk.clerk.pk, "API key ")


@pytest.mark.parametrize(("method", "path"), list(operations()))
def test_every_operation_refuses_who_may_not(desk: Desk, keeper: User, method: str, path: str) -> None:
    place = desk.create()
    here = filled(path, place.pk)
    nobody = ask(Client(), method, here)
    assert (nobody.status_code, nobody.headers["Content-Type"]) == (401, PROBLEM)
    secret = key(desk.clerk, keeper)
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert ask(bearing(secret), method, here).status_code == 401
    assert ask(bearing("yj_guess"), method, here).status_code == 401
    if path == "/api/v1/registers/":
        return
    for who in (desk.units and cast.person("norole", desk.units["wuhua"]), desk.stranger):
        client = Client()
        client.force_login(who)
        answer = ask(client, method, here)
        assert answer.headers["Content-Type"] in (PROBLEM, "application/json; charset=utf-8")
        if answer.status_code == 200:  # a list of nothing
            assert answer.json()["records"] == []
        else:
            assert answer.status_code in (403, 404, 409, 422), answer.content.decode()
    if path.startswith(PLACES) and "{pk}" in path:
        assert answer.status_code == 403
        assert AuditRecord.objects.filter(action="access.refused", subject__startswith="api:").exists()


def test_a_key_reads_only_where_it_is_for_and_does_only_what_it_is_for(desk: Desk, keeper: User) -> None:
    here, there = desk.create(), desk.create(by=desk.stranger, unit="qujing")
    services.assign(desk.clerk, Role.REGISTER_OFFICER, desk.units["qujing"], valid_from=cast.FIRST_DAY)
    client = bearing(key(desk.clerk, keeper, Act.SEE_RECORDS, units=[desk.units["wuhua"]]))
    assert [each["id"] for each in client.get(PLACES).json()["records"]] == [here.pk]
    assert client.get(f"{PLACES}{there.pk}/").status_code == 403
    assert ask(client, "PATCH", f"{PLACES}{here.pk}/").status_code == 403


def test_a_session_writes_only_with_its_token(desk: Desk) -> None:
    place = desk.create()
    client = Client(enforce_csrf_checks=True)
    client.force_login(desk.clerk)
    assert client.get(f"{PLACES}{place.pk}/").status_code == 200
    refused = ask(client, "PATCH", f"{PLACES}{place.pk}/")
    assert (refused.status_code, refused.json()["title"]) == (403, "ForeignForm")


@pytest.mark.usefixtures("one_minute")
def test_too_many_requests_wait(desk: Desk, settings: LazySettings, clerk: Client) -> None:
    settings.YUNJIANG_API_RATE = 3
    answers = [clerk.get("/api/v1/registers/") for _ in range(4)]
    assert [each.status_code for each in answers] == [200, 200, 200, 429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60


def test_answers_are_kept_by_nobody_and_load_nothing(clerk: Client) -> None:
    answer = clerk.get("/api/v1/registers/")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert [each["code"] for each in answer.json()["registers"] if each["code"] == "sample-places"]


def test_the_document_and_its_page_are_there(clerk: Client) -> None:
    told = clerk.get("/api/v1/openapi.json").json()
    assert told["openapi"].startswith("3.")
    page = clerk.get("/api/v1/").text
    assert "/api/v1/sample-places/{pk}/moves/{move}/" in page
    assert "//cdn" not in page
    assert Client().get("/api/v1/").status_code == 302
