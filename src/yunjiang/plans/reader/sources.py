"""The text of a document: plain text in any usual encoding, Word, web pages, PDF with text. Tables keep cells as tabs."""

import html
import re
from pathlib import Path

from yunjiang.files.compound import ENCRYPTED, MAGIC

from . import markup, pages, word
from .refusals import Encrypted, OldOffice, TooLarge, UnknownKind

LIMIT = 50  # megabytes of a document
_ENCODINGS = ("utf-8-sig", "gb18030", "big5")
_PAGES = (b"<!doctype html", b"<html")
_OTHERS = (b"{\\rtf", b"<?xml", b"<!doctype")  # text to a computer only
_ENTITIES = re.compile(
    r"&(?:nbsp|ldquo|rdquo|mdash|middot|lt|gt|amp|#\d{2,5});"
)  # what pasting from web pages leaves
# Of running Chinese text these make up a third, in either script; of text decoded wrongly next to nothing.
_FREQUENT = frozenset(
    "的一在和年到不以上有人工作业業发發展建设設实實施进進行开開技能服务務市县縣区區达達个個为為等"
)


def text_of(path: Path) -> str:
    """Return a document's text. Raises what of `refusals` holds, but NoPlan, and OSError as open does."""
    size = path.stat().st_size
    if size > LIMIT * 1024 * 1024:
        raise TooLarge(path.name, -(-size // (1024 * 1024)), LIMIT)
    return text_in(path.read_bytes(), path.name)


def text_in(content: bytes, name: str) -> str:
    """Return the text of a document brought as bytes; its content decides what it is. Raises as `text_of`, but OSError."""
    if len(content) > LIMIT * 1024 * 1024:
        raise TooLarge(name, -(-len(content) // (1024 * 1024)), LIMIT)
    if content.startswith(b"%PDF-"):
        return pages.text(content, name)
    if content.startswith(b"PK"):
        return word.text(content, name)
    if content.startswith(MAGIC):  # Word's old format, and what Office wraps encrypted files in
        if ENCRYPTED.encode("utf-16-le") in content:
            raise Encrypted(name)
        raise (OldOffice if "WordDocument".encode("utf-16-le") in content else UnknownKind)(name)
    begun = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if begun.startswith(_PAGES):  # a web page, also one that was saved as .doc
        return markup.text_of(_decoded(content, name))
    if begun.startswith(_OTHERS):
        raise UnknownKind(name)
    told = _decoded(content, name)
    return html.unescape(told) if _ENTITIES.search(told) else told


def _decoded(content: bytes, name: str) -> str:
    """Return plain text in the encoding that fits: what is valid as GB 18030 may be Big5, its frequent characters tell."""
    encodings = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else _ENCODINGS
    fitting = []
    for each in encodings:
        try:
            text = content.decode(each)
        except UnicodeDecodeError:
            continue
        if "\x00" in text or sum(ord(letter) < 32 and letter not in "\r\n\t\f" for letter in text[:4000]) > 4:
            continue
        fitting.append(text)
        if each.startswith("utf"):
            break
    if not fitting:
        raise UnknownKind(name)
    text = max(fitting, key=lambda each: sum(letter in _FREQUENT for letter in each[:20_000]))
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
