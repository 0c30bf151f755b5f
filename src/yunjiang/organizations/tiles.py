"""Where prefectures sit on a grid of equal tiles: a chart, not a map, so that it needs no official map review."""

import csv
from functools import cache
from pathlib import Path

from .models import Organization

DIVISIONS = Path(__file__).parent / "divisions"


def tile(organization: Organization) -> tuple[int, int] | None:
    """Return the unit's (row, column) on its province's grid, counted from 0 at the north-west; None when it has none."""
    return _tiles().get(organization.key)


@cache
def _tiles() -> dict[str, tuple[int, int]]:
    tiles = {}
    for path in sorted(DIVISIONS.glob("*/tiles.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                tiles[row["code"]] = (int(row["row"]), int(row["column"]))
    return tiles
