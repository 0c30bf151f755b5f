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


def code_of(text: str) -> str:
    """Return the code that `C`, `32` or `C32` is kept by: a section's letter, a division's digits. Raises KeyError."""
    code = text.strip().upper()
    name_of(code)
    return code[1:] if len(code) == 3 else code


def choices() -> list[tuple[str, str]]:
    """Return sections and divisions as a field's choices, each section before its divisions: C 制造业, C32 有色金属冶炼…"""
    found = []
    for section in sections():
        found.append((section.code, f"{section.code} {section.name}"))
        found += [(each.code, f"{section.code}{each.code} {each.name}") for each in divisions(section.code)]
    return found


@cache
def _table() -> tuple[tuple[Section, ...], tuple[Division, ...]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return (
        tuple(Section(row["section"], row["name"]) for row in rows if not row["division"]),
        tuple(Division(row["division"], row["name"], row["section"]) for row in rows if row["division"]),
    )
