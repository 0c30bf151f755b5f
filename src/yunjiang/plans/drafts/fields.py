"""What the values of each kind of item are called, and whether they can be: one sentence for each that cannot."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext

from yunjiang.organizations.models import Organization
from yunjiang.plans.reader.indicator_drafting import ALWAYS, COMPARATORS, YEARLY
from yunjiang.plans.reader.items import UNIT_KINDS

from .models import ItemKind
from .refusals import WrongValues
from .wording import CHOICES, LABELS

__all__ = ["BLANK", "CHOICES", "LABELS", "checked", "corrected", "number"]

_NAMED: dict[str, Any] = {"name": ""}
_QUOTED: dict[str, Any] = {**_NAMED, "quote": ""}
# Every value of a kind of item, as it is when nothing is said.
BLANK: dict[str, dict[str, Any]] = {
    ItemKind.INITIATIVE: _NAMED,
    ItemKind.ACTION: _NAMED,
    ItemKind.SAFEGUARD: _NAMED,
    ItemKind.INDICATOR: {
        "name": "",
        "comparator": ">=",
        "value": "",
        "value_max": "",
        "unit": "",
        "basis": "cumulative",
        "deadline": "",
        "is_deadline_stated": True,
        "direction": "up",
        "nature": "",
        "is_approximate": False,
        "baseline": "",
        "baseline_year": "",
        "lead": [],
        "support": [],
        "reporters": [],
        "quote": "",
    },
    ItemKind.MILESTONE: {**_QUOTED, "due": ""},
    ItemKind.RELATION: _QUOTED,
    ItemKind.DUTY: {
        **_QUOTED,
        "kind": "annual_return",
        "every": "as_needed",
        "due": "",
        "owed_by": [],
        "owed_to": "",
    },
    ItemKind.BODY: {**_NAMED, "role": "responsible", "organization": ""},
}

_LONGEST = {"quote": 400, "unit": 20}
_LONGEST_NAME = {ItemKind.INDICATOR: 120, ItemKind.BODY: 120}
_DAYS = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_DAY_OF_YEAR = re.compile(r"(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_DIGITS = 20  # of a number, on either side of its point


def checked(
    kind: str, values: Mapping[str, Any], standing: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return all values of an item, those given put over those that stand, evened out. Raises WrongValues."""
    known = BLANK[kind]
    found = {**known, **(standing or {})}
    problems: dict[str, str] = {}
    for name, value in values.items():
        if name not in known:
            problems[name] = gettext("There is no value “%(name)s” here.") % {"name": name}
            continue
        found[name] = _evened(value, known[name])
    for name in known:
        sentence = _problem(kind, name, found[name], found)
        if sentence and name not in problems:
            problems[name] = sentence
    if problems:
        raise WrongValues(problems)
    return found


def corrected(kind: str, values: Mapping[str, Any], standing: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that stand with some put in their place; a deadline that a person gives is stated. Raises WrongValues."""
    found = checked(kind, values, standing)
    if "deadline" in values and found["deadline"] != standing.get("deadline"):
        found["is_deadline_stated"] = True
    return found


def _evened(value: Any, like: Any) -> Any:
    """Return a value in the form of another: yes or no, a list of texts, or a text without blanks around it."""
    if isinstance(like, bool):
        return bool(value)
    if isinstance(like, list):
        return list(dict.fromkeys(str(each).strip() for each in value if str(each).strip()))
    return str(value if value is not None else "").strip()


def _problem(kind: str, name: str, value: Any, values: Mapping[str, Any]) -> str:
    if name in CHOICES and value not in CHOICES[name]:
        return gettext("%(label)s: “%(value)s” is none of the choices.") % _facts(name, value)
    rule = _RULES.get(name)
    if rule is not None and (sentence := rule(value, values)):
        return sentence % _facts(name, value)
    if isinstance(value, str):
        most = _LONGEST_NAME.get(kind, 200) if name == "name" else _LONGEST.get(name, 400)  # type: ignore[call-overload]
        if len(value) > most:
            return gettext("%(label)s is too long: at most %(most)s characters.") % {
                **_facts(name, value),
                "most": most,
            }
    return ""


def _facts(name: str, value: Any) -> dict[str, Any]:
    shown = "、".join(value) if isinstance(value, list) else value
    return {"label": LABELS.get(name, name), "value": str(shown)[:60]}


def number(value: str) -> Decimal | None:
    """Return the number that a text is, thousands apart by commas or not; None when it is none."""
    try:
        found = Decimal(value.replace(",", "").replace("，", ""))
    except InvalidOperation:
        return None
    exponent = found.as_tuple().exponent
    is_usual = isinstance(exponent, int) and abs(exponent) <= _DIGITS and found.adjusted() <= _DIGITS
    return found if is_usual else None


def _name(value: str, _values: Mapping[str, Any]) -> str:
    return "" if value else gettext("%(label)s is missing. Write it in the words of the document.")


def _value(value: str, _values: Mapping[str, Any]) -> str:
    if number(value) is None:
        return gettext(
            "%(label)s: “%(value)s” is no number. Write 50000 or 95.5, with 万 and 亿 multiplied out."
        )
    return ""


def _value_max(value: str, values: Mapping[str, Any]) -> str:
    if values["comparator"] != "range":
        return gettext("%(label)s is for “from … to …” only. Leave it empty.") if value else ""
    low, high = number(values["value"]), number(value)
    if high is None:
        return gettext("%(label)s: “%(value)s” is no number. A range needs both ends.")
    return gettext("%(label)s must be more than the lower end.") if low is not None and high <= low else ""


def _deadline(value: str, _values: Mapping[str, Any]) -> str:
    if not value or value in (YEARLY, ALWAYS) or _is_day(value):
        return ""
    return gettext(
        "%(label)s: “%(value)s” cannot be. Write 2025, 2025-06 or 2025-06-30, annual, ongoing, or nothing for the plan's end."
    )


def _due(value: str, values: Mapping[str, Any]) -> str:
    if not value or _is_day(value):
        return ""
    if "every" in values and _DAY_OF_YEAR.fullmatch(value):
        return ""
    return gettext(
        "%(label)s: “%(value)s” is no day. Write 2025, 2025-06 or 2025-06-30, of a yearly duty 12-31."
    )


def _baseline(value: str, _values: Mapping[str, Any]) -> str:
    return gettext("%(label)s: “%(value)s” is no number.") if value and number(value) is None else ""


def _baseline_year(value: str, _values: Mapping[str, Any]) -> str:
    if value and not re.fullmatch(r"(?:19|20)\d\d", value):
        return gettext("%(label)s: “%(value)s” is no year. Write it like 2020.")
    return ""


def _units(value: list[str] | str, _values: Mapping[str, Any]) -> str:
    keys = {value} if isinstance(value, str) else set(value)
    wanted = keys - UNIT_KINDS - {""}
    known = (
        set(Organization.objects.filter(key__in=wanted).values_list("key", flat=True)) if wanted else set()
    )
    if wanted - known:
        return gettext("%(label)s: there is no unit or kind of units “%(value)s”. Choose one of the tree.")
    return ""


def _organizations(value: list[str] | str, values: Mapping[str, Any]) -> str:
    if UNIT_KINDS.intersection(value):
        return gettext("%(label)s: choose units of the tree, not a kind of units.")
    return _units(value, values)


def _is_day(value: str) -> bool:
    if not _DAYS.fullmatch(value):
        return False
    try:
        date.fromisoformat(
            value if value.count("-") == 2 else f"{value[:7]}-01" if "-" in value else f"{value}-01-01"
        )
    except ValueError:
        return False
    return True


_RULES: dict[str, Callable[[Any, Mapping[str, Any]], str]] = {
    "name": _name,
    "value": _value,
    "value_max": _value_max,
    "deadline": _deadline,
    "due": _due,
    "baseline": _baseline,
    "baseline_year": _baseline_year,
    "lead": _organizations,
    "support": _organizations,
    "reporters": _units,
    "owed_by": _units,
    "owed_to": _units,
    "organization": _units,
}
assert set(CHOICES["comparator"]) == set(COMPARATORS)
