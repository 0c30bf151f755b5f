"""Writing a batch into the database as fast as it takes rows: COPY on PostgreSQL, one prepared statement on SQLite.

The ORM is left out on purpose: it writes 40,000 to 50,000 rows a second where COPY writes ten times as many.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from . import digests
from .models import Head
from .refusals import BatchTooLarge

NUMBER_BITS = 24
LARGEST_NUMBER = (1 << NUMBER_BITS) - 1
_CHUNK = 1 << 18  # characters sent to PostgreSQL at once

POSTING_COLUMNS = (
    "id",
    "batch_id",
    "source",
    "revision",
    "is_reversal",
    "channel",
    "reverses_id",
    "evidence",
    "digest",
)
ENTRY_COLUMNS = (
    "id",
    "posting_id",
    "measure_id",
    "organization_id",
    "since_on",
    "happened_on",
    "quantity",
    "weight",
    "origin",
    "bound",
    "breakdown_id",
    "person_id",
)


@dataclass(frozen=True, slots=True)
class FreshEntry:
    """An entry about to be written; `origin` is the entry it takes back, or None for itself."""

    measure: int
    organization: int
    since_on: str | None
    happened_on: str
    quantity: int
    bound: str
    breakdown: int | None
    person: int | None
    origin: int | None
    text: str


@dataclass(slots=True)
class FreshPosting:
    """A posting about to be written with its entries, in the order of their numbers."""

    source: str
    revision: int
    reverses: int | None
    channel: str
    evidence: str
    entries: list[FreshEntry]


@dataclass(frozen=True)
class Act:
    """Who posts, into which data set, under which heading and why."""

    data_set: str
    by: str
    title: str
    reason: str = ""


class Prepared:
    """A batch with its digests, ready to be written. Raises BatchTooLarge."""

    def __init__(self, act: Act, postings: Sequence[FreshPosting]) -> None:
        self.act, self.postings = act, postings
        self.entry_count = sum(len(posting.entries) for posting in postings)
        largest = max(self.entry_count, len(postings))
        if largest > LARGEST_NUMBER:
            raise BatchTooLarge(largest, LARGEST_NUMBER)
        self.digests = [
            digests.posting_digest(
                number,
                posting.source,
                posting.revision,
                posting.reverses,
                posting.channel,
                posting.evidence,
                [entry.text for entry in posting.entries],
            )
            for number, posting in enumerate(postings, 1)
        ]

    def write(self, *, before_numbering: Callable[[int, int], None]) -> int:
        """Write and number the batch in the caller's transaction; return its id. The head stays locked until the end.

        `before_numbering` gets the batch's id and the head's position once the head is locked, and may still refuse.
        """
        batch, act = _reserve_batch(), self.act
        content = digests.batch_digest(
            batch, act.data_set, act.by, act.title, act.reason, self.entry_count, self.digests
        )
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO ledger_batch (id, recorded_by, data_set, title, reason, posting_count, entry_count,"
                " content_digest) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
                [
                    batch,
                    act.by,
                    act.data_set,
                    act.title,
                    act.reason,
                    len(self.postings),
                    self.entry_count,
                    content,
                ],
            )
        _insert("ledger_posting", POSTING_COLUMNS, _posting_rows(batch, self.postings, self.digests))
        _insert("ledger_entry", ENTRY_COLUMNS, _entry_rows(batch, self.postings))
        _number(batch, content, before_numbering)
        return batch


def _reserve_batch() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT nextval(pg_get_serial_sequence('ledger_batch', 'id'))")
            return int(cursor.fetchone()[0])
        # The transaction began IMMEDIATE: nobody else takes the number before this batch has it.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'ledger_batch'")
        row = cursor.fetchone()
        return int(row[0]) + 1 if row else 1


def _posting_rows(
    batch: int, postings: Sequence[FreshPosting], found: Sequence[bytes]
) -> Iterator[tuple[Any, ...]]:
    first = batch << NUMBER_BITS
    for number, posting in enumerate(postings, 1):
        yield (
            first | number,
            batch,
            posting.source,
            posting.revision,
            posting.reverses is not None,
            posting.channel,
            posting.reverses,
            posting.evidence or None,
            found[number - 1],
        )


def _entry_rows(batch: int, postings: Sequence[FreshPosting]) -> Iterator[tuple[Any, ...]]:
    first = entry_id = batch << NUMBER_BITS
    for number, posting in enumerate(postings, 1):
        for entry in posting.entries:
            entry_id += 1
            yield (
                entry_id,
                first | number,
                entry.measure,
                entry.organization,
                entry.since_on,
                entry.happened_on,
                entry.quantity,
                1 if entry.origin is None else -1,
                entry.origin or entry_id,
                entry.bound,
                entry.breakdown,
                entry.person,
            )


def _insert(table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    names = ", ".join(columns)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for part in _copied(rows):
                    copy.write(part)
        else:
            marks = ", ".join("?" * len(columns))
            # The driver's own cursor: Django's would rewrite the statement's marks and adapt every value in Python.
            connection.connection.cursor().executemany(
                f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608
                rows,
            )


def _copied(rows: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    r"""Return the rows as the text COPY reads: tabs between values, \N for null, backslashes doubled."""
    part: list[str] = []
    size = 0
    for row in rows:
        line = "\t".join(map(_copied_value, row)) + "\n"
        part.append(line)
        size += len(line)
        if size > _CHUNK:
            yield "".join(part)
            part, size = [], 0
    yield "".join(part)


def _copied_value(value: Any) -> str:
    if value is None:
        return r"\N"
    if type(value) is str:
        return value.replace("\\", "\\\\") if "\\" in value else value
    if type(value) is bytes:
        return r"\\x" + value.hex()
    if type(value) is bool:
        return "t" if value else "f"
    return str(value)


def _number(batch: int, content: bytes, before_numbering: Callable[[int, int], None]) -> None:
    """Give the batch the next position: last of all, so that positions become visible in their order, without gaps."""
    head = Head.objects.select_for_update().get(pk=1)
    before_numbering(batch, head.position)
    now = timezone.now()
    position = head.position + 1
    recorded_at = max(now, head.recorded_at) if head.recorded_at else now
    chain = digests.chained(bytes(head.chain_digest), position, recorded_at, content)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_batch SET position = %s, recorded_at = %s, chain_digest = %s WHERE id = %s",
            [position, connection.ops.adapt_datetimefield_value(recorded_at), chain, batch],
        )
    Head.objects.filter(pk=1).update(position=position, recorded_at=recorded_at, chain_digest=chain)
