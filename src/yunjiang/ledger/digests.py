"""The canonical texts whose SM3 digests make tampering evident, and the digests themselves.

A text is made of what the rows mean, not of how a database stores them: codes and keys instead of numbers for measures,
organizations and breakdowns, decimals with their scale. So the same ledger gives the same digests on every database.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from yunjiang.standards.national_cryptography import sm3

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical(value: Any) -> str:
    """Return the one JSON text of a value: sorted keys, no spaces, no escapes beyond the necessary ones."""
    return _ENCODER.encode(value)


def evidence_text(evidence: Mapping[str, Any] | None) -> str:
    return "" if evidence is None else canonical(evidence)


def line_text(
    measure: str,
    scale: int,
    organization: str,
    since_on: str,
    happened_on: str,
    quantity: int,
    bound: str,
    breakdown: str,
) -> str:
    """Return the text of an entry that names no person: codes and keys, days as ISO texts, nothing for what is not given."""
    return (
        f"{measure}\t{organization}\t{since_on}\t{happened_on}\t{quantity}e-{scale}\t{bound}\t{breakdown}\t"
    )


def with_person(text: str, person: int) -> str:
    """Return the text of an entry about the person with this number."""
    return f"{text}{person}"


def taken_back(text: str, origin: int) -> str:
    """Return the text of the entry that takes back the entry `origin` with this text."""
    return f"{text}\t-1\t{origin}"


def posting_digest(
    number: int,
    source: str,
    revision: int,
    reverses: int | None,
    channel: str,
    evidence: str,
    lines: Sequence[str],
) -> bytes:
    """Return the digest of a posting, the `number`-th of its batch, with the texts of its entries in their order."""
    body = "\n".join(lines)
    return sm3(
        f"{number}\t{source}\t{revision}\t{reverses or ''}\t{channel}\t{len(lines)}\n{body}\n{evidence}".encode()
    )


def batch_digest(
    number: int,
    data_set: str,
    recorded_by: str,
    title: str,
    reason: str,
    entry_count: int,
    postings: Iterable[bytes],
) -> bytes:
    """Return the content digest of the batch with this id from its heading and its postings' digests in order."""
    digests = b"".join(postings)
    heading = canonical([number, data_set, recorded_by, title, reason, len(digests) // 32, entry_count])
    return sm3(heading.encode(), b"\n", digests)


def chained(previous: bytes, position: int, recorded_at: datetime, content: bytes) -> bytes:
    """Return the chain digest of the batch at a position from the one before it."""
    moment = recorded_at.astimezone(UTC).isoformat(timespec="microseconds")
    return sm3(previous, position.to_bytes(8, "big"), moment.encode(), content)


def octets(value: object) -> bytes:
    """Return a digest's bytes; SQLite lets anything be written into any column, and that must not stop the checking."""
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
