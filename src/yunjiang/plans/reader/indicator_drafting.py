"""Indicators as a plan file has them: how they accrue, what they count, and what of them is to be settled."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from .items import ReadItem
from .units import SHARES

COMPARATORS = {
    ">=": "at_least",
    ">": "more_than",
    "<=": "at_most",
    "<": "less_than",
    "=": "equal",
    "range": "range",
}
YEARLY, ALWAYS = "annual", "ongoing"  # the deadlines that are none

_LONGEST_UNIT = 20  # characters that a plan file gives a unit
_LONGEST_NAME = 60  # of a measure
_LONGEST_TOLD = 200  # of a number that tells how something stood


def indicator_row(item: ReadItem, end: date) -> dict[str, Any]:
    """Return an indicator as the file has it, without its code and what it counts."""
    values, basis = item.values, _basis(item.values)
    row: dict[str, Any] = {"name": values["name"]}
    if values["quote"]:
        row["quote"] = values["quote"]
    row |= {
        "basis": basis,
        "comparator": _comparator(values),
        "target": number(Decimal(values["value"])),
    }
    if values["value_max"]:
        row["target_max"] = number(Decimal(values["value_max"]))
    row["unit"] = values["unit"][:_LONGEST_UNIT] or "项"
    if values["deadline"] in (YEARLY, ALWAYS):
        row["cadence"] = values["deadline"]
    else:
        row["deadline"] = last_day(values["deadline"], end)
    if values["nature"]:
        row["nature"] = values["nature"]
    if values["direction"] == "down" and row["comparator"] not in ("at_least", "more_than"):
        row["direction"] = "falling"  # of a decline by 10 % more is better
    row["formula"] = None
    if values["baseline"] and values["baseline_year"]:
        row["baseline"] = {
            "value": number(Decimal(values["baseline"])),
            "on": date(int(values["baseline_year"]), 12, 31),
        }
    elif basis == "increment":
        row["baseline"] = "not_given"
    row |= {each: list(values[each]) for each in ("lead", "support") if values.get(each)}
    return row | {"note": _note(item)}


def actual_row(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return a number that tells how something stood as the file has it."""
    row = {
        "name": told["name"],
        "value": number(Decimal(told["value"])),
        "unit": told["unit"][:_LONGEST_UNIT],
    }
    return row | ({"year": told["year"]} if told["year"] else {})


def is_stated(values: Mapping[str, Any]) -> bool:
    """Say whether a number can only be stated whole, such as a growth: those of the units below never add up to it."""
    return not _is_rate(values) and (
        values["unit"] in SHARES or values["basis"] in ("growth", "ratio", "share")
    )


def measures_of(item: ReadItem, row: Mapping[str, Any], slug: str) -> dict[str, Any]:
    """Return the measures that an indicator counts: one, or a part and its whole."""
    name = item.values["name"][:_LONGEST_NAME]
    if _is_rate(item.values):
        kind = "level" if row["basis"] == "ratio" else "flow"
        part, whole = f"{slug}_part", f"{slug}_whole"
        return {
            part: {"name": f"{name}（分子）", "unit": "项", "kind": kind, "part_of": whole},
            whole: {"name": f"{name}（分母）", "unit": "项", "kind": kind},
        }
    kind = "flow" if row["basis"] in ("cumulative", "annual") else "level"
    declared: dict[str, Any] = {"name": name, "unit": row["unit"], "kind": kind}
    if is_stated(item.values):
        declared["additive"] = False
    value = Decimal(item.values["value"])
    if value != value.to_integral_value():
        declared["scale"] = max(-int(value.as_tuple().exponent), 0)
    return {slug: declared}


def last_day(told: str, default: date | None = None) -> date:
    """Return the last day of a year, a month or a day as values tell it: 2025, 2025-06, 2025-06-30."""
    numbers = [int(each) for each in told.split("-")] if told else []
    match numbers:
        case [year, month, day]:
            return date(year, month, day)
        case [year, month]:
            return date(year, month, monthrange(year, month)[1])
        case [year]:
            return date(year, 12, 31)
    assert default is not None, "only an indicator's deadline is left to the plan"
    return default


def number(value: Decimal) -> int | Decimal:
    """Return a decimal as YAML writes it: whole numbers without a point."""
    whole = value.to_integral_value()
    return int(whole) if whole == value else value


def _comparator(values: Mapping[str, Any]) -> str:
    """Return how a value must compare; one near which something is wanted (5%左右) is not missed by more of what is good."""
    told = str(values["comparator"])
    if told == "=" and values["is_approximate"]:
        is_low = values["direction"] == "down" and values["basis"] not in ("growth", "increment")
        told = "<=" if is_low else ">="
    return COMPARATORS[told]


def _is_rate(values: Mapping[str, Any]) -> bool:
    """Say whether a promise is a part of a whole that is counted, and no number that is only stated."""
    return values["basis"] in ("ratio", "share") and values["unit"] == "%"


def _basis(values: Mapping[str, Any]) -> str:
    if is_stated(values):
        return "stock"
    is_sum = values["basis"] in ("cumulative", "increment")
    return "annual" if is_sum and values["deadline"] == YEARLY else values["basis"]


def _note(item: ReadItem) -> str:
    values = item.values
    said = []
    if item.rule:
        said.append(f"读取规则 {item.rule}，把握 {item.confidence}。")
    if _is_rate(values):
        said.append("分子、分母的名称和单位待核定。")
    elif is_stated(values):
        said.append("按报送的数值计，各级不相加。")
    if values["basis"] == "growth":
        said.append("原文是增幅或降幅，基期值待补。")
    if values["is_approximate"]:
        said.append("原文为约数。")
    if not values["is_deadline_stated"]:
        said.append("原文没有写明时限，按上下文取。")
    return "".join(said)
