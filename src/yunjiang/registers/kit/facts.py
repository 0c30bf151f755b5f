"""What registers tell each other about persons or units without knowing each other: by a word, for many at once, as of a day.

The register of members says who is a member of which union; whoever needs to know asks for "membership" and imports nobody.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.functional import Promise

from .refusals import FactsToldTwice

Teller = Callable[[Collection[int], date], Mapping[int, Mapping[str, Any]]]

Choices = Sequence[tuple[str, str | Promise]]

_tellers: dict[str, Teller] = {}
_choices: dict[tuple[str, str], Choices] = {}


def tell(word: str, teller: Teller, choices: Mapping[str, Choices] = {}) -> None:
    """Let a register answer to a word; for its AppConfig.ready. Raises FactsToldTwice.

    The teller gets ids of persons or units and a day and returns facts by them, leaving out of whom it knows nothing, in a
    bounded number of queries however many are asked about. `choices`: what a fact can be, with its names, by the fact's name.
    """
    if _tellers.get(word, teller) is not teller:
        raise FactsToldTwice(word)
    _tellers[word] = teller
    _choices.update({(word, fact): values for fact, values in choices.items()})


def ask(word: str, persons: Collection[int], day: date) -> Mapping[int, Mapping[str, Any]]:
    """Return what is known under a word of each of the persons on the day; nothing where no register answers to it."""
    teller = _tellers.get(word)
    return teller(persons, day) if teller and persons else {}


def choices(word: str, fact: str) -> Choices:
    """Return what a fact under a word can be, with its names; nothing where no register says so."""
    return _choices.get((word, fact), ())
