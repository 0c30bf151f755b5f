"""Handing the plan's targets down to the prefectures, invented and marked as demonstration."""

from datetime import date
from decimal import Decimal

from yunjiang.demonstration.province.shapes import shapes, sizes
from yunjiang.demonstration.province.sharing import share_out
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Kind
from yunjiang.plans import queries, services
from yunjiang.plans.document import Indicator, PlanDocument

DECIDED_ON = date(2022, 3, 1)
_REASON = "演示数据：按虚构的规模比例分解"

# Of these a part stays with the province, so that a remainder is seen.
_PART_KEPT = {"2.2.1": Decimal("0.03"), "5.1.1": Decimal("0.02")}


def hand_down(plan: PlanDocument, by: str) -> int:
    """Allocate every target that counties or prefectures report and that adds up; return how many were not there before."""
    owner = organizations.resolve(plan.owner)
    standings = list(organizations.at(DECIDED_ON))
    prefectures = {
        each.organization.key: each.organization_id for each in standings if each.kind == Kind.PREFECTURE
    }
    systems = [each.organization_id for each in standings if each.kind == Kind.INDUSTRY_SYSTEM]
    count = 0
    for indicator in plan.indicators:
        is_shared = indicator.adds_up and {Kind.COUNTY, Kind.PREFECTURE} & set(indicator.reporters)
        is_there = queries.allocations(indicator, owner.pk).filter(is_demonstration=True).exists()
        if is_there or not is_shared:
            continue
        lines = _lines(indicator, prefectures, systems if Kind.INDUSTRY_SYSTEM in indicator.reporters else [])
        services.allocate(indicator, owner, lines, DECIDED_ON, by, reason=_REASON, is_demonstration=True)
        count += 1
    return count


def _lines(indicator: Indicator, prefectures: dict[str, int], systems: list[int]) -> dict[int, int]:
    total = int(indicator.target * (1 - _PART_KEPT.get(indicator.code, Decimal(0))))
    for_systems = total * shapes()[indicator.measures()[0]].systems // 100 if systems else 0
    by_size = sizes()
    units = [prefectures[key] for key in by_size]
    parts = share_out(total - for_systems, [float(size) for size in by_size.values()])
    parts += share_out(for_systems, [1.0] * len(systems))
    return {unit: part for unit, part in zip([*units, *systems], parts, strict=True) if part}
