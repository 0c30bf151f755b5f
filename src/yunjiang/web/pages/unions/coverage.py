"""Which large firms in operation have a union on a day: the rate with both its numbers, by unit, and the list of the others."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from yunjiang.access.permission import Act
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Kind, Standing
from yunjiang.organizations.prefixes import begins
from yunjiang.registers.kit import scope
from yunjiang.registers.unions import questions
from yunjiang.registers.unions.firm_registers import Enterprises
from yunjiang.registers.unions.models import Enterprise
from yunjiang.registers.unions.questions import Rate
from yunjiang.registers.unions.register import Unions
from yunjiang.registers.unions.rules import LARGE_FROM
from yunjiang.web import listing
from yunjiang.web.components.numbers import Number
from yunjiang.web.components.said import Empty
from yunjiang.web.components.tables import Cell, Column, Row, Table
from yunjiang.web.pages.registers import place as places
from yunjiang.web.pages.registers.place import Place
from yunjiang.web.pages.unions.rooms import ROOMS

_ORDER = ("-most_staff", "pk")
_REGIONS = (Kind.PREFECTURE, Kind.COUNTY, Kind.FUNCTIONAL_AREA)


@dataclass(frozen=True)
class Line:
    """One unit below with its rate."""

    standing: Standing
    rate: Rate


def coverage(request: HttpRequest) -> HttpResponse:
    """Show the rate on a day, by unit, and who is missing. Raises Refused, Unreadable."""
    place = places.of(request, is_dated=True)
    firms = scope.visible(Enterprises, place.user).filter(begins("path", place.path))
    rate = questions.coverage(firms, place.on)
    below = organizations.children(place.unit.organization_id, timezone.localdate())
    regions = [each for each in below if each.kind in _REGIONS]
    rates = questions.coverage_below(firms, [each.path for each in regions], place.on)
    context: dict[str, Any] = {
        "place": place,
        "crumbs": place.crumbs("union-coverage"),
        "tabs": place.rooms(ROOMS, "union-coverage"),
        "rate": rate,
        "lead": _lead(place, rate),
        "percent": percent(rate),
        "today": timezone.localdate(),
        "large_from": LARGE_FROM,
        "regions": _regions(place, [Line(each, rates[each.path]) for each in regions]) if regions else None,
        "missing": _missing(request, place, firms),
        "unknown_href": reverse("register", args=[Enterprises.code]) + "?most_staff__to=0",
        "may_enter": place.may(Act.KEEP_RECORDS),
    }
    return render(request, "pages/unions/coverage.html", context)


def percent(rate: Rate) -> str:
    """Return the share in per cent with one digit, cut and not rounded up: 99.96 is not yet everything."""
    if not rate.denominator:
        return ""
    share = Decimal(rate.numerator * 1000 // rate.denominator) / 10
    return f"{share:.1f}"


def _lead(place: Place, rate: Rate) -> str:
    facts = {
        "day": f"{place.on:%Y-%m-%d}",
        "unit": place.unit.name,
        "all": rate.denominator,
        "covered": rate.numerator,
        "missing": rate.missing,
        "from": LARGE_FROM,
        "percent": percent(rate),
    }
    if not rate.denominator:
        return (
            _("On %(day)s no firm with %(from)d staff or more in normal operation is on record in %(unit)s.")
            % facts
        )
    if not rate.missing:
        return (
            _(
                "On %(day)s all %(all)d firms with %(from)d staff or more in normal operation in %(unit)s have a union."
            )
            % facts
        )
    return (
        _(
            "On %(day)s %(covered)d of %(all)d firms with %(from)d staff or more in normal operation in %(unit)s have a "
            "union: %(percent)s%%. %(missing)d have none."
        )
        % facts
    )


def _regions(place: Place, lines: list[Line]) -> Table:
    rows = [
        Row(
            [
                Cell(
                    each.standing.name, href=place.href("union-coverage", unit=each.standing.organization.key)
                ),
                Cell(Number(f"{each.rate.numerator:,}", "")),
                Cell(Number(f"{each.rate.denominator:,}", "")),
                Cell(Number(percent(each.rate), "%") if each.rate.denominator else "–"),
                Cell(
                    Number(
                        f"{each.rate.missing:,}",
                        "",
                        href=place.href("union-coverage", unit=each.standing.organization.key) + "#missing",
                        title=_("Which these are"),
                    )
                    if each.rate.missing
                    else Number("0", "")
                ),
            ]
        )
        # Where most are missing there is most to do.
        for each in sorted(
            lines, key=lambda each: (-each.rate.missing, each.standing.rank, each.standing.code)
        )
    ]
    return Table(
        name="coverage-below",
        title=_("By unit"),
        columns=[
            Column("unit", _("Unit")),
            Column("covered", _("With a union"), is_number=True),
            Column("all", _("All of them"), is_number=True),
            Column("rate", _("Coverage rate"), is_number=True, place="end"),
            Column("missing", _("Without"), is_number=True),
        ],
        rows=rows,
        empty=Empty(_("No units below"), ""),
    )


def _missing(request: HttpRequest, place: Place, firms: Any) -> Table:
    found = questions.without_union(firms, place.on)
    leaf = listing.leaf(found, _ORDER, request.GET.get("after", ""))
    founding = questions.founding_of(each.pk for each in leaf.rows)
    keeps = place.may(Act.KEEP_RECORDS)
    rows = [_firm(place, each, founding, keeps) for each in leaf.rows]
    is_further = bool(request.GET.get("after"))
    return Table(
        name="missing",
        title=_("Without a union"),
        columns=[
            Column("name", _("Firm")),
            Column("staff", _("Staff that day"), is_number=True, place="end"),
            Column("ownership", _("Ownership")),
            Column("founding", _("Founding"), place="whole"),
        ],
        rows=rows,
        told=_("%(count)s of them") % {"count": listing.count_of(found)},
        empty=Empty(
            _("None is missing"),
            _("Every firm of this size in normal operation that is on record here has a union on this day."),
        ),
        next_href=listing.turned(request, after=leaf.further) if leaf.further else "",
        first_href=listing.turned(request, after="") if is_further else "",
        export_href=place.href("union-coverage-file") if rows else "",
    )


def _firm(place: Place, firm: Any, founding: dict[int, Any], keeps: bool) -> Row:
    begun, staff = founding.get(firm.pk), firm.staff_then
    if begun is not None:
        step = Cell(
            begun.get_state_display(), begun.name, reverse("register-record", args=[Unions.code, begun.pk])
        )
    elif keeps:
        step = Cell(_("Begin founding a union"), href=place.href("union-found", firm=str(firm.pk)))
    else:
        step = Cell("–")
    assert isinstance(firm, Enterprise)
    return Row(
        [
            Cell(firm.name, firm.code, reverse("register-record", args=[Enterprises.code, firm.pk])),
            Cell(Number(f"{staff:,}", "")),
            Cell(firm.get_ownership_display()),
            step,
        ]
    )
