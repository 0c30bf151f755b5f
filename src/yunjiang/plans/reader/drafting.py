"""A plan file drafted from items: complete enough to be checked, with what only a person can settle left open in words.

What the document does not say is not made up. How a promise is counted never stands in a plan's text: every indicator gets a
measure of its own, and its note says what to confirm. What was read and what a person decided are drafted in the same way.
"""

import io
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from ruamel.yaml import YAML

from .indicator_drafting import actual_row, indicator_row, is_stated, last_day, measures_of
from .items import ISSUE, UNIT_KINDS, Head, ReadItem, with_owing
from .omissions import omissions

Resolve = Callable[[str], str | None]
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Drafted:
    """A plan file as nested mappings, and which item stands at which path of it."""

    plan: dict[str, Any]
    places: Mapping[Path, int]


@dataclass
class _Bed:
    """Where indicators are put: one action of the draft."""

    code: str
    row: dict[str, Any]
    path: Path
    counts: dict[str, int] = field(default_factory=dict)
    kinds: list[str] = field(default_factory=list)  # of units that are to carry it out

    def take(self, field_name: str, mark: str, row: Mapping[str, Any]) -> tuple[str, Path]:
        """Put a row into one of the action's lists and return its code and path."""
        self.counts[field_name] = number = self.counts.get(field_name, 0) + 1
        code = f"{self.code}.{mark}{number}"
        self.row.setdefault(field_name, []).append({"code": code, **row})
        return code, (*self.path, field_name, number - 1)


def draft(
    head: Head, items: Sequence[ReadItem], *, code: str, owner: str, reporters: Collection[str] = ()
) -> Drafted:
    """Return the plan file that items amount to; `reporters` owe what names nobody."""
    return _Plan(head, items, code, owner, tuple(reporters)).drafted()


def resolved(items: Sequence[ReadItem], resolve: Resolve) -> list[ReadItem]:
    """Return items with bodies given the key of the organization, or the kind of units, that `resolve` finds for them."""

    def settled(each: ReadItem) -> ReadItem:
        if each.kind == "duty":
            return with_owing(each, lambda name: resolve(name) or "")
        if each.kind != "body" or each.values["organization"]:
            return each
        return replace(each, values={**each.values, "organization": resolve(each.values["name"]) or ""})

    return [settled(each) for each in items]


def written(plan: Mapping[str, Any]) -> str:
    """Return a draft as the text of a plan file."""
    yaml = YAML()
    yaml.width = 200
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.representer.add_representer(Decimal, _plainly)
    yaml.representer.ignore_aliases = lambda value: True
    stream = io.StringIO()
    yaml.dump(dict(plan), stream)
    return stream.getvalue()


def _plainly(representer: Any, value: Decimal) -> Any:
    return representer.represent_scalar("tag:yaml.org,2002:float", f"{value:f}")


class _Plan:
    """Puts items together, in their order, into the parts of one plan file."""

    def __init__(
        self, head: Head, items: Sequence[ReadItem], code: str, owner: str, reporters: tuple[str, ...]
    ) -> None:
        self.head, self.items, self.code, self.owner, self.reporters = head, items, code, owner, reporters
        self.initiatives: list[dict[str, Any]] = []
        self.measures: dict[str, Any] = {}
        self.places: dict[Path, int] = {}
        self.initiative_of: dict[int | None, int] = {}  # place in the file by number of the item
        self.beds: dict[
            int | None, _Bed
        ] = {}  # by number of the item; those of initiatives are made when wanted

    def drafted(self) -> Drafted:
        self._frame()
        unsettled = list(self._bodies())
        for number, item in enumerate(self.items):
            match item.kind:
                case "indicator":
                    self._indicator(number, item)
                case "milestone":
                    due = item.values["due"]
                    row = {"name": item.values["name"]}
                    dated = {"due_on": last_day(due)} if due else {}
                    self._put(number, item, "milestones", "M", row | dated)
                case "relation":
                    self._put(number, item, "relations", "R", {"name": item.values["name"]})
        if not self.initiatives:
            self._bed(None)
        return Drafted(self._whole(unsettled), self.places)

    def _frame(self) -> None:
        """Lay the initiatives with their actions out."""
        for number, item in enumerate(self.items):
            if item.kind == "initiative":
                self._initiative(number, item.values["name"])
        for number, item in enumerate(self.items):
            if item.kind == "action":
                above = self._above(number, "initiative")
                if above is None:
                    self._rest()
                self._action(number, above, item.values["name"])

    def _initiative(self, number: int | None, name: str) -> None:
        place = len(self.initiatives)
        self.initiatives.append({"code": str(place + 1), "name": name, "actions": []})
        self.initiative_of[number] = place
        if number is not None:
            self.places["initiatives", place] = number

    def _rest(self) -> None:
        """Make room for what stands outside all initiatives."""
        if None not in self.initiative_of:
            self._initiative(None, "主要目标")

    def _action(self, number: int | None, above: int | None, name: str) -> _Bed:
        initiative = self.initiative_of[above]
        actions = self.initiatives[initiative]["actions"]
        row = {"code": f"{initiative + 1}.{len(actions) + 1}", "name": name}
        actions.append(row)
        path: Path = ("initiatives", initiative, "actions", len(actions) - 1)
        bed = self.beds[number] = _Bed(row["code"], row, path)
        if number is not None and self.items[number].kind == "action":
            self.places[path] = number
        return bed

    def _above(self, number: int | None, *kinds: str) -> int | None:
        """Return the nearest item above one that is of a kind."""
        at = None if number is None else self.items[number].parent
        while at is not None and self.items[at].kind not in kinds:
            at = self.items[at].parent
        return at

    def _bed(self, number: int | None) -> _Bed:
        """Return the action that an item belongs to; what an initiative says itself, or none, gets an action of its own."""
        above = self._above(number, "action", "initiative")
        if above not in self.beds:
            if above is None:
                self._rest()
            name = "主要目标" if above is None else self.items[above].values["name"]
            self._action(above, above, name)
        return self.beds[above]

    def _put(self, number: int, item: ReadItem, field_name: str, mark: str, row: Mapping[str, Any]) -> None:
        quote = {"quote": item.values["quote"]} if item.values.get("quote") else {}
        _code, path = self._bed(number).take(field_name, mark, {**row, **quote})
        self.places[path] = number

    def _bodies(self) -> Iterator[str]:
        """Write the bodies into the actions that they answer for; yield the names that find no organization or no action."""
        told = [(number, item) for number, item in enumerate(self.items) if item.kind == "body"]
        direct = [each for each in told if self._above(each[0], "action") is not None]
        for number, item in direct:
            if not self._answers(item, [self.beds[self._above(number, "action")]]):
                yield item.values["name"]
        for number, item in [each for each in told if each not in direct]:
            above = self._above(number, "initiative")
            beds = [
                bed for each, bed in self.beds.items()
                if above is not None and each is not None and self._above(each, "initiative") == above
                and not bed.row.get(_field(item)) and not bed.kinds
            ]  # fmt: skip
            if not self._answers(item, beds or ([self._bed(number)] if above is not None else [])):
                yield item.values["name"]

    def _answers(self, item: ReadItem, beds: Sequence[_Bed]) -> bool:
        key = item.values["organization"]
        for bed in beds if key else ():
            told = bed.kinds if key in UNIT_KINDS else bed.row.setdefault(_field(item), [])
            if key not in told:
                told.append(key)
        return bool(key and beds)

    def _indicator(self, number: int, item: ReadItem) -> None:
        bed = self._bed(number)
        row = indicator_row(item, self.head.last_day)
        reporters = item.values.get("reporters") or bed.kinds or self.reporters
        if reporters and is_stated(item.values) and not item.values.get("reporters"):
            reporters = (self.owner,)  # what does not add up is known only to whose plan it is
        if reporters:
            row["reporters"] = list(reporters)
        code, path = bed.take("indicators", "", row)
        self.places[path] = number
        slug = f"{self.code[:40]}_{code.replace('.', '_')}"
        declared = measures_of(item, row, slug)
        self.measures |= declared
        self.places |= {("measures", each): number for each in declared}
        formula: Any = slug
        if len(declared) == 2:
            part, whole = declared
            formula = {"numerator": part, "denominator": whole}
        bed.row["indicators"][-1]["formula"] = formula

    def _whole(self, unsettled: Sequence[str]) -> dict[str, Any]:
        head = self.head
        plan: dict[str, Any] = {"code": self.code, "name": head.name}
        if head.number:
            plan["document_number"] = head.number
        plan |= {name: getattr(head, name) for name in ISSUE if getattr(head, name)}
        plan |= {"first_day": head.first_day, "last_day": head.last_day, "owner": self.owner}
        if head.goal:
            plan["goal"] = head.goal
        whole: dict[str, Any] = {
            "format": 1,
            "plan": plan,
            **({"actuals": [actual_row(each) for each in head.actuals]} if head.actuals else {}),
            "not_given": list(omissions(head, self.items, unsettled, self.reporters)),
            "measures": self.measures,
            "initiatives": self.initiatives,
        }
        for kind, field_name, mark in (("safeguard", "safeguards", "S"), ("duty", "duties", "D")):
            rows: list[dict[str, Any]] = []
            for number, item in enumerate(self.items):
                if item.kind == kind:
                    self.places[field_name, len(rows)] = number
                    rows.append({"code": f"{mark}{len(rows) + 1}", **_plain_row(item)})
            if rows:
                whole[field_name] = rows
        return whole


def _field(item: ReadItem) -> str:
    return "support" if item.values["role"] == "support" else "lead"


def _plain_row(item: ReadItem) -> dict[str, Any]:
    return {key: value for key, value in item.values.items() if value}
