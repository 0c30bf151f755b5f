"""Whether the required course can be followed and ends at the target: milestones, profile, step, hold."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from yunjiang.plans.document import Basis, Cadence, Indicator, PlanDocument, TrajectoryKind
from yunjiang.plans.problem import Problem, error, warning


def problems(document: PlanDocument, indicator: Indicator) -> Iterator[Problem]:
    """Yield what keeps the indicator's course from reaching its target."""
    line, code = indicator.line, indicator.code
    trajectory = indicator.course
    if trajectory.kind is TrajectoryKind.MILESTONES and not indicator.milestones:
        yield error("milestones_missing", line, indicator=code)
    uses_milestones = trajectory.kind in (TrajectoryKind.MILESTONES, TrajectoryKind.STEP)
    if indicator.milestones and indicator.trajectory is not None and not uses_milestones:
        yield warning("milestones_unused", line, indicator=code, trajectory=trajectory.kind)
    if trajectory.kind is TrajectoryKind.PROFILE:
        yield from _profile(indicator, trajectory.profile)
    if trajectory.kind is TrajectoryKind.HOLD or indicator.cadence is Cadence.ONGOING:
        yield from _held(indicator)
    if indicator.milestones:
        yield from _days(document, indicator)
        yield from _values(indicator)


def _profile(indicator: Indicator, profile: tuple[Decimal, ...]) -> Iterator[Problem]:
    line, code = indicator.line, indicator.code
    if not profile:
        yield error("profile_missing", line, indicator=code)
        return
    if indicator.basis not in (Basis.CUMULATIVE, Basis.ANNUAL):
        yield error("profile_for_level", line, indicator=code, basis=indicator.basis)
    if any(later < earlier for earlier, later in pairwise(profile)):
        yield error("profile_falls", line, indicator=code)
    if profile[-1] != 1:
        yield error("profile_not_whole", line, indicator=code, last=profile[-1])


def _held(indicator: Indicator) -> Iterator[Problem]:
    """Refuse a growing sum that must stand at its full height from the first day; a ceiling can be held."""
    if indicator.direction > 0 and indicator.basis in (Basis.CUMULATIVE, Basis.ANNUAL, Basis.INCREMENT):
        yield error("sum_cannot_hold", indicator.line, indicator=indicator.code, basis=indicator.basis)


def _days(document: PlanDocument, indicator: Indicator) -> Iterator[Problem]:
    line, code = indicator.line, indicator.code
    days = [on for on, _ in indicator.milestones]
    last_day = indicator.deadline or document.last_day
    for earlier, later in pairwise(days):
        if later <= earlier:
            yield error("milestones_out_of_order", line, indicator=code, earlier=earlier, later=later)
    for on in days:
        if on > last_day:
            yield error("milestone_after_deadline", line, indicator=code, on=on, deadline=last_day)
        if on < document.first_day:
            yield error("milestone_before_term", line, indicator=code, on=on, first=document.first_day)


def _values(indicator: Indicator) -> Iterator[Problem]:
    """Check the values of milestones that lead to one target; those of an annual target are targets of their own."""
    if indicator.cadence is not Cadence.DEADLINE:
        return
    line, code, direction = indicator.line, indicator.code, indicator.direction
    values = [value for _, value in indicator.milestones]
    if indicator.basis is Basis.INCREMENT:
        values.insert(0, Decimal(0))
    elif indicator.baseline is not None and indicator.basis is not Basis.CUMULATIVE:
        values.insert(0, indicator.baseline.value)
    for earlier, later in pairwise(values):
        if (later - earlier) * direction < 0:
            yield error("milestones_turn_back", line, indicator=code, earlier=earlier, later=later)
    high = indicator.target_max if indicator.target_max is not None else indicator.target
    last_on, last_value = indicator.milestones[-1]
    if last_on == indicator.deadline and not indicator.target <= last_value <= high:
        facts = {"milestone": last_value, "target": indicator.target}
        yield error("last_milestone_not_target", line, indicator=code, **facts)
    elif any(
        (value - (high if direction > 0 else indicator.target)) * direction > 0
        for _, value in indicator.milestones
    ):
        yield warning("milestone_beyond_target", line, indicator=code, target=indicator.target)
