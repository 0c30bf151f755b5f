"""What registers tell each other about persons without knowing each other: by a word, for many at once, as of a day.

The register of members says who is a member of which union; whoever needs to know asks for "membership" and imports nobody.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from .refusals import FactsToldTwice

Teller = Callable[[Collection[int], date], Mapping[int, Mapping[str, Any]]]

_tellers: dict[str, Teller] = {}


def tell(word: str, teller: Teller) -> None:
    """Let a register answer to a word; for its AppConfig.ready. Raises FactsToldTwice.

    The teller gets ids of persons and a day and returns facts by person, leaving out of whom it knows nothing, in a bounded
    number of queries however many are asked about.
    """
    if _tellers.get(word, teller) is not teller:
        raise FactsToldTwice(word)
    _tellers[word] = teller


def ask(word: str, persons: Collection[int], day: date) -> Mapping[int, Mapping[str, Any]]:
    """Return what is known under a word of each of the persons on the day; nothing where no register answers to it."""
    teller = _tellers.get(word)
    return teller(persons, day) if teller and persons else {}
