"""A small province whose promises are assessed and written about: two prefectures, four targets, two years of reports."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from tests import journal

from yunjiang.assessment import services as assessment
from yunjiang.assessment.models import Run
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
             deadline: 2025-12-31, nature: binding, formula: trained, reporters: [prefecture]}
          - {code: 1.1.2, name: 每年竞赛, basis: annual, comparator: at_least, target: 10, unit: 场次,
             cadence: annual, nature: expected, formula: contests, reporters: [prefecture]}
          - {code: 1.1.3, name: 覆盖率, basis: ratio, comparator: at_least, target: 80, unit: "%", cadence: ongoing,
             nature: expected, formula: {numerator: covered, denominator: firms}, reporters: [prefecture],
             age_limit_days: 400}
duties:
  - {code: D1, name: 每年12月底前报送, kind: annual_return, every: year, due: "12-31", owed_by: [prefecture], owed_to: 办}
"""
REPORTS = """
2021 · 甲州 · trained · 2000
2021 · 乙州 · trained · 1500
2021 · 甲州 · contests · 6
2021 · 乙州 · contests · 5
2022 · 甲州 · trained · 2000 · source=return:甲-2022
2022 · 乙州 · trained · 1600
2022 · 甲州 · contests · 7
2022 · 乙州 · contests · 5
2022-12-31 · 甲州 · firms · 100
2022-12-31 · 甲州 · covered · 85
2022-12-31 · 乙州 · firms · 50
2022-12-31 · 乙州 · covered · 30
"""
ON = date(2022, 12, 31)
MOMENT = datetime(2023, 1, 5, 9, tzinfo=UTC)


@dataclass
class Small:
    """The plan's version and the units by name."""

    version: PlanVersion
    units: dict[str, Organization]

    def run(self, data_set: str = "operational", on: date = ON) -> Run:
        ids = [self.units[name].pk for name in ("省", "甲州", "乙州")]
        return assessment.run(self.version, ids, on=on, data_set=data_set, by="tests")


@pytest.fixture(autouse=True)
def folder_of_documents(settings, tmp_path):
    settings.YUNJIANG_DOCUMENTS = tmp_path / "documents"


@pytest.fixture
def small(_small: Small, db: None) -> Small:
    return deepcopy(_small)


@pytest.fixture(scope="module")
def _small(lasting: None) -> Small:
    units = journal.tree("""
省
  甲州
  乙州
""")
    journal.measures("""
        trained · flow · 人次
        contests · flow · 场次
        firms · level · 家
        covered · level · 家
    """)
    journal.post(REPORTS)
    version = services.load(PLAN, "tests").version
    indicator = queries.document(version).indicator("1.1.1")
    lines = {units["甲州"].pk: Decimal(10000), units["乙州"].pk: Decimal(8260)}
    services.allocate(indicator, units["省"], lines, decided_on=date(2021, 3, 1), by="tests")
    return Small(version, units)
