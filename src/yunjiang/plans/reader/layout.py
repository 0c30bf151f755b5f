"""How the text of a PDF's page lies: cells of ruled tables, columns, lines. PDF knows letters and their places only.

Letters within the rules of a table go to its cells, each row becomes a line with tabs; the others are gathered into
lines by their height, and where a page has two columns, the left one is read before the right.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

_THIN = 3.0  # points: what is thinner is a rule
_NEAR = 4.0  # points between rules that are one
_CELLS = 4  # cells that a table has at least
_COLUMN_LINES = 8  # lines that show a second column
_COLUMN_LETTERS = 8  # letters that a line of a column has on the average


@dataclass(frozen=True)
class Letter:
    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def across(self) -> float:
        return (self.left + self.right) / 2

    @property
    def up(self) -> float:
        return (self.bottom + self.top) / 2

    @property
    def height(self) -> float:
        return max(self.top - self.bottom, 1.0)


@dataclass(frozen=True)
class Grid:
    """A ruled table: where its columns begin and end, from the left, and its rows, from the top."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]

    def cell(self, letter: Letter) -> tuple[int, int] | None:
        """Return row and column of the cell that a letter is in."""
        row = next((n for n, (top, low) in enumerate(pairwise(self.rows)) if low < letter.up <= top), None)
        column = next(
            (n for n, (one, two) in enumerate(pairwise(self.columns)) if one <= letter.across < two), None
        )
        return None if row is None or column is None else (row, column)


@dataclass(frozen=True)
class Piece:
    """A line, or a row of a table, with where it stands."""

    top: float
    left: float
    right: float
    text: str


def text_of(page: Any) -> str:
    """Return the text of a page of pypdfium2."""
    letters = _letters(page)
    middle = _gutter(letters, page.get_width())
    pieces: list[Piece] = []
    for grid in _grids(page):
        cells: dict[tuple[int, int], list[Letter]] = {}
        rest: list[Letter] = []
        for letter in letters:
            place = grid.cell(letter)
            (rest if place is None else cells.setdefault(place, [])).append(letter)
        letters = rest
        pieces += _rows(grid, cells)
    if middle is None:
        pieces += _lines(letters)
        return "\n".join(each.text for each in sorted(pieces, key=lambda each: -each.top))
    crossing = [line for line in _gathered(letters) if not _is_parted(line, middle)]
    across = {id(letter) for line in crossing for letter in line}
    pieces += [piece for line in crossing for piece in _lines(line)]
    for side in (True, False):
        pieces += _lines(
            [each for each in letters if id(each) not in across and (each.across < middle) == side]
        )
    return "\n".join(_in_columns(pieces, middle))


def _in_columns(pieces: Sequence[Piece], middle: float) -> Iterator[str]:
    """Yield what stands in two columns: between pieces that reach over both, the left column before the right."""
    over = sorted((each for each in pieces if each.left < middle < each.right), key=lambda each: -each.top)
    edges = [each.top for each in over]
    order = {id(each): (2 * number + 1, False, 0.0) for number, each in enumerate(over)}
    for each in pieces:
        if id(each) not in order:
            order[id(each)] = (2 * sum(edge > each.top for edge in edges), each.left >= middle, -each.top)
    for each in sorted(pieces, key=lambda each: order[id(each)]):
        yield each.text


def _letters(page: Any) -> list[Letter]:
    from pypdfium2 import raw

    found = []
    text = page.get_textpage()
    try:
        for number in range(text.count_chars()):
            code = raw.FPDFText_GetUnicode(text, number)
            if code <= 32 or code in (0xFFFE, 0xFFFF) or raw.FPDFText_IsGenerated(text, number) == 1:
                continue
            found.append(Letter(chr(code), *text.get_charbox(number, loose=True)))
    finally:
        text.close()
    return found


def _grids(page: Any) -> list[Grid]:
    """Return the ruled tables of a page: rules that touch each other, at least two of each direction."""
    from pypdfium2 import raw

    flat: list[tuple[float, float, float]] = []  # how high, from, to
    upright: list[tuple[float, float, float]] = []  # how far right, from, to
    for drawn in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = drawn.get_bounds()
        wide, high = right - left, top - bottom
        if high <= _THIN < wide:
            flat.append(((bottom + top) / 2, left, right))
        elif wide <= _THIN < high:
            upright.append(((left + right) / 2, bottom, top))
        elif wide > _THIN and high > _THIN and wide < page.get_width() * 0.9:
            flat += [(bottom, left, right), (top, left, right)]
            upright += [(left, bottom, top), (right, bottom, top)]
    grids = []
    for group in _touching(upright):
        low, high = min(each[1] for each in group) - _NEAR, max(each[2] for each in group) + _NEAR
        columns = _places(each[0] for each in group)
        rows = _places(
            each[0]
            for each in flat
            if low <= each[0] <= high and each[1] < columns[-1] and each[2] > columns[0]
        )
        if len(columns) > 1 and len(rows) > 1 and (len(columns) - 1) * (len(rows) - 1) >= _CELLS:
            grids.append(Grid(tuple(columns), tuple(reversed(rows))))
    return grids


def _touching(rules: Sequence[tuple[float, float, float]]) -> list[list[tuple[float, float, float]]]:
    """Return upright rules in groups that reach over the same height."""
    groups: list[list[tuple[float, float, float]]] = []
    for rule in sorted(rules, key=lambda each: -each[2]):
        if groups and rule[2] >= min(each[1] for each in groups[-1]) - _NEAR:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return groups


def _places(told: Iterator[float]) -> list[float]:
    """Return places from small to large, those that are near each other once."""
    found: list[float] = []
    for each in sorted(told):
        if not found or each - found[-1] > _NEAR:
            found.append(each)
    return found


def _rows(grid: Grid, cells: dict[tuple[int, int], list[Letter]]) -> Iterator[Piece]:
    for row in range(len(grid.rows) - 1):
        told = [
            "".join(each.text for each in _lines(cells.get((row, column), ())))
            for column in range(len(grid.columns) - 1)
        ]
        if any(told):
            yield Piece(grid.rows[row], grid.columns[0], grid.columns[-1], "\t".join(told))


def _gutter(letters: Sequence[Letter], width: float) -> float | None:
    """Return where the gap between two columns is: in the middle, in most lines, with words on both sides."""
    middle = width / 2
    lines = _gathered(letters)
    parted = [line for line in lines if _is_parted(line, middle)]
    both = [line for line in parted if line[0].across < middle < line[-1].across]
    if len(both) < _COLUMN_LINES or len(both) * 2 < len(lines):
        return None
    left = sum(each.across < middle for line in both for each in line)
    right = sum(each.across > middle for line in both for each in line)
    return middle if min(left, right) >= _COLUMN_LETTERS * len(both) else None


def _is_parted(line: Sequence[Letter], middle: float) -> bool:
    """Say whether a line leaves the middle of the page free."""
    return all(not each.left - each.height / 2 < middle < each.right + each.height / 2 for each in line)


def _lines(letters: Sequence[Letter]) -> Iterator[Piece]:
    for line in _gathered(letters):
        yield Piece(max(each.top for each in line), line[0].left, line[-1].right, _joined(line))


def _gathered(letters: Sequence[Letter]) -> list[list[Letter]]:
    """Return letters line by line, from the top, each from left to right."""
    lines: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda each: -each.up):
        if lines and lines[-1][0].up - letter.up < 0.5 * max(letter.height, lines[-1][0].height):
            lines[-1].append(letter)
        else:
            lines.append([letter])
    return [sorted(line, key=lambda each: each.left) for line in lines]


def _joined(line: Sequence[Letter]) -> str:
    """Return a line's words, with a blank where the letters stand apart."""
    told = line[0].text if line else ""
    for before, letter in pairwise(line):
        told += (" " if letter.left - before.right > 0.25 * letter.height else "") + letter.text
    return told
