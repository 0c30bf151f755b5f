"""What lies with a person now: to fill in, to review, to accept. The same few queries, however much or little it is.

A thing lies with whoever holds the role nearest to it: the officer of a county, or of its prefecture where the county has none.
That somebody higher up may do it too is for `rights` to say; it is not asked of him.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from yunjiang.access.models import Assignment, User
from yunjiang.access.permission import ACTS_OF_ROLE, Act
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import ids_in

from .models import Return, Section, State
from .standing import FILLABLE, is_locked

_ACTS = (Act.FILL_RETURNS, Act.REVIEW_RETURNS, Act.ACCEPT_RETURNS)


@dataclass(frozen=True)
class ToAccept:
    """A return of which sections wait for the person; no sections: it has words only and is accepted as a whole."""

    report: Return
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Inbox:
    """What lies with a person, what is due first at the head."""

    to_fill: tuple[Return, ...] = ()
    to_review: tuple[Return, ...] = ()
    to_accept: tuple[ToAccept, ...] = ()

    @property
    def count(self) -> int:
        """Return how many returns wait for the person."""
        return len(self.to_fill) + len(self.to_review) + len(self.to_accept)


def asked_of(user: User, today: date | None = None) -> Inbox:
    """Return what lies with a person: at most five queries, and none beyond the first for who holds no role."""
    today = today or timezone.localdate()
    charges = _charges(user, today)
    if not charges:
        return Inbox()
    return Inbox(
        to_fill=tuple(_to_fill(charges, today)),
        to_review=tuple(_to_review(charges, user)),
        to_accept=tuple(_to_accept(charges, user, today)),
    )


@dataclass(frozen=True)
class _Charge:
    """Where an act is anybody's, and where it is this person's."""

    held: frozenset[int]  # organizations over which anybody holds it
    mine: frozenset[int]

    def has(self, chain: Sequence[int]) -> bool:
        """Say whether the holder nearest to a unit is the person; `chain` runs from the unit up."""
        return next((each for each in chain if each in self.held), None) in self.mine


def _charges(user: User, today: date) -> dict[Act, _Charge]:
    """Return the acts that the person holds anywhere."""
    act_roles = {act: [role for role, acts in ACTS_OF_ROLE.items() if act in acts] for act in _ACTS}
    roles = {role for found in act_roles.values() for role in found}
    rows = Assignment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=today),
        valid_from__lte=today,
        role__in=roles,
        user__is_active=True,
    ).values_list("organization", "role", "user")
    held: dict[Act, set[int]] = defaultdict(set)
    mine: dict[Act, set[int]] = defaultdict(set)
    for organization, role, person in rows:
        for act, among in act_roles.items():
            if role in among:
                held[act].add(organization)
                if person == user.pk:
                    mine[act].add(organization)
    return {act: _Charge(frozenset(held[act]), frozenset(found)) for act, found in mine.items()}


def _to_fill(charges: Mapping[Act, _Charge], today: date) -> Iterable[Return]:
    charge = charges.get(Act.FILL_RETURNS)
    if charge is None:
        return
    for report in _below(charge.mine).filter(state__in=FILLABLE):
        if charge.has(ids_in(report.place.path)[::-1]) and not is_locked(report, today):
            yield report


def _to_review(charges: Mapping[Act, _Charge], user: User) -> Iterable[Return]:
    charge = charges.get(Act.REVIEW_RETURNS)
    if charge is None:
        return
    for report in _below(charge.mine).filter(state=State.SUBMITTED).exclude(submitted_by=user):
        above = ids_in(report.place.path)
        if report.desk_id in above and charge.has(above[: above.index(report.desk_id) + 1][::-1]):
            yield report


def _to_accept(charges: Mapping[Act, _Charge], user: User, today: date) -> Iterable[ToAccept]:
    charge = charges.get(Act.ACCEPT_RETURNS)
    if charge is None:
        return
    reports = {each.pk: each for each in _returns().filter(state=State.APPROVED).exclude(submitted_by=user)}
    waiting: dict[int, list[Section]] = defaultdict(list)
    for section in Section.objects.filter(report__in=reports).select_related("lead").order_by("rank"):
        waiting[section.report_id].append(section)
    leads = {each.lead_id for found in waiting.values() for each in found}
    standings = organizations.standings_of(leads, today)
    chain_of = {lead: ids_in(standings[lead].path)[::-1] if lead in standings else [lead] for lead in leads}
    for report in reports.values():
        owner = report.cycle.plan_version.plan.owner_id
        if report.pk not in waiting:
            if charge.has([owner]):
                yield ToAccept(report, ())
            continue
        mine = [
            each
            for each in waiting[report.pk]
            if not each.is_accepted and charge.has([*chain_of[each.lead_id], owner])
        ]
        if mine:
            yield ToAccept(report, tuple(mine))


def _returns() -> QuerySet[Return]:
    rows = Return.objects.select_related(
        "cycle__plan_version__plan", "place", "organization", "desk", "submitted_by"
    )
    return rows.order_by("due_on", "cycle", "place__rank")


def _below(organizations: Iterable[int]) -> QuerySet[Return]:
    """Return the returns of units, and of all below them, as their cycles keep the tree."""
    wanted = Q(pk__in=())
    for each in organizations:
        wanted |= Q(place__path__contains=f"/{each}/")
    return _returns().filter(wanted)
