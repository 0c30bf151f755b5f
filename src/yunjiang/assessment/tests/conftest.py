"""A small province on which runs are made: one prefecture, two counties, a plan of four targets, and what was reported."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from tests import journal

from yunjiang.organizations.models import Organization
from yunjiang.plans import queries, services
from yunjiang.plans.models import PlanVersion

PLAN = """
format: 1
plan:
  code: small
  name: 小规划
  document_number: 试办发〔2021〕1号
  first_day: 2021-01-01
  last_day: 2025-12-31
  owner: 省
  goal: 说到做到
measures:
  trained: {name: 培训人次, unit: 人次, kind: flow}
  contests: {name: 竞赛场次, unit: 场次, kind: flow}
  skilled: {name: 技能人才, unit: 人, kind: level}
  firms: {name: 企业, unit: 家, kind: level}
  covered: {name: 建会企业, unit: 家, kind: level, part_of: firms}
initiatives:
  - code: "1"
    name: 提素质
    actions:
      - code: "1.1"
        name: 培训
        indicators:
          - {code: 1.1.1, name: 累计培训, basis: cumulative, comparator: at_least, target: 18260, unit: 人次,
             deadline: 2025-12-31, nature: binding, formula: trained, reporters: [county]}
          - {code: 1.1.2, name: 每年竞赛, basis: annual, comparator: at_least, target: 10, unit: 场次,
             cadence: annual, nature: expected, formula: contests, reporters: [county]}
          - {code: 1.1.3, name: 技能人才总量, basis: stock, comparator: at_least, target: 5000, unit: 人,
             deadline: 2025-12-31, nature: expected, formula: skilled, reporters: [county], age_limit_days: 400}
          - {code: 1.1.4, name: 覆盖率, basis: ratio, comparator: at_least, target: 80, unit: "%", cadence: ongoing,
             nature: expected, formula: {numerator: covered, denominator: firms}, reporters: [county],
             age_limit_days: 400}
duties:
  - {code: D1, name: 每年12月底前报送, kind: annual_return, every: year, due: "12-31", owed_by: [county]}
"""
TREE = """
省
  州
    甲
    乙
"""
REPORTS = """
2021 · 甲 · trained · 2000
2021 · 乙 · trained · 1500
2021 · 甲 · contests · 6
2021 · 乙 · contests · 5
2021-12-31 · 甲 · skilled · 2000
2021-12-31 · 乙 · skilled · 1800
2021-12-31 · 甲 · firms · 100
2021-12-31 · 甲 · covered · 90
2021-12-31 · 乙 · firms · 50
2021-12-31 · 乙 · covered · 35
2022 · 甲 · trained · 2000
2022 · 乙 · trained · 1600
2022 · 甲 · contests · 3
2022 · 乙 · contests · 0
2022-12-31 · 甲 · skilled · 2300
2022-12-31 · 乙 · skilled · 1900
2022-12-31 · 甲 · firms · 100
2022-12-31 · 甲 · covered · 85
2022-12-31 · 乙 · firms · 50
2022-12-31 · 乙 · covered · 30
"""
MID_TERM = date(2023, 12, 31)


@dataclass
class Small:
    """The plan's version and the units by name."""

    version: PlanVersion
    units: dict[str, Organization]

    def ids(self, *names: str) -> list[int]:
        return [self.units[name].pk for name in names]

    def indicator(self, code: str):
        return queries.document(self.version).indicator(code)

    def allocate(self, code: str, **lines: int) -> None:
        services.allocate(
            self.indicator(code),
            self.units["省"],
            {self.units[name].pk: Decimal(value) for name, value in lines.items()},
            decided_on=date(2021, 3, 1),
            by="tests",
        )


@pytest.fixture
def small(_small: Small, db: None) -> Small:
    """The province with everything reported for 2021 and 2022, and nothing yet for 2023."""
    return deepcopy(_small)


@pytest.fixture(scope="module")
def _small(lasting: None) -> Small:
    units = journal.tree(TREE)
    journal.measures("""
        trained · flow · 人次
        contests · flow · 场次
        skilled · level · 人
        firms · level · 家
        covered · level · 家
    """)
    journal.post(REPORTS)
    return Small(services.load(PLAN, "tests").version, units)
