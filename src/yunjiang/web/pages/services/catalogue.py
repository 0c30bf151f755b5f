"""What is offered to the members of the person's units, by themselves and by the units above: for whom, and how much is left."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.access.permission import Act
from yunjiang.organizations import queries as organizations
from yunjiang.registers.services import offering
from yunjiang.registers.services.conditions import told
from yunjiang.registers.services.models import Service, ServiceState
from yunjiang.registers.services.register import Services
from yunjiang.web import listing
from yunjiang.web.components.numbers import Number
from yunjiang.web.components.said import Crumb, Empty
from yunjiang.web.components.status import Mark, Tone
from yunjiang.web.components.tables import Cell, Column, Row, Table
from yunjiang.web.pages.registers import reading
from yunjiang.web.pages.services import rooms

_MARKS = {
    ServiceState.OPEN: ("●", Tone.WELL),
    ServiceState.PAUSED: ("◇", Tone.LATE),
    ServiceState.CLOSED: ("–", Tone.QUIET),
}


def catalogue(request: HttpRequest) -> HttpResponse:
    """List the services that reach the person's units, the open ones unless all are asked for. Raises Refused."""
    user = reading.who(request)
    is_all = request.GET.get("show") == "all"
    found = offering.reaching(user)
    if not is_all:
        today = timezone.localdate()
        found = found.filter(state=ServiceState.OPEN, starts_on__lte=today).exclude(ends_on__lt=today)
    leaf = listing.leaf(found, ("kind", "pk"), request.GET.get("after", ""))
    count = listing.count_of(found)
    context: dict[str, Any] = {
        "lead": _lead(count, is_all),
        "tabs": rooms.tabs(user, "service-catalogue"),
        "is_all": is_all,
        "table": _table(request, user, leaf, count),
        "crumbs": [Crumb(_("Registers"), reverse("registers")), Crumb(_("What is offered"))],
    }
    return render(request, "pages/services/catalogue.html", context)


def _lead(count: str, is_all: bool) -> str:
    if count == "0":
        return _("No service is open to members of your units now")
    if is_all:
        return _("%(count)s services were ever offered to members of your units") % {"count": count}
    number = int(count.rstrip("+"))
    return ngettext(
        "%(count)s service is open to members of your units",
        "%(count)s services are open to members of your units",
        number,
    ) % {"count": count}


def _table(request: HttpRequest, user: User, leaf: listing.Leaf[Service], count: str) -> Table:
    units = organizations.standings_of([each.organization_id for each in leaf.rows], timezone.localdate())
    reads = tuple(permission.reach(user, Services.reads))
    keeps = Act.KEEP_RECORDS in permission.acts_anywhere(user)
    rows = []
    for each in leaf.rows:
        unit = units.get(each.organization_id)
        href = (
            reverse("register-record", args=[Services.code, each.pk]) if each.path.startswith(reads) else ""
        )
        cells = [
            Cell(each.name, small=told(each.rule), href=href),
            Cell(unit.name if unit else "–", small=str(each.get_kind_display())),
            Cell(_left(each), small=_until(each)),
            Cell(_liked(each)),
        ]
        if keeps:
            cells.append(_giving(each))
        rows.append(Row(cells))
    columns = [
        Column("name", pgettext("of the catalogue", "Service and for whom"), place="whole"),
        Column("unit", pgettext("of the catalogue", "Offered by"), place="plain"),
        Column("left", pgettext("of the catalogue", "Places left"), is_number=True, place="end"),
        Column("liked", pgettext("of the catalogue", "Satisfaction"), is_number=True),
    ]
    if keeps:
        columns.append(Column("give", pgettext("of the catalogue", "At the counter"), place="end plain"))
    return Table(
        name="service-catalogue",
        title=pgettext("of the catalogue", "Services"),
        columns=columns,
        rows=rows,
        told=_("%(count)s in all") % {"count": count},
        empty=Empty(
            _("Nothing is offered yet"),
            _("A service stands here once it is approved and open: your own, and those of the units above."),
        ),
        next_href=listing.turned(request, after=leaf.further) if leaf.further else "",
        first_href=request.path if request.GET.get("after") else "",
    )


def _left(service: Service) -> Number | str:
    if service.quota is None:
        return pgettext("places", "no limit")
    return Number(f"{service.quota - service.claimed_count:,}", f"/ {service.quota:,}")


def _until(service: Service) -> str:
    if service.ends_on is None:
        return ""
    return pgettext("a service", "until %(day)s") % {"day": service.ends_on.isoformat()}


def _liked(service: Service) -> Number | str:
    if not service.rating_count:
        return "–"
    mean = (Decimal(service.rating_sum) / service.rating_count).quantize(Decimal("0.1"))
    return Number(str(mean), "/ 5")


def _giving(service: Service) -> Cell:
    if service.state == ServiceState.OPEN and service.quota != service.claimed_count:
        return Cell(_("Give a place"), href=reverse("service-give", args=[service.pk]))
    if service.state == ServiceState.OPEN:
        return Cell(Mark("◇", pgettext("places", "all taken"), Tone.LATE))
    shape, tone = _MARKS.get(ServiceState(service.state), ("○", Tone.SILENT))
    return Cell(Mark(shape, str(ServiceState(service.state).label), tone))
