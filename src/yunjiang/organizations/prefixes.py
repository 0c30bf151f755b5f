"""Texts that are found by how they begin: paths of the tree, names, numbers."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Q

# PostgreSQL sorts by the rules of a language unless told otherwise, and then what begins alike does not lie together in an
# index; SQLite compares bytes anyway. Both sort the bytes of UTF-8 as the characters' code points.
BY_BYTES = {"postgresql": "C"}


class PrefixField(CharField[Any, Any]):
    """A text compared byte by byte on every database, so that all that begins alike is one stretch of its index."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        return super().db_parameters(connection) | {"collation": BY_BYTES.get(connection.vendor)}


def after(prefix: str) -> str:
    """Return the smallest text that is greater than everything that begins so; empty where there is none."""
    while prefix:
        following = ord(prefix[-1]) + 1
        if following == 0xD800:  # surrogates are no characters
            following = 0xE000
        if following <= 0x10FFFF:
            return prefix[:-1] + chr(following)
        prefix = prefix[:-1]
    return ""


def begins(field: str, prefix: str) -> Q:
    """Return the condition that a PrefixField begins so, as a range of its index: LIKE is none on SQLite."""
    end = after(prefix)
    return Q(**{f"{field}__gte": prefix}) & (Q(**{f"{field}__lt": end}) if end else Q())
