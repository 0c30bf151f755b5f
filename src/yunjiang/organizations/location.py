"""In which regions a unit lies, where its place in the tree does not say so."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from . import chronicle
from .models import Location, Organization


@transaction.atomic
def locate(organization: Organization, *, regions: Sequence[Organization], on: date) -> None:
    """Say that from `on` a unit lies in exactly these regions (none: its place in the tree says enough).

    What is recorded to begin later stays, and ends what is said now.
    """
    chronicle.hold()
    following = organization.locations.filter(valid_from__gt=on).order_by("valid_from").first()
    ends_on = following.valid_from if following else None
    wanted = {each.pk for each in regions}
    for place in _lying(organization.pk, on):
        if place.region_id in wanted and place.valid_to == ends_on:
            wanted.discard(place.region_id)
        elif place.valid_from == on:
            place.delete()
        else:
            place.valid_to = on
            place.save(update_fields=["valid_to"])
    Location.objects.bulk_create(
        Location(organization=organization, region_id=region, valid_from=on, valid_to=ends_on)
        for region in sorted(wanted)
    )


def located_in(organization_id: int, day: date) -> list[Organization]:
    """Return the regions in which a unit is said to lie on the day, apart from its place in the tree."""
    return [each.region for each in _lying(organization_id, day).select_related("region")]


def _lying(organization_id: int, day: date) -> QuerySet[Location]:
    return Location.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day), organization=organization_id, valid_from__lte=day
    ).order_by("region__key")
