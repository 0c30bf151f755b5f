"""What opening a cycle would do, worked out before anything is written: who owes which questions by when, and what is odd."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from yunjiang.access.models import Assignment
from yunjiang.access.permission import ACTS_OF_ROLE, Act
from yunjiang.organizations import calendar
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Standing, ids_in
from yunjiang.plans import queries as plans
from yunjiang.plans.document import PlanDocument
from yunjiang.plans.models import PlanVersion
from yunjiang.standards.periods import Period, PeriodKind

from . import due_days, questions
from .due_days import DueDay
from .models import Counting, Rhythm
from .questions import Asked, Owing
from .refusals import NotThisRhythm

PERIOD_KINDS = {
    Rhythm.ANNUAL: PeriodKind.YEAR,
    Rhythm.HALF: PeriodKind.HALF,
    Rhythm.QUARTER: PeriodKind.QUARTER,
    Rhythm.MONTH: PeriodKind.MONTH,
}
RHYTHMS = {kind: rhythm for rhythm, kind in PERIOD_KINDS.items()}
_NARRATIVE_DUTIES = ("annual_return", "annual_summary")


@dataclass(frozen=True)
class Oddity:
    """Something to look at before opening: a stable code (see `oddities`), and whom or what it concerns."""

    code: str
    concerns: tuple[str, ...] = ()


@dataclass(frozen=True)
class OutlinedUnit:
    """One unit that would owe a return."""

    standing: Standing
    owing: Owing
    owes_narrative: bool
    due: DueDay
    leads: Mapping[str, int]  # indicator code → id of the organization that accepts its section


@dataclass(frozen=True)
class Outline:
    """A cycle as it would be opened."""

    version: PlanVersion
    rhythm: Rhythm
    period: Period
    data_set: str
    counting: Counting
    tree_on: date
    named_on: date | None  # the day the plan or the office names; None: some days after the period
    due: DueDay
    questions: tuple[Asked, ...]
    units: tuple[OutlinedUnit, ...]
    places: tuple[Standing, ...]  # the units that owe something and all above them, parents first
    owner: Standing
    oddities: tuple[Oddity, ...]

    @property
    def cell_count(self) -> int:
        """Return how many cells all units together would be asked."""
        return sum(len(unit.owing.sections) for unit in self.units)


def outline(
    version: PlanVersion,
    rhythm: Rhythm,
    period: Period,
    data_set: str,
    *,
    tree_on: date | None = None,
    counting: Counting = Counting.PERIOD,
    due_on: date | None = None,
) -> Outline:
    """Return what opening a cycle would do. The tree is that of the period's last day unless another day is given.

    Raises NotThisRhythm.
    """
    plan = plans.document(version)
    if period.kind is not PERIOD_KINDS[rhythm] or not plan.first_day <= period.last <= plan.last_day:
        raise NotThisRhythm(str(period), rhythm.label)
    tree_on = tree_on or period.last
    standings = _in_tree_order(list(organizations.at(tree_on)))
    by_key = {each.organization.key: each for each in standings}
    owner = by_key[organizations.resolve(plan.owner, tree_on).key]
    overrides = calendar.overrides_of({each.organization_id: each.path for each in standings} | {0: ""})
    named = due_on or due_days.named_day(period.last, plan.duties)
    owed: dict[tuple[str, str, bool], Owing] = {}
    units = []
    for each in standings:
        key, is_below = each.organization.key, each.path.startswith(owner.path)
        # A kind means the units below the plan's owner; a unit named by its key owes wherever it hangs.
        profile = (each.kind if is_below else "", key, is_below)
        if profile not in owed:
            owed[profile] = questions.owing(plan, rhythm, profile[0], key)
        owing = owed[profile]
        narrates = rhythm is Rhythm.ANNUAL and is_below and owes_narrative(plan, each.kind, key)
        if owing.sections or narrates:
            due = due_days.due_day(period.last, named, overrides[each.organization_id])
            leads = {code: _lead(plan, code, by_key, owner) for code in owing.indicators}
            units.append(OutlinedUnit(each, owing, narrates, due, leads))
    return Outline(
        version=version,
        rhythm=rhythm,
        period=period,
        data_set=data_set,
        counting=counting,
        tree_on=tree_on,
        named_on=named,
        due=due_days.due_day(period.last, named, overrides[0]),
        questions=tuple(
            questions.asked(plan, rhythm, {code for unit in units for code in unit.owing.sections})
        ),
        units=tuple(units),
        places=tuple(_places(standings, units, owner)),
        owner=owner,
        oddities=tuple(_oddities(plan, rhythm, period, units)),
    )


def owes_narrative(plan: PlanDocument, kind: str, key: str) -> bool:
    """Say whether a yearly duty of the plan makes a unit of this kind and key tell of the year in its own words."""
    return any(
        questions.is_owed_by(duty.owed_by, kind, key)
        for duty in plan.duties
        if duty.kind in _NARRATIVE_DUTIES
    )


def _in_tree_order(standings: list[Standing]) -> list[Standing]:
    """Return standings parents first, siblings in their own order."""
    rank = {each.organization_id: number for number, each in enumerate(standings)}
    return sorted(standings, key=lambda each: [rank.get(above, -1) for above in ids_in(each.path)])


def _places(
    standings: Sequence[Standing], units: Sequence[OutlinedUnit], owner: Standing
) -> Iterator[Standing]:
    """Yield the units that owe something and all that stand above them, parents first."""
    wanted = {owner.organization_id}
    for unit in units:
        wanted.update(ids_in(unit.standing.path))
    return (each for each in standings if each.organization_id in wanted)


def _lead(plan: PlanDocument, indicator: str, by_key: Mapping[str, Standing], owner: Standing) -> int:
    """Return the first lead of an indicator that is open in the tree, or of its action, or the plan's owner."""
    found = plan.indicator(indicator)
    action = next((each for each in plan.actions if each.code == found.action), None)
    leads = found.lead or (action.lead if action else None) or ()
    return next((by_key[key].organization_id for key in leads if key in by_key), owner.organization_id)


def _oddities(
    plan: PlanDocument, rhythm: Rhythm, period: Period, units: Sequence[OutlinedUnit]
) -> Iterator[Oddity]:
    without = _without_officer([unit.standing for unit in units])
    if without:
        yield Oddity("nobody_responsible", tuple(each.short_name for each in without))
    asked_of = [each for each in plan.indicators if questions.rhythm_of(each) == rhythm]
    owed = {code for unit in units for code in unit.owing.indicators}
    owed |= {serving for unit in units for serving in _served(plan, unit)}
    nobody = [each.code for each in asked_of if each.channel == "reported" and each.code not in owed]
    if nobody:
        yield Oddity("owed_by_nobody", tuple(nobody))
    for each in asked_of:
        if questions.is_reported(each) and (measures := questions.unaskable(plan, each)):
            yield Oddity("not_to_be_asked", (each.code, *measures))
    overlapping = questions.overlapping(sorted({code for unit in units for code in unit.owing.sections}))
    if overlapping:
        yield Oddity("parts_overlap", tuple(overlapping))
    if any(unit.due.is_provisional for unit in units):
        yield Oddity("calendar_provisional", tuple(sorted({str(unit.due.due_on.year) for unit in units})))
    if period.last >= timezone.localdate():
        yield Oddity("period_not_over", (str(period.last),))


def _served(plan: PlanDocument, unit: OutlinedUnit) -> set[str]:
    """Return every indicator that a unit's questions answer, whatever section they stand in."""
    asked = set(unit.owing.sections)
    return {
        each.code
        for each in plan.indicators
        if any(questions.code_of(term) in asked for term in questions.askable(plan, each))
    }


def _without_officer(standings: Sequence[Standing]) -> list[Standing]:
    """Return the units for which nobody may fill in a return: no officer's role over them or a unit above."""
    today = timezone.localdate()
    roles = [role for role, acts in ACTS_OF_ROLE.items() if Act.FILL_RETURNS in acts]
    held = Assignment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=today),
        valid_from__lte=today,
        role__in=roles,
        user__is_active=True,
    )
    covered = set(held.values_list("organization", flat=True))
    return [each for each in standings if covered.isdisjoint(ids_in(each.path))]
