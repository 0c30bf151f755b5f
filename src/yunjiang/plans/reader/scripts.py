"""Traditional characters and their simplified forms, one for one, so that offsets hold."""

from functools import cache


@cache
def simplified(character: str) -> str:
    """Return the simplified form of one character; itself where there is none or more than one character would be needed."""
    found: str = _converter().convert(character)
    return found if len(found) == 1 else character


def in_simplified(text: str) -> str:
    """Return a text of the same length in simplified characters."""
    differing = {ord(each): other for each in set(text) if (other := simplified(each)) != each}
    return text.translate(differing) if differing else text


@cache
def _converter():  # type: ignore[no-untyped-def] # the library is untyped
    from opencc import OpenCC  # its dictionaries take a tenth of a second to load

    return OpenCC("t2s")
