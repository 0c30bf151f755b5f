"""The canonical text of a record and its place in the chain: what `verify` works out again."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise

from yunjiang.standards.national_cryptography import hmac_sm3, sm3

LONGEST = 20_000  # characters of facts, before or after; a longer one is kept as its digest and length


def canonical(value: Mapping[str, Any]) -> str:
    """Return the one JSON text of a mapping, or nothing for an empty one. Raises TypeError for what JSON cannot say.

    Decimals and days become texts, messages are spoken, sets sorted. A text longer than `LONGEST` is replaced by its digest.
    """
    if not value:
        return ""
    text = clean(
        json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_worded)
    )
    if len(text) <= LONGEST:
        return text
    return canonical({"length": len(text), "sm3": sm3(text.encode()).hex(), "beginning": text[:1000]})


def _worded(value: object) -> object:
    if isinstance(value, Decimal | Promise):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"the audit trail cannot keep a {type(value).__name__}")


def clean(text: str, limit: int | None = None) -> str:
    """Return a text that every database can hold: no NUL, no halves of characters, at most `limit` characters."""
    return text.replace("\x00", "␀").encode("utf-8", "replace").decode()[:limit]


def record_text(
    position: int,
    recorded_at: datetime,
    user_id: int | None,
    organization_id: int | None,
    *words: str,
) -> bytes:
    """Return what a record's digest covers; `words` are its other columns in the order of `writing.WORDS`."""
    moment = recorded_at.astimezone(UTC).isoformat(timespec="microseconds")
    facts = [position, moment, user_id, organization_id, *words]
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode()


def chained(key: bytes, previous: bytes, text: bytes) -> bytes:
    """Return the digest of a record: HMAC-SM3 under the site's trail key over the digest before it and its text."""
    return hmac_sm3(key, previous + text)
