"""The ring of keys: several that open, one of them current and sealing, and one for digests that never changes.

It is a JSON text with every key wrapped by the door, in YUNJIANG_FIELD_KEYS or in the file `field-keys` of YUNJIANG_HOME, made
once. A copy of it without the door's key opens nothing; a database without it is lost: it belongs into the backup, apart from the
database. The digest key cannot be changed like the others: every digest in the database would have to be made anew.
"""

import base64
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import algorithms
from django.conf import settings

from .ciphers import KEY
from .doors import door
from .refusals import KeysUnreadable, UnknownKey

_INDEX_KEY = 32  # bytes


@dataclass(frozen=True)
class KeyRing:
    """Keys by their names of four bytes; `current` seals, the others only open."""

    current: bytes
    keys: Mapping[bytes, algorithms.SM4]
    index_key: bytes

    def key(self, name: bytes) -> algorithms.SM4:
        """Return the key of this name. Raises UnknownKey."""
        try:
            return self.keys[name]
        except KeyError:
            raise UnknownKey(name.hex()) from None


def ring() -> KeyRing:
    """Return this site's keys; on the first start they are made. Raises KeysUnreadable."""
    text = settings.YUNJIANG_FIELD_KEYS
    if text:
        return _read(text, "YUNJIANG_FIELD_KEYS")
    path = _path()
    if not path.exists():
        _write_first(path, json.dumps(_made_new()))
    status = path.stat()
    return _read_file(path, status.st_mtime_ns, status.st_ino)


def add_key() -> str:
    """Make a new key the current one and return its name; what is sealed already stays until `rotation` has been over it.

    Raises KeysUnreadable where the ring stands in the environment, which no program can change.
    """
    if settings.YUNJIANG_FIELD_KEYS:
        raise KeysUnreadable(
            "YUNJIANG_FIELD_KEYS", "a ring in the environment is changed where the environment is kept"
        )
    ring()
    kept = json.loads(_path().read_text("utf-8"))
    name, key = _made_key()
    kept["keys"][name] = key
    kept["current"] = name
    scratch = _path().with_suffix(".part")
    _write_guarded(scratch, json.dumps(kept))
    os.replace(scratch, _path())
    return name


def _path() -> Path:
    return Path(settings.HOME) / "field-keys"


def _made_new() -> dict[str, object]:
    name, key = _made_key()
    return {
        "version": 1,
        "current": name,
        "keys": {name: key},
        "index": _text(door().wrap(os.urandom(_INDEX_KEY))),
    }


def _made_key() -> tuple[str, dict[str, str]]:
    made_on = date.today().isoformat()
    return secrets.token_hex(4), {"wrapped": _text(door().wrap(os.urandom(KEY))), "made_on": made_on}


def _write_first(path: Path, text: str) -> None:
    """Put a whole file there, unless another process was quicker: all of them must get the same keys."""
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_suffix(f".{os.getpid()}.part")
    _write_guarded(scratch, text)
    try:
        os.link(scratch, path)
    except FileExistsError:
        pass
    finally:
        scratch.unlink()


def _write_guarded(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


@lru_cache(maxsize=4)
def _read_file(path: Path, changed_at: int, node: int) -> KeyRing:
    """Read the file as long as it has not changed: another process may have added a key."""
    return _read(path.read_text("utf-8"), str(path))


@lru_cache(maxsize=4)
def _read(text: str, where: str) -> KeyRing:
    try:
        kept = json.loads(text)
        keys = {
            bytes.fromhex(name): algorithms.SM4(door().unwrap(_bytes(each["wrapped"])))
            for name, each in kept["keys"].items()
        }
        return KeyRing(bytes.fromhex(kept["current"]), keys, door().unwrap(_bytes(kept["index"])))
    except Exception as error:  # a door of the site's own may raise anything
        raise KeysUnreadable(where, type(error).__name__) from error


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
