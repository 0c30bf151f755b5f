"""Names of people: 2 to 50 characters of any script, rare ones of GB 18030-2022 included; the dot of ethnic names is U+00B7.

A character beyond U+FFFF is one character. Nothing is decomposed or composed (no NFC, no NFKC): Unicode would change the
compatibility ideographs that stand on people's identity cards, such as 﨩, into others. Characters that older systems kept in
private codes come back as what they are.
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
_CHINESE = re.compile(f"[{_HAN}]")
_DOTS = re.compile(r"\s*[•‧∙⋅・･᛫·]\s*")
_STOP_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}])\s*[.。]\s*(?=[{_HAN}])")
_SPACE_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
# Rare characters that GBK had no code for were kept by older systems in private codes, one for each place of the row FE50–FEA0.
# GB 18030-2000, -2005 and -2022 gave them codes of their own one after the other: 䶮 was U+E863 and is U+4DAE.
_MOVED = {
    0xE816: "𠂇", 0xE817: "𠂉", 0xE818: "𠃌", 0xE831: "𡗗", 0xE83B: "𢦏", 0xE855: "𤇾", 0xE81E: "龴", 0xE826: "龵",
    0xE82B: "龶", 0xE82C: "龷", 0xE832: "龸", 0xE843: "龹", 0xE854: "龺", 0xE864: "龻",
}  # fmt: skip
_MOVED |= {
    private: now
    for private, place in enumerate((*range(0x50, 0x7F), *range(0x80, 0xA1)), 0xE815)
    if private not in _MOVED and (now := bytes((0xFE, place)).decode("gb18030"))
}
_SIGNS = frozenset("·'’-. ")


def normal(text: str) -> str:
    """Return a name as it is kept: one sort of dot, no spaces between Chinese characters, one between other words."""
    text = _INVISIBLE.sub("", narrow(text)).translate(_MOVED)
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
    return all(each in _SIGNS or _is_letter(each) for each in name) and any(
        each not in _SIGNS for each in name
    )


def _is_letter(character: str) -> bool:
    # Lo, Ll, Lu, Lt, Lm: letters; Mn, Mc: the marks of Tibetan, Dai and Uyghur script. Chinese characters go by their blocks: the
    # tables of this Python may be older than what stands on a card (extension H came with Unicode 15).
    return bool(_CHINESE.match(character)) or unicodedata.category(character)[0] in "LM"
