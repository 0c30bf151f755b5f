"""The annual returns of the generated province's last year, in every state they can be in: most of them posted, some late.

Every unit answers with what was set aside for it (`province.annual`). The plan names no leads; here the provincial union is
taken to lead what unions do, so that a lead department has something to accept.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

from django.db import transaction

from yunjiang.access import services as access
from yunjiang.access.models import User
from yunjiang.demonstration.province.annual import YEAR, Owed, Told
from yunjiang.demonstration.province.returns import SEED
from yunjiang.ledger.models import Batch, DataSet, MeasureKind
from yunjiang.organizations import queries as organizations
from yunjiang.plans import leading
from yunjiang.plans import queries as plans
from yunjiang.plans.models import PlanVersion
from yunjiang.returns import checking, cycles, filling, moments, workflow
from yunjiang.returns.filling import Answer, Filled
from yunjiang.returns.models import Cycle, Heading, Origin, Return, Rhythm, State
from yunjiang.standards import periods

UNION = "yn-zgh"
LED_BY_UNION = ("1.3", "1.4", "2.1", "2.2", "4.2", "4.3", "5.3")  # actions
WHY_LEADS = "演示分工：规划原文没有写明牵头单位"
WHY_NOT = "本单位没有这项统计（演示数据）"
WHY_ODD = "已核对生成规则，变动属实（演示数据）"
TOLD = "全年各项任务按年度计划推进，重点任务均已部署到责任单位，季度有调度、年底有检查。（演示文字）"
REMARK = "与去年相比变化较大，请核对原始记录后说明（演示）"

_ZONE = ZoneInfo("Asia/Shanghai")
_RETURNED, _DRAFT = "530102", "530181"  # those of the demonstration's two county officers
_AT_THE_DESK = ("530103", "530111", "530112")  # waiting for the demonstration's reviewer


@dataclass(frozen=True)
class _Fate:
    """How far the returns of some units have come, and when they were handed in."""

    state: State
    handed_in: datetime | None = None


_IN_TIME, _LATE = datetime(YEAR, 12, 24, 15, tzinfo=_ZONE), datetime(YEAR + 1, 1, 8, 10, tzinfo=_ZONE)
_FILLED, _REVIEWED = datetime(YEAR, 12, 19, 10, tzinfo=_ZONE), datetime(YEAR + 1, 1, 9, 16, tzinfo=_ZONE)
_POSTED = datetime(YEAR + 1, 1, 12, 11, tzinfo=_ZONE)


def open_cycle(version: PlanVersion) -> Cycle | None:
    """Open the demonstration's annual cycle or return the one that is open; None where the year was posted without it."""
    opened = Cycle.objects.filter(
        plan_version__plan=version.plan_id,
        data_set=DataSet.DEMONSTRATION,
        rhythm=Rhythm.ANNUAL,
        code=str(YEAR),
    ).first()
    if opened is not None:
        return opened
    if Batch.objects.filter(data_set=DataSet.DEMONSTRATION, title__contains=f"{YEAR}年第").exists():
        return None
    period = periods.year_of(date(YEAR, 1, 1))
    with moments.staged(datetime(YEAR, 11, 20, 9, tzinfo=_ZONE)):
        cycle = cycles.open_cycle(version, Rhythm.ANNUAL, period, DataSet.DEMONSTRATION, by=None)
    return cycle


def decide_leads(version: PlanVersion, by: str) -> None:
    """Let the provincial union lead what unions do, for the demonstration: the plan's text names no leads."""
    union = organizations.resolve(UNION)
    led = [each for each in plans.document(version).indicators if each.action in LED_BY_UNION]
    leading.decide(dict.fromkeys(led, union), decided_on=date(YEAR, 1, 1), by=by, reason=WHY_LEADS)


def owed(cycle: Cycle) -> tuple[Owed, frozenset[str]]:
    """Return which units tell each measure in the cycle, and which of the measures are levels."""
    told: dict[str, set[int]] = {}
    for measure, unit in cycle.returns.filter(cells__isnull=False).values_list(
        "cells__question__measure", "organization"
    ):
        told.setdefault(measure, set()).add(unit)
    levels = cycle.questions.filter(kind=MeasureKind.LEVEL).values_list("measure", flat=True)
    return {measure: frozenset(units) for measure, units in told.items()}, frozenset(levels)


def hand_in(cycle: Cycle, told: Told) -> int:
    """Bring the returns as far as each is to come; return how many were posted. A cycle that was begun is left as it is."""
    if cycle.returns.exclude(state=State.NOT_STARTED).exists():
        return 0
    reports = list(
        cycle.returns.select_related("cycle__plan_version__plan", "place", "organization").order_by(
            "place__rank"
        )
    )
    officer, reviewer, office = (
        _person(name, words)
        for name, words in (
            ("demo-officers", "演示·各单位填报员"),
            ("demo-reviewers", "演示·各州市审核员"),
            ("demo-acceptance", "演示·审定人"),
        )
    )
    with transaction.atomic():
        fates = {each: _fate(each, told) for each in reports}
        started = [each for each in reports if fates[each].state != State.NOT_STARTED]
        with moments.staged(_FILLED):
            filling.save_many(
                {each: _filled(each, told, fates[each]) for each in started}, by=officer, origin=Origin.TYPED
            )
        sound = _explained([each for each in started if fates[each].handed_in], officer)
        for moment in (_IN_TIME, _LATE):
            with moments.staged(moment):
                workflow.submit_many([each for each in sound if fates[each].handed_in == moment], officer)
        return _passed_on(cycle, sound, fates, reviewer, office)


def _passed_on(
    cycle: Cycle, sound: Collection[Return], fates: Mapping[Return, _Fate], reviewer: User, office: User
) -> int:
    """Send some back, let the others pass the desks, and accept most of those."""
    by_state: dict[State, list[Return]] = {state: [] for state in State}
    for each in sound:
        by_state[fates[each].state].append(each)
    with moments.staged(_REVIEWED):
        for each in by_state[State.RETURNED]:
            cell = (
                each.cells.filter(value__gt=0).select_related("question").order_by("question__rank").first()
            )
            workflow.send_back(
                each, {cell.question.code: REMARK} if cell else {}, reviewer, "请核对后重报（演示）"
            )
        passing = [*by_state[State.APPROVED], *by_state[State.POSTED]]
        workflow.approve_many(_at_desks(passing), reviewer)
    with moments.staged(_POSTED):
        workflow.accept_many(dict.fromkeys(by_state[State.POSTED]), office)
    return cycle.returns.filter(state=State.POSTED).count()


def _fate(report: Return, told: Told) -> _Fate:
    """Draw how far a return has come; the same for the same unit."""
    key = report.organization.key
    random = Random(f"{SEED}/annual/{key}")  # noqa: S311 - nothing secret
    has_values = any(unit == report.organization_id for unit, _measure in told)
    if key == _DRAFT:
        return _Fate(State.DRAFT)
    if key == _RETURNED:
        return _Fate(State.RETURNED, _IN_TIME)
    if key in _AT_THE_DESK:
        return _Fate(State.SUBMITTED, _LATE if key == _AT_THE_DESK[-1] else _IN_TIME)
    draw = random.random()
    if (not has_values and report.place.kind == "county") or draw < 0.03:
        return _Fate(State.NOT_STARTED)
    if draw < 0.05:
        return _Fate(State.DRAFT)
    if draw < 0.08:
        return _Fate(State.RETURNED, _IN_TIME)
    if draw < 0.12 and report.place.kind == "county":
        return _Fate(State.SUBMITTED, _LATE)
    if draw < 0.18:
        return _Fate(State.APPROVED, _IN_TIME)
    return _Fate(State.POSTED, _LATE if draw > 0.94 else _IN_TIME)


def _filled(report: Return, told: Told, fate: _Fate) -> Filled:
    """Answer every question with what was set aside, or half of them in a draft; say of the rest that it cannot be known."""
    codes = list(report.cells.order_by("question__rank").values_list("question__code", flat=True))
    if fate.state == State.DRAFT:
        codes = codes[: len(codes) // 2 + 1]
    answers = {}
    for code in codes:
        value = told.get((report.organization_id, code))
        answers[code] = Answer(value) if value is not None else Answer(None, True, WHY_NOT)
    passages = {("", str(Heading.PROGRESS)): TOLD} if report.owes_narrative else {}
    return Filled(answers, passages)


def _explained(reports: Sequence[Return], by: User) -> list[Return]:
    """Explain what the rules find odd, and return the returns that can be handed in: those without anything forbidden."""
    findings = checking.findings_of_many(reports)
    sound = [each for each in reports if not any(found.is_hard for found in findings[each.pk])]
    said = {each.pk: _values(each) for each in sound}
    odd = {
        each: Filled(
            {
                found.question: Answer(*said[each.pk][found.question], WHY_ODD)
                for found in findings[each.pk]
                if not found.is_explained and found.question in said[each.pk]
            }
        )
        for each in sound
    }
    with moments.staged(_FILLED):
        filling.save_many(
            {each: filled for each, filled in odd.items() if filled.answers}, by=by, origin=Origin.TYPED
        )
    return sound


def _values(report: Return) -> dict[str, tuple[Decimal | None, bool]]:
    rows = report.cells.values_list("question__code", "value", "is_unavailable")
    return {code: (value, is_unavailable) for code, value, is_unavailable in rows}


def _at_desks(reports: Sequence[Return]) -> list[Return]:
    """Return those of the returns that lie at a desk on the way up; the others went straight to acceptance."""
    lying = set(
        Return.objects.filter(pk__in=[each.pk for each in reports], state=State.SUBMITTED).values_list(
            "pk", flat=True
        )
    )
    return [each for each in reports if each.pk in lying]


def _person(username: str, name: str) -> User:
    """Return somebody who did what the demonstration shows as done, and who cannot sign in."""
    found = User.objects.filter(username=username).first()
    return found or access.create_person(username, None, name=name, organization=None, is_demonstration=True)
