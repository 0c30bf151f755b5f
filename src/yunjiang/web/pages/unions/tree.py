"""The tree of unions on a day: territorial as it reports, or industrial; each level comes when it is opened."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from yunjiang.access.models import User
from yunjiang.access.permission import Act
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Kind, Standing
from yunjiang.organizations.prefixes import begins
from yunjiang.registers.kit import scope
from yunjiang.registers.unions import questions
from yunjiang.registers.unions.models import Union
from yunjiang.registers.unions.questions import Rate
from yunjiang.registers.unions.register import Unions
from yunjiang.web.components.numbers import Number
from yunjiang.web.pages.registers import place as places
from yunjiang.web.pages.registers.place import Place
from yunjiang.web.pages.unions import peopled
from yunjiang.web.pages.unions.rooms import ROOMS

TERRITORIAL, INDUSTRIAL = "territorial", "industrial"
FIRST_YEAR = 2021
SHOWN = 300  # units of one level; a county with more is read in the list
_NOT_IN_TREE = (Kind.DEPARTMENT, Kind.ENTERPRISE)


@dataclass(frozen=True)
class Node:
    """One unit of the tree; `below_href` brings what stands below it, `href` leads to its own page."""

    name: str
    small: str
    count: Number | None
    href: str
    below_href: str = ""
    page_href: str = ""
    is_union: bool = False
    state: str = ""


def tree(request: HttpRequest) -> HttpResponse:
    """Show the unions below a unit on a day. Raises Refused, Unreadable."""
    place = _at_month(request, places.of(request, is_dated=True))
    view = INDUSTRIAL if request.GET.get("view") == INDUSTRIAL else TERRITORIAL
    found = scope.visible(Unions, place.user).filter(begins("path", place.path))
    by_kind = questions.unions_by_kind(found, place.on)
    nodes, is_cut = _industrial(place, None) if view == INDUSTRIAL else _territorial(place)
    months = _months()
    context = {
        "place": place,
        "crumbs": place.crumbs("union-tree"),
        "tabs": place.rooms(ROOMS, "union-tree"),
        "lead": _lead(place, sum(by_kind.values())),
        "kinds": [
            (str(label), by_kind[value]) for value, label in Union.kind.field.flatchoices if value in by_kind
        ],
        "nodes": nodes,
        "is_cut": is_cut,
        "view": view,
        "views": [
            (TERRITORIAL, _("By region"), view == TERRITORIAL),
            (INDUSTRIAL, _("By industry"), view == INDUSTRIAL),
        ],
        "months": len(months) - 1,
        "month": max(number for number, each in enumerate(months) if each <= place.on or number == 0),
        "today": timezone.localdate(),
        "first_on": date(FIRST_YEAR, 1, 1),
        "list_href": reverse("register", args=[Unions.code]),
        "may_found": place.may(Act.KEEP_RECORDS),
    }
    return render(request, "pages/unions/tree.html", context)


def branch(request: HttpRequest) -> HttpResponse:
    """Return what stands below one unit, or below one union in the industrial tree: a fragment. Raises Refused, Http404."""
    place = places.of(request, is_dated=True)
    if request.GET.get("view") == INDUSTRIAL:
        number = request.GET.get("union", "")
        upper = scope.visible(Unions, place.user).filter(pk=number).first() if number.isdecimal() else None
        if upper is None:
            raise Http404(_("There is no such union."))
        nodes, is_cut = _industrial(place, upper)
    else:
        nodes, is_cut = _territorial(place)
    return render(request, "pages/unions/branch.html", {"nodes": nodes, "is_cut": is_cut, "place": place})


def _territorial(place: Place) -> tuple[list[Node], bool]:
    """Return the nodes below the unit as the tree stood on the day, and whether there are more."""
    standings: list[Any] = list(
        organizations.children(place.unit.organization_id, place.on).exclude(kind__in=_NOT_IN_TREE)[
            : SHOWN + 1
        ]
    )
    shown = standings[:SHOWN]
    unions = {
        each.organization_id: each
        for each in questions.unions_on(Union.objects.select_related("organization"), place.on).filter(
            organization__in=[each.organization_id for each in shown]
        )
    }
    regions = [each for each in shown if each.kind != Kind.UNION]
    counts = _counts(place.user, [each.path for each in regions], place.on)
    firms = _firms_of(unions.values(), place.on)
    paths = [each.path for each in regions]
    covered = peopled.covered_below(place.user, place.path, paths, place.on)
    below = peopled.members_below(paths) if _is_today(place) else {}
    nodes = [
        _region(place, each, counts[each.path], below.get(each.path), covered[each.path]) for each in regions
    ]
    members = _members(place, unions.values())
    # A unit that is only being founded, or has ended, stands in the tree and is no union yet or any more.
    nodes += [
        _union(place, unions[each.organization_id], firms, members, has_below=each.has_children)
        for each in shown
        if each.organization_id in unions
    ]
    return nodes, len(standings) > SHOWN


def _industrial(place: Place, upper: Union | None) -> tuple[list[Node], bool]:
    rows = questions.industrial_below(upper, place.on)
    if upper is None:
        rows = rows.filter(begins("path", place.path))
    rows = rows.filter(pk__in=scope.visible(Unions, place.user).values("pk"))
    found: list[Any] = list(rows[: SHOWN + 1])
    firms = _firms_of(found[:SHOWN], place.on)
    below = questions.industrial_subtrees([each.pk for each in found[:SHOWN]], place.on)
    numbers = {*below, *(each for lower in below.values() for each in lower)}
    units = Union.objects.filter(voided_at=None).in_bulk(numbers)
    members = _members(place, units.values())
    nodes = []
    for each in found[:SHOWN]:
        # What stands below a union by industry reports elsewhere; here its members are told with those of the union above.
        held = [units[number].organization_id for number in {each.pk, *below[each.pk]} & units.keys()]
        told = {each.organization_id: sum(members[unit] for unit in held)} if members else {}
        node = _union(place, each, firms, told, has_below=each.has_below, view=INDUSTRIAL)
        if each.has_below:
            node = replace(node, count=Number(str(len(held) - 1), pgettext("after a number", "unions")))
        nodes.append(node)
    return nodes, len(found) > SHOWN


def _region(place: Place, standing: Standing, count: int, members: int | None, covered: Rate) -> Node:
    key = standing.organization.key
    small = _told_members(members)
    if covered.denominator:
        text = _("%(covered)s of %(large)s firms of 100 and more covered")
        small.append(text % {"covered": f"{covered.numerator:,}", "large": f"{covered.denominator:,}"})
    return Node(
        standing.name,
        " · ".join(small),
        Number(str(count), pgettext("after a number", "unions")),
        place.href("union-tree", unit=key),
        below_href=place.href("union-branch", unit=key) if count else "",
    )


def _union(
    place: Place,
    union: Union,
    firms: dict[int, int],
    members: dict[int, int],
    *,
    has_below: bool,
    view: str = TERRITORIAL,
) -> Node:
    further = {"view": view, "union": str(union.pk)} if view == INDUSTRIAL else {}
    unit = {} if view == INDUSTRIAL else {"unit": union.organization.key}
    count = firms.get(union.pk, 0)
    small = [union.get_kind_display(), *_told_members(members.get(union.organization_id))]
    if count:
        small.append(ngettext("covers %(count)d firm", "covers %(count)d firms", count) % {"count": count})
    return Node(
        union.name,
        " · ".join(small),
        None,
        reverse("register-record", args=[Unions.code, union.pk]),
        below_href=place.href("union-branch", **unit, **further) if has_below else "",
        is_union=True,
    )


def _is_today(place: Place) -> bool:
    return place.on == timezone.localdate()


def _members(place: Place, unions: Iterable[Union]) -> dict[int, int]:
    """Return how many members unions have; of a day that is over the tree says nothing of them."""
    units = [each.organization_id for each in unions]
    if not units or not _is_today(place):
        return {}
    return dict.fromkeys(units, 0) | peopled.members_of(units)


def _told_members(count: int | None) -> list[str]:
    if count is None:
        return []
    return [ngettext("%(count)s member", "%(count)s members", count) % {"count": f"{count:,}"}]


def _counts(user: User, paths: Sequence[str], day: date) -> dict[str, int]:
    """Return how many unions there were on a day below each path, in one query."""
    if not paths:
        return {}
    named = {f"n{number}": path for number, path in enumerate(paths)}
    rows = questions.unions_on(scope.visible(Unions, user), day)
    asked = {name: Count("pk", filter=begins("path", path)) for name, path in named.items()}
    told = rows.order_by().aggregate(**asked)
    return {path: told[name] for name, path in named.items()}


def _firms_of(unions: Iterable[Union], day: date) -> dict[int, int]:
    """Return how many firms each union covered on a day."""
    held = questions.on_day(day, "coverages__since_on", "coverages__until_on") & Q(coverages__voided_at=None)
    rows = Union.objects.filter(pk__in=[each.pk for each in unions]).order_by()
    return dict(rows.annotate(firms=Count("coverages", filter=held)).values_list("pk", "firms"))


def _lead(place: Place, count: int) -> str:
    return _("On %(day)s there are %(count)s unions in %(unit)s.") % {
        "day": f"{place.on:%Y-%m-%d}",
        "count": f"{count:,}",
        "unit": place.unit.name,
    }


def _months() -> list[date]:
    """Return the days that the slider stops at: the last of each month, and today."""
    today = timezone.localdate()
    ends = []
    year, month = FIRST_YEAR, 1
    while (end := _end_of(year, month)) < today:
        ends.append(end)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return [*ends, today]


def _end_of(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def _at_month(request: HttpRequest, place: Place) -> Place:
    """Return the place on the day that the slider stands at, where it was moved."""
    number, months = request.GET.get("month", ""), _months()
    if number.isdecimal() and int(number) < len(months):
        return Place(place.user, place.unit, months[int(number)])
    return place
