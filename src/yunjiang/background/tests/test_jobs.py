"""Long work: asked for, performed, refused, failed, called off, and begun again after a machine stopped."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from yunjiang.background import progress, queries, services, worker, works
from yunjiang.background.models import Job, JobState
from yunjiang.background.progress import Progress
from yunjiang.background.works import UnknownWork, Work

pytestmark = pytest.mark.django_db(transaction=True)


class NothingToCount(ValueError):
    def __str__(self) -> str:
        return "没有可数的东西，请先填报。"


NothingToCount.__module__ = "yunjiang.background.tests"


@pytest.fixture(autouse=True)
def _known_works() -> Iterator[None]:
    before = dict(works._works)
    yield
    works._works.clear()
    works._works.update(before)


def does(perform: works.Perform, *, is_repeatable: bool = True) -> Job:
    """Ask for a work that does this."""
    works.register(Work("tests.work", "测试", perform, is_repeatable))
    return services.start("tests.work", "数一数", {"n": 3}, by="owner")


def done(job: Job) -> Job:
    worker.work(until_idle=True)
    job.refresh_from_db()
    return job


def test_a_job_is_performed_and_its_outcome_kept() -> None:
    def count(arguments: Mapping[str, Any], progress: Progress) -> dict[str, int]:
        progress.report(1, arguments["n"], "第一步")
        return {"counted": arguments["n"]}

    job = done(does(count))
    assert (job.state, job.outcome, job.attempt_count) == (JobState.DONE, {"counted": 3}, 1)
    assert queries.how_far(job) is None


def test_its_progress_is_seen_while_it_runs() -> None:
    seen = []

    def look(arguments: Mapping[str, Any], progress: Progress) -> None:
        progress.report(2, 8)
        [job] = Job.objects.all()
        seen.append(queries.how_far(job))

    done(does(look))
    assert [each.per_cent for each in seen if each] == [25]


def test_a_refusal_of_ours_is_told_in_its_own_words() -> None:
    def refuse(arguments: Mapping[str, Any], progress: Progress) -> None:
        raise NothingToCount

    job = done(does(refuse))
    assert (job.state, job.refusal) == (JobState.FAILED, "没有可数的东西，请先填报。")


def test_a_fault_tells_no_secrets() -> None:
    def fail(arguments: Mapping[str, Any], progress: Progress) -> None:
        raise RuntimeError("password=secret")

    job = done(does(fail))
    assert job.state == JobState.FAILED
    assert "secret" not in job.refusal
    assert str(job.pk)[:8] in job.refusal


def test_a_waiting_job_called_off_never_begins() -> None:
    began: list[int] = []
    job = does(lambda arguments, progress: began.append(1))
    services.cancel(job)
    assert done(job).state == JobState.CANCELLED
    assert began == []


def test_a_running_job_called_off_stops_at_its_next_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "BEAT_SECONDS", 0.01)

    def never_ends(arguments: Mapping[str, Any], reporting: Progress) -> None:
        services.cancel(Job.objects.get())
        until = time.monotonic() + 10
        while time.monotonic() < until:
            reporting.report(1)
            time.sleep(0.01)

    assert done(does(never_ends)).state == JobState.CANCELLED


def test_a_work_nobody_registered_is_refused() -> None:
    with pytest.raises(UnknownWork):
        services.start("tests.unheard", "?", {}, by="owner")
    assert Job.objects.count() == 0


def stopped_in_the_middle(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, attempt_count=1, started_at=timezone.now() - timedelta(minutes=5)
    )


def test_a_job_whose_machine_stopped_is_begun_again() -> None:
    job = does(lambda arguments, progress: {"done": 1})
    stopped_in_the_middle(job)
    assert [each.pk for each in services.revive()] == [job.pk]
    assert done(job).state == JobState.DONE
    assert job.attempt_count == 2


def test_a_job_whose_machine_stopped_before_it_began_is_queued_again() -> None:
    job = does(lambda arguments, progress: {"done": 1})
    DBTaskResult.objects.get().claim("a worker that is killed now")
    worker.work(until_idle=True)
    job.refresh_from_db()
    assert job.state == JobState.WAITING
    assert services.revive(timezone.now() + timedelta(minutes=5)) == [job]
    assert done(job).state == JobState.DONE
    assert job.attempt_count == 1


def test_a_job_that_waits_its_turn_is_queued_once() -> None:
    does(lambda arguments, progress: None)
    assert services.revive(timezone.now() + timedelta(minutes=5)) == []
    assert DBTaskResult.objects.count() == 1


def test_a_job_that_gives_a_sign_of_life_is_left_alone() -> None:
    job = does(lambda arguments, progress: None)
    stopped_in_the_middle(job)
    with Progress(job.pk):
        assert services.revive() == []


def test_what_must_not_be_repeated_is_not() -> None:
    job = does(lambda arguments, progress: None, is_repeatable=False)
    stopped_in_the_middle(job)
    services.revive()
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.refusal


def test_a_job_that_keeps_stopping_machines_is_given_up() -> None:
    job = does(lambda arguments, progress: None)
    stopped_in_the_middle(job)
    Job.objects.update(attempt_count=services.ATTEMPTS)
    services.revive()
    job.refresh_from_db()
    assert job.state == JobState.FAILED


def test_two_workers_perform_a_job_once() -> None:
    began: list[int] = []
    job = does(lambda arguments, progress: began.append(1))
    threads = [threading.Thread(target=_work_and_leave) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert began == [1]
    job.refresh_from_db()
    assert job.state == JobState.DONE


def _work_and_leave() -> None:
    from django.db import connection

    worker.work(until_idle=True)
    connection.close()


def test_a_worker_ends_with_the_process_that_started_it() -> None:
    begun = time.monotonic()
    worker.work(parent=-1)
    assert time.monotonic() - begun < 5


KILLED = """
import sys, time, django
django.setup()
from yunjiang.background import works, worker
from yunjiang.background.models import Job
def slow(arguments, progress):
    progress.report(1, 2)
    print("running", flush=True)
    time.sleep(60)
works.register(works.Work("tests.work", "slow", slow))
worker.work()
"""


def test_a_worker_killed_leaves_a_job_that_another_finishes(monkeypatch: pytest.MonkeyPatch) -> None:
    job = does(lambda arguments, progress: {"by": "another"})
    database = json.dumps(settings.DATABASES["default"], default=str)
    start = f"import json, django.conf; django.conf.settings.DATABASES['default'].update(json.loads({database!r}))\n"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "yunjiang.settings_test"}
    killed = subprocess.Popen(
        [sys.executable, "-c", start + KILLED], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert killed.stdout is not None
    assert killed.stdout.readline() == "running\n"
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    job.refresh_from_db()
    assert job.state == JobState.RUNNING
    monkeypatch.setattr(services, "LOST_AFTER", timedelta(0))
    services.revive()
    assert done(job).outcome == {"by": "another"}
