"""Work that comes by itself, once however many workers look."""

from collections.abc import Iterator
from datetime import UTC, datetime, time

import pytest

from yunjiang.background import queries, services, worker, works
from yunjiang.background.models import JobState, Recurrence
from yunjiang.background.works import Daily, Work

pytestmark = pytest.mark.django_db(transaction=True)
MORNING = datetime(2026, 11, 22, 0, 30, tzinfo=UTC)  # 08:30 in Kunming


@pytest.fixture(autouse=True)
def _one_recurring_work() -> Iterator[None]:
    before = dict(works._works)
    works._works.clear()
    works.register(Work("tests.daily", "每日一次", lambda arguments, progress: None, recurs=Daily(time(9))))
    yield
    works._works.clear()
    works._works.update(before)


def test_the_next_time_is_today_or_tomorrow_by_the_clock_of_the_site() -> None:
    assert Daily(time(9)).after(MORNING) == datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
    assert Daily(time(8)).after(MORNING) == datetime(2026, 11, 23, 0, 0, tzinfo=UTC)


def test_it_does_not_come_the_moment_a_site_is_new() -> None:
    assert services.start_due(MORNING) == []
    assert Recurrence.objects.get().next_at == datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


def test_it_comes_once_when_its_time_has_come() -> None:
    services.start_due(MORNING)
    nine = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
    [job] = services.start_due(nine)
    assert services.start_due(nine) == []
    worker.work(until_idle=True)  # which looks at the real clock, by which it may be due once more
    job.refresh_from_db()
    assert job.state == JobState.DONE


def test_a_site_that_slept_for_a_week_does_it_once() -> None:
    services.start_due(MORNING)
    later = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
    assert len(services.start_due(later)) == 1
    assert services.start_due(later) == []
    [recurring] = queries.recurrences()
    assert recurring.next_at == datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
    assert recurring.last_job is not None
