"""Industries by GB/T 4754-2017: 20 sections 门类 (a letter) and 97 divisions 大类 (two digits)."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent / "gbt4754_2017.csv"


@dataclass(frozen=True)
class Section:
    """One 门类, such as C 制造业."""

    code: str
    name: str


@dataclass(frozen=True)
class Division:
    """One 大类, such as 32 有色金属冶炼和压延加工业; the letter of its section is kept apart from its digits."""

    code: str
    name: str
    section: str


def sections() -> tuple[Section, ...]:
    """Return the sections from A to T."""
    return _table()[0]


def divisions(section: str | None = None) -> tuple[Division, ...]:
    """Return the divisions in the order of their digits, all of them or those of one section."""
    return tuple(each for each in _table()[1] if section in (None, each.section))


def name_of(code: str) -> str:
    """Return the name of a section (`C`) or a division (`32`, also written `C32`). Raises KeyError for any other code."""
    named: dict[str, str] = {each.code: each.name for each in sections()}
    for each in divisions():
        named[each.code] = named[each.section + each.code] = each.name
    return named[code.strip().upper()]


@cache
def _table() -> tuple[tuple[Section, ...], tuple[Division, ...]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return (
        tuple(Section(row["section"], row["name"]) for row in rows if not row["division"]),
        tuple(Division(row["division"], row["name"], row["section"]) for row in rows if row["division"]),
    )
