"""Code tables of national standards about people, as data in `code_tables.csv`, each with its source.

code_tables.ethnic_groups()          # Yunnan's own first
code_tables.name_of("education", "21")
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

FILE = Path(__file__).parent / "code_tables.csv"

SOURCES = {
    "sex": "GB/T 2261.1-2003",
    "marital_status": "GB/T 2261.2-2003",
    "health": "GB/T 2261.3-2003",
    "employment_status": "GB/T 2261.4-2003",
    "ethnic_group": "GB/T 3304-1991; 97 and 98 are the household registration's",
    "political_status": "GB/T 4762-1984",
    "education": "GB/T 4658-2006",
    "skill_level": "人社部发〔2022〕14号, from the lowest level to the highest; the letters T and S are this house's",
}

# The peoples who have lived in Yunnan for generations (世居民族), the most numerous first, as the province lists them.
OF_YUNNAN = (
    "07", "14", "16", "18", "08", "06", "03", "20", "24", "21", "27", "13", "28", "04", "34", "09", "39", "40", "02", "42",
    "56", "46", "25", "11", "51",
)  # fmt: skip


@dataclass(frozen=True)
class Code:
    """One row of a table; `letters` is the standard's letter code where it has one."""

    code: str
    name: str
    letters: str = ""


def table(name: str) -> tuple[Code, ...]:
    """Return a table in the standard's order. Raises KeyError for a table that is not kept."""
    return _tables()[name]


def name_of(name: str, code: str) -> str:
    """Return what a code of a table means. Raises KeyError for a table or a code that is not kept."""
    return _names(name)[code]


def ethnic_groups() -> tuple[Code, ...]:
    """Return the 56 ethnic groups and the two rests: 汉族, then Yunnan's own, then the others by code."""
    rank = {code: place for place, code in enumerate(("01", *OF_YUNNAN))}
    return tuple(sorted(table("ethnic_group"), key=lambda each: (rank.get(each.code, 99), each.code)))


def ethnic_choices() -> list[tuple[str, str]]:
    """Return the ethnic groups as a field's choices, in the order of `ethnic_groups`."""
    return [(each.code, each.name) for each in ethnic_groups()]


@cache
def ethnic_codes() -> Mapping[str, str]:
    """Return the code of an ethnic group by every way in which forms write it: 傣族, 傣, 18, DA."""
    found = {}
    for each in table("ethnic_group"):
        for written in (each.name, each.name.removesuffix("族"), each.code, each.letters):
            if written:
                found[written] = each.code
    found["僳僳族"] = found["栗僳族"] = "20"  # misspelt in collection forms that are in use
    return MappingProxyType(found)


@cache
def _names(name: str) -> Mapping[str, str]:
    return MappingProxyType({each.code: each.name for each in table(name)})


@cache
def _tables() -> Mapping[str, tuple[Code, ...]]:
    found: dict[str, list[Code]] = {}
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["table"], []).append(Code(row["code"], row["name"], row["letters"]))
    return MappingProxyType({name: tuple(rows) for name, rows in found.items()})
