"""A province of two prefectures and four counties, a plan with an indicator of every basis, and postings in a line each."""

from dataclasses import dataclass
from datetime import date
from itertools import count

from django.utils import timezone

from yunjiang.figures import binding
from yunjiang.ledger import posting
from yunjiang.ledger.models import DataSet
from yunjiang.ledger.posting import Line, Record
from yunjiang.organizations import services as organizations
from yunjiang.organizations.models import Kind, Organization
from yunjiang.plans import queries as plans
from yunjiang.plans.document import Indicator, PlanDocument
from yunjiang.plans.models import Plan, PlanVersion

PLAN = """
format: 1
plan:
  code: figures-plan
  name: 数值规划
  document_number: 云办发〔2021〕1号
  source: 为测试而写
  first_day: 2021-01-01
  last_day: 2025-12-31
  owner: "530000"
  goal: 把数算对
dimensions:
  sex: {name: 性别, values: {male: 男, female: 女}}
measures:
  proposals: {name: 合理化建议, unit: 件, kind: flow, dimensions: [sex], definition: 当期提出的合理化建议。}
  trained: {name: 培训人员, unit: 人, kind: flow, persons: true, definition: 当期培训的人员。}
  funds: {name: 资金, unit: 元, kind: flow, scale: 2, definition: 当期筹集的资金。}
  unions: {name: 已建工会的企业, unit: 家, kind: level, part_of: enterprises, definition: 期末已建工会的企业。}
  enterprises: {name: 企业, unit: 家, kind: level, definition: 期末企业。}
  students: {name: 在校学生, unit: 人, kind: level, definition: 期末在校学生。}
  members: {name: 会员, unit: 人, kind: balance, definition: 会员。}
  satisfaction: {name: 满意度, unit: "%", kind: level, scale: 1, additive: false, definition: 调查所得。}
initiatives:
  - code: "1"
    name: 建功立业
    actions:
      - code: "1.1"
        name: 群众性创新
        indicators:
INDICATORS
"""
_INDICATOR = """          - {{code: {code}, name: {name}, quote: {name}, basis: {basis}, comparator: at_least, target: 100,
             unit: "{unit}", {deadline}, formula: {formula}, reporters: [county]{more}}}
"""
_INDICATORS = (
    ("1.1.1", "合理化建议", "cumulative", "件", "proposals", ""),
    ("1.1.2", "每年建议", "annual", "件", "proposals", ""),
    (
        "1.1.3",
        "建会率",
        "ratio",
        "%",
        "{numerator: unions, denominator: enterprises}",
        ", age_limit_days: 400",
    ),
    ("1.1.4", "在校学生增加", "increment", "人", "students", ""),
    ("1.1.5", "会员", "stock", "人", "members", ""),
    ("1.1.6", "满意度", "stock", "%", "satisfaction", ""),
    ("1.1.7", "资金", "cumulative", "元", "funds", ""),
    ("1.1.8", "培训人员", "cumulative", "人", "{numerator: [{measure: trained, counts: persons}]}", ""),
)


@dataclass
class World:
    """The units by name and the plan's indicators by code."""

    units: dict[str, Organization]
    document: PlanDocument

    def __post_init__(self) -> None:
        self._numbers = count(1)

    def id(self, name: str) -> int:
        return self.units[name].pk

    def indicator(self, code: str) -> Indicator:
        return self.document.indicator(code)

    def post(
        self,
        measure: str,
        unit: str,
        on: str,
        quantity: int,
        *,
        source: str = "",
        data_set: str = DataSet.OPERATIONAL,
        since: str | None = None,
        **facts: object,
    ) -> str:
        """Post one line as a record of its own; return its source, which a later post may correct."""
        source = source or f"return:{next(self._numbers)}"
        since_on = date.fromisoformat(since) if since else None
        line = Line(measure, self.id(unit), date.fromisoformat(on), quantity, since_on=since_on, **facts)  # type: ignore[arg-type]
        posting.post([Record(source, [line])], data_set=data_set, by="tests", title="填报")
        return source


def build() -> World:
    """Open the units and load the plan."""
    opened = date(2010, 1, 1)
    units: dict[str, Organization] = {}
    for key, name, kind, parent in (
        ("530000", "province", Kind.PROVINCE, None),
        ("530100", "west", Kind.PREFECTURE, "province"),
        ("530300", "east", Kind.PREFECTURE, "province"),
        ("530102", "wa", Kind.COUNTY, "west"),
        ("530103", "wb", Kind.COUNTY, "west"),
        ("530302", "ea", Kind.COUNTY, "east"),
        ("530303", "eb", Kind.COUNTY, "east"),
    ):
        units[name] = organizations.open_organization(
            key,
            on=opened,
            kind=kind,
            code=key,
            name=name,
            short_name=name,
            parent=units[parent] if parent else None,
        )
    return plan_for(units)


def plan_for(units: dict[str, Organization]) -> World:
    """Load the plan for the unit named province, and declare its measures."""
    indicators = "".join(
        _INDICATOR.format(
            code=code,
            name=name,
            basis=basis,
            unit=unit,
            formula=formula,
            more=more,
            deadline="cadence: annual" if basis == "annual" else "deadline: 2025-12-31",
        )
        for code, name, basis, unit, formula, more in _INDICATORS
    )
    document = _load(PLAN.replace("INDICATORS\n", indicators), units["province"])
    binding.declare_measures(document)
    return World(units, document)


def _load(text: str, owner: Organization) -> PlanDocument:
    """Load the plan past the lint, which an increment without a baseline rightly displeases."""
    plan = Plan.objects.create(code="figures-plan", name="数值规划", owner=owner)
    version = PlanVersion.objects.create(
        plan=plan, number=1, text=text, loaded_at=timezone.now(), loaded_by="tests"
    )
    return plans.document(version)
