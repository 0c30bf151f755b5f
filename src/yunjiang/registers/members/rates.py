"""The qualified-record rate of a unit as of any day, with its numerator and denominator; rates are never averaged."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from yunjiang.organizations.prefixes import begins

from . import known
from .models import Membership


@dataclass(frozen=True)
class Rate:
    """How many members there are, and of how many the record is qualified."""

    qualified_count: int
    member_count: int


def rate(path: str, day: date) -> Rate:
    """Count at and below a path of today's tree on a day; the ledger says the same by measure, unit and position."""
    members = on(day).filter(begins("path", path))
    now = members.filter(qualified_from__lte=day, qualified_until__gt=day)
    earlier = members.exclude(qualified_before=[]).exclude(qualified_from__lte=day, qualified_until__gt=day)
    again = sum(known.is_qualified(each, day) for each in earlier.iterator(chunk_size=2_000))
    return Rate(now.count() + again, members.count())


def on(day: date) -> QuerySet[Membership]:
    """Return the memberships that stand on a day, kept ones and those on their way included."""
    lasts = Q(ended_on=None) | Q(ended_on__gt=day)
    return Membership.objects.filter(lasts, voided_at=None, since_on__lte=day)
