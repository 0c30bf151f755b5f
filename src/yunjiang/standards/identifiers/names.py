"""Names of people: 2 to 50 characters of any script, rare ones of GB 18030-2022 included; the dot of ethnic names is U+00B7.

A character beyond U+FFFF is one character. Nothing is decomposed or composed (no NFC, no NFKC): Unicode would change the
compatibility ideographs that stand on people's identity cards, such as 﨩, into others.
"""

import re
import unicodedata

from .folding import narrow
from .problems import Problem

DOT = "·"  # U+00B7, as GB/T 15834-2011 and the identity card write it
LONGEST = 50
_HAN = (
    "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # 〇, extension A, unified, compatibility ideographs
    "\U00020000-\U0003ffff"  # extensions B and later
)
_DOTS = re.compile(r"\s*[•‧∙⋅・･᛫·]\s*")
_STOP_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}])\s*[.。]\s*(?=[{_HAN}])")
_SPACE_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_SIGNS = frozenset("·'’-. ")


def normal(text: str) -> str:
    """Return a name as it is kept: one sort of dot, no spaces between Chinese characters, one between other words."""
    text = _INVISIBLE.sub("", narrow(text))
    text = " ".join(text.split())
    if text.isascii() and "·" not in text:
        return text
    text = _STOP_BETWEEN_HAN.sub(DOT, _DOTS.sub(DOT, text))
    return _SPACE_BETWEEN_HAN.sub("", text)


def problem(text: str) -> Problem | None:
    """Say why a text cannot be a person's name, or None."""
    name = normal(text)
    if not name:
        return Problem.EMPTY
    if any(unicodedata.category(each) == "Co" for each in name):
        return Problem.PRIVATE_USE
    if not 2 <= len(name) <= LONGEST:
        return Problem.LENGTH
    return None if _is_made_of_letters(name) else Problem.CHARACTERS


def _is_made_of_letters(name: str) -> bool:
    if name[0] in _SIGNS or name[-1] in _SIGNS - {"."} or DOT * 2 in name:
        return False
    # Lo, Ll, Lu, Lt, Lm: letters; Mn, Mc: the marks of Tibetan, Dai and Uyghur script; Nl: 〇.
    return all(
        each in _SIGNS or unicodedata.category(each)[0] in "LM" or each == "〇" for each in name
    ) and any(each not in _SIGNS for each in name)
