"""What sealing refuses. No sentence holds a text, a key or a sealed value."""

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext


class SealRefusal(Exception):
    """Anything that keeps a sealed field shut."""


class UnknownKey(SealRefusal):
    """That a field was sealed under a key which this site does not have."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(key)

    def __str__(self) -> str:
        return gettext(
            "A field is sealed under the key %(key)s, which is not among this site's keys. Bring back the file of field keys "
            "that belongs to this database (YUNJIANG_FIELD_KEYS)."
        ) % {"key": self.key}


class SealBroken(SealRefusal):
    """That a sealed field was altered, moved to another field, or is none."""

    def __init__(self, context: str) -> None:
        self.context = context
        super().__init__(context)

    def __str__(self) -> str:
        return gettext(
            "A sealed value of %(context)s was altered or belongs to another field. Restore it from a backup."
        ) % {"context": self.context}


class KeysUnreadable(ImproperlyConfigured):
    """That the ring of keys cannot be read: better no start than a second ring beside the first."""

    def __init__(self, where: str, why: str) -> None:
        self.where, self.why = where, why
        super().__init__(where, why)

    def __str__(self) -> str:
        return (
            f"The field keys ({self.where}) cannot be read: {self.why}. Check YUNJIANG_FIELD_KEYS, YUNJIANG_FIELD_KEY and "
            "YUNJIANG_KEY_DOOR against the site that sealed this database."
        )


class CipherWrong(ImproperlyConfigured):
    """That this machine's OpenSSL does not compute the national ciphers as published."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)

    def __str__(self) -> str:
        return f"This machine's OpenSSL computes {self.what} wrongly or not at all. Replace it before anything is sealed."
