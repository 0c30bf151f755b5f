"""What stands in the ledger for given sources, and the texts of entries already written."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from .digests import canonical, taken_back
from .drafts import Entries
from .key_lookups import along_keys
from .writing import LARGEST_NUMBER, NUMBER_BITS

_CHUNK = 10_000


@dataclass(frozen=True, slots=True)
class Posted:
    """One revision of a source in the ledger."""

    id: int
    source: str
    revision: int
    channel: str
    evidence: str
    digest: bytes
    data_set: str
    is_live: bool

    @property
    def number(self) -> int:
        """Which posting of its batch it is."""
        return self.id & LARGEST_NUMBER


def postings_of(sources: Sequence[str]) -> dict[str, list[Posted]]:
    """Return every revision posted for each of the sources, in the order of revisions; sources never posted are left out."""
    found: dict[str, list[Posted]] = defaultdict(list)
    query = (
        "SELECT p.id, p.source, p.revision, p.channel, p.evidence, p.digest, b.data_set, r.id"
        " FROM ledger_posting p JOIN ledger_batch b ON b.id = p.batch_id"
        " LEFT JOIN ledger_posting r ON r.reverses_id = p.id"
        " WHERE NOT p.is_reversal AND p.source {among} ORDER BY p.source, p.revision"
    )
    read_evidence = evidence_reader()
    for row in _among(query, sources):
        number, source, revision, channel, evidence, digest, data_set, reversal = row
        found[source].append(
            Posted(
                number,
                source,
                revision,
                channel,
                read_evidence(evidence),
                bytes(digest),
                data_set,
                reversal is None,
            )
        )
    return found


def newest_batch() -> int:
    """Return the number of the newest batch that this transaction sees; what it posts from now on has greater ones."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM ledger_batch")
        return int(cursor.fetchone()[0])


def sources_since(batch: int) -> set[str]:
    """Return the sources posted in batches with greater numbers, as far as this transaction sees them."""
    with along_keys(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT source FROM ledger_posting WHERE id > %s", [(batch << NUMBER_BITS) | LARGEST_NUMBER]
        )
        return {source for (source,) in cursor.fetchall()}


def evidence_reader() -> Callable[[str | None], str]:
    """Return the function that makes canonical text of evidence as this database gives it back.

    SQLite gives back what was written; jsonb has spaces and an order of its own.
    """
    if connection.vendor == "sqlite":
        return lambda evidence: evidence or ""
    return lambda evidence: canonical(json.loads(evidence)) if evidence else ""


# The canonical text of an entry (see `digests.line_text`) put together by the database, tabs between its parts.
ENTRY_TEXT = (
    "coalesce(m.code, '?') || '\t' || coalesce(o.key, '?') || '\t' || coalesce(CAST(e.since_on AS text), '') || '\t' ||"
    " CAST(e.happened_on AS text) || '\t' || CAST(e.quantity AS text) || 'e-' || coalesce(CAST(m.scale AS text), '?')"
    " || '\t' || e.bound || '\t' || CASE WHEN e.breakdown_id IS NULL THEN '' ELSE coalesce(d.key, '?') END || '\t' ||"
    " coalesce(CAST(e.person_id AS text), '')"
)
ENTRIES = (
    " FROM ledger_entry e"
    " LEFT JOIN ledger_measure m ON m.id = e.measure_id"
    " LEFT JOIN organizations_organization o ON o.id = e.organization_id"
    " LEFT JOIN ledger_breakdown d ON d.id = e.breakdown_id"
)


def entries_of(postings: Sequence[int]) -> tuple[list[int], Entries]:
    """Return the entries that take back all entries of these postings (ascending numbers), and how many each posting has."""
    query = (
        "SELECT e.posting_id, e.measure_id, e.organization_id, CAST(e.since_on AS text), CAST(e.happened_on AS text),"
        f" e.quantity, e.bound, e.breakdown_id, e.person_id, e.id, {ENTRY_TEXT} {ENTRIES}"
        " WHERE e.posting_id {among} ORDER BY e.id"
    )
    counts = dict.fromkeys(postings, 0)
    entries = Entries()
    for posting, *facts, number, text in _among(query, postings):
        counts[posting] += 1
        entries.append(*facts, number, taken_back(text, number))
    return list(counts.values()), entries


def _among(query: str, values: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a query whose `{among}` is asked for the values, some thousands at a time."""
    for first in range(0, len(values), _CHUNK):
        yield from _part_of(query, list(values[first : first + _CHUNK]))


def _part_of(query: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with along_keys(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            kind = "bigint" if isinstance(values[0], int) else "text"
            cursor.execute(query.format(among=f"= ANY(%s::{kind}[])"), [values])
        else:
            # One parameter whatever the number: SQLite has a limit on parameters, and another on how deep an IN goes.
            cursor.execute(query.format(among="IN (SELECT value FROM json_each(%s))"), [json.dumps(values)])
        return cursor.fetchall()
