"""A small province with a plan of its own and the people who report on it.

    province 530000 ─┬─ kunming 530100 ─┬─ wuhua 530102
                     │                  └─ panlong 530103
                     ├─ qujing 530300 ──── qilin 530302
                     └─ union yn-zgh (a department that leads 1.1.1)

Counties are asked proposals, funds, enterprises and unions of them once a year, and jobs by quarter; prefectures are asked
proposals, the union contests. Prefectures and departments owe words.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from yunjiang.access import services as access
from yunjiang.access.models import Role, User
from yunjiang.ledger import measures
from yunjiang.ledger.models import DataSet
from yunjiang.organizations import services as organizations
from yunjiang.organizations.models import Kind, Organization
from yunjiang.plans import queries as plans
from yunjiang.plans import services as plans_services
from yunjiang.plans.document import PlanDocument
from yunjiang.plans.models import PlanVersion
from yunjiang.returns import cycles, filling, workflow
from yunjiang.returns.filling import Answer
from yunjiang.returns.models import Counting, Cycle, Heading, Origin, Return, Rhythm
from yunjiang.standards import periods

FIRST_DAY = date(2021, 1, 1)
WHY = "已同原始记录逐项核对，口径与往年一致"  # so that what the rules find odd is explained; rules have tests of their own
PLAN = """
format: 1
plan:
  code: small
  name: 小规划
  document_number: 云办发〔2021〕1号
  source: 为测试而写
  first_day: 2021-01-01
  last_day: 2025-12-31
  owner: "530000"
  goal: 把数报准
measures:
  proposals: {name: 合理化建议, unit: 件, kind: flow, definition: 当期提出的合理化建议。}
  funds: {name: 资金, unit: 元, kind: flow, scale: 2, definition: 当期筹集的资金。}
  enterprises: {name: 企业, unit: 家, kind: level, definition: 期末企业。}
  unions: {name: 已建工会的企业, unit: 家, kind: level, part_of: enterprises, definition: 期末已建工会的企业。}
  jobs: {name: 新增就业, unit: 人, kind: flow, definition: 当期新增就业。}
  contests: {name: 竞赛, unit: 场次, kind: flow, definition: 当期竞赛。}
initiatives:
  - code: "1"
    name: 建功立业
    actions:
      - code: "1.1"
        name: 群众性创新
        indicators:
          - {code: 1.1.1, name: 合理化建议, quote: 建议, basis: cumulative, comparator: at_least, target: 100, unit: 件,
             deadline: 2025-12-31, formula: proposals, reporters: [county], lead: [nowhere, yn-zgh]}
          - {code: 1.1.2, name: 每年建议, quote: 每年, basis: annual, comparator: at_least, target: 20, unit: 件,
             cadence: annual, formula: proposals, reporters: [county, prefecture]}
          - {code: 1.1.3, name: 资金, quote: 资金, basis: cumulative, comparator: at_least, target: 100, unit: 元,
             deadline: 2025-12-31, formula: funds, reporters: [county]}
      - code: "1.2"
        name: 建会
        indicators:
          - code: 1.2.1
            name: 建会率
            quote: 建会
            basis: ratio
            comparator: at_least
            target: 80
            unit: "%"
            deadline: 2025-12-31
            formula: {numerator: unions, denominator: enterprises}
            reporters: [county]
            age_limit_days: 400
          - {code: 1.2.2, name: 就业, quote: 就业, basis: cumulative, comparator: at_least, target: 100, unit: 人,
             deadline: 2025-12-31, formula: jobs, reporters: [county], report_by: quarter}
          - {code: 1.2.3, name: 竞赛, quote: 竞赛, basis: annual, comparator: at_least, target: 10, unit: 场次,
             cadence: annual, formula: contests, reporters: [yn-zgh]}
duties:
  - {code: D1, name: 年底前报送, quote: 年底, kind: annual_return, every: year, due: "12-31",
     owed_by: [prefecture, department], owed_to: "530000"}
"""


@dataclass
class World:
    """Units, people and the plan, by name; the words of a journal are its methods."""

    units: dict[str, Organization]
    people: dict[str, User]
    version: PlanVersion
    document: PlanDocument
    cycles: dict[str, Cycle] = field(default_factory=dict)

    def id(self, unit: str) -> int:
        return self.units[unit].pk

    def open(
        self, code: str, *, counting: Counting = Counting.PERIOD, data_set: str = DataSet.OPERATIONAL
    ) -> Cycle:
        period = periods.parse(code)
        rhythm = {
            "year": Rhythm.ANNUAL,
            "half": Rhythm.HALF,
            "quarter": Rhythm.QUARTER,
            "month": Rhythm.MONTH,
        }[period.kind.value]
        self.cycles[code] = cycles.open_cycle(
            self.version, rhythm, period, data_set, by=self.people["office"], counting=counting
        )
        return self.cycles[code]

    def report(self, unit: str, code: str = "2024") -> Return:
        return Return.objects.select_related(
            "cycle__plan_version__plan__owner", "place", "organization", "desk"
        ).get(cycle=self.cycles[code], organization=self.units[unit])

    def fill(self, unit: str, code: str = "2024", *, by: str = "clerk", **values: int | str | None) -> Return:
        """Fill in answers by measure; None says that it is not available."""
        answers = {
            question: Answer(None if value is None else Decimal(value), value is None, WHY)
            for question, value in values.items()
        }
        filling.save(self.report(unit, code), answers, by=self.people[by], origin=Origin.TYPED)
        return self.report(unit, code)

    def tell(self, unit: str, code: str = "2024", text: str = "办了三场活动", *, by: str = "clerk") -> None:
        """Write the words that a unit owes."""
        words = {("", Heading.PROGRESS): text, ("", Heading.NEXT_YEAR): "再办三场"}
        filling.save(self.report(unit, code), {}, by=self.people[by], origin=Origin.TYPED, passages=words)

    def open_department(self) -> None:
        """Open a department that owes words only."""
        self.units["department"] = organizations.open_organization(
            "yn-jyt",
            on=FIRST_DAY,
            kind=Kind.DEPARTMENT,
            code="yn-jyt",
            name="department",
            short_name="department",
            parent=self.units["province"],
        )

    def fill_all(self, unit: str, code: str = "2024", value: int = 10, **values: int | None) -> Return:
        """Fill every cell in, all alike but those named."""
        report = self.report(unit, code)
        asked = report.cells.values_list("question__code", flat=True)
        return self.fill(unit, code, **(dict.fromkeys(asked, value) | values))

    def submit(self, unit: str, code: str = "2024", *, by: str = "clerk") -> Return:
        return workflow.submit(self.report(unit, code), self.people[by])

    def approve(self, unit: str, code: str = "2024", *, by: str = "reviewer") -> Return:
        return workflow.approve(self.report(unit, code), self.people[by])

    def accept(self, unit: str, *indicators: str, code: str = "2024", by: str = "office") -> Return:
        return workflow.accept(self.report(unit, code), indicators or None, self.people[by])

    def post(self, unit: str, code: str = "2024", value: int = 10, **values: int | None) -> Return:
        """Bring a county's return all the way into the ledger."""
        self.fill_all(unit, code, value, **values)
        self.submit(unit, code)
        self.approve(unit, code)
        return self.accept(unit, code=code)


def build() -> World:
    """Open the units, load the plan, and let people in."""
    units: dict[str, Organization] = {}
    for key, name, kind, parent in (
        ("530000", "province", Kind.PROVINCE, None),
        ("530100", "kunming", Kind.PREFECTURE, "province"),
        ("530300", "qujing", Kind.PREFECTURE, "province"),
        ("530102", "wuhua", Kind.COUNTY, "kunming"),
        ("530103", "panlong", Kind.COUNTY, "kunming"),
        ("530302", "qilin", Kind.COUNTY, "qujing"),
        ("yn-zgh", "union", Kind.DEPARTMENT, "province"),
    ):
        units[name] = organizations.open_organization(
            key,
            on=FIRST_DAY,
            kind=kind,
            code=key,
            name=name,
            short_name=name,
            parent=units[parent] if parent else None,
        )
    version = plans_services.load(PLAN, "tests").version
    document = plans.document(version)
    measures.declare(document.measures, dimensions=document.dimensions)
    people = {
        name: _person(name, units[unit], role)
        for name, unit, role in (
            ("office", "province", Role.OFFICE),
            ("clerk", "wuhua", Role.REPORTING_OFFICER),
            ("clerks", "province", Role.REPORTING_OFFICER),
            ("neighbour", "qilin", Role.REPORTING_OFFICER),
            ("reviewer", "kunming", Role.REVIEWER),
            ("lead", "union", Role.LEAD_DEPARTMENT),
            ("auditor", "province", Role.AUDITOR),
        )
    }
    return World(units, people, version, document)


def _person(name: str, unit: Organization, role: Role) -> User:
    person = access.create_person(name, "", name=name, organization=unit, is_password_checked=False)
    access.assign(person, role, unit, valid_from=FIRST_DAY)
    return person
