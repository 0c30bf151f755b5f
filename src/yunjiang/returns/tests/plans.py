"""Plans in a line an indicator, for the pure tests.

1.1.1 proposals county
1.1.2 women/men county quarter          (numerator/denominator; report_by)
1.1.3 trained;sex=female+trained county (breakdown)
1.1.4 members county evidenced
"""

from datetime import date
from decimal import Decimal

from yunjiang.plans.document import (
    Basis,
    Cadence,
    Comparator,
    DimensionDeclaration,
    Formula,
    Indicator,
    MeasureDeclaration,
    Nature,
    PlanDocument,
    Term,
)

_RHYTHMS = ("annual", "half", "quarter", "month")


def plan(text: str, **measures: str) -> PlanDocument:
    """Return the plan of a text; `measures` says more of some: "level part_of=whole scale=2 persons"."""
    indicators = tuple(_indicator(line.strip()) for line in text.strip().splitlines())
    codes = dict.fromkeys(code for each in indicators for code in each.measures())
    return PlanDocument(
        code="small",
        name="小规划",
        document_number="",
        first_day=date(2021, 1, 1),
        last_day=date(2025, 12, 31),
        owner="530000",
        goal="",
        initiatives=(),
        actions=(),
        indicators=indicators,
        measures=tuple(
            _measure(code, measures.get(code, "")) for code in [*codes, *(measures.keys() - codes.keys())]
        ),
        dimensions=(
            DimensionDeclaration("sex", "性别", (("female", "女"), ("male", "男"))),
            DimensionDeclaration("sector", "行业", (("mining", "采矿业"),)),
        ),
    )


def _indicator(line: str) -> Indicator:
    code, formula, reporters, *rest = line.split()
    numerator, _, denominator = formula.partition("/")
    return Indicator(
        code=code,
        name=code,
        action="1.1",
        basis=Basis.RATIO if denominator else Basis.CUMULATIVE,
        comparator=Comparator.AT_LEAST,
        target=Decimal(1),
        target_max=None,
        unit="件",
        cadence=Cadence.DEADLINE,
        deadline=date(2025, 12, 31),
        nature=Nature.EXPECTED,
        formula=Formula(_terms(numerator), _terms(denominator)),
        channel="evidenced" if "evidenced" in rest else "reported",
        reporters=tuple(reporters.split(",")),
        report_by=next((word for word in rest if word in _RHYTHMS), "annual"),
        plan="small",
    )


def _terms(text: str) -> tuple[Term, ...]:
    found = []
    for each in filter(None, text.split("+")):
        measure, *parts = each.split(";")
        counts = "persons" if measure.startswith("@") else "quantity"
        pairs = tuple((name, value) for name, _, value in (part.partition("=") for part in parts))
        found.append(Term(measure.lstrip("@"), breakdown=pairs, counts=counts))
    return tuple(found)


def _measure(code: str, more: str) -> MeasureDeclaration:
    words = more.split()
    facts = dict(word.split("=") for word in words if "=" in word)
    return MeasureDeclaration(
        code=code,
        name=code,
        unit="件",
        kind="level" if "level" in words else "flow",
        scale=int(facts.get("scale", 0)),
        counts_persons="persons" in words,
        dimensions=("sex", "sector"),
        part_of=facts.get("part_of", ""),
    )
