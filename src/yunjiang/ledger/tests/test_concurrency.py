"""Many writers and sealers at once: no position is skipped, no entry is lost or counted twice at the seal's edge."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.conf import settings as site
from django.db import OperationalError, connection, connections, transaction
from tests import journal

from yunjiang.ledger import posting, queries, writing
from yunjiang.ledger.models import Batch, Entry, Person, Posting, Segment
from yunjiang.ledger.refusals import SourcesContended
from yunjiang.ledger.seal import seal, verify

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgres,
    pytest.mark.usefixtures("world"),
]
PATIENCE = 30  # seconds; only a test that fails waits so long


@contextmanager
def threads(count: int = 2) -> Iterator[Callable[..., Future[object]]]:
    """Start functions in threads with connections of their own; leave when all are done."""
    with ThreadPoolExecutor(count) as pool:

        def start(function: Callable[..., object], *values: object) -> Future[object]:
            def run() -> object:
                try:
                    return function(*values)
                finally:
                    connections.close_all()

            return pool.submit(run)

        yield start


def note(quantity: int = 1, source: str = "", more: str = "") -> str:
    return f"2024-03-31 · 五华 · trained · {quantity}" + (f" · source={source}" if source else "") + more


def everything() -> list[int]:
    """The numbers of all entries, from the sealed files and after them from the database."""
    sealed = queries.segments()
    tables = [pq.read_table(each.path) for each in sealed]
    tables.append(queries.tail(sealed[-1].last_position if sealed else 0))
    return sorted(pa.concat_tables(tables).column("id").to_pylist())


def in_database() -> list[int]:
    return list(Entry.objects.order_by("id").values_list("id", flat=True))


def positions() -> list[int | None]:
    return list(Batch.objects.order_by("position").values_list("position", flat=True))


@contextmanager
def held_before_numbering(
    monkeypatch: pytest.MonkeyPatch, source: str
) -> Iterator[tuple[threading.Event, threading.Event]]:
    """Hold the writer of a source when its rows are written and its batch has no position yet: (it waits, let it go)."""
    waits, go = threading.Event(), threading.Event()
    number = writing._number

    def held(batch: int, *rest: object) -> None:
        if Posting.objects.filter(batch_id=batch, source=source).exists():
            waits.set()
            assert go.wait(PATIENCE)
        number(batch, *rest)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(writing, "_number", held)
        try:
            yield waits, go
        finally:
            go.set()


def test_many_writers_leave_no_gap() -> None:
    def write(writer: int) -> None:
        for turn in range(8):
            journal.post(note(turn, f"w{writer}:{turn}"))

    with threads(4) as start:
        done = [start(write, writer) for writer in range(4)]
    for each in done:
        each.result()
    assert positions() == list(range(1, 33))
    assert Entry.objects.count() == 32
    assert verify() == []


def test_a_slow_writer_commits_after_the_seal_and_is_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    journal.post(note(1, "early:1"))
    with threads(1) as start, held_before_numbering(monkeypatch, "slow:1") as (waits, go):
        slow = start(journal.post, note(2, "slow:1"))
        assert waits.wait(PATIENCE)
        if connection.vendor == "postgresql":
            # A quick one overtakes it: begun later, visible earlier, with a larger number and a smaller position.
            journal.post(note(3, "quick:1"))
            first = seal()
            assert first is not None
            assert (first.entry_count, first.last_position) == (2, 2)
        go.set()
        slow.result()
    seal()
    assert everything() == in_database()
    assert queries.tail(Segment.objects.latest("number").last_position).num_rows == 0
    assert verify() == []


def test_a_writer_that_has_its_position_and_has_not_committed(monkeypatch: pytest.MonkeyPatch) -> None:
    journal.post(note(1, "early:1"))
    numbered, go = threading.Event(), threading.Event()

    def write_and_wait() -> None:
        with transaction.atomic():
            journal.post(note(2, "late:1"))
            numbered.set()
            assert go.wait(PATIENCE)

    with threads(2) as start:
        writer = start(write_and_wait)
        assert numbered.wait(PATIENCE)
        assert queries.position() == 1
        sealer = start(seal)
        go.set()
        writer.result()
        sealer.result()
    seal()
    assert everything() == in_database()
    assert len(everything()) == 2
    assert verify() == []


def test_writers_and_sealers_at_once() -> None:
    stop = threading.Event()

    def write(writer: int) -> None:
        for turn in range(10):
            journal.post(note(turn, f"w{writer}:{turn % 3}"))

    def keep_sealing() -> None:
        while not stop.is_set():
            seal(limit=3)

    with threads(4) as start:
        sealers = [start(keep_sealing) for _ in range(2)]
        writers = [start(write, writer) for writer in range(2)]
        try:
            for each in writers:
                each.result()
        finally:
            stop.set()
    for each in sealers:
        each.result()
    while seal():
        pass
    numbers = list(Segment.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert everything() == in_database()
    assert verify() == []


def test_two_sealers_take_different_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    for turn in range(4):
        journal.post(note(turn))
    together = threading.Barrier(2)

    def seal_together() -> Segment | None:
        together.wait(PATIENCE)
        return seal(limit=2)

    with threads(2) as start:
        done = [start(seal_together) for _ in range(2)]
    found = [each.result() for each in done]
    assert {segment.first_position for segment in found if isinstance(segment, Segment)} == {1, 3}
    assert verify() == []


def test_two_writers_supersede_the_same_source_at_once() -> None:
    journal.post(note(1, "return:1"))
    together = threading.Barrier(2)

    def supersede(quantity: int) -> None:
        together.wait(PATIENCE)
        journal.post(note(quantity, "return:1"))

    with threads(2) as start:
        done = [start(supersede, quantity) for quantity in (5, 7)]
    for each in done:
        each.result()
    live = Posting.objects.filter(is_reversal=False, reversed_by=None)
    assert live.count() == 1
    total = sum(entry.quantity * entry.weight for entry in Entry.objects.all())
    assert total == live.get().entries.get().quantity
    assert total in (5, 7)
    assert verify() == []


def meanwhile(monkeypatch: pytest.MonkeyPatch, acts: list[Callable[[], object]]) -> None:
    """Let somebody else act each time after a writer has read what stands and before he writes."""
    read = posting.postings_of

    def read_and_be_overtaken(sources: list[str]) -> object:
        found = read(sources)
        if acts:
            act = acts.pop(0)
            with monkeypatch.context() as patch:
                patch.setattr(posting, "postings_of", read)
                act()
        return found

    monkeypatch.setattr(posting, "postings_of", read_and_be_overtaken)


def test_a_writer_who_is_overtaken_decides_again(monkeypatch: pytest.MonkeyPatch) -> None:
    journal.post(note(1, "return:1"))
    meanwhile(monkeypatch, [lambda: journal.post(note(5, "return:1"))])
    receipt = journal.post(note(7, "return:1"))
    assert (receipt.posted_count, receipt.reversed_count) == (1, 1)
    revisions = Posting.objects.filter(is_reversal=False).values_list("revision", flat=True)
    assert sorted(revisions) == [1, 2, 3]
    assert verify() == []


def test_no_unique_key_needs_to_collide_for_that(monkeypatch: pytest.MonkeyPatch) -> None:
    meanwhile(monkeypatch, [lambda: journal.post(note(5, "return:1", " · revision=2"))])
    receipt = journal.post(note(7, "return:1", " · revision=5"))
    assert receipt.reversed_count == 1
    assert Posting.objects.get(is_reversal=False, reversed_by=None).revision == 5


def test_a_writer_who_is_overtaken_with_the_same_content_has_nothing_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    meanwhile(monkeypatch, [lambda: journal.post(note(5, "return:1"))])
    assert journal.post(note(5, "return:1")).unchanged_count == 1


def test_a_writer_who_is_overtaken_again_and_again_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    others = [lambda turn=turn: journal.post(note(turn, "return:1")) for turn in range(posting.ATTEMPTS)]
    meanwhile(monkeypatch, list(others))
    with pytest.raises(SourcesContended):
        journal.post(note(99, "return:1"))
    assert not Entry.objects.filter(quantity=99).exists()
    assert verify() == []


@pytest.mark.usefixtures("on_postgresql")
def test_writers_who_lock_each_other_out_are_untangled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each has posted one source and now wants the other's: PostgreSQL ends one of them, who tries again."""
    both, waited = threading.Barrier(2), set[int]()
    insert = writing._insert

    def one_by_one(table: str, columns: dict[str, list[object]]) -> None:
        if table == "ledger_posting" and threading.get_ident() not in waited:
            waited.add(threading.get_ident())
            insert(table, {name: values[:1] for name, values in columns.items()})
            both.wait(PATIENCE)
            columns = {name: values[1:] for name, values in columns.items()}
        insert(table, columns)

    monkeypatch.setattr(writing, "_insert", one_by_one)
    texts = (note(1, "a:1") + "\n" + note(1, "b:1"), note(2, "b:1") + "\n" + note(2, "a:1"))
    with threads(2) as start:
        done = [start(journal.post, text) for text in texts]
    for each in done:
        each.result()
    assert Posting.objects.filter(is_reversal=False, reversed_by=None).count() == 2
    assert positions() == [1, 2]
    assert verify() == []


def test_writers_who_bring_the_same_persons_in_opposite_order() -> None:
    together = threading.Barrier(2)

    def write(order: int) -> None:
        rows = [f"2024-05-04 · 五华 · graduates · 1 · person=p{turn}" for turn in range(300)]
        together.wait(PATIENCE)
        journal.post("\n".join(rows[::order]))

    with threads(2) as start:
        done = [start(write, order) for order in (1, -1)]
    for each in done:
        each.result()
    assert Person.objects.count() == 300
    assert Entry.objects.count() == 600


def test_a_caller_whose_transaction_fails_leaves_no_gap() -> None:
    journal.post(note(1))

    def fail() -> None:
        with transaction.atomic():
            journal.post(note(2))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    journal.post(note(3))
    assert positions() == [1, 2]
    assert verify() == []


def test_sealing_inside_a_transaction_is_refused() -> None:
    journal.post(note(1))
    with pytest.raises(RuntimeError), transaction.atomic():
        seal()
    assert not Segment.objects.exists()


WRITER = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "yunjiang.settings_test"
import django
from django.conf import settings
settings.DATABASES["default"].update({database!r})
django.setup()
from tests import journal
from yunjiang.ledger import writing
if sys.argv[1] == "dies":
    def die(*given):
        print("written", flush=True)
        sys.stdin.read()
    writing._number = die
for turn in range(int(sys.argv[2])):
    journal.post(f"2024-03-31 · 五华 · trained · 1 · source={{sys.argv[1]}}:{{turn}}")
"""


def writer(name: str, count: int) -> "subprocess.Popen[str]":
    """Start a process of its own that posts to the database of this test."""
    wanted = ("ENGINE", "NAME", "HOST", "PORT", "USER", "PASSWORD")
    database = {key: str(connection.settings_dict.get(key) or "") for key in wanted}
    return subprocess.Popen(
        [sys.executable, "-c", WRITER.format(database=database), name, str(count)],
        cwd=Path(__file__).resolve().parents[4],
        env=os.environ | {"YUNJIANG_HOME": str(site.HOME)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_writers_in_processes_of_their_own_and_one_that_is_killed() -> None:
    journal.post(note(1))
    dies = writer("dies", 1)
    assert dies.stdout is not None
    assert dies.stdout.readline().strip() == "written"
    if connection.vendor == "postgresql":
        journal.post(note(2))
    dies.send_signal(signal.SIGKILL)
    dies.communicate()
    others = [writer(f"p{number}", 5) for number in range(2)]
    for each in others:
        each.communicate()
        assert each.returncode == 0
    assert not Posting.objects.filter(source__startswith="dies").exists()
    assert positions() == list(range(1, len(positions()) + 1))
    assert Entry.objects.count() == len(positions()) == (12 if connection.vendor == "postgresql" else 11)
    seal()
    assert everything() == in_database()
    assert verify() == []


def test_a_writer_who_waits_too_long_on_sqlite_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's writers do not wait for each other")
    with transaction.atomic(), threads(1) as start:
        journal.post(note(1))

        def impatient() -> None:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA busy_timeout = 50")
            journal.post(note(2))

        with pytest.raises(OperationalError, match="locked"):
            start(impatient).result()
    assert positions() == [1]
