"""Where a page about members looks: a unit whose records the person may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.access.permission import Act, Refused
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Kind, Organization, Standing, ids_in
from yunjiang.web.components.overview import Tab
from yunjiang.web.components.said import Crumb
from yunjiang.web.pages.registers import reading
from yunjiang.web.pages.selection import Unreadable


@dataclass(frozen=True)
class Place:
    """Who looks, at which unit as it stands today."""

    user: User
    unit: Standing

    @property
    def path(self) -> str:
        return self.unit.path

    @property
    def is_union(self) -> bool:
        return self.unit.kind == Kind.UNION

    def href(self, address: str, **more: str) -> str:
        """Return the address of a page about this unit."""
        asked = {"unit": self.unit.organization.key} | more
        return f"{reverse(address)}?{urlencode({name: value for name, value in asked.items() if value})}"

    def crumbs(self, address: str) -> list[Crumb]:
        """Return the way from the widest unit that the person may look at down to this one."""
        above = organizations.standings_of(ids_in(self.path), timezone.localdate())
        reach = permission.reach(self.user, Act.SEE_RECORDS)
        steps = [Crumb(_("Registers"), reverse("registers"))]
        for number in ids_in(self.path)[:-1]:
            standing = above.get(number)
            if standing is not None and any(standing.path.startswith(path) for path in reach):
                steps.append(Crumb(standing.name, self.href(address, unit=standing.organization.key)))
        return [*steps, Crumb(self.unit.name)]


def of(request: HttpRequest) -> Place:
    """Return where the page looks: the unit asked for, or the widest whose records the person may read. Raises Refused."""
    user = reading.who(request)
    today = timezone.localdate()
    key = request.GET.get("unit", "")
    if key:
        organization = Organization.objects.filter(key=key).first()
        if organization is None:
            raise Unreadable("unit", key, _("a unit of the tree"))
        permission.require(user, Act.SEE_RECORDS, organization)
        rows = organization.standings.select_related("organization").filter(valid_from__lte=today)
        unit = rows.order_by("-valid_from").first()
    else:
        rows = permission.visible_organizations(user, today, Act.SEE_RECORDS).select_related("organization")
        unit = rows.order_by("path").first()
    if unit is None:
        raise Refused(Act.SEE_RECORDS, key)
    return Place(user, unit)


def rooms(place: Place, here: str) -> Sequence[Tab]:
    """Return the pages about members, as tabs."""
    offered = (
        ("member-quality", _("Quality of the records")),
        ("member-transfers", _("Transfers")),
        ("member-campaigns", _("Drives to confirm")),
    )
    return [Tab(name, place.href(address), address == here) for address, name in offered]
