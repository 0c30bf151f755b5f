"""How Chinese words sound in Latin letters, for finding them: 劳动竞赛 → laodongjingsai, ldjs. People have other rules."""

from functools import lru_cache


@lru_cache(maxsize=20_000)
def spelled(text: str) -> tuple[str, str]:
    """Return a text as small letters without spaces, and the initials of its syllables.

    Latin letters and digits stay as they are; ü is written v, as people type it; all else is left out.
    """
    # Only when something is looked for: its tables take a quarter of a second and tens of megabytes.
    from pypinyin import lazy_pinyin

    syllables = [letters for each in lazy_pinyin(text) if (letters := _letters(each))]
    return "".join(syllables), "".join(each[0] for each in syllables)


def fits(typed: str, text: str) -> bool:
    """Say whether what was typed finds a text: a part of it, of how it sounds (three letters or more), or of its initials."""
    typed = typed.strip().casefold()
    if not typed:
        return False
    if typed in text.casefold():
        return True
    letters = _letters(typed)
    if len(letters) < 2 or letters != "".join(typed.split()):
        return False
    whole, initials = spelled(text)
    return letters in initials or (len(letters) > 2 and letters in whole)


def _letters(text: str) -> str:
    small = text.casefold().replace("ü", "v")
    return "".join(each for each in small if each.isascii() and each.isalnum())
