"""From a YAML text to plain dictionaries and lists that know their lines.

A plan file uses a small, safe part of YAML 1.2: mappings, lists, texts, numbers, true, false and null. Anchors, aliases and
tags are refused (a few lines of them can stand for terabytes), so are duplicate keys, several documents, endless depth and
enormous files. Numbers become int or Decimal, never float; dates stay text, for the schema to judge.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from yunjiang.plans.problem import Problem, error

MOST_CHARACTERS = 2_000_000
MOST_VALUES = 50_000
DEEPEST = 20

_NUMBER = re.compile(r"[-+]?[0-9]{1,18}(\.[0-9]{1,9})?")
_WORDS: dict[str, bool | None] = {
    "true": True,
    "True": True,
    "false": False,
    "False": False,
    "null": None,
    "Null": None,
    "~": None,
    "": None,
}

Path = tuple[str | int, ...]


@dataclass
class Parsed:
    """What a text amounts to. `content` is None when it could not be read; `lines` says where each path stands."""

    content: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """Return the line of the path, or of the nearest thing around it."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path, 0)


def decode(raw: str | bytes) -> tuple[str, list[Problem]]:
    """Return the text of a file's bytes: UTF-8, with or without byte order mark."""
    if isinstance(raw, str):
        return raw.removeprefix("\ufeff"), []
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "", [error("not_utf8", 1, encoding="UTF-16")]
    try:
        return raw.removeprefix(codecs.BOM_UTF8).decode("utf-8"), []
    except UnicodeDecodeError as reason:
        line = raw.count(b"\n", 0, reason.start) + 1
        return "", [error("not_utf8", line, encoding=_likely_encoding(raw))]


def _likely_encoding(raw: bytes) -> str:
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return "?"
    return "GB18030"


def parse(text: str) -> Parsed:
    """Read a YAML text. Never raises: whatever is wrong is in the problems."""
    if len(text) > MOST_CHARACTERS:
        return Parsed(problems=[error("too_large", 0, most=MOST_CHARACTERS, characters=len(text))])
    parsed = Parsed()
    builder = _Builder(parsed)
    try:
        for event in _events(text):
            if not builder.take(event):
                return Parsed(problems=parsed.problems, lines=parsed.lines)
    except MarkedYAMLError as reason:
        mark = reason.problem_mark or reason.context_mark
        line = mark.line + 1 if mark is not None else 0
        return Parsed(problems=[*parsed.problems, _syntax_problem(text, line, reason.problem or "")])
    except ReaderError as reason:
        line = text.count("\n", 0, reason.position) + 1
        return Parsed(problems=[*parsed.problems, error("forbidden_character", line)])
    except (
        YAMLError,
        ValueError,
        LookupError,
        OverflowError,
        AttributeError,
        AssertionError,
        TypeError,
    ) as reason:
        # The scanner meets some malformed texts with errors of its own making, such as an escape beyond Unicode.
        return Parsed(problems=[*parsed.problems, error("syntax", 0, reason=str(reason))])
    if parsed.content is None and not parsed.problems:
        parsed.problems.append(error("empty", 0))
    return parsed


def _events(text: str) -> Iterator[Event]:
    yaml = YAML(typ="safe", pure=True)
    yield from yaml.parse(text)


def _syntax_problem(text: str, line: int, reason: str) -> Problem:
    rows = text.splitlines()
    row = rows[line - 1] if 0 < line <= len(rows) else ""
    if "\t" in row[: len(row) - len(row.lstrip())] or r"'\t'" in reason:
        return error("tab", line)
    return error("syntax", line, reason=reason)


@dataclass
class _Open:
    """A mapping or list that is being filled."""

    into: dict[str, Any] | list[Any]
    path: Path
    key: str | None = None
    is_skipped: bool = False


class _Builder:
    """Puts events together without recursion, so that depth cannot exhaust the stack."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.open: list[_Open] = []
        self.value_count = 0
        self.document_count = 0

    def take(self, event: Event) -> bool:
        """Take one event; return False when reading must stop."""
        line = event.start_mark.line + 1
        if isinstance(event, DocumentStartEvent):
            self.document_count += 1
            return self.document_count == 1 or self._refuse("several_documents", line)
        if isinstance(event, (MappingEndEvent, SequenceEndEvent)):
            self.open.pop()
            return True
        if not isinstance(event, (ScalarEvent, MappingStartEvent, SequenceStartEvent, AliasEvent)):
            return True
        self.value_count += 1
        if self.value_count > MOST_VALUES:
            return self._refuse("too_many_values", line, most=MOST_VALUES)
        if isinstance(event, AliasEvent) or event.anchor is not None:
            return self._refuse("anchor", line)
        if getattr(event, "tag", None) not in (None, "!"):
            return self._refuse("tag", line, tag=str(event.tag))
        return self._place(event, line)

    def _place(self, event: Event, line: int) -> bool:
        inside = self.open[-1] if self.open else None
        if inside is not None and isinstance(inside.into, dict) and inside.key is None:
            if not isinstance(event, ScalarEvent):
                return self._refuse("key_not_text", line)
            return self._take_key(inside, event.value, line)
        value: Any = _scalar(event) if isinstance(event, ScalarEvent) else {}
        if isinstance(event, SequenceStartEvent):
            value = []
        path = self._put(inside, value, line)
        if not isinstance(event, ScalarEvent):
            if len(self.open) >= DEEPEST:
                return self._refuse("too_deep", line, most=DEEPEST)
            self.open.append(_Open(value, path))
        return True

    def _take_key(self, inside: _Open, key: str, line: int) -> bool:
        inside.key = key
        inside.is_skipped = key in inside.into
        if inside.is_skipped:
            first = self.parsed.lines.get((*inside.path, key), 0)
            self.parsed.problems.append(error("duplicate_key", line, key=key, first=first))
        else:
            self.parsed.lines[(*inside.path, key)] = line
        return True

    def _put(self, inside: _Open | None, value: Any, line: int) -> Path:
        if inside is None:
            self.parsed.content = value
            self.parsed.lines[()] = line
            return ()
        if isinstance(inside.into, list):
            inside.into.append(value)
            path: Path = (*inside.path, len(inside.into) - 1)
            self.parsed.lines[path] = line
            return path
        assert inside.key is not None
        path = (*inside.path, inside.key)
        if not inside.is_skipped:
            inside.into[inside.key] = value
        inside.key = None
        return path

    def _refuse(self, code: str, line: int, **facts: Any) -> bool:
        self.parsed.content = None
        self.parsed.problems.append(error(code, line, **facts))
        return False


def _scalar(event: ScalarEvent) -> Any:
    if event.style is not None and event.style != "":
        return event.value
    if event.value in _WORDS:
        return _WORDS[event.value]
    if _NUMBER.fullmatch(event.value):
        return Decimal(event.value) if "." in event.value else int(event.value)
    return event.value
