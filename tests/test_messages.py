"""What people read: every message is in Chinese, and what is compiled is what is written."""

import re
from collections.abc import Iterator
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = Path(__file__).parent.parent / "src" / "yunjiang"
CATALOGS = sorted(SOURCE.glob("**/locale/zh_Hans/LC_MESSAGES/django.po"))

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}

TRANSLATE = re.compile(
    r"""\{% (?:translate|trans) (["'])(?P<text>.*?)\1(?: context ["'](?P<context>.*?)["'])?[^%]*%\}"""
)
BLOCKTRANSLATE = re.compile(
    r"\{% blocktrans(?:late)?(?P<head>[^%]*)%\}(?P<text>.*?)\{% endblocktrans(?:late)? %\}", re.DOTALL
)
CONTEXT = re.compile(r"""context ["'](.*?)["']""")

Message = tuple[str | None, str]  # context and English text


@cache
def translated() -> set[Message]:
    """Return every message that has a Chinese translation; Django lets rooms use each other's."""
    return {message for path in CATALOGS for message in _messages(_catalog(path))}


def used(room: Path) -> Iterator[tuple[Message, str]]:
    """Yield every message that a room's code and templates speak, with where it stands."""
    found = extract_from_dir(
        str(room), method_map=[("**/tests/**", "ignore"), ("**.py", "python")], keywords=KEYWORDS
    )
    for file, line, message, _comments, context in found:
        yield (context, message[0] if isinstance(message, tuple) else message), f"{room.name}/{file}:{line}"
    for path in room.rglob("templates/**/*.*"):
        text = path.read_text("utf-8")
        for match in TRANSLATE.finditer(text):
            yield (match["context"], match["text"]), str(path.relative_to(room.parent))
        for match in BLOCKTRANSLATE.finditer(text):
            singular = re.split(r"\{% plural %\}", match["text"])[0]
            message = re.sub(r"\{\{ *(\w+) *\}\}", r"%(\1)s", singular)
            trimmed = " ".join(line.strip() for line in message.splitlines() if line.strip())
            context = CONTEXT.search(match["head"])
            yield (
                (context and context[1], trimmed if " trimmed" in match["head"] else message),
                str(path.relative_to(room.parent)),
            )


@cache
def _catalog(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def _compiled(translations: GNUTranslations) -> dict[object, str]:
    # The header has the moment of compiling in it.
    return {key: text for key, text in vars(translations)["_catalog"].items() if key}


def _messages(catalog: Catalog) -> dict[Message, object]:
    return {
        (each.context, each.id[0] if isinstance(each.id, tuple) else each.id): each.string
        for each in catalog
        if each.id and each.string and all(each.string if isinstance(each.string, tuple) else [each.string])
        and not each.fuzzy
    }  # fmt: skip


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parts[-5])
def test_compiled_messages_are_the_written_ones(path: Path) -> None:
    fresh = BytesIO()
    write_mo(fresh, _catalog(path))
    fresh.seek(0)
    with path.with_suffix(".mo").open("rb") as file:
        assert _compiled(GNUTranslations(file)) == _compiled(GNUTranslations(fresh)), "run script/messages"


@pytest.mark.parametrize("room", sorted(SOURCE.glob("*/__init__.py")), ids=lambda path: path.parent.name)
def test_every_message_is_in_chinese(room: Path) -> None:
    known = translated()
    missing = sorted(f"{where} {message}" for message, where in used(room.parent) if message not in known)
    assert missing == []


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parts[-5])
def test_translations_keep_their_blanks(path: Path) -> None:
    catalog = _catalog(path)
    for message in catalog:
        if message.id and message.string:
            errors = [str(error) for error in message.check(catalog)]
            assert errors == [], message.id


def test_no_message_hides_in_a_format_string() -> None:
    # Extraction does not look into the braces of f-strings.
    hidden = [
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if re.search(r"\{(?:_|p?gettext)\([\"']", path.read_text("utf-8"))
    ]
    assert hidden == []
