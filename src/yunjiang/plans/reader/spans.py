"""The table of targets with the words they were read from, for people with a spreadsheet and for scoring.

Tab-separated, UTF-8, one line a target, the least certain first when asked so. `offset` counts characters (code points) of the
text from 0; `span` is what stands there, line breaks as blanks. A deadline is a year, a month such as 2025-06, `annual` or
`ongoing`; empty where neither the document nor its period says.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from .promises import Target
from .reading import Reading
from .weighing import ours

COLUMNS = (
    "indicator",
    "comparator",
    "value",
    "value_max",
    "unit",
    "deadline",
    "span",
    "offset",
    "basis",
    "direction",
    "nature",
    "approximate",
    "baseline",
    "baseline_year",
    "action",
    "confidence",
    "rule",
    "reasons",
)


def rows(reading: Reading) -> Iterator[Mapping[str, str]]:
    """Yield the lines of the table in the order of the text."""
    for target in reading.targets:
        yield _row(target, reading)


def table(lines: Iterable[Mapping[str, str]]) -> str:
    """Return lines as tab-separated text with its headings."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, COLUMNS, delimiter="\t", lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return stream.getvalue()


def plainly(value: Decimal | None) -> str:
    """Return a number without exponent and without zeros that say nothing; nothing for None."""
    if value is None:
        return ""
    told = f"{value:f}"
    return told.rstrip("0").rstrip(".") if "." in told else told


def _row(target: Target, reading: Reading) -> Mapping[str, str]:
    start, end = reading.plain.span(target.start, target.end)
    return {
        "indicator": target.name,
        "comparator": target.comparator,
        "value": plainly(target.value),
        "value_max": plainly(target.value_max),
        "unit": target.unit,
        "deadline": target.by.told,
        "span": " ".join(reading.plain.raw[start:end].split()),
        "offset": str(start),
        "basis": target.basis,
        "direction": "down" if target.direction < 0 else "up",
        "nature": target.nature,
        "approximate": "yes" if target.is_about else "",
        "baseline": plainly(target.baseline),
        "baseline_year": str(target.baseline_year or ""),
        "action": target.part.title,
        "confidence": plainly(target.confidence),
        "rule": target.rule,
        "reasons": ours().reasons(target.signs),
    }
