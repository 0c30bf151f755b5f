"""Two officers import the same records at the same time: each record comes to be once, whoever was first."""

import threading

import pytest
from django.db import connection

from yunjiang.access.models import User
from yunjiang.registers.kit.intake import checking, committing
from yunjiang.registers.kit.models import Difference, IntakeBatch, IntakeState
from yunjiang.registers.kit.tests.desk import Desk, furnish
from yunjiang.registers.kit.tests.sample.models import Place
from yunjiang.registers.kit.tests.test_intake import received, workbook

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
ROWS = [[f"A{number:04}", f"书屋{number}", "职工书屋", "", number, "", "", ""] for number in range(400)]


@pytest.fixture
def desk(transactional_db: None) -> Desk:
    return furnish()


def at_once(*acts: tuple[IntakeBatch, User]) -> list[BaseException]:
    """Commit batches at the same moment, each on a connection of its own; return what was raised."""
    start, raised = threading.Barrier(len(acts)), []

    def run(batch: IntakeBatch, by: User) -> None:
        try:
            start.wait()
            committing.commit(IntakeBatch.objects.get(pk=batch.pk), by)
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=act) for act in acts]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return raised


def test_the_same_records_come_to_be_once(desk: Desk) -> None:
    one = received(desk, workbook(*ROWS), by=desk.clerk)
    other = received(desk, workbook(*reversed(ROWS)), "又一份.xlsx", by=desk.colleague)
    for each in (one, other):
        assert checking.check(each).created_count == len(ROWS)
    assert at_once((one, desk.clerk), (other, desk.colleague)) == []
    one.refresh_from_db()
    other.refresh_from_db()
    assert Place.objects.count() == len(ROWS)
    assert one.state == other.state == IntakeState.COMMITTED
    assert {one.created_count, other.created_count} == {0, len(ROWS)}
    assert {one.same_count, other.same_count} == {0, len(ROWS)}
    assert Difference.objects.count() == len(ROWS)


def test_one_batch_committed_twice_at_once_is_written_once(desk: Desk) -> None:
    batch = received(desk, workbook(*ROWS))
    checking.check(batch)
    assert at_once((batch, desk.clerk), (batch, desk.colleague)) == []
    assert Place.objects.count() == len(ROWS)
    assert Difference.objects.count() == len(ROWS)
