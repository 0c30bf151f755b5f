"""Numerals in plain text: which digits of a paragraph are numbers somebody typed, and which are dates, headings, references.

A document's own plain numerals (a year in a name, a row's order) are recorded when it is written, with a little of the text
around them. What a later reading finds beyond them was typed by hand.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

PLACEHOLDER = "\ufffc"  # stands for a bound number in the text around a numeral
_AROUND = 3

# Days, years, document numbers, references, numerals of lists and clauses: digits that count nothing.
_NOT_COUNTING = re.compile(
    r"(?:\d{4}[—–－-])?\d{4}年(?:度|末|初|底)?(?:\d{1,2}月(?:\d{1,2}日)?)?"
    r"|\d{1,2}月\d{1,2}日"
    r"|(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}"
    r"|〔\d{4}〕\s*\d*号?"
    r"|第\d+(?:号|版|条|章|节|期|次|批|届|季度|页)"
    r"|(?:表|图|附件|附表|附图|专栏)\s*\d+"
    r"|^\s*\d+(?:\.\d+)*[.．、]\s*(?=\D)"
    r"|^\s*[（(]\d+[）)]"
    r"|GB/?T?\s*\d+(?:[.—-]\d+)*"
)
_NUMERAL = re.compile(
    r"(?<![A-Za-z0-9.])[0-9０-９]+(?:[,，][0-9０-９]{3})*(?:[.．][0-9０-９]+)?(?![A-Za-z0-9])"
)


@dataclass(frozen=True)
class Numeral:
    """Digits in plain text with up to three characters before and after them."""

    digits: str
    before: str = ""
    after: str = ""


def numerals(paragraph: str) -> list[Numeral]:
    """Return the numerals of a paragraph that may count something, in order."""
    text = _NOT_COUNTING.sub(lambda match: " " * len(match.group()), paragraph)
    return [
        Numeral(
            match.group(),
            paragraph[max(0, match.start() - _AROUND) : match.start()],
            paragraph[match.end() : match.end() + _AROUND],
        )
        for match in _NUMERAL.finditer(text)
    ]


def unknown(found: Sequence[Numeral], known: Iterable[Numeral]) -> list[int]:
    """Return the places in `found` of the numerals that are not among the known ones.

    A numeral is first matched with its surroundings, then, because words beside it may have been edited, by its digits.
    """
    left = Counter(known)
    unmatched = []
    for place, each in enumerate(found):
        if left[each]:
            left[each] -= 1
        else:
            unmatched.append(place)
    digits = Counter(each.digits for each in left.elements())
    typed = []
    for place in unmatched:
        if digits[found[place].digits]:
            digits[found[place].digits] -= 1
        else:
            typed.append(place)
    return typed
