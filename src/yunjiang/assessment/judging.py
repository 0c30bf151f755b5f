"""Judging a plan at organizations: read everything at one ledger position, ask the rules, keep nothing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from yunjiang.assessment.gathering import Asked, Measure, gather
from yunjiang.assessment.refusals import NothingToAssess, PositionAhead
from yunjiang.assessment.rules import versions
from yunjiang.assessment.rules.facts import Facts
from yunjiang.assessment.rules.judgement import Judgement
from yunjiang.assessment.rules.thresholds import Thresholds
from yunjiang.assessment.rules.versions import Rules
from yunjiang.figures.asking import Question
from yunjiang.figures.figure import Figure, Tree
from yunjiang.ledger import queries as ledger
from yunjiang.ledger.models import DataSet
from yunjiang.plans import queries as plans
from yunjiang.plans.models import PlanVersion


@dataclass(frozen=True)
class Assessed:
    """One indicator at one organization: what was known, what the rules say, and the figure behind it."""

    organization_id: int
    facts: Facts
    judgement: Judgement
    figure: Figure | None

    @property
    def indicator(self) -> str:
        return self.judgement.indicator


def judge(
    version: PlanVersion,
    organization_ids: Sequence[int],
    *,
    on: date,
    data_set: str,
    position: int | None = None,
    tree: Tree = Tree.AS_THEN,
    restated_on: date | None = None,
    rules: Rules | None = None,
    thresholds: Thresholds | None = None,
    known_at: datetime | None = None,
    codes: Collection[str] | None = None,
    measure: Measure | None = None,
) -> list[Assessed]:
    """Judge the indicators of a plan at every organization, by organization in the order given, and keep nothing.

    All indicators unless `codes` names some. `on` counts as over. `position` is the newest one unless given, the rules the
    current ones; `known_at` leaves out allocations recorded later; `measure` brings other figures than the ledger's.
    Raises NothingToAssess, PositionAhead.
    """
    document = plans.document(version)
    if codes is not None:
        wanted = tuple(each for each in document.indicators if each.code in codes)
        document = replace(document, indicators=wanted)
    if not organization_ids or not document.indicators:
        raise NothingToAssess(document.code)
    seen, rules = ledger_position(position), rules or versions.CURRENT
    limits = thresholds or rules.thresholds

    if measure is None:
        measure = measuring(
            organization_ids,
            on=on,
            data_set=data_set,
            position=seen,
            tree=tree,
            restated_on=restated_on,
        )
    found = gather(
        document,
        organization_ids,
        on,
        measure=measure,
        targets=plans.targets(
            document.indicators,
            organization_ids,
            on,
            is_demonstration=data_set == DataSet.DEMONSTRATION,
            known_at=known_at,
        ),
        owner_id=version.plan.owner_id,
        is_owed=data_set != DataSet.PUBLISHED,
        thresholds=limits,
    )
    return [
        Assessed(each.organization_id, each.facts, rules.assess(each.facts, limits), each.figure)
        for each in found
    ]


def measuring(
    organization_ids: Sequence[int],
    *,
    on: date,
    data_set: str,
    position: int,
    tree: Tree = Tree.AS_THEN,
    restated_on: date | None = None,
) -> Measure:
    """Return what asks the ledger for figures of several organizations, as `gather` asks for them."""

    def measure(asked: Sequence[Asked]) -> list[dict[int, Figure]]:
        question = Question(
            indicators=list(dict.fromkeys(indicator for indicator, _ in asked)),
            on=on,
            data_set=data_set,
            position=position,
            tree=tree,
            restated_on=restated_on,
        )
        posed = [question.pose(indicator, days) for indicator, days in asked]
        figures = iter(question.figures(posed, organization_ids, question.answer(organization_ids)))
        return [{place: next(figures) for place in organization_ids} for _ in posed]

    return measure


def ledger_position(asked: int | None = None) -> int:
    """Return the position to read at: the newest, or the one asked for. Raises PositionAhead."""
    newest = ledger.position()
    if asked is None:
        return newest
    if asked > newest:
        raise PositionAhead(asked, newest)
    return asked
