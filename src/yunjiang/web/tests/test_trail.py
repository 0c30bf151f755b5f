"""The audit trail's pages: who may read, what is found, one record, the export; and that reading is recorded."""

import csv
import json
from io import StringIO

import pytest
from django.test import Client
from django.utils import timezone
from tests import trails

from yunjiang.access import services, trail
from yunjiang.access.models import AuditRecord, Role, User
from yunjiang.access.tests.cast import FIRST_DAY, Cast, person
from yunjiang.organizations.models import Organization

REASON = {"reason": "年度检查"}


def holder(role: Role, unit: Organization) -> User:
    user = person(f"{role}-{unit.key}", unit)
    services.assign(user, role, unit, valid_from=FIRST_DAY)
    return user


@pytest.fixture
def auditor(client: Client, cast: Cast) -> Client:
    """Return a browser in which the audit administrator of the site has signed in."""
    client.force_login(holder(Role.AUDIT_ADMINISTRATOR, cast.province))
    return client


def change(cast: Cast) -> AuditRecord:
    with trail.acting("", user=cast.owner), trail.recording("access.assign", subject="user:7") as deed:
        deed.organization_id = cast.wuhua.pk
        deed.learned(username="=li", units={"b": [1, 2]})
        deed.changed(
            before={"valid_to": None, "role": "reviewer"}, after={"role": "office", "since": "2024-01-01"}
        )
    return AuditRecord.objects.all()[0]


def test_it_works(auditor: Client, cast: Cast) -> None:
    change(cast)
    text = auditor.get("/trail/").content.decode()
    assert "user:7" in text
    assert "授予角色" in text
    assert 'href="/trail/"' in text  # the door in the masthead
    (read,) = trails.records("trail.read")
    assert read.name == "audit_administrator-530000"


@pytest.mark.parametrize("address", ["/trail/", "/trail/1/"])
def test_only_who_may_audit_reads(client: Client, cast: Cast, address: str) -> None:
    for role in Role:
        client.force_login(holder(role, cast.province))
        expected = 200 if role in (Role.AUDITOR, Role.AUDIT_ADMINISTRATOR) else 403
        assert client.get(address).status_code == expected, role
        assert ('href="/trail/"' in client.get("/jobs/").content.decode()) == (expected == 200)
    client.force_login(cast.stranger)
    assert client.get(address).status_code == 403
    assert client.post("/trail/export/", REASON).status_code == 403


def test_an_auditor_of_a_prefecture_reads_what_was_done_to_it_and_below(client: Client, cast: Cast) -> None:
    inside = change(cast)
    with trail.recording("access.assign", subject="user:outside") as deed:
        deed.organization_id = cast.qujing.pk
    outside = AuditRecord.objects.all()[0]
    client.force_login(holder(Role.AUDITOR, cast.kunming))
    text = client.get("/trail/?action=access.assign").content.decode()
    assert "user:7" in text
    assert "user:outside" not in text
    assert client.get(f"/trail/{inside.position}/").status_code == 200
    assert client.get(f"/trail/{outside.position}/").status_code == 404
    told = client.post("/trail/export/", {"action": "access.assign", **REASON}).getvalue().decode()
    assert "user:7" in told
    assert "user:outside" not in told


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("person=owner", True),
        ("person=clerk&subject=user:7", False),
        ("action=access.assign", True),
        ("action=access.refused", False),
        ("subject=user:7", True),
        ("subject=document", False),
        ("unit=530100", True),
        ("unit=530300&subject=user:7", False),
        ("result=done", True),
        ("result=failed", False),
        ("text=2024-01-01", True),
        ("text=2023-01-01", False),
        ("since=2024-01-01", True),
        ("until=2024-01-01", False),
    ],
)
def test_records_are_found(auditor: Client, cast: Cast, query: str, is_found: bool) -> None:
    found = change(cast)
    assert (
        f'href="/trail/{found.position}/"' in auditor.get(f"/trail/?{query}").content.decode()
    ) == is_found


@pytest.mark.parametrize("query", ["unit=nowhere", "since=soon", "action=dance"])
def test_what_cannot_be_looked_for_is_said_at_its_field(auditor: Client, query: str) -> None:
    answer = auditor.get(f"/trail/?{query}")
    assert answer.status_code == 200
    assert 'class="fault"' in answer.content.decode()
    assert trails.records("trail.read") == []
    assert auditor.get("/trail/?below=soon").status_code == 400


def test_pages_go_on_by_number(auditor: Client, cast: Cast) -> None:
    for number in range(60):
        trail.note("access.assign", subject=f"n:{number:02}")
    text = auditor.get("/trail/?subject=n").content.decode()
    assert "n:59" in text
    assert "n:10" in text
    assert "n:09" not in text
    assert "subject=n&amp;below=" in text
    below = AuditRecord.objects.get(subject="n:10").position
    text = auditor.get(f"/trail/?subject=n&below={below}").content.decode()
    assert "n:09" in text
    assert "n:10" not in text


def test_a_record_shows_before_beside_after(auditor: Client, cast: Cast) -> None:
    found = change(cast)
    text = auditor.get(f"/trail/{found.position}/").content.decode()
    assert "<del>reviewer</del>" in text
    assert "<ins>office</ins>" in text
    assert bytes(found.digest).hex() in text
    moment = timezone.localtime(found.recorded_at)
    assert f"{moment:%Y-%m-%d %H:%M:%S}" in text
    (read,) = trails.records("trail.read")
    assert read.subject == f"record:{found.position}"
    assert auditor.get("/trail/99999/").status_code == 404


def test_an_export_is_harmless_and_recorded_with_its_reason(auditor: Client, cast: Cast) -> None:
    with trail.acting("=cmd|' /C calc'!A0"):
        trail.note("access.assign", subject="user:7")
    answer = auditor.post("/trail/export/", {"subject": "user:7", **REASON})
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "filename*=UTF-8''%E5%AE%A1" in answer.headers["Content-Disposition"]
    heading, row = list(csv.reader(StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert heading[2] == "操作人"
    assert row[2] == "'=cmd|' /C calc'!A0"
    (told,) = trails.records("trail.export")
    assert json.loads(told.facts)["reason"] == "年度检查"
    assert auditor.get("/trail/export/").status_code == 405
    assert auditor.post("/trail/export/", {"reason": ""}).status_code == 400


def test_a_reading_that_cannot_be_recorded_is_not_given(auditor: Client, cast: Cast) -> None:
    found = change(cast)
    with trails.unwritable():
        for address in ("/trail/", f"/trail/{found.position}/"):
            assert auditor.get(address).status_code == 503
        assert auditor.post("/trail/export/", REASON).status_code == 503


def test_more_records_ask_no_more_queries(
    auditor: Client, cast: Cast, django_assert_max_num_queries: object
) -> None:
    for number in range(40):
        with trail.acting("", user=cast.owner):
            trail.note("access.assign", subject=f"n:{number:02}", organization_id=cast.wuhua.pk)
    auditor.get("/trail/")
    with django_assert_max_num_queries(24):  # type: ignore[operator]
        auditor.get("/trail/?person=owner&unit=530100&text=n")
