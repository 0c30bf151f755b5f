"""To whom a service is open: a rule as data, asked of what the registers know of a person. Pure functions.

An empty rule asks for a current member below the unit that offers the service. Every condition that fails gives a reason, so that
whoever is refused is told why, and all of it at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

OLDEST = 120


class Reason(StrEnum):
    """Why a service is not open to a person."""

    NO_MEMBER = "no_member"  # no current membership
    ELSEWHERE = "elsewhere"  # of a union outside the offering unit
    UNQUALIFIED = "unqualified"  # the member's record is not complete, valid, unique and confirmed
    STATE = "state"  # such as a kept membership, where the rule names others
    TOO_NEW = "too_new"  # member for less time than the rule wants
    FORM = "form"  # another form of employment
    MIGRANT = "migrant"
    SEX = "sex"
    TOO_YOUNG = "too_young"
    TOO_OLD = "too_old"
    UNKNOWN = "unknown"  # what the rule asks for is not on record


@dataclass(frozen=True)
class Rule:
    """Conditions, all of which must hold; None or nothing does not matter. Ages are in whole years on the day of claiming."""

    states: Sequence[str] = ("member",)  # states of membership that count
    needs_qualified: bool = True  # only complete, valid, unique and confirmed records
    months: int = 0  # member for at least so many months
    new_forms: Sequence[str] = ()  # codes of new forms of employment; ("*",) for any of them
    is_migrant_worker: bool | None = None
    sex: str = ""  # GB/T 2261.1
    age_from: int | None = None
    age_to: int | None = None

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "Rule":
        """Return a rule from what is kept. Raises UnreadableRule."""
        known = {each.name: each for each in fields(cls)}
        for name, value in data.items():
            if name not in known or not _fits(name, value):
                raise UnreadableRule(name, value)
        found: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in data.items()
        }
        return cls(**found)


class UnreadableRule(ValueError):
    """That a rule has a condition that nobody knows, or a value that it cannot have."""

    def __init__(self, name: str, value: object) -> None:
        self.name = name
        self.value = value
        super().__init__(name, value)


@dataclass(frozen=True)
class Known:
    """What is known of a person on the day: facts of the membership, and of the person."""

    path: str = ""  # of the union, in the tree; empty: no current membership
    state: str = ""
    is_qualified: bool = False
    joined_on: date | None = None
    new_form: str = ""
    is_migrant_worker: bool | None = None
    sex: str = ""
    birth_on: date | None = None


def refusals(rule: Rule, offered_at: str, known: Known, day: date) -> list[Reason]:
    """Return every reason why a service offered at a unit (its path) is not open to a person; none: it is open."""
    if not known.path:
        return [Reason.NO_MEMBER]
    found = []
    if not known.path.startswith(offered_at):
        found.append(Reason.ELSEWHERE)
    if rule.states and known.state not in rule.states:
        found.append(Reason.STATE)
    if rule.needs_qualified and not known.is_qualified:
        found.append(Reason.UNQUALIFIED)
    if rule.months and (known.joined_on is None or _months(known.joined_on, day) < rule.months):
        found.append(Reason.TOO_NEW if known.joined_on else Reason.UNKNOWN)
    if rule.new_forms and not (
        known.new_form and ("*" in rule.new_forms or known.new_form in rule.new_forms)
    ):
        found.append(Reason.FORM)
    if rule.is_migrant_worker is not None and known.is_migrant_worker is not rule.is_migrant_worker:
        found.append(Reason.UNKNOWN if known.is_migrant_worker is None else Reason.MIGRANT)
    if rule.sex and known.sex != rule.sex:
        found.append(Reason.SEX if known.sex in ("1", "2") else Reason.UNKNOWN)
    found += _by_age(rule, known.birth_on, day)
    return list(dict.fromkeys(found))


def _by_age(rule: Rule, birth_on: date | None, day: date) -> list[Reason]:
    if rule.age_from is None and rule.age_to is None:
        return []
    if birth_on is None:
        return [Reason.UNKNOWN]
    age = _months(birth_on, day) // 12
    if rule.age_from is not None and age < rule.age_from:
        return [Reason.TOO_YOUNG]
    if rule.age_to is not None and age > rule.age_to:
        return [Reason.TOO_OLD]
    return []


def _months(since: date, day: date) -> int:
    """Return how many whole months have passed; somebody born on a 29 February has a birthday on 1 March in other years."""
    return (day.year - since.year) * 12 + day.month - since.month - (day.day < since.day)


def _fits(name: str, value: object) -> bool:
    if name in ("states", "new_forms"):
        return isinstance(value, list | tuple) and all(isinstance(each, str) for each in value)
    if name == "needs_qualified":
        return isinstance(value, bool)
    if name == "is_migrant_worker":
        return value is None or isinstance(value, bool)
    if name == "sex":
        return value in ("", "1", "2")
    if name == "months":
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= OLDEST)
