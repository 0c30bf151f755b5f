"""Where the keys are opened: in this process, or in a device that never gives its own key away.

Data keys lie in the ring wrapped, and a door unwraps them once at start. A site with a server cipher machine (服务器密码机, GM/T
0030) or a key service writes a class of two methods around it and names it in YUNJIANG_KEY_DOOR; nothing else changes.
"""

import os
from functools import cache
from typing import Protocol

from cryptography.hazmat.primitives.ciphers import algorithms
from django.conf import settings
from django.utils.module_loading import import_string

from yunjiang.standards.national_cryptography import hmac_sm3

from . import ciphers


class KeyDoor(Protocol):
    """Wraps and unwraps keys of 16 or 32 bytes; made without arguments."""

    def wrap(self, key: bytes) -> bytes:
        """Return the key as it may lie in a file."""
        ...

    def unwrap(self, wrapped: bytes) -> bytes:
        """Return the key again. Raises whatever it likes when it cannot: the site does not start then."""
        ...


class SoftwareDoor:
    """Wraps by SM4-GCM under a key derived from YUNJIANG_FIELD_KEY, for sites without a device."""

    _CONTEXT = b"yunjiang field key"

    def __init__(self) -> None:
        derived = hmac_sm3(settings.YUNJIANG_FIELD_KEY.encode(), b"yunjiang key door 1")
        self._key = algorithms.SM4(derived[: ciphers.KEY])

    def wrap(self, key: bytes) -> bytes:
        nonce = os.urandom(ciphers.NONCE)
        return nonce + ciphers.encrypted(self._key, nonce, key, self._CONTEXT)

    def unwrap(self, wrapped: bytes) -> bytes:
        nonce, sealed = wrapped[: ciphers.NONCE], wrapped[ciphers.NONCE :]
        return ciphers.decrypted(self._key, nonce, sealed, self._CONTEXT)


@cache
def door() -> KeyDoor:
    """Return the door that the settings name."""
    found: KeyDoor = import_string(settings.YUNJIANG_KEY_DOOR)()
    return found
