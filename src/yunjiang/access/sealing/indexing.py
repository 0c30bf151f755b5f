"""Finding a sealed text again: HMAC-SM3 over its context and itself, under a key that only this does.

Equal texts of one context have equal digests, so write a text in one way before (`standards.identifiers`). The same text under
another context has another digest: a phone number is not found among the emergency contacts of others.
"""

from collections.abc import Sequence

from cryptography.hazmat.primitives import hashes, hmac

from .ring import ring


def index(text: str, context: str) -> bytes:
    """Return the 32 bytes by which a text of this context is found."""
    keyed = _keyed(context)
    keyed.update(text.encode())
    return keyed.finalize()


def index_many(texts: Sequence[str | None], context: str) -> list[bytes | None]:
    """Return the digest of each text, None where there is none; the key is worked in once and copied."""
    keyed = _keyed(context)
    digests: list[bytes | None] = []
    for text in texts:
        if text is None:
            digests.append(None)
            continue
        each = keyed.copy()
        each.update(text.encode())
        digests.append(each.finalize())
    return digests


def _keyed(context: str) -> hmac.HMAC:
    keyed = hmac.HMAC(ring().index_key, hashes.SM3())
    about = context.encode()
    keyed.update(len(about).to_bytes(2, "big") + about)
    return keyed
