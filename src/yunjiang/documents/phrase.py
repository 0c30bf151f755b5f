"""Running text made of words and numbers. A number never loses its identity by being put into a sentence."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .number import Number


@dataclass(frozen=True)
class Blank:
    """A place in a line or cell for a word that only the office knows, such as a person in charge."""

    key: str
    title: str
    words: str = ""

    @property
    def shown(self) -> str:
        return self.words or "【待填】"


Run = str | Number | Blank
Phrase = tuple[Run, ...]
Wording = Run | Phrase  # what the functions that take text accept


def phrase(*parts: Wording | None) -> Phrase:
    """Join parts into one phrase; None and empty strings vanish, neighbouring words melt together."""
    return tuple(_melted(_flat(parts)))


def shown(text: Wording) -> str:
    """Return what a reader sees of a phrase."""
    return "".join(run if isinstance(run, str) else run.shown for run in phrase(text))


def numbers(text: Wording) -> list[Number]:
    """Return the numbers of a phrase in their order."""
    return [run for run in phrase(text) if isinstance(run, Number)]


def _flat(parts: Iterable[Wording | None]) -> Iterator[Run]:
    for part in parts:
        if isinstance(part, tuple):
            yield from _flat(part)
        elif part is not None and part != "":
            yield part


def _melted(runs: Iterable[Run]) -> Iterator[Run]:
    words = ""
    for run in runs:
        if isinstance(run, str):
            words += run
            continue
        if words:
            yield words
            words = ""
        yield run
    if words:
        yield words
