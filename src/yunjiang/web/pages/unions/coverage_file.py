"""The large firms in operation without a union on a day, taken away as a workbook: what counties get to work on."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunjiang.access import trail
from yunjiang.access.people.naming import names_of_units
from yunjiang.organizations.models import ids_in
from yunjiang.organizations.prefixes import begins
from yunjiang.registers.kit import scope
from yunjiang.registers.unions import questions
from yunjiang.registers.unions.firm_registers import Enterprises
from yunjiang.registers.unions.models import Enterprise
from yunjiang.registers.unions.rules import LARGE_FROM
from yunjiang.web import exporting
from yunjiang.web.exporting import Export, Value
from yunjiang.web.pages.registers import place as places
from yunjiang.web.pages.unions import coverage

MOST = 50_000  # firms of one workbook
_AT_ONCE = 500


def file(request: HttpRequest) -> HttpResponse:
    """Hand the list out, once it is recorded who took it. Raises Refused, Unreadable."""
    place = places.of(request, is_dated=True)
    firms = scope.visible(Enterprises, place.user).filter(begins("path", place.path))
    rate = questions.coverage(firms, place.on)
    found = list(questions.without_union(firms, place.on).order_by("path", "pk")[:MOST])
    trail.note(
        "registers.export",
        subject=Enterprises.code,
        organization_id=place.unit.organization_id,
        facts={"rows": len(found), "columns": ["without a union"], "format": "xlsx", "on": str(place.on)},
    )
    export = Export(
        title=_("Firms with %(from)d staff or more without a union") % {"from": LARGE_FROM},
        head=[
            (_("Unit"), place.unit.name),
            (pgettext("of a list of firms", "As it was on"), str(place.on)),
            (
                _("Coverage rate"),
                f"{rate.numerator:,} / {rate.denominator:,} = {coverage.percent(rate) or '–'}%",
            ),
            (_("Taken"), f"{timezone.localtime():%Y-%m-%d %H:%M} {place.user}"),
        ],
        columns=[
            _("Unit above"),
            _("Firm"),
            _("Unified social credit code"),
            _("Staff that day"),
            _("Ownership"),
            _("Industry"),
            _("Address"),
            _("Founding"),
        ],
        rows=list(_rows(found)),
    )
    answer = HttpResponse(exporting.as_xlsx(export), content_type=exporting.XLSX)
    name = "-".join([place.unit.name, place.on.isoformat(), _("without a union")]) + ".xlsx"
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


def _rows(firms: Sequence[Enterprise]) -> Iterator[Sequence[Value]]:
    above = {each.pk: ids_in(each.path)[-2] for each in firms}
    names = names_of_units(set(above.values()))
    for first in range(0, len(firms), _AT_ONCE):
        part = firms[first : first + _AT_ONCE]
        founding = questions.founding_of(each.pk for each in part)
        for each in part:
            begun = founding.get(each.pk)
            yield (
                names.get(above[each.pk], ""),
                each.name,
                each.code,
                Decimal(each.staff_then),  # type: ignore[attr-defined]
                str(each.get_ownership_display()),
                str(each.get_industry_display()),
                each.address,
                str(begun.get_state_display()) if begun else "",
            )
