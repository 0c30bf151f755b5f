"""Two at once at the same return: one of them is told, nothing is lost, nothing is posted twice."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connections

from yunjiang.ledger.models import Entry
from yunjiang.returns import filling, steps, workflow
from yunjiang.returns.filling import Answer
from yunjiang.returns.models import Origin, Return, State, StepKind
from yunjiang.returns.refusals import ChangedMeanwhile, NotOpenForFilling, ReturnsRefusal, WrongState
from yunjiang.returns.tests.test_way import standing
from yunjiang.returns.tests.world import World, build

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
PATIENCE = 30  # seconds; only a test that fails waits so long


@pytest.fixture
def world(transactional_db: None) -> World:
    made = build()
    made.open("2024")
    return made


@contextmanager
def together(count: int = 2) -> Iterator[Callable[..., Future[object]]]:
    """Start functions in threads with connections of their own, all at the same moment; leave when all are done."""
    barrier = Barrier(count)
    with ThreadPoolExecutor(count) as pool:

        def start(function: Callable[..., object], *values: object) -> Future[object]:
            def run() -> object:
                try:
                    barrier.wait(PATIENCE)
                    return function(*values)
                finally:
                    connections.close_all()

            return pool.submit(run)

        yield start


def outcome(done: Future[object]) -> type[BaseException] | None:
    error = done.exception(PATIENCE)
    return type(error) if error else None


def test_two_reviewers_approve_at_once_and_one_is_told(world: World) -> None:
    world.fill_all("wuhua")
    world.submit("wuhua")
    with together() as start:
        done = [start(world.approve, "wuhua") for _ in range(2)]
    assert {outcome(each) for each in done} == {None, WrongState}
    report = world.report("wuhua")
    assert report.state == State.APPROVED
    assert report.steps.filter(kind=StepKind.APPROVED).count() == 1
    assert steps.is_intact(report)


def test_submitting_while_somebody_saves_never_submits_half(world: World) -> None:
    world.fill_all("wuhua", proposals=1)

    def save() -> None:
        answers = {each: Answer(Decimal(2)) for each in ("proposals", "funds", "unions", "enterprises")}
        filling.save(world.report("wuhua"), answers, by=world.people["clerk"], origin=Origin.TYPED)

    with together() as start:
        saved, submitted = start(save), start(world.submit, "wuhua")
    assert outcome(submitted) is None
    said = world.report("wuhua").steps.get(kind=StepKind.SUBMITTED).content["cells"]
    expected = {"1", "10"} if outcome(saved) is NotOpenForFilling else {"2"}
    assert {each["value"] for each in said.values()} == expected


def test_two_who_save_the_same_version_and_one_is_told(world: World) -> None:
    def save(value: int) -> None:
        filling.save(
            world.report("wuhua"),
            {"proposals": Answer(Decimal(value))},
            by=world.people["clerk"],
            origin=Origin.TYPED,
            version=0,
        )

    with together() as start:
        done = [start(save, value) for value in (5, 6)]
    assert {outcome(each) for each in done} == {None, ChangedMeanwhile}
    assert world.report("wuhua").version == 1


def test_office_and_lead_accept_at_once_and_everything_is_posted_once(world: World) -> None:
    world.fill_all("wuhua")
    world.submit("wuhua")
    world.approve("wuhua")

    def accept(by: str, *indicators: str) -> Return:
        return world.accept("wuhua", *indicators, by=by)

    with together() as start:
        done = [start(accept, "office"), start(accept, "lead", "1.1.1")]
    assert {outcome(each) for each in done} == {None}
    assert world.report("wuhua").state == State.POSTED
    assert Entry.objects.count() == 4
    assert set(standing(world).values()) == {10}


def test_accepting_while_it_is_sent_back_is_one_or_the_other(world: World) -> None:
    world.fill_all("wuhua")
    world.submit("wuhua")
    world.approve("wuhua")

    def send_back() -> None:
        workflow.send_back(world.report("wuhua"), {}, world.people["lead"], "重新核对")

    with together() as start:
        accepted, returned = start(world.accept, "wuhua"), start(send_back)
    refused = [each for each in map(outcome, (accepted, returned)) if each]
    assert len(refused) == 1
    assert issubclass(refused[0], ReturnsRefusal)
    report = world.report("wuhua")
    assert (report.state == State.POSTED) == bool(Entry.objects.exists())


def test_two_departments_accept_many_returns_at_once(world: World) -> None:
    for unit in ("wuhua", "panlong", "qilin"):
        world.fill_all(unit)
        world.submit(unit)
        world.approve(unit, by="office")
    units = ["wuhua", "panlong", "qilin"]

    def accept(order: list[str], by: str, indicators: list[str]) -> None:
        workflow.accept_many({world.report(unit): indicators for unit in order}, world.people[by])

    with together() as start:
        done = [
            start(accept, units, "lead", ["1.1.1"]),
            start(accept, units[::-1], "office", ["1.1.3", "1.2.1"]),
        ]
    assert {outcome(each) for each in done} == {None}
    assert {world.report(unit).state for unit in units} == {State.POSTED}
    assert Entry.objects.count() == 12
