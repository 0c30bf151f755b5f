"""Persons whom entries count: from identifying text to the number under which a person is known, and nothing else kept."""

import re
import unicodedata
from collections.abc import Collection

from django.conf import settings
from django.db import connection, transaction

from yunjiang.standards.national_cryptography import hmac_sm3

_CHUNK = 20_000


def numbers_of(persons: Collection[str]) -> dict[str, int]:
    """Return the number of each person, given the identifying texts; persons not yet known get one.

    New keys are inserted in sorted order, so that two writers who bring the same persons wait for each other instead of
    locking each other out.
    """
    keys = {person: key_of(person) for person in persons}
    wanted = sorted(set(keys.values()))
    found: dict[bytes, int] = {}
    for first in range(0, len(wanted), _CHUNK):
        part = wanted[first : first + _CHUNK]
        found.update(_known(part))
        fresh = [key for key in part if key not in found]
        if fresh:
            _add(fresh)
            found.update(_known(fresh))
    return {person: found[key] for person, key in keys.items()}


def key_of(person: str) -> bytes:
    """Return the keyed digest of a person's identifying text; width, case and spaces of the text do not matter."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", person)).upper()
    return hmac_sm3(settings.YUNJIANG_PERSON_KEY.encode(), plain.encode())


def _known(keys: list[bytes]) -> dict[bytes, int]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT key, id FROM ledger_person WHERE key = ANY(%s::bytea[])", [keys])
        else:
            marks = ",".join(["%s"] * len(keys))
            cursor.execute(f"SELECT key, id FROM ledger_person WHERE key IN ({marks})", keys)  # noqa: S608
        return {bytes(key): number for key, number in cursor.fetchall()}


def _add(keys: list[bytes]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "INSERT INTO ledger_person (key) SELECT key FROM unnest(%s::bytea[]) AS fresh (key) ORDER BY key "
                "ON CONFLICT (key) DO NOTHING",
                [keys],
            )
        else:
            cursor.executemany(
                "INSERT OR IGNORE INTO ledger_person (key) VALUES (%s)", [(key,) for key in keys]
            )
