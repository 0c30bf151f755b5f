"""Where a workbook carries its ids: what writing puts there and reading looks for, wherever people have moved it since.

A sheet is known by a marker in a hidden corner cell, never by its name; a row by an id in the marker's (hidden) column, a
column by an id in the marker's (hidden) row.
"""

from dataclasses import dataclass

FORMAT = 1  # rises when an older workbook could be misread
MARK = "yunjiang"
MANIFEST, UNIT, WIDE, REMARKS, NARRATIVE = "manifest", "unit", "wide", "remarks", "narrative"
REFERENCE = "reference"  # instructions and the like: nothing is read there
PROBLEMS = "problems"  # the list that goes back with a workbook

QUESTION, UNIT_ROW, TOPIC, ROLE, HEADING = "q:", "u:", "t:", "c:", "h:"
NAME, VALUE, WITHOUT, REASON, EXPLANATION = "name", "value", "unavailable", "reason", "explanation"
ACTION, SHOWN = "action", "shown"  # the column of actions; columns that are only looked at
PIECE = 30_000  # characters of a stamp in one cell; Excel keeps 32,767

MANIFEST_SHEET = "yunjiang"
CHECKED = "【核对】"  # begins every note that we put into a workbook that goes back


def marker(kind: str, rest: str = "") -> str:
    """Return what stands in the corner cell of a sheet."""
    return f"{MARK}:{FORMAT}:{kind}:{rest}"


@dataclass(frozen=True)
class Marker:
    """What a corner cell says: which format, which kind of sheet, and the rest."""

    format: int
    kind: str
    rest: str


def marker_in(text: str) -> Marker | None:
    """Return the marker that a text is, or None."""
    parts = text.split(":", 3)
    if len(parts) != 4 or parts[0] != MARK or not parts[1].isdecimal():
        return None
    return Marker(int(parts[1]), parts[2], parts[3])


def letters(column: int) -> str:
    """Return the name of a column counted from 0: A, B, ... AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def number(name: str) -> int:
    """Return the number of a column, counted from 0, by its name."""
    column = 0
    for letter in name:
        column = column * 26 + ord(letter) - 64
    return column - 1


def address(row: int, column: int) -> str:
    """Return a cell's address, row and column counted from 0."""
    return f"{letters(column)}{row + 1}"
