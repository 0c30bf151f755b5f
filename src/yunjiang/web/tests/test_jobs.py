"""Long work on pages: one's own jobs, how far they are, calling off; nobody else's."""

import pytest
from django.test import Client

from yunjiang.access import services as access
from yunjiang.access.models import Role
from yunjiang.access.tests.cast import FIRST_DAY, Cast
from yunjiang.background import services, works
from yunjiang.background.models import Job, JobState
from yunjiang.background.progress import Progress
from yunjiang.background.tests.performed import perform_all
from yunjiang.background.works import Work
from yunjiang.registers.kit.models import Announcement, Hearing

works.register(Work("tests.count", "数一数", lambda arguments, progress: {"href": "/documents/"}))


def ask(by: str = "owner") -> Job:
    return services.start("tests.count", "数一数", {}, by=by)


def test_it_works(owner: Client) -> None:
    job = ask()
    page = owner.get(f"/jobs/{job.pk}/")
    assert "正在排队" in page.text
    assert f'hx-get="/jobs/{job.pk}/"' in page.text
    perform_all()
    done = owner.get(f"/jobs/{job.pk}/", headers={"HX-Request": "true"}).text
    assert "已完成" in done
    assert 'href="/documents/"' in done
    assert "hx-get" not in done
    assert "数一数" in owner.get("/jobs/").text


def test_how_far_it_is_is_shown_while_it_runs(owner: Client) -> None:
    job = ask()
    Job.objects.update(state=JobState.RUNNING)
    with Progress(job.pk) as progress:
        progress.report(3, 12, "第3个机构")
        page = owner.get(f"/jobs/{job.pk}/", headers={"HX-Request": "true"}).text
    assert "3 / 12" in page
    assert "第3个机构" in page


def test_a_waiting_job_can_be_called_off(owner: Client) -> None:
    job = ask()
    owner.post(f"/jobs/{job.pk}/cancel/")
    assert "已取消" in owner.get(f"/jobs/{job.pk}/").text
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


@pytest.mark.parametrize("address", ["/jobs/{}/", "/jobs/{}/cancel/"])
def test_anothers_job_is_not_there(clerk: Client, address: str) -> None:
    job = ask(by="owner")
    answer = clerk.post(address.format(job.pk)) if "cancel" in address else clerk.get(address.format(job.pk))
    assert answer.status_code == 404
    job.refresh_from_db()
    assert job.state == JobState.WAITING
    assert "数一数" not in clerk.get("/jobs/").text


def test_who_has_no_role_has_no_work_here(client: Client, cast: Cast) -> None:
    client.force_login(cast.stranger)
    job = ask(by="stranger")
    assert client.get("/jobs/").status_code == 403
    assert client.get(f"/jobs/{job.pk}/").status_code == 403
    assert client.post(f"/jobs/{job.pk}/cancel/").status_code == 403


def test_a_number_of_no_job_is_not_found(owner: Client) -> None:
    assert owner.get("/jobs/00000000-0000-0000-0000-000000000000/").status_code == 404
    assert owner.get("/jobs/?before=nonsense").status_code == 404


def test_who_keeps_the_site_sees_what_nobody_hears(client: Client, owner: Client, cast: Cast) -> None:
    told = Announcement.objects.create(code="places.opened", register="places", record=1)
    Hearing.objects.create(announcement=told, listener="elsewhere.hear")
    assert "elsewhere.hear" not in owner.get("/jobs/").text
    access.assign(cast.stranger, Role.SYSTEM_ADMINISTRATOR, cast.province, valid_from=FIRST_DAY)
    client.force_login(cast.stranger)
    page = client.get("/jobs/").text
    assert "elsewhere.hear" in page
    assert "程序中已没有这个接收方" in page
