"""The rules as data: which there are, how severe, with which thresholds, on what. Read from YAML, checked, versioned.

A file of one's own needs to name only what it changes: it is laid over the rules that come with the house.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from yunjiang.returns.rules.finding import Severity
from yunjiang.returns.rules.sheet import Line, Sheet

FILE = Path(__file__).with_name("rules.yaml")
_MOST_BYTES = 200_000
_CONTENT = {"version", "size_measures", "rules"}
_FIELDS = {"severity", "is_on", "applies_to", "thresholds", "source"}
_SCOPES = ("kinds", "bases", "units", "measures", "except_measures", "unit_kinds", "rhythms")


class Weight(StrEnum):
    """What a rule asks for."""

    HARD = "hard"
    SOFT = "soft"
    QUESTION = "question"  # looks across units; only the office sees it


@dataclass(frozen=True)
class Scope:
    """What a rule applies to; an empty field leaves nothing out."""

    kinds: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    except_measures: tuple[str, ...] = ()
    unit_kinds: tuple[str, ...] = ()
    rhythms: tuple[str, ...] = ()

    def has_sheet(self, sheet: Sheet) -> bool:
        return _within(sheet.kind, self.unit_kinds) and _within(sheet.rhythm, self.rhythms)

    def has_line(self, line: Line) -> bool:
        return (
            _within(line.kind, self.kinds)
            and _within(line.basis, self.bases)
            and _within(line.unit, self.units)
            and _within(line.measure, self.measures)
            and line.measure not in self.except_measures
        )


@dataclass(frozen=True)
class Rule:
    """One rule as the file puts it."""

    code: str
    weight: Weight
    is_on: bool = True
    scope: Scope = Scope()
    thresholds: Mapping[str, Decimal] = field(default_factory=dict)
    source: str = ""

    @property
    def severity(self) -> Severity:
        """Return how severe its findings in one sheet are; what is only asked across sheets has none. Raises ValueError."""
        return Severity(self.weight)

    def lines(self, sheet: Sheet) -> Sequence[Line]:
        """Return the lines of a sheet that the rule applies to."""
        if not self.scope.has_sheet(sheet):
            return ()
        return [line for line in sheet.lines if self.scope.has_line(line)]


@dataclass(frozen=True)
class Rulebook:
    """A version of the rules, by code, in the order of the file."""

    version: str
    rules: Mapping[str, Rule]
    size_measures: tuple[str, ...] = ()  # what says how large a unit is: the first of these that is known

    def __getitem__(self, code: str) -> Rule:
        return self.rules[code]

    def is_on(self, code: str) -> bool:
        return code in self.rules and self.rules[code].is_on


class BadRules(ValueError):
    """A file of rules that cannot be used, with everything that is wrong with it."""

    def __init__(self, where: str, problems: Sequence[str]) -> None:
        self.where, self.problems = where, tuple(problems)
        super().__init__(f"{where} holds no usable rules: " + "; ".join(problems))


@lru_cache(maxsize=4)
def house(over: Path | None = None) -> Rulebook:
    """Return the rules that come with the house, with the file `over` laid over them, read once. Raises BadRules, OSError."""
    book = read(FILE.read_text("utf-8"), FILE.name)
    return book if over is None else read(over.read_text("utf-8"), over.name, book)


def read(text: str, where: str = "rules", under: Rulebook | None = None) -> Rulebook:
    """Read a file of rules; `under` are the rules it changes. Raises BadRules with all problems.

    A rule must be one that the house knows, with exactly its thresholds: a threshold misspelt would otherwise be silently void.
    """
    content, problems = _content(text)
    version = str(content.get("version") or "").strip()
    if not version or len(version) > 40:
        problems.append("version: say which version this is, in at most 40 characters")
    rules = dict(under.rules) if under else {}
    sizes = under.size_measures if under else ()
    if "size_measures" in content:
        sizes = _texts("size_measures", content["size_measures"], problems)
    entries = content.get("rules")
    if not isinstance(entries, Mapping) or not entries:
        problems.append("rules: there are none")
        entries = {}
    for code, entry in entries.items():
        rule = _rule(str(code), entry, rules.get(str(code)), under is not None, problems)
        if rule is not None:
            rules[rule.code] = rule
    if problems:
        raise BadRules(where, problems)
    return Rulebook(version, MappingProxyType(rules), sizes)


def _content(text: str) -> tuple[Mapping[str, Any], list[str]]:
    if len(text.encode()) > _MOST_BYTES:
        return {}, [f"the file is larger than {_MOST_BYTES} bytes"]
    try:
        content = YAML(typ="safe", pure=True).load(text)
    except YAMLError as error:
        return {}, [f"this is not YAML: {str(error).splitlines()[0]}"]
    if not isinstance(content, Mapping):
        return {}, ["the file is no mapping of version and rules"]
    return content, [f"{name}: unknown field" for name in content if name not in _CONTENT]


def _rule(code: str, entry: object, under: Rule | None, is_overlay: bool, problems: list[str]) -> Rule | None:
    if is_overlay and under is None:
        problems.append(f"{code}: there is no such rule")
        return None
    if not isinstance(entry, Mapping):
        problems.append(f"{code}: say what the rule is")
        return None
    found = len(problems)
    problems += [f"{code}.{name}: unknown field" for name in entry if name not in _FIELDS]
    rule = under or Rule(code, Weight.SOFT)
    if "severity" in entry or under is None:
        rule = _weighed(rule, entry.get("severity"), under, problems)
    is_on = entry.get("is_on", rule.is_on)
    if not isinstance(is_on, bool):
        problems.append(f"{code}.is_on: say true or false")
    thresholds = _thresholds(code, entry.get("thresholds", {}), under, problems)
    scope = _scope(code, entry["applies_to"], problems) if "applies_to" in entry else rule.scope
    if len(problems) > found:
        return None
    return replace(
        rule,
        is_on=is_on,
        scope=scope,
        thresholds=MappingProxyType({**rule.thresholds, **thresholds}),
        source=str(entry.get("source", rule.source)),
    )


def _weighed(rule: Rule, severity: object, under: Rule | None, problems: list[str]) -> Rule:
    try:
        weight = Weight(str(severity))
    except ValueError:
        problems.append(f"{rule.code}.severity: choose one of {', '.join(Weight)}")
        return rule
    if under is not None and (weight is Weight.QUESTION) != (under.weight is Weight.QUESTION):
        problems.append(
            f"{rule.code}.severity: a rule for one sheet is hard or soft, one across sheets question"
        )
    return replace(rule, weight=weight)


def _thresholds(code: str, given: object, under: Rule | None, problems: list[str]) -> dict[str, Decimal]:
    if not isinstance(given, Mapping):
        problems.append(f"{code}.thresholds: give names and numbers")
        return {}
    read = {}
    for name, value in given.items():
        if under is not None and name not in under.thresholds:
            problems.append(f"{code}.thresholds.{name}: the rule has no such threshold")
        try:
            number = Decimal(str(value))
            if isinstance(value, bool) or not number.is_finite() or number < 0:
                raise InvalidOperation
            read[str(name)] = number
        except InvalidOperation:
            problems.append(f"{code}.thresholds.{name}: {value} is no number from 0")
    return read


def _scope(code: str, given: object, problems: list[str]) -> Scope:
    if not isinstance(given, Mapping):
        problems.append(f"{code}.applies_to: give names and lists")
        return Scope()
    parts = {}
    for name, values in given.items():
        if name not in _SCOPES:
            problems.append(f"{code}.applies_to.{name}: choose one of {', '.join(_SCOPES)}")
            continue
        parts[str(name)] = _texts(f"{code}.applies_to.{name}", values, problems)
    return Scope(**parts)


def _texts(name: str, given: object, problems: list[str]) -> tuple[str, ...]:
    if not isinstance(given, list):
        problems.append(f"{name}: a list is needed")
        return ()
    return tuple(map(str, given))


def _within(value: str, allowed: tuple[str, ...]) -> bool:
    return not allowed or value in allowed
