"""A plan file drafted from what was read: complete enough to be checked, with what only a person can settle left open in words.

What the document does not say is not made up. How a promise is counted never stands in a plan's text: every indicator gets a
measure of its own, and its note says what to confirm.
"""

import io
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from ruamel.yaml import YAML

from .bodies import Responsible
from .duties import Milestone
from .duty_drafting import duty_row
from .omissions import omissions
from .outline import Branch, Relation
from .periods import Cadence
from .promises import Target
from .reading import Reading
from .units import SHARES

_COMPARATORS = {
    ">=": "at_least",
    ">": "more_than",
    "<=": "at_most",
    "<": "less_than",
    "=": "equal",
    "range": "range",
}

_LONGEST_UNIT = 20  # characters that a plan file gives a unit

Resolve = Callable[[str], str | None]


@dataclass
class _Bed:
    """Where indicators are put: one action of the draft."""

    code: str
    branch: Branch | None
    written: dict[str, Any]
    count: int = 0
    milestones: int = 0
    relations: int = 0


def draft(reading: Reading, *, code: str, owner: str, resolve: Resolve = lambda name: None) -> dict[str, Any]:
    """Return the plan file as nested mappings. `resolve` gives the key of an organization by its name, or None."""
    first, last = reading.first_year, reading.last_year
    begun = (
        first
        or reading.issued
        or min((each.by.year for each in reading.targets if each.by.year), default=2021)
    )
    until = last or max((each.by.year for each in reading.targets if each.by.year), default=begun)
    initiatives, beds = _frame(reading)
    measures: dict[str, Any] = {}
    for target in reading.targets:
        bed = _bed_of(target.start, beds, initiatives)
        bed.count += 1
        bed.written.setdefault("indicators", []).append(
            _indicator(target, f"{bed.code}.{bed.count}", until, reading, measures)
        )
    for milestone in reading.milestones:
        _add_milestone(_bed_of(milestone.start, beds, initiatives), milestone, reading)
    for relation in reading.relations:
        _add_relation(_bed_of(relation.start, beds, initiatives), relation, reading)
    if not initiatives:
        _rest(beds, initiatives)
    unresolved = list(_name_bodies(reading.responsible, beds, resolve))
    return _whole(reading, code, owner, begun, until, initiatives, measures, unresolved)


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


def _whole(
    reading: Reading,
    code: str,
    owner: str,
    begun: int,
    until: int,
    initiatives: Sequence[Mapping[str, Any]],
    measures: Mapping[str, Any],
    unresolved: Sequence[str],
) -> dict[str, Any]:
    plan: dict[str, Any] = {"code": code, "name": _named(reading.name)}
    if reading.number:
        plan["document_number"] = reading.number
    plan |= {"first_day": date(begun, 1, 1), "last_day": date(max(until, begun), 12, 31), "owner": owner}
    if reading.outline.goal:
        plan["goal"] = reading.outline.goal
    whole: dict[str, Any] = {"format": 1, "plan": plan, "not_given": list(omissions(reading, unresolved))}
    whole["measures"] = dict(measures)
    whole["initiatives"] = list(initiatives)
    if reading.outline.safeguards:
        whole["safeguards"] = [
            {"code": f"S{number}", "name": _named(each.name)}
            for number, each in enumerate(reading.outline.safeguards, 1)
        ]
    if reading.duties:
        whole["duties"] = [
            duty_row(each, f"D{number}", reading) for number, each in enumerate(reading.duties, 1)
        ]
    return whole


def _frame(reading: Reading) -> tuple[list[dict[str, Any]], list[_Bed]]:
    """Return the initiatives with their actions as the file has them, and the beds in them."""
    initiatives, beds = [], []
    for number, initiative in enumerate(reading.outline.initiatives, 1):
        actions = []
        for place, action in enumerate(initiative.branches, 1):
            row = {"code": f"{number}.{place}", "name": _named(action.name)}
            actions.append(row)
            beds.append(_Bed(row["code"], action, row))
        initiatives.append({"code": str(number), "name": _named(initiative.name), "actions": actions})
    return initiatives, beds


def _bed_of(place: int, beds: list[_Bed], initiatives: list[dict[str, Any]]) -> _Bed:
    """Return the action that a place of the text belongs to; what stands outside all actions gets one of its own."""
    holding = [
        (part.end - part.start, number)
        for number, bed in enumerate(beds)
        for part in (bed.branch.parts if bed.branch is not None else ())
        if part.start <= place < part.end
    ]
    if holding:
        return beds[min(holding)[1]]
    return _rest(beds, initiatives)


def _named(told: str) -> str:
    return told or "（原文无标题）"


def _rest(beds: list[_Bed], initiatives: list[dict[str, Any]]) -> _Bed:
    for bed in beds:
        if bed.branch is None:
            return bed
    number = len(initiatives) + 1
    row = {"code": f"{number}.1", "name": "主要目标"}
    initiatives.append({"code": str(number), "name": "主要目标", "actions": [row]})
    beds.append(_Bed(row["code"], None, row))
    return beds[-1]


def _indicator(
    target: Target, code: str, until: int, reading: Reading, measures: dict[str, Any]
) -> dict[str, Any]:
    basis = target.basis
    is_rate = basis in ("ratio", "share") and target.unit == "%"
    is_stated = not is_rate and (target.unit in SHARES or basis in ("growth", "ratio", "share"))
    if is_stated:
        basis = "stock"
    elif not is_rate and target.by.cadence == Cadence.ANNUAL:
        basis = "annual" if basis in ("cumulative", "increment") else basis
    row: dict[str, Any] = {
        "code": code,
        "name": target.name,
        "quote": reading.plain.words(target.start, target.end),
    }
    row |= {"basis": basis, "comparator": _COMPARATORS[target.comparator], "target": number(target.value)}
    if target.value_max is not None:
        row["target_max"] = number(target.value_max)
    row["unit"] = target.unit[:_LONGEST_UNIT] or "项"
    if target.by.cadence == Cadence.DEADLINE:
        row["deadline"] = _last_day(target.by.year or until, target.by.month or 12)
    else:
        row["cadence"] = target.by.cadence.value
    if target.nature:
        row["nature"] = target.nature
    if target.direction < 0 and target.comparator not in (">=", ">"):  # of a decline by 10 % more is better
        row["direction"] = "falling"
    slug = "m_" + code.replace(".", "_")
    row["formula"] = _measures(
        target, slug, row["unit"], basis, is_rate=is_rate, is_stated=is_stated, measures=measures
    )
    if target.baseline is not None and target.baseline_year:
        row["baseline"] = {"value": number(target.baseline), "on": date(target.baseline_year, 12, 31)}
    elif basis == "increment":
        row["baseline"] = "not_given"
    row["note"] = _note(target, is_rate=is_rate, is_stated=is_stated)
    return row


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _measures(
    target: Target,
    slug: str,
    unit: str,
    basis: str,
    *,
    is_rate: bool,
    is_stated: bool,
    measures: dict[str, Any],
) -> Any:
    if is_rate:
        kind = "level" if basis == "ratio" else "flow"
        measures[f"{slug}_part"] = {
            "name": f"{target.name}（分子）",
            "unit": "项",
            "kind": kind,
            "part_of": f"{slug}_whole",
        }
        measures[f"{slug}_whole"] = {"name": f"{target.name}（分母）", "unit": "项", "kind": kind}
        return {"numerator": f"{slug}_part", "denominator": f"{slug}_whole"}
    kind = "flow" if basis in ("cumulative", "annual") else "level"
    declared: dict[str, Any] = {"name": target.name, "unit": unit, "kind": kind}
    if is_stated:
        declared["additive"] = False
    if target.value != target.value.to_integral_value():
        declared["scale"] = max(-int(target.value.as_tuple().exponent), 0)
    measures[slug] = declared
    return slug


def _note(target: Target, *, is_rate: bool, is_stated: bool) -> str:
    said = [f"读取规则 {target.rule}，把握 {target.confidence}。"]
    if is_rate:
        said.append("分子、分母的名称和单位待核定。")
    elif is_stated:
        said.append("按报送的数值计，各级不相加。")
    if target.basis == "growth":
        said.append("原文是增幅或降幅，基期值待补。")
    if target.is_about:
        said.append("原文为约数。")
    if not target.by.is_stated:
        said.append("原文没有写明时限，按上下文取。")
    return "".join(said)


def _add_milestone(bed: _Bed, milestone: Milestone, reading: Reading) -> None:
    bed.milestones += 1
    words = reading.plain.words(milestone.start, milestone.end)
    row: dict[str, Any] = {"code": f"{bed.code}.M{bed.milestones}", "name": milestone.text}
    if milestone.year:
        row["due_on"] = date(milestone.year, 12, 31)
    bed.written.setdefault("milestones", []).append(row | {"quote": words})


def _add_relation(bed: _Bed, relation: Relation, reading: Reading) -> None:
    bed.relations += 1
    words = reading.plain.words(relation.start, relation.end)
    row = {"code": f"{bed.code}.R{bed.relations}", "name": relation.text, "quote": words}
    bed.written.setdefault("relations", []).append(row)


def _name_bodies(found: Sequence[Responsible], beds: Sequence[_Bed], resolve: Resolve) -> Iterator[str]:
    """Write the keys of the bodies into the actions that name them; yield the names that no organization bears."""
    for each in found:
        field = "support" if each.role == "support" else "lead"
        keys = []
        for name in each.bodies:
            key = resolve(name)
            if key is None:
                yield name
            else:
                keys.append(key)
        for bed in beds:
            if keys and bed.branch is not None and bed.branch.holds(each.start):
                told = bed.written.setdefault(field, [])
                told += [key for key in keys if key not in told]


def number(value: Decimal) -> int | Decimal:
    """Return a decimal as YAML writes it: whole numbers without a point."""
    whole = value.to_integral_value()
    return int(whole) if whole == value else value
