"""What the register of members tells others about persons: of which union somebody is a member on a day, and how."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from .lines import RETAINED
from .models import Membership

_AT_ONCE = 1_000


def memberships(persons: Collection[int], day: date) -> Mapping[int, Mapping[str, Any]]:
    """Return of each person who is a member on the day: union, path, state (member, retained), since when, quality.

    An application is no membership yet; who is on the way to another union is still a member of the one left.
    """
    found: dict[int, Mapping[str, Any]] = {}
    wanted = list(persons)
    for first in range(0, len(wanted), _AT_ONCE):
        rows = Membership.objects.filter(
            Q(ended_on=None) | Q(ended_on__gt=day),
            person__in=wanted[first : first + _AT_ONCE],
            voided_at=None,
            since_on__lte=day,
        )
        for each in rows:
            found[each.person_id] = {
                "organization_id": each.organization_id,
                "path": each.path,
                "state": "retained" if is_retained(each, day) else "member",
                "is_qualified": is_qualified(each, day),
                "joined_on": each.joined_on,
                "new_form": each.new_form_job,
            }
    return found


def is_qualified(membership: Membership, day: date) -> bool:
    """Say whether the record was qualified on a day."""
    spans = [
        (date.fromisoformat(since), date.fromisoformat(until)) for since, until in membership.qualified_before
    ]
    if membership.qualified_from is not None and membership.qualified_until is not None:
        spans.append((membership.qualified_from, membership.qualified_until))
    return any(since <= day < until for since, until in spans)


def is_retained(membership: Membership, day: date) -> bool:
    """Say whether the membership was kept, and not active, on a day."""
    words = [word for since, word in membership.phases if date.fromisoformat(since) <= day]
    return bool(words) and words[-1] == RETAINED
