"""Confirming: somebody who knows the members says that their records are so; and drives to do it where it was long not done."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.access.permission import Act
from yunjiang.background.progress import Progress
from yunjiang.organizations.models import Organization
from yunjiang.organizations.prefixes import begins
from yunjiang.registers.kit import effects, registry, scope
from yunjiang.registers.kit.undertaking import undertaken

from .models import OPEN_STATES, Campaign, CampaignUnion, Membership
from .refusals import CampaignTooWide

_AT_ONCE = 1_000  # unions of a drive
MOST = 500  # records that one person can have looked at


def confirm(numbers: Sequence[int], *, by: User) -> int:
    """Confirm these records as of today, all or none, and return how many were confirmed anew.

    Records of others are refused, those confirmed today already are left alone. Raises permission.Refused.
    """
    register = registry.of("members")
    today, count = timezone.localdate(), 0
    with undertaken("registers.bulk", register, by=by) as act:
        rows = Membership.objects.filter(pk__in=list(numbers)[:MOST], state__in=OPEN_STATES, voided_at=None)
        for each in rows.exclude(confirmed_on=today).select_related("organization").order_by("pk"):
            scope.require(register, by, register.keeps, each)
            effects.change(register, each, {"confirmed_on": today}, by=by, because=gettext("Confirmed"))
            count += 1
        act.learned(confirmed=count)
    return count


def stale(path: str, before_on: date) -> QuerySet[Membership]:
    """Return the members at and below a path whose record was last confirmed before a day, or never."""
    late = Q(confirmed_on=None) | Q(confirmed_on__lt=before_on)
    return Membership.objects.filter(
        late, begins("path", path), state__in=OPEN_STATES, since_on__isnull=False, voided_at=None
    )


@transaction.atomic
def begin(
    name: str, organization: Organization, *, before_on: date, until_on: date, by: User, note: str = ""
) -> Campaign:
    """Begin a drive over everything below a unit and write down what each union has to do.

    Raises permission.Refused, CampaignTooWide when there is nothing to do.
    """
    permission.require(by, Act.CHECK_RECORDS, organization)
    path = scope.path_of(organization.pk)
    waiting = list(_counted(stale(path, before_on)).items())
    if not waiting:
        raise CampaignTooWide
    campaign = Campaign.objects.create(
        name=name,
        organization=organization,
        path=path,
        before_on=before_on,
        since_on=timezone.localdate(),
        until_on=until_on,
        note=note,
        opened_by=by,
    )
    CampaignUnion.objects.bulk_create(
        [
            CampaignUnion(
                campaign=campaign, organization_id=unit, path=where, row_count=count, left_count=count
            )
            for (unit, where), count in waiting
        ],
        batch_size=1_000,
    )
    return campaign


def look(campaign: Campaign, parts: Sequence[CampaignUnion]) -> int:
    """Count for some unions of a drive what is left now, and return by how many rows less that is than was last counted."""
    units = [each.organization_id for each in parts]
    rows = stale(campaign.path, campaign.before_on).filter(organization__in=units)
    left = {unit: count for (unit, _where), count in _counted(rows).items()}
    before = sum(each.left_count for each in parts)
    for each in parts:
        each.left_count = min(left.get(each.organization_id, 0), each.row_count)
    return before - sum(each.left_count for each in parts)


def perform(arguments: Mapping[str, Any], progress: Progress) -> dict[str, int]:
    """Count anew what is left of every drive that runs; the nightly work."""
    today, now = timezone.localdate(), timezone.now()
    running = list(Campaign.objects.filter(until_on__gte=today, closed_at=None))
    for campaign in running:
        parts = list(campaign.unions.all())
        for first in range(0, len(parts), _AT_ONCE):
            look(campaign, parts[first : first + _AT_ONCE])
        for each in parts:
            each.counted_at = now
        CampaignUnion.objects.bulk_update(parts, ["left_count", "counted_at"], batch_size=1_000)
    return {"drives": len(running)}


def seen(user: User) -> QuerySet[Campaign]:
    """Return the drives that touch units whose records the person reads, the newest first."""
    paths = permission.reach(user, Act.SEE_RECORDS, timezone.localdate())
    mine = scope.below(paths)
    for each in paths:
        # A drive of a unit above concerns whoever is below it.
        parts = [part for part in each.split("/") if part]
        mine |= Q(path__in=["/" + "/".join(parts[:depth]) + "/" for depth in range(1, len(parts))])
    return Campaign.objects.filter(mine).order_by("-pk")


def _counted(rows: QuerySet[Membership]) -> dict[tuple[int, str], int]:
    """Return how many rows each union has, by its key and path."""
    found = rows.values_list("organization", "path").annotate(count=Count("pk")).order_by()
    return {(unit, where): count for unit, where, count in found}
