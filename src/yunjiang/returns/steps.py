"""Steps: what was done to a return, with everything it said then, each bound by its digest to the step before.

Whoever changes, drops or adds a step behind the house's back breaks the chain: `is_intact` works it out again.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max

from yunjiang.access.models import User
from yunjiang.organizations.models import Organization
from yunjiang.standards.national_cryptography import sm3

from .models import Cell, Passage, Return, Step, StepKind
from .moments import now

Content = Mapping[str, Any]


@dataclass(frozen=True)
class Taken:
    """One step about to be recorded."""

    report: Return
    kind: StepKind
    by: User | None
    desk: Organization | None = None
    indicators: Sequence[str] = ()
    reason: str = ""
    until: date | None = None
    position: int | None = None
    content: Content | None = None


def record(taken: Iterable[Taken]) -> list[Step]:
    """Write steps, in a constant number of queries; the caller holds the returns' rows. Contents not given are read."""
    taken = list(taken)
    said = contents([each.report.pk for each in taken if each.content is None])
    before = _newest_digests([each.report.pk for each in taken])
    steps = []
    for each in taken:
        step = Step(
            report=each.report,
            kind=each.kind,
            at=now(each.report.cycle),
            by=each.by,
            desk=each.desk,
            indicators=list(each.indicators),
            reason=each.reason,
            until=each.until,
            position=each.position,
            content=said[each.report.pk] if each.content is None else each.content,
        )
        step.digest = before[each.report.pk] = digest(step, before.get(each.report.pk, ""))
        steps.append(step)
    return Step.objects.bulk_create(steps)


def contents(report_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return what returns say now: values, unavailabilities and explanations by question code; passages by `action|heading`."""
    said: dict[int, dict[str, Any]] = {each: {"cells": {}, "passages": {}} for each in report_ids}
    if not said:
        return said
    rows = Cell.objects.filter(report__in=said).values_list(
        "report", "question__code", "value", "is_unavailable", "explanation"
    )
    for report, code, value, is_unavailable, explanation in rows:
        said[report]["cells"][code] = {
            "value": written(value),
            "unavailable": is_unavailable,
            "explanation": explanation,
        }
    for each in Passage.objects.filter(report__in=said).exclude(text=""):
        said[each.report_id]["passages"][f"{each.action}|{each.heading}"] = each.text
    return said


def written(value: Decimal | None) -> str | None:
    """Write a value in one way only, without exponent or trailing zeros: 1500, 12.5; None stays None."""
    if value is None:
        return None
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def is_intact(report: Return) -> bool:
    """Say whether every step of a return is as it was written, and none is missing between them."""
    before = ""
    for step in report.steps.order_by("id"):
        if step.digest != digest(step, before):
            return False
        before = step.digest
    return True


def digest(step: Step, before: str) -> str:
    """Return SM3, hexadecimal, over all that a step says and the digest of the step before it."""
    facts = {
        "before": before,
        "report": step.report_id,
        "kind": str(step.kind),
        "at": _moment(step.at),
        "by": step.by_id,
        "desk": step.desk_id,
        "indicators": step.indicators,
        "reason": step.reason,
        "until": step.until.isoformat() if step.until else None,
        "position": step.position,
        "content": step.content,
    }
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sm3(text.encode()).hex()


def newest(report_ids: Sequence[int], kind: StepKind) -> dict[int, Step]:
    """Return the newest step of a kind of each return that has one, by the return's id."""
    numbers = (
        Step.objects.filter(report__in=report_ids, kind=kind)
        .values("report")
        .annotate(newest=Max("id"))
        .values("newest")
    )
    return {step.report_id: step for step in Step.objects.filter(pk__in=numbers).select_related("by")}


def _newest_digests(report_ids: Sequence[int]) -> dict[int, str]:
    numbers = (
        Step.objects.filter(report__in=report_ids)
        .values("report")
        .annotate(newest=Max("id"))
        .values("newest")
    )
    return dict(Step.objects.filter(pk__in=numbers).values_list("report", "digest"))


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
