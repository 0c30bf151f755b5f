"""How Chinese official sentences are put together from clauses that hold numbers.

A clause whose number is not known vanishes whole, a sentence without clauses vanishes too: nothing is ever said with a hole
in it. Enumerations take 、 and 和; names that themselves hold 和 are joined by 以及, so that it stays clear where one ends.
"""

from collections.abc import Iterable, Sequence

from .phrase import Phrase, Wording, phrase, shown

_ENDS = ("。", "；", "：", "！", "？")


def clause(*parts: Wording | None) -> Phrase:
    """Join parts into a clause; it is empty as soon as one of them is None or empty."""
    if any(part is None or part in ((), "") for part in parts):
        return ()
    return phrase(*parts)


def sentence(*clauses: Wording, end: str = "。") -> Phrase:
    """Join clauses by ， into a sentence; empty clauses drop out, and without any the sentence is empty."""
    return _joined(clauses, "，", end)


def chained(clauses: Iterable[Wording], mark: str = "；") -> Phrase:
    """Join clauses by a mark, without an end; empty ones drop out."""
    return _joined(clauses, mark, "")


def paragraph(*sentences: Wording) -> Phrase:
    """Put sentences one after another."""
    return phrase(*sentences)


def listing(parts: Iterable[Wording], *, at_most: int | None = None) -> Phrase:
    """Enumerate: A; A和B; A、B和C; “A”“B”和“C”, as GB/T 15834 wants quoted names. Beyond `at_most`: A、B、C等."""
    given = [phrase(part) for part in parts]
    if at_most is not None and len(given) > at_most:
        return phrase(_enumerated(given[:at_most]), "等")
    if len(given) <= 1:
        return given[0] if given else ()
    link = "和" if _are_quoted(given) or not any("和" in shown(part) for part in given) else "以及"
    return phrase(_enumerated(given[:-1]), link, given[-1])


def quoted(name: str) -> str:
    """Put a name into quotation marks; marks inside it become single ones."""
    inner = name.replace("“", "‘").replace("”", "’")
    return f"“{inner}”"


def bracketed(text: Wording) -> Phrase:
    """Put a phrase into full-width brackets; an empty one stays empty."""
    inner = phrase(text)
    return phrase("（", inner, "）") if inner else ()


def _joined(clauses: Iterable[Wording], mark: str, end: str) -> Phrase:
    kept = [written for each in clauses if (written := phrase(each))]
    if not kept:
        return ()
    parts: list[Wording] = [kept[0]]
    for each in kept[1:]:
        parts += [mark, each]
    text = phrase(*parts)
    return text if not end or shown(text).endswith(_ENDS) else phrase(text, end)


def _enumerated(parts: Sequence[Phrase]) -> Phrase:
    return chained(parts, "" if _are_quoted(parts) else "、")


def _are_quoted(parts: Sequence[Phrase]) -> bool:
    return all(shown(part).startswith("“") and shown(part).endswith("”") for part in parts)
