"""What the reader makes of a passage that a person picked out because it was missed: values to begin with, never a refusal."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from yunjiang.plans.reader import duties, naming
from yunjiang.plans.reader.duty_drafting import duty_values
from yunjiang.plans.reader.items import indicator_values
from yunjiang.plans.reader.milestones import milestones
from yunjiang.plans.reader.outline import topic
from yunjiang.plans.reader.plain import Plain, plain
from yunjiang.plans.reader.quantities import Quantity, quantities
from yunjiang.plans.reader.reading import as_written
from yunjiang.plans.reader.spans import plainly
from yunjiang.plans.reader.structure import skeleton
from yunjiang.plans.reader.targets import find

from . import fields
from .models import Draft, ItemKind
from .refusals import NoSuchPlace

_LONGEST = 400


@dataclass(frozen=True)
class Offer:
    """A passage without the blanks around it, the kind it seems to be, and the values read from it."""

    kind: str
    start: int
    end: int
    values: Mapping[str, Any]


def offered(draft: Draft, start: int, end: int, kind: str = "") -> Offer:
    """Return what a passage amounts to, as the kind wanted or the one it seems to be. Raises NoSuchPlace."""
    if not 0 <= start < end <= len(draft.text):
        raise NoSuchPlace(start, end, len(draft.text))
    words = draft.text[start:end]
    start += len(words) - len(words.lstrip())
    words = words.strip()
    if not words:
        raise NoSuchPlace(start, end, len(draft.text))
    made = plain(words)
    readers = {
        ItemKind.INDICATOR: _indicator,
        ItemKind.DUTY: _duty,
        ItemKind.MILESTONE: _milestone,
    }
    for each, read in readers.items():
        values = read(made, draft) if kind in ("", each) else None
        if values is not None:
            return Offer(each, start, start + len(words), {**fields.BLANK[each], **values})
    kind = kind or ItemKind.INDICATOR
    name = topic(made.words(0, len(made.text)))[:_LONGEST]
    blank = dict(fields.BLANK[kind])
    quoted = {"quote": made.words(0, len(made.text))[:_LONGEST]} if "quote" in blank else {}
    return Offer(kind, start, start + len(words), {**blank, **quoted, "name": name})


def _indicator(made: Plain, draft: Draft) -> Mapping[str, Any] | None:
    # Somebody picked it out: however little sure it is, it is offered.
    found = find(made, skeleton(made.text), draft.first_day.year, draft.last_day.year, Decimal(0))
    quote = made.words(0, len(made.text))[:_LONGEST]
    if found.targets:
        return {**indicator_values(as_written(found.targets[0], made), made), "quote": quote}
    numbers = [each for each in quantities(made.text) if each.unit or each.multiple]
    return {**_number(made, numbers[0]), "quote": quote} if numbers else None


def _number(made: Plain, told: Quantity) -> Mapping[str, Any]:
    """Return a number that the reader takes for no promise, with the words around it as its name."""
    name = naming.before(made.text[: told.start]) or made.text[told.end :].strip("，。；、")
    return {
        "name": made.as_written(name, 0, len(made.text)),
        "comparator": "range" if told.value_max is not None else ">=",
        "value": plainly(told.value),
        "value_max": plainly(told.value_max),
        "unit": told.unit,
        "basis": "ratio" if told.unit in ("%", "‰") else "cumulative",
        "is_deadline_stated": False,
        "is_approximate": told.is_about,
    }


def _duty(made: Plain, _draft: Draft) -> Mapping[str, Any] | None:
    found = next(iter(duties.duties(made, skeleton(made.text))), None)
    return None if found is None else duty_values(found, made)


def _milestone(made: Plain, draft: Draft) -> Mapping[str, Any] | None:
    years = draft.first_day.year, draft.last_day.year
    found = next(milestones(made, skeleton(made.text), years, ()), None)
    if found is None:
        return None
    name = made.as_written(found.text, found.start, found.end)
    return {"name": name, "due": found.due, "quote": made.words(found.start, found.end)}
