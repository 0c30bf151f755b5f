"""What units are called where people are kept, and what can be a sign-in name."""

import difflib
import unicodedata
from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from yunjiang.access.people.refusals import UsernameUnreadable
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Organization, Standing
from yunjiang.organizations.refusals import UnknownOrganization

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


def meant(text: str, day: date) -> Organization:
    """Return the unit that a text means. Raises AmbiguousOrganization, UnknownOrganization with the nearest names."""
    try:
        return organizations.resolve(text, day)
    except UnknownOrganization as refusal:
        if refusal.near:
            raise
        names = sorted(set(organizations.at(day).values_list("name", flat=True)))
        raise UnknownOrganization(text, difflib.get_close_matches(text, names, n=3, cutoff=0.5)) from None


def readable_username(text: str) -> str:
    """Return a sign-in name as it is kept: half-width, without blanks around it. Raises UsernameUnreadable."""
    username = unicodedata.normalize("NFKC", text).strip()
    is_plain = all(each.isalnum() or each in "._-@" for each in username)
    if not is_plain or not SHORTEST <= len(username) <= LONGEST:
        raise UsernameUnreadable(text.strip())
    return username
