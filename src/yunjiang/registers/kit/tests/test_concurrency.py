"""Two at once at the same record: one of them is told, nothing is lost, nothing is done twice."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

import pytest
from django.db import connections

from yunjiang.background.progress import Progress
from yunjiang.ledger.models import Entry
from yunjiang.registers.kit import bulk, contents, nightly, notices, requests
from yunjiang.registers.kit.models import (
    ChangeRequest,
    ChangeSet,
    Deadline,
    Deed,
    Difference,
    NoticeState,
    RequestState,
    Step,
)
from yunjiang.registers.kit.tests.desk import Desk, furnish
from yunjiang.registers.kit.tests.sample.models import Place, State
from yunjiang.registers.kit.tests.sample.register import Places
from yunjiang.registers.kit.writing_refusals import (
    ChangedMeanwhile,
    NoticeOver,
    RecordRefused,
    RequestDecided,
    WrongState,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
PATIENCE = 30  # seconds; only a test that fails waits so long


@pytest.fixture
def desk(transactional_db: None) -> Desk:
    return furnish()


@contextmanager
def together(count: int = 2) -> Iterator[Callable[..., Future[object]]]:
    """Start functions in threads with connections of their own, all at the same moment; leave when all are done."""
    barrier = Barrier(count)
    with ThreadPoolExecutor(count) as pool:

        def start(function: Callable[..., object], *values: object, **named: object) -> Future[object]:
            def run() -> object:
                try:
                    barrier.wait(PATIENCE)
                    return function(*values, **named)
                finally:
                    connections.close_all()

            return pool.submit(run)

        yield start


def outcome(done: Future[object]) -> type[BaseException] | None:
    error = done.exception(PATIENCE)
    return type(error) if error else None


def fresh(place: Place) -> Place:
    return Place.objects.get(pk=place.pk)


def test_two_officers_change_one_record_and_one_is_told(desk: Desk) -> None:
    place = desk.create()
    with together() as start:
        done = [
            start(desk.change, fresh(place), by=by, revision=1, name=name)
            for by, name in ((desk.clerk, "甲"), (desk.colleague, "乙"))
        ]
    assert {outcome(each) for each in done} == {None, ChangedMeanwhile}
    assert fresh(place).revision == 2
    assert ChangeSet.objects.filter(deed=Deed.CHANGE).count() == 1


def test_who_does_not_look_back_loses_nothing_in_history(desk: Desk) -> None:
    place = desk.create(seats=0)
    with together(4) as start:
        done = [start(desk.change, fresh(place), seats=each) for each in (1, 2, 3, 4)]
    assert {outcome(each) for each in done} == {None}
    rows = Difference.objects.filter(record=place.pk, revision__gt=1).order_by("revision")
    befores = [contents.read(each.before)["seats"] for each in rows]
    afters = [contents.read(each.after)["seats"] for each in rows]
    assert befores == [0, *afters[:-1]]
    assert fresh(place).seats == afters[-1]


def test_two_records_with_one_number_and_one_is_refused(desk: Desk) -> None:
    with together() as start:
        done = [start(desk.create, by=by, number="A1") for by in (desk.clerk, desk.colleague)]
    assert {outcome(each) for each in done} == {None, RecordRefused}
    assert Place.objects.count() == ChangeSet.objects.count() == 1


def test_a_request_approved_twice_is_applied_once(desk: Desk) -> None:
    place = desk.create(number="A1")
    asked = requests.ask(Places, place, {"number": "B2"}, "换发", desk.clerk)
    with together() as start:
        done = [
            start(requests.approve, ChangeRequest.objects.get(pk=asked.pk), by)
            for by in (desk.checker, desk.colleague)
        ]
    assert {outcome(each) for each in done} == {None, RequestDecided}
    assert (fresh(place).number, fresh(place).revision) == ("B2", 2)


def test_approved_and_rejected_at_once_is_one_or_the_other(desk: Desk) -> None:
    place = desk.create(number="A1")
    asked = requests.ask(Places, place, {"number": "B2"}, "换发", desk.clerk)
    with together() as start:
        done = [
            start(requests.approve, ChangeRequest.objects.get(pk=asked.pk), desk.checker),
            start(requests.reject, ChangeRequest.objects.get(pk=asked.pk), desk.colleague, "不全"),
        ]
    assert {outcome(each) for each in done} == {None, RequestDecided}
    asked.refresh_from_db()
    assert (asked.state == RequestState.APPLIED) == (fresh(place).number == "B2")


def test_the_clock_and_a_person_move_at_once_and_one_of_them_did(desk: Desk) -> None:
    place = desk.create(seats=3)
    desk.move(place, "file")
    with together() as start:
        by_clock = start(nightly.run_clocks, {"day": "2099-01-01"}, Progress())
        by_person = start(desk.move, fresh(place), "open", by=desk.checker, opened_on="2024-05-01")
    assert outcome(by_clock) is None
    assert outcome(by_person) in (None, WrongState)
    is_opened = outcome(by_person) is None
    assert fresh(place).state == (State.OPEN if is_opened else State.DRAFT)
    assert [each.move for each in Step.objects.order_by("id")] == ["file", "open" if is_opened else "lapse"]
    assert not Deadline.objects.exists()
    assert Entry.objects.count() == is_opened


def test_two_clocks_at_once_move_once(desk: Desk) -> None:
    for _ in range(3):
        desk.move(desk.create(), "file")
    with together() as start:
        done = [start(nightly.run_clocks, {"day": "2099-01-01"}, Progress()) for _ in range(2)]
    results = [each.result(PATIENCE) for each in done]
    assert sum(each["moved"] for each in results) == 3  # type: ignore[index]
    assert Step.objects.filter(move="lapse").count() == 3


def test_many_changed_in_two_orders_at_once_never_block_each_other(desk: Desk) -> None:
    places = [desk.create() for _ in range(20)]
    with together() as start:
        done = [
            start(bulk.change_many, Places, order, {"seats": seats}, by=desk.clerk)
            for order, seats in ((places, 1), (places[::-1], 2))
        ]
    assert {outcome(each) for each in done} == {None}
    assert Place.objects.values("seats").distinct().count() == 1
    assert set(Place.objects.values_list("revision", flat=True)) == {3}


def test_a_notice_objected_to_while_it_closes_is_one_or_the_other(desk: Desk) -> None:
    notice = notices.open_notice(Places, desk.create(), where="网站", by=desk.clerk)
    with together() as start:
        closed = start(notices.close_unopposed, notice.closes_on.replace(year=2099))
        objected = start(notices.object_to, notice, "不实", by=desk.clerk)
    assert outcome(closed) is None
    notice.refresh_from_db()
    if outcome(objected) is None:
        assert notice.state == NoticeState.OPEN
    else:
        assert outcome(objected) is NoticeOver
        assert notice.state == NoticeState.PASSED
