"""The journal language: tiny worlds for tests, written as text.

A tree, by indentation; a unit's name is its key and its short name:

    云南
      昆明
        五华
      大理

Measures, `code · kind · unit` and what is special:

    trained · flow · 人次 · sex=F|M
    graduates · flow · 人 · persons
    output · flow · 万元 · scale=2
    rate · level · % · scale=1 · not additive

Quantities, `period · unit · measure · quantity` and what is special. A period is a day (2024-03-31) or a stretch (2024-Q1,
2024-01-05..2024-01-20). Lines of one source are one record; without one, every line is a source of its own:

    2024-03-31 · 五华 · trained · 12 · sex=F
    2024-Q1    · 大理 · output  · ≥3.50 · source=return:1 · revision=2
    2024-05-04 · 五华 · graduates · 1 · person=张三
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from yunjiang.ledger import measures as ledger_measures
from yunjiang.ledger import posting
from yunjiang.ledger.posting import Line, Receipt, Record
from yunjiang.organizations.models import Kind, Organization
from yunjiang.organizations.services import Opening, open_many
from yunjiang.standards import periods

FIRST_DAY = date(1950, 2, 24)
KINDS = (Kind.PROVINCE, Kind.PREFECTURE, Kind.COUNTY, Kind.ENTERPRISE)
BOUNDS = {"≥": "at_least", "≤": "at_most", "≈": "about"}
_numbers = count(1)


@dataclass(frozen=True)
class Declared:
    """A measure as the journal declares it."""

    code: str
    kind: str
    unit: str
    scale: int = 0
    counts_persons: bool = False
    is_additive: bool = True
    dimensions: tuple[str, ...] = ()
    name: str = ""
    definition: str = ""


@dataclass(frozen=True)
class DeclaredDimension:
    code: str
    values: tuple[tuple[str, str], ...]
    name: str = ""


@dataclass
class Note:
    """One line of quantities, parsed."""

    source: str
    revision: int | None
    line: Line
    marks: dict[str, str] = field(default_factory=dict)


def _rows(text: str) -> Iterator[list[str]]:
    for row in text.splitlines():
        if row.strip() and not row.strip().startswith("#"):
            yield [part.strip() for part in row.split("·")]


def tree(text: str, *, on: date = FIRST_DAY) -> dict[str, Organization]:
    """Open the units of an indented text on a day; return them by name."""
    openings: list[Opening] = []
    above: list[tuple[int, str]] = []
    for row in filter(str.strip, text.splitlines()):
        depth, name = len(row) - len(row.lstrip()), row.strip()
        while above and above[-1][0] >= depth:
            above.pop()
        kind = KINDS[min(len(above), len(KINDS) - 1)]
        openings.append(Opening(name, on, kind, name, name, name, above[-1][1] if above else None))
        above.append((depth, name))
    return {unit.key: unit for unit in open_many(openings)}


def measures(text: str) -> None:
    """Declare the measures of a text, and the dimensions they name."""
    declared, dimensions = [], {}
    for code, kind, unit, *special in _rows(text):
        facts: dict[str, Any] = {}
        for mark in special:
            name, _, value = mark.partition("=")
            if name == "scale":
                facts["scale"] = int(value)
            elif name == "persons":
                facts["counts_persons"] = True
            elif name == "not additive":
                facts["is_additive"] = False
            else:
                values = tuple((each, each) for each in value.split("|"))
                dimensions[name] = DeclaredDimension(name, values, name)
                facts["dimensions"] = (*facts.get("dimensions", ()), name)
        declared.append(Declared(code, kind, unit, name=code, **facts))
    ledger_measures.declare(declared, dimensions=dimensions.values())


def notes(text: str) -> list[Note]:
    """Return the quantities of a text; its units are named by their keys."""
    units = dict(Organization.objects.values_list("key", "pk"))
    return [_note(row, units) for row in _rows(text)]


def _note(row: list[str], units: dict[str, int]) -> Note:
    stretch, unit, measure, quantity, *special = row
    period = periods.parse(stretch)
    marks = dict(mark.split("=", 1) for mark in special)
    source = marks.pop("source", None) or f"journal:{next(_numbers)}"
    revision = int(marks.pop("revision")) if "revision" in marks else None
    person = marks.pop("person", None)
    bound = BOUNDS.get(quantity[0], "exact")
    line = Line(
        measure,
        units[unit],
        period.last,
        Decimal(quantity.lstrip("≥≤≈")),
        since_on=None if period.first == period.last else period.first,
        person=person,
        breakdown=marks,
        bound=bound,
    )
    return Note(source, revision, line, marks)


def records(text: str, *, channel: str = "reported") -> list[Record]:
    """Return the records of a text, one a source."""
    by_source: dict[str, list[Note]] = {}
    for note in notes(text):
        by_source.setdefault(note.source, []).append(note)
    return [
        Record(source, [note.line for note in found], found[-1].revision, channel)
        for source, found in by_source.items()
    ]


def post(
    text: str,
    *,
    data_set: str = "operational",
    channel: str = "reported",
    by: str = "journal",
    title: str = "journal",
    reason: str = "",
) -> Receipt:
    """Post the quantities of a text in one batch."""
    return posting.post(records(text, channel=channel), data_set=data_set, by=by, title=title, reason=reason)
