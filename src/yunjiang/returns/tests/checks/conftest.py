"""A small province whose returns are checked: one prefecture with counties, two years in the ledger, a cycle for the third."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from tests import journal

from yunjiang.organizations.models import Organization
from yunjiang.plans import queries, services
from yunjiang.plans.models import PlanVersion
from yunjiang.returns import checking, cycles
from yunjiang.returns.models import Cell, Counting, Cycle, Return, Rhythm, State
from yunjiang.returns.rules.finding import Finding
from yunjiang.standards import periods

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
  jobs: {name: 新增就业, unit: 人, kind: flow}
  expert: {name: 高技能人才, unit: 人, kind: level, part_of: skilled}
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
             cadence: annual, nature: expected, formula: contests, reporters: [county, prefecture]}
          - {code: 1.1.3, name: 技能人才总量, basis: stock, comparator: at_least, target: 5000, unit: 人,
             deadline: 2025-12-31, nature: expected, formula: skilled, reporters: [county]}
          - {code: 1.1.4, name: 高技能人才占比, basis: ratio, comparator: at_least, target: 30, unit: "%",
             cadence: ongoing, nature: expected, formula: {numerator: expert, denominator: skilled}, reporters: [county]}
          - {code: 1.1.5, name: 新增就业, basis: annual, comparator: at_least, target: 1000, unit: 人,
             cadence: annual, nature: expected, formula: jobs, reporters: [county], report_by: quarter}
duties:
  - {code: D1, name: 每年12月底前报送, kind: annual_return, every: year, due: "12-31", owed_by: [county]}
"""
COUNTIES = tuple("甲乙丙丁戊己庚辛壬癸")
TREE = "省\n  州\n" + "".join(f"    {name}\n" for name in COUNTIES)
REPORTED = """
2021 · 甲 · trained · 2000
2022 · 甲 · trained · 2100
2021-12-31 · 甲 · skilled · 2000
2022-12-31 · 甲 · skilled · 2300
2022-12-31 · 甲 · expert · 600
"""
EVIDENCED = """
2023-05-04 · 甲 · contests · 6
2023-06-04 · 甲 · contests · 2
"""


@dataclass
class Checked:
    """The cycle of 2023, and the units by name."""

    version: PlanVersion
    cycle: Cycle
    units: dict[str, Organization]

    def report(self, name: str) -> Return:
        return Return.objects.get(cycle=self.cycle, organization=self.units[name])

    def say(self, name: str, *, hand_in: bool = False, explaining: str = "", **answers: object) -> Return:
        """Write answers straight into cells; None leaves one blank."""
        report = self.report(name)
        for code, value in answers.items():
            Cell.objects.filter(report=report, question__code=code).update(
                value=None if value is None else Decimal(str(value)), explanation=explaining
            )
        report.state = State.SUBMITTED if hand_in else State.DRAFT
        report.save()
        return report

    def open(self, rhythm: Rhythm, period: str, counting: Counting = Counting.PERIOD) -> None:
        """Go on with another cycle."""
        self.cycle = cycles.open_cycle(
            self.version, rhythm, periods.parse(period), "operational", by=None, counting=counting
        )

    def allocate(self, code: str, **lines: int) -> None:
        services.allocate(
            queries.document(self.version).indicator(code),
            self.units["省"],
            {self.units[name].pk: Decimal(value) for name, value in lines.items()},
            decided_on=date(2021, 3, 1),
            by="tests",
        )

    def findings(self, name: str) -> dict[str, Finding]:
        """Return what is found, by `rule question`."""
        return {f"{each.rule} {each.question}": each for each in checking.findings(self.report(name))}


@pytest.fixture
def checked(db: None) -> Checked:
    units = journal.tree(TREE)
    journal.measures("""
        trained · flow · 人次
        contests · flow · 场次
        jobs · flow · 人
        skilled · level · 人
        expert · level · 人
    """)
    journal.post(REPORTED)
    journal.post(EVIDENCED, channel="evidenced")
    version = services.load(PLAN, "tests").version
    cycle = cycles.open_cycle(version, Rhythm.ANNUAL, periods.parse("2023"), "operational", by=None)
    return Checked(version, cycle, units)
