"""Cycles: opened from a plan version for one period, locked, extended for one unit, closed.

What a cycle asks, of whom and by when is worked out by `outline` first and written down as it stood: a unit renamed, merged
or moved later changes nothing in it. Callers ask `access` first.
"""

from datetime import date

from django.utils import timezone

from yunjiang.access import trail
from yunjiang.access.models import User
from yunjiang.organizations import calendar
from yunjiang.plans import queries as plans
from yunjiang.plans.models import Plan, PlanVersion
from yunjiang.standards.periods import Period

from . import due_days, prefill, questions, steps
from .models import Cell, Counting, Cycle, Place, Question, Return, Rhythm, Section, StepKind
from .outlining import Outline, OutlinedUnit, outline
from .refusals import CannotBeAsked, CycleClosed, CycleThere, ExtensionOver, NothingAsked, ReasonMissing
from .sources import source_of

__all__ = ["Outline", "close", "extend", "open_cycle", "outline", "recompute_due", "set_lock"]

_BATCH = 2000  # rows an INSERT


def open_cycle(
    version: PlanVersion,
    rhythm: Rhythm,
    period: Period,
    data_set: str,
    *,
    by: User | None,
    tree_on: date | None = None,
    counting: Counting = Counting.PERIOD,
    due_on: date | None = None,
    locks_on: date | None = None,
) -> Cycle:
    """Open a cycle: places, questions, and for each unit that owes something a return with its sections and empty cells.

    `due_on` is a day named by the office instead of the plan's. Raises NotThisRhythm, NothingAsked, CannotBeAsked, CycleThere.
    """
    planned = outline(version, rhythm, period, data_set, tree_on=tree_on, counting=counting, due_on=due_on)
    name = f"{plans.document(version).name} {period.label}{rhythm.label}"
    if not planned.units:
        raise NothingAsked(plans.document(version).name, rhythm, str(period))
    overlapping = questions.overlapping([each.code for each in planned.questions])
    if overlapping:
        raise CannotBeAsked(overlapping)
    same = Cycle.objects.filter(
        plan_version__plan=version.plan_id, data_set=data_set, code=str(period), rhythm=rhythm
    )
    with trail.recording("returns.open_cycle", subject=f"cycle:{period}/{rhythm}/{data_set}") as deed:
        Plan.objects.select_for_update().get(pk=version.plan_id)  # one at a time: two versions are one plan
        if same.exists():
            raise CycleThere(name)
        cycle = Cycle.objects.create(
            plan_version=version,
            data_set=data_set,
            code=str(period),
            name=name[:120],
            rhythm=rhythm,
            counting=counting,
            first_on=period.first,
            last_on=period.last,
            tree_on=planned.tree_on,
            named_on=planned.named_on,
            due_on=planned.due.due_on,
            is_due_provisional=planned.due.is_provisional,
            locks_on=locks_on,
            opened_by=by,
        )
        _write(cycle, planned, by)
        prefill.offer_soon(cycle, by)
        deed.changed(before={}, after={"returns": len(planned.units), "cells": planned.cell_count})
    return cycle


def _write(cycle: Cycle, planned: Outline, by: User | None) -> None:
    places = Place.objects.bulk_create(
        [
            Place(
                cycle=cycle,
                organization_id=each.organization_id,
                parent_id=each.parent_id,
                path=each.path,
                kind=each.kind,
                code=each.code,
                name=each.name,
                short_name=each.short_name,
                rank=rank,
            )
            for rank, each in enumerate(planned.places)
        ]
    )
    asked = Question.objects.bulk_create(
        [
            Question(
                cycle=cycle,
                code=each.code,
                measure=each.measure,
                breakdown=dict(each.breakdown),
                indicator=each.indicator,
                serves=list(each.serves),
                name=each.name[:160],
                unit=each.unit,
                kind=each.kind,
                scale=each.scale,
                definition=each.definition,
                part_of=each.part_of,
                rank=rank,
            )
            for rank, each in enumerate(planned.questions)
        ]
    )
    place_of = {each.organization_id: each for each in places}
    question_of = {each.code: each for each in asked}
    reports = Return.objects.bulk_create(
        [
            Return(
                cycle=cycle,
                place=place_of[each.standing.organization_id],
                organization_id=each.standing.organization_id,
                due_on=each.due.due_on,
                in_time_until=each.due.in_time_until,
                owes_narrative=each.owes_narrative,
            )
            for each in planned.units
        ]
    )
    _write_sections(cycle, planned, list(zip(reports, planned.units, strict=True)), question_of)
    steps.record(steps.Taken(each, StepKind.OPENED, by, content={}) for each in reports)


def _write_sections(
    cycle: Cycle,
    planned: Outline,
    owed: list[tuple[Return, OutlinedUnit]],
    question_of: dict[str, Question],
) -> None:
    plan = plans.document(planned.version)
    name_of = {each.code: each.name[:160] for each in plan.indicators}
    rank_of = {each.code: rank for rank, each in enumerate(plan.indicators)}
    sections = Section.objects.bulk_create(
        [
            Section(
                report=report,
                indicator=code,
                name=name_of[code],
                lead_id=unit.leads[code],
                source=source_of(cycle, unit.standing.organization.key, code),
                rank=rank_of[code],
            )
            for report, unit in owed
            for code in unit.owing.indicators
        ],
        batch_size=_BATCH,
    )
    section_of = {(each.report_id, each.indicator): each for each in sections}
    Cell.objects.bulk_create(
        [
            Cell(report=report, section=section_of[report.pk, indicator], question=question_of[code])
            for report, unit in owed
            for code, indicator in unit.owing.sections.items()
        ],
        batch_size=_BATCH,
    )


def close(cycle: Cycle, by: User | None) -> Cycle:
    """Close a cycle: nothing is filled in any more but what is extended. What was submitted may still be accepted.

    Closing it twice changes nothing.
    """
    with trail.recording("returns.close_cycle", subject=f"cycle:{cycle.pk}"):
        held = Cycle.objects.select_for_update().get(pk=cycle.pk)
        if held.closed_at is None:
            held.closed_at = timezone.now()
            held.save(update_fields=["closed_at"])
    return held


def set_lock(cycle: Cycle, locks_on: date | None, reason: str, by: User | None) -> Cycle:
    """Say from which day on nothing is filled in any more, or None for no lock. Raises CycleClosed, ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    with trail.recording("returns.set_lock", subject=f"cycle:{cycle.pk}", facts={"reason": reason}) as deed:
        held = Cycle.objects.select_for_update().get(pk=cycle.pk)
        if held.closed_at is not None:
            raise CycleClosed(held.name)
        deed.changed(before={"locks_on": str(held.locks_on)}, after={"locks_on": str(locks_on)})
        held.locks_on = locks_on
        held.save(update_fields=["locks_on"])
    return held


def extend(report: Return, until: date, reason: str, by: User | None) -> Return:
    """Give one unit until a day, included, to fill in and submit in time, past due day, lock and closing.

    Raises ReasonMissing, ExtensionOver.
    """
    if not reason.strip():
        raise ReasonMissing
    if until < timezone.localdate():
        raise ExtensionOver(until, timezone.localdate())
    with trail.recording(
        "returns.extend",
        subject=f"return:{report.pk}",
        organization_id=report.organization_id,
        facts={"reason": reason},
    ) as deed:
        held = Return.objects.select_for_update().get(pk=report.pk)
        deed.changed(before={"extended_to": str(held.extended_to)}, after={"extended_to": str(until)})
        held.extended_to = until
        held.save(update_fields=["extended_to"])
        steps.record([steps.Taken(held, StepKind.EXTENDED, by, reason=reason, until=until)])
    return held


def recompute_due(cycle: Cycle, by: User | None = None) -> int:
    """Work the due days out again once the year's calendar is known; return how many returns' days moved.

    The day that is named stands; the days off around it are looked at again.
    """
    with trail.recording("returns.recompute_due", subject=f"cycle:{cycle.pk}") as deed:
        held = Cycle.objects.select_for_update().get(pk=cycle.pk)
        reports = list(
            Return.objects.select_for_update(of=("self",))
            .filter(cycle=held)
            .select_related("place")
            .order_by("pk")
        )
        overrides = calendar.overrides_of({each.pk: each.place.path for each in reports} | {0: ""})
        is_entered = calendar.is_entered(held.due_on.year)
        whole = due_days.due_day(held.last_on, held.named_on, overrides[0])
        moved = []
        for each in reports:
            due = due_days.due_day(held.last_on, held.named_on, overrides[each.pk])
            if (each.due_on, each.in_time_until) != (due.due_on, due.in_time_until):
                each.due_on, each.in_time_until = due.due_on, due.in_time_until
                moved.append(each)
        Return.objects.bulk_update(moved, ["due_on", "in_time_until"])
        held.due_on, held.is_due_provisional = whole.due_on, whole.is_provisional and not is_entered
        held.save(update_fields=["due_on", "is_due_provisional"])
        deed.changed(before={}, after={"moved": len(moved), "due_on": str(held.due_on)})
    return len(moved)
