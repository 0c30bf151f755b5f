"""Which group of a set a unit belongs to, and since when."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from . import chronicle
from .models import Group, GroupMembership, GroupSet, Organization
from .refusals import GroupBeginsThatDay


@transaction.atomic
def classify(organization: Organization, group: Group, *, on: date) -> None:
    """Let a unit belong to a group from `on`, until the next day from which something else is already recorded.

    Its former group of the same set ends the day before. Classifying it again as it stands changes nothing.
    Raises GroupBeginsThatDay.
    """
    chronicle.hold()
    known = GroupMembership.objects.filter(organization=organization, group__group_set=group.group_set)
    standing = known.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on).first()
    if standing is not None:
        if standing.group_id == group.pk:
            return
        if standing.valid_from == on:
            raise GroupBeginsThatDay(chronicle.label(organization.pk), group.group_set.name, on)
    if standing is not None:
        ends_on = standing.valid_to
        standing.valid_to = on
        standing.save(update_fields=["valid_to"])
    else:
        following = known.filter(valid_from__gt=on).order_by("valid_from").first()
        ends_on = following.valid_from if following else None
    GroupMembership.objects.create(organization=organization, group=group, valid_from=on, valid_to=ends_on)


@transaction.atomic
def declassify(organization: Organization, group_set: GroupSet, *, on: date) -> None:
    """Let a unit belong to no group of the set from `on` until the next group recorded, if any."""
    chronicle.hold()
    standing = GroupMembership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on),
        organization=organization,
        group__group_set=group_set,
        valid_from__lte=on,
    ).first()
    if standing is None:
        return
    if standing.valid_from == on:
        standing.delete()
        return
    standing.valid_to = on
    standing.save(update_fields=["valid_to"])


def group_of(organization_id: int, group_set: str, day: date) -> Group | None:
    """Return the group of the set (by its code) to which a unit belongs on the day."""
    return groups([organization_id], group_set, day).get(organization_id)


def groups(organization_ids: Sequence[int], group_set: str, day: date) -> dict[int, Group]:
    """Return the group of the set for each of the units that has one on the day, in one query."""
    memberships = _on(day).filter(organization_id__in=organization_ids, group__group_set__code=group_set)
    return {each.organization_id: each.group for each in memberships.select_related("group__parent")}


def members(group: Group, day: date) -> set[int]:
    """Return the ids of the units that belong to the group, or to a group inside it, on the day."""
    inside = {group.pk}
    frontier = inside
    while frontier:
        frontier = set(Group.objects.filter(parent_id__in=frontier).values_list("pk", flat=True))
        inside |= frontier
    return set(_on(day).filter(group_id__in=inside).values_list("organization_id", flat=True))


def _on(day: date) -> QuerySet[GroupMembership]:
    return GroupMembership.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)
