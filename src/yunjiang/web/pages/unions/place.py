"""Where and when a page about unions looks: a unit whose records the person may read, and a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.access.permission import Act, Refused
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Organization, Standing, ids_in
from yunjiang.web.components.overview import Tab
from yunjiang.web.components.said import Crumb
from yunjiang.web.pages.registers import reading
from yunjiang.web.pages.selection import Unreadable

FIRST_YEAR = 2021


@dataclass(frozen=True)
class Place:
    """Who looks, at which unit as it stands today, on which day."""

    user: User
    unit: Standing
    on: date

    @property
    def path(self) -> str:
        return self.unit.path

    def href(self, address: str, **more: str) -> str:
        """Return the address of a page about this unit and day."""
        asked = {"unit": self.unit.organization.key, "on": self.on.isoformat()} | more
        return f"{reverse(address)}?{urlencode({name: value for name, value in asked.items() if value})}"

    def crumbs(self, address: str) -> list[Crumb]:
        """Return the way from the widest unit that the person may look at down to this one."""
        ids = ids_in(self.path)
        above = organizations.standings_of(ids, timezone.localdate())
        reach = permission.reach(self.user, Act.SEE_RECORDS)
        steps = [Crumb(_("Registers"), reverse("registers"))]
        for number in ids[:-1]:
            standing = above.get(number)
            if standing is not None and any(standing.path.startswith(path) for path in reach):
                steps.append(Crumb(standing.name, self.href(address, unit=standing.organization.key)))
        return [*steps, Crumb(self.unit.name)]


def of(request: HttpRequest) -> Place:
    """Return where the page looks: the unit asked for, or the widest whose records the person may read. Raises Refused."""
    user = reading.who(request)
    today = timezone.localdate()
    on = _day(request.GET.get("on", ""), today)
    key = request.GET.get("unit", "")
    if key:
        organization = Organization.objects.filter(key=key).first()
        if organization is None:
            raise Unreadable("unit", key, _("a unit of the tree"))
        permission.require(user, Act.SEE_RECORDS, organization)
        unit = organization.standings.filter(valid_from__lte=today).order_by("-valid_from").first()
    else:
        unit = (
            permission.visible_organizations(user, today, Act.SEE_RECORDS)
            .select_related("organization")
            .order_by("path")
            .first()
        )
    if unit is None:
        raise Refused(Act.SEE_RECORDS, key)
    return Place(user, unit, on)


def below(place: Place, day: date | None = None) -> list[Standing]:
    """Return the units directly below, as they stand today (or on a day), those of the tree of regions first."""
    return list(organizations.children(place.unit.organization_id, day or timezone.localdate()))


def rooms(place: Place, here: str) -> Sequence[Tab]:
    """Return the pages about unions, as tabs."""
    offered = (
        ("union-tree", _("Tree")),
        ("union-coverage", _("Coverage")),
        ("union-terms", _("Elections due")),
    )
    return [Tab(name, place.href(address), address == here) for address, name in offered]


def may_keep(place: Place) -> bool:
    """Say whether the person keeps records at the unit looked at."""
    return permission.may(place.user, Act.KEEP_RECORDS, place.unit.organization)


def _day(text: str, today: date) -> date:
    if not text:
        return today
    try:
        return min(date.fromisoformat(text), today)
    except ValueError:
        raise Unreadable("on", text, _("a day such as 2024-12-31")) from None
