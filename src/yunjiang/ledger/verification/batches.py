"""The chain of batches, followed down to every posting and entry in the database."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection

from .. import digests
from ..flaws import Flaw
from ..models import Batch, Head
from ..standing import ENTRIES, ENTRY_TEXT, evidence_reader
from ..writing import LARGEST_NUMBER, NUMBER_BITS

_CHUNK = 50_000


class _Entry(NamedTuple):
    id: int
    posting: int
    weight: int
    origin: int
    text: str


class _Posting(NamedTuple):
    id: int
    batch: int
    source: str
    revision: int
    is_reversal: bool
    channel: str
    reverses: int | None
    evidence: str | None
    digest: bytes


@dataclass
class _Stream:
    """Rows in the order of their numbers, taken batch by batch."""

    rows: Iterator[Any]
    waiting: Any = None

    def up_to(self, last: int) -> Iterator[Any]:
        """Yield the rows whose number is not beyond `last` and that were not yielded before."""
        while True:
            row = self.waiting if self.waiting is not None else next(self.rows, None)
            self.waiting = row
            if row is None or row.id > last:
                return
            self.waiting = None
            yield row


def flaws_of_batches(noted: Mapping[int, str], on_progress: Callable[[int], None]) -> Iterator[Flaw]:
    """Yield what is wrong with the chain, then with the batches in the order in which they were begun."""
    head = Head.objects.get(pk=1)
    yield from _flaws_of_chain(head, noted)
    known = dict(
        Batch.objects.filter(position__lte=head.position).order_by("id").values_list("id", "position")
    )
    postings = _Stream(_postings())
    entries = _Stream(_entries())
    for number, position in known.items():
        batch = Batch.objects.get(pk=number)
        assert position is not None
        first, last = number << NUMBER_BITS, (number << NUMBER_BITS) | LARGEST_NUMBER
        # Rows before the first number of this batch belong to no batch, or to one begun earlier and numbered after the head.
        yield from _foreign(postings.up_to(first), entries.up_to(first), known)
        yield from _flaws_of_batch(batch, position, list(postings.up_to(last)), entries.up_to(last))
        on_progress(batch.entry_count)
    yield from _foreign(postings.up_to(2**63), entries.up_to(2**63), known)


def _flaws_of_chain(head: Head, noted: Mapping[int, str]) -> Iterator[Flaw]:
    for number, title in Batch.objects.filter(position__isnull=True).values_list("id", "title"):
        yield Flaw("batch_unnumbered", {"batch": number, "title": title})
    expected, chain, moment = 1, bytes(32), None
    rows = Batch.objects.filter(position__lte=head.position).order_by("position")
    for batch in rows.iterator():
        assert batch.position is not None
        for missing in range(expected, min(batch.position, expected + 10)):
            yield Flaw("batch_missing", {"position": missing})
        facts = {"position": batch.position, "batch": batch.pk}
        found = digests.octets(batch.chain_digest)
        if batch.position == expected and not _follows(batch, chain):
            yield Flaw("batch_renumbered", facts)
        if moment and batch.recorded_at and batch.recorded_at < moment:
            yield Flaw("moment_falls", facts)
        if batch.position in noted and noted[batch.position] != found.hex():
            yield Flaw(
                "noted_digest_differs",
                {"position": batch.position, "found": found.hex(), "noted": noted[batch.position]},
            )
        expected, chain, moment = batch.position + 1, found, batch.recorded_at
    if (head.position, digests.octets(head.chain_digest), head.recorded_at) != (expected - 1, chain, moment):
        yield Flaw("head_altered", {"head": head.position, "position": expected - 1})
    for position in sorted(noted):
        if position > expected - 1:
            yield Flaw("batch_missing", {"position": position})


def _follows(batch: Batch, chain: bytes) -> bool:
    """Tell whether a batch carries the chain on from the digest before it."""
    if batch.position is None or batch.recorded_at is None:
        return False
    expected = digests.chained(chain, batch.position, batch.recorded_at, digests.octets(batch.content_digest))
    return digests.octets(batch.chain_digest) == expected


def _flaws_of_batch(
    batch: Batch, position: int, postings: list[_Posting], entries: Iterator[_Entry]
) -> Iterator[Flaw]:
    flaws = list(_flaws_within(batch, position, postings, entries))
    yield from flaws
    content = digests.batch_digest(
        batch.pk,
        batch.data_set,
        batch.recorded_by,
        batch.title,
        batch.reason,
        batch.entry_count,
        [digests.octets(posting.digest) for posting in postings],
    )
    if not flaws and (
        content != digests.octets(batch.content_digest) or batch.posting_count != len(postings)
    ):
        yield Flaw("batch_altered", {"batch": batch.pk, "position": position})


def _flaws_within(
    batch: Batch, position: int, postings: list[_Posting], entries: Iterator[_Entry]
) -> Iterator[Flaw]:
    first, read_evidence = batch.pk << NUMBER_BITS, evidence_reader()
    of_posting: dict[int, list[_Entry]] = {}
    expected = 1
    for entry in entries:
        number = entry.id - first
        if number > batch.entry_count:
            yield Flaw("entry_foreign", {"entry": entry.id})
            continue
        for missing in range(expected, min(number, expected + 10)):
            yield Flaw("entry_missing", {"entry": first | missing, "position": position})
        expected = number + 1
        of_posting.setdefault(entry.posting, []).append(entry)
    for missing in range(expected, min(batch.entry_count, expected + 9) + 1):
        yield Flaw("entry_missing", {"entry": first | missing, "position": position})
    expected, newest = 1, 0
    for posting in postings:
        number = posting.id - first
        if number > batch.posting_count or posting.batch != batch.pk:
            yield _posting_flaw("posting_foreign", posting, position)
            continue
        for missing in range(expected, min(number, expected + 10)):
            yield Flaw("posting_missing", {"batch": batch.pk, "position": position, "number": missing})
        expected = number + 1
        held = of_posting.pop(posting.id, [])
        if not _is_intact(posting, number, held, read_evidence) or (held and held[0].id <= newest):
            yield _posting_flaw("posting_altered", posting, position, held)
        newest = held[-1].id if held else newest
    for missing in range(expected, min(batch.posting_count, expected + 9) + 1):
        yield Flaw("posting_missing", {"batch": batch.pk, "position": position, "number": missing})
    for stray in of_posting.values():
        for entry in stray:
            yield Flaw("entry_foreign", {"entry": entry.id})


def _is_intact(
    posting: _Posting, number: int, held: list[_Entry], read_evidence: Callable[[str | None], str]
) -> bool:
    """Tell whether a posting and its entries still give the digest they were posted with."""
    if posting.reverses is None:
        is_right = all(entry.weight == 1 and entry.origin == entry.id for entry in held)
        texts = [entry.text for entry in held]
    else:
        is_right = all(entry.weight == -1 for entry in held)
        texts = [digests.taken_back(entry.text, entry.origin) for entry in held]
    if not is_right or bool(posting.is_reversal) != (posting.reverses is not None):
        return False
    try:
        evidence = read_evidence(posting.evidence)
    except ValueError:
        return False
    return digests.octets(posting.digest) == digests.posting_digest(
        number,
        posting.source,
        posting.revision,
        posting.reverses,
        posting.channel,
        evidence,
        texts,
    )


def _posting_flaw(code: str, posting: _Posting, position: int, held: list[_Entry] | None = None) -> Flaw:
    numbers = [entry.id for entry in held or []]
    named = f"{numbers[0]}..{numbers[-1]}" if len(numbers) > 1 else "".join(map(str, numbers))
    return Flaw(
        code,
        {
            "posting": posting.id,
            "source": posting.source,
            "revision": posting.revision,
            "position": position,
            "entries": named,
        },
    )


def _foreign(
    postings: Iterator[_Posting], entries: Iterator[_Entry], known: Mapping[int, int | None]
) -> Iterator[Flaw]:
    """Yield the rows whose numbers belong to no batch; those of batches posted meanwhile are left for the next time."""
    later: dict[int, bool] = {}

    def is_later(row: _Posting | _Entry) -> bool:
        number = row.id >> NUMBER_BITS
        if number not in later:
            later[number] = number not in known and Batch.objects.filter(pk=number).exists()
        return later[number]

    for posting in postings:
        if not is_later(posting):
            yield _posting_flaw("posting_foreign", posting, 0)
    for entry in entries:
        if not is_later(entry):
            yield Flaw("entry_foreign", {"entry": entry.id})


def _postings() -> Iterator[_Posting]:
    query = (
        "SELECT id, batch_id, source, revision, is_reversal, channel, reverses_id, evidence, digest"
        " FROM ledger_posting WHERE id > %s ORDER BY id LIMIT %s"
    )
    return map(_Posting._make, _by_number(query))


def _entries() -> Iterator[_Entry]:
    query = (
        f"SELECT e.id, e.posting_id, e.weight, e.origin, {ENTRY_TEXT} {ENTRIES}"
        " WHERE e.id > %s ORDER BY e.id LIMIT %s"
    )
    return map(_Entry._make, _by_number(query))


def _by_number(query: str) -> Iterator[tuple[Any, ...]]:
    last = -(2**63)
    while True:
        with connection.cursor() as cursor:
            cursor.execute(query, [last, _CHUNK])
            rows = cursor.fetchall()
        if not rows:
            return
        yield from rows
        last = rows[-1][0]
