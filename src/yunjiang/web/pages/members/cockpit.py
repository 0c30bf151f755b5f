"""How good the records of members are: the rate by unit, what is missing, the queue of rows, and the fix."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from yunjiang.access.permission import Act
from yunjiang.organizations.models import Standing
from yunjiang.organizations.prefixes import begins
from yunjiang.registers.kit import scope
from yunjiang.registers.members import confirming, quality, tallies, workplaces
from yunjiang.registers.members.models import OPEN_STATES, Membership, Quality
from yunjiang.registers.members.register import Members
from yunjiang.registers.members.tallies import Todo, UnitTodo
from yunjiang.web import listing, toasts
from yunjiang.web.components.numbers import Number
from yunjiang.web.components.said import Empty
from yunjiang.web.components.tables import Cell, Column, Row, Table
from yunjiang.web.pages.members.rooms import ROOMS
from yunjiang.web.pages.registers import place as places
from yunjiang.web.pages.registers import reading
from yunjiang.web.pages.registers.place import Place

QUEUES = (Quality.INCOMPLETE, Quality.INVALID, Quality.DUPLICATE, Quality.STALE)


@dataclass(frozen=True)
class Lack:
    """One way in which records fall short: how many, and the address of their queue."""

    name: str
    count: int
    href: str
    parts: str
    is_here: bool


def cockpit(request: HttpRequest) -> HttpResponse:
    """Show the rate of a unit, of those below it, and what keeps records from counting. Raises Refused, Unreadable."""
    place = places.of(request)
    chosen = request.GET.get("lack", "")
    todo = tallies.of(place.path)
    units = [] if place.is_union else tallies.below(place.unit.organization_id, timezone.localdate())
    context: dict[str, Any] = {
        "place": place,
        "crumbs": place.crumbs("member-quality"),
        "tabs": place.rooms(ROOMS, "member-quality"),
        "lead": _lead(place, todo),
        "todo": todo,
        "percent": percent(todo),
        "lacks": [_lack(place, each, todo, chosen) for each in QUEUES],
        "queue": _queue(request, place, chosen or _worst(todo)),
        "units": _units(place, units) if units else None,
        "keeps": place.may(Act.KEEP_RECORDS),
        "confirms": confirming.MOST,
        "import_href": reverse("register", args=[Members.code]) + "import/",
        "unplaced": workplaces.open_ones(place.unit.organization_id, place.path) if place.is_union else [],
        "join_href": place.href("member-join") if place.is_union else "",
    }
    return render(request, "pages/members/cockpit.html", context)


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Confirm the records that were picked, and lead back to the queue. Raises Refused."""
    user = reading.who(request, Act.KEEP_RECORDS)
    numbers = [int(each) for each in request.POST.getlist("picked") if each.isdecimal() and len(each) < 19]
    if not numbers:
        toasts.warn(request, _("Nothing was picked."))
    else:
        count = confirming.confirm(numbers, by=user)
        toasts.say(
            request,
            ngettext(
                "%(count)d record confirmed as of today.", "%(count)d records confirmed as of today.", count
            )
            % {"count": count},
        )
    key, lack = request.POST.get("unit", ""), request.POST.get("lack", "")
    return redirect(
        f"{reverse('member-quality')}?unit={key}&lack={lack}"
        if key.replace("-", "").isalnum()
        else "member-quality"
    )


def percent(todo: Todo) -> str:
    """Return the share in per cent with one digit, cut and not rounded up; nothing without members."""
    if not todo.member_count:
        return ""
    share = Decimal(todo.qualified_count * 1000 // todo.member_count) / 10
    return f"{share:.1f}"


def _lead(place: Place, todo: Todo) -> str:
    facts = {
        "unit": place.unit.name,
        "all": todo.member_count,
        "good": todo.qualified_count,
        "percent": percent(todo),
        "rest": todo.member_count - todo.qualified_count,
    }
    if not todo.member_count:
        return _("No member is on record in %(unit)s yet.") % facts
    if todo.qualified_count == todo.member_count:
        return _("All %(all)d records of members in %(unit)s are qualified.") % facts
    return (
        _(
            "%(good)d of %(all)d records in %(unit)s are qualified: %(percent)s%%. %(rest)d do not count in assessment."
        )
        % facts
    )


def _worst(todo: Todo) -> str:
    counts = {each.value: getattr(todo, f"{each.value}_count") for each in QUEUES}
    return max(counts, key=lambda each: counts[each])


def _lack(place: Place, lack: Quality, todo: Todo, chosen: str) -> Lack:
    named = {
        Quality.INCOMPLETE: (quality.FIELDS, todo.missing),
        Quality.INVALID: (quality.FAULTS, todo.faults),
    }
    fields, counts = named.get(lack, ((), {}))
    worst = sorted((each for each in fields if counts.get(each.code)), key=lambda each: -counts[each.code])
    parts = _(", ").join(f"{each.name} {counts[each.code]}" for each in worst[:6])
    href = place.href("member-quality", lack=lack.value) + "#queue"
    return Lack(str(lack.label), getattr(todo, f"{lack.value}_count"), href, parts, chosen == lack.value)


def _units(place: Place, units: list[UnitTodo] | Any) -> Table:
    rows = [_unit(place, each.standing, each.todo) for each in units if each.todo.member_count]
    return Table(
        name="member-units",
        title=_("By unit"),
        columns=[
            Column("unit", _("Unit")),
            Column("rate", _("Qualified"), unit="%", is_number=True, place="end"),
            Column("good", _("Qualified records"), is_number=True, place="fold"),
            Column("all", _("Members"), is_number=True),
            *(Column(each.value, str(each.label), is_number=True, place="fold") for each in QUEUES),
        ],
        rows=sorted(rows, key=lambda row: row.key),
        empty=Empty(
            _("No member is on record below this unit yet."), _("Import the collection sheet to begin.")
        ),
    )


def _unit(place: Place, standing: Standing, todo: Todo) -> Row:
    def counted(count: int, lack: str = "") -> Cell:
        href = (
            place.href("member-quality", unit=standing.organization.key, lack=lack) if lack and count else ""
        )
        return Cell(Number(f"{count:,}", "", href=href))

    share = todo.qualified_count * 10_000 // todo.member_count
    return Row(
        [
            Cell(standing.name, href=place.href("member-quality", unit=standing.organization.key)),
            Cell(Number(percent(todo), "%")),
            counted(todo.qualified_count),
            counted(todo.member_count),
            *(counted(getattr(todo, f"{each.value}_count"), each.value) for each in QUEUES),
        ],
        key=f"{share:05d}",  # what is behind comes first
    )


def _queue(request: HttpRequest, place: Place, lack: str) -> Table:
    """Return the rows that fall short in one way, each with what it lacks and the way to mend it."""
    if lack not in Quality.values:
        lack = Quality.INCOMPLETE.value
    found = scope.visible(Members, place.user).filter(
        begins("path", place.path), quality=lack, state__in=OPEN_STATES
    )
    leaf = listing.leaf(found.select_related("person"), ("path", "pk"), request.GET.get("after", ""))
    return Table(
        name="queue",
        title=str(Quality(lack).label),
        columns=[
            Column("name", _("Member")),
            Column("lacks", _("What is to be mended"), place="whole"),
            Column("work", _("Place of work"), place="fold"),
            Column("confirmed", _("Last confirmed"), place="end"),
        ],
        rows=[_row(each, request.get_full_path() + "#queue") for each in leaf.rows],
        empty=Empty(_("Nothing to mend here"), _("No record of this unit falls short in this way.")),
        told=_("%(count)s in all") % {"count": listing.count_of(found)},
        next_href=listing.turned(request, after=leaf.further) + "#queue" if leaf.further else "",
        first_href=place.href("member-quality", lack=lack) if request.GET.get("after") else "",
        kept={"lack": lack},
        picks="picked",
    )


def _row(member: Membership, back: str) -> Row:
    """Return a row that leads to the field to be mended, and from there back to the queue."""
    lacks = [str(each.name) for each in quality.named(member.missing, quality.FIELDS)]
    lacks += [str(each.name) for each in quality.named(member.faults, quality.FAULTS)]
    if not member.is_unique:
        lacks.append(_("may be on record twice"))
    if member.quality == Quality.STALE:
        lacks.append(_("to be confirmed"))
    href = reverse("register-record", args=[Members.code, member.pk])
    at = [each.path for each in quality.named(member.missing, quality.FIELDS)]
    at += [each.path for each in quality.named(member.faults, quality.FAULTS)]
    if at:
        field = at[0].removesuffix("_mask")  # a sealed number is known by its mask
        href = f"{reverse('register-edit', args=[Members.code, member.pk])}?{urlencode({'next': back})}#id_{field}"
    return Row(
        [
            Cell(
                member.person.name,
                small=member.person.identity_mask,
                href=href,
            ),
            Cell(_(", ").join(lacks) or "–"),
            Cell(member.work_place or "–"),
            Cell(str(member.confirmed_on or "–")),
        ],
        key=str(member.pk),
    )
