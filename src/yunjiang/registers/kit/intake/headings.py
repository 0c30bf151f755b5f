"""Finding the headings of a sheet: titles may stand above them, and they may take two rows with merged cells."""

from collections.abc import Sequence
from dataclasses import dataclass

from yunjiang.ledger.intake.headings import SEARCHED, normal

Cells = Sequence[str | None]


@dataclass(frozen=True)
class Headings:
    """Where the headings end (rows counted from 1) and what they say, each different; "" where a column has none."""

    row: int
    names: tuple[str, ...]


def find(rows: Sequence[Cells], known: Sequence[str]) -> Headings:
    """Return the headings among the first rows of a sheet: where most known ones stand, or else the first row with most cells."""
    meanings = {normal(each) for each in known}
    best: tuple[int, int, int, list[str]] = (0, 0, 0, [])
    for place, row in enumerate(rows[:SEARCHED]):
        alone = [cell or "" for cell in row]
        best = max(best, (*_weight(alone, meanings), -place, alone), key=lambda each: each[:3])
        if place + 1 < len(rows):
            joined = _joined(row, rows[place + 1], meanings)
            # Two rows only where they say more than one of them: a first row of values is no second row of headings.
            weight = _weight(joined, meanings)
            if weight[0] > max(_weight(alone, meanings)[0], _weight(rows[place + 1], meanings)[0]):
                best = max(best, (*weight, -place - 1, joined), key=lambda each: each[:3])
    return Headings(-best[2] + 1, tuple(_different(best[3])))


def _weight(names: Cells, meanings: set[str]) -> tuple[int, int]:
    found = {normal(each) for each in names if each}
    return len(found & meanings), len(found)


def _joined(upper: Cells, lower: Cells, meanings: set[str]) -> list[str]:
    """Put two rows of headings together: a merged cell above spreads over the empty ones after it."""
    names = []
    above = ""
    width = max(len(upper), len(lower))
    for place in range(width):
        own = (upper[place] if place < len(upper) else None) or ""
        below = (lower[place] if place < len(lower) else None) or ""
        above = own or (above if below else "")
        if not below or normal(above + below) in meanings or (above and normal(below) not in meanings):
            names.append(above + below if below else own)
        else:
            names.append(below)
    return names


def _different(names: Sequence[str]) -> list[str]:
    while names and not names[-1]:
        names = names[:-1]
    seen: dict[str, int] = {}
    told = []
    for name in names:
        name = " ".join(name.split())[:100]
        if name:
            seen[name] = seen.get(name, 0) + 1
            name = name if seen[name] == 1 else f"{name} ({seen[name]})"
        told.append(name)
    return told
