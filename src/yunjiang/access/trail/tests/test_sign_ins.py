"""Signing in and out, failures, and jobs: of whom they are recorded."""

import pytest
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.test import Client

from yunjiang.access import trail
from yunjiang.access.models import AuditRecord, User
from yunjiang.access.tests.cast import PASSWORD, assemble
from yunjiang.access.trail import situation
from yunjiang.access.trail.works import asked_for
from yunjiang.background.models import Job

pytestmark = pytest.mark.django_db


def told(action: str) -> list[AuditRecord]:
    return list(AuditRecord.objects.filter(action=action))


def test_signing_in_and_out_is_recorded_of_the_person(client: Client) -> None:
    colleague = assemble().colleague
    client.force_login(colleague)
    client.logout()
    for action in ("access.sign_in", "access.sign_out"):
        (record,) = told(action)
        assert (record.user_id, record.name, record.workplace) == (colleague.pk, "colleague", "昆明市")
        assert (record.subject, record.organization_id) == (f"user:{colleague.pk}", colleague.organization_id)


def test_a_failure_keeps_the_name_only_where_it_is_somebodys() -> None:
    colleague = assemble().colleague
    for name, password in (("Colleague", "wrong"), (PASSWORD, ""), (PASSWORD, "again"), ("another", "x")):
        authenticate(HttpRequest(), username=name, password=password)
    somebody, *unknown = reversed(told("access.sign_in_failed"))
    assert (somebody.subject, somebody.result) == (f"user:{colleague.pk}", "refused")
    assert somebody.user_id is None
    assert len(unknown) == 3
    assert PASSWORD not in "".join(record.facts for record in unknown)
    assert unknown[0].facts == unknown[1].facts != unknown[2].facts


def test_who_cannot_be_recorded_does_not_come_in(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    colleague = assemble().colleague
    monkeypatch.setattr(AuditRecord.objects, "bulk_create", lambda rows: 1 / 0)
    with pytest.raises(trail.TrailUnwritable):
        client.force_login(colleague)


@pytest.mark.parametrize(("asked_by", "name"), [("li", "李四"), ("gone", "gone"), ("", "trail.verify")])
def test_what_a_job_does_is_recorded_of_who_asked_for_it(asked_by: str, name: str) -> None:
    User.objects.create(username="li", last_name="李四")
    job = Job(work="trail.verify", asked_by=asked_by)
    with asked_for(job):
        trail.note("test.read")
    (record,) = told("test.read")
    assert (record.name, record.request_id) == (name, str(job.pk))
    assert situation.current().name == situation.NOBODY
