"""Running text made of words and numbers. A number never loses its identity by being put into a sentence."""

from collections.abc import Iterable, Iterator

from .number import Number

Run = str | Number
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
