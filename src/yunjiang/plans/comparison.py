"""What changed from one version of a plan to another."""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from yunjiang.plans.document import Actual, Baseline, Formula, Indicator, PlanDocument, Term, Trajectory

COLLECTIONS = (
    "initiatives",
    "actions",
    "indicators",
    "milestones",
    "relations",
    "safeguards",
    "duties",
    "measures",
    "dimensions",
)
_NOT_FACTS = ("line", "plan", "code", "choices")


class Change(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Difference:
    """One thing that was added, removed, or changed in one field.

    `collection` is a field of PlanDocument (indicators, measures ...), "plan" for the plan's own fields, or "choices" (then
    `code` is the indicator's and `name` the question). `line` is in the new file; in the old one for what was removed.
    """

    change: Change
    collection: str
    code: str
    name: str
    line: int
    field: str = ""
    old: Any = None
    new: Any = None

    @property
    def old_text(self) -> str:
        return as_text(self.old)

    @property
    def new_text(self) -> str:
        return as_text(self.new)


def differences(old: PlanDocument, new: PlanDocument) -> list[Difference]:
    """Return every difference, the plan's own fields first, then by collection and code. Order in the file is none."""
    found = list(_plan_fields(old, new))
    for collection in COLLECTIONS:
        before = {each.code: each for each in getattr(old, collection)}
        after = {each.code: each for each in getattr(new, collection)}
        found += _between(collection, before, after)
    for indicator in new.indicators:
        earlier = next((each for each in old.indicators if each.code == indicator.code), None)
        if earlier is not None:
            found += _choices(earlier, indicator)
    found += _omissions(old, new)
    return found


def as_text(value: Any) -> str:
    """Write a value of a document much as the file would."""
    match value:
        case None | "" | ():
            return ""
        case Decimal():
            return format(value.normalize(), "f")
        case bool():
            return "true" if value else "false"
        case Actual():
            return f"{value.name} {as_text(value.value)}{value.unit}" + (
                f" ({value.year})" if value.year else ""
            )
        case Baseline():
            return f"{as_text(value.value)} ({value.on})"
        case Trajectory():
            return f"{value.kind} {as_text(value.profile)}".strip()
        case Formula():
            return " ÷ ".join(as_text(part) for part in (value.numerator, value.denominator) if part)
        case Term():
            factor = "" if value.factor == 1 else f" × {as_text(value.factor)}"
            where = f" [{as_text(value.breakdown)}]" if value.breakdown else ""
            return f"{value.measure}{where}{factor}" + (" (persons)" if value.counts == "persons" else "")
        case (Term(), *_):
            return " + ".join(as_text(each) for each in value)
        case (str() | date() as key, other) if not isinstance(key, str) or isinstance(other, str):
            return f"{key}: {as_text(other)}"
        case tuple():
            return ", ".join(as_text(each) for each in value)
    return str(value)


def _plan_fields(old: PlanDocument, new: PlanDocument) -> Iterator[Difference]:
    for field in dataclasses.fields(PlanDocument):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if field.name not in (*COLLECTIONS, "not_given") and before != after:
            yield Difference(Change.CHANGED, "plan", new.code, new.name, 0, field.name, before, after)


def _between(collection: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Difference]:
    for code in sorted(before.keys() | after.keys()):
        if code not in after:
            yield Difference(Change.REMOVED, collection, code, before[code].name, before[code].line)
        elif code not in before:
            yield Difference(Change.ADDED, collection, code, after[code].name, after[code].line)
        else:
            yield from _fields(collection, before[code], after[code])


def _fields(collection: str, before: Any, after: Any) -> Iterator[Difference]:
    for field in dataclasses.fields(after):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if field.name not in _NOT_FACTS and old != new:
            yield Difference(
                Change.CHANGED, collection, after.code, after.name, after.line, field.name, old, new
            )


def _choices(before: Indicator, after: Indicator) -> Iterator[Difference]:
    old = {each.question: each for each in before.choices}
    new = {each.question: each for each in after.choices}
    for question in dict.fromkeys([*old, *new]):
        if question not in new:
            yield Difference(Change.REMOVED, "choices", after.code, question, old[question].line)
        elif question not in old:
            yield Difference(Change.ADDED, "choices", after.code, question, new[question].line)
        else:
            for field in ("chosen", "readings", "note"):
                one, other = getattr(old[question], field), getattr(new[question], field)
                if one != other:
                    line = new[question].line
                    yield Difference(Change.CHANGED, "choices", after.code, question, line, field, one, other)


def _omissions(old: PlanDocument, new: PlanDocument) -> Iterator[Difference]:
    before, after = dict(old.not_given), dict(new.not_given)
    for what in dict.fromkeys([*before, *after]):
        if what not in after:
            yield Difference(Change.REMOVED, "not_given", "", what, 0)
        elif what not in before:
            yield Difference(Change.ADDED, "not_given", "", what, 0)
        elif before[what] != after[what]:
            yield Difference(Change.CHANGED, "not_given", "", what, 0, "note", before[what], after[what])
