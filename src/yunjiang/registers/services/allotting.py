"""Handing the places of a service down to units."""

from collections.abc import Mapping

from django.db import transaction

from yunjiang.access.models import User
from yunjiang.organizations.models import Organization
from yunjiang.registers.kit import scope
from yunjiang.registers.kit.undertaking import undertaken

from .models import Allotment, Service
from .refusals import AllotmentTooLarge, AllotmentTooSmall
from .register import Services


def allot(service: Service, quotas: Mapping[Organization, int], *, by: User) -> list[Allotment]:
    """Give units their numbers of places, all or none; zero takes an allotment back that nobody used yet.

    Raises permission.Refused, AllotmentTooSmall where more is taken already, AllotmentTooLarge beyond the service's own quota.
    """
    with (
        undertaken(
            "services.allot", Services, service.pk, by=by, organization_id=service.organization_id
        ) as act,
        transaction.atomic(),
    ):
        scope.require(Services, by, Services.keeps, service.organization)
        held = Service.objects.select_for_update().get(pk=service.pk)
        standing = {each.organization_id: each for each in held.allotments.select_for_update()}
        before = {each.organization_id: each.quota for each in standing.values()}
        for unit, quota in quotas.items():
            claimed = standing[unit.pk].claimed_count if unit.pk in standing else 0
            if quota < claimed:
                raise AllotmentTooSmall(str(unit), quota, claimed)
            if quota == 0 and unit.pk in standing:
                standing.pop(unit.pk).delete()
            elif quota and unit.pk in standing:
                standing[unit.pk].quota = quota
                standing[unit.pk].save(update_fields=["quota"])
            elif quota:
                standing[unit.pk] = Allotment.objects.create(
                    service=held, organization=unit, path=scope.path_of(unit.pk), quota=quota
                )
        allotted = sum(each.quota for each in standing.values())
        if held.quota is not None and allotted > held.quota:
            raise AllotmentTooLarge(held.name, held.quota, allotted)
        act.changed(
            before={str(pk): quota for pk, quota in before.items()},
            after={str(each.organization_id): each.quota for each in standing.values()},
        )
    return list(standing.values())
