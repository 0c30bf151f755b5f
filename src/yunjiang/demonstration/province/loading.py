"""Posting the generated province, one batch a quarter, so that it can be stopped and taken up again."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from yunjiang.demonstration.province.returns import COMPETITORS, Quarter, Reporter, quarters
from yunjiang.ledger import measures, posting
from yunjiang.ledger.models import Batch, DataSet
from yunjiang.organizations import queries as organizations
from yunjiang.plans.document import MeasureDeclaration, PlanDocument

_COMPETITORS = MeasureDeclaration(
    code=COMPETITORS,
    name="职业技能竞赛参赛职工（演示，按人计）",
    unit="人",
    kind="flow",
    counts_persons=True,
    definition="演示数据：同一人参加多场只计一人",
)


@dataclass(frozen=True)
class Loaded:
    """What a load added: nothing of what was there before."""

    batch_count: int
    entry_count: int


def load(
    plan: PlanDocument,
    by: str,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
    after_quarter: Callable[[Quarter], None] = lambda quarter: None,
    coming: Sequence[Quarter] | None = None,
) -> Loaded:
    """Post every quarter that is not posted yet, in order, as demonstration data; the plan must have declared its measures.

    `after_quarter` is called once a quarter is posted, before the next begins. `coming` are the quarters, when something of
    them is left to be told otherwise.
    """
    measures.declare([_COMPETITORS])
    posted = set(Batch.objects.filter(data_set=DataSet.DEMONSTRATION).values_list("title", flat=True))
    coming = list(quarters(reporters_of(plan))) if coming is None else coming
    batch_count = entry_count = 0
    for number, quarter in enumerate(coming, start=1):
        if quarter.title not in posted:
            receipt = posting.post(
                quarter.records, data_set=DataSet.DEMONSTRATION, by=by, title=quarter.title
            )
            batch_count, entry_count = batch_count + 1, entry_count + receipt.entry_count
            after_quarter(quarter)
        if quarter.withdrawn:
            posting.withdraw(
                quarter.withdrawn,
                data_set=DataSet.DEMONSTRATION,
                by=by,
                title=f"{quarter.title}，撤回重复报送",
            )
        on_progress(number, len(coming))
    return Loaded(batch_count, entry_count)


def reporters_of(plan: PlanDocument) -> dict[str, list[Reporter]]:
    """Return, for each measure of the plan, the units that owe it, as the tree stood at the end of the plan."""
    units = _units(plan.last_day)
    owing: dict[str, dict[str, Reporter]] = defaultdict(dict)
    for indicator in plan.indicators:
        for measure in indicator.measures():
            for unit in units:
                if unit.kind in indicator.reporters or unit.key in indicator.reporters:
                    owing[measure][unit.key] = unit
    return {measure: list(found.values()) for measure, found in owing.items()}


def _units(day: date) -> list[Reporter]:
    standings = list(organizations.at(day))
    keys = {each.organization_id: each.organization.key for each in standings}
    return [
        Reporter(
            id=each.organization_id,
            key=each.organization.key,
            kind=each.kind,
            prefecture=each.organization.key
            if each.kind == "prefecture"
            else keys.get(each.parent_id or 0, "")
            if each.kind == "county"
            else "",
        )
        for each in standings
    ]
