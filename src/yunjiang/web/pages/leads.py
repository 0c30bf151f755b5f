"""Who leads each indicator: what the plan says, and what the office decides where it names nobody."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunjiang.access import permission
from yunjiang.access.permission import Act
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Kind, Organization, Standing
from yunjiang.plans import leading
from yunjiang.plans import queries as plans
from yunjiang.plans.document import Indicator
from yunjiang.plans.models import LeadDecision, PlanVersion
from yunjiang.web import toasts
from yunjiang.web.pages.selection import Unreadable

# Those who lead in a province; a city's plan is led by what stands directly below the city.
KINDS = (Kind.DEPARTMENT, Kind.INDUSTRY_SYSTEM, Kind.PREFECTURE, Kind.COUNTY)


@dataclass(frozen=True)
class Row:
    """One indicator: who leads it by the plan's text, and by decision."""

    indicator: Indicator
    by_plan: str
    chosen: str  # key; empty: the plan's own word
    decision: LeadDecision | None


def leads(request: HttpRequest) -> HttpResponse:
    """List the indicators with their leads; the office changes them. Raises Refused, Http404."""
    version = plans.current(request.GET.get("plan") or None)
    owner = version.plan.owner
    permission.require(request.user, Act.LOAD_PLAN, owner)
    offered = _offered(owner)
    if request.method == "POST":
        return _decided(request, version, {each.organization.key: each.organization for each in offered})
    context = {"version": version, "rows": _rows(version, offered), "offered": offered}
    return render(request, "pages/leads.html", context)


def _offered(owner: Organization) -> list[Standing]:
    """Return who can lead: the owner and what stands directly below it."""
    today = timezone.localdate()
    below = organizations.children(owner.pk, today).filter(kind__in=KINDS)
    own = organizations.standing(owner.pk, today)
    return [
        *([own] if own else []),
        *sorted(below, key=lambda each: (KINDS.index(Kind(each.kind)), each.rank)),
    ]


def _rows(version: PlanVersion, offered: Sequence[Standing]) -> list[Row]:
    names = {each.organization.key: each.short_name or each.name for each in offered}
    decisions: dict[str, LeadDecision] = {}
    for each in LeadDecision.objects.filter(indicator__plan=version.plan_id).select_related("indicator"):
        decisions[each.indicator.code] = each  # in order: the newest stays
    text = {each.code: each.lead or () for each in plans.text(version).indicators}
    return [
        Row(
            each,
            _("、").join(names.get(key, key) for key in text[each.code]),
            version.plan.leads.get(each.code, ""),
            decisions.get(each.code),
        )
        for each in plans.document(version).indicators
    ]


def _decided(
    request: HttpRequest, version: PlanVersion, offered: dict[str, Organization]
) -> HttpResponseRedirect:
    wanted: dict[Indicator, Organization | None] = {}
    for indicator in plans.document(version).indicators:
        key = request.POST.get(f"lead-{indicator.code}")
        if key is None:
            continue
        if key and key not in offered:
            raise Unreadable("lead", key, _("a unit that can lead"))
        wanted[indicator] = offered[key] if key else None
    made = leading.decide(
        wanted,
        decided_on=timezone.localdate(),
        by=request.user.get_username(),
        document_number=request.POST.get("document_number", "").strip()[:60],
        reason=request.POST.get("reason", "").strip()[:400],
    )
    count = len(made)
    toasts.say(request, ngettext("%d lead was changed.", "%d leads were changed.", count) % count)
    return HttpResponseRedirect(f"{reverse('leads')}?plan={version.plan.code}")
