"""Which services reach somebody: those of the units whose records the person reads, and those that units above offer to them."""

from django.db.models import Q, QuerySet

from yunjiang.access import permission
from yunjiang.access.permission import Visitor
from yunjiang.registers.kit import scope

from .models import Service, ServiceState
from .register import Services

# What has been offered to others; a plan of a unit above is nobody else's matter yet.
OFFERED = (ServiceState.OPEN, ServiceState.PAUSED, ServiceState.CLOSED)


def reaching(user: Visitor) -> QuerySet[Service]:
    """Return the services that members of the person's units may take, or that the person's own units plan."""
    paths = permission.reach(user, Services.reads)
    above = {prefix for path in paths for prefix in _above(path)}
    found = scope.below(paths) | Q(path__in=above, state__in=OFFERED)
    return Service.objects.filter(found, voided_at=None)


def open_to(path: str) -> QuerySet[Service]:
    """Return the services offered now to the members of a union, given its path: those of its own and of units above."""
    above = [*_above(path), path]
    return Service.objects.filter(
        path__in=above, state__in=(ServiceState.OPEN, ServiceState.PAUSED), voided_at=None
    )


def _above(path: str) -> list[str]:
    parts = [each for each in path.split("/") if each]
    return ["/" + "/".join(parts[:depth]) + "/" for depth in range(1, len(parts))]
