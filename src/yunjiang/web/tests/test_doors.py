"""Each address of the site, taken from the URL table, is tried by who may not pass."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from yunjiang.access.tests.cast import Cast
from yunjiang.web import (
    account_urls,
    persons_urls,
    registers_intake_urls,
    registers_urls,
    returns_urls,
    unions_urls,
)
from yunjiang.web.tests.world import LOOK

OPEN = {
    "sign-in",
    "account_login",
    "openid_connect_login",
    "openid_connect_callback",
    "language",
    "display",
    "invitation",
}
# What stands in an address where the table has a parameter. A parameter of a new name fails here until it has one.
SAMPLES = {
    "provider_id": "identity",
    "person": "1",
    "deed": "leave",
    "assignment": "1",
    "invitation": "1",
    "key": "1",
    "secret": "no-secret",
    "pk": "1",
    "column": "1",
    "code": "1.1.1",
    "number": "1",
    "form": "csv",
    "comment": "1",
    "step": "settle",
    "cycle": "1",
    "report": "1",
    "evidence": "1",
    "upload": "1",
    "which": "sent",
    "day_off": "1",
    "entry_id": "1",
    "position": "1",
    "job_number": "00000000-0000-0000-0000-000000000000",
    "register": "sample-places",
    "record": "1",
    "request_id": "1",
    "tab": "history",
    "move": "file",
    "field": "organization",
    "change": "1",
    "notice": "1",
    "act": "extend",
    "attachment": "1",
    "batch": "1",
    "bulk_act": "1",
    "union": "1",
    "claim": "1",
    "service": "1",
    "merge": "1",
    "draft": "1",
    "item": "1",
    "piece": "0",
    "candidate": "1",
}


def addresses() -> Iterator[tuple[str, str]]:
    """Return the name and a sample of every address in the URL table."""

    def walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, str]]:
        for each in patterns:
            route = before + str(each.pattern)
            if route.startswith("api/v1/"):
                continue  # tried by api/tests, where nobody is led to the sign-in page
            if isinstance(each, URLResolver):
                yield from walk(each.url_patterns, route)
            else:
                filled = route
                for name in each.pattern.converters:
                    filled = re.sub(rf"<\w+:{name}>", SAMPLES[name], filled)
                assert "<" not in filled
                yield each.name or route, "/" + filled

    yield from walk(get_resolver().url_patterns, "")


TABLE = dict(addresses())


def test_the_table_has_addresses() -> None:
    assert {"cockpit", "indicator", "entries"} <= set(TABLE)


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", sorted(set(TABLE) - OPEN))
def test_nobody_passes_without_signing_in(client: Client, name: str, method: str) -> None:
    answer = getattr(client, method)(TABLE[name])
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in/")


# Everybody's own: whoever is signed in may, and reaches nobody else's.
OWN = {each.name for each in account_urls.urlpatterns}
# What a return is filled in, reviewed and accepted at; `tests/returns/test_doors.py` tries them as every role.
REPORTING = {each.name for each in returns_urls.urlpatterns}
# Records: the inherited trials of registers try them as every role (`registers/kit/trials/doors.py`).
REGISTERS = {each.name for each in (*registers_urls.urlpatterns, *registers_intake_urls.urlpatterns)}
# Unions have pages of their own beside; `tests/test_unions.py` tries them.
UNIONS = {each.name for each in unions_urls.urlpatterns}
# Their addresses say nothing of a unit: what they let pass is tried by tests of their own.
# A person is of no unit; `tests/persons` tries who reaches one through the registers.
PERSONS = {each.name for each in persons_urls.urlpatterns}
WITHOUT_UNIT = OWN | REPORTING | REGISTERS | UNIONS | PERSONS | {
    "sign-out", "gallery", "document-file", "document", "document-text", "document-check", "jobs", "job", "job-cancel", "entry",
    "mentions", "mention", "comment-step", "api-key-revoke", "member-confirm",
    "draft-decide", "draft-undo", "draft-sure", "draft-drop",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(set(TABLE) - OPEN - WITHOUT_UNIT))
def test_another_prefectures_clerk_passes_nowhere(clerk: Client, name: str) -> None:
    assert clerk.get(TABLE[name], {**LOOK, "unit": "530100"}).status_code == 403


@pytest.mark.parametrize("name", sorted(set(TABLE) - OPEN - WITHOUT_UNIT))
def test_who_has_no_role_passes_nowhere(client: Client, cast: Cast, name: str) -> None:
    client.force_login(cast.stranger)
    assert client.get(TABLE[name]).status_code == 403


@pytest.mark.django_db
def test_a_htmx_request_passes_no_easier(client: Client) -> None:
    assert client.get("/units/", headers={"HX-Request": "true"}).status_code == 302


@pytest.mark.django_db
def test_the_sign_in_page_is_open(client: Client) -> None:
    answer = client.get("/sign-in/")
    assert answer.status_code == 200
    assert "登录" in answer.text
