"""Changes: loading plans and handing targets down, each in one transaction.

Callers ask `access` first; the command line, which runs as the owner of the machine, does not.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from yunjiang.access import trail
from yunjiang.organizations.models import Kind, Organization, Standing
from yunjiang.organizations.queries import ids_in, resolve, standings_of
from yunjiang.organizations.refusals import TreeRefusal
from yunjiang.plans import canonical, following, lint, queries, reading, syntax
from yunjiang.plans.document import Indicator, PlanDocument
from yunjiang.plans.models import Allocation, AllocationLine, Plan, PlanVersion
from yunjiang.plans.models import Indicator as IndicatorIdentity
from yunjiang.plans.problem import Problem, error, in_order, warning
from yunjiang.plans.queries import Remainder
from yunjiang.plans.refusals import (
    NestedUnits,
    NotBelow,
    NothingAllocated,
    NothingToAllocate,
    OverAllocated,
    PlanNotLoadable,
    UnfitTarget,
)

_RATE_DIGITS = 4  # what a line can store


@dataclass(frozen=True)
class Loaded:
    """What became of a file: the version it is, whether that is new, and the warnings about it."""

    version: PlanVersion
    is_new: bool
    warnings: tuple[Problem, ...]


def load(text: str | bytes, by: str, *, note: str = "") -> Loaded:
    """Load a plan file as a new version, or find that the current version says the same already.

    Comments, layout and order make no new version. Indicators keep their identity by code; those that a version drops stay,
    marked as not current. Its measures are declared (see `following`). Raises PlanNotLoadable with every problem when there is an
    error, and the ledger's refusals when a measure with entries would get another meaning.
    """
    document, problems = check(text)
    if document is None or any(each.is_error for each in problems):
        raise PlanNotLoadable(problems)
    digest = canonical.digest(document)
    with trail.recording(
        "plans.load", subject=f"plan:{document.code}", facts={"by": by, "note": note}
    ) as deed:
        plan = _plan_row(document)
        newest = plan.versions.order_by("-number").first()
        if newest is not None and newest.digest == digest:
            deed.changed_nothing()
            return Loaded(newest, False, tuple(problems))
        version = PlanVersion.objects.create(
            plan=plan,
            number=1 if newest is None else newest.number + 1,
            text=syntax.decode(text)[0],
            digest=digest,
            loaded_at=timezone.now(),
            loaded_by=by,
            note=note,
        )
        _keep_identities(plan, document)
        following.tell(document)
        deed.organization_id = plan.owner_id
        deed.changed(
            before={"version": newest.number, "digest": newest.digest} if newest else {},
            after={"version": version.number, "digest": digest},
        )
    return Loaded(version, True, tuple(problems))


def check(text: str | bytes) -> tuple[PlanDocument | None, list[Problem]]:
    """Read a plan file and return everything wrong with it: its form, its content, the organizations it names.

    Malformed parts do not hide what is wrong with the others. The document is None when the form has problems.
    """
    examined = reading.examine(text)
    problems = list(examined.problems)
    if examined.sound is not None:
        found = [*lint.check(examined.sound), *_organization_problems(examined.sound)]
        problems += [each for each in found if not _is_doubtful(each, examined.taken_out)]
    return (None if examined.problems else examined.sound), in_order(problems)


def _is_doubtful(problem: Problem, taken_out: tuple[str | int, ...]) -> bool:
    """Say whether a problem may only be there because malformed parts had to be left out."""
    if problem.code in ("unused_measure", "unused_dimension", "field_not_given"):
        return bool(taken_out)
    return problem.code.startswith("unknown_") and problem.facts.get("given") in taken_out


def _organization_problems(document: PlanDocument) -> Iterator[Problem]:
    try:
        resolve(document.owner)
    except TreeRefusal:
        yield error("unknown_owner", 0, given=document.owner)
    named = [
        *((each.code, each.line, (each.lead or ()) + (each.support or ())) for each in document.actions),
        *(
            (each.code, each.line, (each.lead or ()) + (each.support or ()) + each.reporters)
            for each in document.indicators
        ),
        *((each.code, each.line, (*each.owed_by, *filter(None, [each.owed_to]))) for each in document.duties),
    ]
    keys = {key for _, _, keys in named for key in keys} - set(Kind.values)
    known = set(Organization.objects.filter(key__in=keys).values_list("key", flat=True)) | set(Kind.values)
    for code, line, mentioned in named:
        for key in mentioned:
            if key not in known:
                yield warning("unknown_organization", line, where=code, given=key)


def _plan_row(document: PlanDocument) -> Plan:
    """Return the plan's row, locked: of two who load at once, the second finds what the first made."""
    owner = resolve(document.owner)
    made, _is_new = Plan.objects.get_or_create(
        code=document.code, defaults={"name": document.name, "owner": owner}
    )
    plan = Plan.objects.select_for_update().get(pk=made.pk)
    if (plan.name, plan.owner_id) != (document.name, owner.pk):
        plan.name, plan.owner = document.name, owner
        plan.save(update_fields=["name", "owner"])
    return plan


def _keep_identities(plan: Plan, document: PlanDocument) -> None:
    IndicatorIdentity.objects.bulk_create(
        [IndicatorIdentity(plan=plan, code=each.code, name=each.name) for each in document.indicators],
        update_conflicts=True,
        unique_fields=["plan", "code"],
        update_fields=["name", "is_current"],
    )
    codes = [each.code for each in document.indicators]
    plan.indicators.exclude(code__in=codes).update(is_current=False)


@dataclass(frozen=True)
class Allocated:
    """What became of an allocation: what is left of the whole, and which units got a weaker rate than the whole."""

    allocation: Allocation
    remainder: Remainder
    weaker_units: tuple[int, ...] = ()


def allocate(
    indicator: Indicator,
    organization: Organization,
    lines: Mapping[int, Decimal | int],
    decided_on: date,
    by: str,
    *,
    document_number: str = "",
    reason: str = "",
    is_demonstration: bool = False,
) -> Allocated:
    """Hand a unit's target down to units below it: organization id to target, in the indicator's unit.

    Replaces the unit's earlier allocation of the indicator from `decided_on` on; both stay on record. Quantities are summed:
    less than the whole leaves a remainder, more needs a reason and leaves a negative one. Rates and averages are compared one
    by one with the whole's. Raises an AllocationRefusal.
    """
    parts = {unit: Decimal(part) for unit, part in lines.items()}
    standings = standings_of({organization.pk, *parts}, decided_on)
    _check_units(organization, parts, standings, decided_on)
    if not parts and not reason:
        raise NothingAllocated(indicator)
    _check_fineness(indicator, parts, standings)
    facts = {
        "by": by,
        "decided_on": decided_on,
        "document_number": document_number,
        "reason": reason,
        "is_demonstration": is_demonstration,
    }
    subject = f"indicator:{indicator.code}"
    with trail.recording(
        "plans.allocate", subject=subject, organization_id=organization.pk, facts=facts
    ) as deed:
        identity = queries.identity(indicator)
        target = queries.target_of(indicator, organization.pk, decided_on, is_demonstration=is_demonstration)
        if target is None:
            raise NothingToAllocate(indicator, _name(organization.pk, standings), decided_on)
        allocated = sum(parts.values(), Decimal(0)) if indicator.adds_up else None
        remainder = Remainder(target.value, target.value_max, allocated, len(parts))
        if remainder.is_over and allocated is not None and not reason:
            raise OverAllocated(indicator, allocated, target.value_max or target.value)
        allocation = Allocation.objects.create(
            indicator=identity,
            organization=organization,
            decided_on=decided_on,
            document_number=document_number,
            reason=reason,
            is_demonstration=is_demonstration,
            recorded_by=by,
        )
        AllocationLine.objects.bulk_create(
            AllocationLine(allocation=allocation, organization_id=unit, target=part)
            for unit, part in parts.items()
        )
        deed.learned(plan=indicator.plan, allocation=allocation.pk, units=len(parts), allocated=allocated)
        deed.changed(after={standings[unit].organization.key: part for unit, part in parts.items()})
    weaker = [unit for unit, part in parts.items() if queries.is_weaker(indicator, part, target.value)]
    return Allocated(allocation, remainder, () if indicator.adds_up else tuple(weaker))


def _check_units(
    organization: Organization, lines: Mapping[int, Decimal], standings: Mapping[int, Standing], on: date
) -> None:
    above = {unit: ids_in(standings[unit].path)[:-1] for unit in lines if unit in standings}
    strangers = [unit for unit in lines if organization.pk not in above.get(unit, ())]
    if strangers:
        raise NotBelow(_name(organization.pk, standings), [_name(each, standings) for each in strangers], on)
    for unit in lines:
        for outer in above[unit]:
            if outer in lines:
                raise NestedUnits(_name(unit, standings), _name(outer, standings))


def _check_fineness(
    indicator: Indicator, lines: Mapping[int, Decimal], standings: Mapping[int, Standing]
) -> None:
    digits = _digits(indicator)
    for unit, part in lines.items():
        if not part.is_finite() or part < 0 or part != round(part, digits):
            raise UnfitTarget(indicator, _name(unit, standings), part, digits)


def _digits(indicator: Indicator) -> int:
    """Return how many decimals a part can have: those of what is counted, since nobody can train half a person."""
    terms = indicator.formula.numerator
    if not indicator.adds_up or any(term.factor != 1 for term in terms):
        return _RATE_DIGITS
    document = queries.document(queries.current(indicator.plan))
    scales = {each.code: each.scale for each in document.measures}
    return min(_RATE_DIGITS, max(scales.get(term.measure, 0) for term in terms))


def _name(organization_id: int, standings: Mapping[int, Standing]) -> str:
    if organization_id in standings:
        return standings[organization_id].short_name
    key = Organization.objects.filter(pk=organization_id).values_list("key", flat=True).first()
    return _("%(key)s (not open on that day)") % {"key": key or organization_id}
