"""A plan of three indicators over the cast's four units, with a few postings: the world of the page tests."""

from datetime import date
from decimal import Decimal

from yunjiang.access.tests import cast as casting
from yunjiang.access.tests.cast import Cast
from yunjiang.figures import binding
from yunjiang.ledger import posting
from yunjiang.ledger.models import DataSet
from yunjiang.ledger.posting import Line, Record
from yunjiang.organizations.models import Organization
from yunjiang.plans import queries as plans
from yunjiang.plans import services

PLAN = """
format: 1
plan:
  code: small-plan
  name: 小规划
  document_number: 云办发〔2021〕1号
  source: 为测试而写
  first_day: 2021-01-01
  last_day: 2025-12-31
  owner: "530000"
  goal: 把事情办好
measures:
  proposals: {name: 合理化建议, unit: 件, kind: flow, definition: 当期提出的合理化建议。}
  unions: {name: 已建工会的企业, unit: 家, kind: level, part_of: enterprises, definition: 期末已建工会的企业。}
  enterprises: {name: 企业, unit: 家, kind: level, definition: 期末企业。}
  craftsmen: {name: 工匠, unit: 名, kind: flow, definition: 当期评选的工匠。}
initiatives:
  - code: "1"
    name: 建功立业
    actions:
      - code: "1.1"
        name: 群众性创新
        indicators:
          - code: 1.1.1
            name: 职工合理化建议
            quote: 职工提出合理化建议累计1000件
            basis: cumulative
            comparator: at_least
            target: 1000
            unit: 件
            deadline: 2025-12-31
            formula: proposals
            lead: ["530100"]
            reporters: [prefecture]
          - code: 1.1.2
            name: 企业建会率
            quote: 企业建会率达到90%
            basis: ratio
            comparator: at_least
            target: 90
            unit: "%"
            deadline: 2025-12-31
            formula: {numerator: unions, denominator: enterprises}
            reporters: [prefecture]
          - code: 1.1.3
            name: 评选工匠
            quote: 评选工匠50名
            basis: cumulative
            comparator: at_least
            target: 50
            unit: 名
            deadline: 2025-12-31
            formula: craftsmen
            reporters: [prefecture]
"""
ON = date(2023, 12, 31)
LOOK = {"unit": "530000", "on": ON.isoformat(), "data": "demonstration"}


def build() -> Cast:
    """Open the units, load the plan, and post two years: one number corrected, two zeros, nothing of craftsmen."""
    cast = casting.assemble()
    services.load(PLAN, "tests")
    binding.declare_measures(plans.document(plans.current()))
    proposals(cast.kunming, 2022, 100)
    proposals(cast.qujing, 2022, 0)
    proposals(cast.kunming, 2023, 0)
    proposals(cast.qujing, 2023, 280)
    proposals(cast.qujing, 2023, 200)
    for year in (2022, 2023):
        for unit, unions in ((cast.kunming, 70), (cast.qujing, 20)):
            on = date(year, 12, 31)
            lines = [Line("unions", unit.pk, on, unions), Line("enterprises", unit.pk, on, 100)]
            post(f"return:{year}/{unit.key}/unions", *lines)
    return cast


def proposals(unit: Organization, year: int, count: int) -> None:
    line = Line("proposals", unit.pk, date(year, 12, 31), count, since_on=date(year, 1, 1))
    post(f"return:{year}/{unit.key}/proposals", line)


def post(source: str, *lines: Line) -> None:
    record = Record(source, list(lines), evidence={"file": "return.xlsx", "sheet": "Sheet1", "row": 7})
    posting.post([record], data_set=DataSet.DEMONSTRATION, by="tests", title="填报")


def publish(cast: Cast, quantity: Decimal, on: date, **evidence: object) -> None:
    """Post one published statement about the province."""
    line = Line("proposals", cast.province.pk, on, quantity, bound="at_least")
    record = Record(f"publication:{on}", [line], evidence=evidence)
    posting.post([record], data_set=DataSet.PUBLISHED, by="tests", title="公开发布值")
