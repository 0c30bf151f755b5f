"""Confirming: somebody who knows the members says that their records are so; and drives to do it where it was long not done."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.access.permission import Act
from yunjiang.organizations.models import Organization
from yunjiang.organizations.prefixes import begins
from yunjiang.registers.kit import effects, registry, scope
from yunjiang.registers.kit.undertaking import undertaken

from .models import OPEN_STATES, Campaign, CampaignUnion, Membership
from .refusals import CampaignTooWide

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
    waiting = list(_by_union(path, before_on).items())
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


def progress(campaign: Campaign) -> tuple[int, int]:
    """Count anew what is left of a drive, by union, and return how many rows are done and how many there were."""
    left = {unit: count for (unit, _where), count in _by_union(campaign.path, campaign.before_on).items()}
    parts = list(campaign.unions.all())
    now = timezone.now()
    for each in parts:
        each.left_count, each.counted_at = min(left.get(each.organization_id, 0), each.row_count), now
    CampaignUnion.objects.bulk_update(parts, ["left_count", "counted_at"], batch_size=1_000)
    total = sum(each.row_count for each in parts)
    return total - sum(each.left_count for each in parts), total


def seen(user: User) -> QuerySet[Campaign]:
    """Return the drives that touch units whose records the person reads, the newest first."""
    paths = permission.reach(user, Act.SEE_RECORDS, timezone.localdate())
    mine = scope.below(paths)
    for each in paths:
        # A drive of a unit above concerns whoever is below it.
        parts = [part for part in each.split("/") if part]
        mine |= Q(path__in=["/" + "/".join(parts[:depth]) + "/" for depth in range(1, len(parts))])
    return Campaign.objects.filter(mine).order_by("-pk")


def _by_union(path: str, before_on: date) -> dict[tuple[int, str], int]:
    rows = stale(path, before_on).values_list("organization", "path").annotate(count=Count("pk")).order_by()
    return {(unit, where): count for unit, where, count in rows}
