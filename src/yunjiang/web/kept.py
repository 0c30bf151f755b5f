"""What pages keep of costly answers, between all processes of the server: each under the mark of what it rests on.

A posting changes the marks of what it touches; the rest of an answer stays. Whoever comes while a missing part is being asked
for waits for it and does not ask again: two hundred people at one page after a posting cost one computation a process.
"""

import threading
from collections.abc import Callable, Collection, Hashable, Mapping
from typing import TypeVar, cast

from django.core.cache import caches

from yunjiang.standards.national_cryptography import sm3

KEEP_SECONDS = 24 * 60 * 60
_FLIGHTS = [threading.Lock() for _ in range(64)]

Name = TypeVar("Name", bound=Hashable)
Part = TypeVar("Part")


def parts(
    question: str,
    marks: Mapping[Name, str],
    ask: Callable[[Collection[Name]], Mapping[Name, Part]],
) -> dict[Name, Part]:
    """Return the part of an answer under each name, asking only for those whose mark is not the one they were kept under."""
    key = sm3(question.encode()).hex()
    found: dict[Name, Part] = _fresh(key, marks)
    if len(found) < len(marks):
        with _FLIGHTS[hash(key) % len(_FLIGHTS)]:
            found = _fresh(key, marks)  # perhaps somebody has just asked
            missing = [name for name in marks if name not in found]
            if missing:
                found |= ask(missing)
                kept = {name: (marks[name], part) for name, part in found.items()}
                caches["figures"].set(key, kept, KEEP_SECONDS)
    return {name: found[name] for name in marks}


def _fresh(key: str, marks: Mapping[Name, str]) -> dict[Name, Part]:
    kept = cast("dict[Name, tuple[str, Part]]", caches["figures"].get(key) or {})
    return {name: part for name, (mark, part) in kept.items() if marks.get(name) == mark}
