"""Reads: which plan is in force, its document, and what each unit was told to reach."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from django.db.models import QuerySet

from yunjiang.organizations.queries import ids_in, standings_of
from yunjiang.plans import models, reading
from yunjiang.plans.document import Comparator, Indicator, PlanDocument
from yunjiang.plans.models import Allocation, AllocationLine, Plan, PlanVersion
from yunjiang.plans.refusals import NoPlanLoaded, PlanNotLoadable


def current(code: str | None = None) -> PlanVersion:
    """Return the newest version of the plan with this code; of the plan loaded last when no code is given.

    Raises NoPlanLoaded.
    """
    versions = PlanVersion.objects.select_related("plan")
    if code is None:
        newest = versions.order_by("-loaded_at", "-id").first()
    else:
        newest = versions.filter(plan__code=code).order_by("-number").first()
    if newest is None:
        raise NoPlanLoaded(code)
    return newest


def plans() -> QuerySet[Plan]:
    """Return all plans by code."""
    return Plan.objects.order_by("code")


def versions(plan: Plan) -> QuerySet[PlanVersion]:
    """Return all versions of a plan, the newest first."""
    return plan.versions.select_related("plan").order_by("-number")


def document(version: PlanVersion) -> PlanDocument:
    """Return the document of a version, read once a process, with the leads that were decided beside its text.

    Versions never change; who leads an indicator may be decided when the text names nobody (see `services.decide_lead`).
    """
    leads = tuple(sorted(version.plan.leads.items()))
    return _led(version.pk, version.digest, version.text, leads)


def text(version: PlanVersion) -> PlanDocument:
    """Return the document of a version as its text has it, without leads decided beside it."""
    return _document(version.pk, version.digest, version.text)


@lru_cache(maxsize=32)
def _led(version_id: int, digest: str, text: str, leads: tuple[tuple[str, str], ...]) -> PlanDocument:
    read, decided = _document(version_id, digest, text), dict(leads)
    if not decided:
        return read
    indicators = tuple(
        replace(each, lead=(decided[each.code],)) if each.code in decided else each
        for each in read.indicators
    )
    return replace(read, indicators=indicators)


@lru_cache(maxsize=32)
def _document(version_id: int, digest: str, text: str) -> PlanDocument:
    read, problems = reading.read(text)
    if read is None:
        raise PlanNotLoadable(problems)
    return read


def identity(indicator: Indicator) -> models.Indicator:
    """Return the lasting row of a document's indicator. Raises Indicator.DoesNotExist."""
    return models.Indicator.objects.get(plan__code=indicator.plan, code=indicator.code)


@dataclass(frozen=True)
class Target:
    """What a unit must reach, and where that comes from.

    `allocation_id` is None when it is the plan's own target; `given_to` is the organization that was told: the unit itself,
    or for rates and averages the unit above whose target applies here too.
    """

    value: Decimal
    value_max: Decimal | None
    given_to: int
    allocation_id: int | None = None
    decided_on: date | None = None
    document_number: str = ""
    is_demonstration: bool = False


def target_of(
    indicator: Indicator,
    organization_id: int,
    on: date,
    *,
    is_demonstration: bool = False,
    known_at: datetime | None = None,
) -> Target | None:
    """Return what a unit must reach by the decisions taken until `on`, or None when it was told nothing (未下达)."""
    found = targets([indicator], [organization_id], on, is_demonstration=is_demonstration, known_at=known_at)
    return found[indicator.code, organization_id]


def targets(
    indicators: Sequence[Indicator],
    organization_ids: Collection[int],
    on: date,
    *,
    is_demonstration: bool = False,
    known_at: datetime | None = None,
) -> dict[tuple[str, int], Target | None]:
    """Return the target of every indicator (of one plan) at every unit, in four queries.

    The plan's owner has the plan's target. Below, quantities must have been allocated; a rate or average that was not is that
    of the nearest unit above that has one. Demonstration allocations count only when asked for, and then no others.
    `known_at` leaves out decisions that were recorded later.
    """
    if not indicators:
        return {}
    owner_id = _owner_id(indicators[0].plan)
    standings = standings_of({*organization_ids, owner_id}, on)
    chains = {
        each: ids_in(standings[each].path)[::-1] if each in standings else [each] for each in organization_ids
    }
    told = _told(
        indicators, {above for chain in chains.values() for above in chain}, on, is_demonstration, known_at
    )
    found: dict[tuple[str, int], Target | None] = {}
    for indicator in indicators:
        whole = Target(indicator.target, indicator.target_max, owner_id)
        for organization_id, chain in chains.items():
            sources = chain[:1] if indicator.adds_up else chain
            found[indicator.code, organization_id] = next(
                (
                    whole if each == owner_id else told[indicator.code, each]
                    for each in sources
                    if each == owner_id or (indicator.code, each) in told
                ),
                None,
            )
    return found


def _owner_id(plan: str) -> int:
    owner_id = Plan.objects.filter(code=plan).values_list("owner_id", flat=True).first()
    if owner_id is None:
        raise NoPlanLoaded(plan)
    return owner_id


def _told(
    indicators: Sequence[Indicator],
    organization_ids: Collection[int],
    on: date,
    is_demonstration: bool,
    known_at: datetime | None,
) -> dict[tuple[str, int], Target]:
    """Return what the allocations in force on the day say, by indicator code and receiving organization."""
    in_force = _in_force(indicators, on, is_demonstration, known_at)
    lines = AllocationLine.objects.filter(allocation__in=in_force, organization__in=organization_ids)
    told: dict[tuple[str, int], Target] = {}
    # A unit that moved may hold lines of two units above: the later decision stands.
    for line in lines.order_by("allocation__decided_on", "allocation_id"):
        allocation = in_force[line.allocation_id]
        told[allocation.indicator.code, line.organization_id] = Target(
            value=line.target,
            value_max=None,
            given_to=line.organization_id,
            allocation_id=allocation.pk,
            decided_on=allocation.decided_on,
            document_number=allocation.document_number,
            is_demonstration=allocation.is_demonstration,
        )
    return told


def _in_force(
    indicators: Iterable[Indicator],
    on: date,
    is_demonstration: bool,
    known_at: datetime | None,
    organization_id: int | None = None,
) -> dict[int, Allocation]:
    """Return the newest allocation until the day for each indicator and allocating unit, by id."""
    allocations = Allocation.objects.filter(
        indicator__plan__code__in={each.plan for each in indicators},
        indicator__code__in={each.code for each in indicators},
        decided_on__lte=on,
        is_demonstration=is_demonstration,
    )
    if known_at is not None:
        allocations = allocations.filter(recorded_at__lte=known_at)
    if organization_id is not None:
        allocations = allocations.filter(organization=organization_id)
    newest = {
        (each.indicator_id, each.organization_id): each
        for each in allocations.select_related("indicator").order_by("decided_on", "id")
    }
    return {each.pk: each for each in newest.values()}


@dataclass(frozen=True)
class Remainder:
    """How much of a unit's target has been handed down. Rates and averages have no sum: `allocated` and `left` are None."""

    target: Decimal
    target_max: Decimal | None
    allocated: Decimal | None
    unit_count: int

    @property
    def left(self) -> Decimal | None:
        """Return what is not allocated yet; below zero when more was handed down than the whole (层层加码)."""
        return None if self.allocated is None else self.target - self.allocated

    @property
    def is_over(self) -> bool:
        """Say whether the parts are more than the whole, or than the upper end of a range."""
        most = self.target if self.target_max is None else self.target_max
        return self.allocated is not None and self.allocated > most


def remainder(
    indicator: Indicator, organization_id: int, on: date, *, is_demonstration: bool = False
) -> Remainder | None:
    """Return how much of its target a unit has handed down by the day; None when it has no target."""
    target = target_of(indicator, organization_id, on, is_demonstration=is_demonstration)
    if target is None:
        return None
    in_force = _in_force([indicator], on, is_demonstration, None, organization_id)
    lines = list(AllocationLine.objects.filter(allocation__in=in_force).values_list("target", flat=True))
    allocated = sum(lines, Decimal(0)) if indicator.adds_up else None
    return Remainder(target.value, target.value_max, allocated, len(lines))


def allocations(indicator: Indicator, organization_id: int) -> QuerySet[Allocation]:
    """Return every decision by which a unit handed the indicator down, the latest first, replaced ones included."""
    return (
        Allocation.objects.filter(
            indicator__plan__code=indicator.plan,
            indicator__code=indicator.code,
            organization=organization_id,
        )
        .prefetch_related("lines")
        .order_by("-decided_on", "-id")
    )


def is_weaker(indicator: Indicator, target: Decimal, whole: Decimal) -> bool:
    """Say whether a unit's rate or average is less ambitious than that of the unit above."""
    if indicator.comparator in (Comparator.EQUAL, Comparator.RANGE):
        return False
    return (target - whole) * indicator.direction < 0
