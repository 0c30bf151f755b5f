"""Values that newspapers and offices have published, each with its source, as postings in a data set of their own.

Three files lie in `publications`: `values.csv` as collected (value, unit, period and quote exactly as printed), `readings.csv`
with one line for each of those rows (which measure it is, which days it speaks about and how sure that is, how exact, what is
doubtful, and why it does or does not match an indicator of the plan), and `measures.csv` with the measures that no plan has.
Nothing is corrected, rounded or reconciled: conflicting tallies and misprints are posted as printed and say so.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext

from yunjiang.ledger import measures, posting
from yunjiang.ledger.models import DataSet, Measure
from yunjiang.organizations import queries as organizations
from yunjiang.plans.document import MeasureDeclaration

SOURCE = "publication"

_FOLDER = Path(__file__).parent / "publications"

_MYRIADS = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
# Different words of measure for the same thing: persons, and institutions. 人次 and 家次 are not among them.
_SAME_UNIT = (frozenset({"人", "名"}), frozenset({"个", "家", "所"}))


class UnitDiffers(ValueError):
    """That a published value is in a unit that its measure does not have."""

    def __init__(self, row: int, printed: str, expected: str) -> None:
        self.row, self.printed, self.expected = row, printed, expected
        super().__init__(row, printed, expected)

    def __str__(self) -> str:
        return gettext(
            "Row %(row)s of the published values is in %(printed)s, its measure in %(expected)s. "
            "Choose another measure for it in readings.csv."
        ) % {"row": self.row, "printed": self.printed, "expected": self.expected}


@dataclass(frozen=True)
class Statement:
    """One published value and how it is read."""

    row: int
    label: str  # what the source counts, in its words
    organization_code: str
    period: str  # as printed
    value: Decimal
    unit: str  # as printed: 万人, 亿元, %
    title: str
    url: str
    quote: str
    measure: str  # empty when it cannot be posted
    match: str  # exact: the plan's own definition; different: near an indicator but not it; none: the plan has nothing like it
    plan_indicators: tuple[str, ...]
    since_on: date | None
    happened_on: date | None
    precision: str  # how the days are known: day, published, month, year, since_year, named, inferred, none
    bound: str
    is_expected: bool  # announced as a plan or an estimate, not as done
    conflicts_with: tuple[int, ...]  # rows that say something else about the same thing
    doubt: str
    note: str

    @property
    def is_posted(self) -> bool:
        """Say whether it can enter the ledger: whatever has no day stays on the list only."""
        return self.happened_on is not None

    @property
    def printed(self) -> str:
        """Return the value as the source prints it, such as 541.28万人."""
        return f"{self.value}{self.unit}"

    @property
    def quantity(self) -> Decimal:
        """Return the value without 万 or 亿, exactly."""
        return self.value * _MYRIADS.get(self.unit[0], Decimal(1))

    @property
    def plain_unit(self) -> str:
        """Return the unit without 万 or 亿."""
        return self.unit[1:] if self.unit[0] in _MYRIADS else self.unit

    def evidence(self) -> dict[str, object]:
        """Return what the ledger keeps beside the posting: the source, and how it was read."""
        return {
            "title": self.title,
            "url": self.url,
            "quote": self.quote,
            "printed": self.printed,
            "period": self.period,
            "precision": self.precision,
            "is_expected": self.is_expected,
            "conflicts_with": [source(row) for row in self.conflicts_with],
            "doubt": self.doubt,
            "note": self.note,
        }


def source(row: int) -> str:
    """Return the ledger's name for the record behind one row."""
    return f"{SOURCE}:{row}"


def statements() -> list[Statement]:
    """Return every published value with its reading, in the order of `values.csv`."""
    readings = {int(line["row"]): line for line in _lines("readings.csv")}
    return [_statement(row, line, readings[row]) for row, line in enumerate(_lines("values.csv"), start=1)]


def declarations() -> list[MeasureDeclaration]:
    """Return the measures that published values need and no plan declares."""
    return [
        MeasureDeclaration(
            code=line["code"],
            name=line["name"],
            unit=line["unit"],
            kind=line["kind"],
            scale=int(line["scale"]),
            is_additive=line["is_additive"] == "true",
            definition=line["definition"],
        )
        for line in _lines("measures.csv")
    ]


def load(by: str) -> posting.Receipt:
    """Post every dated value in the data set of published values; what is posted already stays.

    The plan must have declared its measures before. Raises UnitDiffers.
    """
    measures.declare(declarations())
    units = dict(Measure.objects.values_list("code", "unit"))
    records = [_record(each, units[each.measure]) for each in statements() if each.is_posted]
    return posting.post(records, data_set=DataSet.PUBLISHED, by=by, title="公开发布值")


def is_same_unit(printed: str, expected: str) -> bool:
    """Say whether two words of measure count the same thing."""
    return printed == expected or any({printed, expected} <= words for words in _SAME_UNIT)


def _record(statement: Statement, unit: str) -> posting.Record:
    assert statement.happened_on is not None
    if not is_same_unit(statement.plain_unit, unit):
        raise UnitDiffers(statement.row, statement.plain_unit, unit)
    line = posting.Line(
        measure=statement.measure,
        organization=organizations.resolve(statement.organization_code).pk,
        since_on=statement.since_on,
        happened_on=statement.happened_on,
        quantity=statement.quantity,
        bound=statement.bound,
    )
    return posting.Record(source=source(statement.row), lines=[line], evidence=statement.evidence())


def _statement(row: int, value: dict[str, str], reading: dict[str, str]) -> Statement:
    return Statement(
        row=row,
        label=value["indicator"],
        organization_code=value["org_code"],
        period=value["period"],
        value=Decimal(value["value"]),
        unit=value["unit"],
        title=value["source_title"],
        url=value["source_url"] if value["source_url"].startswith("http") else "",
        quote=value["quote"],
        measure=reading["measure"],
        match=reading["match"],
        plan_indicators=tuple(reading["plan_indicators"].split()),
        since_on=_day(reading["since_on"]),
        happened_on=_day(reading["happened_on"]),
        precision=reading["precision"],
        bound=reading["bound"],
        is_expected=reading["is_expected"] == "true",
        conflicts_with=tuple(int(each) for each in reading["conflicts_with"].split()),
        doubt=reading["doubt"],
        note=reading["note"],
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _lines(name: str) -> Iterator[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
