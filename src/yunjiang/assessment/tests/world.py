"""A small world of figures for tests: what units reported on which day, and sums made of it in plain Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from yunjiang.figures.figure import Coverage, Figure, Tree, Window
from yunjiang.plans.document import (
    Basis,
    Cadence,
    Comparator,
    Duty,
    Formula,
    Indicator,
    Nature,
    PlanDocument,
    Term,
)

FIRST, LAST = date(2021, 1, 1), date(2025, 12, 31)
YEARLY_RETURN = Duty("D1", "每年12月底前报送", "annual_return", "year", "12-31")


def indicator(code="1.1.1", basis=Basis.CUMULATIVE, target=18260, **other) -> Indicator:
    given = {
        "code": code,
        "name": code,
        "action": "1.1",
        "basis": basis,
        "comparator": Comparator.AT_LEAST,
        "target": Decimal(target),
        "target_max": None,
        "unit": "名",
        "cadence": Cadence.DEADLINE,
        "deadline": LAST,
        "nature": Nature.EXPECTED,
        "formula": Formula((Term(code),)),
        "reporters": ("county",),
        "plan": "small",
    }
    return Indicator(**(given | other))


def plan(*indicators: Indicator, duties=(YEARLY_RETURN,)) -> PlanDocument:
    return PlanDocument(
        code="small",
        name="小规划",
        document_number="",
        first_day=FIRST,
        last_day=LAST,
        owner="p",
        goal="",
        initiatives=(),
        actions=(),
        indicators=indicators,
        duties=duties,
    )


@dataclass
class World:
    """Entries as (organization, indicator, day, value); `below` lists the reporting units of each organization."""

    below: Mapping[int, Sequence[int]]
    entries: list[tuple[int, str, date, Decimal]] = field(default_factory=list)
    questions: list[int] = field(default_factory=list)  # how many figures each asked for

    def tell(self, organization: int, code: str, day: str, value: str) -> None:
        self.entries.append((organization, code, date.fromisoformat(day), Decimal(value)))

    def measure(self, asked: Sequence[tuple[Indicator, Window]]) -> list[dict[int, Figure]]:
        self.questions.append(len(asked))
        return [
            {
                organization: self._figure(each, organization, units, window)
                for organization, units in self.below.items()
            }
            for each, window in asked
        ]

    def _figure(self, each: Indicator, organization: int, units: Sequence[int], window: Window) -> Figure:
        mine = [entry for entry in self.entries if entry[0] in units and entry[1] == each.code]
        if each.basis in (Basis.CUMULATIVE, Basis.ANNUAL):
            mine = [entry for entry in mine if window.first <= entry[2] <= window.last]
            value = sum((entry[3] for entry in mine), Decimal(0)) if mine else None
        else:
            newest: dict[int, tuple[int, str, date, Decimal]] = {}
            for entry in sorted(mine, key=lambda entry: entry[2]):
                age = (window.last - entry[2]).days
                if age >= 0 and (each.age_limit_days is None or age <= each.age_limit_days):
                    newest[entry[0]] = entry
            mine = list(newest.values())
            value = sum((entry[3] for entry in mine), Decimal(0)) if mine else None
        return Figure(
            indicator=each.code,
            organization=organization,
            window=window,
            position=1,
            data_set="operational",
            tree=Tree.AS_THEN,
            value=value,
            last_on=max((entry[2] for entry in mine), default=None),
            coverage=Coverage(len({entry[0] for entry in mine}), len(units)),
        )
