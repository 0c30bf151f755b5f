"""Handmade material for tests, in the trade's own words: which plan, which unit, what stood in the ledger on which day."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache

from yunjiang.assessment.rules import status
from yunjiang.assessment.rules.facts import Facts, Owed, Point, Promise
from yunjiang.assessment.rules.trajectory import course_of
from yunjiang.documents.material import Appraisal, CourseDay, Material, NextYear, Unit
from yunjiang.figures.figure import Figure, Tree, Window
from yunjiang.plans.document import Basis, Indicator, PlanDocument
from yunjiang.plans.library import path
from yunjiang.plans.reading import read

ON = date(2023, 12, 31)
OFFICE = "云南省新时期产业工人队伍建设改革工作协调领导小组办公室"
PROVINCE = Unit(1, "530000", "云南省", "云南", "province")
PREFECTURES = [
    Unit(order + 2, code, name, short, "prefecture")
    for order, (code, name, short) in enumerate(
        line.split()
        for line in """
        530100 昆明市 昆明
        530300 曲靖市 曲靖
        530400 玉溪市 玉溪
        530500 保山市 保山
        530600 昭通市 昭通
        530700 丽江市 丽江
        530800 普洱市 普洱
        530900 临沧市 临沧
        532300 楚雄彝族自治州 楚雄
        532500 红河哈尼族彝族自治州 红河
        532600 文山壮族苗族自治州 文山
        532800 西双版纳傣族自治州 西双版纳
        532900 大理白族自治州 大理
        533100 德宏傣族景颇族自治州 德宏
        533300 怒江傈僳族自治州 怒江
        533400 迪庆藏族自治州 迪庆
        """.strip().splitlines()
    )
]


@cache
def yunnan() -> PlanDocument:
    document, problems = read(path("yunnan-2021-2025").read_text(encoding="utf-8"))
    assert document is not None, problems
    return document


def promise(plan: PlanDocument, indicator: Indicator, target: Decimal | None) -> Promise:
    return Promise(
        indicator=indicator.code, basis=indicator.basis, comparator=indicator.comparator, cadence=indicator.cadence,
        nature=indicator.nature, unit=indicator.unit, first_day=plan.first_day, last_day=plan.last_day, target=target,
        target_max=indicator.target_max, deadline=indicator.deadline, direction=indicator.direction,
        baseline=indicator.baseline, trajectory=indicator.trajectory, milestones=indicator.milestones,
    )  # fmt: skip


def appraisal(
    indicator: str,
    value: str | None,
    *,
    plan: PlanDocument | None = None,
    unit: Unit = PROVINCE,
    on: date = ON,
    target: str | None = "plan",
    past: Mapping[date, str] | None = None,
    bound: str = "exact",
    newest_on: date | None = None,
    is_owed: bool = False,
    reported: int = 0,
    expected: int = 0,
    data_set: str = "demonstration",
) -> Appraisal:
    """Judge one indicator by the rules in force and wrap it up as a document takes it."""
    document = plan or yunnan()
    found = document.indicator(indicator)
    given = found.target if target == "plan" else (None if target is None else Decimal(target))
    known = None if value is None else Decimal(value)
    points = tuple(Point(day, Decimal(text)) for day, text in sorted((past or {}).items()))
    facts = Facts(
        promise=promise(document, found, given),
        on=on,
        value=known,
        bound=bound,
        newest_on=newest_on or (on if known is not None else None),
        owed=Owed(date(on.year, 1, 1), on, on) if is_owed else None,
        reported_count=reported,
        expected_count=expected,
        points=points,
    )
    judgement = status.assess(facts)
    first = date(on.year, 1, 1) if found.basis is Basis.ANNUAL else document.first_day
    figure = Figure(
        found.code, unit.id, Window(min(first, on), on), 12, data_set, Tree.AS_THEN, known, bound=bound
    )
    course = course_of(facts.promise, on, points[0] if points else None)
    year_ends = {date(year, 12, 31) for year in range(on.year, judgement.forecast.on.year)}
    days = sorted({*(point.on for point in points), *year_ends, on, judgement.forecast.on})
    actual = {**{point.on: point.value for point in points}, **({on: known} if known is not None else {})}
    trend = tuple(
        CourseDay(
            day,
            actual.get(day),
            _decimal(course.required_on(day)),
            judgement.forecast.value if day == judgement.forecast.on and day > on else None,
        )
        for day in days
    )
    ends_on = date(on.year + 1, 12, 31)
    stand = _decimal(course.required_on(ends_on)) if on < document.last_day else None
    next_year = None
    if stand is not None and judgement.status.value not in ("achieved", "met"):
        next_year = NextYear(
            ends_on, stand, None if found.is_rate or known is None else max(stand - known, Decimal(0))
        )
    return Appraisal(unit, found, judgement, figure, figure, trend, next_year)


def _decimal(value: object) -> Decimal | None:
    return None if value is None else round(Decimal(value.numerator) / Decimal(value.denominator), 4)  # type: ignore[attr-defined]


def material(
    appraisals: Sequence[Appraisal],
    *,
    below: Sequence[tuple[Unit, Sequence[Appraisal]]] = (),
    plan: PlanDocument | None = None,
    unit: Unit = PROVINCE,
    on: date = ON,
    data_set: str = "demonstration",
    **more: object,
) -> Material:
    return Material(
        plan=plan or yunnan(),
        plan_version=1,
        unit=unit,
        on=on,
        data_set=data_set,
        position=12,
        chain_digest="5f" * 32,
        rules_version=status.VERSION,
        appraisals=tuple(appraisals),
        below=tuple((each, tuple(of)) for each, of in below),
        names={"yn-zgh": "省总工会"},
        **{"issuer": OFFICE, **more},  # type: ignore[arg-type]
    )


def province(on: date = ON) -> Material:
    """A whole province: 45 indicators, 16 prefectures, some behind, some silent, made without chance."""
    plan = yunnan()
    shares = [Decimal(text) for text in ("0.62", "0.58", "0.74", "0.35", "0.61", "1.06", "0.21", "0.66")]

    def of(unit: Unit, shift: int, part: Decimal) -> list[Appraisal]:
        found = []
        for order, each in enumerate(plan.indicators):
            share = shares[(order + shift) % len(shares)]
            target = each.target if each.is_rate or unit is PROVINCE else _whole(each.target * part)
            if each.is_rate:
                value = min(Decimal(100), round(each.target * (Decimal("0.9") + share / 8), 1))
            elif each.basis is Basis.ANNUAL:
                value = _whole(target * (share + Decimal("0.4")))
            elif each.basis is Basis.STOCK:
                value = _whole(target * (share / 3 + Decimal("0.7")))
            else:
                value = _whole(target * share)
            past = {
                date(year, 12, 31): str(_whole(value * Decimal(year - 2020) / (on.year - 2020)) if not each.is_rate else value)
                for year in range(2021, on.year)
            }  # fmt: skip
            silent, unknown = (order + shift) % 17 == 5, (order + shift) % 23 == 9
            found.append(
                appraisal(
                    each.code,
                    None if silent or unknown else str(value),
                    unit=unit,
                    on=on,
                    target=str(target),
                    past=None if silent or unknown else past,
                    is_owed=silent,
                    reported=14 if unit is PROVINCE and order % 9 == 2 else 0,
                    expected=16 if unit is PROVINCE and order % 9 == 2 else 0,
                )
            )
        return found

    below = [(unit, of(unit, order + 1, Decimal("0.06"))) for order, unit in enumerate(PREFECTURES)]
    return material(of(PROVINCE, 0, Decimal(1)), below=below, on=on)


def _whole(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1))
