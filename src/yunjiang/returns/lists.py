"""Returns in lists, page by page along the cycle's own order of units, and what a person may see of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from yunjiang.access import permission
from yunjiang.access.permission import Act, Visitor

from .models import Cycle, Return, Section, State
from .standing import HANDED_IN

PAGE = 50


@dataclass(frozen=True)
class Wanted:
    """What a list is to show; what is left empty filters nothing."""

    states: Sequence[State] = ()
    below: int | None = None  # an organization: itself and all below it, by the cycle's tree
    desk: int | None = None  # lies at the desk of this organization
    lead: int | None = None  # has a section that this organization accepts
    is_waiting: bool = False  # with `lead`: a section not accepted yet
    is_handed_in: bool | None = None
    text: str = ""  # in the unit's name or code


@dataclass(frozen=True)
class Page:
    """One page: returns with `cell_count` and `answered_count`, and where the next one begins, if there is one."""

    reports: tuple[Return, ...]
    after: int | None


def readable(user: Visitor, cycle: Cycle) -> QuerySet[Return]:
    """Return the returns of a cycle of which the person may read something: see `rights.readable_sections` for what."""
    seen = permission.visible_organizations(user, act=Act.SEE_ENTRIES).values("organization_id")
    led = Section.objects.filter(report=OuterRef("pk"), lead__key__in=permission.led_by(user))
    return Return.objects.filter(Q(organization__in=seen) | Exists(led), cycle=cycle)


def page(
    reports: QuerySet[Return], wanted: Wanted | None = None, *, after: int | None = None, size: int = PAGE
) -> Page:
    """Return a page of returns of one cycle in the order of its units; `after` is what the page before gave."""
    rows = filtered(reports, wanted or Wanted())
    if after is not None:
        rows = rows.filter(place__rank__gt=after)
    said = Q(cells__value__isnull=False) | Q(cells__is_unavailable=True)
    found = list(
        rows.select_related("cycle", "place", "organization", "desk", "submitted_by")
        .annotate(cell_count=Count("cells"), answered_count=Count("cells", filter=said))
        .order_by("place__rank")[: size + 1]
    )
    return Page(tuple(found[:size]), found[size - 1].place.rank if len(found) > size else None)


def count(reports: QuerySet[Return], wanted: Wanted | None = None, *, most: int = 1000) -> int:
    """Return how many returns a list has, counting no further than `most`."""
    return filtered(reports, wanted or Wanted()).order_by()[:most].count()


def filtered(reports: QuerySet[Return], wanted: Wanted) -> QuerySet[Return]:
    """Return those of the returns that are wanted."""
    rows = reports
    if wanted.states:
        rows = rows.filter(state__in=wanted.states)
    if wanted.below is not None:
        rows = rows.filter(place__path__contains=f"/{wanted.below}/")
    if wanted.desk is not None:
        rows = rows.filter(state=State.SUBMITTED, desk=wanted.desk)
    if wanted.lead is not None:
        led = Section.objects.filter(report=OuterRef("pk"), lead=wanted.lead)
        rows = rows.filter(Exists(led.filter(is_accepted=False) if wanted.is_waiting else led))
    if wanted.is_handed_in is not None:
        rows = rows.filter(state__in=HANDED_IN) if wanted.is_handed_in else rows.exclude(state__in=HANDED_IN)
    if wanted.text:
        rows = rows.filter(Q(place__name__icontains=wanted.text) | Q(place__code__startswith=wanted.text))
    return rows
