"""What was read, as items that a person may accept, correct or reject one by one; a plan file is drafted from these alone.

Values are texts, lists of texts and yes or no, as JSON keeps them; what each kind of item has is said in `docs/plan-reader.md`.
Places are offsets in the document as it was brought.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from .bodies import Responsible
from .duties import Duty
from .duty_drafting import duty_values
from .outline import Branch
from .periods import FIVE, FIVE_YEARS
from .plain import Plain
from .promises import Target
from .reading import Reading
from .spans import plainly
from .weighing import ours

# How sure what has no confidence of its own is: what part of it people find in the texts with gold.
_HEADING = Decimal("0.92")
_DUTY = Decimal("0.90")
_SCHEME = Decimal("0.50")  # schemes to be drawn up
_BODY = Decimal("0.95")
_MILESTONE = Decimal("0.75")
_UNDATED = Decimal("0.50")  # what only the plan's end is the day of
_RELATION = Decimal("0.50")

# What stands for all units of a kind where a body's organization is asked for: the kinds of `organizations`.
KIND_NAMES = {
    "province": "省",
    "prefecture": "州市",
    "county": "县",
    "department": "部门",
    "industry_system": "产业系统",
    "functional_area": "功能区",
    "enterprise": "企业",
    "union": "工会组织",
}
UNIT_KINDS = frozenset(KIND_NAMES)

ISSUE = (
    "issued_on",
    "valid_from",
    "valid_until",
)  # days of the document itself, no more of a plan than its number

_RULE = 60  # characters that are kept of a rule and its reasons
_NAMELESS = "（原文无标题）"


@dataclass(frozen=True)
class Head:
    """What a document says of the plan as a whole, and the term that was made of it."""

    name: str
    number: str
    first_day: date
    last_day: date
    goal: str = ""
    first_year: int | None = None  # as far as the document says
    last_year: int | None = None
    issued_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    actuals: Sequence[Mapping[str, Any]] = ()  # how things stood: name, value, unit, year


@dataclass(frozen=True)
class ReadItem:
    """One thing that was read: `parent` is the place in the list of the action or initiative that it belongs to."""

    kind: str  # initiative, action, safeguard, indicator, duty, milestone, relation, body
    start: int
    end: int
    values: Mapping[str, Any]
    confidence: Decimal | None
    rule: str
    parent: int | None = None
    spans: tuple[tuple[int, int], ...] = ()  # further places that say the same
    bodies: Mapping[str, str] = field(
        default_factory=dict
    )  # of a duty: who owes it and to whom, as the text names them


@dataclass
class _Node:
    item: ReadItem
    above: "_Node | None" = None
    parts: Sequence[Any] = field(
        default_factory=tuple
    )  # of the plain text, where what stands there belongs to it


def head_of(reading: Reading) -> Head:
    """Return the head of the plan that a document is; where it does not say its years, its promises do."""
    years = [each.by.year for each in reading.targets if each.by.year]
    issue = reading.issue
    since = min(issue.valid_from.year, *years) if issue.valid_from and years else issue.year
    begun = reading.first_year or since or _first_of(years, reading.plain.text)
    until = reading.last_year or max(years, default=begun)
    return Head(
        name=reading.name or _NAMELESS,
        number=reading.number,
        first_day=date(begun, 1, 1),
        last_day=date(max(until, begun), 12, 31),
        goal=reading.outline.goal,
        first_year=reading.first_year,
        last_year=reading.last_year,
        issued_on=issue.on,
        valid_from=issue.valid_from,
        valid_until=issue.valid_until,
        actuals=[
            {"name": each.name, "value": plainly(each.value), "unit": each.unit, "year": each.year}
            for each in reading.actuals
        ],
    )


def _first_of(years: Sequence[int], text: str) -> int:
    """Return the year in which a plan begins that names none: of the five years that it speaks of before its first goal."""
    aimed = min(years, default=2021)
    terms = [FIVE_YEARS[each["name"]] - 4 for each in FIVE.finditer(text) if len(each["name"]) > 2]
    return max((each for each in terms if each <= aimed), default=aimed)


def items_of(reading: Reading) -> list[ReadItem]:
    """Return everything that was read, in the order of the text."""
    nodes = list(_nodes(reading))
    order = sorted(range(len(nodes)), key=lambda number: (nodes[number].item.start, number))
    places = {id(nodes[number]): place for place, number in enumerate(order)}
    return [
        replace(each.item, parent=None if each.above is None else places[id(each.above)])
        for each in (nodes[number] for number in order)
    ]


def _nodes(reading: Reading) -> Iterator[_Node]:
    plain = reading.plain
    frame: list[_Node] = []
    for initiative in reading.outline.initiatives:
        above = _of_branch("initiative", initiative, plain, None)
        frame += [above, *(_of_branch("action", each, plain, above) for each in initiative.branches)]
    yield from frame
    for safeguard in reading.outline.safeguards:
        yield _of_branch("safeguard", safeguard, plain, None)
    for target in reading.targets:
        yield _Node(_indicator(target, plain), _around(target.start, frame))
    for milestone in reading.milestones:
        values = {"name": milestone.text, "due": milestone.due}
        sure = _MILESTONE if milestone.is_dated else _UNDATED
        yield _said("milestone", milestone, values, sure, "milestone", plain, frame)
    for relation in reading.relations:
        yield _said("relation", relation, {"name": relation.text}, _RELATION, "relation", plain, frame)
    for duty in reading.duties:
        yield _Node(_duty(duty, plain))
    for told in reading.responsible:
        above_told = _around(told.start, frame)
        for item in _bodies(told, plain):
            yield _Node(item, above_told)


def _of_branch(kind: str, branch: Branch, plain: Plain, above: _Node | None) -> _Node:
    places = [plain.span(each.start, max(each.body, each.start)) for each in branch.parts]
    item = ReadItem(
        kind, *places[0], {"name": branch.name or _NAMELESS}, _HEADING, "heading", spans=tuple(places[1:])
    )
    return _Node(item, above, branch.parts)


def _around(place: int, frame: Sequence[_Node]) -> _Node | None:
    """Return the smallest initiative or action around a place of the plain text."""
    holding = [
        (part.end - part.start, -number)
        for number, node in enumerate(frame)
        for part in node.parts
        if part.start <= place < part.end
    ]
    return frame[-min(holding)[1]] if holding else None


def _indicator(target: Target, plain: Plain) -> ReadItem:
    start, end = plain.span(target.start, target.end)
    values = indicator_values(target, plain)
    spans = tuple(plain.span(*each) for each in target.also)
    reasons = ours().reasons(target.signs)
    rule = f"{target.rule}（{reasons}）" if reasons else target.rule
    return ReadItem("indicator", start, end, values, target.confidence, rule[:_RULE], spans=spans)


def indicator_values(target: Target, plain: Plain) -> dict[str, Any]:
    """Return what an indicator's item says, of a target in the characters of the document."""
    return {
        "name": target.name,
        "comparator": target.comparator,
        "value": plainly(target.value),
        "value_max": plainly(target.value_max),
        "unit": target.unit,
        "basis": target.basis,
        "deadline": target.by.told,
        "is_deadline_stated": target.by.is_stated,
        "direction": "down" if target.direction < 0 else "up",
        "nature": target.nature,
        "is_approximate": target.is_about,
        "baseline": plainly(target.baseline),
        "baseline_year": str(target.baseline_year or ""),
        "lead": [],
        "support": [],
        "reporters": [],
        "quote": plain.words(target.start, target.end),
    }


def _said(
    kind: str,
    told: Any,
    values: Mapping[str, Any],
    confidence: Decimal,
    rule: str,
    plain: Plain,
    frame: Sequence[_Node],
) -> _Node:
    values = {**values, "quote": plain.words(told.start, told.end)}
    item = ReadItem(kind, *plain.span(told.start, told.end), values, confidence, rule)
    return _Node(item, _around(told.start, frame))


def _duty(duty: Duty, plain: Plain) -> ReadItem:
    start, end = plain.span(duty.start, duty.end)
    confidence = _SCHEME if duty.kind == "planning" else _DUTY
    bodies = {name: told for name, told in (("owed_by", duty.who), ("owed_to", duty.to)) if told}
    return ReadItem("duty", start, end, duty_values(duty, plain), confidence, duty.kind, bodies=bodies)


def with_owing(item: ReadItem, find: Callable[[str], str]) -> ReadItem:
    """Return a duty with the keys of who owes it, where no kind of units does, and of whom it is owed to."""
    values = dict(item.values)
    by, to = (find(item.bodies[name]) if name in item.bodies else "" for name in ("owed_by", "owed_to"))
    if by and not values["owed_by"]:
        values["owed_by"] = [by]
    if to and to not in UNIT_KINDS:
        values["owed_to"] = to
    return replace(item, values=values)


def _bodies(told: Responsible, plain: Plain) -> Iterator[ReadItem]:
    """Yield each body of a passage with its own place in it."""
    begun = told.start
    for name in told.bodies:
        place = plain.raw.find(name, *plain.span(begun, told.end))
        start, end = plain.span(told.start, told.end) if place < 0 else (place, place + len(name))
        values = {"name": name, "role": told.role, "organization": ""}
        yield ReadItem("body", start, end, values, _BODY, told.role)
