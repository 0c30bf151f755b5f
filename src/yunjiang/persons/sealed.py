"""A person's numbers on their way into the database: sealed, digested for finding, and masked for showing.

The contexts are never to be changed: every stored value names them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from yunjiang.access import masking, sealing
from yunjiang.standards.identifiers import documents, phones
from yunjiang.standards.identifiers.documents import Document

IDENTITY = "persons.identity"
PHONE = "persons.phone"

# These are numbered in one sequence; others (a passport, a permit) may happen to have the same digits.
_ONE_SEQUENCE = frozenset({Document.RESIDENT, Document.RESIDENCE_PERMIT, Document.FOREIGN_PERMANENT})


@dataclass(frozen=True)
class Sealed:
    """Columns of one number: what is stored sealed, by what it is found, what is shown."""

    sealed: list[bytes | None]
    keys: list[bytes | None]
    masks: list[str]


def identities(numbers: Sequence[str | None], kinds: Sequence[str] | None = None) -> Sealed:
    """Return the columns of identity numbers in their normal form; without kinds all are citizens' numbers."""
    return Sealed(
        sealing.seal_many(numbers, IDENTITY),
        identity_keys(numbers, kinds),
        [masking.identity_number(each) if each else "" for each in numbers],
    )


def identity_keys(numbers: Sequence[str | None], kinds: Sequence[str] | None = None) -> list[bytes | None]:
    """Return by what each identity number in its normal form is found; without kinds all are citizens' numbers."""
    if kinds is not None:
        numbers = [
            _found_as(kind, number) if number else None for kind, number in zip(kinds, numbers, strict=True)
        ]
    return sealing.index_many(numbers, IDENTITY)


def identity_key(number: str, kind: str = Document.RESIDENT) -> bytes:
    """Return by what an identity number is found, written in any way."""
    return sealing.index(_found_as(kind, documents.normal(Document(kind), number)), IDENTITY)


def phone_columns(numbers: Sequence[str | None]) -> Sealed:
    """Return the columns of telephone numbers in their normal form."""
    return Sealed(
        sealing.seal_many(numbers, PHONE),
        sealing.index_many(numbers, PHONE),
        [masking.phone(each) if each else "" for each in numbers],
    )


def phone_key(number: str) -> bytes:
    """Return by what a telephone number is found, written in any way."""
    return sealing.index(phones.normal(number), PHONE)


def identity_of(stored: bytes | memoryview | None) -> str:
    """Return the number itself. Whoever calls this has recorded for whom and what for."""
    return sealing.open_(stored, IDENTITY) if stored else ""


def phone_of(stored: bytes | memoryview | None) -> str:
    """Return the number itself. Whoever calls this has recorded for whom and what for."""
    return sealing.open_(stored, PHONE) if stored else ""


def _found_as(kind: str, number: str) -> str:
    return number if kind in _ONE_SEQUENCE else f"{kind}:{number}"
