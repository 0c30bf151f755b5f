"""What units are called where people are kept, and what can be a sign-in name."""

import unicodedata
from collections.abc import Iterable

from django.utils import timezone

from yunjiang.access.people.refusals import UsernameUnreadable
from yunjiang.organizations.models import Organization, Standing

SHORTEST, LONGEST = 2, 60


def name_of_unit(organization: Organization) -> str:
    """Return what a unit is called today, or was called last."""
    return names_of_units([organization.pk]).get(organization.pk, organization.key)


def names_of_units(organization_ids: Iterable[int]) -> dict[int, str]:
    """Return what units are called today, or were called last, by their ids, in one query."""
    rows = Standing.objects.filter(
        organization_id__in=set(organization_ids), valid_from__lte=timezone.localdate()
    ).order_by("valid_from")
    return dict(rows.values_list("organization_id", "name"))


def readable_username(text: str) -> str:
    """Return a sign-in name as it is kept: half-width, without blanks around it. Raises UsernameUnreadable."""
    username = unicodedata.normalize("NFKC", text).strip()
    is_plain = all(each.isalnum() or each in "._-@" for each in username)
    if not is_plain or not SHORTEST <= len(username) <= LONGEST:
        raise UsernameUnreadable(text.strip())
    return username
