"""Sheets for the rules, put together in a line or two."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from yunjiang.returns.rules.checks import check
from yunjiang.returns.rules.finding import Finding
from yunjiang.returns.rules.sheet import Line, Sheet
from yunjiang.returns.rules.spread import Spread

NUMBERS = {"value", "last", "standing", "register", "target", "reached"}


def line(question: str = "trained", **facts: Any) -> Line:
    """Return a line about persons-times; numbers may be given as text or int."""
    given = {"name": question, "unit": "人次", "kind": "flow", "measure": question.split(";")[0]} | facts
    for each in NUMBERS & given.keys():
        given[each] = decimal(given[each])
    if "history" in given:
        given["history"] = tuple(map(Decimal, given["history"]))
    if "below" in given:
        given["below"] = tuple(map(decimal, given["below"]))
    return Line(question, **given)


def sheet(*lines: Line, unit: int = 1, **facts: Any) -> Sheet:
    return Sheet(unit=unit, name=f"单位{unit}", lines=lines, **facts)


def found(*lines: Line, **facts: Any) -> set[str]:
    """Return what is found in a sheet of these lines, as `rule question`."""
    return {f"{each.rule} {each.question}" for each in check(sheet(*lines, **facts))}


def only(*lines: Line, **facts: Any) -> Finding:
    """Return the one finding there is."""
    [finding] = check(sheet(*lines, **facts))
    return finding


def spread(numbers: Iterable[int | str]) -> Spread:
    return Spread.of([Decimal(each) for each in numbers])


def decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))
