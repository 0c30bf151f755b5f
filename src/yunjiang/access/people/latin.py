"""A person's name in Latin letters, for finding and sorting people: 单正红 → shanzhenghong, szh."""

import unicodedata
from collections.abc import Container
from functools import cache, lru_cache

# Family names that are read otherwise than the same characters in other words (现代汉语词典, under the family name).
_FAMILY_NAMES = {
    "尉迟": "yu chi", "万俟": "mo qi", "长孙": "zhang sun", "单": "shan", "仇": "qiu", "解": "xie", "曾": "zeng", "翟": "zhai",
    "区": "ou", "查": "zha", "任": "ren", "朴": "piao", "华": "hua", "盖": "ge", "洗": "xian", "员": "yun", "缪": "miao",
    "宓": "mi", "乐": "yue", "覃": "qin", "召": "shao", "应": "ying", "燕": "yan", "宁": "ning", "纪": "ji", "晁": "chao",
}  # fmt: skip


_NAME = 6  # characters of a name that is looked at piece by piece


def spelled(name: str) -> tuple[str, str]:
    """Return a name as small letters without spaces, and the initials of its syllables, both cut to their columns.

    Latin parts stay as they are; ü is written v, as people type it.
    """
    # Also for a roster of millions, hence by the character where that gives the same as by the phrase.
    name = name.strip()
    family = name[:2] if name[:2] in _FAMILY_NAMES else name[:1] if name[:1] in _FAMILY_NAMES else ""
    syllables = [*_FAMILY_NAMES.get(family, "").split(), *_read(name[len(family) :])]
    return "".join(syllables)[:150], "".join(each[0] for each in syllables)[:40]


def _read(text: str) -> list[str]:
    if not any(map(str.isascii, text)) and not _has_phrase(text):
        return [letters for each in text for letters in _read_alone(each)]
    return _read_together(text)


def _has_phrase(text: str) -> bool:
    """Say whether some of the characters are read otherwise together than each alone, so far as the tables know."""
    length = len(text)
    if length < 2:
        return False
    phrases = _phrases()
    if length == 2:
        return text in phrases
    return length > _NAME or any(
        text[first:last] in phrases for first in range(length - 1) for last in range(first + 2, length + 1)
    )


@lru_cache(maxsize=20_000)
def _read_alone(character: str) -> list[str]:
    return _read_together(character)


def _read_together(text: str) -> list[str]:
    # Only when a name is read: its tables take a quarter of a second and tens of megabytes.
    from pypinyin import lazy_pinyin

    # Another way of writing a character (U+F9B4 for 領) is read as it; what nobody has told the sound of is left out.
    told = lazy_pinyin("".join(map(_as_read, text)))
    return [letters for letters in map(_letters, told) if letters]


def _as_read(character: str) -> str:
    return unicodedata.normalize("NFKC", character) if "\uf900" <= character <= "\ufaff" else character


@cache
def _phrases() -> Container[str]:
    from pypinyin.constants import PHRASES_DICT  # late for the same reason

    return frozenset(PHRASES_DICT)


def _letters(text: str) -> str:
    small = text.casefold().replace("ü", "v")
    return "".join(each for each in small if each.isascii() and each.isalnum())
