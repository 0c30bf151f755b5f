"""The secrets of second factors, sealed before they are stored: AES-256-GCM, or SM4-GCM where SM3 hashes the passwords.

The key is derived from YUNJIANG_FACTOR_KEY, so that a copy of the database alone opens no second factor.
"""

import base64
import os

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_NONCE, _TAG = 12, 16
_CIPHERS: dict[str, tuple[type[algorithms.AES | algorithms.SM4], int]] = {
    "a1": (algorithms.AES, 32),
    "s1": (algorithms.SM4, 16),
}


def seal(text: str) -> str:
    """Return a text sealed, with the cipher it was sealed with before it."""
    kind = "s1" if settings.YUNJIANG_PASSWORD_HASHER == "sm3" else "a1"  # noqa: S105
    nonce = os.urandom(_NONCE)
    encryptor = Cipher(_algorithm(kind), modes.GCM(nonce)).encryptor()
    sealed = encryptor.update(text.encode()) + encryptor.finalize()
    return f"{kind}:{base64.b64encode(nonce + encryptor.tag + sealed).decode()}"


def open_sealed(sealed: str) -> str:
    """Return the text. Raises cryptography's InvalidTag when it was altered or sealed under another key."""
    kind, _colon, encoded = sealed.partition(":")
    raw = base64.b64decode(encoded)
    nonce, tag, text = raw[:_NONCE], raw[_NONCE : _NONCE + _TAG], raw[_NONCE + _TAG :]
    decryptor = Cipher(_algorithm(kind), modes.GCM(nonce, tag)).decryptor()
    return (decryptor.update(text) + decryptor.finalize()).decode()


def _algorithm(kind: str) -> algorithms.AES | algorithms.SM4:
    make, length = _CIPHERS[kind]
    derive = HKDF(hashes.SHA256(), length, salt=None, info=f"yunjiang second factor {kind}".encode())
    return make(derive.derive(settings.YUNJIANG_FACTOR_KEY.encode()))
