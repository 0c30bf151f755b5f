"""Writing a batch into the database as fast as it takes rows: COPY on PostgreSQL, one prepared statement on SQLite.

The ORM is left out on purpose: it writes 40,000 to 50,000 rows a second where COPY writes ten times as many.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Self

from django.db import connection
from django.utils import timezone

from . import digests
from .checking import unkeepable_character
from .drafts import Entries, Postings, starts
from .models import DataSet, Head
from .refusals import BatchTooLarge

NUMBER_BITS = 24
LARGEST_NUMBER = (1 << NUMBER_BITS) - 1
_CHUNK = 2_000  # rows sent to PostgreSQL at once


@dataclass(frozen=True)
class Act:
    """Who posts, into which data set, under which heading and why."""

    data_set: str
    by: str
    title: str
    reason: str = ""

    @classmethod
    def checked(cls, data_set: str, by: str, title: str, reason: str) -> Self:
        """Return the act. Raises ValueError when nobody posts, there is no title, or a text is too long."""
        if data_set not in DataSet.values:
            raise ValueError(f"not a data set: {data_set!r}; use one of {', '.join(DataSet.values)}")
        for name, text, limit in (("by", by, 150), ("title", title, 200), ("reason", reason, 400)):
            if len(text) > limit or unkeepable_character(text):
                raise ValueError(
                    f"{name} must have at most {limit} characters and none that cannot be kept: {text[:limit]!r}"
                )
        if not by or not title:
            raise ValueError("a batch needs somebody who posts it and a title")
        return cls(str(data_set), by, title, reason)


class Prepared:
    """A batch with its digests, ready to be written. Raises BatchTooLarge."""

    def __init__(self, act: Act, postings: Postings, entries: Entries) -> None:
        self.act, self.postings, self.entries = act, postings, entries
        self.posting_count, self.entry_count = len(postings.source), len(entries.text)
        largest = max(self.entry_count, self.posting_count)
        if largest > LARGEST_NUMBER:
            raise BatchTooLarge(largest, LARGEST_NUMBER)
        first = starts(postings.entry_count)
        self.digests = [
            digests.posting_digest(number, *facts, entries.text[first[number - 1] : first[number]])
            for number, facts in enumerate(
                zip(
                    postings.source,
                    postings.revision,
                    postings.reverses,
                    postings.channel,
                    postings.evidence,
                    strict=True,
                ),
                1,
            )
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
                    self.posting_count,
                    self.entry_count,
                    content,
                ],
            )
        _insert("ledger_posting", self._posting_columns(batch))
        _insert("ledger_entry", self._entry_columns(batch))
        _number(batch, content, before_numbering)
        return batch

    def _posting_columns(self, batch: int) -> dict[str, Sequence[Any]]:
        first, postings = batch << NUMBER_BITS, self.postings
        return {
            "id": range(first + 1, first + self.posting_count + 1),
            "batch_id": [batch] * self.posting_count,
            "source": postings.source,
            "revision": postings.revision,
            "is_reversal": [reverses is not None for reverses in postings.reverses],
            "channel": postings.channel,
            "reverses_id": postings.reverses,
            "evidence": [evidence or None for evidence in postings.evidence],
            "digest": self.digests,
        }

    def _entry_columns(self, batch: int) -> dict[str, Sequence[Any]]:
        first, entries = batch << NUMBER_BITS, self.entries
        numbers = range(first + 1, first + self.entry_count + 1)
        owners = [
            first + number for number, count in enumerate(self.postings.entry_count, 1) for _ in range(count)
        ]
        return {
            "id": numbers,
            "posting_id": owners,
            "measure_id": entries.measure,
            "organization_id": entries.organization,
            "since_on": entries.since_on,
            "happened_on": entries.happened_on,
            "quantity": entries.quantity,
            "weight": [1 if origin is None else -1 for origin in entries.origin],
            "origin": [origin or number for origin, number in zip(entries.origin, numbers, strict=True)],
            "bound": entries.bound,
            "breakdown_id": entries.breakdown,
            "person_id": entries.person,
        }


def _reserve_batch() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT nextval(pg_get_serial_sequence('ledger_batch', 'id'))")
            return int(cursor.fetchone()[0])
        # The transaction began IMMEDIATE: nobody else takes the number before this batch has it.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'ledger_batch'")
        row = cursor.fetchone()
        return int(row[0]) + 1 if row else 1


def _insert(table: str, columns: Mapping[str, Sequence[Any]]) -> None:
    names = ", ".join(columns)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for part in _copied(columns.values()):
                    copy.write(part)
        else:
            marks = ", ".join("?" * len(columns))
            # The driver's own cursor: Django's would rewrite the statement's marks and adapt every value in Python.
            connection.connection.cursor().executemany(
                f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608
                zip(*columns.values(), strict=True),
            )


def _copied(columns: Iterable[Sequence[Any]]) -> Iterator[str]:
    r"""Yield the rows as the text COPY reads: tabs between values, \N for null, backslashes doubled."""
    rows = zip(*map(_copied_column, columns), strict=True)
    while part := list(islice(rows, _CHUNK)):
        yield "\n".join(map("\t".join, part)) + "\n"


def _copied_column(values: Sequence[Any]) -> Iterable[str]:
    """Return the texts of a column; a column of one sort is made in one go, three times as fast as value by value."""
    kinds = set(map(type, values))
    if kinds == {type(None)}:
        return [r"\N"] * len(values)
    if kinds == {int}:
        return map(str, values)
    return map(_copied_value, values)


def _copied_value(value: Any) -> str:
    if value is None:
        return r"\N"
    if type(value) is str:
        return value.replace("\\", "\\\\") if "\\" in value else value
    if type(value) is bytes:
        return r"\\x" + value.hex()
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
