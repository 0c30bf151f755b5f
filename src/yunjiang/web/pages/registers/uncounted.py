"""Which records of a register a figure does not count, and why: how many for each reason, and which these are."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunjiang.access.models import User
from yunjiang.organizations import queries as organizations
from yunjiang.registers.kit import postings, putting
from yunjiang.registers.kit.declaration import Count, Register
from yunjiang.registers.kit.postings import NotCounted
from yunjiang.web.components.numbers import Number
from yunjiang.web.components.overview import Tab
from yunjiang.web.components.said import Crumb, Empty
from yunjiang.web.components.tables import Cell, Column, Row, Table
from yunjiang.web.pages.registers import place as places
from yunjiang.web.pages.registers import reading
from yunjiang.web.pages.registers.place import Place

UNITS = 200  # below, that are offered
SHOWN = 50  # of the records that one reason keeps out


def uncounted(request: HttpRequest, register: str) -> HttpResponse:
    """Show for one figure of a register why records are not counted. Raises Refused, Http404."""
    user, found = reading.register(request, register)
    if not found.counts:
        raise Http404(_("This register counts in no figure."))
    place = places.of(request)
    here = f"{reverse('register-uncounted', args=[register])}?unit={place.unit.organization.key}"
    asked = request.GET.get("count", "")
    count = next((each for each in found.counts if each.code == asked), found.counts[0])
    reasons = postings.not_counted(found, count, user, place.path)
    chosen = next((each for each in reasons if each.reason.code == request.GET.get("reason", "")), None)
    context = {
        "lead": _lead(count, reasons),
        "unit": place.unit.name,
        "below": _below(register, place, count),
        "count": count,
        "crumbs": [
            Crumb(_("Registers"), reverse("registers")),
            Crumb(str(found.name), reverse("register", args=[register])),
            Crumb(_("What is not counted")),
        ],
        "states": [
            Tab(str(each.name), f"{here}&{urlencode({'count': each.code})}", each is count)
            for each in found.counts
        ],
        "reasons": _reasons(here, count, reasons),
        "table": _records(found, user, chosen, place.path) if chosen else None,
        "looked_at": f"{postings.LOOKED_AT:,}",
        "is_cut": any(each.is_at_least for each in reasons),
    }
    return render(request, "pages/registers/uncounted.html", context)


def _below(register: str, place: Place, count: Count) -> Sequence[tuple[str, str]]:
    """Return the units below with the address of the same question about each."""
    here = reverse("register-uncounted", args=[register])
    units = organizations.children(place.unit.organization_id, timezone.localdate())[:UNITS]
    return [
        (each.name, f"{here}?{urlencode({'unit': each.organization.key, 'count': count.code})}")
        for each in units.select_related("organization")
    ]


def _lead(count: Count, reasons: Sequence[NotCounted]) -> str:
    if not reasons:
        return _("%(count)s: every record is counted") % {"count": count.name}
    number = f"{sum(each.number for each in reasons):,}"
    if any(each.is_at_least for each in reasons):
        return _("%(count)s: at least %(number)s records are not counted") % {
            "count": count.name,
            "number": number,
        }
    return _("%(count)s: %(number)s records are not counted") % {"count": count.name, "number": number}


def _reasons(here: str, count: Count, reasons: Sequence[NotCounted]) -> Table:
    rows = []
    for each in reasons:
        href = f"{here}&{urlencode({'count': count.code, 'reason': each.reason.code})}#records"
        number = f"{each.number:,}" + ("+" if each.is_at_least else "")
        rows.append(
            Row([Cell(str(each.reason.name)), Cell(Number(number, "", href=href if each.condition else ""))])
        )
    return Table(
        name="reasons",
        title=_("Why not"),
        columns=[
            Column("reason", _("Reason")),
            Column("number", pgettext("not counted", "Records"), is_number=True, place="end"),
        ],
        rows=rows,
        empty=Empty(
            _("Every record is counted"), _("No reason keeps a record of your units out of this figure.")
        ),
    )


def _records(register: type[Register], user: User, chosen: NotCounted, path: str) -> Table:
    found: list[Any] = list(postings.kept_out(register, chosen, user, path)[: SHOWN + 1])
    units = organizations.standings_of([each.organization_id for each in found], timezone.localdate())
    rows = [
        Row(
            [
                Cell(
                    putting.title(register, each),
                    small=_("voided") if each.voided_at else "",
                    href=reverse("register-tab", args=[register.code, each.pk, "counted"]),
                ),
                Cell(units[each.organization_id].name if each.organization_id in units else "–"),
            ]
        )
        for each in found[:SHOWN]
    ]
    return Table(
        name="records",
        title=str(chosen.reason.name),
        columns=[Column("record", _("Record")), Column("unit", _("Unit"), place="whole")],
        rows=rows,
        told=_("the first %(count)d") % {"count": SHOWN} if len(found) > SHOWN else "",
        empty=Empty(_("Nothing here yet"), ""),
    )
