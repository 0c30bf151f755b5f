"""What a workbook knows of itself: cycle, unit, template, what every cell said when it was written, under the site's key.

The stamp of a unit stands on its own sheet or row, so that a sheet that was moved into another workbook is still known.
"""

import base64
import binascii
import hmac
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from yunjiang.standards.national_cryptography import hmac_sm3, sm3
from yunjiang.standards.numbers import plain

from .form import Form, FormUnit, Said, tidy
from .layout import FORMAT

_SHORT = 8  # hexadecimal digits that tell two texts apart
_LARGEST = 1 << 20  # bytes that what a unit said may unpack to


class StampBroken(Exception):
    """A stamp that is not what was written, or was written by another site."""


@dataclass(frozen=True)
class Stamp:
    """Of which cycle, unit and template something is, and what was said before it was handed out."""

    cycle: str
    unit: str
    template: str
    version: int
    written_at: str
    before: Mapping[str, str]


def template_digest(form: Form) -> str:
    """Return the version of a template: a digest of its questions as they are worded, the same for every unit of a cycle."""
    worded = [
        [each.code, each.rank, each.name, each.unit, each.scale, each.definition, each.part_of]
        for each in form.questions
    ]
    return sm3(_canonical([FORMAT, form.cycle, worded])).hex()[:16]


def before(unit: FormUnit, ranks: Mapping[str, int]) -> dict[str, str]:
    """Return what a unit has said so far, each answer by its question's rank, each passage by action and heading."""
    said = {str(ranks[code]): said_briefly(cell.said) for code, cell in unit.cells.items()}
    said |= {f"{action}\t{heading}": _short(text) for (action, heading), text in unit.passages.items()}
    return {key: text for key, text in said.items() if text}


def said_briefly(said: Said) -> str:
    """Return an answer in a form in which equal answers are equal texts; nothing at all is an empty text."""
    value = "!" if said.is_unavailable else "" if said.value is None else plain(said.value)
    return f"{value} {_short(said.explanation)}" if said.explanation else value


def words_of(brief: str) -> str:
    """Return the explanation's digest in what `said_briefly` made, or an empty text."""
    return brief.partition(" ")[2]


def said_without_words(brief: str) -> str:
    """Return the value of what `said_briefly` made."""
    return brief.split(" ")[0]


def words_briefly(text: str) -> str:
    """Return a passage in the form in which `before` keeps it."""
    return _short(text)


def written(stamp: Stamp, key: bytes) -> str:
    """Return the stamp as text, closed with HMAC-SM3 under the site's key."""
    packed = base64.b64encode(zlib.compress(_canonical(dict(stamp.before)), 9)).decode()
    ids = [stamp.cycle, stamp.unit, stamp.template, stamp.version, stamp.written_at, packed]
    return json.dumps([*ids, _mac(ids, key)], ensure_ascii=False, separators=(",", ":"))


def read(text: str, keys: list[bytes]) -> Stamp:
    """Return the stamp that a text is, closed under one of the site's keys. Raises StampBroken."""
    try:
        *ids, mac = json.loads(text)
        cycle, unit, template, version, written_at, packed = ids
        if not any(hmac.compare_digest(_mac(ids, key), mac) for key in keys):
            raise StampBroken(text[:80])
        unpacking = zlib.decompressobj()
        said = unpacking.decompress(base64.b64decode(packed, validate=True), _LARGEST)
        return Stamp(cycle, unit, template, version, written_at, json.loads(said))
    except (ValueError, TypeError, zlib.error, binascii.Error) as error:
        raise StampBroken(text[:80]) from error


def sealed(text: str, key: bytes) -> str:
    """Return what proves that a text was written here."""
    return hmac_sm3(key, text.encode()).hex()[:32]


def is_sealed(text: str, seal: str, keys: list[bytes]) -> bool:
    """Say whether a text was written here and not changed."""
    return any(hmac.compare_digest(sealed(text, key), seal) for key in keys)


def _mac(ids: list[object], key: bytes) -> str:
    return hmac_sm3(key, _canonical(ids)).hex()[:32]


def _short(text: str) -> str:
    text = tidy(text)
    return sm3(text.encode()).hex()[:_SHORT] if text else ""


def _canonical(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
