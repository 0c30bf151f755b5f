"""What a sealed field looks like: version (1 byte), name of the key (4), nonce (12), the text encrypted, tag (16).

The nonce is random: under one key 2^32 texts may be sealed before two alike become likely (GB/T 36624, NIST SP 800-38D §8.3), a
thousand times what a province needs; a yearly new key keeps it so.
"""

import os
from collections.abc import Iterable, Sequence

from cryptography.exceptions import InvalidTag

from .ciphers import NONCE, TAG, decrypted, encrypted
from .refusals import SealBroken
from .ring import KeyRing, ring

VERSION = b"\x01"
_NAME = slice(1, 5)
HEAD = 5  # bytes of version and name
Stored = bytes | memoryview  # what databases give for binary columns


def seal(text: str, context: str) -> bytes:
    """Return the text sealed under the current key for one context, such as "persons.identity"."""
    return seal_bytes(text.encode(), context)


def seal_bytes(content: bytes, context: str) -> bytes:
    """Return bytes sealed as a text is, such as a file that must not lie open on a disk."""
    keys = ring()
    nonce = os.urandom(NONCE)
    return (
        VERSION + keys.current + nonce + encrypted(keys.keys[keys.current], nonce, content, context.encode())
    )


def open_(sealed: Stored, context: str) -> str:
    """Return the text. Raises UnknownKey, and SealBroken for what was altered or sealed for another context."""
    return open_many([sealed], context)[0] or ""


def seal_many(texts: Sequence[str | None], context: str) -> list[bytes | None]:
    """Return each text sealed, None where there is none. About three times as fast as one by one."""
    keys = ring()
    key, head, about = keys.keys[keys.current], VERSION + keys.current, context.encode()
    nonces = os.urandom(NONCE * len(texts))  # one call of the system for all
    sealed: list[bytes | None] = []
    for place, text in enumerate(texts):
        if text is None:
            sealed.append(None)
            continue
        nonce = nonces[place * NONCE : (place + 1) * NONCE]
        sealed.append(head + nonce + encrypted(key, nonce, text.encode(), about))
    return sealed


def open_bytes(sealed: Stored, context: str) -> bytes:
    """Return the bytes. Raises UnknownKey, and SealBroken for what was altered or sealed for another context."""
    return _opened(bytes(sealed), context, context.encode(), ring())


def open_many(sealed: Iterable[Stored | None], context: str) -> list[str | None]:
    """Return the text of each, None where there is none. Raises UnknownKey, SealBroken."""
    keys, about = ring(), context.encode()
    return [None if each is None else _opened(bytes(each), context, about, keys).decode() for each in sealed]


def _opened(raw: bytes, context: str, about: bytes, keys: KeyRing) -> bytes:
    if raw[:1] != VERSION or len(raw) < HEAD + NONCE + TAG:
        raise SealBroken(context)
    try:
        return decrypted(keys.key(raw[_NAME]), raw[HEAD : HEAD + NONCE], raw[HEAD + NONCE :], about)
    except InvalidTag:
        raise SealBroken(context) from None


def is_current(sealed: Stored) -> bool:
    """Say whether a field is sealed under the key that seals today."""
    return bytes(sealed[:HEAD]) == VERSION + ring().current
