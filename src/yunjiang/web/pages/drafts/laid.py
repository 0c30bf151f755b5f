"""A document laid out to be read: paragraphs, headings and rows of tables, in pieces, each stretch with the spans over it.

Offsets count characters (code points) of the text as it was brought. What is laid out leaves out only blanks between lines.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from yunjiang.plans.reader.plain import Plain, plain
from yunjiang.plans.reader.structure import skeleton

PIECE = 6_000  # characters after which a new piece begins: about four pages of print
_DEEPEST = 3

Range = tuple[int, int]


@dataclass(frozen=True)
class Line:
    """A paragraph, a heading (`level` 1 to 3, 0 for neither) or a row of a table, which has several cells."""

    cells: tuple[Range, ...]
    level: int = 0
    is_row: bool = False

    @property
    def start(self) -> int:
        return self.cells[0][0]

    @property
    def end(self) -> int:
        return self.cells[-1][1]


@dataclass(frozen=True)
class Piece:
    """Some lines in a row: what is sent at once."""

    number: int
    lines: tuple[Line, ...]

    @property
    def start(self) -> int:
        return self.lines[0].start

    @property
    def end(self) -> int:
        return self.lines[-1].end


@dataclass(frozen=True)
class Over:
    """A span over the text, known by a number."""

    number: int
    start: int
    end: int


@dataclass(frozen=True)
class Stretch:
    """Characters with the same spans over them, the shortest first; `begins` are those that begin here."""

    start: int
    end: int
    spans: tuple[int, ...]
    begins: tuple[int, ...]


@lru_cache(maxsize=8)
def pieces(text: str) -> tuple[Piece, ...]:
    """Return the pieces of a text."""
    found: list[Piece] = []
    held: list[Line] = []
    for line in _lines(plain(text)):
        if held and line.end - held[0].start > PIECE:
            found.append(Piece(len(found), tuple(held)))
            held = []
        held.append(line)
    if held:
        found.append(Piece(len(found), tuple(held)))
    return tuple(found)


def piece_of(found: Sequence[Piece], place: int) -> int:
    """Return the number of the piece that a place of the text is shown in: the last that begins before it, else the first."""
    return max((each.number for each in found if each.start <= place), default=0)


def stretches(start: int, end: int, spans: Sequence[Over]) -> Iterator[Stretch]:
    """Yield the stretches of a part of the text; spans may lie within, across and upon each other."""
    over = [each for each in spans if each.start < end and each.end > start]
    edges = sorted(
        {start, end, *(max(each.start, start) for each in over), *(min(each.end, end) for each in over)}
    )
    for first, last in pairwise(edges):
        here = sorted(
            (each for each in over if each.start <= first and each.end >= last),
            key=lambda each: (each.end - each.start, each.number),
        )
        begins = tuple(each.number for each in here if each.start == first)
        yield Stretch(first, last, tuple(each.number for each in here), begins)


def _lines(made: Plain) -> Iterator[Line]:
    bones = skeleton(made.text)
    headings = {each.start: each for each in bones.parts}
    levels = {
        each: min(rank, _DEEPEST) for rank, each in enumerate(sorted({p.level for p in bones.parts}), 1)
    }
    begun = 0
    for words in made.text.split("\n"):
        until = begun + len(words)
        if words:
            cells = tuple(_cells(made, begun, until))
            heading = headings.get(begun)
            whole = heading is not None and heading.body >= until
            level = levels[heading.level] if heading is not None and whole else 0
            if cells:
                yield Line(cells, level, is_row="\t" in words)
        begun = until + 1


def _cells(made: Plain, begun: int, until: int) -> Iterator[Range]:
    """Yield where in the original the cells of a line stand; one for a paragraph. Empty cells keep their column."""
    for words in made.text[begun:until].split("\t"):
        if words or begun < until:
            yield made.span(begun, begun + len(words))
        begun += len(words) + 1
