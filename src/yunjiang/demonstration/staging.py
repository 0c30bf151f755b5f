"""Setting the stage: everything `yunjiang demo` puts into an empty site, step by step.

Every step finds what an earlier attempt has done and does only the rest, so that it can be stopped, repeated and taken up again.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from yunjiang.assessment import services as assessment
from yunjiang.assessment.models import Run
from yunjiang.demonstration import inclusive, members, people, published, reporting, targets, unions
from yunjiang.demonstration.people import SignIn
from yunjiang.demonstration.province import annual, loading
from yunjiang.demonstration.province.annual import Told
from yunjiang.demonstration.province.returns import Quarter, quarters
from yunjiang.documents import writing
from yunjiang.documents.models import Document
from yunjiang.figures import services as figures
from yunjiang.ledger import measures, queries, seal
from yunjiang.ledger.models import Batch, DataSet
from yunjiang.organizations import queries as organizations
from yunjiang.organizations import services as organizations_services
from yunjiang.organizations.models import Kind
from yunjiang.plans import library
from yunjiang.plans import queries as plans
from yunjiang.plans import services as plans_services
from yunjiang.plans.document import PlanDocument
from yunjiang.plans.models import PlanVersion
from yunjiang.returns.models import Cycle

PLAN = "yunnan-2021-2025"
BY = "演示"
MID_TERM_ON = date(2023, 12, 31)
REPORT = "mid_term_evaluation"

# The last quarters stay unsealed, so that figures are seen to come from sealed segments and the tail together.
_SEALED_UNTIL = date(2025, 6, 30)


@dataclass(frozen=True)
class Step:
    """One step that is done, and what it came to: counts of what is new."""

    name: str  # as `cli.demo` tells them
    count: int


OnStep = Callable[[Step], None]
OnProgress = Callable[[int, int | None], None]


def is_staged() -> bool:
    """Say whether the demonstration is there as a whole: its last document is written."""
    return Document.objects.filter(data_set=DataSet.PUBLISHED, kind=REPORT, assessed_on=MID_TERM_ON).exists()


def is_empty() -> bool:
    """Say whether nothing was ever posted but by the demonstration itself."""
    return not Batch.objects.filter(data_set=DataSet.OPERATIONAL).exists()


def stage(
    today: date,
    on_step: OnStep = lambda step: None,
    on_progress: OnProgress = lambda done, total: None,
) -> list[Document]:
    """Do every step that is not done yet and return the reports: the province's, each prefecture's, the published one."""
    on_step(Step("organizations", organizations_services.load_yunnan().opened_count))
    loaded = plans_services.load(library.text(PLAN), BY, note="随系统提供")
    plan = plans.document(loaded.version)
    measures.declare(plan.measures, dimensions=plan.dimensions)
    on_step(Step("plan", int(loaded.is_new)))
    on_step(Step("published", published.load(BY).posted_count))
    reporting.decide_leads(loaded.version, BY)
    loaded.version.refresh_from_db()
    cycle = reporting.open_cycle(loaded.version)
    coming, told = _without_returns(plan, cycle)
    province = loading.load(plan, BY, on_progress, after_quarter=_seal_each_year, coming=coming)
    on_step(Step("province", province.entry_count))
    on_step(Step("returns", reporting.hand_in(cycle, told) if cycle is not None else 0))
    on_step(Step("targets", targets.hand_down(plan, BY)))
    on_step(Step("unions", unions.make().union_count))
    on_step(Step("sign_ins", len(people.make(today))))
    on_step(Step("members", members.bring(BY, today, people.account("demo-office"))))
    on_step(Step("services", inclusive.make(today)))
    runs = {data_set: _run(loaded.version, plan, data_set) for data_set in _PLACES}
    on_step(Step("assessment", sum(run.verdicts.count() for run in runs.values())))
    reports = list(_reports(runs, on_progress))
    on_step(Step("documents", len(reports)))
    return reports


def _without_returns(plan: PlanDocument, cycle: Cycle | None) -> tuple[list[Quarter], Told]:
    """Return what the province posts itself, and what it tells in its annual returns."""
    coming = list(quarters(loading.reporters_of(plan)))
    if cycle is None:
        return coming, {}
    return annual.set_aside(coming, *reporting.owed(cycle))


def sign_ins() -> list[SignIn]:
    """Return the demonstration sign-ins whose passwords are kept."""
    return people.kept()


def _seal_each_year(quarter: Quarter) -> None:
    if quarter.last_on.month == 12 and quarter.last_on <= _SEALED_UNTIL:
        while seal.seal() is not None:
            pass
        figures.refresh()


def _prefectures(plan: PlanDocument) -> list[int]:
    owner = organizations.resolve(plan.owner, MID_TERM_ON).pk
    below = organizations.children(owner, MID_TERM_ON)
    return [owner, *(each.organization_id for each in below if each.kind == Kind.PREFECTURE)]


# Published values speak about each unit as a whole; only the province's report is made of them.
_PLACES = {DataSet.DEMONSTRATION: _prefectures, DataSet.PUBLISHED: lambda plan: _prefectures(plan)[:1]}


def _run(version: PlanVersion, plan: PlanDocument, data_set: DataSet) -> Run:
    kept = Run.objects.filter(plan_version=version, assessed_on=MID_TERM_ON, data_set=data_set, made_by=BY)
    found = kept.filter(position=queries.position()).first() or kept.first()
    if found is not None:
        return found
    return assessment.run(version, _PLACES[data_set](plan), on=MID_TERM_ON, data_set=data_set, by=BY)


def _reports(runs: dict[DataSet, Run], on_progress: OnProgress) -> Iterator[Document]:
    wanted = [(run, unit) for run in runs.values() for unit in run.organization_ids]
    units = {each.organization_id: each.organization for each in organizations.at(MID_TERM_ON)}
    for number, (run, unit) in enumerate(wanted, start=1):
        written = Document.objects.filter(run=run, organization=unit, kind=REPORT).first()
        if written is None or not written.path.exists():
            written = writing.write(REPORT, run, units[unit], by=BY)
        on_progress(number, len(wanted))
        yield written
