"""Runs: assessments that are kept, replayed and compared. Callers ask `access` first.

Everything is read at one ledger position and, for allocations, as known at one moment, so that a run is the same whatever is
posted while it is made, and comes out the same when it is made again.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from yunjiang.access import trail
from yunjiang.assessment.judging import Assessed, judge, ledger_position
from yunjiang.assessment.models import Run, Verdict
from yunjiang.assessment.queries import judgements
from yunjiang.assessment.rules import changes, notation, versions
from yunjiang.assessment.rules.changes import Change
from yunjiang.assessment.rules.thresholds import Thresholds
from yunjiang.figures.figure import Tree
from yunjiang.ledger.models import Batch
from yunjiang.plans.models import PlanVersion
from yunjiang.standards.national_cryptography import sm3


@dataclass(frozen=True)
class Difference:
    """One thing that a replay found otherwise than the run has it. `field` is a dotted name such as judgement.status."""

    organization_id: int
    indicator: str
    field: str
    kept: Any
    now: Any


def run(
    version: PlanVersion,
    organization_ids: Sequence[int],
    *,
    on: date,
    data_set: str,
    by: str,
    position: int | None = None,
    tree: Tree = Tree.AS_THEN,
    restated_on: date | None = None,
    thresholds: Thresholds | None = None,
) -> Run:
    """Assess a plan at organizations on a day (which counts as over) under the current rules, and keep it.

    A restated tree is that of today unless a day is given. Raises NothingToAssess, PositionAhead.
    """
    rules = versions.CURRENT
    made_at, seen = timezone.now(), ledger_position(position)
    limits = thresholds or rules.thresholds
    if tree is Tree.RESTATED and restated_on is None:
        restated_on = timezone.localdate(made_at)
    assessed = judge(
        version,
        organization_ids,
        on=on,
        data_set=data_set,
        position=seen,
        tree=tree,
        restated_on=restated_on,
        rules=rules,
        thresholds=limits,
        known_at=made_at,
    )
    new = Run(
        plan_version=version,
        data_set=data_set,
        assessed_on=on,
        tree=tree.value,
        restated_on=restated_on,
        position=seen,
        chain_digest=Batch.objects.filter(position=seen).values_list("chain_digest", flat=True).first(),
        rules_version=rules.version,
        thresholds=notation.plain(limits),
        organization_ids=list(organization_ids),
        made_at=made_at,
        made_by=by,
    )
    verdicts = _verdicts(new, assessed)
    new.digest = digest(new, verdicts)
    facts = {
        "by": by,
        "plan": version.plan.code,
        "version": version.number,
        "assessed_on": on,
        "data_set": data_set,
        "ledger_position": seen,
        "rules": rules.version,
        "organizations": len(organization_ids),
        "verdicts": len(verdicts),
    }
    with trail.recording("assessment.run", organization_id=organization_ids[0], facts=facts) as deed:
        new.save()
        Verdict.objects.bulk_create(verdicts, batch_size=500)
        deed.subject = f"run:{new.pk}"
        deed.changed(after={"digest": new.digest})
    return new


def replay(kept: Run) -> list[Difference]:
    """Make a run again from its frozen position, plan version, rules and thresholds; return what comes out otherwise.

    Nothing should. What can: a change of the tree that was recorded later for an earlier day, or a defect. Raises UnknownRules.
    """
    assessed = judge(
        kept.plan_version,
        kept.organization_ids,
        on=kept.assessed_on,
        data_set=kept.data_set,
        position=kept.position,
        tree=Tree(kept.tree),
        restated_on=kept.restated_on,
        rules=versions.rules(kept.rules_version),
        thresholds=kept.limits(),
        known_at=kept.made_at,
    )
    before = {(each.organization_id, each.indicator): _told(each) for each in kept.verdicts.all()}
    after = {(each.organization_id, each.indicator): _told(each) for each in _verdicts(kept, assessed)}
    return [
        Difference(*place, field, before.get(place, {}).get(field), after.get(place, {}).get(field))
        for place in sorted({*before, *after})
        for field in sorted({*before.get(place, {}), *after.get(place, {})})
        if before.get(place, {}).get(field) != after.get(place, {}).get(field)
    ]


def is_intact(kept: Run) -> bool:
    """Say whether a run and its verdicts are still as they were made, by their digest."""
    verdicts = kept.verdicts.order_by("organization_id", "rank")
    return digest(kept, verdicts) == bytes(kept.digest)


def what_changed(earlier: Run, later: Run) -> list[Change]:
    """Return every judgement that differs between two runs, the worst news first."""
    return changes.changes(judgements(earlier), judgements(later))


def digest(run: Run, verdicts: Iterable[Verdict]) -> bytes:
    """Return SM3 over a run's facts and those of its verdicts, by organization and rank."""
    ordered = sorted(verdicts, key=lambda each: (each.organization_id, each.rank))
    return sm3(
        _canonical(
            [
                run.plan_version_id,
                run.data_set,
                run.assessed_on.isoformat(),
                run.tree,
                run.restated_on and run.restated_on.isoformat(),
                run.position,
                bytes(run.chain_digest or b"").hex(),
                run.rules_version,
                run.thresholds,
                run.organization_ids,
                run.made_at.isoformat(),
                run.made_by,
            ]
        ),
        *(
            _canonical(
                [each.organization_id, each.rank, each.status, each.facts, each.judgement, each.figure]
            )
            for each in ordered
        ),
    )


def _verdicts(run: Run, assessed: Iterable[Assessed]) -> list[Verdict]:
    ranks: dict[str, int] = {}
    return [
        Verdict(
            run=run,
            organization_id=each.organization_id,
            indicator=each.indicator,
            rank=ranks.setdefault(each.indicator, len(ranks)),
            status=each.judgement.status.value,
            severity=each.judgement.severity.value if each.judgement.severity else "",
            nature=each.judgement.nature.value,
            is_partial=each.judgement.is_partial,
            facts=notation.plain(each.facts),
            judgement=notation.plain(each.judgement),
            figure=None if each.figure is None else notation.plain(each.figure),
        )
        for each in assessed
    ]


def _told(verdict: Verdict) -> dict[str, Any]:
    """Return everything a verdict says, by dotted names; what was not yet recorded when it was made has its default."""
    parts = {"facts": verdict.known(), "judgement": verdict.judged(), "figure": verdict.measured()}
    return {
        f"{name}.{field}": value
        for name, part in parts.items()
        if part
        for field, value in notation.plain(part).items()
    }


def _canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
