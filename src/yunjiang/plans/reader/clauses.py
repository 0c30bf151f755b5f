"""Where sentences and clauses begin and end, and how a list of names or numbers comes apart."""

import re
from collections.abc import Iterator

from . import naming

_STOPS = re.compile(r"[。！？；\n]")

COMMAS = "，；。：！？\n"


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the sentences of a plain text are; a semicolon ends one too."""
    start = 0
    for match in _STOPS.finditer(text):
        if text[start : match.end()].strip():
            yield start, match.end()
        start = match.end()
    if text[start:].strip():
        yield start, len(text)


def parted(gap: str) -> int:
    """Return where, between two numbers of one clause, the words of the second begin: after the last 、 or after and."""
    pieces = gap.split("、")
    if len(pieces) > 1:
        # B率、C率达到80% after A率达到95%: all of a list of rates belongs to the second number.
        names = [naming.before(each) for each in pieces[1:]]
        if all(naming.is_rate(each) for each in names):
            return len(pieces[0]) + 1
        return gap.rfind("、") + 1
    match = re.match(r"(?:以上|以下|以内|左右)?(?:和|与|及|以及|并)", gap)
    if match is None:
        match = re.search(r"(?<=[\u4e00-\u9fff）”]{2})(?:和|与|及|以及)$", gap)  # 50所学校和(150个专业)
    return match.end() if match else 0


def listed(told: str) -> list[str]:
    """Return the names in a list: A率、B率和C率."""
    names = [
        naming.trimmed(naming.before(each)) or (each if naming.MAKING.fullmatch(each) else "")
        for each in re.split(r"、|，|以及|(?<!共)和(?!谐)|(?<!参)与|(?<!普)及(?!率|以)", told)
        if each.strip()
    ]
    return [each for each in names if each]


def goes_on(right: str) -> bool:
    """Say whether what follows a number begins a predicate instead of naming what is counted."""
    return bool(
        re.match(
            r"(?:以上|以下|左右|以内)?(?:大关|关口|并|且|，|。|；|、|$|用于|进行|开展|实现|达到|提高|增加|确保|力争)",
            right,
        )
    )


def lead(left: str, verb: str) -> int:
    """Return where in the clause the making verb begins, so that the span leaves out what leads in to it."""
    match = naming.made(verb)
    return match.start() if match else len(left)
