"""The pages about services, by their addresses' names."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.access.permission import Act
from yunjiang.web.components.overview import Tab

ROOMS = {"service-catalogue": _("What is offered")}
OF_OFFICERS = {"service-redeem": pgettext_lazy("a room", "Redeem a place")}


def tabs(user: User, here: str) -> Sequence[Tab]:
    """Return the pages that a person may open, as tabs."""
    acts = permission.acts_anywhere(user)
    offered = dict(ROOMS) if Act.SEE_RECORDS in acts else {}
    if Act.REDEEM_SERVICES in acts:
        offered |= OF_OFFICERS
    return [Tab(str(name), reverse(address), address == here) for address, name in offered.items()]
