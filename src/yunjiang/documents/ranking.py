"""Which units below are compared with which, and in which order.

Only what is comparable is ranked: units of one kind, each by the part of its judged indicators that are in line. A unit of
which nothing could be judged has no place, and silence is neither good nor bad.
"""

from collections.abc import Sequence
from decimal import Decimal

from .material import Appraisal, Material, Unit
from .states import Among, chosen

COUNTERS = {
    "prefecture": "州（市）",
    "county": "县（市、区）",
    "department": "部门",
    "industry_system": "产业系统",
    "functional_area": "功能区",
    "enterprise": "企业",
    "union": "工会组织",
}
_REGIONS = ("prefecture", "county")

Placed = tuple[Unit, tuple[Appraisal, ...]]


def peers(material: Material) -> list[Placed]:
    """Return the units below that are compared with each other: the regions, else all of the commonest kind."""
    regions = [each for each in material.below if each[0].kind in _REGIONS]
    if regions:
        return regions
    kinds = [unit.kind for unit, _ in material.below]
    if not kinds:
        return []
    commonest = max(dict.fromkeys(kinds), key=kinds.count)
    return [each for each in material.below if each[0].kind == commonest]


def counter(units: Sequence[Unit]) -> str:
    """Return what units are counted as: 州（市）, 部门; 单位 when they are of several kinds."""
    kinds = {unit.kind for unit in units}
    return COUNTERS.get(kinds.pop(), "单位") if len(kinds) == 1 else "单位"


def in_line_rate(material: Material, organization: str) -> Decimal | None:
    """Return the part of a unit's judged indicators that are in line, per cent; None when nothing could be judged."""
    for unit, appraisals in peers(material):
        if unit.key == organization:
            judged = len(chosen(appraisals, Among.JUDGED))
            kept = len(chosen(appraisals, Among.IN_LINE))
            return Decimal(kept * 100) / Decimal(judged) if judged else None
    return None


def places(material: Material) -> dict[str, int]:
    """Return the place of each unit with a rate, by key; equal rates share a place and the next is skipped."""
    rates = {unit.key: in_line_rate(material, unit.key) for unit, _ in peers(material)}
    known = {key: rate for key, rate in rates.items() if rate is not None}
    return {key: 1 + sum(other > rate for other in known.values()) for key, rate in known.items()}


def ranked(material: Material) -> list[Placed]:
    """Return the comparable units by place; equal places and units without one keep the order of GB/T 2260."""
    found = places(material)
    return sorted(peers(material), key=lambda each: found.get(each[0].key, len(found) + 1))
