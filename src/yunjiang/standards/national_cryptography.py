"""SM3 and HMAC-SM3, the digest and keyed digest of the national commercial cryptography standards.

GB/T 32905-2016 (SM3); GB/T 15852.2-2012 (message authentication with a dedicated hash function, which is HMAC).
Computed by OpenSSL through the `cryptography` library.
"""

from cryptography.hazmat.primitives import hashes, hmac

DIGEST_SIZE = 32  # bytes


def sm3(*parts: bytes) -> bytes:
    """Return the 32 bytes of SM3 over the parts joined without separators.

    Parts of variable length need a length or a separator of the caller's, or ("ab", "c") equals ("a", "bc").
    """
    digest = hashes.Hash(hashes.SM3())
    for part in parts:
        digest.update(part)
    return digest.finalize()


def hmac_sm3(key: bytes, text: bytes) -> bytes:
    """Return the 32 bytes of HMAC-SM3 over the text under the key."""
    keyed = hmac.HMAC(key, hashes.SM3())
    keyed.update(text)
    return keyed.finalize()


class Sm3:
    """SM3 over a text that arrives in pieces; `digest` may be asked at any time and does not end it."""

    def __init__(self, start: bytes = b"") -> None:
        self._hash = hashes.Hash(hashes.SM3())
        self._hash.update(start)

    def update(self, part: bytes) -> None:
        """Add the next piece."""
        self._hash.update(part)

    def digest(self) -> bytes:
        """Return the 32 bytes of SM3 over everything so far."""
        return self._hash.copy().finalize()

    def hexdigest(self) -> str:
        """Return `digest` as 64 hexadecimal digits."""
        return self.digest().hex()
