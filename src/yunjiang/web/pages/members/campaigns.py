"""Drives to confirm records that nobody has looked at for long: what each union has to do, and how far it has got."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yunjiang.access import permission
from yunjiang.access.permission import Act
from yunjiang.organizations import queries as organizations
from yunjiang.registers.kit import scope
from yunjiang.registers.kit.refusals import RegisterRefusal
from yunjiang.registers.members import confirming
from yunjiang.registers.members.models import Campaign, CampaignUnion
from yunjiang.web import listing, toasts
from yunjiang.web.components.numbers import Number
from yunjiang.web.components.said import Crumb, Empty
from yunjiang.web.components.tables import Cell, Column, Row, Table
from yunjiang.web.pages.members.rooms import ROOMS
from yunjiang.web.pages.people_forms import DayField
from yunjiang.web.pages.registers import place as places
from yunjiang.web.pages.registers import reading


class Beginning(forms.Form):
    """A drive to be begun."""

    name = forms.CharField(label=gettext_lazy("Name of the drive"), max_length=60)
    before_on = DayField(label=gettext_lazy("Records last confirmed before"))
    until_on = DayField(label=gettext_lazy("Last day"))
    note = forms.CharField(label=gettext_lazy("Note"), max_length=400, required=False)


def campaigns(request: HttpRequest) -> HttpResponse:
    """List the drives that concern the person's units, and begin one. Raises Refused, Unreadable."""
    place = places.of(request)
    today = timezone.localdate()
    may_begin = place.may(Act.CHECK_RECORDS)
    begun = {"before_on": today - timedelta(days=365), "until_on": today + timedelta(days=30)}
    form = Beginning(request.POST or None, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            made = confirming.begin(by=place.user, organization=place.unit.organization, **form.cleaned_data)
        except RegisterRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            toasts.say(request, _("The drive “%(name)s” has begun.") % {"name": made.name})
            return redirect("member-campaign", made.pk)
    leaf = listing.leaf(confirming.seen(place.user), ("-pk",), request.GET.get("after", ""))
    context: dict[str, Any] = {
        "place": place,
        "crumbs": place.crumbs("member-campaigns"),
        "tabs": place.rooms(ROOMS, "member-campaigns"),
        "lead": _("Drives to confirm records of members"),
        "form": form if may_begin else None,
        "table": _table(request, leaf),
    }
    return render(request, "pages/members/campaigns.html", context, status=422 if form.errors else 200)


def campaign(request: HttpRequest, number: int) -> HttpResponse:
    """Show how far each union has got with a drive, those with most to do first. Raises Refused, Http404."""
    user = reading.who(request, Act.SEE_RECORDS)
    found = confirming.seen(user).filter(pk=number).first()
    if found is None:
        raise Http404(_("There is no such drive."))
    paths = permission.reach(user, Act.SEE_RECORDS, timezone.localdate())
    mine = found.unions.filter(scope.below(paths))
    sums = mine.aggregate(total=Sum("row_count"), left=Sum("left_count"))
    leaf = listing.leaf(mine, ("-left_count", "pk"), request.GET.get("after", ""))
    # What is on this page is counted now, the rest of a province last night.
    total, left = sums["total"] or 0, (sums["left"] or 0) - confirming.look(found, leaf.rows)
    context: dict[str, Any] = {
        "campaign": found,
        "crumbs": [
            Crumb(_("Registers"), reverse("registers")),
            Crumb(_("Drives to confirm"), reverse("member-campaigns")),
            Crumb(found.name),
        ],
        "lead": _("%(name)s: %(done)d of %(total)d records confirmed")
        % {"name": found.name, "done": total - left, "total": total},
        "table": _unions(request, leaf),
    }
    return render(request, "pages/members/campaign.html", context)


def _table(request: HttpRequest, leaf: listing.Leaf[Campaign]) -> Table:
    return Table(
        name="member-campaigns",
        title=_("Drives"),
        columns=[
            Column("name", _("Drive")),
            Column("before", _("Confirmed before")),
            Column("until", _("Last day"), place="end"),
        ],
        rows=[
            Row(
                [
                    Cell(each.name, small=each.note, href=reverse("member-campaign", args=[each.pk])),
                    Cell(str(each.before_on)),
                    Cell(str(each.until_on)),
                ]
            )
            for each in leaf.rows
        ],
        empty=Empty(
            _("No drive yet"),
            _("A drive lists for each union the records that nobody has confirmed for long."),
        ),
        next_href=listing.turned(request, after=leaf.further) if leaf.further else "",
        first_href=request.path if request.GET.get("after") else "",
    )


def _unions(request: HttpRequest, leaf: listing.Leaf[CampaignUnion]) -> Table:
    units = organizations.standings_of([each.organization_id for each in leaf.rows], timezone.localdate())
    rows = []
    for each in leaf.rows:
        unit = units.get(each.organization_id)
        href = f"{reverse('member-quality')}?unit={unit.organization.key}&lack=stale" if unit else ""
        rows.append(
            Row(
                [
                    Cell(unit.name if unit else "–", href=href),
                    Cell(Number(f"{each.left_count:,}", "")),
                    Cell(Number(f"{each.row_count - each.left_count:,}", "")),
                    Cell(Number(f"{each.row_count:,}", "")),
                ]
            )
        )
    return Table(
        name="member-campaign-unions",
        title=_("By union"),
        columns=[
            Column("union", _("Union")),
            Column("left", _("Left"), is_number=True, place="end"),
            Column("done", _("Confirmed"), is_number=True),
            Column("all", _("At the beginning"), is_number=True),
        ],
        rows=rows,
        empty=Empty(
            _("Nothing of yours"), _("None of the unions whose records you read is part of this drive.")
        ),
        next_href=listing.turned(request, after=leaf.further) if leaf.further else "",
        first_href=request.path if request.GET.get("after") else "",
    )
