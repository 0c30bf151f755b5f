"""What is asked of unions and firms, as of any day: each answer with its numerator, its denominator and the rows behind.

Querysets come in already narrowed to what the person may see. Firms lie where they report today; what was true of them is asked
as of the day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from .choices import WITH_COMMITTEE, Committee, OperatingStatus, UnionState
from .models import Coverage, Enterprise, Headcount, IndustrialPlace, Operation, Post, Term, Union
from .rules import LARGE_FROM

FOUNDING = (
    UnionState.PREPARING,
    UnionState.APPROVED,
    UnionState.ELECTED,
    UnionState.CONFIRMED,
    UnionState.REGISTERED,
)


@dataclass(frozen=True)
class Rate:
    """Of `denominator` things `numerator` are so; percentages are made of the two at the end and never averaged."""

    numerator: int
    denominator: int
    unknown: int = 0  # things of which it is not known whether they belong to the denominator

    @property
    def missing(self) -> int:
        return self.denominator - self.numerator


def on_day(day: date, since: str = "since_on", until: str = "until_on") -> Q:
    """Return the condition that a dated row holds on a day; its last day is the one before `until`."""
    return Q(**{f"{since}__lte": day}) & (Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gt": day}))


def firms_on(rows: QuerySet[Enterprise], day: date) -> QuerySet[Any]:
    """Return firms with what was true of each on a day: `staff_then`, `status_then`, `is_covered_then`."""
    heads = Headcount.objects.filter(enterprise=OuterRef("pk"), as_of_on__lte=day, voided_at=None)
    states = Operation.objects.filter(enterprise=OuterRef("pk"), since_on__lte=day, voided_at=None)
    covers = Coverage.objects.filter(on_day(day), enterprise=OuterRef("pk"), voided_at=None)
    return rows.filter(voided_at=None, opened_on__lte=day).annotate(
        staff_then=Subquery(heads.order_by("-as_of_on").values("staff")[:1]),
        status_then=Subquery(states.order_by("-since_on").values("status")[:1]),
        is_covered_then=Exists(covers),
    )


def large_on(rows: QuerySet[Enterprise], day: date, least: int = LARGE_FROM) -> QuerySet[Any]:
    """Return the firms that had so many staff on a day and were in normal operation."""
    # Who never had so many cannot have had them that day: an index answers that.
    ever = rows.filter(most_staff__gte=least)
    return firms_on(ever, day).filter(staff_then__gte=least, status_then=OperatingStatus.OPERATING)


def without_union(rows: QuerySet[Enterprise], day: date, least: int = LARGE_FROM) -> QuerySet[Any]:
    """Return the large firms in operation that no union covered on a day."""
    return large_on(rows, day, least).filter(is_covered_then=False)


def coverage(rows: QuerySet[Enterprise], day: date, least: int = LARGE_FROM) -> Rate:
    """Return how many of the large firms in operation a union covered on a day."""
    told = large_on(rows, day, least).aggregate(
        covered=Count("pk", filter=Q(is_covered_then=True)), large=Count("pk")
    )
    return Rate(told["covered"], told["large"], headcount_unknown(rows, day))


def coverage_below(
    rows: QuerySet[Enterprise], paths: Iterable[str], day: date, least: int = LARGE_FROM
) -> dict[str, Rate]:
    """Return the same for every unit with one of these paths, which all lie equally deep or apart, in one query."""
    wanted = sorted(set(paths), key=len, reverse=True)
    found = {path: [0, 0] for path in wanted}
    for path, is_covered_then in large_on(rows, day, least).values_list("path", "is_covered_then"):
        for each in wanted:
            if path.startswith(each):
                found[each][0] += bool(is_covered_then)
                found[each][1] += 1
                break
    return {path: Rate(covered, large) for path, (covered, large) in found.items()}


def headcount_unknown(rows: QuerySet[Enterprise], day: date) -> int:
    """Return of how many firms in operation on a day nobody has said how many work there."""
    return (
        firms_on(rows.filter(most_staff=0), day)
        .filter(staff_then=None, status_then=OperatingStatus.OPERATING)
        .count()
    )


def unions_on(rows: QuerySet[Union], day: date) -> QuerySet[Union]:
    """Return the unions that existed on a day."""
    return rows.filter(on_day(day, "founded_on", "closed_on"), voided_at=None)


def unions_by_kind(rows: QuerySet[Union], day: date) -> dict[str, int]:
    """Return how many unions of each kind there were on a day."""
    told = unions_on(rows, day).order_by().values("kind").annotate(count=Count("pk"))
    return {each["kind"]: each["count"] for each in told}


def founding_of(firms: Iterable[int]) -> dict[int, Union]:
    """Return for firms the union that is being founded in them, if one is."""
    rows = Union.objects.filter(workplace_id__in=list(firms), state__in=FOUNDING, voided_at=None)
    return {each.workplace_id: each for each in rows if each.workplace_id is not None}


def terms_ending(rows: QuerySet[Term], day: date, within: int) -> QuerySet[Term]:
    """Return the running terms that end within so many days after a day, what is overdue included, the oldest first."""
    running = rows.filter(is_running=True, voided_at=None, ends_on__lte=day + timedelta(days=within))
    return running.select_related("union").order_by("ends_on", "pk")


def terms_overdue(rows: QuerySet[Term], day: date) -> QuerySet[Term]:
    """Return the running terms that were over before a day."""
    return terms_ending(rows, day, -1)


def without_term(rows: QuerySet[Union]) -> QuerySet[Union]:
    """Return the unions in office with a committee of which nobody has said when it was elected: of them nothing reminds."""
    running = Term.objects.filter(
        union=OuterRef("pk"), committee=Committee.UNION, is_running=True, voided_at=None
    )
    held = rows.filter(state=UnionState.NORMAL, form__in=WITH_COMMITTEE, voided_at=None)
    return held.filter(~Exists(running)).order_by("path", "pk")


def certificates_ending(rows: QuerySet[Union], day: date, within: int) -> QuerySet[Union]:
    """Return the unions in office whose certificate as a legal person ends within so many days, or has ended."""
    return rows.filter(
        state=UnionState.NORMAL, voided_at=None, certificate_until_on__lte=day + timedelta(days=within)
    ).order_by("certificate_until_on", "pk")


def social_workers(rows: QuerySet[Post], day: date) -> QuerySet[Post]:
    """Return the posts of union social workers on a day; persons may hold several."""
    held = rows.filter(on_day(day), on_day(day, "social_since_on", "social_until_on"))
    return held.filter(is_social_worker=True, voided_at=None)


def social_worker_count(rows: QuerySet[Post], day: date) -> int:
    """Return how many persons are union social workers on a day, each once."""
    return social_workers(rows, day).aggregate(count=Count("person", distinct=True))["count"]


def industrial_subtrees(unions: Iterable[int], day: date) -> dict[int, set[int]]:
    """Return for unions all that stand below each in the industrial trees on a day, however deep; a query for each storey."""
    found: dict[int, set[int]] = {each: set() for each in unions}
    roots: dict[int, set[int]] = {
        each: {each} for each in found
    }  # lower → those above it whose trees it belongs to
    while roots:
        rows = IndustrialPlace.objects.filter(on_day(day), upper__in=list(roots), voided_at=None)
        lower: dict[int, set[int]] = {}
        for union, upper in rows.values_list("union", "upper"):
            new = {root for root in roots[upper] if union != root and union not in found[root]}
            for root in new:
                found[root].add(union)
            if new:
                lower.setdefault(union, set()).update(new)
        roots = lower
    return found


def industrial_below(union: Union | None, day: date) -> QuerySet[Union]:
    """Return the unions directly below one in the industrial trees on a day; for None, those at the top of one."""
    places = IndustrialPlace.objects.filter(on_day(day), voided_at=None)
    lower = places.filter(upper=OuterRef("pk"))
    if union is not None:
        rows = Union.objects.filter(pk__in=places.filter(upper=union).values("union"))
    else:
        rows = Union.objects.filter(pk__in=places.values("upper")).exclude(pk__in=places.values("union"))
    return unions_on(rows, day).annotate(has_below=Exists(lower)).order_by("name", "pk")
