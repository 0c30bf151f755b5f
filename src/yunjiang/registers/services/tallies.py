"""How far a service has been taken up, by allotment and by unit, and what its members thought of it. Reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, Q, Sum
from django.utils import timezone

from yunjiang.organizations import queries as organizations

from .models import Allotment, Claim, ClaimState, Service

MOST_OPINIONS = 10
STARS = range(5, 0, -1)


@dataclass(frozen=True)
class Place:
    """One allotment; `quota` None is what is allotted to nobody of a service without a quota."""

    unit: str
    organization_id: int | None
    quota: int | None
    claimed: int
    redeemed: int

    @property
    def left(self) -> int | None:
        return None if self.quota is None else self.quota - self.claimed


@dataclass(frozen=True)
class Taken:
    """What a service has come to: places given and used, money bound and spent, opinions."""

    places: Sequence[Place]
    claimed: int
    redeemed: int
    lapsed: int
    bound: Decimal  # yuan, of places given
    spent: Decimal  # yuan, of places used
    rating: Decimal | None  # one to five
    rating_count: int
    stars: Sequence[tuple[int, int]]  # how many gave five, four and so on
    opinions: Sequence[Claim]


def taken(service: Service) -> Taken:
    """Return what a service has come to, in a bounded number of queries."""
    claims = Claim.objects.filter(service=service, voided_at=None)
    used, given = Q(state=ClaimState.REDEEMED), Q(state__in=(ClaimState.CLAIMED, ClaimState.REDEEMED))
    sums = claims.aggregate(
        claimed=Count("pk", filter=given),
        redeemed=Count("pk", filter=used),
        lapsed=Count("pk", filter=Q(state=ClaimState.LAPSED)),
        bound=Sum("amount", filter=given),
        spent=Sum("amount", filter=used),
        mean=Avg("rating"),
        judged=Count("rating"),
        **{f"stars_{each}": Count("pk", filter=Q(rating=each)) for each in STARS},
    )
    by_allotment: dict[int | None, Mapping[str, Any]] = {
        each["allotment"]: each
        for each in claims.order_by()
        .values("allotment")
        .annotate(claimed=Count("pk", filter=given), redeemed=Count("pk", filter=used))
    }
    allotments = list(Allotment.objects.filter(service=service).select_related("organization"))
    names = organizations.standings_of([each.organization_id for each in allotments], timezone.localdate())
    places = []
    for each in sorted(allotments, key=lambda one: one.path):
        told = by_allotment.get(each.pk, {"claimed": 0, "redeemed": 0})
        name = names[each.organization_id].name if each.organization_id in names else each.organization.key
        places.append(Place(name, each.organization_id, each.quota, told["claimed"], told["redeemed"]))
    rest = by_allotment.get(None, {"claimed": 0, "redeemed": 0})
    free = None if service.quota is None else service.quota - sum(each.quota for each in allotments)
    if free or rest["claimed"] or not places:
        places.append(Place("", None, free, rest["claimed"], rest["redeemed"]))
    return Taken(
        places,
        sums["claimed"],
        sums["redeemed"],
        sums["lapsed"],
        sums["bound"] or Decimal(0),
        sums["spent"] or Decimal(0),
        None if sums["mean"] is None else round(Decimal(sums["mean"]), 1),
        sums["judged"],
        [(each, sums[f"stars_{each}"]) for each in STARS],
        list(claims.exclude(words="").order_by("-rated_at")[:MOST_OPINIONS]),
    )
