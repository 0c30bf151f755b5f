"""Where a page about what lies below a unit looks: the unit asked for, or the widest whose records the person may read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
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
    """Who looks, at which unit as it stands today; and on which day, where a page asks for one."""

    user: User
    unit: Standing
    on: date
    is_dated: bool = False  # the day belongs to the page's addresses

    @property
    def path(self) -> str:
        return self.unit.path

    @property
    def is_union(self) -> bool:
        return self.unit.kind == Kind.UNION

    def may(self, act: Act) -> bool:
        """Say whether the person may do something to the unit looked at."""
        return permission.may(self.user, act, self.unit.organization)

    def href(self, address: str, **more: str) -> str:
        """Return the address of a page about this unit, and this day."""
        asked = {"unit": self.unit.organization.key}
        if self.is_dated:
            asked["on"] = self.on.isoformat()
        asked |= more
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

    def rooms(self, offered: Mapping[str, str | Promise], here: str) -> Sequence[Tab]:
        """Return pages by their addresses' names, as tabs."""
        return [Tab(str(name), self.href(address), address == here) for address, name in offered.items()]


def of(request: HttpRequest, *, is_dated: bool = False) -> Place:
    """Return where the page looks. Raises Refused, Unreadable."""
    user = reading.who(request)
    today = timezone.localdate()
    on = _day(request.GET.get("on", ""), today) if is_dated else today
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
    return Place(user, unit, on, is_dated)


def _day(text: str, today: date) -> date:
    if not text:
        return today
    try:
        return min(date.fromisoformat(text), today)
    except ValueError:
        raise Unreadable("on", text, _("a day such as 2024-12-31")) from None
